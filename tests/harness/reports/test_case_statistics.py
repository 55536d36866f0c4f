"""Where a class stumbled, case by case, and how long its submissions took."""

from dataclasses import replace

import pytest

from autograder.reports.statistics import CaseStatistics, hardest_cases, times_of
from autograder.results import CaseResult, ClassResult, Engine, QuestionResult, Status, SubmissionResult, Verdict

PASSED, FAILED, UNTOUCHED, ERROR = Verdict.PASSED, Verdict.FAILED, Verdict.NOT_ATTEMPTED, Verdict.ENGINE_ERROR


def class_of(*verdicts: tuple[Verdict, Verdict], seconds: tuple[float, ...] = (), status=Status.GRADED) -> ClassResult:
    """Return a class of one question with the cases a (public) and b (hidden)."""
    made = []
    for place, (one, other) in enumerate(verdicts):
        cases = (CaseResult("a", False, 1.0, one), CaseResult("b", True, 1.0, other))
        question = QuestionResult("q1", 0.0, 2.0, cases)
        took = seconds[place] if seconds else 1.0
        made.append(SubmissionResult(f"s{place}", status, None, 0.0, 2.0, took, (question,)))
    return ClassResult("tiny", 2.0, Engine("none", "engine", 1, "0"), tuple(made))


def test_cases_that_most_failed_come_first_of_those_who_attempted_the_question_and_could_be_graded():
    found = hardest_cases(class_of((FAILED, FAILED), (PASSED, FAILED), (UNTOUCHED, UNTOUCHED), (PASSED, ERROR)), 5)
    assert found == (CaseStatistics("q1", "b", True, 2, 2), CaseStatistics("q1", "a", False, 1, 2))
    assert found[1].share == 0.5
    assert hardest_cases(class_of((FAILED, FAILED)), 1) == (CaseStatistics("q1", "a", False, 1, 1),)


def test_what_nobody_failed_is_not_among_them():
    assert hardest_cases(class_of((PASSED, PASSED), (PASSED, UNTOUCHED)), 5) == ()


def test_times_are_counted_in_bins_with_readable_edges():
    found = times_of(class_of(*[(PASSED, PASSED)] * 4, seconds=(3.0, 41.0, 44.0, 46.0)))
    assert found is not None
    assert (found.median, found.longest, found.top) == (42.5, 46.0, 50.0)
    assert found.histogram == (1, 0, 0, 0, 0, 0, 0, 0, 2, 1)


@pytest.mark.parametrize(("seconds", "top"), [(0.0, 0.001), (1.0, 1.0), (1.01, 2.0), (700.0, 1000.0)])
def test_every_time_has_a_bin(seconds, top):
    found = times_of(class_of((PASSED, PASSED), seconds=(seconds,)))
    assert found is not None
    assert (found.top, sum(found.histogram)) == (pytest.approx(top), 1)


def test_what_could_not_be_graded_has_no_time():
    rejected = class_of((PASSED, PASSED), status=Status.REJECTED)
    assert times_of(rejected) is None
    assert times_of(replace(rejected, submissions=())) is None
