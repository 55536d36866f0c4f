"""What students ask to be looked at again, as their mail or the LMS says, and what was replied; kept for good."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import RegradeRequest as Row
from autograder.gradebook.schema import Submission, of_assignment, rows_about

LONGEST = 20_000  # characters


@dataclass(frozen=True, slots=True)
class RegradeRequest:
    """What a student says of the marks of a submission, pasted in by `who`, and the newest reply, if there is one."""

    id: int
    submission: str
    said: str
    who: str
    at: datetime
    reply: str = ""
    replied_by: str = ""
    replied_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether nobody has replied yet."""
        return self.replied_at is None


def add_request(gradebook: Gradebook, assignment: str, submission: str, said: str, who: str) -> int:
    """Keep what a student says, and return the number of the request.

    Raises:
        AutograderError: there is no such submission, or nothing is said.

    """
    with gradebook.database.writing() as connection:
        number = connection.scalar(
            select(Submission.id).where(of_assignment(assignment), Submission.name == submission)
        )
        if number is None:
            raise AutograderError(
                f"The gradebook has no submission {submission[:80]!r}; grades.csv lists them under id."
            )
        values = {"submission_id": number, "said": _checked(said), "who": who, "at": datetime.now(UTC)}
        return connection.execute(insert(Row).values(values).returning(Row.id)).scalar_one()


def answer_request(gradebook: Gradebook, assignment: str, request: int, reply: str, who: str) -> None:
    """Reply to a request; another reply later counts in place of this one.

    Raises:
        AutograderError: there is no such request, or nothing is said.

    """
    with gradebook.database.writing() as connection:
        asked = [row for row in rows_about(connection, Row, assignment) if row.id == request and row.answers is None]
        if not asked:
            raise AutograderError(f"The gradebook has no request {request} about {assignment}.")
        values = {"submission_id": asked[0].submission_id, "answers": request, "said": _checked(reply)}
        connection.execute(insert(Row).values(values | {"who": who, "at": datetime.now(UTC)}))


def read_requests(connection: Connection, assignment: str, submission: str | None = None) -> tuple[RegradeRequest, ...]:
    """Return the requests about an assignment, or about one submission, the oldest first."""
    rows = rows_about(connection, Row, assignment)
    replies = {row.answers: row for row in rows if row.answers is not None}
    return tuple(
        _request(row, replies.get(row.id)) for row in rows if row.answers is None and submission in (None, row.name)
    )


def _request(row: Any, reply: Any) -> RegradeRequest:
    replied = (reply.said, reply.who, reply.at) if reply is not None else ()
    return RegradeRequest(row.id, row.name, row.said, row.who, row.at, *replied)


def _checked(text: str) -> str:
    if not text.strip():
        raise AutograderError("There is no text in it; paste what the student wrote, or what you reply.")
    if len(text) > LONGEST:
        raise AutograderError(f"The text has {len(text):,} characters, more than {LONGEST:,}; shorten it.")
    return text.strip()
