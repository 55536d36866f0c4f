"""What people have decided about the submissions of an assignment, as it counts now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from autograder.course.late import LatePolicy
from autograder.gradebook.schema import LateDays, Override, rows_about
from autograder.marks.answer_marks import AnswerMark, read_marks, read_newest
from autograder.marks.rulings import Rulings
from autograder.marks.scheme import read_marking, read_rulings
from autograder.results.total_rule import TotalRule


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
