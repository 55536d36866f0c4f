"""A submission as it is now, by what decides its mark: what a run looks up before it grades."""

from dataclasses import dataclass, replace
from typing import Final

from autograder.course.class_list import Said
from autograder.results import Engine, SubmissionResult

MISSING: Final = "missing"  # the digest of what was not handed in


@dataclass(frozen=True, slots=True)
class RunSettings:
    """How a run grades; `digest` is that of everything but the submission that decides a mark."""

    engine: Engine
    digest: str


@dataclass(frozen=True, slots=True)
class HandedIn(Said):
    """A submission as it is now: `digest` is that of its content, `key` that of all that decides its result."""

    name: str
    path: str
    digest: str
    key: str

    def own(self, result: SubmissionResult) -> SubmissionResult:
        """Return the result with what is said of this submission, and nothing of what was said of another."""
        return replace(result, id=self.name, **self.said)
