"""A class whose results are made by hand, in a gradebook of its own."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from autograder.gradebook import Gradebook, HandedIn, RunSettings
from autograder.marks.final import final_marks
from autograder.marks.marking import Marking
from autograder.marks.scheme import keep_marking
from autograder.results import CaseResult, Engine, QuestionResult, Status, SubmissionResult, Verdict

NAME = "tiny"
SETTINGS = RunSettings(Engine("bubblewrap", "engine", 1, "0.1.0"), "settings")


def result(name: str, answers: Mapping[str, str] | None = None, *, score: float = 1.0, **changes) -> SubmissionResult:
    """Return a result with q1 (2 points of the tests), q2 (1 and 4 of a person) and q3 (3 of a person)."""
    answers = answers or {}
    case = CaseResult("a case", False, 2.0, Verdict.PASSED)
    questions = (
        QuestionResult("q1", score, 2.0, (case,)),
        QuestionResult("q2", 1.0, 1.0, (case,), (), 4.0, answers.get("q2", "")),
        QuestionResult("q3", 0.0, 0.0, (case,), (), 3.0, answers.get("q3", "")),
    )
    values = {"status": Status.GRADED, "error": None, "questions": questions, **changes}
    total = sum(question.score for question in values["questions"])
    return SubmissionResult(id=name, score=total, max_score=3.0, seconds=0.1, **values)


class Class:
    """A gradebook, and runs that put results into it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "gradebook.db"
        self.book = Gradebook.open(self.path)

    def run(self, *results: SubmissionResult, marking: Marking | None = None, ends: bool = True, settings="settings"):
        """Grade a class; the content of a submission is its answers, so that another answer is another attempt."""
        with self.book.run(NAME, RunSettings(SETTINGS.engine, settings)) as record:
            if marking:
                keep_marking(self.book, NAME, marking)
            for item in results:
                content = "|".join(question.answer for question in item.questions)
                handed_in = HandedIn(item.id, f"/class/{item.id}", content, f"{content} under {settings}", **item.said)
                record.commit(handed_in, item)
            if ends:
                record.end()


@pytest.fixture
def class_(tmp_path: Path) -> Iterator[Class]:
    """Return a gradebook without a run in it."""
    made = Class(tmp_path)
    yield made
    made.book.close()


@pytest.fixture
def graded(class_: Class) -> Class:
    """Return a class of three: two answers to q2 are equal but for white space."""
    class_.run(
        result("s1.ipynb", {"q2": "The bias  shifts.", "q3": "one"}),
        result("s2.ipynb", {"q2": "The bias\nshifts. ", "q3": "two"}),
        result("s3.ipynb", {"q2": "No idea", "q3": ""}),
    )
    return class_


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a marks.csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes rows (the first has the names of the columns) as a spreadsheet would."""

    def write(rows: Sequence[Sequence[object]], *, delimiter: str = ",", encoding: str = "utf-8") -> Path:
        stream = io.StringIO()
        csv.writer(stream, delimiter=delimiter).writerows(rows)
        path = tmp_path / "back.csv"
        path.write_bytes(stream.getvalue().encode(encoding))
        return path

    return write


def marks_of(book):
    """Return the final marks of the class by submission."""
    return {mark.submission: mark for mark in final_marks(book, NAME)}
