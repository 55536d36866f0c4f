"""What one student has handed in over time, and how each version was graded."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from autograder.gradebook.schema import Result, Submission


@dataclass(frozen=True, slots=True)
class Version:
    """One content that was handed in, as it was graded: the points are those of the tests.

    `number` counts contents from 1; `counts` says that it is what is handed in now.
    """

    number: int
    graded: datetime
    status: str
    score: float
    max_score: float
    engine_failed: bool
    counts: bool


def read_versions(connection: Connection, submission: int) -> tuple[Version, ...]:
    """Return every grading of a submission, by its number in the gradebook, the oldest first."""
    key = connection.scalar(select(Submission.key).where(Submission.id == submission))
    shown = (Result.graded, Result.status, Result.score, Result.max_score, Result.engine_failed)
    wanted = select(Result.key, Result.digest, *shown).where(Result.submission_id == submission).order_by(Result.id)
    rows = connection.execute(wanted).all()
    numbers = {digest: number for number, digest in enumerate(dict.fromkeys(row.digest for row in rows), start=1)}
    newest = max((place for place, row in enumerate(rows) if row.key == key and not row.engine_failed), default=-1)
    return tuple(
        Version(numbers[row.digest], row.graded, row.status, row.score, row.max_score, row.engine_failed, at == newest)
        for at, row in enumerate(rows)
    )


def submission_path(connection: Connection, submission: int) -> str:
    """Return where the newest run has found a submission, by its number in the gradebook."""
    return connection.scalar(select(Submission.path).where(Submission.id == submission)) or ""
