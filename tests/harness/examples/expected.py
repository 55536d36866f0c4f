"""Read examples/expected/ASSIGNMENT.toml, the marks of an example class; the format is in examples/README.md."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from autograder.results import Status, Verdict

KEYS = {"status", "total", "score", "verdicts", "error"}


@dataclass(frozen=True)
class Expected:
    """What one submission must get; `score` and `verdicts` name the questions without full marks."""

    status: Status
    total: float
    score: dict[str, float]
    verdicts: dict[str, frozenset[Verdict]]
    error: str

    def scores(self, points: dict[str, float]) -> dict[str, float]:
        """Return the score of every question, given the points of each; none for a rejected submission."""
        return {} if self.status is Status.REJECTED else {**points, **self.score}


def read_expected(path: Path) -> dict[str, Expected]:
    """Return what each submission must get, by its file name."""
    return {name: _expected(name, entry) for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items()}


def _expected(name: str, entry: dict) -> Expected:
    unknown = set(entry) - KEYS
    if unknown:
        raise ValueError(f"{name}: {unknown} means nothing")
    score = entry.get("score", {})
    given = entry.get("verdicts", {})
    if set(given) - set(score):
        raise ValueError(f"{name}: verdicts of {set(given) - set(score)}, which have full marks")
    verdicts = {question: frozenset(map(Verdict, given.get(question, ["not_attempted"]))) for question in score}
    return Expected(Status(entry["status"]), entry["total"], score, verdicts, entry.get("error", ""))
