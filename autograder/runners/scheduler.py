"""Run a grading function over submissions on any executor, and give the results as they come."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed, wait
from contextlib import contextmanager
from typing import TypeVar

from autograder.intake.gather import Submission

_PATIENCE_S = 0.2

Graded = TypeVar("Graded")


@contextmanager
def pool(executor: Executor | None, jobs: int | None) -> Iterator[Executor]:
    """Yield the executor that is given, or else `jobs` threads (None for one a core) for the time of the context."""
    if executor is not None:
        yield executor
        return
    with ThreadPoolExecutor(jobs or _cores(), thread_name_prefix="grade") as threads:
        yield threads


def run_all(
    executor: Executor,
    grade_one: Callable[[Submission], Graded],
    submissions: Iterable[Submission],
    *,
    stop: Callable[[], None],
) -> Generator[Graded, None, None]:
    """Yield the result of each submission as soon as it is there, in the order in which they end.

    When the consumer stops early (Ctrl-C, an exception, a closed iterator), what has not begun is cancelled, and
    `stop` is called until what has begun is over; it must end the work that `grade_one` does.
    """
    futures: set[Future[Graded]] = set()
    try:
        for submission in submissions:
            futures.add(executor.submit(grade_one, submission))
        for future in as_completed(futures):
            yield future.result()
    finally:
        running = {future for future in futures if not future.cancel() and not future.done()}
        while running:
            stop()
            running = wait(running, timeout=_PATIENCE_S).not_done


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
