"""A class in figures: what its marks say about the questions, which cases it failed, its mistakes, and its time."""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from autograder.results import ClassResult, SubmissionResult, Verdict
from autograder.results.values import in_case
from autograder.text.plain_text import points

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark


BINS: Final = 10
_CLOSE: Final = 1e-6  # points: 0.1 * 3 of 0.3 are full marks
Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class QuestionStatistics:
    """One question over a class.

    `full`, `partial` and `none` count submissions by how much of its points they got. `difficulty` is the difficulty
    index of classical test theory: the mean share of the points that was got (1: everyone has it, 0: nobody).
    `discrimination` is the corrected item-total correlation: Pearson's correlation between the points of this question
    and the sum of all the others (for a question that is right or wrong, the point-biserial one). Near 0, or below it,
    the question says little about who knows the subject. It is None where one of the two does not vary.
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
    """A class in figures, over the `counted` submissions: those that could be graded.

    `histogram` counts them in `BINS` bins of equal width from 0 to `max_score` points. With `by_hand` the marks are the
    final ones, with what a person gave and took; else those of the tests.
    """

    counted: int
    max_score: float
    mean: float
    median: float
    lowest: float
    highest: float
    histogram: tuple[int, ...]
    questions: tuple[QuestionStatistics, ...]
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class _Marks:
    """What one submission got: its total, and its points by question."""

    total: float
    points: Mapping[str, float]
    earned: float  # the sum of the points: the total may be another one


def summarize(result: ClassResult, final: Sequence[FinalMark] = ()) -> ClassStatistics:
    """Return the statistics of a class.

    `final` are its final marks. They count when every mark that a person must give is there for all that are counted;
    a class of which half the written answers are marked would seem to have two kinds of students.
    """
    counted = result.counted
    by_id = {mark.submission: mark for mark in final}
    found = [by_id.get(item.id) for item in counted]
    complete = [mark for mark in found if mark is not None and mark.complete]
    by_hand = len(complete) == len(counted) and any(mark.decided for mark in complete)
    marks = [_final(mark) for mark in complete] if by_hand else [_automatic(item) for item in counted]
    max_score = complete[0].max_score if by_hand else result.max_score
    most = {each.name: each.max_score for item in counted for each in item.questions}
    if by_hand:
        most = {each.name: each.max_points for mark in complete for each in mark.questions}
    totals = [mark.total for mark in marks]
    return ClassStatistics(
        counted=len(counted),
        max_score=max_score,
        mean=statistics.fmean(totals) if totals else 0.0,
        median=statistics.median(totals) if totals else 0.0,
        lowest=min(totals, default=0.0),
        highest=max(totals, default=0.0),
        histogram=_histogram(totals, max_score),
        questions=tuple(_question(name, most.get(name, 0.0), marks) for name in result.question_names) if marks else (),
        by_hand=by_hand,
    )


def _automatic(item: SubmissionResult) -> _Marks:
    points = {question.name: question.score for question in item.questions}
    return _Marks(item.score, points, sum(points.values()))


def _final(mark: FinalMark) -> _Marks:
    points = {question.name: question.points for question in mark.questions}
    return _Marks(mark.total, points, sum(points.values()))


def _histogram(totals: Iterable[float], max_score: float) -> tuple[int, ...]:
    counts = [0] * BINS
    for total in totals:
        place = int(BINS * (total + _CLOSE) / max_score) if max_score > 0 else 0
        counts[min(max(place, 0), BINS - 1)] += 1
    return tuple(counts)


def _question(name: str, max_score: float, marks: Sequence[_Marks]) -> QuestionStatistics:
    points = np.array([mark.points.get(name, 0.0) for mark in marks])
    others = np.array([mark.earned for mark in marks]) - points
    full = int(np.sum(points >= max_score - _CLOSE))
    none = int(np.sum(points <= _CLOSE)) if max_score > 0 else 0
    difficulty = float(points.mean()) / max_score if max_score > 0 else 1.0
    return QuestionStatistics(
        name, max_score, full, len(points) - full - none, none, difficulty, _correlation(points, others)
    )


def _correlation(some: Points, others: Points) -> float | None:
    """Return Pearson's correlation, None where one side is the same everywhere (but for rounding)."""
    if np.ptp(some) <= _CLOSE or np.ptp(others) <= _CLOSE:
        return None
    return float(np.corrcoef(some, others)[0, 1])


