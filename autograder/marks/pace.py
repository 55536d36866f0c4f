"""What helps a marker go on: the comments written so far, and how long an answer takes."""

import itertools
import statistics
from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from autograder.gradebook.schema import ManualMark, Submission, of_assignment
from autograder.marks.decisions import Decisions

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
