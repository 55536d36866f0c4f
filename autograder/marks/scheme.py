"""What a gradebook keeps of how people mark an assignment."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from autograder.course.late import LatePolicy
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Assignment, MarkingScheme
from autograder.marks.marking import Marking


def keep_marking(gradebook: Gradebook, assignment: str, marking: Marking) -> None:
    """Keep what a run brings of an assignment that the gradebook knows, unless it is there already."""
    with gradebook.database.writing() as connection:
        known = [scheme for who, scheme in _schemes(connection, assignment) if not who]
        if not known or json.loads(known[-1]) != marking.kept():
            _add(connection, assignment, marking.kept(), "")


def set_policy(gradebook: Gradebook, assignment: str, policy: LatePolicy | None, who: str) -> None:
    """Set a late policy in place of the assignment's own, which None brings back."""
    with gradebook.database.writing() as connection:
        _add(connection, assignment, {"late": policy.to_json()} if policy else {}, who)


def read_marking(connection: Connection, assignment: str) -> Marking:
    """Return the rubric that the newest run brought, and the late policy in force: one that a person has set first."""
    brought: dict[str, Any] = {}
    by_hand: dict[str, Any] = {}
    for who, scheme in _schemes(connection, assignment):
        if who:
            by_hand = json.loads(scheme)
        else:
            brought = json.loads(scheme)
    return Marking.from_json(brought | by_hand)


def _schemes(connection: Connection, assignment: str) -> list[tuple[str, str]]:
    wanted = (
        select(MarkingScheme.who, MarkingScheme.scheme)
        .join(Assignment, MarkingScheme.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
        .order_by(MarkingScheme.id)
    )
    return [(row.who, row.scheme) for row in connection.execute(wanted)]


def _add(connection: Connection, assignment: str, scheme: Mapping[str, Any], who: str) -> None:
    number = connection.scalar(select(Assignment.id).where(Assignment.name == assignment))
    values = {"assignment_id": number, "scheme": json.dumps(scheme), "who": who, "at": datetime.now(UTC)}
    connection.execute(insert(MarkingScheme).values(values))
