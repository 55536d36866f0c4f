"""Grade one submission in the jail: run its cells, grade questions where they are checked, lose only what is guilty.

A cell or a case that hangs or kills the worker is noted, and the work goes on in another worker, without that cell:
from a copy of the worker that was kept before, or from the beginning.
"""

import contextlib
import os
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder import otter_adapter
from autograder.engine.jail import How, Jail, Turn, TurnLimits
from autograder.engine.prepared import Prepared
from autograder.engine.remote import (
    ProtocolViolation,
    RemoteError,
    Session,
    SessionEnded,
    SessionLimits,
    TurnTimeout,
    WorkerDied,
)
from autograder.engine.suite import Suite, case_seed
from autograder.grade.broken_cells import BrokenCell, explain, read_broken_cells
from autograder.grade.messages import read_report
from autograder.results import Verdict

Outcome = tuple[Verdict, str]

_KEEP_AFTER_S = 1.0  # a copy of the worker costs about 10 ms; running cells again costs what they took
_MOST_WORKERS = 25
_EXIT_S = 5.0


@dataclass(frozen=True, slots=True)
class Graded:
    """The outcome of every case by question, and what had to be left out."""

    questions: Mapping[str, Sequence[Outcome]]
    losses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy of the worker as it was before the cell `position`."""

    session: Session
    position: int


@dataclass(slots=True)
class _Progress:
    """What has been found out; it outlives the workers."""

    outcomes: dict[tuple[str, str, int], Outcome] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)  # the last place at which each question was checked
    guilty: dict[int, str] = field(default_factory=dict)
    broken: dict[int, dict[str, str]] = field(default_factory=dict)


class SubmissionRun:
    """One submission's way through the engine."""

    def __init__(self, suite: Suite, jail: Jail, submission: Prepared, seed: int | None) -> None:
        self._suite, self._jail, self._submission, self._seed = suite, jail, submission, seed
        self._cells = submission.cells
        self._ends = time.monotonic() + suite.limits.wall_s
        self._progress = _Progress()
        self._turn: Turn | None = None
        self._session: Session | None = None
        self._first: Session | None = None  # with pid 1 of the turn: when it ends, all others end
        self._kept: Kept | None = None
        self._since_kept = 0.0
        self._cell: int | None = None
        self._checks_in_cell = 0
        self._case: tuple[str, str, int] | None = None

    def grade(self) -> Graded:
        """Run everything and return what came of it."""
        try:
            for _ in range(_MOST_WORKERS):
                try:
                    self._go_on()
                    break
                except SessionEnded as cause:
                    self._blame(cause)
                    if time.monotonic() >= self._ends:
                        break
        finally:
            self._close()
        questions = {name: self._question(name, len(test.test_cases)) for name, test in self._suite.tests.items()}
        return Graded(questions, tuple(self._progress.guilty.values()))

    # ---- workers ----

    def _go_on(self) -> None:
        position = self._resume()
        for cell in range(position, len(self._cells)):
            if cell in self._progress.guilty:
                continue
            self._keep(cell)
            self._run_cell(cell)
        self._cell = None
        for question in self._suite.tests:
            if question not in self._progress.checks or self._progress.checks[question] == "end":
                self._keep(len(self._cells))
                self._grade_question(question, "end")

    def _resume(self) -> int:
        """Have a worker ready, from the copy that was kept or anew; return the cell to go on with."""
        self._cell = self._case = None
        if self._kept is not None:
            with contextlib.suppress(SessionEnded, RemoteError):
                self._session = self._kept.session.fork()
                return self._kept.position
        self._close()
        limits = self._suite.limits
        self._turn = self._jail.fork(
            self._suite.files, TurnLimits(wall_s=limits.wall_s, cpu_s=limits.wall_s, memory_mb=limits.memory_mb)
        )
        remaining = max(1.0, self._ends - time.monotonic())
        self._session = Session(
            self._turn.socket, SessionLimits(turn_s=remaining, call_s=limits.case_s), on_check=self._check
        )
        self._first = self._session
        for name, data in self._submission.files.items():
            self._session.write_file(name, data)
        return 0

    def _keep(self, position: int) -> None:
        """Keep a copy of the worker when it would take long to come here again."""
        if self._since_kept < _KEEP_AFTER_S or self._session is None:
            return
        try:
            copy = self._session.fork()
        except RemoteError:  # the submission's own processes fill its share: go on without a copy
            self._since_kept = 0.0
            return
        self._drop_kept()
        self._kept, self._session, self._since_kept = Kept(self._session, position), copy, 0.0

    def _drop_kept(self) -> None:
        if self._kept is not None and self._kept.session is not self._first:
            self._kept.session.close()
        self._kept = None

    def _close(self) -> None:
        for session in (self._kept.session if self._kept else None, self._session, self._first):
            if session is not None:
                session.close()
        self._kept = self._session = self._first = None
        if self._turn is not None:
            self._turn.close()
            self._turn = None
        self._since_kept = 0.0

    def _blame(self, cause: SessionEnded) -> None:
        """Note what the worker was at when it was lost, so that it is not tried again."""
        verdict = self._verdict_of(cause)
        if self._case is not None:
            self._progress.outcomes[self._case] = (verdict, _SENTENCES[verdict])
        elif self._cell is not None:
            self._progress.guilty[self._cell] = f"Cell {self._cell + 1} was left out: {_CELLS[verdict]}"
        if self._session is not None and self._session is not self._first:
            _kill(self._session)

    def _verdict_of(self, cause: SessionEnded) -> Verdict:
        if isinstance(cause, TurnTimeout):
            return Verdict.TIMEOUT
        if isinstance(cause, ProtocolViolation) or self._turn is None:
            return Verdict.CRASHED
        with contextlib.suppress(TimeoutError):
            if isinstance(cause, WorkerDied) and self._kept is None:
                how = self._turn.wait(_EXIT_S).how
                return {How.MEMORY: Verdict.MEMORY, How.CPU: Verdict.TIMEOUT}.get(how, Verdict.CRASHED)
        return Verdict.CRASHED

    # ---- cells ----

    def _run_cell(self, cell: int) -> None:
        assert self._session is not None
        self._cell, self._checks_in_cell = cell, 0
        source = self._cells[cell]
        seed = None if source.startswith("%%") else self._seed
        with self._timed():
            outcome = self._session.run_cell(cell, source, self._suite.limits.cell_s, seed=seed)
        self._progress.broken.pop(cell, None)
        if outcome.failure is not None:
            error = f"{outcome.failure.type_name}: {outcome.failure.text}"
            self._progress.broken[cell] = {"source": source[:20_000], "error": error[:1000]}
        self._cell = None

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self._since_kept += time.monotonic() - began

    # ---- questions ----

    def _check(self, question: str | None) -> str:
        """Grade what a cell of the notebook checks; nothing of the result is told to the notebook."""
        self._checks_in_cell += 1
        place = f"cell {self._cell} check {self._checks_in_cell}"
        for name in [question] if question is not None else list(self._suite.tests):
            if name in self._suite.tests:
                self._grade_question(name, place)
        return ""

    def _grade_question(self, question: str, place: str) -> None:
        assert self._session is not None
        self._progress.checks[question] = place
        test_file = self._suite.tests[question]
        with self._timed():
            for number, test_case in enumerate(test_file.test_cases):
                self._case = (question, place, number)
                if self._case in self._progress.outcomes:
                    continue
                seed = case_seed(self._seed, self._submission.content, question, test_case.name)
                with self._session.case(seed, self._suite.limits.case_s):
                    passed, report = otter_adapter.run_case(test_file, number, self._session.namespace)
                    if self._session.ended is not None:  # a doctest takes even that for an answer
                        raise self._session.ended
                self._progress.outcomes[self._case] = (Verdict.PASSED, "") if passed else read_report(report)
        self._case = None

    def _question(self, name: str, cases: int) -> list[Outcome]:
        place = self._progress.checks.get(name, "end")
        broken = read_broken_cells(self._progress.broken.values())
        undecided = (Verdict.TIMEOUT, _SENTENCES[Verdict.TIMEOUT])
        found = [self._progress.outcomes.get((name, place, number), undecided) for number in range(cases)]
        return [explain(verdict, message, [*broken, *self._lost_cells()]) for verdict, message in found]

    def _lost_cells(self) -> Iterator[BrokenCell]:
        for cell, sentence in self._progress.guilty.items():
            reason = sentence.partition(": ")[2]
            yield from read_broken_cells([{"source": self._cells[cell], "error": reason}])


_SENTENCES = {
    Verdict.TIMEOUT: "Your code was not done within the time limit.",
    Verdict.CRASHED: "Your code ended the process it ran in.",
    Verdict.MEMORY: "Your code needed more memory than there is.",
}
_CELLS = {
    Verdict.TIMEOUT: "it was not done within the time limit.",
    Verdict.CRASHED: "it ended the process it ran in.",
    Verdict.MEMORY: "it needed more memory than there is.",
}


def _kill(session: Session) -> None:
    """End the worker behind a session that is lost; the other workers of the turn stay."""
    session.close()
    handle: int | None = None
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(session.pid)
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    if handle is not None:
        os.close(handle)
