"""Grade the trials of an audit in the sealed engine, and say what is wrong with a solution that loses points."""

import json
import math
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.assignments.solution import as_notebook
from autograder.audit.trials import Kind, Trial
from autograder.course.assignment import Assignment
from autograder.engine.unpacking import unpack
from autograder.errors import EngineError
from autograder.grader.pool import Workers
from autograder.results import CaseResult, Verdict

# A mutant that loops for ever is caught as well as one that is wrong, and sooner.
_SHORT_LIMITS = {"submission_cpu_s": 60.0, "cell_cpu_s": 20.0, "case_cpu_s": 20.0}
# An item of a bank that takes longer than this never ends, or is too slow to be run for hints.
_ITEM_CPU_S = 30.0
_TIMES_THE_REFERENCE = 10


@dataclass(frozen=True, slots=True)
class TrialResult:
    """A trial with the outcome of every case of every question that was graded.

    `broken` are its cells that an exception ended, or that were left out, with the reason.
    """

    trial: Trial
    questions: Mapping[str, tuple[CaseResult, ...]]
    seconds: float
    broken: Mapping[int, str] = field(default_factory=dict)

    def lost(self, question: str) -> tuple[CaseResult, ...]:
        """Return the cases of a question that did not pass."""
        return tuple(case for case in self.questions.get(question, ()) if not case.passed)

    @property
    def timed_out(self) -> bool:
        """Whether a case, or a cell, had to be stopped."""
        return any(case.verdict is Verdict.TIMEOUT for cases in self.questions.values() for case in cases)

    def earned(self, question: str) -> frozenset[str]:
        """Return the names of the hidden cases of a question that passed and give points."""
        return frozenset(
            case.name for case in self.questions.get(question, ()) if case.passed and case.hidden and case.points
        )


def run_trials(
    trials: Sequence[Trial],
    autograder_zip: Path,
    *,
    assignment: Assignment,
    jobs: int,
    on_result: Callable[[TrialResult], None] = lambda result: None,
    reference_s: float = math.inf,
) -> list[TrialResult]:
    """Grade the trials, `jobs` at a time, and return their results in the order of the trials.

    Items of banks may use a multiple of `reference_s`, the seconds that the reference has taken; all others what the
    assignment lets a submission use.

    Raises:
        EngineError: the engine failed in a trial, so that the audit would say nothing.
        JailUnavailable: no jail can be had.

    """
    results: dict[int, TrialResult] = {}
    with tempfile.TemporaryDirectory(prefix="autograder-audit-") as place:
        whole = assignment.limits.submission_cpu_s
        of_items = min(whole, max(_ITEM_CPU_S, _TIMES_THE_REFERENCE * reference_s))
        for kinds, limits in (
            ((Kind.REFERENCE, Kind.UNTOUCHED), {"submission_cpu_s": whole}),
            ((Kind.WRONG, Kind.RIGHT), {"submission_cpu_s": of_items}),
            ((Kind.MUTANT, Kind.ADVERSARY), _SHORT_LIMITS),
        ):
            chosen = {number: trial for number, trial in enumerate(trials) if trial.kind in kinds}
            if not chosen:
                continue
            folder = Path(place, "-".join(kinds))
            folder.mkdir()
            unpack(autograder_zip, folder)
            with Workers(folder, limits, (assignment.course,)) as workers:
                runner = _Runner(workers, folder, assignment)
                for number, result in runner.run(chosen, jobs):
                    results[number] = result
                    on_result(result)
    return [results[number] for number in range(len(trials))]


class _Runner:
    def __init__(self, workers: Workers, folder: Path, assignment: Assignment) -> None:
        self._workers, self._folder, self._assignment = workers, folder, assignment
        self._described: Mapping[str, Sequence[Mapping[str, Any]]] = {
            question["name"]: question["cases"] for question in workers.describe()
        }

    def run(self, trials: Mapping[int, Trial], jobs: int) -> Iterator[tuple[int, TrialResult]]:
        with ThreadPoolExecutor(jobs, thread_name_prefix="audit") as pool:
            futures = {pool.submit(self._grade, number, trial): number for number, trial in trials.items()}
            try:
                for future in as_completed(futures):
                    yield futures[future], future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _grade(self, number: int, trial: Trial) -> TrialResult:
        path = self._folder / f"{number}.ipynb"
        path.write_text(json.dumps(as_notebook(trial.cells, self._assignment.name)), encoding="utf-8")
        answer = self._workers.grade(
            path,
            seed=self._assignment.seed,
            questions=trial.graded,
            hints=False,
            outputs=False,
        )
        path.unlink()
        if answer["outcome"] != "graded":
            raise EngineError(f"The engine failed on {trial.title!r} of {trial.question}: {answer['cause']}.")
        questions = {name: self._cases(name, outcomes) for name, outcomes in answer["questions"].items()}
        return TrialResult(trial, questions, answer["seconds"], dict(answer["broken"]))

    def _cases(self, question: str, outcomes: Sequence[Sequence[Any]]) -> tuple[CaseResult, ...]:
        described = self._described[question]
        return tuple(
            CaseResult(case["name"], case["hidden"], float(case["points"]), Verdict(outcome[0]), outcome[1])
            for case, outcome in zip(described, outcomes, strict=True)
        )


def faults_of_solution(result: TrialResult) -> Iterator[str]:
    """Yield which of its cells stop, and which cases it loses and why, a sentence each."""
    for number, error in result.broken.items():
        cell = result.trial.cells[number]
        first = next((line for line in cell.source.splitlines() if line.strip()), "")
        yield f"The solution's cell {first[:60]!r} ({cell.question or 'given code'}) stops with {error}"
    for question in result.questions:
        for case in result.lost(question):
            if case.verdict is Verdict.TIMEOUT:
                yield (
                    f"{question}, {case.name!r}: the solution is not done in time, or the case itself never ends; look "
                    "for an endless loop, or give it longer ([limits] in assignment.toml)."
                )
            else:
                yield f"{question}, {case.name!r}: the solution does not get its points: {ended(case.message)}"


def ended(message: str) -> str:
    """Return the message as a sentence with its end."""
    text = message.strip() or "it says nothing."
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
