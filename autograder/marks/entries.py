"""Marks that come back in a table: all of it is checked first, and written together or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import ManualMark
from autograder.marks.answer_marks import AnswerMark
from autograder.marks.decisions import Decisions, read_decisions
from autograder.marks.groups import codes, is_marked_by_people, open_questions
from autograder.marks.standing import Standing, read_standings
from autograder.marks.table import TableRow, number, original, read_table
from autograder.text.cells import harmless

LONGEST_COMMENT = 5_000
_LISTED = 30
NEEDED = ("submission|code", "question", "points")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, counted in marks (of one submission and question) but for `waiting`, which counts rows.

    `unchanged` marks were there already; `waiting` rows have no points yet, `comments_waiting` of them a comment.
    """

    written: int
    unchanged: int
    waiting: int
    comments_waiting: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """One mark that a row gives."""

    row: int
    standing: Standing
    question: str
    given: AnswerMark


class _Wrong(ValueError):
    """What is wrong with a row."""


@dataclass(frozen=True, slots=True)
class _Class:
    """What rows are checked against: submissions by every name that a row may call them, and by answer; and points."""

    by_name: Mapping[str, Standing]
    by_answer: Mapping[tuple[str, str], Sequence[Standing]]
    max_points: Mapping[str, float]


def import_marks(gradebook: Gradebook, assignment: str, path: Path, who: str) -> Imported:
    """Take over the points and comments of a table, in the name of `who`.

    A row with the column `answer` filled in counts for all submissions that give this answer, another one for its
    submission alone. Rows without points wait.

    Raises:
        AutograderError: with a line for each row that is wrong; nothing is written then.

    """
    rows = read_table(path, NEEDED)
    with gradebook.database.writing() as connection:
        standings = read_standings(connection, assignment, cases=False)
        names = codes(connection, assignment, [standing.result.id for standing in standings])
        entries, problems = _check(rows, _class(standings, names))
        if problems:
            raise AutograderError(_listed(problems, path))
        decisions = read_decisions(connection, assignment)
        new = [entry for entry in entries if not _is_known(entry, decisions)]
        _write(connection, new, who)
    blank = [row for row in rows if not row["points"]]
    return Imported(len(new), len(entries) - len(new), len(blank), sum(bool(row["comment"]) for row in blank))


def _class(standings: Sequence[Standing], names: Mapping[str, str]) -> _Class:
    by_name: dict[str, Standing] = {}
    for standing in standings:
        name = standing.result.id
        for alias in (name, harmless(name), harmless(name, delimiter=";"), name.strip(), f"code {names[name]}"):
            by_name.setdefault(alias, standing)
    max_points = open_questions(standings)
    by_answer: dict[tuple[str, str], list[Standing]] = {}
    for standing in filter(is_marked_by_people, standings):
        for question in max_points:
            by_answer.setdefault((question, standing.answer(question).digest), []).append(standing)
    return _Class(by_name, by_answer, max_points)


def _check(rows: Sequence[TableRow], against: _Class) -> tuple[list[_Entry], list[str]]:
    entries: dict[tuple[int, str], _Entry] = {}
    problems = []
    for row in rows:
        try:
            for entry in _entries(row, against):
                key = (entry.standing.number, entry.question)
                other = entries.setdefault(key, entry)
                if other is not entry:
                    name = entry.standing.result.id
                    raise _Wrong(f"{entry.question} of {name} has its points in row {other.row} already")
        except _Wrong as error:
            problems.append(f"row {row.number}: {error}")
    return list(entries.values()), problems


def _entries(row: TableRow, against: _Class) -> list[_Entry]:
    """Return the marks of a row, none of one without points; whatever it says must be right all the same."""
    if row.too_long:
        raise _Wrong("it has more cells than the first line; put a comment with commas between double quotes")
    standing, question = _standing(row, against), _question(row, against)
    comment = original(row["comment"])
    if len(comment) > LONGEST_COMMENT:
        raise _Wrong(f"the comment has {len(comment):,} characters, more than {LONGEST_COMMENT:,}")
    now, exported = standing.answer(question).digest, row["answer"].removeprefix("a")
    if exported not in ("", now):
        raise _Wrong(
            f"the answer of {standing.result.id} to {question} has changed since the export; take the row out, import "
            "the others, and export again"
        )
    if not row["points"]:
        return []
    points = _points(row["points"], against.max_points[question])
    given = AnswerMark(points, comment, now, (), points)
    members = against.by_answer[question, now] if exported else [standing]
    return [_Entry(row.number, member, question, given) for member in members]


def _standing(row: TableRow, against: _Class) -> Standing:
    name = row["submission"] or row["code"]
    if not name:
        raise _Wrong("it names no submission")
    standing = against.by_name.get(name if row["submission"] else f"code {name.upper()}")
    if standing is None:
        raise _Wrong(f"there is no {'submission' if row['submission'] else 'code'} {name[:80]!r} in the gradebook")
    if not is_marked_by_people(standing):
        raise _Wrong(f"{name} is {standing.result.status.value}, so there is nothing to mark in it")
    return standing


def _question(row: TableRow, against: _Class) -> str:
    if row["question"] not in against.max_points:
        listed = ", ".join(against.max_points)
        raise _Wrong(f"a person does not mark {row['question'][:40]!r}; the questions are {listed}")
    return row["question"]


def _points(text: str, most: float) -> float:
    points = number(text)
    if points is None:
        raise _Wrong(f"the points {text[:40]!r} are not a number")
    if not 0 <= points <= most:
        raise _Wrong(f"{points:g} points are not between 0 and {most:g}")
    return points


def _is_known(entry: _Entry, decisions: Decisions) -> bool:
    now = decisions.manual(entry.standing.number, entry.question)
    return now is not None and replace(now, items=(), adjustment=now.points) == entry.given


def _write(connection: Connection, entries: Sequence[_Entry], who: str) -> None:
    now = datetime.now(UTC)
    values = [
        {
            "submission_id": entry.standing.number,
            "question": entry.question,
            "points": entry.given.points,
            "comment": entry.given.comment,
            "who": who,
            "at": now,
            "answer": entry.given.answer,
        }
        for entry in entries
    ]
    if values:
        connection.execute(insert(ManualMark), values)


def _listed(problems: Sequence[str], path: Path) -> str:
    from autograder.text.plain_text import printable

    shown = [f"  {printable(problem)}" for problem in problems[:_LISTED]]
    rest = len(problems) - len(shown)
    more = [f"  and {rest} more"] if rest else []
    count = "One row is" if len(problems) == 1 else f"{len(problems)} rows are"
    return "\n".join([f"{count} wrong in {path}, so nothing was written:", *shown, *more])
