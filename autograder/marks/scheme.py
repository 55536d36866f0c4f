"""How people mark an assignment: what the zip says of it, and what a gradebook keeps of that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Assignment, MarkingScheme
from autograder.marks.answers import AnswerPlaces
from autograder.marks.late import LatePolicy


@dataclass(frozen=True, slots=True)
class Marking:
    """What an assignment says to those who mark it: nothing of it is for students, nor decides what tests give.

    `rubric` has what to look for, by question.
    """

    rubric: Mapping[str, str] = field(default_factory=dict)
    late: LatePolicy | None = None
    places: AnswerPlaces = field(default_factory=AnswerPlaces)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Marking":
        """Return what the part "marking" of an assignment.json says."""
        late = data.get("late")
        return cls(
            data.get("rubric", {}),
            LatePolicy.from_json(late) if late else None,
            AnswerPlaces(data.get("names", {}), data.get("prompts", {})),
        )

    def kept(self) -> dict[str, Any]:
        """Return what a gradebook keeps."""
        return {"rubric": dict(self.rubric), **({"late": self.late.to_json()} if self.late else {})}


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
