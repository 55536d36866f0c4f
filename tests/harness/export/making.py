"""A graded class, and the files of each LMS in their real formats, for the tests of exports."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from autograder.course.class_list import Student
from autograder.export.graded import Graded, GradedClass
from autograder.marks.final import FinalMark, QuestionMark
from autograder.results import CaseResult, QuestionResult, Status, SubmissionResult, Verdict

RIGHT_TO_LEFT = "\u202eamA\u202c عائشة"
NAMES = (
    "Zoë Müller-Łukasz",
    'O"Brien, Seán; Jr.',
    '=HYPERLINK("http://x","y")',
    "李 伟",
    RIGHT_TO_LEFT,
    "@sum",
    "- minus",
    "two\nlines",
    "x;=cmd|' /C calc'!A0",
)
MOODLE_HEADER = (
    "Identifier",
    "Full name",
    "ID number",
    "Email address",
    "Status",
    "Grade",
    "Maximum grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
)
CANVAS_HEADER = (
    "Student",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Section",
    "Notes",
    "Warm-up (4711)",
    "Binary MLP (4712)",
    "Assignments Current Score",
    "Final Score",
)

names = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=30)


def student(number: int, name: str = "", email: str = "") -> Student:
    return Student(str(number), name, email)


def case(name: str = "adds", *, hidden: bool = False, verdict: Verdict = Verdict.PASSED, **given: str) -> CaseResult:
    return CaseResult(name, hidden, 2.0, verdict, **given)


def graded(
    who: Student | None,
    total: float = 7.5,
    *,
    submission: str = "",
    status: Status = Status.GRADED,
    complete: bool = True,
    comments: Sequence[str] = (),
    questions: Sequence[QuestionMark] = (QuestionMark("q1", 7.5, 10.0),),
    cases: Mapping[str, Sequence[CaseResult]] | None = None,
    hints: Sequence[str] = (),
    error: str | None = None,
    **more: Any,
) -> Graded:
    """Return a submission that earned `total` of 10 points."""
    name = submission or f"s{who.id if who else 0}.ipynb"
    mark = FinalMark(
        submission=name,
        student=who,
        status=status,
        questions=tuple(questions),
        late_days=0.0,
        late_deduction=0.0,
        total=total,
        max_score=10.0,
        complete=complete,
        comments=tuple(comments),
        **more,
    )
    results = tuple(
        QuestionResult(question, 0.0, 10.0, tuple(each), tuple(hints)) for question, each in (cases or {}).items()
    )
    return Graded(mark, SubmissionResult(name, status, error, total, 10.0, 0.1, results, student=who))


def a_class(*submissions: Graded, assignment: str = "binary_mlp") -> GradedClass:
    return GradedClass(assignment, submissions)


def moodle_row(
    who: Student,
    *,
    grade: str = "",
    maximum: str = "10.00",
    changeable: str = "Yes",
    comment: str = "",
    status: str = "Submitted for grading",
) -> tuple[str, ...]:
    identity = (f"Participant {who.id}", who.name, f"u{who.id}", who.email, status)
    dates = ("Friday, 20 November 2026, 11:58 PM", "-")
    return (*identity, grade, maximum, changeable, *dates, comment)


def canvas_row(who: Student, score: str = "", login: str = "") -> tuple[str, ...]:
    return (
        who.name,
        who.id,
        f"u{who.id}",
        login or f"login{who.id}",
        "CS 1, Mon",
        "a note",
        "3.5",
        score,
        "35.00",
        "35",
    )


def canvas_rows(*students: Sequence[str]) -> tuple[Sequence[str], ...]:
    about = (
        ("", "", "", "", "", "", "", "Manual Posting", "", ""),
        ("    Points Possible", "", "", "", "", "", "4.00", "10.00", "(read only)", "(read only)"),
    )
    return (*about, *students)


def csv_text(rows: Iterable[Sequence[str]], *, delimiter: str = ",", newline: str = "\n", bom: bool = False) -> bytes:
    """Return a file as an LMS writes it: quoted where needed, line breaks of cells as they are."""
    stream = io.StringIO()
    for row in rows:
        quoting = csv.QUOTE_ALL if any("\r" in cell for cell in row) else csv.QUOTE_MINIMAL
        csv.writer(stream, delimiter=delimiter, lineterminator=newline, quoting=quoting).writerow(row)
    return (("\ufeff" if bom else "") + stream.getvalue()).encode()


def read_csv(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter, strict=True))
