"""A turn in the jail with the reference solution, in which known mistakes are tried. No submission is in it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Self

from autograder import otter_adapter
from autograder.diagnosis.seen import CaseSeen
from autograder.diagnosis.solution import Solution
from autograder.diagnosis.trace import Trace
from autograder.engine.jail import Jail, TurnLimits
from autograder.engine.remote import RemoteError, Session, SessionEnded, SessionLimits
from autograder.errors import EngineError
from autograder.grade.messages import read_report
from autograder.results import Verdict

_LOAD_S: Final = 10.0
_PREPARE_S: Final = 5.0


class CannotPrepare(EngineError):
    """What a question needs of the solution takes too long, or cannot be computed."""


class ReferenceTurn:
    """The reference solution in a worker of its own, and copies of it, each with a known mistake."""

    def __init__(self, jail: Jail, files: Mapping[str, bytes], solution: Solution, *, memory_mb: int, wall_s: float):
        """Fork a worker with the `files` beside it, for `wall_s` seconds at most, and load the solution's definitions.

        Raises:
            EngineError: it cannot be had.

        """
        wall_s += _LOAD_S
        self._turn = jail.fork(files, TurnLimits(wall_s=wall_s, cpu_s=wall_s, memory_mb=memory_mb))
        self._solution = solution
        self._prepared: dict[str, Session] = {}
        try:
            self._base = Session(self._turn.socket, SessionLimits(turn_s=wall_s, call_s=wall_s))
            outcome = self._base.run_cell(0, solution.definitions, _LOAD_S)
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
        self._turn.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @contextlib.contextmanager
    def variation(self, names: Collection[str], codes: Sequence[str], seconds: float) -> Iterator[Session | None]:
        """Yield a copy of the worker in which `codes` have run; None when one of them raises or takes too long.

        What the solution has to compute for the `names` is computed before, once.

        Raises:
            CannotPrepare: that takes too long, or raises.

        """
        session = self._ready(names).fork()
        try:
            yield session if all(_runs(session, code, seconds) for code in codes) else None
        finally:
            session.close()  # the worker notices, and ends

    def _ready(self, names: Collection[str]) -> Session:
        source = self._solution.computing(names)
        if not source:
            return self._base
        if source not in self._prepared:
            session = self._base.fork()
            if not _runs(session, source, _PREPARE_S):
                raise CannotPrepare("What the question needs of the solution takes too long.")
            self._prepared[source] = session
        return self._prepared[source]


def run_case(session: Session, test_file: object, number: int, seed: int, seconds: float) -> CaseSeen:
    """Run one case of a test file as on a submission, and return what came of it."""
    trace = Trace()
    began = time.monotonic()
    try:
        with session.case(seed, seconds), session.observed(trace):
            passed, report = otter_adapter.run_case(test_file, number, session.namespace)
            if session.ended is not None:
                raise session.ended
    except (SessionEnded, RemoteError):
        return CaseSeen(Verdict.TIMEOUT)
    verdict, message = (Verdict.PASSED, "") if passed else read_report(report)
    return CaseSeen.of(verdict, message, trace, time.monotonic() - began)


def _runs(session: Session, code: str, seconds: float) -> bool:
    try:
        return session.run_cell(0, code, seconds).failure is None
    except SessionEnded:
        return False
