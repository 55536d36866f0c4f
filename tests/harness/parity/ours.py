"""The notebooks of this repository's assignments: the example classes, the solution, the stubs, and the banks."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, BankItem, as_cells, read_bank
from autograder.assignments.solution import SolutionCell, as_notebook, solution_cells
from autograder.build.grading_zip import write_grading_zip
from autograder.course.assignment import Assignment
from autograder.course.settings import find_course
from autograder.results import Status

from ..examples.expected import read_expected

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
ASSIGNMENTS = ("binary_mlp", "softmax_network")
# In the banks' notebooks the trainings at the end are short: their verdicts are worse, on both sides.
FASTER = {
    "binary_mlp": (("epochs=60", "epochs=1"),),
    "softmax_network": (
        ("[10, 50, 100, 200, 500]", "[1, 2, 3, 4, 5]"),
        ('"epochs": 100', '"epochs": 5'),
        ('"hidden": 32', '"hidden": 6'),
    ),
}


@dataclass(frozen=True)
class BankNotebook:
    """The solution with one item of the bank in it; `name` is what its file is called."""

    name: str
    assignment: str
    item: BankItem

    @property
    def text(self) -> str:
        """The notebook, with short trainings."""
        cells = faster(self.assignment, _solution(self.assignment))
        return nbformat.writes(as_notebook(as_cells(cells, self.item), self.assignment))


@functools.cache
def assignment(name: str) -> Assignment:
    return find_course(ROOT).assignment(name)


def make_zip(name: str, path: Path) -> Path:
    """Write the zip with which `autograder grade` grades the assignment, and otter can."""
    write_grading_zip(assignment(name), path)
    return path


def example_class(name: str) -> dict[str, str]:
    """Return the example submissions that can be graded, the solution, and what students get, by name."""
    due = read_expected(EXAMPLES / "expected" / f"{name}.toml")
    paths = [EXAMPLES / name / file for file, one in due.items() if one.status is not Status.REJECTED]
    found = {path.stem: path.read_text(encoding="utf-8") for path in paths if path.suffix == ".ipynb"}
    return found | {"solution": nbformat.writes(as_notebook(_solution(name), name)), "stub": stub(name)}


def stub(name: str) -> str:
    """Return the notebook that students get."""
    return (ROOT / "assignment" / name / f"{name}.ipynb").read_text(encoding="utf-8")


def bank(name: str) -> list[BankNotebook]:
    """Return a notebook for each known wrong solution, and each right one that is written differently."""
    return [
        BankNotebook(f"{kind[:5]}_{number:03}_{item.question}", name, item)
        for kind in (MISCONCEPTIONS, ALTERNATIVES)
        for number, item in enumerate(read_bank(assignment(name).notebook.with_name(kind)))
    ]


def faster(name: str, cells: Sequence[SolutionCell]) -> list[SolutionCell]:
    """Return the cells with short trainings."""
    for old, new in FASTER[name]:
        assert any(old in cell.source for cell in cells), f"the solution of {name} has no {old!r}"
        cells = [replace(cell, source=cell.source.replace(old, new)) for cell in cells]
    return list(cells)


@functools.cache
def _solution(name: str) -> tuple[SolutionCell, ...]:
    return solution_cells(assignment(name))
