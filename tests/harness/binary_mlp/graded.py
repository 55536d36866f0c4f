"""Run the graded tests of binary_mlp in this process, on the solution notebook with some of its code exchanged."""

from __future__ import annotations

import copy
import functools
import importlib
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from otter.test_files import ExceptionTestFile, test_case

from autograder.assignments.percent import percent_cells

from .. import kernel

ROOT = Path(__file__).resolve().parents[3]
TESTS = ROOT / "tests" / "otter" / "binary_mlp"
NOTEBOOK = ROOT / "solutions" / "binary_mlp" / "master.py"
PACKAGE = "graded_tests_of_binary_mlp"

QUESTIONS = tuple(f"q{number}" for number in range(1, 13))
WITHOUT_TRAINING = QUESTIONS[:10]


@dataclass(frozen=True)
class Cell:
    """One code cell: the question it answers ("" for given code), and its code."""

    question: str
    source: str


@dataclass(frozen=True)
class Outcome:
    """What a graded case said."""

    passed: bool
    message: str
    hidden: bool
    points: float


@functools.cache
def notebook_cells() -> tuple[Cell, ...]:
    """Return the code cells of the solution notebook."""
    cells, question = [], ""
    for cell in percent_cells(NOTEBOOK):
        if cell.marker == "BEGIN QUESTION":
            question = cell.name
        elif cell.marker == "END QUESTION":
            question = ""
        elif cell.kind == "code":
            cells.append(Cell(question, cell.source))
    return tuple(cells)


def run_notebook(
    replaced: Mapping[str, str] | None = None,
    *,
    added: Mapping[str, str] | None = None,
    questions: Iterable[str] = WITHOUT_TRAINING,
) -> dict[str, Any]:
    """Return the namespace after the notebook's given cells and the answers to `questions` have run, in order.

    `replaced` has code to run instead of the answer to a question, `added` code to run right after it. Figures that
    the cells show are not shown, and exceptions are passed over, cell by cell, as a grader does.
    """
    wanted, replaced, added = set(questions), dict(replaced or {}), dict(added or {})
    namespace: dict[str, Any] = {"__name__": "__main__"}
    kernel.install(namespace)
    cells = notebook_cells()
    show, plt.show = plt.show, lambda *arguments, **settings: None
    try:
        for position, cell in enumerate(cells):
            if cell.question in replaced:
                run_cell(replaced.pop(cell.question), namespace)
                wanted.discard(cell.question)
            if not cell.question or cell.question in wanted:
                run_cell(cell.source, namespace)
            is_last = position + 1 == len(cells) or cells[position + 1].question != cell.question
            if is_last and cell.question in added:
                run_cell(added.pop(cell.question), namespace)
    finally:
        plt.show = show
        plt.close("all")
        namespace["data"].close()
    return namespace


@functools.cache
def compiled(source: str) -> CodeType:
    """Return the code of a cell; tests take the line of an exception from it."""
    return compile(source, "<cell>", "exec")


def run_cell(source: str, namespace: dict[str, Any]) -> None:
    """Run one cell; keep what it raises, if anything, as namespace["__error__"]."""
    namespace["In"].append(source)
    try:
        exec(compiled(source), namespace)
    except Exception as error:
        namespace["__error__"] = error


@functools.cache
def graded_tests(question: str) -> ExceptionTestFile:
    """Return otter's test file made of the plain module of a question."""
    module = _package_module(question)
    cases = [value.to_dataclass() for value in vars(module).values() if isinstance(value, test_case)]
    cases = ExceptionTestFile.resolve_test_file_points(module.points, cases)
    path = TESTS / f"{question}.py"
    tests = ExceptionTestFile(module.name, str(path), cases, all_or_nothing=False)
    tests.source = path.read_text(encoding="utf-8")
    return tests


def _package_module(name: str) -> ModuleType:
    """Import a module of the graded tests, which is no importable package on its own, by its path."""
    if PACKAGE not in sys.modules:
        package = ModuleType(PACKAGE)
        package.__path__ = [str(TESTS)]
        sys.modules[PACKAGE] = package
    return importlib.import_module(f"{PACKAGE}.{name}")


def judge(namespace: dict[str, Any], question: str, *, seed: int = 42, only: str = "") -> dict[str, Outcome]:
    """Run the cases of a question whose names begin with `only`; return what each said, by its name."""
    np.random.seed(seed)
    tests = copy.copy(graded_tests(question))
    tests.test_cases = [case for case in tests.test_cases if case.name.startswith(only)]
    tests.run(namespace)
    return {
        result.test_case.name: Outcome(
            result.passed, result.message, result.test_case.hidden, float(result.test_case.points)
        )
        for result in tests.test_case_results
    }


def failures(namespace: dict[str, Any], question: str, *, seed: int = 42, only: str = "") -> dict[str, str]:
    """Return the messages of the cases that fail, by name; look only at those whose names begin with `only`."""
    outcomes = judge(namespace, question, seed=seed, only=only)
    return {name: outcome.message for name, outcome in outcomes.items() if not outcome.passed}
