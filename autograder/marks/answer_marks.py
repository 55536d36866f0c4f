"""The marks that people gave for answers, as they count now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from autograder.gradebook.schema import ManualMark, Submission, of_assignment
from autograder.marks.rubric import Rubric, read_rubrics

LONGEST_COMMENT = 5_000  # characters
_COLUMNS = [
    *(ManualMark.submission_id, ManualMark.question, ManualMark.id, ManualMark.points, ManualMark.comment),
    *(ManualMark.answer, ManualMark.items, ManualMark.adjustment, ManualMark.who, ManualMark.at, ManualMark.withdrawn),
]


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
    found = read_newest(connection, assignment, question)
    return {key: mark for key, mark in found.items() if mark is not None}


def read_newest(
    connection: Connection, assignment: str, question: str | None = None, after: int = 0
) -> dict[tuple[int, str], AnswerMark | None]:
    """Return what the newest records say of each submission and question: a mark, or None if it was taken back.

    With `after` only records with a higher number count.
    """
    mine = select(Submission.id).where(of_assignment(assignment))
    wanted = select(*_COLUMNS).where(ManualMark.submission_id.in_(mine), ManualMark.id > after).order_by(ManualMark.id)
    if question is not None:
        wanted = wanted.where(ManualMark.question == question)
    newest = {(row.submission_id, row.question): row for row in connection.execute(wanted)}
    rubrics = read_rubrics(connection, assignment) if newest else {}
    worth = cache(lambda asked, *said: _worth(rubrics.get(asked), *said))  # few marks of a class are different ones
    return {
        key: None if row.withdrawn else _mark(row, *worth(key[1], row.points, row.items, row.adjustment))
        for key, row in newest.items()
    }


def current_marks(connection: Connection, assignment: str, question: str) -> Mapping[str, AnswerMark]:
    """Return the marks of one question that count, by submission."""
    marks = read_marks(connection, assignment, question)
    names = select(Submission.id, Submission.name).where(of_assignment(assignment))
    return {row.name: marks[row.id, question] for row in connection.execute(names) if (row.id, question) in marks}


def answer_mark(row: Any, rubric: Rubric | None) -> AnswerMark:
    """Return the mark that a row of the gradebook gives under a rubric."""
    return _mark(row, *_worth(rubric, row.points, row.items, row.adjustment))


def _mark(row: Any, points: float, items: tuple[str, ...], adjustment: float) -> AnswerMark:
    return AnswerMark(points, row.comment, row.answer or "", items, adjustment, row.id, row.who, row.at)


def _worth(
    rubric: Rubric | None, points: float, items: str | None, adjustment: float | None
) -> tuple[float, tuple[str, ...], float]:
    """Return the points, the items and the adjustment of a mark."""
    if items is None or rubric is None:
        return points, (), points
    has = tuple(json.loads(items))
    return rubric.points(has, adjustment or 0.0), has, adjustment or 0.0
