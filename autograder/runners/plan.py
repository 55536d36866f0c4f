"""The two ways to grade: through the sealed engine, or through otter's own runner without isolation.

Starting one takes seconds, so a run starts it only when there is something to grade.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import __version__
from autograder.course.assignment import Limits
from autograder.errors import AutograderError, EngineError
from autograder.grader.bundle import Bundle, QuestionSpec
from autograder.intake.submission import Submission
from autograder.results import Engine, SubmissionResult
from autograder.runners.otter import WARNING, Setup, grade_submission
from autograder.runners.process import guarded, kill_all
from autograder.runners.sealed import SealedRunner
from autograder.runners.worker_call import WorkerAnswer
from autograder.system.clocks import Span
from autograder.system.files import run_folder
from autograder.system.secret import Secret

if TYPE_CHECKING:
    from autograder.cluster.workers import ClusterWorkers
    from autograder.grader.blank import Blank
    from autograder.grader.pool import Workers

DESCRIBING = Span.alike(300.0)
AUTO, BUBBLEWRAP, LANDLOCK, DOCKER = "auto", "bubblewrap", "landlock", "docker"

SEEDED = "Graded with --seed {seed}, for a demonstration: whoever knows that number can foresee what hidden tests ask."

GradeOne = Callable[[Submission], SubmissionResult]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do, whichever way it does it; `chosen_seed` is None when the zip's own is to be used.

    `isolation` is what `settled` returns, `hidden` are folders to keep out of the submissions' sight, `cluster` is the
    address of a dask scheduler, `checkpoints` the folder for what long cells compute.
    """

    bundle: Bundle
    isolation: str
    chosen_seed: int | None
    timeout_s: float
    memory_mb: int
    expected_name: str | None
    hidden: tuple[Path, ...] = ()
    cluster: str | None = None
    checkpoints: Path | None = None

    @property
    def seed(self) -> int | None:
        """The seed of the random generators."""
        return self.bundle.seed if self.chosen_seed is None else self.chosen_seed

    @property
    def assignment(self) -> str | None:
        """The assignment's name that notebooks must have in their metadata, if they have one."""
        return self.bundle.assignment_name or self.expected_name

    @property
    def engine(self) -> Engine:
        """How the class is graded, for the reports."""
        if self.isolation == "none":
            return Engine("none", "otter", self.seed, __version__, WARNING)
        warning = None if self.chosen_seed is None else SEEDED.format(seed=self.chosen_seed)
        return Engine(self.isolation, "engine", self.seed, __version__, warning, self._weaker)

    @property
    def _weaker(self) -> tuple[str, ...]:
        if self.isolation not in (LANDLOCK, DOCKER):
            return ()
        from autograder.engine.jail import landlock, walls

        inside = walls.chosen(self.wall) if self.isolation == DOCKER else self.isolation
        return tuple(landlock.weaknesses()) if inside == LANDLOCK else ()

    @property
    def wall(self) -> str:
        """The wall of the jail: inside a container of ours the strongest that can be had there."""
        return AUTO if self.isolation == DOCKER else self.isolation

    @property
    def limits(self) -> dict[str, float]:
        """What the plan says of the limits in place of the zip."""
        return {"submission_cpu_s": self.timeout_s, "memory_mb": self.memory_mb}

    @property
    def settings(self) -> dict[str, Any]:
        """What of the plan decides a mark, as plain values; the zip itself is not among it."""
        return {
            "isolation": self.isolation,
            "seed": self.seed,
            "seed_decides_inputs": self.chosen_seed is not None,
            "timeout_s": self.timeout_s,
            "memory_mb": self.memory_mb,
            "assignment": self.assignment,
        }


def settled(isolation: str, cluster: str | None) -> str:
    """Return what "auto" comes to: the strongest wall that works on this machine; on a cluster's, bubblewrap.

    Raises:
        AutograderError: none does, or not the one that is demanded.

    """
    if isolation not in (AUTO, BUBBLEWRAP, LANDLOCK):
        return isolation
    if cluster:
        return BUBBLEWRAP if isolation == AUTO else isolation
    from autograder.engine.jail import walls

    return walls.chosen(isolation)


