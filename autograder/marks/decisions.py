"""What people have decided about the submissions of an assignment, as it counts now."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, select

from autograder.course.late import LatePolicy
from autograder.gradebook.schema import LateDays, ManualMark, Override, Submission, of_assignment, rows_about
from autograder.marks.rubric import Rubric, read_rubrics
from autograder.marks.rulings import Rulings
from autograder.marks.scheme import read_marking, read_rulings
from autograder.results.total_rule import TotalRule

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


def standing_mark(row: Any, rubric: Rubric | None) -> AnswerMark | None:
    """Return the mark that a record says there is under a rubric, None if it says that there is none any more."""
    return None if row.withdrawn else _mark(row, *_worth(rubric, row.points, row.items, row.adjustment))


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


@dataclass(frozen=True, slots=True)
class Decisions:
    """The newest of all decisions, by the numbers of submissions and by questions (None: the total).

    `replaced` are the marks in whose place overrides were put, `total` is what the points of the questions come to.
    """

    marks: Mapping[tuple[int, str], AnswerMark] = field(default_factory=dict)
    overrides: Mapping[tuple[int, str | None], float | None] = field(default_factory=dict)
    late_days: Mapping[int, float] = field(default_factory=dict)
    policy: LatePolicy = field(default_factory=LatePolicy)
    concerned: frozenset[int] = frozenset()
    rulings: Rulings = field(default_factory=Rulings)
    replaced: Mapping[tuple[int, str | None], float | None] = field(default_factory=dict)
    total: TotalRule = field(default_factory=TotalRule)

    def manual(self, submission: int, question: str) -> AnswerMark | None:
        """Return the mark that a person gave for a question."""
        return self.marks.get((submission, question))

    def override(self, submission: int, question: str | None) -> float | None:
        """Return what stands in place of a question's mark, or of the total."""
        return self.overrides.get((submission, question))

    def is_outdone(self, submission: int, question: str | None, now: float) -> bool:
        """Tell whether a mark, without its override, has become more than both the override and what it replaced."""
        override, before = self.override(submission, question), self.replaced.get((submission, question))
        return override is not None and before is not None and now > max(override, before) + 1e-6

    def without(self, submission: int, question: str | None) -> "Decisions":
        """Return the decisions without one override."""
        kept = {key: value for key, value in self.overrides.items() if key != (submission, question)}
        return replace(self, overrides=kept)

    def days(self, submission: int) -> float | None:
        """Return the late days that a person has set."""
        return self.late_days.get(submission)

    def touched(self, submission: int) -> bool:
        """Tell whether a person has ever decided anything about a submission."""
        return submission in self.concerned


def read_decisions(connection: Connection, assignment: str) -> Decisions:
    """Return the decisions about an assignment's submissions; of several about one thing the newest counts."""
    overrides, days = (rows_about(connection, kind, assignment) for kind in (Override, LateDays))
    marking = read_marking(connection, assignment)
    marks = read_marks(connection, assignment)
    return Decisions(
        marks,
        {(row.submission_id, row.question): None if row.removed else row.after for row in overrides},
        {row.submission_id: row.days for row in days},
        marking.late or LatePolicy(),
        frozenset([*(number for number, _ in marks), *(row.submission_id for row in (*overrides, *days))]),
        read_rulings(connection, assignment),
        {(row.submission_id, row.question): row.before for row in overrides},
        marking.total,
    )


def with_newer_marks(connection: Connection, assignment: str, decisions: Decisions, after: int) -> Decisions:
    """Return decisions as they are when only marks were given since, with records above the number `after`."""
    newer = read_newest(connection, assignment, after=after)
    marks = {key: mark for key, mark in {**decisions.marks, **newer}.items() if mark is not None}
    return replace(decisions, marks=marks, concerned=decisions.concerned | {number for number, _ in newer})
