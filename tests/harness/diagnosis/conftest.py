"""Submissions made of the reference solution with some of its code exchanged, graded and diagnosed in the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from autograder.assignments.bank import BankItem, as_cells
from autograder.assignments.solution import SolutionCell, as_notebook, solution_cells
from autograder.build.grading_zip import write_grading_zip
from autograder.course.settings import find_course
from autograder.engine.unpacking import unpack
from autograder.grader.pool import Worker

from ..conftest import MASTER, REFERENCE, ROOT, SETTINGS, TESTS

LONG = frozenset({"q9", "q11", "q12", "q3_0", "q3_1", "q3_2", "q3_3"})  # questions whose answers train

GIVEN = "import numpy as np\n\nother_number = sum(range(5))"
MISCONCEPTIONS = '''\
"""Wrong sums."""

# %% adds two
# question: q1
# hint: You add two, not three.
def add_three(x):
    return x + 2


# %% multiplies by three
# question: q1
# hint: You multiply by three; add it.
# fails: adds three to one
# fails: adds three to any number
def add_three(x):
    return 3 * x


# %% adds three to one alone
# question: q1
# hint: You add three to 1 only; add it to x, whatever x is.
# fails: adds three to any number
def add_three(x):
    return 4


# %% adds the results of all calls
# question: q1
# hint: Your sum goes on from the last call; begin anew in every call.
# fails: adds three to any number
total = 0


def add_three(x):
    global total
    total += x + 3
    return total


# %% adds a number drawn at random
# question: q1
# hint: The number that you add is drawn at random when the cell runs; add three.
# fails: adds three to one
# fails: adds three to any number
number = np.random.randint(10, 20)


def add_three(x):
    return x + number


# %% adds its neighbour's number
# question: q1
# hint: You add a number from another cell; add three.
# fails: adds three to one
# fails: adds three to any number
def add_three(x):
    return x + other_number
'''
NEVER_ENDS = """

# %% never ends
# question: q1
# hint: Your loop never ends.
def add_three(x):
    while True:
        pass
"""


class Graded:
    """The cases and the hints of one submission, by question."""

    def __init__(self, answer: dict[str, Any]) -> None:
        assert answer["outcome"] == "graded", answer
        self.hints: dict[str, list[str]] = answer["hints"]
        self.cases: dict[str, list[list[str]]] = answer["questions"]

    def messages(self, question: str) -> list[str]:
        """Return what the cases of a question said, to the instructor."""
        return [message for _, message in self.cases[question]]


Grade = Callable[..., Graded]


def grading_worker(course: Path, assignment: str, folder: Path) -> Worker:
    """Return a worker for an assignment of a course, unpacked in `folder`."""
    write_grading_zip(find_course(course).assignment(assignment), folder / "grading.zip")
    unpacked = folder / "unpacked"
    unpacked.mkdir()
    unpack(folder / "grading.zip", unpacked)
    worker = Worker(unpacked, {}, [course])
    worker.get_warm()
    return worker


def grade(
    worker: Worker, folder: Path, assignment: str, cells: Sequence[SolutionCell], questions: Sequence[str]
) -> Graded:
    """Grade the cells as a submission, with the hints for it."""
    path = folder / "submission.ipynb"
    path.write_text(json.dumps(as_notebook(cells, assignment)), encoding="utf-8")
    return Graded(worker.grade(path, seed=42, questions=questions))


@pytest.fixture(scope="session")
def sums_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course of one assignment, with a bank."""
    return write_sums_course(tmp_path_factory.mktemp("sums"), MISCONCEPTIONS)


def write_sums_course(course: Path, bank: str) -> Path:
    """Write the small course into a folder."""
    for name, text in {
        "solutions/adding/assignment.toml": SETTINGS,
        "solutions/adding/master.py": MASTER.replace("# %%\ndef", f"# %%\n{GIVEN}\n\n\ndef", 1),
        "solutions/adding/misconceptions.py": bank,
        "tests/otter/adding/q1.py": TESTS,
        "tests/otter/adding/reference.py": REFERENCE,
    }.items():
        (course / name).parent.mkdir(parents=True, exist_ok=True)
        (course / name).write_text(text, encoding="utf-8")
    return course


@pytest.fixture(scope="session")
def grade_sum(sums_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grade]:
    """Return a function that grades a cell as the answer of the small course."""
    folder = tmp_path_factory.mktemp("sums-graded")
    worker = grading_worker(sums_course, "adding", folder)
    yield lambda source: grade(worker, folder, "adding", [SolutionCell(source)], ["q1"])
    worker.close()


@pytest.fixture(scope="session")
def grade_answer(root_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grade]:
    """Return a function that grades bank items as the answers to their questions, in an assignment of this course.

    The cells that train for other questions are left out.
    """
    workers: dict[str, Worker] = {}
    folders: dict[str, Path] = {}

    def run(assignment: str, *items: BankItem) -> Graded:
        if assignment not in workers:
            folders[assignment] = tmp_path_factory.mktemp(assignment)
            workers[assignment] = grading_worker(root_course, assignment, folders[assignment])
        cells = solution_cells(find_course(root_course).assignment(assignment))
        for item in items:
            cells = as_cells(cells, item)
        questions = [item.question for item in items]
        wanted = [cell for cell in cells if cell.question not in LONG or cell.question in questions]
        return grade(workers[assignment], folders[assignment], assignment, wanted, questions)

    yield run
    for worker in workers.values():
        worker.close()


@pytest.fixture(scope="session")
def root_course() -> Path:
    """Return the project's root folder, which is a course."""
    return ROOT
