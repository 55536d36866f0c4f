"""Run the reference solution, or a variant of it, and the graded tests against it, all in this process."""

import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import jupytext
import matplotlib.pyplot as plt
import numpy as np
from otter.test_files import ExceptionTestFile

from autograder.build.bundle import bundle
from autograder.build.graded_tests import read_graded_tests
from autograder.course import Assignment, find_course

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
    for cell in jupytext.read(assignment().notebook, fmt="py:percent").cells:
        if cell.cell_type == "raw" and "name: " in cell.source:
            question = cell.source.partition("name: ")[2].strip()
        elif cell.cell_type == "raw" and "END QUESTION" in cell.source:
            question = ""
        elif cell.cell_type == "code":
            found.append((cell.source, question))
    return tuple(found)


def namespace_of(
    variant: str = "", changes: tuple[tuple[str, str], ...] = (), *, after: str = "class Network", end: str = ""
) -> dict[str, Any]:
    """Run the reference's cells and return their namespace.

    Each of `changes` replaces a text that must occur. `variant` is code that runs after the first cell in which the
    text `after` occurs. `end` is the text at which to stop.
    """
    sources = [source for source, _ in answers()]
    for old, new in changes:
        assert any(old in source for source in sources), f"the reference has no {old!r}"
        sources = [source.replace(old, new) for source in sources]
    namespace: dict[str, Any] = {}
    np.random.seed(42)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # wrong networks overflow
        for source in sources:
            if end and end in source:
                break
            exec(source, namespace)
            if variant and after in source:
                exec(variant, namespace)
            if "def plot_" in source:
                namespace.update({name: _draw_nothing for name in ("plot_losses", "plot_scores") if name in namespace})
    return namespace


def _draw_nothing(*_args: Any, **_options: Any) -> None:
    plt.close("all")


def failures(question: str, namespace: Mapping[str, Any], seed: int = 42) -> dict[str, str]:
    """Return the cases of a question that fail, each by the name of its function, with the message.

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
    return {result.test_case.body.test_func.__name__: result.message for result in results if not result.passed}


def all_failures(
    namespace: Mapping[str, Any], questions: tuple[str, ...] = QUESTIONS, seed: int = 42
) -> dict[str, set[str]]:
    """Return the failing cases of every question that has one."""
    found = {question: set(failures(question, namespace, seed)) for question in questions}
    return {question: cases for question, cases in found.items() if cases}
