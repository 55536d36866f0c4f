"""Overrides: what people put in place of the mark of a question or of the total, one by one or many in a table.

Nothing is ever deleted: who takes an override away adds that. Of a table all is checked first, and written together or
not at all, or only looked at.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Override
from autograder.marks.decisions import Decisions, read_decisions
from autograder.marks.final import FinalMark, final_mark, manual_maximum
from autograder.marks.standing import Standing, find_submission, read_standings
from autograder.marks.table import TableRow, number, original, read_rows, read_table

REMOVE = "remove"


def override(
    gradebook: Gradebook,
    assignment: str,
    submission: str,
    *,
    points: float | None,
    who: str,
    why: str,
    question: str | None = None,
    beyond: bool = False,
) -> tuple[float, float]:
    """Put `points` in place of a question's mark, or of the total without `question`; return before and after.

    None for `points` takes the override away again: what the tests and the markers gave counts as before. With `beyond`
    they may be more than the maximum.

    Raises:
        AutograderError: there is no such submission or question, the points are out of range, or there is nothing to
            take away.

    """
    with gradebook.database.writing() as connection:
        change = _Marks.read(connection, assignment).change(submission, question, points, beyond=beyond)
        _write(connection, [(change, why)], who)
    return change.before, change.after


@dataclass(frozen=True, slots=True)
class Change:
    """What an override changes, of a submission by its id and its number in the gradebook."""

    submission: str
    number: int
    question: str | None
    before: float
    after: float
    removed: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Marks:
    """The marks of a class as they are before anything is put in place of one."""

    standings: Sequence[Standing]
    decisions: Decisions
    manual_max: float

    @classmethod
    def read(cls, connection: Connection, assignment: str) -> "_Marks":
        decisions = read_decisions(connection, assignment)
        standings = read_standings(connection, assignment, cases=False)
        return cls(standings, decisions, manual_maximum(standings, decisions))

    def change(self, submission: str, question: str | None, points: float | None, *, beyond: bool) -> Change:
        """Return what an override would change, by itself; raise AutograderError as `override` does."""
        standing = find_submission(self.standings, submission)
        mark = final_mark(standing, self.decisions, self.manual_max)
        before, most = _mark_and_maximum(mark, question)
        now, removed = self.decisions.override(standing.number, question), points is None
        if points is None:
            if now is None:
                raise AutograderError(f"{standing.result.id} has no override of {question or 'the total'} to remove.")
            without = final_mark(standing, self.decisions.without(standing.number, question), self.manual_max)
            points, _ = _mark_and_maximum(without, question)
        elif not 0 <= points < math.inf or (points > most and not beyond):
            hint = " Extra points are given with --beyond-maximum." if most < points < math.inf else ""
            raise AutograderError(
                f"{points:g} points are not between 0 and the {most:g} of {question or 'the assignment'}.{hint}"
            )
        is_new = removed or now != points
        return Change(standing.result.id, standing.number, question, before, points, removed, is_new)


def _write(connection: Connection, changes: Iterable[tuple[Change, str]], who: str) -> None:
    values = [
        {
            "submission_id": change.number,
            "question": change.question,
            "before": change.before,
            "after": change.after,
            "removed": change.removed,
            "who": who,
            "why": why,
            "at": datetime.now(UTC),
        }
        for change, why in changes
    ]
    if values:
        connection.execute(insert(Override), values)


def _mark_and_maximum(mark: FinalMark, question: str | None) -> tuple[float, float]:
    if question is None:
        return mark.total, mark.max_score
    for item in mark.questions:
        if item.name == question:
            return item.points, item.max_points
    listed = ", ".join(item.name for item in mark.questions)
    raise AutograderError(f"There is no question {question!r}; the questions are {listed}.")


@dataclass(frozen=True, slots=True)
class Overridden:
    """What a table of overrides changes, each with its reason; `unchanged` were there, `waiting` have no points yet."""

    changes: tuple[tuple[Change, str], ...]
    unchanged: int
    waiting: int


def import_overrides(
    gradebook: Gradebook,
    assignment: str,
    path: Path,
    *,
    who: str,
    why: str = "",
    beyond: bool = False,
    dry_run: bool = False,
) -> Overridden:
    """Take over a table with the columns submission, points and, if wanted, question and why.

    Without a question it is the total. `remove` in place of points takes an override away; rows without points wait.
    `why` is for rows that give no reason, and `beyond` lets points be above the maximum. With `dry_run` nothing is
    written.

    Raises:
        AutograderError: with a line for each row that is wrong; nothing is written then.

    """
    rows = read_table(path, ("submission", "points"))
    filled = [row for row in rows if row["points"]]
    with gradebook.database.writing() as connection:
        marks = _Marks.read(connection, assignment)

        def read(row: TableRow) -> Iterator[tuple[tuple[int, str | None], str, tuple[Change, str]]]:
            change = marks.change(row["submission"], row["question"] or None, _points(row), beyond=beyond)
            if not (reason := original(row["why"]) or why):
                raise AutograderError("There is no reason in the column why, and no --why.")
            what = f"{change.submission} has {change.question or 'the total'}"
            yield (change.number, change.question), what, (change, reason)

        changes = read_rows(filled, read, path)
        new = [(change, reason) for change, reason in changes if change.is_new]
        if not dry_run:
            _write(connection, new, who)
    return Overridden(tuple(new), len(changes) - len(new), len(rows) - len(filled))


def in_words(overridden: Overridden) -> Sequence[str]:
    """Return a line for each change."""
    return [
        f"{change.submission}, {change.question or 'total'}: {change.before:g} -> {change.after:g} ({reason})"
        for change, reason in overridden.changes
    ]


def _points(row: TableRow) -> float | None:
    """Return the points of a row, None where it takes an override away."""
    if row["points"].casefold() == REMOVE:
        return None
    points = number(row["points"])
    if points is None:
        raise AutograderError(f"The points {row['points'][:40]!r} are not a number (or the word {REMOVE}).")
    return points
