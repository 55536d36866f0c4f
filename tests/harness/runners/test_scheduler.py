"""The scheduler: results as they come, on any executor, and an end when the consumer ends."""

import pickle
import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from autograder.intake.gather import Submission
from autograder.results import Status, SubmissionResult
from autograder.runners.otter import Setup, grade_submission
from autograder.runners.scheduler import run_all

SUBMISSIONS = [Submission(f"s{number}", Path(f"s{number}.ipynb")) for number in range(6)]


def grade(submission: Submission) -> SubmissionResult:
    return SubmissionResult(submission.id, Status.GRADED, None, 1.0, 1.0, 0.0)


class AtOnce(Executor):
    """Another executor than the standard library's."""

    def submit(self, function, /, *args, **kwargs):
        future: Future = Future()
        future.set_result(function(*args, **kwargs))
        return future


@pytest.mark.parametrize("executor", [ThreadPoolExecutor(3), AtOnce()], ids=["threads", "at once"])
def test_every_submission_is_graded_once(executor):
    with executor:
        results = list(run_all(executor, grade, SUBMISSIONS, stop=lambda: pytest.fail("there is nothing to stop")))
    assert sorted(result.id for result in results) == [submission.id for submission in SUBMISSIONS]


def test_results_come_in_the_order_in_which_they_end():
    second_done = threading.Event()

    def first_waits(submission):
        if submission.id == "s0":
            assert second_done.wait(60)
        return grade(submission)

    with ThreadPoolExecutor(2) as executor:
        ids = []
        for result in run_all(executor, first_waits, SUBMISSIONS[:2], stop=lambda: None):
            ids.append(result.id)
            second_done.set()
    assert ids == ["s1", "s0"]


def test_stopping_early_cancels_what_waits_and_ends_what_runs():
    started, stopped = [], threading.Event()

    def wait_for_the_end(submission):
        started.append(submission.id)
        if len(started) > 1:
            assert stopped.wait(60)
        return grade(submission)

    with ThreadPoolExecutor(1) as executor:
        results = run_all(executor, wait_for_the_end, SUBMISSIONS, stop=stopped.set)
        next(results)
        results.close()
    assert len(started) <= 2


def test_the_work_can_be_sent_to_another_machine(questions):
    setup = Setup(Path("a.zip"), questions, "tiny", 600.0, 2048, "mark")
    work = partial(grade_submission, setup)
    assert pickle.loads(pickle.dumps(work)).args == (setup,)  # noqa: S301 - our own bytes