_UNTOLD = frozenset({Verdict.NOT_ATTEMPTED, Verdict.ENGINE_ERROR})


@dataclass(frozen=True, slots=True)
class CaseStatistics:
    """One test case: how many submissions failed it, of those that attempted its question."""

    question: str
    name: str
    hidden: bool
    failed: int
    attempted: int

    @property
    def share(self) -> float:
        """The share that failed it."""
        return self.failed / self.attempted if self.attempted else 0.0


@dataclass(frozen=True, slots=True)
class Times:
    """How long submissions took in seconds: the median, the longest, and counts in bins of equal width from 0 to `top`.

    The time is that of all cells and tests of a submission; in an assignment that trains, nearly all of it is training.
    """

    median: float
    longest: float
    top: float
    histogram: tuple[int, ...]


def hardest_cases(result: ClassResult, most: int) -> tuple[CaseStatistics, ...]:
    """Return the cases that most submissions failed, at most so many; what nobody failed is not among them.

    An untouched stub is no mistake, and what the grader could not tell is none either.
    """
    failed: Counter[tuple[str, str, bool]] = Counter()
    attempted: Counter[tuple[str, str, bool]] = Counter()
    for question in (question for item in result.counted for question in item.questions):
        for case in question.cases:
            if case.verdict not in _UNTOLD:
                key = (question.name, case.name, case.hidden)
                attempted[key] += 1
                failed[key] += not case.passed
    found = [CaseStatistics(*key, count, attempted[key]) for key, count in failed.items() if count]
    return tuple(sorted(found, key=lambda case: (-case.failed, -case.share))[:most])


def times_of(result: ClassResult) -> Times | None:
    """Return how long the submissions that could be graded took, None if there are none."""
    seconds = sorted(item.seconds for item in result.counted)
    if not seconds:
        return None
    top = _round_up(seconds[-1])
    histogram = [0] * BINS
    for each in seconds:
        histogram[min(int(BINS * each / top), BINS - 1)] += 1
    return Times(statistics.median(seconds), seconds[-1], top, tuple(histogram))


def _round_up(seconds: float) -> float:
    """Return the next number of 1, 2 or 5 times a power of ten: the bins have readable edges."""
    power = 10.0 ** math.floor(math.log10(max(seconds, 1e-3)))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= seconds))


_TEST: Final = re.compile("^" + in_case('[^"]*'))  # what differs in hints about one mistake: where it was found,
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d+)?")  # and on which values


@dataclass(frozen=True, slots=True)
class Mistake:
    """A hint of the diagnosis, the question that it was first found in, and the ids of the submissions that got it."""

    question: str
    hint: str
    submissions: tuple[str, ...]


def mistakes_of(result: ClassResult) -> tuple[Mistake, ...]:
    """Return who made which mistake, the commonest first: each is one, in whichever test and question it was found.

    What a cell that stopped took away is no mistake of the question that misses it.
    """
    found: dict[str, tuple[str, str]] = {}
    made: dict[str, dict[str, None]] = {}
    told = cache(_told)  # most hints of a class are the same few
    for item in result.counted:
        for question in item.questions:
            lost = {cause.hint_for(question.name) for cause in item.causes}
            for hint in (hint for hint in question.hints if hint not in lost):
                mistake = told(hint)
                found.setdefault(mistake, (question.name, hint))
                made.setdefault(mistake, {})[item.id] = None
    mistakes = [Mistake(*found[mistake], tuple(ids)) for mistake, ids in made.items()]
    return tuple(sorted(mistakes, key=lambda mistake: -len(mistake.submissions)))


def _told(hint: str) -> str:
    """Return what hints about one mistake have in common."""
    return _NUMBER.sub("0", _TEST.sub("", hint))


def bars(histogram: Sequence[int], top: float) -> list[dict[str, Any]]:
    """Return the bars of a histogram from 0 to `top`: how many, from and to how much, and the height from 0 to 1."""
    most, step = max(histogram) or 1, top / len(histogram)
    return [
        {"count": count, "low": points(step * place), "high": points(step * (place + 1)), "height": count / most}
        for place, count in enumerate(histogram)
    ]
