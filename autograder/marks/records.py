"""The records of marks in a gradebook: one for each that was given or taken back, never changed, and their pace."""

import itertools
import json
import secrets
import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from autograder.gradebook.schema import ManualMark, Submission, of_assignment, rows_about
from autograder.marks.decisions import AnswerMark, Decisions, standing_mark
from autograder.marks.rubric import Rubric


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


_BREAK = timedelta(minutes=10)
_FEWEST, _MOST = 3, 40  # gaps between answers, of which the newest count


def comments_used(decisions: Decisions, question: str) -> tuple[str, ...]:
    """Return the comments that marks of a question have now, the most used first."""
    counts = Counter(mark.comment for (_, asked), mark in decisions.marks.items() if asked == question)
    return tuple(sorted(filter(None, counts), key=lambda comment: (-counts[comment], comment)))


def pace(connection: Connection, assignment: str, who: str) -> float | None:
    """Return the seconds that `who` takes for an answer, breaks left out; None as long as too little is known."""
    wanted = (
        select(ManualMark.at, ManualMark.question, ManualMark.submission_id)
        .join(Submission, ManualMark.submission_id == Submission.id)
        .where(of_assignment(assignment), ManualMark.who == who, ManualMark.step.is_not(None))
        .where(ManualMark.undoes.is_(None))
        .order_by(ManualMark.id)
    )
    done = {row.at: (row.question, row.submission_id) for row in connection.execute(wanted)}
    last: tuple[str, int] | None = None
    times: list[datetime] = []
    for at, answer in sorted(done.items()):
        if times and last == answer:
            times[-1] = at
        else:
            times.append(at)
        last = answer
    gaps: list[timedelta] = [
        later - earlier for earlier, later in itertools.pairwise(times) if later - earlier < _BREAK
    ]
    seconds = [gap.total_seconds() for gap in gaps[-_MOST:]]
    return statistics.median(seconds) if len(seconds) >= _FEWEST else None
