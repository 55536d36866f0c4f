"""Late days: what is taken off, and what a policy must look like."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course.late import LatePolicy, read_policy
from autograder.errors import AutograderError

DUE = datetime(2026, 11, 2, 23, 59, tzinfo=timezone(timedelta(hours=1)))
DAYS = st.floats(0, 400)
POINTS = st.floats(0, 1000)
POLICIES = st.builds(
    LatePolicy,
    st.none(),
    st.floats(0, 100),
    st.floats(0, 200),
    st.none() | st.floats(0, 100),
)


@given(POLICIES, POINTS, DAYS)
def test_never_more_is_taken_off_than_was_earned_and_never_less_than_nothing(policy, points, days):
    assert 0 <= policy.deduction(points, days) <= points


@given(POLICIES, POINTS, DAYS, DAYS)
def test_later_never_takes_off_less(policy, points, one, other):
    assert policy.deduction(points, min(one, other)) <= policy.deduction(points, max(one, other))


@given(POLICIES, POINTS)
def test_in_time_takes_off_nothing(policy, points):
    assert policy.deduction(points, 0) == 0


@given(POLICIES, DAYS)
def test_from_no_points_nothing_is_taken(policy, days):
    assert policy.deduction(0, days) == 0


@pytest.mark.parametrize(
    ("days", "taken"), [(0, 0), (1 / 24, 0), (1.01 / 24, 4), (1, 4), (1.001, 8), (2, 8), (7, 28), (7.01, 40), (100, 40)]
)
def test_each_day_begun_counts_after_the_grace_until_the_cut_off(days, taken):
    assert LatePolicy(None, percent_a_day=10, grace_hours=1, cut_off_days=7).deduction(40, days) == taken


def test_a_percentage_is_of_the_points_earned():
    assert LatePolicy(None, percent_a_day=10).deduction(20, 1) == 2


def test_more_than_all_is_never_taken():
    assert LatePolicy(None, percent_a_day=60).deduction(20, 2) == 20


def test_days_are_counted_from_the_deadline_whatever_the_time_zone():
    policy = LatePolicy(DUE)
    assert policy.days_late(DUE - timedelta(seconds=1)) == 0
    assert policy.days_late((DUE + timedelta(days=1.5)).astimezone(UTC)) == 1.5


def test_without_a_deadline_or_a_moment_nobody_knows_how_late_something_is():
    assert LatePolicy(DUE).days_late(None) is LatePolicy().days_late(DUE) is None


def test_a_policy_comes_back_as_it_was():
    policy = LatePolicy(DUE, 10.0, 1.5, 7.0)
    assert LatePolicy.from_json(policy.to_json()) == policy
    assert LatePolicy.from_json(LatePolicy().to_json()) == LatePolicy()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"percent": 10}, "unknown key 'percent'; the keys are due, percent_a_day, grace_hours, cut_off_days"),
        ({"due": datetime(2026, 11, 2)}, "with its offset from UTC, such as 2026-11-02T23:59:00"),
        ({"due": date(2026, 11, 2)}, "with its offset from UTC"),
        ({"due": "tomorrow"}, "it is 'tomorrow'"),
        ({"percent_a_day": -1}, "percent_a_day must be a number from 0 to 100, but it is -1"),
        ({"percent_a_day": 101}, "from 0 to 100"),
        ({"grace_hours": "1"}, "grace_hours must be a number"),
        ({"cut_off_days": True}, "cut_off_days must be a number"),
        ({"cut_off_days": float("nan")}, "cut_off_days must be a number"),
    ],
)
def test_a_policy_that_makes_no_sense_is_one_sentence(table, said):
    with pytest.raises(AutograderError, match=said) as raised:
        read_policy(table, "assignment.toml: [late]")
    assert str(raised.value).startswith("assignment.toml: [late]")
