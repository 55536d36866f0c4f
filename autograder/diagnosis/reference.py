"""A turn in the jail with the reference solution, in which known mistakes are tried. No submission is in it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from autograder.diagnosis.solution import Solution
from autograder.engine import otter_adapter
from autograder.engine.jail import Jail, TurnLimits
from autograder.engine.remote import Deadlines, RemoteError, Session, SessionEnded, SessionLimits
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import OwnSnapshots
from autograder.engine.trace import Trace
from autograder.errors import EngineError
from autograder.results import Verdict
from autograder.results.messages import read_report
from autograder.system.clocks import Meter
from autograder.system.closing import Closing

_LOAD_S: Final = 10.0
_PREPARE_S: Final = 10.0  # once for a class
_MOST_PREPARED: Final = 20  # in one turn


class CannotPrepare(EngineError):
    """What a question needs of the solution takes too long, or cannot be computed."""


class ReferenceTurn(Closing):
    """The reference solution in a worker of its own, and copies of it, each with a known mistake."""

    def __init__(
        self,
        jail: Jail,
        files: Mapping[str, bytes],
        solution: Solution,
        snapshots: OwnSnapshots,
        *,
        seed: int,
        memory_mb: int,
        cpu_s: float,
    ) -> None:
        """Fork a worker with the `files` beside it, and load the solution's definitions.

        `cpu_s` is the time for all that is tried in it, on its own clock; which stands still while the solution
        computes.

        The `seed` is that of all its cells: a mistake that draws numbers draws the same ones again. What an earlier
        turn has computed is taken from `snapshots`.

        Raises:
            EngineError: it cannot be had.

        """
        cpu_s += _LOAD_S + _MOST_PREPARED * _PREPARE_S
        self._turn = jail.fork(files, TurnLimits(cpu_s=cpu_s, memory_mb=memory_mb))
        self._deadlines = Deadlines(cpu_s)
        self._deadlines.meter = Meter(self._turn.pid)
        self._solution, self._snapshots, self._seed = solution, snapshots, seed
        self._prepared: dict[tuple[str, ...], Session] = {}
        self._preparing_s = 0.0
        try:
            limits = SessionLimits(call=cpu_s)
            self._base = Session(self._turn.socket, limits, deadlines=self._deadlines, brings_changes=False)
            outcome = self._base.run_cell(0, solution.definitions, _LOAD_S, seed=seed)
            if outcome.failure is not None:
                raise EngineError(f"The solution's definitions raise {outcome.failure.type_name}.")
        except SessionEnded as error:
            self._turn.close()
            raise EngineError(f"The solution cannot be loaded: {error}") from error
        except BaseException:
            self._turn.close()
            raise

    def close(self) -> None:
        """End the turn and all copies."""
        for session in self._prepared.values():
            session.close()  # one that is only forgotten warns of its socket, perhaps while another is being tested
        self._turn.close()

    def clock(self) -> float:
        """Return the CPU seconds that were used so far, on a clock that stands still while the solution computes.

        It computes for the first submission that needs it, which must not have less time for its hints than others.
        """
        return self._used_s() - self._preparing_s

    def _used_s(self) -> float:
        """Return the CPU seconds of the worker and its copies, as of the last look at them, and of this process."""
        return time.process_time() + self._deadlines.used.cpu_s

    @contextlib.contextmanager
    def variation(
        self, names: Collection[str], codes: Sequence[str], seconds: float, missing: Collection[str] = ()
    ) -> Iterator[Session | None]:
        """Yield a copy of the worker in which `codes` have run; None when one of them raises or takes too long.

        There are no names that are `missing` in the submission. What the solution has to compute for the other `names`
        is computed before, once.

        Raises:
            CannotPrepare: that takes too long, or raises.

        """
        session = _copied(self._ready(frozenset(names) - frozenset(missing)))
        try:
            for name in missing:
                with contextlib.suppress(RemoteError):
                    del session.namespace[name]
            yield session if all(self._runs(session, code, seconds) for code in codes) else None
        finally:
            session.close()  # the worker notices, and ends

    def _ready(self, names: Collection[str]) -> Session:
        statements = self._solution.computing(names)
        if not statements:
            return self._base
        if statements not in self._prepared:
            began_s = self._used_s()
            session = _copied(self._base)
            is_ready = self._computes(session, statements)
            self._deadlines.settle()
            self._preparing_s += self._used_s() - began_s
            if not is_ready:
                session.close()
                raise CannotPrepare("What the question needs of the solution takes too long.")
            self._prepared[statements] = session
        return self._prepared[statements]

    def _computes(self, session: Session, statements: Sequence[str]) -> bool:
        """Run the statements, or go on from what they computed before; tell whether they came to their end in time."""
        ends = session.cpu_s + _PREPARE_S
        until = [statements[: place + 1] for place in range(len(statements))]
        with contextlib.suppress(SessionEnded):
            return all(
                self._snapshots.run_cell(session, 0, cells, ends - session.cpu_s, seed=self._seed).failure is None
                for cells in until
            )
        return False

    def _runs(self, session: Session, code: str, seconds: float) -> bool:
        try:
            return session.run_cell(0, code, seconds, seed=self._seed).failure is None
        except SessionEnded:
            return False


def run_case(session: Session, test_file: object, number: int, seed: int, seconds: float) -> CaseSeen:
    """Run one case of a test file as on a submission, and return what came of it; its trace, too, where it passed."""
    trace = Trace()
    began_s = time.process_time() + session.cpu_s
    try:
        with session.case(seed, seconds), session.observed(trace):
            run = otter_adapter.run_case(test_file, number, session.namespace)
            if session.ended is not None:
                raise session.ended
    except (SessionEnded, RemoteError):
        return CaseSeen(Verdict.TIMEOUT)
    verdict, message = (Verdict.PASSED, "") if run.passed else read_report(run.report)
    seen = CaseSeen.of(verdict, message, trace, time.process_time() + session.cpu_s - began_s, run.error)
    return replace(seen, trace=trace)


def _copied(session: Session) -> Session:
    """Return a session with a copy of the worker.

    Raises:
        CannotPrepare: it cannot be copied, for instance because the solution has left threads at work.

    """
    try:
        return session.fork()
    except RemoteError as error:
        raise CannotPrepare("What the solution has left in its process cannot be copied.") from error
