"""The records of marks in a gradebook: one for each that was given or taken back, never changed."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from autograder.gradebook.schema import ManualMark, Submission, of_assignment, rows_about
from autograder.marks.answer_marks import AnswerMark, answer_mark
from autograder.marks.rubric import Rubric


def standing_mark(row: Any, rubric: Rubric | None) -> AnswerMark | None:
    """Return the mark that a record says there is, None if it says that there is none any more."""
    return None if row.withdrawn else answer_mark(row, rubric)


@dataclass(frozen=True, slots=True)
class PastMark:
    """What a record says: the mark that somebody gave then, None if it was taken back; `by_table`: in an import."""

    record: int
    who: str
    mark: AnswerMark | None
    by_table: bool = False


def past_marks(
    connection: Connection, assignment: str, rubrics: Mapping[str, Rubric]
) -> dict[tuple[int, str], list[PastMark]]:
    """Return all that was ever given, by the numbers of submissions and by questions, the oldest first."""
    past: dict[tuple[int, str], list[PastMark]] = {}
    for row in rows_about(connection, ManualMark, assignment):
        mark = standing_mark(row, rubrics.get(row.question))
        past.setdefault((row.submission_id, row.question), []).append(PastMark(row.id, row.who, mark, row.step is None))
    return past


def newest_record(connection: Connection, assignment: str) -> int:
    """Return the number of the newest record of an assignment, 0 if there is none."""
    wanted = (
        select(func.max(ManualMark.id))
        .join(Submission, ManualMark.submission_id == Submission.id)
        .where(of_assignment(assignment))
    )
    return connection.scalar(wanted) or 0


def mark_values(
    number: int, question: str, mark: AnswerMark | None, who: str, at: datetime, step: str | None
) -> dict[str, object]:
    """Return what is written of the mark of a submission; None takes it back."""
    given = mark or AnswerMark(0.0, "", "")
    return {
        "submission_id": number,
        "question": question,
        "points": given.points,
        "comment": given.comment,
        "who": who,
        "at": at,
        "answer": given.answer or None,
        "items": json.dumps(given.items),
        "adjustment": given.adjustment,
        "withdrawn": mark is None,
        "step": step,
    }


def new_step() -> str:
    """Return a name for what a person does at a stroke."""
    return secrets.token_hex(8)