@dataclass(frozen=True, slots=True)
class Ready:
    """A way of grading that has started: what the tests are, what grades a submission (the inputs of its cases
    drawn under a secret), and what stops it.

    `describe` waits until it is ready to go. `jobs` is how many submissions it takes at a time, None for one a core of
    this machine. `notes` tells afterwards what an instructor should know of how it went.
    """

    describe: Callable[[], Sequence[Mapping[str, Any]]]
    grade_one: Callable[[tuple[QuestionSpec, ...], Secret | None], GradeOne]
    stop: Callable[[], None]
    jobs: int | None = None
    notes: Callable[[], tuple[str, ...]] = tuple


def start(plan: Plan, call: Callable[..., WorkerAnswer], blank: "Blank | None" = None) -> AbstractContextManager[Ready]:
    """Return the context in which the plan's way of grading is ready; `call` is how otter's worker is called.

    Where this machine's sealed engine grades, its first worker is made of the `blank`, if there is one.

    Raises:
        AutograderError: the assignment's tests cannot be loaded, or the jail cannot be had.
        EngineError: the grader cannot start.

    """
    if plan.isolation == "none":
        if plan.cluster:
            raise AutograderError("--cluster grades in the sealed engine only; leave out --isolation none.")
        return _through_otter(plan, call)
    return _on_cluster(plan, plan.cluster) if plan.cluster else _sealed(plan, blank)


@contextmanager
def _through_otter(plan: Plan, call: Callable[..., WorkerAnswer]) -> Iterator[Ready]:
    mark = uuid.uuid4().hex
    with run_folder() as place, run_folder() as submissions, guarded(mark):
        copy, caches = place / "autograder.zip", place / "describe" / "home" / "matplotlib"
        plan.bundle.write_copy(copy, plan.chosen_seed)
        described = _describe(copy, place / "describe", mark, call)

        def grade_one(questions: tuple[QuestionSpec, ...], secret: Secret | None) -> GradeOne:
            span = Limits().changed({"submission_cpu_s": plan.timeout_s}).submission
            setup = Setup(copy, questions, plan.assignment, span, plan.memory_mb, mark, caches, submissions)
            return partial(grade_submission, setup, call=call)

        yield Ready(lambda: described, grade_one, partial(kill_all, mark))


@contextmanager
def _sealed(plan: Plan, blank: "Blank | None") -> Iterator[Ready]:
    from autograder.engine.unpacking import unpack
    from autograder.grader.pool import Workers

    with nullcontext(blank.folder) if blank else run_folder() as place:
        unpack(plan.bundle.path, place)
        with Workers(place, plan.limits, plan.hidden, plan.checkpoints, wall=plan.wall, blank=blank) as workers:
            workers.begin()
            yield Ready(workers.describe, _by(workers, plan, place), workers.close)


@contextmanager
def _on_cluster(plan: Plan, address: str) -> Iterator[Ready]:
    from autograder.cluster.workers import ClusterWorkers

    with (
        run_folder() as place,
        ClusterWorkers.at(address, plan.bundle.path, plan.limits, plan.hidden, wall=plan.wall) as workers,
        ThreadPoolExecutor(1, thread_name_prefix="describe") as beside,
    ):
        described = beside.submit(workers.describe)
        yield Ready(described.result, _by(workers, plan, place), workers.close, workers.jobs, workers.notes)


def _by(workers: "Workers | ClusterWorkers", plan: Plan, place: Path) -> Callable[..., GradeOne]:
    return lambda questions, secret: SealedRunner(workers, questions, plan.assignment, plan.seed, place, secret)


def _describe(bundle: Path, folder: Path, mark: str, call: Callable[..., WorkerAnswer]) -> Sequence[Mapping[str, Any]]:
    """Return what the zip's test files ask for; they are executed by a worker, not here."""
    folder.mkdir()
    answer = call(["describe", str(bundle)], folder=folder, mark=f"{mark}/describe", span=DESCRIBING)
    if answer.outcome == "wrong_assignment":
        raise AutograderError(answer.cause)
    if answer.outcome != "described":
        raise EngineError(f"The tests of the assignment cannot be loaded: {answer.cause or answer.outcome}.")
    described: Sequence[Mapping[str, Any]] = answer.questions
    return described
