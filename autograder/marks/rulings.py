"""What people decide for a whole class, or for a student whatever is handed in: it is read anew with every run.

A question may be given to all or dropped after the fact, and a student may have more time. All of it is kept in the
gradebook's marking schemes, each with its reason; of several about one thing the newest counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from autograder.course.class_list import Student
from autograder.course.late import LatePolicy

_HOURS_A_DAY = 24.0


class Ruling(StrEnum):
    """What is decided of a question for all: everybody gets its points, or it does not count at all."""

    GIVE = "give"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one student: another deadline, or hours on top of the assignment's."""

    due: datetime | None = None
    hours: float = 0.0

    def days_late(self, policy: LatePolicy, handed_in: datetime | None, said: float | None) -> float | None:
        """Return how many days late it is, None if nothing tells; `said` is what the LMS says of its own deadline."""
        due = self.due or (policy.due + timedelta(hours=self.hours) if policy.due else None)
        if due is not None and handed_in is not None:
            days = LatePolicy(due).days_late(handed_in)
            # the LMS may have given more time besides: more hours make nobody later than it says
            return days if self.due or days is None or said is None else min(days, max(0.0, said))
        if said is None:
            return None
        more = self.hours / _HOURS_A_DAY
        if self.due is not None and policy.due is not None:
            more = (self.due - policy.due).total_seconds() / 86_400.0
        return max(0.0, said - more)

    def sentence(self) -> str:
        """Return it in words."""
        return f"due {self.due.isoformat(sep=' ')}" if self.due else f"{self.hours:g} hours more"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"due": self.due.isoformat()} if self.due else {"hours": self.hours}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Extension":
        """Return the extension that `to_json` wrote."""
        due = data.get("due")
        return cls(datetime.fromisoformat(due) if due else None, data.get("hours", 0.0))


@dataclass(frozen=True, slots=True)
class Rulings:
    """All that holds now. `extra` are questions whose points come on top of the maximum, as the assignment says."""

    extra: frozenset[str] = frozenset()
    questions: Mapping[str, Ruling] = field(default_factory=dict)
    extensions: Mapping[str, Extension] = field(default_factory=dict)

    def extension(self, submission: str, student: Student | None) -> Extension | None:
        """Return the extension of a submission, whose student is known by id or email address, or by its own name."""
        names = (student.id, student.email, submission) if student else (submission,)
        return next((self.extensions[name.casefold()] for name in names if name.casefold() in self.extensions), None)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Rulings":
        """Return what marking schemes say."""
        return cls(
            frozenset(data.get("extra", ())),
            {name: Ruling(said["ruling"]) for name, said in data.get("questions", {}).items()},
            {name: Extension.from_json(said) for name, said in data.get("extensions", {}).items()},
        )
