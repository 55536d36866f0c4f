"""Run a grading function over submissions on any executor, and give the results as they come."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Executor, Future, as_completed, wait

from autograder.grade.intake import Submission
from autograder.results import SubmissionResult

_PATIENCE_S = 0.2


def run_all(
    executor: Executor,
    grade_one: Callable[[Submission], SubmissionResult],
    submissions: Iterable[Submission],
    *,
    stop: Callable[[], None],
) -> Generator[SubmissionResult, None, None]:
    """Yield the result of each submission as soon as it is there, in the order in which they end.

    When the consumer stops early (Ctrl-C, an exception, a closed iterator), what has not begun is cancelled, and
    `stop` is called until what has begun is over; it must end the work that `grade_one` does.
    """
    futures: set[Future[SubmissionResult]] = set()
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
