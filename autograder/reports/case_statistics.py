"""Which test cases a class stumbled over, which mistakes it made by the hints, and how long its submissions took."""

import math
import re
import statistics
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Final

from autograder.reports.statistics import BINS
from autograder.results import ClassResult, Verdict

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


_TEST: Final = re.compile(r'^In the test "[^"]*": ')  # what differs in hints about one mistake: where it was found,
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
