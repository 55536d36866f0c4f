"""What a run begins before it knows what exactly it is for: the other cores would have nothing to do meanwhile."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Self

from autograder.grade.options import Isolation, RunOptions
from autograder.grade.target import course_of
from autograder.grader.blank import Blank, started_early
from autograder.runners.plan import settled

GRADEBOOK = "gradebook.db"


@dataclass(frozen=True, slots=True)
class Early:
    """What `plan.settled` says, and whether the way of grading `starts` at once: something is to be graded for sure.

    Where that is in the sealed engine here, there is a `blank` worker.
    """

    isolation: Future[str]
    starts: bool
    blank: Blank | None

    @classmethod
    @contextmanager
    def begun(cls, options: RunOptions) -> Iterator[Self]:
        """Yield it for the time of the context."""
        starts = _surely_grades(options)
        wall = Isolation.AUTO if options.isolation == Isolation.DOCKER else options.isolation
        hidden = course_of(options)
        worker = started_early(wall, hidden) if starts and not options.cluster else nullcontext()
        with ThreadPoolExecutor(1, thread_name_prefix="wall") as beside, worker as blank:
            yield cls(beside.submit(settled, options.isolation, options.cluster), starts, blank)


def _surely_grades(options: RunOptions) -> bool:
    """Tell whether the sealed engine is to grade something for sure: there can be no results of an earlier run."""
    book = options.gradebook is not None or (options.out / GRADEBOOK).exists()
    return options.isolation != "none" and not (options.resume and book)
