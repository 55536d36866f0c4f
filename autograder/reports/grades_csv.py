"""grades.csv: one row a submission, for spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.results import ClassResult, SubmissionResult
from autograder.system.files import write_atomically
from autograder.text.cells import csv_text, harmless, number

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark


def grades_csv(result: ClassResult, final: Sequence[FinalMark] = ()) -> str:
    """Return the table: id, status, score, max_score, a column for each question, error.

    Where students are known, `student` (the id in the LMS), `name` and `email` stand after the id. Where the grader
    failed the marks are left empty: no mark is not a zero. Where people mark as well, or something is late, the final
    marks stand before the error: `q6_manual` for each question that a person marks (empty while a mark is missing),
    `late_deduction`, `total`, `total_max` and `complete` (yes, or no while a mark is missing).
    """
    names = result.question_names
    known = any(submission.student for submission in result.submissions)
    who = ("student", "name", "email") if known else ()
    manual = tuple(dict.fromkeys(q.name for mark in final for q in mark.questions if q.manual_max))
    decided = bool(manual) or any(mark.decided for mark in final)
    more = [*(f"{name}_manual" for name in manual), "late_deduction", "total", "total_max", "complete"]
    header = ["id", *who, "status", "score", "max_score", *names, *(more if decided else ()), "error"]
    marks = {mark.submission: mark for mark in final}
    rows = [[harmless(name) for name in header]]
    for submission in result.submissions:
        last = _final(marks.get(submission.id), manual) if decided else ()
        row = [*(_who(submission) if known else ()), *_marks(submission, names), *last]
        error = " ".join((submission.error or "").split())
        rows.append([harmless(submission.id), *row, harmless(error)])
    return csv_text(rows)


def write_grades_csv(result: ClassResult, path: Path, final: Sequence[FinalMark] = ()) -> None:
    """Write grades.csv at `path`, whole or not at all."""
    write_atomically(grades_csv(result, final), path)


def _who(submission: SubmissionResult) -> tuple[str, str, str]:
    student = submission.student
    return (harmless(student.id), harmless(student.name), harmless(student.email)) if student else ("", "", "")


def _marks(submission: SubmissionResult, names: tuple[str, ...]) -> list[str]:
    scores = {question.name: question.score for question in submission.questions}
    marks = [submission.score, *(scores.get(name, 0.0) for name in names)]
    total, *parts = ["" if submission.engine_failed else number(mark) for mark in marks]
    return [submission.status.value, total, number(submission.max_score), *parts]


def _final(mark: FinalMark | None, manual: Sequence[str]) -> list[str]:
    """Return what follows the questions; empty for who has no mark, because nothing was handed in."""
    if mark is None:
        return [""] * (len(manual) + 4)
    given = {question.name: question.manual for question in mark.questions}
    points = (given.get(name) for name in manual)
    parts = ["" if value is None else number(value) for value in points]
    total = "" if mark.failed else number(mark.total)
    return [*parts, number(mark.late_deduction), total, number(mark.max_score), "yes" if mark.complete else "no"]
