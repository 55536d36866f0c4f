"""The marks that people gave for answers, as they count now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from autograder.gradebook.schema import Assignment, ManualMark, Submission
from autograder.marks.rubric import Rubric, read_rubrics


@dataclass(frozen=True, slots=True)
class AnswerMark:
    """The points that a person gave for an answer, told by its digest.

    They follow from the `items` of the rubric that it has, by their ids, and from what is added besides; of points that
    were given without a rubric all are `adjustment`. The `record` is the mark's number in the gradebook.
    """

    points: float
    comment: str
    answer: str
    items: tuple[str, ...] = ()
    adjustment: float = 0.0
    record: int = field(default=0, compare=False)
    who: str = field(default="", compare=False)
    at: datetime | None = field(default=None, compare=False)


def read_marks(
    connection: Connection, assignment: str, question: str | None = None
) -> dict[tuple[int, str], AnswerMark]:
    """Return the marks that count, by the numbers of submissions and by questions: all, or those of one question."""
    mine = (
        select(Submission.id)
        .join(Assignment, Submission.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
        .scalar_subquery()
    )
    wanted = select(ManualMark.__table__).where(ManualMark.submission_id.in_(mine)).order_by(ManualMark.id)
    if question is not None:
        wanted = wanted.where(ManualMark.question == question)
    newest = {(row.submission_id, row.question): row for row in connection.execute(wanted)}
    rubrics = read_rubrics(connection, assignment) if newest else {}
    return {key: answer_mark(row, rubrics.get(key[1])) for key, row in newest.items() if not row.withdrawn}


def current_marks(connection: Connection, assignment: str, question: str) -> Mapping[str, AnswerMark]:
    """Return the marks of one question that count, by submission."""
    marks = read_marks(connection, assignment, question)
    names = (
        select(Submission.id, Submission.name)
        .join(Assignment, Submission.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
    )
    return {row.name: marks[row.id, question] for row in connection.execute(names) if (row.id, question) in marks}


def answer_mark(row: Any, rubric: Rubric | None) -> AnswerMark:
    """Return the mark that a row of the gradebook gives under a rubric."""
    said = (row.comment, row.answer or "")
    signed = (row.id, row.who, row.at)
    if row.items is None or rubric is None:
        return AnswerMark(row.points, *said, (), row.points, *signed)
    items, adjustment = tuple(json.loads(row.items)), row.adjustment or 0.0
    return AnswerMark(rubric.points(items, adjustment), *said, items, adjustment, *signed)
