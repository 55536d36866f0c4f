"""`autograder audit`: from the name of an assignment to what its graded tests are worth."""

import shutil
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS
from autograder.assignments.solution import SolutionCell
from autograder.audit.adversaries import adversary_trials, stated_cases
from autograder.audit.equivalence import PROBES, find_equivalent
from autograder.audit.judging import Audit, judge
from autograder.audit.lending import lent_too_early
from autograder.audit.raw_calls import raw_calls
from autograder.audit.report import expect_writable, print_audit, write_audit
from autograder.audit.running import TrialResult, run_trials
from autograder.audit.trials import (
    Kind,
    Trial,
    bank_trials,
    mutant_trials,
    reference_trial,
    solution_of,
    whole_notebook,
)
from autograder.audit.trying import banks_of
from autograder.build.graded_tests import GradedTests
from autograder.build.grading_zip import bundles, data_files, load_tests, question_titles, write_grading_zip
from autograder.course.assignment import Assignment
from autograder.course.command_options import CourseOption
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from autograder.grade.display import progress_bar
from autograder.runners.scheduler import cores


def audit_command(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="An assignment of the course.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where to write the page; default: build/ASSIGNMENT/audit.html."),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Solutions graded at a time; default: one a core."),
    ] = None,
    question: Annotated[
        list[str] | None,
        typer.Option("--question", metavar="QUESTION", help="Only this question; may be given more than once."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Also train with the solutions of other questions, which takes much longer.")
    ] = False,
    adversaries: Annotated[
        bool, typer.Option("--adversaries", help="Try only functions that are made to earn points without an answer.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Audit the graded tests of an assignment, print the audit and write the page."""
    found, page = find_course(Path.cwd(), course).assignment(assignment), out or Path("build", assignment, "audit.html")
    console, progress_console = Console(), Console(stderr=True)
    expect_writable(page)  # before the work, not after it
    audit = run_audit(
        found,
        jobs=jobs,
        console=progress_console,
        questions=tuple(question or ()),
        full=full,
        adversaries_only=adversaries,
    )
    print_audit(audit, console)
    write_audit(audit, page, question_titles(found))
    console.print(f"Written: {page} ({audit.seconds:.0f} s)", soft_wrap=True, highlight=False)
    raise typer.Exit(1 if audit.shortcomings else 0)


def run_audit(
    assignment: Assignment,
    *,
    jobs: int | None = None,
    console: Console,
    questions: tuple[str, ...],
    full: bool,
    adversaries_only: bool = False,
) -> Audit:
    """Run the trials of an assignment, with a progress bar on `console`, and judge their results."""
    if strange := [question for question in questions if question not in assignment.points]:
        raise AutograderError(f"{assignment.name} has no question {strange[0]}; it has {', '.join(assignment.points)}.")
    began = time.monotonic()
    jobs = jobs or cores()
    solution = solution_of(assignment)
    tests = load_tests(assignment)
    trials = _trials(assignment, solution, tests, questions or tuple(assignment.points), full)
    if adversaries_only:
        trials = [trial for trial in trials if trial.kind is Kind.ADVERSARY]
    with tempfile.TemporaryDirectory(prefix="autograder-audit-") as place, progress_bar(console) as progress:
        task = progress.add_task("auditing", total=len(trials) + 1)
        autograder_zip = Path(place, "autograder.zip")
        write_grading_zip(assignment, autograder_zip)
        run = partial(
            run_trials,
            autograder_zip=autograder_zip,
            assignment=assignment,
            jobs=jobs,
            on_result=lambda result: progress.advance(task),
        )
        reference = run([reference_trial(solution)])
        if any(reference[0].lost(question) for question in reference[0].questions):
            return judge(assignment.name, (), reference, seconds=time.monotonic() - began)
        run = partial(run, reference_s=reference[0].seconds)
        results = reference + run(trials)
        alive = [result.trial for result in results if _survives(result)]
        progress.update(task, description="looking for a difference", total=len(trials) + 1 + len(alive))
        equivalent = find_equivalent(
            alive,
            solution,
            assignment.notebook.with_name(PROBES),
            jobs,
            cases=bundles(tests),
            beside=_beside(assignment, Path(place, "beside")),
        )
        # some mistakes show only further down, in what is computed with the answer
        whole = {trial: whole_notebook(trial, solution) for trial in alive if trial not in equivalent}
        second = {result.trial: result for result in run(list(whole.values()))}
    results = [second[whole[result.trial]] if result.trial in whole else result for result in results]
    seconds = time.monotonic() - began
    chosen = questions or tuple(assignment.points)
    missing = [name for name in (MISCONCEPTIONS, ALTERNATIVES) if not assignment.notebook.with_name(name).is_file()]
    judged = judge(assignment.name, chosen, results, equivalent, seconds, stated_cases(tests), missing)
    return replace(judged, in_source=(*raw_calls(assignment.tests), *lent_too_early(solution, tests)))


def _beside(assignment: Assignment, folder: Path) -> Path:
    """Make the folder in which the cases find their data, and return it."""
    for name, data in data_files(assignment, hidden=True).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(data, folder / name)
    folder.mkdir(exist_ok=True)
    return folder


def _survives(result: TrialResult) -> bool:
    return result.trial.kind is Kind.MUTANT and not result.lost(result.trial.question)


def _trials(
    assignment: Assignment,
    solution: tuple[SolutionCell, ...],
    tests: list[GradedTests],
    questions: tuple[str, ...],
    full: bool,
) -> list[Trial]:
    trials = [*mutant_trials(solution), *adversary_trials(solution, tests)]
    for kind, items in banks_of(assignment).items():
        trials += bank_trials(solution, items, kind, () if full else assignment.training)
    return [trial for trial in trials if trial.question in questions]
