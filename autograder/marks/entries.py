"""Marks that come back in a table: all of it is checked first, and written together or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.gradebook import Gradebook
from autograder.gradebook.schema import ManualMark
from autograder.marks.entry_rows import ClassToMark, Entry, WrongRow, class_to_mark, entries_of, seen_of
from autograder.marks.groups import codes
from autograder.marks.records import mark_values, past_marks
from autograder.marks.rubric import read_rubrics
from autograder.marks.standing import read_standings
from autograder.marks.table import TableRow, read_table, refuse

NEEDED = ("submission|code", "question", "points|items")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, counted in marks (of one submission and question) but for `waiting`, which counts rows.

    `unchanged` marks were there already; `waiting` rows have no points yet, `comments_waiting` of them a comment.
    """

    written: int
    unchanged: int
    waiting: int
    comments_waiting: int


def import_marks(gradebook: Gradebook, assignment: str, path: Path, who: str) -> Imported:
    """Take over the points, items of the rubric and comments of a table, in the name of `who`.

    A row with the column `answer` filled in counts for all submissions that give this answer, another one for its
    submission alone. Rows without points and items wait. Marks that others have given since the export stay.

    Raises:
        AutograderError: with a line for each row that is wrong; nothing is written then.

    """
    rows = read_table(path, NEEDED)
    with gradebook.database.writing() as connection:
        standings = read_standings(connection, assignment, cases=False)
        names = codes(connection, assignment, [standing.result.id for standing in standings])
        rubrics = read_rubrics(connection, assignment)
        past = past_marks(connection, assignment, rubrics)
        then = {count: read_rubrics(connection, assignment, count) for count in {seen_of(row)[1] for row in rows}}
        entries, problems = _check(rows, class_to_mark(standings, names, rubrics, past, then, who))
        refuse(problems, path)
        new = [entry for entry in entries if entry.is_new]
        _write(connection, new, who)
    blank = [row for row in rows if not (row["points"] or row["items"])]
    return Imported(len(new), len(entries) - len(new), len(blank), sum(bool(row["comment"]) for row in blank))


def _check(rows: Sequence[TableRow], against: ClassToMark) -> tuple[list[Entry], list[str]]:
    entries: dict[tuple[int, str], Entry] = {}
    problems = []
    for row in rows:
        try:
            for entry in entries_of(row, against):
                key = (entry.standing.number, entry.question)
                other = entries.setdefault(key, entry)
                if other is not entry:
                    name = entry.standing.result.id
                    raise WrongRow(f"{entry.question} of {name} has its points in row {other.row} already")
        except WrongRow as error:
            problems.append(f"row {row.number}: {error}")
    return list(entries.values()), problems


def _write(connection: Connection, entries: Sequence[Entry], who: str) -> None:
    now = datetime.now(UTC)
    values = [mark_values(entry.standing.number, entry.question, entry.given, who, now, None) for entry in entries]
    if values:
        connection.execute(insert(ManualMark), values)
