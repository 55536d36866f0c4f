"""Marks that come back in a table: rows are checked against the class, then all are written or none."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import ManualMark
from autograder.marks.decisions import LONGEST_COMMENT, AnswerMark
from autograder.marks.groups import codes, open_questions
from autograder.marks.records import PastMark, mark_values, past_marks
from autograder.marks.rubric import Rubric, read_rubrics
from autograder.marks.standing import Standing, read_standings
from autograder.marks.table import TableRow, number, original, read_rows, read_table
from autograder.text.cells import harmless
from autograder.text.numbers import tidy

_SEEN = re.compile(r"m([0-9]{1,15})r([0-9]{1,9})")
_BETWEEN = re.compile(r"[\s,;]+")


def seen_of(row: TableRow) -> tuple[float, int | None]:
    """Return up to which mark, and how many schemes, the export knew; a table that does not say it knows all."""
    said = _SEEN.fullmatch(row["seen"])
    return (int(said[1]), int(said[2])) if said else (math.inf, None)


@dataclass(frozen=True, slots=True)
class Entry:
    """One mark that a row gives; it is not `new` when it is there already, or when the row was left as exported."""

    row: int
    standing: Standing
    question: str
    given: AnswerMark
    is_new: bool


@dataclass(frozen=True, slots=True)
class ClassToMark:
    """What rows are checked against: submissions by every name that a row may call them, and by answer; and marks.

    `rubrics_then` are the rubrics as exports knew them, by the number of schemes; `who` marks.
    """

    by_name: Mapping[str, Standing]
    by_answer: Mapping[tuple[str, str], Sequence[Standing]]
    rubrics: Mapping[str, Rubric]
    past: Mapping[tuple[int, str], Sequence[PastMark]]
    rubrics_then: Mapping[int | None, Mapping[str, Rubric]]
    who: str


def class_to_mark(
    standings: Sequence[Standing],
    codes: Mapping[str, str],
    rubrics: Mapping[str, Rubric],
    past: Mapping[tuple[int, str], Sequence[PastMark]],
    rubrics_then: Mapping[int | None, Mapping[str, Rubric]],
    who: str,
) -> ClassToMark:
    """Return a class by all names of its submissions, and by their answers to the questions that a person marks."""
    by_name: dict[str, Standing] = {}
    for standing in standings:
        name = standing.result.id
        for alias in (name, harmless(name), harmless(name, delimiter=";"), name.strip(), f"code {codes[name]}"):
            by_name.setdefault(alias, standing)
    open_ = open_questions(standings)
    by_answer: dict[tuple[str, str], list[Standing]] = {}
    for standing in standings:
        for question in open_ if standing.result.status.was_read else ():
            by_answer.setdefault((question, standing.answer(question).digest), []).append(standing)
    known = {question: rubrics.get(question, Rubric(question, most)) for question, most in open_.items()}
    return ClassToMark(by_name, by_answer, known, past, rubrics_then, who)


def entries_of(row: TableRow, against: ClassToMark) -> Iterator[Entry]:
    """Yield the marks of a row, none of one that gives none; whatever it says must be right all the same.

    Raises:
        AutograderError: it is not.

    """
    standing, rubric = _standing(row, against), _rubric(row, against)
    question, comment = rubric.question, original(row["comment"])
    if len(comment) > LONGEST_COMMENT:
        raise AutograderError(f"the comment has {len(comment):,} characters, more than {LONGEST_COMMENT:,}")
    answer, exported = standing.answer(question), row["answer"].removeprefix("a")
    if not answer.is_told_by(exported):
        raise AutograderError(
            f"the answer of {standing.result.id} to {question} has changed since the export; take the row out, import "
            "the others, and export again"
        )
    members = against.by_answer[question, answer.digest] if exported else [standing]
    found = (_entry(row, member, rubric, AnswerMark(0.0, comment, answer.digest), against) for member in members)
    yield from filter(None, found)


def _entry(row: TableRow, standing: Standing, rubric: Rubric, mark: AnswerMark, against: ClassToMark) -> Entry | None:
    """Return the mark of one submission; what somebody has given since the export stays."""
    past = against.past.get((standing.number, rubric.question), ())
    seen, schemes = seen_of(row)
    known = [item for item in past if item.record <= seen]
    before, now = known[-1].mark if known else None, past[-1] if past else None
    given = _given(row, rubric, mark, before, against.rubrics_then.get(schemes, {}).get(rubric.question, rubric))
    if given is None:
        return None
    is_new = now is None or not _same(now.mark, given)
    own = now is not None and now.by_table and now.who == against.who  # a table may be corrected and come once more
    if is_new and now is not None and now.record > seen and not own:
        nothing = AnswerMark(0.0, "", mark.answer) if not standing.answer(rubric.question).text.strip() else None
        if not _same(before or nothing, given):
            what = f"{now.mark.points:g} points" if now.mark else "none"
            raise AutograderError(
                f"{now.who} has changed the mark of {standing.result.id} for {rubric.question} since the export (it is "
                f"{what} now); take the row out, import the others, and export again"
            )
        is_new = False
    return Entry(row.number, standing, rubric.question, given, is_new)


def _given(
    row: TableRow, rubric: Rubric, mark: AnswerMark, before: AnswerMark | None, then: Rubric
) -> AnswerMark | None:
    """Return the mark that points and items of a row make: where both are said, the points are right.

    But where the points were left as they were when there was the rubric `then`, they follow from the items.
    """
    items = _items(original(row["items"]), rubric)
    typed = _points(row["points"], rubric.max_points) if row["points"] else None
    if typed is None and not items:
        return None
    left = before is not None and typed == then.points(before.items, before.adjustment)
    if before and left and "items" not in row.cells:
        items, adjustment = before.items, before.adjustment
    elif before and left and items and before.items:
        adjustment = before.adjustment
    elif typed is None or (items and typed == rubric.points(items)):
        adjustment = 0.0
    else:
        adjustment = tidy(typed - rubric.sum(items))
    return replace(mark, points=rubric.points(items, adjustment), items=items, adjustment=adjustment)


def _same(one: AnswerMark | None, other: AnswerMark) -> bool:
    return one is not None and replace(one, adjustment=0.0) == replace(other, adjustment=0.0)


def _standing(row: TableRow, against: ClassToMark) -> Standing:
    name = row["submission"] or row["code"]
    if not name:
        raise AutograderError("it names no submission")
    standing = against.by_name.get(name if row["submission"] else f"code {name.upper()}")
    if standing is None:
        raise AutograderError(
            f"there is no {'submission' if row['submission'] else 'code'} {name[:80]!r} in the gradebook"
        )
    if not standing.result.status.was_read:
        raise AutograderError(f"{name} is {standing.result.status.value}, so there is nothing to mark in it")
    return standing


def _rubric(row: TableRow, against: ClassToMark) -> Rubric:
    if row["question"] not in against.rubrics:
        listed = ", ".join(against.rubrics)
        raise AutograderError(f"a person does not mark {row['question'][:40]!r}; the questions are {listed}")
    return against.rubrics[row["question"]]


def _items(text: str, rubric: Rubric) -> tuple[str, ...]:
    named = [name for name in _BETWEEN.split(text) if name]
    if strange := [name for name in named if rubric.item(name) is None]:
        listed = ", ".join(item.id for item in rubric.items) or "none"
        raise AutograderError(
            f"the rubric of {rubric.question} has no item {strange[0][:40]!r}; its items are {listed}"
        )
    return rubric.in_order(named)


def _points(text: str, most: float) -> float:
    points = number(text)
    if points is None:
        raise AutograderError(f"the points {text[:40]!r} are not a number")
    if not 0 <= points <= most:
        raise AutograderError(f"{points:g} points are not between 0 and {most:g}")
    return points


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
        against = class_to_mark(standings, names, rubrics, past, then, who)
        entries = read_rows(rows, lambda row: map(_told, entries_of(row, against)), path)
        new = [entry for entry in entries if entry.is_new]
        _write(connection, new, who)
    blank = [row for row in rows if not (row["points"] or row["items"])]
    return Imported(len(new), len(entries) - len(new), len(blank), sum(bool(row["comment"]) for row in blank))


def _told(entry: Entry) -> tuple[tuple[int, str], str, Entry]:
    what = f"{entry.question} of {entry.standing.result.id} has its points"
    return (entry.standing.number, entry.question), what, entry


def _write(connection: Connection, entries: Sequence[Entry], who: str) -> None:
    now = datetime.now(UTC)
    values = [mark_values(entry.standing.number, entry.question, entry.given, who, now, None) for entry in entries]
    if values:
        connection.execute(insert(ManualMark), values)
