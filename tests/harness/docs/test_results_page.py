"""docs/results.md describes results.json completely: every field, every status, every verdict."""

import re
from datetime import UTC, datetime

import pytest

from autograder.course.class_list import Student
from autograder.marks.final import FinalMark, QuestionMark
from autograder.reports.grades_csv import grades_csv
from autograder.results import (
    CaseResult,
    ClassResult,
    Engine,
    QuestionResult,
    Skipped,
    Status,
    SubmissionResult,
    Verdict,
)
from tests.harness.conftest import ROOT

PAGE = (ROOT / "docs" / "results.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([\w.]+)`", PAGE))
STUDENT = Student("1201", "Ada", "ada@example.org")
CASE = CaseResult(
    "a case", hidden=True, points=1.0, verdict=Verdict.PASSED, message="said", detail="more", unsealed=True
)
QUESTION = QuestionResult("q1", 1.0, 1.0, (CASE,), ("a hint",), manual_max_score=2.0)
SUBMISSION = SubmissionResult(
    "s1",
    Status.PARTIAL,
    "a sentence",
    1.0,
    1.0,
    0.5,
    (QUESTION,),
    student=STUDENT,
    handed_in=datetime(2026, 11, 2, tzinfo=UTC),
    late_days=1.5,
)
CLASS = ClassResult(
    "name",
    1.0,
    Engine("none", "otter", 42, "0.1.0", "a warning"),
    (SUBMISSION,),
    (Skipped("path", "why"),),
    ("a note",),
)


def every_field():
    data = CLASS.to_json()
    (submission,) = data["submissions"]
    question = submission["questions"]["q1"]
    yield from (key for key in data if key != "engine")
    yield from (f"engine.{key}" for key in data["engine"])
    for part in (submission, submission["student"], question, question["cases"][0], data["skipped"][0]):
        yield from part


@pytest.mark.parametrize("field", [*dict.fromkeys(every_field())])
def test_every_field_of_results_json_is_described(field):
    assert field in NAMED


@pytest.mark.parametrize("word", [word.value for word in (*Verdict, *Status)])
def test_every_verdict_and_every_status_is_explained(word):
    assert word in NAMED


def test_every_column_of_grades_csv_is_described():
    by_hand = QuestionMark("q1", 1.0, 1.0, manual=2.0, manual_max=2.0)
    final = FinalMark("s1", STUDENT, Status.PARTIAL, (by_hand,), 0.0, 0.0, 3.0, 3.0, complete=True, decided=True)
    header = {column.replace("q1_", "q6_") for column in grades_csv(CLASS, [final]).splitlines()[0].split(",")}
    assert len(header) == 14
    assert header <= NAMED
