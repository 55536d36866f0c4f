"""A session: one worker's notebook, from its first cell to the end of its turn."""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import random
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, Self

import numpy as np

from autograder.engine.jailed.classes import classes_here
from autograder.engine.jailed.wire import VERSION, GraderFailed, ProtocolViolation, SessionEnded, WireLimits
from autograder.engine.outputs import read_figures, read_outputs
from autograder.engine.remote.channel import TrustedChannel, socket_pair
from autograder.engine.remote.deadlines import Deadlines
from autograder.engine.remote.failures import Failure, RemoteError, ending
from autograder.engine.remote.link import Link, Observer
from autograder.engine.remote.loans import Refused
from autograder.engine.remote.mirror import Mirror
from autograder.engine.remote.namespace import RemoteNamespace
from autograder.results.shown import Figure, Output
from autograder.system.clocks import Span, used_by
from autograder.system.handle import Handle

_QUESTION_LENGTH: Final = 200
_START_S: Final = 30.0
_REPORT_LENGTH: Final = 8_000
_STATE_BYTES: Final = 4 * (624 + 1)  # of the Mersenne twister: its words, and where it stands in them

Check = Callable[[str | None], str]


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a worker may take and how much it may send.

    Times are spans, or seconds of both clocks: `turn` is for everything from the session's start, with all its forks,
    `call` for each call that names no other time. `printed_bytes` is for the output that is kept of each cell and call.
    """

    turn: Span | float = 900.0
    call: Span | float = 60.0
    printed_bytes: int = 64 << 10
    wire: WireLimits = field(default_factory=WireLimits)


@dataclass(frozen=True, slots=True)
class CellOutcome:
    """What came of a cell: `failure` is what it raised, None if nothing; `printed` what it printed, bounded.

    `figures` are those that it showed, as far as they were asked for, and `outputs` all that it printed and showed.
    """

    failure: Failure | None
    printed: str
    figures: tuple[Figure, ...] = ()
    outputs: tuple[Output, ...] = ()


class Session:
    """The trusted side of one worker's turn.

    Every method, and every use of what came out of the session, can raise SessionEnded: ProtocolViolation, TurnTimeout,
    WorkerDied, or GraderFailed when `on_check` raised. It is no `Exception`, so a test case cannot mistake it for the
    student's; `ended` keeps it for test formats that catch everything.
    """

    def __init__(
        self,
        sock: socket.socket,
        limits: SessionLimits | None = None,
        *,
        on_check: Check | None = None,
        echo: Callable[[str], object] | None = None,
        deadlines: Deadlines | None = None,
        asked: Iterable[str] = (),
        brings_changes: bool = True,
        keeps_classes: bool = False,
    ) -> None:
        """Begin to talk over `sock`, the trusted end of a `socket_pair` whose other end a worker serves.

        `on_check` is called when a cell checks a question (None: all questions), and returns what the cell prints; it
        may use the session. `echo` gets what is printed during calls (never what cells print); without it that is
        dropped. `deadlines` are those of the turn (None: all time on the wall clock counts), and `asked` are names that
        are likely to be asked for. `brings_changes` is the link's. If it `keeps_classes`, instances of well-known
        classes travel as what they are, both ways, and not as what they are at bottom.
        """
        self.limits = limits or SessionLimits()
        self._on_check = on_check
        self._echo = echo
        self.deadlines = deadlines or Deadlines(self.limits.turn)
        self._channel = TrustedChannel(sock, self.limits.wire, self.deadlines)
        classes = classes_here() if keeps_classes else []
        self._link = Link(
            self._channel,
            self.deadlines,
            call=self.limits.call,
            handler=self._handle,
            echo=echo,
            brings_changes=brings_changes,
            classes=classes,
        )
        self._brings_changes, self._keeps_classes = brings_changes, keeps_classes
        self._in_cell = False
        self._settled = 0
        self.has_drawn = False
        self.namespace = RemoteNamespace(self._link, asked)
        self._link.on_names = self.namespace.renew
        wire = self.limits.wire
        version = self._link.call(
            "start", VERSION, wire.frame_bytes, wire.items, self.limits.printed_bytes, classes, span=_START_S
        )
        if version != VERSION:
            self._link.end(ProtocolViolation("the worker speaks another version of the protocol"))
            raise ProtocolViolation("the worker speaks another version of the protocol")
        self._worker = self._hold_worker()

    def _hold_worker(self) -> Handle | None:
        """Take hold of the worker, None if it has ended.

        Its number may be another process's by the time it is held; but who answers after that has the number still, and
        if what is held has not ended by then, it is the same.
        """
        held = Handle.of(self.pid)
        if held is None:
            return None
        try:
            self._link.call("has", "")
            if not held.ended():
                return held
        except BaseException:
            held.close()
            raise
        held.close()
        return None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process that serves this session, in this process's numbering."""
        return self._channel.pid or 0

    @property
    def cpu_s(self) -> float:
        """The CPU seconds that this process has used, without its children; quick to ask for."""
        return used_by(self.pid)

    @property
    def ended(self) -> SessionEnded | None:
        """What ended the session; None while it lasts."""
        return self._link.ended

    def close(self) -> None:
        """End the session; the worker notices when it next reads, and ends."""
        self._link.end(SessionEnded("the session was closed"))
        if self._worker:
            self._worker.close()
            self._worker = None

    def kill(self) -> None:
        """End the session and the worker itself, whatever that is at; what it has forked stays."""
        if self._worker:
            self._worker.send(signal.SIGKILL)
        self.close()

    def run_cell(
        self,
        cell: int,
        source: str,
        limit: Span | float,
        *,
        seed: int | None = None,
        room: int = -1,
        lasting: bool = True,
        goes_on: bool = False,
    ) -> CellOutcome:
        """Run one cell of the notebook; what it raises is an outcome, not an exception here.

        `cell` is its place in the notebook, for tracebacks. The time that `on_check` takes does not count. With a
        `seed`, the legacy random generators are seeded first, as otter does. `room` is for how
        many figures there is room, -1 if nobody wants to know of them. After a cell that is
        not `lasting` no `snapshot` can be had. One that `goes_on` leaves its figures open for the next.
        """
        self._in_cell = True
        try:
            outcome = self._link.call("run_cell", cell, source, seed, room, lasting, goes_on, span=limit)
        finally:
            self._in_cell = False
        return self._outcome(cell, outcome, room)

    def resume_cell(
        self, cell: int, source: str, limit: Span | float, packed: bytes, *, seed: int | None, room: int = -1
    ) -> CellOutcome:
        """Bring the notebook into the state after a cell from its snapshot; only its definitions are executed."""
        outcome = self._link.call("resume_cell", cell, source, seed, packed, room, span=limit)
        return self._outcome(cell, outcome, room)

    def snapshot(self, source: str, limit: Span | float) -> bytes | None:
        """Return a snapshot after the cell `source`, which has just run; None where there can be none."""
        packed = self._link.call("snapshot", source, span=limit)
        return packed if isinstance(packed, bytes) else None

    def _outcome(self, cell: int, outcome: Any, room: int) -> CellOutcome:
        with self._ending_on_violation(), contextlib.suppress(ValueError):
            match outcome:
                case {"failure": failure, "printed": str(printed), "figures": shown, "places": places}:
                    failed = None if failure is None else Failure.from_wire(failure)
                    figures = read_figures(cell, shown, room)
                    return CellOutcome(failed, printed, figures, read_outputs(printed, places) if room >= 0 else ())
        with self._ending_on_violation():
            raise ProtocolViolation("the outcome of a cell is not well formed")

    @contextlib.contextmanager
    def case(
        self, seed: int | None, limit: Span | float | None = None, *, lending: bool = True, puts_aside: bool = False
    ) -> Iterator[None]:
        """Run one test case in the block, within `limit` for all of it.

        If it `puts_aside`, the worker keeps a copy of itself for `run_test` before anything in it can be changed.

        Seeds the legacy random generators of both sides: here with `seed`, in the jail with a number derived from it,
        so that the submission cannot foresee what a test draws. Functions of this process that the block hands to the
        submission can be called until its end; unless it is `lending`, one that is about to be handed over raises
        `Postponed` instead. Afterwards `has_drawn` says whether the block drew anything on this
        side from the `seed`: a case that draws nothing has the same inputs whatever the seed is, and one that draws
        from where the notebook has left the generators has them again whenever it stands there.

        Without a `seed` all is left as it stands, pyplot's figures, too.
        """
        with self.deadlines.limit("case", limit), self._link.loans.case(lending=lending):
            if seed is not None:
                np.random.seed([seed >> shift & 0xFFFFFFFF for shift in range(0, 128, 32)])
                random.seed(seed)
                self._link.post("seed", derived_seed(seed))
            seeded = _numpy_generator(), random.getstate()
            self._link.puts_aside = puts_aside
            try:
                yield
            finally:
                self._link.puts_aside = False
                moved = _numpy_generator() != seeded[0] or random.getstate() != seeded[1]
                self.has_drawn = seed is not None and moved
                if self.ended is None:
                    self._link.post("end_case", seed is None)

    @contextlib.contextmanager
    def mirrored(self, text: str) -> Iterator[None]:
        """Have this process's settings and generators like the notebook's while the case with this text runs.

        What the case sets is set in the notebook's process, too, as if they were one (see `mirror`).
        """
        mirror = Mirror(self._link, text)
        with mirror.held():
            self._link.mirror = mirror
            try:
                yield
            finally:
                self._link.mirror = None
                self._link.puts_aside = False

    def seed(self, seed: int) -> None:
        """Seed the notebook's legacy generators, as otter does before a cell."""
        self._link.post("seed", seed)

    def generators(self) -> Any:
        """Return where the notebook's legacy generators stand; what that is, is up to the submission."""
        return self._link.call("generators")

    def put_generators(self, generators: Any) -> None:
        """Have the notebook's legacy generators go on from where they stood once."""
        self._link.call("put_generators", generators)

    def settle(self) -> None:
        """Make sure that no request so far was answered twice: before that, no outcome of a case is to be believed.

        Whoever answers in the worker's place leaves the worker's own answer over, which shows at the next request.
        """
        if self._link.sent != self._settled:
            with contextlib.suppress(RemoteError):
                self._link.call("has", "")
            self._settled = self._link.sent

    @contextlib.contextmanager
    def observed(self, observer: Observer | None) -> Iterator[None]:
        """Tell `observer` of every operation in the block: its name, and its value or what it raised.

        Calls that a function of this process makes while the worker waits for its answer are left out.
        """
        self._link.observe(observer)
        try:
            yield
        finally:
            self._link.observe(None)

    def fork(self) -> Session:
        """Split the worker into two and return a session with the new one; this one waits, as it is now.

        Both share what is left of the turn.

        Raises:
            RuntimeError: a cell (but for its checks) or a case is under way.
            RemoteError: the worker is not allowed another process.

        """
        if self._in_cell or self._link.loans.open:
            raise RuntimeError("a session can be forked only between cells and cases, or while a cell checks")
        trusted, jailed = socket_pair()
        try:
            with jailed:
                self._link.call("fork", descriptors=[jailed.fileno()])
            return Session(
                trusted,
                self.limits,
                on_check=self._on_check,
                echo=self._echo,
                deadlines=self.deadlines,
                asked=self.namespace.asked,
                brings_changes=self._brings_changes,
                keeps_classes=self._keeps_classes,
            )
        except BaseException:
            trusted.close()
            raise

    def files_changed(self) -> bool:
        """Tell whether files that were there when this worker was copied are others now: all copies share them."""
        return self._link.call("files_changed") is True

    def write_file(self, name: str, data: bytes) -> None:
        """Write a file into the folder in which the notebook runs; `name` may lead into folders below it."""
        piece = self.limits.wire.frame_bytes // 2
        for start in range(0, max(len(data), 1), piece):
            self._link.call("write_file", name, data[start : start + piece], start > 0)

    def run_test(self, kind: str, question: str, function: str, source: str, seed: int | None) -> tuple[bool, str]:
        """Have a test case run in the jail (see `jailed.trial`); return whether it passed, and a report if it did not.

        The submission sees the source and can say what it likes. With a `seed`, the generators are seeded first.
        """
        seed = None if seed is None else derived_seed(seed)
        answer = self._link.call("run_test", kind, question, function, source, seed)
        match answer:
            case (bool(passed), str(report)):
                return passed, report[:_REPORT_LENGTH]
        with self._ending_on_violation():
            raise ProtocolViolation("the outcome of a test is not well formed")

    def _handle(self, operation: str, arguments: tuple[Any, ...]) -> Any:
        """Answer a call of the worker."""
        match operation, arguments:
            case "callback", (int(function), tuple(values), dict(options)) if all(type(k) is str for k in options):
                mirror = self._link.mirror
                with mirror.lent() if mirror is not None else contextlib.nullcontext():
                    return self._link.loans.call(function, values, options)
            case "check", (str() | None as question, list() | None as names) if (
                question is None or len(question) <= _QUESTION_LENGTH
            ):
                self.namespace.renew(names)
                return self._check(question)
        raise ProtocolViolation("the submission asked for something that there is not")

    def _check(self, question: str | None) -> str:
        if self._on_check is None or not self._in_cell or self._link.loans.open:
            raise Refused("questions can be checked only by the notebook's cells")
        self._in_cell = False
        try:
            with self.deadlines.suspended():
                return self._on_check(question)
        except (MemoryError, RemoteError) as error:
            raise ending(error) from error
        except Exception as error:
            raise GraderFailed(f"checking {question or 'all questions'} failed: {error}") from error
        finally:
            self._in_cell = True

    @contextlib.contextmanager
    def _ending_on_violation(self) -> Iterator[None]:
        try:
            yield
        except ProtocolViolation as violation:
            self._link.end(violation)
            raise


def _numpy_generator() -> object:
    """Return the state of numpy's legacy generator, as it lies there: numpy's own copy takes 40 times as long."""
    generator = np.random.get_bit_generator()  # type: ignore[attr-defined]
    if type(generator) is not np.random.MT19937:
        return repr(generator.state)
    return ctypes.string_at(generator.ctypes.state_address, _STATE_BYTES)


def derived_seed(seed: int) -> int:
    """Return the seed for the jail's generators: it says nothing about `seed`."""
    return int.from_bytes(hashlib.sha256(f"jail {seed}".encode()).digest()[:4], "big")
