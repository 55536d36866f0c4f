"""What a case saw is compared up to rounding, kept small, and never asks the submission for more."""

import numpy as np
import pytest

from autograder.engine.trace import Trace, differing, same_trace


def trace_of(*values, operation="call"):
    trace = Trace()
    for value in values:
        trace(operation, value, None)
    return trace


class Handle:
    """Something that stays in the jail: whoever asks it for numbers would ask the submission."""

    def __array__(self, *arguments, **options):
        raise AssertionError("the submission was asked")

    __len__ = __array__


VALUES = np.array([[1.0, -2.0], [0.0, 4.0]])


@pytest.mark.parametrize(
    "other",
    [VALUES + 1e-9, VALUES.tolist(), VALUES.astype(int), (VALUES * (1 + 1e-5)).astype(np.float32)],
    ids=["rounding", "lists", "integers", "float32"],
)
def test_the_same_numbers_are_the_same_however_they_are_held(other):
    assert same_trace(trace_of(VALUES), trace_of(other))


@pytest.mark.parametrize(
    "other", [VALUES + 1e-4, VALUES.T, VALUES.ravel(), "text", None, True, [VALUES, VALUES], {"W": VALUES}]
)
def test_other_values_are_not(other):
    assert not same_trace(trace_of(VALUES), trace_of(other))


@pytest.mark.parametrize(
    ("other", "due"),
    [(VALUES, 0), (VALUES + np.array([[0, 1], [0, 0]]), 1), (VALUES.T[:0], 4), ("text", 4)],
)
def test_it_is_counted_in_how_many_values_two_traces_differ(other, due):
    assert differing(trace_of(VALUES), trace_of(other)) == due


@pytest.mark.parametrize(("one", "other"), [("a", "b"), (None, VALUES), ([1, "a"], [1, "b"]), (VALUES[:0], VALUES)])
def test_another_text_none_or_no_number_at_all_is_one_difference(one, other):
    assert differing(trace_of(one), trace_of(other)) == 1
    assert differing(trace_of(one), trace_of(one)) == 0


def test_an_answer_more_or_an_exception_in_place_of_a_value_is_a_difference():
    failed = Trace()
    failed("call", None, ValueError("text of the student"))
    assert not same_trace(trace_of(VALUES), trace_of(VALUES, VALUES))
    assert not same_trace(trace_of(None), failed)


def test_nan_and_infinity_are_the_same_as_themselves():
    assert same_trace(trace_of([np.nan, np.inf]), trace_of([np.nan, np.inf]))
    assert not same_trace(trace_of([np.nan, np.inf]), trace_of([np.inf, np.nan]))


def test_what_stays_in_the_jail_is_not_asked_for_anything():
    trace = trace_of(Handle(), [Handle(), 1.0], {"model": Handle()})
    assert same_trace(trace, trace_of(Handle(), [Handle(), 1.0], {"model": Handle()}))


def test_what_only_the_grader_does_is_not_in_a_trace():
    assert trace_of(VALUES, operation="seed").answers == trace_of("a", operation="names").answers == []


def test_a_trace_stays_small_whatever_a_submission_answers():
    deep = [["x" * 1000] * 60] * 60
    for _ in range(2):
        deep = [deep] * 60
    trace = Trace()
    array = np.zeros(1_000_000)
    for _ in range(20_000):
        trace("call", array, None)
    trace("call", deep, None)
    assert sum(part.sample.size for _, part in trace.answers) < 100_000
    assert len(trace_of(deep).answers) == 1


def test_two_traces_that_were_cut_are_still_compared():
    assert same_trace(trace_of(*[VALUES] * 50_000), trace_of(*[VALUES] * 60_000))
