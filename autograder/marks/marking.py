"""How people mark an assignment, as its zip says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.course.late import LatePolicy
from autograder.course.rubric import WrittenRubric
from autograder.marks.answers import AnswerPlaces
from autograder.results.total_rule import TotalRule


@dataclass(frozen=True, slots=True)
class Marking:
    """What an assignment says to those who mark it: nothing of it is for students, nor decides what tests give.

    `rubric` has what to look for, by question; `extra` are the questions whose points are above the maximum; `total`
    is what a zip of otter's says of the total, `title` the assignment's.
    """

    rubric: Mapping[str, WrittenRubric] = field(default_factory=dict)
    late: LatePolicy | None = None
    places: AnswerPlaces = field(default_factory=AnswerPlaces)
    extra: tuple[str, ...] = ()
    total: TotalRule = field(default_factory=TotalRule)
    title: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Marking":
        """Return what the part "marking" of an assignment.json says."""
        late = data.get("late")
        return cls(
            {question: WrittenRubric.from_json(said) for question, said in data.get("rubric", {}).items()},
            LatePolicy.from_json(late) if late else None,
            AnswerPlaces(data.get("names", {}), data.get("prompts", {})),
            tuple(data.get("extra", ())),
            TotalRule.from_json(data.get("total", {})),
            data.get("title", ""),
        )

    def kept(self) -> dict[str, Any]:
        """Return what a gradebook keeps."""
        late = {"late": self.late.to_json()} if self.late else {}
        rubric = {question: written.to_json() for question, written in self.rubric.items()}
        more = {"extra": list(self.extra), "total": self.total.to_json(), "title": self.title}
        return {"rubric": rubric, **late, **{name: value for name, value in more.items() if value}}
