"""Overrides of many in a table: all of it is checked first, and written together or not at all, or only looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.change import Change, Wanted, prepare_overrides, write_overrides
from autograder.marks.table import TableRow, number, original, read_table, refuse

REMOVE = "remove"


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
