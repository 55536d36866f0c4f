"""What the points of the questions come to in all, where an autograder zip of otter's has settings for that."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from autograder.results.values import SubmissionResult

_CLOSE = 1e-4  # points are kept to four places


@dataclass(frozen=True, slots=True)
class TotalRule:
    """Otter's settings for the total, None where the zip has none: without both it is the sum of the questions.

    With `points_possible` full marks count that much, and less in proportion. With a `score_threshold` the total is
    full marks for whoever earns at least that share of the points, and nothing for others.
    """

    points_possible: float | None = None
    score_threshold: float | None = None

    def maximum(self, possible: float) -> float:
        """Return what full marks count where the questions give so many points."""
        return self.points_possible or possible

    def total(self, earned: float, possible: float) -> float:
        """Return what the points that were earned count."""
        share = earned / possible if possible > 0 else 0.0
        if self.score_threshold is not None:
            return self.maximum(possible) if share >= self.score_threshold - _CLOSE else 0.0
        return earned if self.points_possible is None else share * self.points_possible

    def applied(self, result: SubmissionResult) -> SubmissionResult:
        """Return a result, whose score is the sum of its questions, with the total in its place."""
        if self == TotalRule():
            return result
        score = self.total(result.score, result.max_score) if result.counted else 0.0
        return replace(result, score=score, max_score=self.maximum(result.max_score))

    def sentence(self, earned: float, possible: float) -> str:
        """Return what a student should read of it; empty where the total is the sum of the questions."""
        if self.score_threshold is not None:
            return (
                f"The questions gave {earned:g} of {possible:g} points; whoever earns at least "
                f"{self.score_threshold:.0%} of them gets {self.maximum(possible):g}, and others get 0."
            )
        if self.points_possible is None or math.isclose(self.points_possible, possible):
            return ""
        return f"The questions gave {earned:g} of {possible:g} points, which count as {self.points_possible:g} in all."

    def to_json(self) -> dict[str, float]:
        """Return what is set, as plain data."""
        both = {"points_possible": self.points_possible, "score_threshold": self.score_threshold}
        return {name: value for name, value in both.items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "TotalRule":
        """Return what `to_json` wrote."""
        return cls(data.get("points_possible"), data.get("score_threshold"))
