"""What a gradebook says now of each submission of an assignment: its newest result, and its written answers."""

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from autograder.course.class_list import Student
from autograder.gradebook.schema import Assignment, Result, Run, Submission, of_assignment
from autograder.results import SubmissionResult
from autograder.text.numbers import natural_key


@dataclass(frozen=True, slots=True)
class Answer:
    """A written answer; answers that differ in white space only have the same `digest`."""

    text: str

    @property
    def digest(self) -> str:
        """Twelve characters that tell answers apart."""
        folded = " ".join(unicodedata.normalize("NFC", self.text).split())
        return hashlib.sha256(folded.encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission by its number in the gradebook, with the result that counts now; `failed` says the grader did."""

    number: int
    result: SubmissionResult
    failed: bool = False

    def answer(self, question: str) -> Answer:
        """Return what was written in answer to a question, empty when nothing was found."""
        texts = (item.answer for item in self.result.questions if item.name == question)
        return Answer(next(texts, ""))


def read_standings(connection: Connection, assignment: str, *, cases: bool = True) -> tuple[Standing, ...]:
    """Return the submissions of a class with the results that count now, sorted by id.

    Without `cases` the questions have none of theirs, which takes half the time.

    In the class is what the newest complete run has seen, and what a run that goes on has added. Besides, students whom
    the LMS or a class list has named stay in it when that run had nothing of them; a file of nobody in particular that
    is not there any more does not, nor does who is not on the class list any more. Of the results for what is handed in
    now the newest counts, one that says that the grader failed only when there is no other.
    """
    since = (
        select(func.coalesce(func.max(Run.id), 0))
        .join(Assignment, Run.assignment_id == Assignment.id)
        .where(Assignment.name == assignment, Run.ended.is_not(None))
    )
    newest_run = connection.scalar(since) or 0
    newest = _newest(connection, assignment)
    return _standings(_in_class(newest, newest_run), cases)


def read_standings_of(
    connection: Connection, assignment: str, submissions: Collection[str], *, cases: bool = False
) -> tuple[Standing, ...]:
    """Return those of some submissions, sorted by id: fast, and whether or not they are in the class still."""
    return _standings(_newest(connection, assignment, Submission.name.in_(submissions)), cases)


def _standings(rows: Iterable[Any], cases: bool) -> tuple[Standing, ...]:
    standings = (Standing(row.id, _result(row, cases), row.engine_failed) for row in rows)
    return tuple(sorted(standings, key=lambda standing: natural_key(standing.result.id)))


def _newest(connection: Connection, assignment: str, *conditions: ColumnElement[bool]) -> list[Any]:
    """Return a row for each submission: what is said of it now, and its result that counts."""
    wanted = (
        select(
            *(Submission.id, Submission.name, Submission.student_id, Submission.student_name),
            *(Submission.student_email, Submission.team, Submission.section, Submission.handed_in),
            *(Submission.clock_only, Submission.late_days, Submission.run_id, Result.engine_failed, Result.record),
        )
        .join(Result, (Result.submission_id == Submission.id) & (Result.key == Submission.key))
        .where(of_assignment(assignment), Submission.dropped.is_(False), *conditions)
        .order_by(Result.engine_failed.desc(), Result.id)
    )
    return list({row.id: row for row in connection.execute(wanted)}.values())


def _in_class(rows: list[Any], newest_run: int) -> Iterator[Any]:
    """Yield the rows of the class: of a student of earlier runs only the newest, and only if there is none since."""
    seen: set[str] = set()
    for row in sorted(rows, key=lambda row: (row.run_id, row.id), reverse=True):
        keys = {key.casefold() for key in (row.student_id, row.student_email) if key}
        if row.run_id >= newest_run or (keys and not keys & seen):
            yield row
        seen |= keys


def _result(row: Any, cases: bool) -> SubmissionResult:
    """Return the result with what the LMS or the class list says now, which may have changed since it was graded."""
    known = row.student_id or row.student_name or row.student_email
    student = Student(row.student_id or "", row.student_name or "", row.student_email or "") if known else None
    record = json.loads(row.record)
    if not cases:
        record["questions"] = {name: data | {"cases": []} for name, data in record["questions"].items()}
    result = SubmissionResult.from_json(record)
    handed_in = row.handed_in.replace(tzinfo=None) if row.clock_only and row.handed_in else row.handed_in
    return replace(
        result,
        id=row.name,
        student=student,
        handed_in=handed_in,
        late_days=row.late_days,
        team=row.team or "",
        section=row.section or "",
    )
