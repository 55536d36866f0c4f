"""A class graded as `autograder grade` does, from the parts that it makes of its options."""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from autograder.course.assignment import Limits
from autograder.grade.events import Event, Finished, Graded, Isolated
from autograder.grade.options import RunOptions
from autograder.grade.run import Run
from autograder.grade.target import Target
from autograder.results import ClassResult, SubmissionResult
from autograder.runners.worker_call import WorkerAnswer, call_worker

OF_THE_TARGET = ("expected_name", "manual", "questions", "course", "marking", "class_list")


def grade(
    paths: Sequence[Path],
    *,
    assignment_zip: Path,
    assignment_name: str,
    call: Callable[..., WorkerAnswer] = call_worker,
    memory_mb: int = 2048,
    on_isolation: Callable[[str], None] = lambda isolation: None,
    on_result: Callable[[SubmissionResult], None] = lambda result: None,
    on_event: Callable[[Event], None] = lambda event: None,
    **options: Any,
) -> ClassResult:
    """Return the results for a zip; `options` are those of `Target` and of `RunOptions`."""
    of_target = {name: options.pop(name) for name in OF_THE_TARGET if name in options}
    target = Target(assignment_zip, assignment_name, limits=Limits(memory_mb=memory_mb), **of_target)
    run = Run(target, RunOptions(paths=list(paths), assignment=str(assignment_zip), **options), call)
    with closing(run.events()) as events:
        for event in events:
            on_event(event)
            match event:
                case Isolated(isolation):
                    on_isolation(isolation)
                case Graded(result):
                    on_result(result)
                case Finished(results):
                    return results
    raise AssertionError("a run ends with its results")
