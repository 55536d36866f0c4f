"""What trials of an assignment say about whether it can go out: its solution, its stubs, its cases, its banks."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, BankItem, read_bank
from autograder.audit.readiness import Row
from autograder.audit.running import TrialResult, ended, faults_of_solution
from autograder.audit.trials import Kind
from autograder.build.release import Release
from autograder.course.assignment import Assignment
from autograder.grader.bundle import open_bundle, read_specs
from autograder.intake.submission import Submission
from autograder.results import SubmissionResult, Verdict
from autograder.runners.plan import Plan, start
from autograder.runners.worker_call import call_worker

_NO_ATTRIBUTE = re.compile(r"AttributeError: module '[\w.]+' has no attribute '(?P<name>\w+)'")
FILES = {Kind.WRONG: MISCONCEPTIONS, Kind.RIGHT: ALTERNATIVES}


@dataclass(frozen=True, slots=True)
class UnderOtter:
    """What otter says of the solution and of the untouched notebook."""

    solution: SubmissionResult
    untouched: SubmissionResult


@dataclass(frozen=True, slots=True)
class Tried:
    """The results of the trials: of the reference, the untouched notebook, the banks' items and some adversaries.

    Items and adversaries are not tried with a solution that is not right, and otter not with one that never ends.
    `stated` are the cases that say that they are earned without a right value.
    """

    ROWS: ClassVar[tuple[str, ...]] = (
        "solution, sealed engine",
        "solution, otter",
        "untouched notebook",
        "cases can fail",
        "bank items run",
    )

    assignment: Assignment
    results: tuple[TrialResult, ...]
    items: Mapping[Kind, tuple[BankItem, ...]]
    otter: UnderOtter | None
    stated: Collection[tuple[str, str]]

    def of(self, *kinds: Kind) -> list[TrialResult]:
        """Return the results of trials of these kinds, in order."""
        return [result for result in self.results if result.trial.kind in kinds]

    @property
    def reference(self) -> TrialResult:
        """The result of the solution."""
        return self.of(Kind.REFERENCE)[0]

    @property
    def untouched(self) -> TrialResult:
        """The result of the notebook as students get it."""
        return self.of(Kind.UNTOUCHED)[0]


def banks_of(assignment: Assignment) -> dict[Kind, tuple[BankItem, ...]]:
    """Return the items of the banks that there are."""
    files = {kind: assignment.notebook.with_name(name) for kind, name in FILES.items()}
    return {kind: read_bank(file) for kind, file in files.items() if file.is_file()}


def rows_of_trials(tried: Tried) -> Iterator[Row]:
    """Yield a row for each thing that trials tell."""
    total = tried.assignment.max_score
    sealed, otter, untouched, cases, banks = Tried.ROWS
    wrong = tuple(faults_of_solution(tried.reference))
    yield Row(sealed, f"{_points(tried.reference):g} of {total:g} points", wrong)
    if tried.otter:
        yield Row(otter, f"{tried.otter.solution.score:g} of {total:g} points", tuple(_otter_faults(tried)))
    earned = max(_points(tried.untouched), tried.otter.untouched.score if tried.otter else 0.0)
    yield Row(untouched, f"{earned:g} of {total:g} points", tuple(_untouched_faults(tried)))
    if not wrong:
        count = sum(len(cases) for cases in tried.untouched.questions.values())
        yield Row(cases, f"{count} cases", tuple(_idle_faults(tried)))
        number = len(tried.of(Kind.WRONG, Kind.RIGHT))
        yield Row(banks, f"{number} items", tuple(_item_faults(tried)))


def _points(result: TrialResult) -> float:
    return sum(case.points for cases in result.questions.values() for case in cases if case.passed)


def _otter_faults(tried: Tried) -> Iterator[str]:
    assert tried.otter
    known = {(name, case.name) for name in tried.reference.questions for case in tried.reference.lost(name)}
    for question, name, message in _lost_under_otter(tried.otter.solution):
        if (question, name) not in known:
            where = f"{question}, {name!r}"
            yield f"{where}: the solution gets its points in the sealed engine, but not under otter: {ended(message)}"


def _lost_under_otter(result: SubmissionResult) -> Iterator[tuple[str, str, str]]:
    for question in result.questions:
        for case in question.cases:
            if not case.passed:
                yield question.name, case.name, case.detail or case.message


def _untouched_faults(tried: Tried) -> Iterator[str]:
    """Yield which points are given for nothing, question by question."""
    under_otter = {
        (question.name, case.name)
        for question in (tried.otter.untouched.questions if tried.otter else ())
        for case in question.cases
        if case.passed
    }
    for question, cases in tried.untouched.questions.items():
        for case in cases:
            sealed = case.verdict is Verdict.PASSED
            if case.points and (sealed or (question, case.name) in under_otter):
                yield (
                    f"{question}, {case.name!r}: the untouched notebook gets its points ({case.points:g})"
                    f"{'' if sealed else ' under otter'}; is the whole answer in it (# BEGIN SOLUTION), or does the "
                    "case ask for nothing (require_answer)?"
                )


def _idle_faults(tried: Tried) -> Iterator[str]:
    """Yield the cases that nothing fails which is wrong: known mistakes, and functions that answer nonsense.

    Where none of these touches a question, it is enough that the untouched notebook does not pass.
    """
    items = zip(tried.items.get(Kind.WRONG, ()), tried.of(Kind.WRONG), strict=True)
    wrong = [result for item, result in items if not (result.timed_out or _broken(item, result))]
    wrong += tried.of(Kind.ADVERSARY)
    for question, cases in tried.untouched.questions.items():
        own = [result for result in wrong if result.trial.question == question]
        failed = {case.name for result in wrong for case in result.lost(question)}
        for case in cases:
            stub = case.verdict is Verdict.PASSED
            if stub and case.points:
                continue  # told already
            if case.name not in failed and (own or stub) and (question, case.name) not in tried.stated:
                yield (
                    f"{question}, {case.name!r}: fails for nothing that was tried, not even for functions that return "
                    "zeros; let it look at a value, or add a known mistake that it is about."
                )


def _item_faults(tried: Tried) -> Iterator[str]:
    for kind, items in tried.items.items():
        for item, result in zip(items, tried.of(kind), strict=True):
            where = f"{FILES[kind]}:{item.line}: {item.title!r}"
            if error := _broken(item, result):
                yield f"{where} cannot be run: {ended(error)}"
            elif result.timed_out:
                yield f"{where} never ends, or takes far longer than the solution; let its loops end, or take it out."
            elif kind is Kind.WRONG:
                yield from (f"{where} {sentence}" for sentence in _wrong_item_faults(item, result))
            else:
                for question in result.questions:
                    for case in result.lost(question):
                        yield f"{where} is right, but {question}, {case.name!r} refuses it: {ended(case.message)}"


def _broken(item: BankItem, result: TrialResult) -> str:
    """Return what ended the item's own cell, or its functions for want of what no module has, or ""."""
    number = next(n for n, cell in enumerate(result.trial.cells) if cell.source == result.trial.detail)
    error = result.broken.get(number, "")
    if error and not error.startswith("NotImplementedError"):
        return error
    said = (_NO_ATTRIBUTE.search(case.message) for case in result.lost(item.question))
    return next((found[0] for found in said if found and found["name"] not in item.hint), "")


def _wrong_item_faults(item: BankItem, result: TrialResult) -> Iterator[str]:
    lost = {(question, case.name) for question in result.questions for case in result.lost(question)}
    if not result.lost(item.question):
        yield f"costs nothing: no case of {item.question} fails by it; add a case, or take it out."
        return
    for question, name in sorted(item.sure - lost):
        if question in result.questions:
            yield f"has # fails: {name}, but that case of {question} passes; correct the line, or the case."
    others = sorted({question for question, _ in lost} - {item.question, *item.also_costs})
    if others:
        names = ", ".join(others)
        yield f"costs points in {names}, too; put right helpers there (helpers_in_place), or say # also costs: {names}."


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
