"""Grade one submission in the jail: run its cells, grade questions where they are checked, lose only what is guilty.

A cell or a case that hangs or kills the worker is noted, and the work goes on in another worker, without that cell:
from a copy of the worker that was kept before, or from the beginning.

The public cases run first, with the notebook, and the hidden cases afterwards, in copies of the worker that were put
aside at the checks: see `parked`, which says why. Where such a copy is lost, or could not be made, the notebook runs
once more for them.
"""

import contextlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.diagnosis.seen import CaseSeen
from autograder.diagnosis.trace import Trace
from autograder.engine.alarm import alarm
from autograder.engine.checkpoints import SAVE_AFTER_S, Checkpoints
from autograder.engine.harmless import new_names, only_checks, words, words_of_file
from autograder.engine.jail import How, Jail, Turn, TurnLimits
from autograder.engine.parked import Parked, ParkedCopies
from autograder.engine.prepared import Prepared
from autograder.engine.remote import (
    CellOutcome,
    GraderFailed,
    OutOfMemory,
    ProtocolViolation,
    RemoteError,
    Session,
    SessionEnded,
    SessionLimits,
    TurnTimeout,
    WireLimits,
    WorkerDied,
    ending,
)
from autograder.engine.suite import Suite, case_seed
from autograder.engine.unsealed import in_order, run_case
from autograder.errors import EngineError
from autograder.grade.broken_cells import BrokenCell, explain, read_broken_cells
from autograder.grade.messages import read_report
from autograder.results import Verdict

Outcome = tuple[Verdict, str]

_COPY_AGAIN_AFTER_S = 10.0  # hidden cases seldom end a worker, so the notebook may take longer to run once more
_KEEP_AFTER_S = 1.0  # a copy of the worker costs about 10 ms; running cells again costs what they took
_MOST_WORKERS = 25
_EXIT_S = 5.0
_SAVE_S = 20.0
_MOST_CHECKS = 100  # in one cell
_GRACE_S = 2.0  # for a test to be busy itself after the last answer came in time
_FOR_HIDDEN = 1 / 6  # the share of the time that cells and public cases must leave to the hidden cases
_MOMENT_S = 0.01
_LEAST_S = 5.0
_END, _CELL = "end", "cell"


