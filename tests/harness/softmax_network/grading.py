"""Run the reference solution, or an item of the bank, and the graded tests against it, all in this process."""

import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from otter.test_files import ExceptionTestFile

from autograder.assignments.bank import BankItem, as_cells
from autograder.assignments.percent import percent_cells
from autograder.assignments.solution import SolutionCell, solution_cells
from autograder.build.bundle import bundle
from autograder.build.graded_tests import read_graded_tests
from autograder.course.assignment import Assignment
from autograder.course.settings import find_course

from .. import kernel

QUESTIONS = (
    *("q1_1", "q1_2", "q2_1", "q2_3", "q2_4", "q3_0", "q3_1", "q3_2", "q3_3"),
    *("q4_1", "q4_2", "q4_3", "q4_4"),
)
# experiments small enough for a test: five choices that take 5 epochs at most
CHEAP = (
    ("[10, 50, 100, 200, 500]", "[1, 2, 3, 4, 5]"),
    ('"epochs": 100', '"epochs": 5'),
    ('"hidden": 32', '"hidden": 6'),
)


@cache
def assignment() -> Assignment:
    """Return the settings of the assignment of this repository."""
    return find_course(Path(__file__)).assignment("softmax_network")


@cache
def test_source(question: str) -> str:
    """Return the self-contained test file of a question, hidden cases included."""
    return bundle(read_graded_tests(assignment().tests / f"{question}.py"))


@cache
def answers() -> tuple[tuple[str, str], ...]:
    """Return the master's code cells in order, each with its question, "" for cells between the questions."""
    found, question = [], ""
    for cell in percent_cells(assignment().notebook):
        if cell.marker == "BEGIN QUESTION":
            question = cell.name
        elif cell.marker == "END QUESTION":
            question = ""
        elif cell.kind == "code":
            found.append((cell.source, question))
    return tuple(found)


@cache
def cells() -> tuple[SolutionCell, ...]:
    """Return the reference solution's code cells."""
    return solution_cells(assignment())


def namespace_of(item: BankItem | None = None, *, is_cheap: bool = False, until: str = "") -> dict[str, Any]:
    """Run the reference's cells, with the item's code after those that answer its question; return their namespace.

    As in a notebook that is graded, a cell that fails is passed over; in the reference none may. With `is_cheap` the
    experiments are small ones. `until` names the question at which to stop.
    """
    namespace: dict[str, Any] = {}
    kernel.install(namespace)
    np.random.seed(42)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # wrong networks overflow
        for cell in cells() if item is None else as_cells(cells(), item):
            if until and cell.question == until:
                break
            if not cell.is_check and "grader" not in cell.source:
                _run(_made_small(cell.source) if is_cheap else cell.source, namespace, may_fail=item is not None)
    return namespace


def _run(source: str, namespace: dict[str, Any], *, may_fail: bool) -> None:
    namespace["In"].append(source)
    try:
        exec(source, namespace)
    except Exception:
        if not may_fail:
            raise
    finally:
        plt.close("all")
    namespace.update({name: _draw_nothing for name in ("plot_losses", "plot_scores") if name in namespace})


def _made_small(source: str) -> str:
    for old, new in CHEAP:
        source = source.replace(old, new)
    return source


def _draw_nothing(*_args: Any, **_options: Any) -> None:
    """Stand in for the functions that draw."""


def failures(question: str, namespace: Mapping[str, Any], seed: int = 42) -> dict[str, str]:
    """Return the cases of a question that fail, each with its message.

    numpy's legacy generator is seeded before each case, as the grader does.
    """
    file = ExceptionTestFile.from_string(test_source(question), path=f"{question}.py")
    cases, results = file.test_cases, []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for case in cases:
            file.test_cases = [case]
            np.random.seed(seed)
            file.run(namespace)
            results += file.test_case_results
    return {result.test_case.name: result.message for result in results if not result.passed}


def all_failures(
    namespace: Mapping[str, Any], questions: tuple[str, ...] = QUESTIONS, seed: int = 42
) -> dict[str, set[str]]:
    """Return the failing cases of every question that has one."""
    found = {question: set(failures(question, namespace, seed)) for question in questions}
    return {question: cases for question, cases in found.items() if cases}
