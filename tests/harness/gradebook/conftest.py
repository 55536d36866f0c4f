"""Results and runs made by hand."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from autograder.course.class_list import Student
from autograder.gradebook import Gradebook, HandedIn, RunSettings
from autograder.results import CaseResult, Engine, QuestionResult, Status, SubmissionResult, Verdict
from autograder.results.handed_in import MISSING

SETTINGS = RunSettings(Engine("bubblewrap", "engine", 1, "0.1.0"), "settings")
CASES = (
    CaseResult("doubles an integer", False, 1.0, Verdict.PASSED),
    CaseResult("doubles a fraction", True, 1.5, Verdict.FAILED, "not right", "double(0.5) is wrong"),
)
QUESTION = QuestionResult("q1", 1.0, 2.5, CASES, ("mind the half",), 4.0)
RESULT = SubmissionResult("s1.ipynb", Status.GRADED, None, 1.0, 2.5, 0.25, (QUESTION,))


def engine_failure(name: str) -> SubmissionResult:
    case = replace(CASES[0], verdict=Verdict.ENGINE_ERROR)
    return replace(RESULT, id=name, questions=(replace(QUESTION, cases=(case,)),))


def handed_in(
    name: str = "s1.ipynb", content: str = "content", settings: str = "settings", student: Student | None = None
) -> HandedIn:
    return HandedIn(
        name, f"/class/{name}", f"digest of {content}", f"key of {content} under {settings}", student=student
    )


def nothing_from(student: Student) -> HandedIn:
    return HandedIn(student.label, "", MISSING, "key of nothing", student=student)


@pytest.fixture
def in_a_run(tmp_path) -> Callable:
    """Return a function that opens the gradebook, calls a function with the record of a new run, and closes all."""

    def call(work: Callable, settings: RunSettings = SETTINGS, assignment: str = "tiny"):
        with Gradebook.open(tmp_path / "gradebook.db") as book, book.run(assignment, settings) as record:
            return work(record)

    return call
