"""Overrides: what people put in place of the mark of a question or of the total, one by one or many in a table.

Nothing is ever deleted: who takes an override away adds that. Of a table all is checked first, and written together or
not at all, or only looked at.
"""

import math
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Override
from autograder.marks.decisions import read_decisions
from autograder.marks.final import FinalMark, final_mark, manual_maximum
from autograder.marks.standing import find_submission, read_standings
from autograder.marks.table import TableRow, number, original, read_table, refuse

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
        (change,) = prepare_overrides(connection, assignment, [Wanted(submission, question, points, beyond)])
        write_overrides(connection, [(change, why)], who)
    return change.before, change.after


@dataclass(frozen=True, slots=True)
class Wanted:
    """An override that somebody wants: `points` of a question, or of the total; None takes the override away."""

    submission: str
    question: str | None
    points: float | None
    beyond: bool = False


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


def prepare_overrides(
    connection: Connection, assignment: str, wanted: Iterable[Wanted]
) -> Generator[Change, None, None]:
    """Yield what each override would change, each by itself; nothing is written.

    Raises:
        AutograderError: as `override` does.

    """
    decisions = read_decisions(connection, assignment)
    standings = read_standings(connection, assignment, cases=False)
    manual_max = manual_maximum(standings, decisions)
    for each in wanted:
        standing = find_submission(standings, each.submission)
        mark = final_mark(standing, decisions, manual_max)
        before, most = _mark_and_maximum(mark, each.question)
        points, now = each.points, decisions.override(standing.number, each.question)
        if points is None:
            if now is None:
                what = each.question or "the total"
                raise AutograderError(f"{standing.result.id} has no override of {what} to remove.")
            without = final_mark(standing, decisions.without(standing.number, each.question), manual_max)
            points, _ = _mark_and_maximum(without, each.question)
        elif not 0 <= points < math.inf or (points > most and not each.beyond):
            hint = " Extra points are given with --beyond-maximum." if most < points < math.inf else ""
            raise AutograderError(
                f"{points:g} points are not between 0 and the {most:g} of {each.question or 'the assignment'}.{hint}"
            )
        removed = each.points is None
        yield Change(
            standing.result.id, standing.number, each.question, before, points, removed, removed or now != points
        )


def write_overrides(connection: Connection, changes: Iterable[tuple[Change, str]], who: str) -> None:
    """Write overrides, each with its reason."""
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
        changes: list[tuple[Change, str]] = []
        problems: list[str] = []
        seen: dict[tuple[int, str | None], int] = {}
        for row in filled:
            try:
                (change,) = prepare_overrides(connection, assignment, [_wanted(row, beyond)])
                first = seen.setdefault((change.number, change.question), row.number)
                if first != row.number:
                    raise AutograderError(f"{change.submission} has {change.question or 'the total'} in row {first}.")
                if not (reason := original(row["why"]) or why):
                    raise AutograderError("There is no reason in the column why, and no --why.")
                changes.append((change, reason))
            except AutograderError as error:
                problems.append(f"row {row.number}: {error}")
        refuse(problems, path)
        new = [(change, reason) for change, reason in changes if change.is_new]
        if not dry_run:
            write_overrides(connection, new, who)
    return Overridden(tuple(new), len(changes) - len(new), len(rows) - len(filled))


def in_words(overridden: Overridden) -> Sequence[str]:
    """Return a line for each change."""
    return [
        f"{change.submission}, {change.question or 'total'}: {change.before:g} -> {change.after:g} ({reason})"
        for change, reason in overridden.changes
    ]


def _wanted(row: TableRow, beyond: bool) -> Wanted:
    if row.too_long:
        raise AutograderError("It has more cells than the first line; put text with commas between double quotes.")
    points = None if row["points"].casefold() == REMOVE else number(row["points"])
    if points is None and row["points"].casefold() != REMOVE:
        raise AutograderError(f"The points {row['points'][:40]!r} are not a number (or the word {REMOVE}).")
    return Wanted(row["submission"], row["question"] or None, points, beyond)
