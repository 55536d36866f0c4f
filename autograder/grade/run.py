"""Grade a class: from paths and an autograder zip to results.json and grades.csv."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.errors import AutograderError, EngineError
from autograder.grade.bundle import Bundle, QuestionSpec, open_bundle, read_specs
from autograder.grade.intake import Submission, gather
from autograder.grade.otter_runner import WARNING, Setup, grade_submission
from autograder.grade.process import kill_all
from autograder.grade.scheduler import run_all
from autograder.grade.sealed_runner import SealedRunner
from autograder.grade.worker_call import WorkerAnswer, call_worker
from autograder.reports.grades_csv import write_grades_csv
from autograder.reports.results_json import write_results_json
from autograder.results import ClassResult, Engine, SubmissionResult, natural_key

DESCRIBE_TIMEOUT_S = 300.0


def grade(
    paths: Sequence[Path],
    *,
    assignment_zip: Path,
    assignment_name: str,
    out: Path,
    jobs: int | None = None,
    seed: int | None = None,
    timeout_s: float = 600.0,
    memory_mb: int = 2048,
    expected_name: str | None = None,
    question_order: Sequence[str] = (),
    manual: Mapping[str, float] | None = None,
    on_start: Callable[[int], None] = lambda total: None,
    on_result: Callable[[SubmissionResult], None] = lambda result: None,
    executor: Executor | None = None,
    isolation: str = "none",
    hidden: Sequence[Path] = (),
    call: Callable[..., WorkerAnswer] = call_worker,
) -> ClassResult:
    """Grade the submissions at `paths`, write `out/results.json` and `out/grades.csv`, and return the results.

    Args:
        paths: files and folders, see `intake.gather`.
        assignment_zip: otter's autograder.zip.
        assignment_name: what reports call the assignment.
        out: a folder, made when it is not there.
        jobs: submissions graded at a time; None for one a core.
        seed: seeds the random generators; None for the zip's own.
        timeout_s: wall-clock seconds for one submission.
        memory_mb: MiB of memory for each process of a submission.
        expected_name: the assignment's name in the notebooks' metadata, when the zip does not state it.
        question_order: the questions in the order of the reports; None by name.
        manual: points that a person gives besides, by question.
        on_start: called once with the number of submissions.
        on_result: called with each result as it comes.
        executor: where to grade; None for threads of this process (the work itself is in processes of its own).
        isolation: "bubblewrap" for the sealed engine, "none" for otter's own runner.
        hidden: folders that the engine keeps out of the submissions' sight: the course.
        call: how otter's worker is called.

    Raises:
        AutograderError: a wrong call; nothing is written.
        EngineError: the grader cannot run at all.
        KeyboardInterrupt: stopped; what was done by then is written.

    """
    bundle = open_bundle(assignment_zip)
    intake = gather(paths, support_files=bundle.support_files)
    _make_folder(out)
    plan = Plan(bundle, bundle.seed if seed is None else seed, seed, timeout_s, memory_mb, expected_name)
    runner = _sealed(plan, hidden) if isolation == "bubblewrap" else _through_otter(plan, call)
    done: list[SubmissionResult] = []
    with runner as ready:
        questions = read_specs(ready.described, manual=manual or {}, order=question_order)
        max_score = sum(question.max_score for question in questions)
        on_start(len(intake.submissions))
        try:
            with _pool(executor, jobs) as pool:
                results = run_all(pool, ready.grade_one(questions), intake.submissions, stop=ready.stop)
                with closing(results):
                    for result in results:
                        done.append(result)
                        on_result(result)
        finally:
            done.sort(key=lambda result: natural_key(result.id))
            graded = ClassResult(assignment_name, max_score, ready.engine, tuple(done), intake.skipped)
            write_results_json(graded, out / "results.json")
            write_grades_csv(graded, out / "grades.csv")
    return graded


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do, whichever way it does it; `chosen_seed` is None when the zip's own is to be used."""

    bundle: Bundle
    seed: int | None
    chosen_seed: int | None
    timeout_s: float
    memory_mb: int
    expected_name: str | None

    @property
    def assignment(self) -> str | None:
        """The assignment's name that notebooks must have in their metadata, if they have one."""
        return self.bundle.assignment_name or self.expected_name


@dataclass(frozen=True, slots=True)
class Ready:
    """A way of grading that is ready to go: what the tests are, what grades a submission, and what stops it."""

    described: Sequence[Mapping[str, Any]]
    grade_one: Callable[[tuple[QuestionSpec, ...]], Callable[[Submission], SubmissionResult]]
    stop: Callable[[], None]
    engine: Engine


@contextmanager
def _through_otter(plan: Plan, call: Callable[..., WorkerAnswer]) -> Iterator[Ready]:
    with tempfile.TemporaryDirectory(prefix="autograder-run-") as place:
        copy, caches = Path(place, "autograder.zip"), Path(place, "describe", "home", "matplotlib")
        plan.bundle.write_copy(copy, plan.chosen_seed)
        mark = uuid.uuid4().hex
        described = _describe(copy, Path(place, "describe"), mark, call)

        def grade_one(questions: tuple[QuestionSpec, ...]) -> Callable[[Submission], SubmissionResult]:
            setup = Setup(copy, questions, plan.assignment, plan.timeout_s, plan.memory_mb, mark, caches)
            return partial(grade_submission, setup, call=call)

        engine = Engine("none", "otter", plan.seed, __version__, WARNING)
        yield Ready(described, grade_one, partial(kill_all, mark), engine)


@contextmanager
def _sealed(plan: Plan, hidden: Sequence[Path]) -> Iterator[Ready]:
    from autograder.engine.client import Workers
    from autograder.engine.suite import unpack

    with tempfile.TemporaryDirectory(prefix="autograder-run-") as place:
        unpack(plan.bundle.path, Path(place))
        limits = {"wall_s": plan.timeout_s, "memory_mb": plan.memory_mb}
        with Workers(Path(place), limits, hidden) as workers:

            def grade_one(questions: tuple[QuestionSpec, ...]) -> Callable[[Submission], SubmissionResult]:
                return SealedRunner(workers, questions, plan.assignment, plan.seed, plan.timeout_s)

            engine = Engine("bubblewrap", "engine", plan.seed, __version__)
            yield Ready(workers.describe(), grade_one, workers.close, engine)


def _describe(bundle: Path, folder: Path, mark: str, call: Callable[..., WorkerAnswer]) -> Sequence[Mapping[str, Any]]:
    """Return what the zip's test files ask for; they are executed by a worker, not here."""
    folder.mkdir()
    answer = call(["describe", str(bundle)], folder=folder, mark=f"{mark}/describe", timeout_s=DESCRIBE_TIMEOUT_S)
    if answer.outcome == "wrong_assignment":
        raise AutograderError(answer.cause)
    if answer.outcome != "described":
        raise EngineError(f"The tests of the assignment cannot be loaded: {answer.cause or answer.outcome}.")
    described: Sequence[Mapping[str, Any]] = answer.questions
    return described


@contextmanager
def _pool(executor: Executor | None, jobs: int | None) -> Iterator[Executor]:
    if executor is not None:
        yield executor
        return
    with ThreadPoolExecutor(jobs or _cores(), thread_name_prefix="grade") as threads:
        yield threads


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _make_folder(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AutograderError(f"The folder {out} cannot be made ({error.strerror}); choose another --out.") from error
