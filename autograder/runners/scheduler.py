"""Run a grading function over submissions in threads, and tell as it goes: each beginning, each result."""

import os
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

from autograder.intake.submission import Submission

_PATIENCE_S = 0.2

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Begun:
    """A submission is being graded now."""

    submission: Submission


def run_all(
    grade_one: Callable[[Submission], Value],
    submissions: Iterable[Submission],
    *,
    jobs: int | None,
    stop: Callable[[], None],
) -> Generator[Begun | Value, None, None]:
    """Yield what begins and what comes of it, while `jobs` threads (None for one a core) grade the submissions.

    The work itself is in processes; an exception of `grade_one` is raised here. When the consumer stops early (Ctrl-C,
    an exception, a closed iterator), what has not begun is cancelled, and `stop` is called until what has begun is
    over; it must end the work that `grade_one` does.
    """
    told: SimpleQueue[Begun | Future[Value]] = SimpleQueue()

    def grade(submission: Submission) -> Value:
        told.put(Begun(submission))
        return grade_one(submission)

    def begin(submission: Submission) -> Future[Value]:
        future = threads.submit(grade, submission)
        future.add_done_callback(told.put)
        return future

    with ThreadPoolExecutor(jobs or cores(), thread_name_prefix="grade") as threads:
        futures = set(map(begin, submissions))
        try:
            while futures:
                event = told.get()
                if isinstance(event, Begun):
                    yield event
                else:
                    futures.discard(event)  # or every result, with its figures, would be kept to the end
                    yield event.result()
        finally:
            running = {future for future in futures if not future.cancel() and not future.done()}
            while running:
                stop()
                running = wait(running, timeout=_PATIENCE_S).not_done


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
