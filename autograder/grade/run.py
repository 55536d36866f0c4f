"""Grade a class: from paths and an autograder zip to results.json and grades.csv."""

import os
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from autograder import __version__
from autograder.errors import AutograderError, EngineError
from autograder.grade.bundle import QuestionSpec, open_bundle, read_specs
from autograder.grade.intake import gather
from autograder.grade.otter_runner import WARNING, Setup, grade_submission
from autograder.grade.process import kill_all
from autograder.grade.scheduler import run_all
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
        call: how the worker is called.

    Raises:
        AutograderError: a wrong call; nothing is written.
        EngineError: the grader cannot run at all.
        KeyboardInterrupt: stopped; what was done by then is written.

    """
    bundle = open_bundle(assignment_zip)
    intake = gather(paths, support_files=bundle.support_files)
    _make_folder(out)
    used_seed = bundle.seed if seed is None else seed
    engine = Engine("none", "otter", used_seed, __version__, WARNING)
    with tempfile.TemporaryDirectory(prefix="autograder-run-") as place:
        copy, caches = Path(place, "autograder.zip"), Path(place, "describe", "home", "matplotlib")
        bundle.write_copy(copy, seed)
        mark = uuid.uuid4().hex
        questions = _describe(copy, Path(place, "describe"), mark, call, manual or {}, question_order)
        expected = bundle.assignment_name or expected_name
        setup = Setup(copy, questions, expected, timeout_s, memory_mb, mark, caches)
        done: list[SubmissionResult] = []
        on_start(len(intake.submissions))
        try:
            with _pool(executor, jobs) as pool:
                work = partial(grade_submission, setup, call=call)
                stop = partial(kill_all, mark)
                with closing(run_all(pool, work, intake.submissions, stop=stop)) as results:
                    for result in results:
                        done.append(result)
                        on_result(result)
        finally:
            done.sort(key=lambda result: natural_key(result.id))
            graded = ClassResult(assignment_name, setup.max_score, engine, tuple(done), intake.skipped)
            write_results_json(graded, out / "results.json")
            write_grades_csv(graded, out / "grades.csv")
    return graded


def _describe(
    bundle: Path,
    folder: Path,
    mark: str,
    call: Callable[..., WorkerAnswer],
    manual: Mapping[str, float],
    order: Sequence[str],
) -> tuple[QuestionSpec, ...]:
    """Return the questions of the zip; its test files are executed by a worker, not here."""
    folder.mkdir()
    answer = call(["describe", str(bundle)], folder=folder, mark=f"{mark}/describe", timeout_s=DESCRIBE_TIMEOUT_S)
    if answer.outcome == "wrong_assignment":
        raise AutograderError(answer.cause)
    if answer.outcome != "described":
        raise EngineError(f"The tests of the assignment cannot be loaded: {answer.cause or answer.outcome}.")
    return read_specs(answer.questions, manual=manual, order=order)


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
