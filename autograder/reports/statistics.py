"""What the marks of a class say about its questions, and which mistakes were made how often."""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.results import ClassResult, QuestionResult, Status, SubmissionResult

_BINS = 10


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """One question over a class.

    `full`, `partial` and `none` count submissions by how much of its points they got. `difficulty` is the mean share
    of the points that was lost (0 easy, 1 hard). `discrimination` is Pearson's correlation between the points of this
    question and of all the others together: near 0, or below it, the question says little about who knows the
    subject. It is None where one of the two does not vary.
    """

    name: str
    max_score: float
    full: int
    partial: int
    none: int
    difficulty: float
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class ClassStatistics:
    """A class in figures. `histogram` counts submissions in ten bins of equal width from 0 to full marks."""

    counted: int
    mean: float
    median: float
    histogram: tuple[int, ...]
    questions: tuple[QuestionStatistics, ...]
    mistakes: tuple[tuple[str, str, int], ...]


def summarize(result: ClassResult) -> ClassStatistics:
    """Return the statistics of a class: of all that could be graded. `mistakes` begin with the commonest."""
    counted = [item for item in result.submissions if item.status is not Status.REJECTED and not item.engine_failed]
    scores = [item.score for item in counted]
    return ClassStatistics(
        len(counted),
        statistics.fmean(scores) if scores else 0.0,
        statistics.median(scores) if scores else 0.0,
        _histogram(scores, result.max_score),
        tuple(_question(name, counted) for name in result.question_names) if counted else (),
        _mistakes(counted),
    )


def _histogram(scores: Sequence[float], max_score: float) -> tuple[int, ...]:
    places = Counter(min(_BINS - 1, int(_BINS * score / max_score)) if max_score else 0 for score in scores)
    return tuple(places[place] for place in range(_BINS))


def _question(name: str, counted: Sequence[SubmissionResult]) -> QuestionStatistics:
    results = {item.id: _result(item, name) for item in counted}
    points = [found.score if found else 0.0 for found in results.values()]
    max_score = next(found.max_score for found in results.values() if found)
    full = sum(score >= max_score for score in points)
    none = sum(score <= 0 for score in points) if max_score else 0
    rest = [item.score - score for item, score in zip(counted, points, strict=True)]
    difficulty = 1 - statistics.fmean(points) / max_score if max_score else 0.0
    return QuestionStatistics(
        name, max_score, full, len(points) - full - none, none, difficulty, _correlation(points, rest)
    )


def _result(submission: SubmissionResult, name: str) -> QuestionResult | None:
    return next((question for question in submission.questions if question.name == name), None)


def _correlation(some: Sequence[float], others: Sequence[float]) -> float | None:
    try:
        return statistics.correlation(some, others)
    except statistics.StatisticsError:
        return None


def _mistakes(counted: Sequence[SubmissionResult]) -> tuple[tuple[str, str, int], ...]:
    """Return question, hint and count for every hint; a student who got it twice counts once."""
    counts = Counter(
        (question.name, hint)
        for item in counted
        for question in item.questions
        for hint in dict.fromkeys(question.hints)
    )
    return tuple((name, hint, count) for (name, hint), count in counts.most_common())
