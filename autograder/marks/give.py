"""Marks given one after the other by people who may do so at once: nobody's mark goes over another's unseen.

Every mark is a record of its own, written together with those that belong to it, and never changed.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import ManualMark, rows_about
from autograder.marks.decisions import LONGEST_COMMENT, AnswerMark, standing_mark
from autograder.marks.records import mark_values, new_step
from autograder.marks.rubric import Rubric, read_rubrics, rubric_of
from autograder.marks.standing import Standing, read_standings_of
from autograder.text.numbers import tidy


class MarkConflict(AutograderError):
    """Others have marked since the page was made: nothing was written.

    `newer` are the marks that count now, by submission (None: it was taken back), `wanted` the one that was to be
    written (None: it was to be taken back).
    """

    def __init__(self, question: str, newer: Mapping[str, AnswerMark | None], wanted: AnswerMark | None) -> None:
        whose = sorted({mark.who for mark in newer.values() if mark})
        super().__init__(
            f"{', '.join(whose) or 'Somebody'} changed the mark of {', '.join(newer)} for {question} meanwhile, so "
            "nothing was written; look at both marks, then decide."
        )
        self.question, self.newer, self.wanted = question, newer, wanted


class AnswerChanged(AutograderError):
    """A student has another answer by now than the one that was marked: nothing was written."""

    def __init__(self, question: str, submission: str) -> None:
        super().__init__(f"{submission} has another answer to {question} by now; load the page again.")
        self.submission = submission


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: the marks of these submissions for one question."""

    question: str
    submissions: tuple[str, ...]


def give_mark(
    gradebook: Gradebook,
    assignment: str,
    question: str,
    submissions: Sequence[str],
    *,
    items: Collection[str],
    adjustment: float = 0.0,
    comment: str = "",
    answer: str | Mapping[str, str],
    who: str,
    seen: Mapping[str, int],
) -> float:
    """Give submissions a mark by items of the rubric and what is added besides; return its points.

    `answer` is the digest of the answer that was marked, or that of each submission, and `seen` the number of the mark
    that the marker saw of each (0, or not in it: none).

    Raises:
        MarkConflict: there is another mark by now.
        AnswerChanged: there is another answer by now.
        AutograderError: something in it makes no sense.

    """
    if not math.isfinite(adjustment):
        raise AutograderError("What is added to the items must be a number.")
    if len(comment) > LONGEST_COMMENT:
        raise AutograderError(f"The comment has {len(comment):,} characters, more than {LONGEST_COMMENT:,}.")
    with gradebook.database.writing() as connection:
        rubric = rubric_of(connection, assignment, question)
        if strange := [name for name in items if rubric.item(name) is None]:
            raise AutograderError(f"The rubric of {question} has no item {strange[0][:40]!r}; load the page again.")
        ordered = rubric.in_order(items)
        found = _standings(connection, assignment, submissions)
        digests = answer if isinstance(answer, Mapping) else dict.fromkeys(submissions, answer)
        for name, standing in found.items():
            if standing.answer(question).digest != digests.get(name):
                raise AnswerChanged(question, name)
        points = rubric.points(ordered, adjustment)
        wanted = AnswerMark(points, comment, "", ordered, tidy(adjustment), who=who)
        _refuse_unseen(connection, rubric, found, seen, wanted)
        step, at = new_step(), datetime.now(UTC)
        values = [
            mark_values(standing.number, question, wanted, who, at, step) | {"answer": digests[name]}
            for name, standing in found.items()
        ]
        connection.execute(insert(ManualMark), values)
    return points


def withdraw_mark(
    gradebook: Gradebook,
    assignment: str,
    question: str,
    submissions: Sequence[str],
    *,
    who: str,
    seen: Mapping[str, int],
) -> None:
    """Take the mark of submissions for a question back, so that they wait to be marked.

    Raises:
        MarkConflict: there is another mark by now.

    """
    with gradebook.database.writing() as connection:
        rubric = rubric_of(connection, assignment, question)
        found = _standings(connection, assignment, submissions)
        _refuse_unseen(connection, rubric, found, seen, None)
        step, at = new_step(), datetime.now(UTC)
        values = [mark_values(standing.number, question, None, who, at, step) for standing in found.values()]
        connection.execute(insert(ManualMark), values)


def undo_last(gradebook: Gradebook, assignment: str, who: str) -> Undone | None:
    """Take back what `who` gave last and has not taken back yet, None if there is nothing; tables are left alone.

    What was before counts again, in a new record.

    Raises:
        MarkConflict: somebody else has given another mark since.

    """
    with gradebook.database.writing() as connection:
        given = rows_about(connection, ManualMark, assignment, ManualMark.who == who, ManualMark.step.is_not(None))
        taken_back = {row.undoes for row in given}
        mine = [row for row in given if not row.undoes and row.step not in taken_back]
        if not mine:
            return None
        last = mine[-1]
        numbers = {row.submission_id: row.name for row in mine if row.step == last.step}
        before = _before(connection, assignment, last.question, numbers, last.step)
        step, at = new_step(), datetime.now(UTC)
        values = [
            mark_values(number, last.question, before.get(number), who, at, step) | {"undoes": last.step}
            for number in numbers
        ]
        connection.execute(insert(ManualMark), values)
    return Undone(last.question, tuple(numbers.values()))


def _before(
    connection: Connection, assignment: str, question: str, numbers: Mapping[int, str], step: str
) -> dict[int, AnswerMark]:
    """Return the marks of submissions that counted before a step, which must be the last that is not taken back."""
    rows = rows_about(
        connection, ManualMark, assignment, ManualMark.question == question, ManualMark.submission_id.in_(numbers)
    )
    taken_back = {row.undoes for row in rows}
    standing = [row for row in rows if not row.undoes and (row.step is None or row.step not in taken_back)]
    rubric = read_rubrics(connection, assignment).get(question)
    newest = {row.name: row for row in standing}
    newer = {name: standing_mark(row, rubric) for name, row in newest.items() if row.step != step}
    if newer:
        raise MarkConflict(question, newer, None)
    marks = {row.submission_id: standing_mark(row, rubric) for row in standing if row.step != step}
    return {number: mark for number, mark in marks.items() if mark}


def _refuse_unseen(
    connection: Connection,
    rubric: Rubric,
    found: Mapping[str, Standing],
    seen: Mapping[str, int],
    wanted: AnswerMark | None,
) -> None:
    numbers = [standing.number for standing in found.values()]
    rows = rows_about(
        connection, ManualMark, None, ManualMark.question == rubric.question, ManualMark.submission_id.in_(numbers)
    )
    now = dict.fromkeys(found, None) | {row.name: standing_mark(row, rubric) for row in rows}
    newer = {name: mark for name, mark in now.items() if (mark.record if mark else 0) != seen.get(name, 0)}
    if newer:
        raise MarkConflict(rubric.question, newer, wanted)


def _standings(connection: Connection, assignment: str, submissions: Sequence[str]) -> dict[str, Standing]:
    found = {standing.result.id: standing for standing in read_standings_of(connection, assignment, submissions)}
    if missing := [name for name in submissions if name not in found]:
        raise AutograderError(f"The gradebook has no submission {missing[0][:80]!r}; load the page again.")
    return found
