"""The scheduler: results as they come, and an end when the consumer ends."""

import pickle
import threading
import weakref
from functools import partial
from pathlib import Path

import pytest

from autograder.intake.submission import Submission
from autograder.results import Status, SubmissionResult
from autograder.runners.otter import Setup, grade_submission
from autograder.runners.scheduler import Begun, run_all

SUBMISSIONS = [Submission(f"s{number}", Path(f"s{number}.ipynb")) for number in range(6)]


def grade(submission: Submission) -> SubmissionResult:
    return SubmissionResult(submission.id, Status.GRADED, None, 1.0, 1.0, 0.0)


def ids_of(events):
    return [event.id for event in events if not isinstance(event, Begun)]


def test_every_submission_is_graded_once_and_its_beginning_told_before_its_end():
    events = list(run_all(grade, SUBMISSIONS, jobs=3, stop=lambda: pytest.fail("there is nothing to stop")))
    names = [submission.id for submission in SUBMISSIONS]
    assert sorted(ids_of(events)) == names
    assert sorted(event.submission.id for event in events if isinstance(event, Begun)) == names
    for submission in SUBMISSIONS:
        assert events.index(Begun(submission)) < events.index(grade(submission))


def test_what_goes_wrong_in_grading_is_raised_where_the_results_are_asked_for():
    def fail(submission):
        raise ValueError(submission.id)

    with pytest.raises(ValueError, match="s0"):
        list(run_all(fail, SUBMISSIONS[:1], jobs=1, stop=lambda: None))


class Value:
    """Something that a weak reference can look after."""


def test_a_result_that_was_told_of_is_kept_no_longer():
    told = []
    for event in run_all(lambda submission: Value(), SUBMISSIONS, jobs=1, stop=lambda: None):
        if not isinstance(event, Begun):
            told.append(weakref.ref(event))
            assert all(value() is None for value in told[:-2])
    assert len(told) == len(SUBMISSIONS)


def test_results_come_in_the_order_in_which_they_end():
    second_done = threading.Event()

    def first_waits(submission):
        if submission.id == "s0":
            assert second_done.wait(60)
        return grade(submission)

    ids = []
    for event in run_all(first_waits, SUBMISSIONS[:2], jobs=2, stop=lambda: None):
        if not isinstance(event, Begun):
            ids.append(event.id)
            second_done.set()
    assert ids == ["s1", "s0"]


def test_stopping_early_cancels_what_waits_and_ends_what_runs():
    started, stopped = [], threading.Event()

    def wait_for_the_end(submission):
        started.append(submission.id)
        if len(started) > 1:
            assert stopped.wait(60)
        return grade(submission)

    events = run_all(wait_for_the_end, SUBMISSIONS, jobs=1, stop=stopped.set)
    next(event for event in events if not isinstance(event, Begun))
    events.close()
    assert len(started) <= 2


def test_the_work_can_be_sent_to_another_machine(questions):
    setup = Setup(Path("a.zip"), questions, "tiny", 600.0, 2048, "mark")
    work = partial(grade_submission, setup)
    assert pickle.loads(pickle.dumps(work)).args == (setup,)  # noqa: S301 - our own bytes
