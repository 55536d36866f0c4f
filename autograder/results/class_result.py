"""What grading a class produces: how it was graded, its submissions, and what was passed over, to and from JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from autograder.results.values import SubmissionResult
from autograder.text.numbers import tidy


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was met and not taken for a submission, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Engine:
    """How a class was graded: `isolation` "none" means that submissions could read and change anything.

    `weaker` says what the wall "landlock" holds less well than "bubblewrap", a sentence each.
    """

    isolation: str
    runner: str
    seed: int | None
    version: str
    warning: str | None = None
    weaker: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the description as plain data."""
        said = asdict(self) | {"weaker": list(self.weaker)}
        return {name: value for name, value in said.items() if value or name not in ("warning", "weaker")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Engine:
        """Return the description that `to_json` wrote."""
        return cls(**{**data, "weaker": tuple(data.get("weaker", ()))})


@dataclass(frozen=True)
class ClassResult:
    """The results of a class, its submissions sorted by id; `notes` say what was read how, for the instructor.

    What all cases of a class must be looked through for is found once.
    """

    assignment: str
    max_score: float
    engine: Engine
    submissions: tuple[SubmissionResult, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @cached_property
    def question_names(self) -> tuple[str, ...]:
        """Every question that occurs, in the assignment's order."""
        names: dict[str, None] = {}
        for submission in self.submissions:
            names.update(dict.fromkeys(question.name for question in submission.questions))
        return tuple(names)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """What the questions are about, by their names, as far as it is known."""
        return {each.name: each.title for item in self.submissions for each in item.questions if each.title}

    @cached_property
    def to_grade_again(self) -> tuple[str, ...]:
        """The ids of the submissions for which the grader itself failed."""
        return tuple(submission.id for submission in self.submissions if submission.engine_failed)

    @cached_property
    def counted(self) -> tuple[SubmissionResult, ...]:
        """The submissions that count in the means of the class."""
        failed = frozenset(self.to_grade_again)
        return tuple(item for item in self.submissions if item.status.was_read and item.id not in failed)

    @property
    def exit_status(self) -> int:
        """What the command leaves with: 0 when the run is complete, 1 when the grader failed for someone."""
        return 1 if self.to_grade_again else 0

    def to_json(self) -> dict[str, Any]:
        """Return the results as plain data: the content of results.json."""
        data: dict[str, Any] = {
            "assignment": self.assignment,
            "max_score": tidy(self.max_score),
            "engine": self.engine.to_json(),
            "submissions": [submission.to_json() for submission in self.submissions],
        }
        if self.skipped:
            data["skipped"] = [{"path": item.path, "reason": item.reason} for item in self.skipped]
        if self.notes:
            data["notes"] = list(self.notes)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ClassResult:
        """Return the results that `to_json` wrote."""
        return cls(
            data["assignment"],
            data["max_score"],
            Engine.from_json(data["engine"]),
            tuple(SubmissionResult.from_json(submission) for submission in data["submissions"]),
            tuple(Skipped(item["path"], item["reason"]) for item in data.get("skipped", ())),
            tuple(data.get("notes", ())),
        )
