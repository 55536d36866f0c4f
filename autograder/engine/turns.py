"""The workers of one submission: begun in a turn of the jail, copied, gone back to when one is lost, and ended.

All workers of a turn are copies of its first one, and end with it.
"""

import contextlib
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from autograder.engine.budget import TimeBudget
from autograder.engine.jail import How, Jail, Turn, TurnLimits
from autograder.engine.parked import ParkedCopies
from autograder.engine.remote import (
    OutOfMemory,
    ProtocolViolation,
    RemoteError,
    Session,
    SessionEnded,
    SessionLimits,
    TurnTimeout,
    WireLimits,
    WorkerDied,
)
from autograder.engine.suite import Suite
from autograder.errors import EngineError
from autograder.results import Verdict
from autograder.system.clocks import Meter

_COPY_AGAIN_AFTER_S = 10.0  # hidden cases seldom end a worker, so the notebook may take longer to run once more
_KEEP_AFTER_S = 0.5  # a copy of the worker costs about 10 ms; running cells again costs what they took
_EXIT_S = 5.0


@dataclass(frozen=True, slots=True)
class _Kept:
    """A copy of the worker as it was before the cell `position`, with the checks that waited then."""

    session: Session
    position: int
    waiting: Mapping[str, str]


class Turns:
    """The turns of one submission in the jail, one after the other, and their workers: `session` is at work.

    `files` are those that came with the submission, `parked` the copies that wait for hidden cases. `on_check` is
    called when a cell checks a question, `note` with a sentence about what could not be done.
    """

    def __init__(
        self,
        jail: Jail,
        suite: Suite,
        files: Mapping[str, bytes],
        budget: TimeBudget,
        *,
        on_check: Callable[[str | None], str],
        note: Callable[[str], None],
    ) -> None:
        self._jail, self._suite, self._files, self._budget = jail, suite, files, budget
        self._on_check, self._note = on_check, note
        self.parked = ParkedCopies(self._end)
        self._turn: Turn | None = None
        self._session: Session | None = None
        self._first: Session | None = None  # with pid 1 of the turn: when it ends, all others end
        self._kept: _Kept | None = None
        self._may_keep = True
        self._since_kept = self._since_start = 0.0

    @property
    def session(self) -> Session:
        """The worker at work; there is one after `resume`, until `close`."""
        assert self._session is not None
        return self._session

    @property
    def costly(self) -> bool:
        """Whether it would take long to run once more what this turn has run."""
        return self._since_start >= _COPY_AGAIN_AFTER_S

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        """Count what is done within as work that would have to be done again without a copy."""
        began_s = self._budget.used.total_s
        try:
            yield
        finally:
            used_s = self._budget.used.total_s - began_s
            self._since_kept += used_s
            self._since_start += used_s

    # ---- one to work with ----

    def resume(self) -> int:
        """Have a worker ready, from the copy that was kept or anew; return the cell to go on with."""
        if self._kept is not None:
            with contextlib.suppress(SessionEnded, RemoteError):
                if self.end_leftovers():
                    self._session = self._kept.session.fork()
                    self.parked.wait_again(self._kept.waiting)
                    return self._kept.position
        self.close()
        self._begin()
        return 0

    def _begin(self) -> None:
        """Begin a turn of the jail, and lay the submission's files beside the notebook."""
        limits = self._suite.limits
        self._turn = self._jail.fork(
            self._suite.files, TurnLimits(cpu_s=limits.submission_cpu_s, memory_mb=limits.memory_mb)
        )
        deadlines = self._budget.begin()
        deadlines.meter = Meter(self._turn.top, supervised=self._turn.top != self._turn.pid)
        self._session = Session(
            self._turn.socket,
            SessionLimits(call=limits.case, wire=WireLimits.within(limits.memory_mb)),
            on_check=self._on_check,
            echo=_print,
            deadlines=deadlines,
            asked=self._suite.names,
            brings_changes=self._suite.brings_changes,
            keeps_classes=self._suite.stands_as_it_is,
        )
        self._first = self._session
        for name, data in self._files.items():
            try:
                self._session.write_file(name, data)
            except RemoteError as error:
                self._note(f"The file {name[:100]!r} could not be laid beside the notebook ({type(error).__name__}).")

    def keep(self, position: int) -> None:
        """Keep a copy of the worker when it would take long to come here again, before the cell `position`."""
        if self._since_kept < _KEEP_AFTER_S or self._session is None or not self._may_keep:
            return
        try:
            copy = self._session.fork()
        except RemoteError:  # the submission's own processes fill its share: go on without a copy
            self._since_kept = 0.0
            return
        except SessionEnded:
            self._may_keep = False  # or it would be lost in the same way again
            raise
        self._drop_kept()
        self._kept, self._session, self._since_kept = (
            _Kept(self._session, position, dict(self.parked.waiting)),
            copy,
            0.0,
        )

    def _drop_kept(self) -> None:
        if self._kept is not None and self._kept.session is not self._first:
            self._kept.session.close()
        self._kept = None

    # ---- hidden cases ----

    def park(self) -> None:
        """Put a copy aside for the checks that wait for one, if any do."""
        if self.parked.waiting:
            try:
                self.parked.put(self.session.fork())
            except RemoteError:  # no room for another process: the notebook will run once more
                self.parked.wait_again({})

    def work_in(self, parked: Session, *, copy: bool) -> None:
        """Go on in a worker that was put aside, or in a copy of it, if one can be made."""
        self._session = parked
        with contextlib.suppress(RemoteError):
            self._session = parked.fork() if copy else parked

    def leave(self, parked: Session) -> None:
        """End the copy of a worker that was put aside; that worker itself stays."""
        if self._session is not None and self._session is not parked:
            self._end(self._session)

    # ---- endings ----

    def verdict_of(self, cause: SessionEnded) -> Verdict:
        """Return what the worker at work was lost to, given how its session ended.

        Raises:
            EngineError: the machine had no memory left, and the kernel ended it for that.

        """
        if isinstance(cause, TurnTimeout):
            return Verdict.TIMEOUT
        if isinstance(cause, OutOfMemory):
            return Verdict.MEMORY
        if isinstance(cause, ProtocolViolation) or self._turn is None:
            return Verdict.CRASHED
        if not isinstance(cause, WorkerDied):
            return Verdict.CRASHED
        how = How.LOST
        if self._session is not self._first:  # of a copy no more is known than that it ended
            how = self._turn.ran_out_of_memory or how
        else:
            with contextlib.suppress(TimeoutError):
                how = self._turn.wait(_EXIT_S).how
        if how is How.MACHINE:
            raise EngineError("The memory of this machine was used up; grade again, with fewer --jobs.") from cause
        return {How.MEMORY: Verdict.MEMORY, How.CPU: Verdict.TIMEOUT}.get(how, Verdict.CRASHED)

    def end_session(self) -> None:
        """End the worker at work, if there is one, unless all others would end with it."""
        if self._session is not None:
            self._end(self._session)

    def end_leftovers(self) -> bool:
        """End what a lost copy has left running in this turn; tell whether nothing of it is left."""
        sessions = [self._kept.session if self._kept else None, *self.parked.sessions]
        return self._turn is not None and self._turn.end_others({each.pid for each in sessions if each is not None})

    def let_go(self) -> None:
        """Close the worker that ran the notebook, unless it waits for hidden cases.

        One that is only forgotten warns of its open socket whenever it is collected: a test that allows no warnings
        would take that for the student's.
        """
        if self._session not in (None, self._first, *self.parked.sessions):
            self.session.close()

    def close(self) -> None:
        """End all workers and the turn."""
        self.parked.close()
        for session in (self._kept.session if self._kept else None, self._session, self._first):
            if session is not None:
                session.close()
        self._kept = self._session = self._first = None
        if self._turn is not None:
            self._budget.end()
            self._turn.close()
            self._turn = None
        self._since_kept = self._since_start = 0.0

    def _end(self, session: Session) -> None:
        """End a worker, unless all others would end with it."""
        if session is not self._first:
            session.kill()


def _print(text: str) -> None:
    """Print what student code printed during a call: a doctest listens, and so may any other test."""
    with contextlib.suppress(UnicodeError):
        sys.stdout.write(text)
