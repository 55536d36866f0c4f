"""How people mark an assignment, as its zip says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.course.late import LatePolicy
from autograder.marks.answers import AnswerPlaces


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
