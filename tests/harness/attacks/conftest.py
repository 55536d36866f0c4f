"""One engine for all attacks: each is followed by an honest submission that the same worker must give full marks."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.engine.jail.processes import descendants
from autograder.engine.unpacking import unpack
from autograder.grader.bundle import read_specs
from autograder.grader.pool import Workers
from autograder.intake.submission import Submission
from autograder.results import CaseResult, Status, SubmissionResult, Verdict
from autograder.runners.sealed import SealedRunner
from tests.harness.attacks import assignment
from tests.harness.jails import WALLS, refusal

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]  # without Linux there is no jail


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what is tried at a second wall although no wall has a part in it."""
    for item in items:
        wall = getattr(item, "callspec", None) and item.callspec.params.get("wall")
        if wall == "landlock" and not refusal("bubblewrap") and item.get_closest_marker("any_wall"):
            item.add_marker(pytest.mark.slow)


@dataclass
class Engine:
    """A worker with its jail, and the runner that grades with it."""

    workers: Workers
    runner: SealedRunner
    folder: Path
    idle_processes: int = 0  # below the worker: bubblewrap's and the warm interpreter

    @property
    def worker_pid(self) -> int:
        with self.workers._lent() as worker:
            return worker._process.pid

    def grade(self, cells: list, **options: object) -> SubmissionResult:
        """Grade a notebook of these cells."""
        path = self.folder / "submission.ipynb"
        path.write_text(assignment.notebook_of(cells, **options))
        return self.runner(Submission(path.name, path))


@dataclass(frozen=True)
class Outcome:
    """What an attack came to."""

    result: SubmissionResult

    @property
    def score(self) -> float:
        return self.result.score

    @property
    def status(self) -> Status:
        return self.result.status

    @property
    def error(self) -> str:
        return self.result.error or ""

    @property
    def text(self) -> str:
        """Everything that is told about the submission."""
        return json.dumps(self.result.to_json())

    def cases(self, question: str) -> tuple[CaseResult, ...]:
        (found,) = [result for result in self.result.questions if result.name == question]
        return found.cases

    def raised(self, question: str) -> str:
        """Return what a question's first case says was raised, below the line that raised it."""
        return self.cases(question)[0].message.rpartition("\n")[2]

    def verdicts(self, question: str) -> list[Verdict]:
        return [case.verdict for case in self.cases(question)]


@pytest.fixture(scope="session", params=WALLS)
def wall(request: pytest.FixtureRequest) -> str:
    """Return the name of each wall in turn: every attack has to fail at both."""
    return str(request.param)


@pytest.fixture(scope="session")
def engine(wall: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return a warm engine on the small assignment."""
    with engine_on(tmp_path_factory.mktemp(f"attacks-on-{wall}"), wall, assignment.LIMITS) as started:
        yield started


@pytest.fixture(scope="session")
def tight_engine(wall: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Return a warm engine that gives cells and cases little time."""
    with engine_on(tmp_path_factory.mktemp(f"attacks-on-{wall}"), wall, assignment.TIGHT_LIMITS) as started:
        yield started


@contextmanager
def engine_on(place: Path, wall: str, limits: Mapping[str, float]) -> Iterator[Engine]:
    """Start an engine on the small assignment, which is written into the folder `place`."""
    assignment.write_zip(place / "autograder.zip")
    unpack(place / "autograder.zip", place / "unpacked-suite")
    with Workers(place / "unpacked-suite", limits, wall=wall) as workers:
        questions = read_specs(workers.describe(), manual={}, order=list(assignment.QUESTIONS))
        runner = SealedRunner(workers, questions, "small", 1, place)
        started = Engine(workers, runner, place)
        started.idle_processes = len(descendants(started.worker_pid))
        yield started


@pytest.fixture
def attack(engine: Engine) -> Callable[..., Outcome]:
    """Return a function that grades the cells of an attack.

    The notebook has the right answers, after `START` and before the attack's own cells (`first=True`: after them), but
    for the questions in `without`. Whatever the attack does, nothing secret is in its result, the engine does not fail,
    and the same worker gives the next submission full marks.
    """
    return attack_on(engine)


@pytest.fixture
def endless(tight_engine: Engine) -> Callable[..., Outcome]:
    """Return the same for an attack that goes on until a limit of time ends it."""
    return attack_on(tight_engine)


def attack_on(engine: Engine) -> Callable[..., Outcome]:
    """Return the function that grades attacks in an engine; see `attack`."""

    def run(*cells: str, without: tuple[str, ...] = tuple(assignment.RIGHT), first: bool = False, **options) -> Outcome:
        right = [code for question, code in assignment.RIGHT.items() if question not in without]
        worker = engine.worker_pid
        parts = [*cells, *right] if first else [*right, *cells]
        outcome = Outcome(engine.grade([assignment.START, *parts], **options))
        assert not [secret for secret in assignment.SECRETS if secret in outcome.text], outcome.text
        assert not outcome.result.engine_failed, outcome.error
        after = engine.grade([assignment.START, *assignment.RIGHT.values()])
        assert (after.score, after.status, after.error) == (assignment.POINTS, Status.GRADED, None), after
        assert engine.worker_pid == worker
        return outcome

    return run


@pytest.fixture
def full_marks(attack: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return a function that grades an attack which also has every right answer, and which must cost it nothing."""

    def run(*cells: str, **options: object) -> Outcome:
        outcome = attack(*cells, without=(), **options)
        assert outcome.score == assignment.POINTS, outcome.text
        return outcome

    return run


@pytest.fixture
def earns_nothing(attack: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Return a function that grades an attack without a right answer, and which must earn nothing."""

    def run(*cells: str, **options: object) -> Outcome:
        outcome = attack(*cells, **options)
        assert outcome.score == 0, outcome.text
        return outcome

    return run
