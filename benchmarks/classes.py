"""The classes that are graded: notebooks that differ in their bytes, so that no result can be taken from another."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.assignments.solution import SolutionCell, as_notebook, solution_cells
from autograder.course.assignment import Assignment

STUB = "..."
_EPOCHS = re.compile(r"\bepochs=(\d+)")


@dataclass(frozen=True, slots=True)
class GradedClass:
    """Submissions to grade: what they are, and where their notebooks lie; `alike` ones differ in a comment alone."""

    title: str
    assignment: Assignment
    notebooks: tuple[Path, ...]
    alike: bool = True


def without_training(assignment: Assignment, count: int, folder: Path) -> GradedClass:
    """Return a class of `count` full solutions whose training cells are left as stubs."""
    cells = _solution(assignment, lambda source: STUB)
    title = f"{assignment.name}, full answers, training cells left as stubs"
    return GradedClass(title, assignment, tuple(_copies(cells, assignment.name, count, folder)))


def trained_long(assignment: Assignment, count: int, folder: Path) -> GradedClass:
    """Return a class of `count` full solutions that train as long as on the whole of MNIST.

    That has 60,000 images, 16 times as many as the course's own data: here the epochs are 16 times as many.
    """
    cells = _solution(assignment, lambda source: _EPOCHS.sub(lambda found: f"epochs={int(found[1]) * 16}", source))
    title = f"{assignment.name}, full answers, trained as long as on the whole of MNIST"
    return GradedClass(title, assignment, tuple(_copies(cells, assignment.name, count, folder)))


def untouched(assignment: Assignment, count: int, folder: Path) -> GradedClass:
    """Return a class of `count` notebooks as students get them."""
    notebook = json.loads((assignment.course / "assignment" / assignment.name / f"{assignment.name}.ipynb").read_text())
    source = notebook["cells"][0]["source"]
    folder.mkdir(parents=True)
    paths = []
    for number in range(count):
        notebook["cells"][0]["source"] = [*source, f"\n# {number}"]
        paths.append(folder / f"s{number:04d}.ipynb")
        paths[-1].write_text(json.dumps(notebook))
    return GradedClass(f"{assignment.name}, untouched notebooks", assignment, tuple(paths))


def examples(assignment: Assignment) -> GradedClass:
    """Return the example class of an assignment, training and all."""
    folder = assignment.course / "examples" / assignment.name
    notebooks = tuple(sorted(folder.glob("*.ipynb")))
    return GradedClass(f"{assignment.name}, the example class", assignment, notebooks, alike=False)


def _solution(assignment: Assignment, training: Callable[[str], str]) -> list[SolutionCell]:
    """Return the cells of the solution, with what `training` makes of the sources of those that train."""
    return [
        SolutionCell(training(cell.source), cell.question, is_answer=True)
        if cell.is_answer and cell.question in assignment.training
        else cell
        for cell in solution_cells(assignment)
    ]


def _copies(cells: Sequence[SolutionCell], name: str, count: int, folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True)
    for number in range(count):
        path = folder / f"s{number:04d}.ipynb"
        path.write_text(json.dumps(as_notebook([*cells, SolutionCell(f"# {number}")], name)))
        yield path