@dataclass(frozen=True, slots=True)
class Graded:
    """The outcome of every case by question, what had to be left out, and the numbers of the unsealed cases."""

    questions: Mapping[str, Sequence[Outcome]]
    losses: tuple[str, ...]
    unsealed: Mapping[str, Sequence[int]]
    seen: Mapping[str, Sequence[CaseSeen]]


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy of the worker as it was before the cell `position`, with the checks that waited then."""

    session: Session
    position: int
    waiting: Mapping[str, str]


@dataclass(slots=True)
class _Progress:
    """What has been found out; it outlives the workers."""

    outcomes: dict[tuple[str, str, int], Outcome] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)  # the last place at which each question was checked
    guilty: dict[int, str] = field(default_factory=dict)
    broken: dict[int, dict[str, str]] = field(default_factory=dict)
    unsealed: set[tuple[str, str, int]] = field(default_factory=set)
    seen: dict[tuple[str, str, int], CaseSeen] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    meddled: bool = False  # with the connection to the grader: the submission ends there
    may_keep: bool = True
    may_save: bool = True
    timeouts: Counter[str] = field(default_factory=Counter)  # by question, and those of cells
    told: bool = False  # whether all that a student may read has been said, and hidden cases may run


class SubmissionRun:
    """One submission's way through the engine."""

    def __init__(
        self,
        suite: Suite,
        jail: Jail,
        submission: Prepared,
        seed: int | None,
        checkpoints: Checkpoints | None = None,
    ) -> None:
        self._suite, self._jail, self._submission, self._seed = suite, jail, submission, seed
        self._checkpoints = checkpoints or Checkpoints(None, {})
        self._cells = submission.cells
        self._last = time.monotonic() + suite.limits.wall_s
        self._ends = self._last - suite.limits.wall_s * _FOR_HIDDEN
        self._progress = _Progress()
        self._turn: Turn | None = None
        self._session: Session | None = None
        self._first: Session | None = None  # with pid 1 of the turn: when it ends, all others end
        self._kept: Kept | None = None
        self._parked = ParkedCopies(self._end)
        self._since_kept = self._since_start = 0.0
        self._cell: int | None = None
        self._checks_in_cell = 0
        self._case: tuple[str, str, int] | None = None

    def grade(self) -> Graded:
        """Run everything and return what came of it."""
        try:
            self._persist(self._go_on)
            self._progress.told, self._ends = True, self._last
            self._let_go()
            for parked in self._parked.take():
                self._grade_parked(parked)
            if self._undecided() and not self._progress.meddled:
                self._close()
                self._persist(self._go_on)
        finally:
            self._close()
        questions = {name: self._question(name, len(test.test_cases)) for name, test in self._suite.tests.items()}
        return Graded(
            questions, (*self._progress.guilty.values(), *self._progress.notes), self._unsealed(), self._seen()
        )

    # ---- workers ----

    def _persist(self, work: Callable[[], None]) -> None:
        """Do `work` until it comes to its end; each time a worker is lost over it, what is guilty is left out."""
        for _ in range(_MOST_WORKERS):
            try:
                work()
                return
            except (SessionEnded, RemoteError, MemoryError) as cause:
                self._blame(ending(cause))
                if self._progress.meddled or time.monotonic() >= self._ends:
                    return

    def _go_on(self) -> None:
        position = self._resume()
        for cell in range(position, len(self._cells)):
            if cell in self._progress.guilty:
                continue
            if time.monotonic() >= self._ends or (self._progress.told and not self._undecided()):
                return
            self._park_before(cell)
            self._keep(cell)
            self._run_cell(cell)
        self._cell = None
        self._keep(len(self._cells))
        self._grade([name for name in self._suite.tests if self._progress.checks.get(name, _END) == _END], _END)

    def _resume(self) -> int:
        """Have a worker ready, from the copy that was kept or anew; return the cell to go on with."""
        self._cell = self._case = None
        if self._kept is not None:
            with contextlib.suppress(SessionEnded, RemoteError):
                if self._ends_leftovers():
                    self._session = self._kept.session.fork()
                    self._parked.wait_again(self._kept.waiting)
                    return self._kept.position
        self._close()
        limits = self._suite.limits
        self._turn = self._jail.fork(
            self._suite.files, TurnLimits(wall_s=limits.wall_s, cpu_s=limits.wall_s, memory_mb=limits.memory_mb)
        )
        remaining = max(1.0, self._last - time.monotonic())
        self._session = Session(
            self._turn.socket,
            SessionLimits(turn_s=remaining, call_s=limits.case_s, wire=WireLimits.within(limits.memory_mb)),
            on_check=self._check,
            echo=_print,
        )
        self._first = self._session
        for name, data in self._submission.files.items():
            try:
                self._session.write_file(name, data)
            except RemoteError as error:
                self._note(f"The file {name[:100]!r} could not be laid beside the notebook ({type(error).__name__}).")
        return 0

    def _keep(self, position: int) -> None:
        """Keep a copy of the worker when it would take long to come here again."""
        if self._since_kept < _KEEP_AFTER_S or self._session is None or not self._progress.may_keep:
            return
        try:
            copy = self._session.fork()
        except RemoteError:  # the submission's own processes fill its share: go on without a copy
            self._since_kept = 0.0
            return
        except SessionEnded:
            self._progress.may_keep = False  # or it would be lost in the same way again
            raise
        self._drop_kept()
        self._kept, self._session, self._since_kept = (
            Kept(self._session, position, dict(self._parked.waiting)),
            copy,
            0.0,
        )

    def _drop_kept(self) -> None:
        if self._kept is not None and self._kept.session is not self._first:
            self._kept.session.close()
        self._kept = None

    def _let_go(self) -> None:
        """Close the worker that ran the notebook, unless it waits for hidden cases.

        One that is only forgotten warns of its open socket whenever it is collected: a test that allows no warnings
        would take that for the student's.
        """
        if self._session not in (None, self._first, *self._parked.sessions()):
            assert self._session is not None
            self._session.close()

    def _end(self, session: Session) -> None:
        """End a worker, unless all others would end with it."""
        if session is not self._first:
            _kill(session)

    def _close(self) -> None:
        self._parked.close()
        for session in (self._kept.session if self._kept else None, self._session, self._first):
            if session is not None:
                session.close()
        self._kept = self._session = self._first = None
        if self._turn is not None:
            self._turn.close()
            self._turn = None
        self._since_kept = self._since_start = 0.0

    def _ends_leftovers(self) -> bool:
        """End what a lost copy has left running in this turn; tell whether nothing of it is left."""
        sessions = [self._kept.session if self._kept else None, *self._parked.sessions()]
        return self._turn is not None and self._turn.end_others({each.pid for each in sessions if each is not None})

    def _note(self, sentence: str) -> None:
        if sentence not in self._progress.notes:
            self._progress.notes.append(sentence)

    def _blame(self, cause: SessionEnded) -> None:
        """Note what the worker was at when it was lost, so that it is not tried again.

        Raises:
            EngineError: it was lost through no fault of the submission.

        """
        if isinstance(cause, GraderFailed):
            raise EngineError(str(cause)) from cause
        verdict = self._verdict_of(cause)
        if verdict is Verdict.TIMEOUT:
            self._progress.timeouts[self._case[0] if self._case else _CELL] += 1
        if isinstance(cause, ProtocolViolation):
            self._progress.meddled = True
            self._note(_MEDDLED)
        elif self._case is not None:
            self._progress.outcomes[self._case] = (verdict, _SENTENCES[verdict])
        elif self._cell is not None:
            self._progress.guilty[self._cell] = f"Cell {self._cell + 1} was left out: {_CELLS[verdict]}"
        if self._session is not None:
            self._end(self._session)

    def _verdict_of(self, cause: SessionEnded) -> Verdict:
        if isinstance(cause, TurnTimeout):
            return Verdict.TIMEOUT
        if isinstance(cause, OutOfMemory):
            return Verdict.MEMORY
        if isinstance(cause, ProtocolViolation) or self._turn is None:
            return Verdict.CRASHED
        if not isinstance(cause, WorkerDied):
            return Verdict.CRASHED
        if self._session is not self._first:  # of a copy no more is known than that it ended
            return Verdict.MEMORY if self._turn.ran_out_of_memory else Verdict.CRASHED
        with contextlib.suppress(TimeoutError):
            how = self._turn.wait(_EXIT_S).how
            return {How.MEMORY: Verdict.MEMORY, How.CPU: Verdict.TIMEOUT}.get(how, Verdict.CRASHED)
        return Verdict.CRASHED

    # ---- cells ----

    def _run_cell(self, cell: int) -> None:
        assert self._session is not None
        self._cell, self._checks_in_cell = cell, 0
        source = self._cells[cell]
        seed = None if source.startswith("%%") else self._seed
        if self._suite.seed_variable and seed is not None:
            self._session.namespace[self._suite.seed_variable], seed = seed, None
        limit = self._limit(self._suite.limits.cell_s, _CELL)
        with self._timed():
            outcome = self._outcome_of(cell, source, seed, limit)
        if not self._progress.told:
            self._progress.broken.pop(cell, None)
        if outcome.failure is not None and not self._progress.told:
            error = f"{outcome.failure.type_name}: {outcome.failure.text}"
            self._progress.broken[cell] = {"source": source[:20_000], "error": error[:1000]}
        for question in self._submission.checks.get(cell, ()):
            self._check(question)
        self._cell = None

    def _outcome_of(self, cell: int, source: str, seed: int | None, limit: float) -> CellOutcome:
        """Run a cell, or take from its checkpoint what it computed; keep a checkpoint when it took long."""
        assert self._session is not None
        key = ""
        if self._checkpoints.wanted:
            before, files = self._cells[: cell + 1], self._submission.files
            key = self._checkpoints.key(before, self._progress.guilty, files, self._seed)
            if packed := self._checkpoints.read(key):
                return self._session.resume_cell(cell, source, limit, packed, seed=seed)
        began = time.monotonic()
        outcome = self._session.run_cell(cell, source, limit, seed=seed)
        took_long = time.monotonic() - began >= SAVE_AFTER_S
        if key and took_long and outcome.failure is None and not self._checks_in_cell:
            self._save(key, source)
        return outcome

    def _save(self, key: str, source: str) -> None:
        """Keep a checkpoint of the cell that has just run, if there can be one."""
        assert self._session is not None
        if self._progress.told or not self._progress.may_save:
            return
        cell, self._cell = self._cell, None
        try:
            if packed := self._session.snapshot(source, self._limit(_SAVE_S, _CELL)):
                self._checkpoints.write(key, packed)
        except RemoteError:
            pass
        except SessionEnded:
            self._progress.may_save = False  # it is not the cell's fault, and must not happen again
            raise
        self._cell = cell

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            passed = time.monotonic() - began
            self._since_kept += passed
            self._since_start += passed

    def _limit(self, seconds: float, kind: str) -> float:
        """Return the time for a cell or for a case of a question: half as long after each that was not done in time.

        So all that hang together take no more than twice the time of the first, and leave the rest to the others.
        """
        patience = max(seconds * 0.5 ** self._progress.timeouts[kind], min(seconds, _LEAST_S))
        return min(patience, max(_MOMENT_S, self._ends - time.monotonic()))

    # ---- questions ----

    def _check(self, question: str | None) -> str:
        """Grade what a cell of the notebook checks; nothing of the result is told to the notebook."""
        self._checks_in_cell += 1
        if self._checks_in_cell > _MOST_CHECKS:  # nobody checks so often but to fill the grader's memory
            return ""
        place = f"cell {self._cell} check {self._checks_in_cell}"
        names = list(self._suite.tests) if question is None else [self._suite.files_of_tests.get(question, "")]
        self._grade([name for name in names if name in self._suite.tests], place)
        return ""

    def _grade(self, questions: Sequence[str], place: str) -> None:
        """Grade what is checked at `place`: the public cases now, the hidden ones when all has been told."""
        if self._progress.told:
            for question in questions:
                if self._progress.checks.get(question, _END) == place:
                    self._run_cases(question, place, hidden=True)
            return
        self._progress.checks.update(dict.fromkeys(questions, place))
        for question in questions:
            self._run_cases(question, place, hidden=False)
        self._park(questions, place)

    def _run_cases(self, question: str, place: str, *, hidden: bool) -> None:
        assert self._session is not None
        test_file = self._suite.tests[question]
        with self._timed():
            for number in in_order(self._suite.plans[question]):
                test_case = test_file.test_cases[number]
                self._case = (question, place, number)
                if bool(test_case.hidden) is not hidden or self._case in self._progress.outcomes:
                    continue
                seed = case_seed(self._seed, self._submission.content, question, test_case.name)
                trace, began = Trace(), time.monotonic()
                observer = trace if self._suite.material else None  # nobody else asks what a case saw
                seconds = self._limit(self._suite.limits.case_s, question)
                with (
                    alarm(seconds + _GRACE_S),
                    self._session.case(seed, seconds),
                    self._session.observed(observer),
                ):
                    found = run_case(self._session, test_file, number, self._suite.plans[question][number], seed)
                outcome = (Verdict.PASSED, "") if found.passed else read_report(found.report)
                self._progress.outcomes[self._case] = outcome
                self._progress.seen[self._case] = CaseSeen.of(*outcome, trace, time.monotonic() - began)
                if found.unsealed:
                    self._progress.unsealed.add(self._case)
        self._case = None

    # ---- hidden cases ----

    def _park(self, questions: Sequence[str], place: str) -> None:
        """See to it that the hidden cases of `questions` find the notebook as it is now."""
        self._parked.add([name for name in questions if self._has_hidden(name)], place)
        if place == _END:
            assert self._session is not None
            self._parked.put(self._session)
        elif self._cell is None or not only_checks(self._cells[self._cell]):
            self._park_waiting()

    def _park_before(self, cell: int) -> None:
        """Put a copy aside before a cell that may make a difference to questions that were checked."""
        if self._progress.told or not self._parked.waiting:
            return
        names = new_names(self._cells[cell])
        used = [words(source) for source in self._cells[:cell]]
        used += [words_of_file(Path(self._suite.tests[name].path)) for name in self._parked.waiting]
        if names is None or names & frozenset[str]().union(*used):
            self._park_waiting()

    def _park_waiting(self) -> None:
        assert self._session is not None
        if self._parked.waiting:
            try:
                self._parked.put(self._session.fork())
            except RemoteError:  # no room for another process: the notebook will run once more
                self._parked.wait_again({})

    def _has_hidden(self, question: str) -> bool:
        return any(case.hidden for case in self._suite.tests[question].test_cases)

    def _grade_parked(self, parked: Parked) -> None:
        """Run the hidden cases of some checks in the copy, or in copies of it when another would take long to get."""
        costly = self._since_start >= _COPY_AGAIN_AFTER_S
        for _ in range(_MOST_WORKERS):
            self._cell = self._case = None
            if self._progress.meddled or parked.session.ended is not None or time.monotonic() >= self._ends:
                return
            self._session = parked.session
            try:
                with contextlib.suppress(RemoteError):
                    self._session = parked.session.fork() if costly else parked.session
                for question, place in parked.checks.items():
                    self._run_cases(question, place, hidden=True)
                break
            except (SessionEnded, RemoteError, MemoryError) as cause:
                self._blame(ending(cause))
                self._ends_leftovers()
        if self._session is not None and self._session is not parked.session:
            self._end(self._session)

    def _undecided(self) -> bool:
        """Tell whether there are hidden cases of which nothing is known."""
        return any(
            test_case.hidden and (name, self._progress.checks.get(name, _END), number) not in self._progress.outcomes
            for name, test_file in self._suite.tests.items()
            for number, test_case in enumerate(test_file.test_cases)
        )

    def _question(self, name: str, cases: int) -> list[Outcome]:
        place = self._progress.checks.get(name, _END)
        broken = read_broken_cells(self._progress.broken.values())
        undecided = (Verdict.TIMEOUT, _SENTENCES[Verdict.TIMEOUT])
        if self._progress.meddled:
            undecided = (Verdict.CRASHED, _MEDDLED)
        found = [self._progress.outcomes.get((name, place, number), undecided) for number in range(cases)]
        return [explain(verdict, message, [*broken, *self._lost_cells()]) for verdict, message in found]

    def _seen(self) -> dict[str, list[CaseSeen]]:
        """Return the cases of each question as they went, to be diagnosed; an undecided one as one that timed out."""
        return {
            name: [
                self._progress.seen.get((name, place, number), CaseSeen(Verdict.TIMEOUT))
                for number in range(len(test_file.test_cases))
            ]
            for name, test_file in self._suite.tests.items()
            for place in [self._progress.checks.get(name, _END)]
        }

    def _unsealed(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for name, place, number in sorted(self._progress.unsealed):
            if place == self._progress.checks.get(name, _END):
                numbers.setdefault(name, []).append(number)
        return numbers

    def _lost_cells(self) -> Iterator[BrokenCell]:
        for cell, sentence in self._progress.guilty.items():
            reason = sentence.partition(": ")[2]
            yield from read_broken_cells([{"source": self._cells[cell][:20_000], "error": reason}])


_SENTENCES = {
    Verdict.TIMEOUT: "Your code was not done within the time limit.",
    Verdict.CRASHED: "Your code ended the process it ran in.",
    Verdict.MEMORY: "Your code needed more memory than there is.",
}
_MEDDLED = "Your code interfered with the connection to the grader, so the grading ended there."
_CELLS = {
    Verdict.TIMEOUT: "it was not done within the time limit.",
    Verdict.CRASHED: "it ended the process it ran in.",
    Verdict.MEMORY: "it needed more memory than there is.",
}


def _print(text: str) -> None:
    """Print what student code printed during a call: a doctest listens, and so may any other test."""
    with contextlib.suppress(UnicodeError):
        sys.stdout.write(text)


def _kill(session: Session) -> None:
    """End the worker behind a session that is lost; the other workers of the turn stay."""
    session.close()
    handle: int | None = None
    with contextlib.suppress(OSError):
        handle = os.pidfd_open(session.pid)
        signal.pidfd_send_signal(handle, signal.SIGKILL)
    if handle is not None:
        os.close(handle)
