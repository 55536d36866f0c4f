"""`autograder check`: whether an assignment can go out. What reading tells comes first, then what running tells."""

import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import nbformat
from rich.console import Console

from autograder.assignments.solution import SolutionCell
from autograder.audit.adversaries import adversary_trials, stated_cases
from autograder.audit.readiness import Readiness, Row
from autograder.audit.running import TrialResult, faults_of_solution, run_trials
from autograder.audit.trials import Kind, Trial, bank_trials, reference_trial, solution_of
from autograder.audit.trying import Tried, banks_of, grade_under_otter, rows_of_trials
from autograder.build.faults import Part, quick_faults
from autograder.build.giveaways import published_hints
from autograder.build.graded_tests import GradedTests
from autograder.build.grading_zip import load_tests, write_grading_zip
from autograder.build.release import build
from autograder.course.assignment import Assignment
from autograder.course.settings import Course
from autograder.errors import AutograderError
from autograder.grade.display import progress_bar
from autograder.runners.scheduler import cores

SETTINGS, BUILT = "settings", "students' notebook"


def check(course: Course, name: str, *, console: Console, jobs: int | None = None) -> Readiness:
    """Look at all that can keep an assignment from going out; with a progress bar on `console`."""
    if name not in course.names:
        course.assignment(name)
    try:
        assignment = course.assignment(name)
    except AutograderError as error:
        return _readiness(name, [Row(SETTINGS, "read", (str(error),))])
    rows = [Row(SETTINGS, f"{len(assignment.points)} questions, {assignment.max_score:g} points"), *_read(assignment)]
    if any(row.faults for row in rows):
        return _readiness(name, rows)
    tests = load_tests(assignment)
    published = tuple(_published(tests))
    with tempfile.TemporaryDirectory(prefix="autograder-check-") as place, progress_bar(console) as progress:
        try:
            built = build(assignment, Path(place))
            untouched = _code_cells(built.student / f"{name}.ipynb")
        except AutograderError as error:
            return _readiness(name, [*rows, Row(BUILT, "built", (str(error),))], published)
        rows.append(Row(BUILT, f"{len(untouched)} code cells"))
        trials = list(_trials(assignment, tests, untouched))
        task = progress.add_task("checking", total=len(trials) + 2)
        run = partial(_run, assignment, Path(place), jobs, lambda result: progress.advance(task))
        results = run(trials[:2])
        reference = results[0]
        otter = None if reference.timed_out else grade_under_otter(built, assignment, lambda: progress.advance(task))
        if not any(faults_of_solution(reference)):
            results += run(trials[2:], reference.seconds)
    tried = Tried(assignment, tuple(results), banks_of(assignment), otter, stated_cases(tests))
    return _readiness(name, [*rows, *rows_of_trials(tried)], published)


def _readiness(name: str, rows: Sequence[Row], published: tuple[str, ...] = ()) -> Readiness:
    """Return the readiness, with the rows that were not come to."""
    all_of_them = [SETTINGS, *Part, BUILT, *Tried.ROWS]
    there = [row.what for row in rows]
    return Readiness(name, (*rows, *(Row(str(what)) for what in all_of_them if what not in there)), published)


def _read(assignment: Assignment) -> Iterator[Row]:
    faults = quick_faults(assignment)
    for part in Part:
        yield Row(part, "read", tuple(fault.sentence for fault in faults if fault.part is part))


def _published(tests: Sequence[GradedTests]) -> Iterator[str]:
    for read in tests:
        yield from (f"{read.question}: the name {case.name!r}" for case in read.cases if case.hidden)
    yield from published_hints(tests).splitlines()


def _code_cells(notebook: Path) -> tuple[SolutionCell, ...]:
    cells = nbformat.read(notebook, as_version=4).cells
    return tuple(SolutionCell(cell.source) for cell in cells if cell.cell_type == "code")


def _trials(
    assignment: Assignment, tests: Sequence[GradedTests], untouched: tuple[SolutionCell, ...]
) -> Iterator[Trial]:
    """Yield the solution, the untouched notebook, and what is tried once the solution is known to be right."""
    solution = solution_of(assignment)
    yield reference_trial(solution)
    yield Trial(Kind.UNTOUCHED, "the untouched notebook", "", untouched)
    for kind, items in banks_of(assignment).items():
        yield from bank_trials(solution, items, kind, assignment.training)
    for trial in adversary_trials(solution, tests):
        if trial.title.endswith((": zeros", ": nonsense")) and trial.question not in assignment.training:
            yield trial


def _run(
    assignment: Assignment,
    place: Path,
    jobs: int | None,
    on_result: Callable[[TrialResult], None],
    trials: Sequence[Trial],
    reference_s: float = math.inf,
) -> list[TrialResult]:
    autograder_zip = place / "grading.zip"
    write_grading_zip(assignment, autograder_zip)
    return run_trials(
        trials,
        autograder_zip,
        assignment=assignment,
        jobs=jobs or cores(),
        on_result=on_result,
        reference_s=reference_s,
    )
