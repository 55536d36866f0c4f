"""The solution and the untouched notebook as `otter run` grades them, which is what otter's containers do."""

from collections.abc import Callable
from dataclasses import dataclass

from autograder.build.release import Release
from autograder.course.assignment import Assignment
from autograder.grader.bundle import open_bundle, read_specs
from autograder.intake.gather import Submission
from autograder.results import SubmissionResult
from autograder.runners.plan import Plan, start
from autograder.runners.worker_call import call_worker


@dataclass(frozen=True, slots=True)
class UnderOtter:
    """What otter says of both."""

    solution: SubmissionResult
    untouched: SubmissionResult


def grade_under_otter(built: Release, assignment: Assignment, advance: Callable[[], object]) -> UnderOtter:
    """Return what otter says of the solution and of the untouched notebook of a built assignment."""
    limits = assignment.limits
    bundle = open_bundle(built.autograder_zip)
    plan = Plan(bundle, "none", None, limits.submission_cpu_s, limits.memory_mb, None)
    with start(plan, call_worker) as ready:
        specs = read_specs(ready.describe(), manual=assignment.manual, order=tuple(assignment.points))
        grade_one = ready.grade_one(specs, None)
        results = []
        for notebook in (built.solution, built.student / f"{assignment.name}.ipynb"):
            results.append(grade_one(Submission(notebook.parent.name, notebook)))
            advance()
    return UnderOtter(*results)
