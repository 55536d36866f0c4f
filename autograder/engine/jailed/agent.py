"""Serves one submission: runs its cells, reads and sets its variables, calls its functions, as the trusted side asks.

Runs inside the jail, in the same process as the student's code, which can do to it whatever it likes: nothing that
this module says is believed on the trusted side.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from . import gallery, lazy_ticks
from .attributes import asked_next
from .cells import Cells, close_figures, seed_generators
from .changes import Argument, changed_arguments
from .decode import Reader
from .encode import Writer
from .failures import describe_failure
from .files import Files
from .generators import put_generators, read_generators
from .objects import Objects, lent_failure
from .observing import observed, unobserved
from .operations import OBJECT_OPERATIONS
from .otter_stand_in import make_module
from .output import Output
from .rpc import WorkerChannel
from .settings import ProcessSettings
from .snapshot import ResumableCells
from .threads import would_be_missed
from .trial import Trials
from .watch import Watch
from .wire import MAX_NUMBER, ORDER_BITS, VERSION, Kind, ProtocolViolation, TooLarge, WireLimits, WorkerDied

_NO_REPORT: Final[tuple[Any, ...]] = ([], (), "", None, None)
_UNOBSERVED: Final = frozenset(
    {"end_case", "put_aside", "put_generators", "put_settings", "resume_cell", "run_cell", "run_test", "seed"}
    | {"settings", "start", "write_file"}
)


def warm() -> None:
    """Do what is slow and the same for every submission, before the fork."""
    cells = Cells(Output(0))
    cells.install()
    cells.warm_up()
    gallery.warm_up()
    lazy_ticks.install()


def _close_figures() -> None:
    with contextlib.suppress(Exception):  # whatever the submission has made of pyplot
        close_figures()


def serve(sock: socket.socket) -> None:
    """Serve a submission on `sock` until the other side closes it."""
    agent = Agent(sock)
    with contextlib.suppress(WorkerDied):
        agent.run()


class TrustedSideError(Exception):
    """Something that the trusted side was asked for did not come about."""


class Agent:
    """The state of a worker: its socket, the notebook, and the objects that the trusted side knows of."""

    def __init__(self, sock: socket.socket) -> None:
        self._output = Output(0)
        self._output.install()
        self._cells = Cells(self._output)
        self._cells.install()
        self._home = Path.cwd()
        self._files: Files | None = None  # as they were when this process was copied
        self._forks: list[int] = []
        self._forking = False
        resumable = ResumableCells(self._cells)
        self._trials = Trials(self._cells.namespace)
        self._settings = ProcessSettings()
        sys.modules["otter"] = make_module(self._check)
        os.register_at_fork(after_in_child=self._leave)
        self._operations: Mapping[str, Callable[..., Any]] = {
            **OBJECT_OPERATIONS,
            "end_case": self._end_case,
            "delete": lambda name: self._cells.namespace.__delitem__(name),
            "files_changed": lambda: self._files is not None and self._files.changed(),
            "find": self._find,
            "get": lambda name: self._cells.namespace[name],
            "getattr": lambda value, name: self._objects.attributes.get(value, name),
            "has": lambda name: name in self._cells.namespace,
            "look_up": self._look_up,
            "names": lambda: [name for name in self._cells.namespace if type(name) is str],
            "resume_cell": resumable.resume,
            "run_cell": resumable.run,
            "generators": read_generators,
            "put_aside": self._trials.put_aside,
            "put_generators": put_generators,
            "put_settings": self._settings.put,
            "settings": lambda: (self._settings.read(), read_generators()),
            "run_test": self._trials.run,
            "seed": seed_generators,
            "snapshot": resumable.snapshot,
            "start": self._start,
            "unask": lambda value, name: self._objects.attributes.unask(value, name),
            "update": lambda values: self._objects.put(self._cells.namespace, values),
            "write_file": self._write_file,
        }
        self._connect(sock)

    def run(self) -> None:
        """Answer calls until the other side closes the socket (WorkerDied)."""
        while True:
            reader = self._receive()
            if reader.integer(0, 2) == Kind.CALL:
                self._answer(reader)

    # ---- the socket ----

    def _connect(self, sock: socket.socket) -> None:
        sock.settimeout(None)
        sock.set_inheritable(False)
        self._channel = WorkerChannel(sock, WireLimits())
        self._objects = Objects(self._call_trusted)
        self._watch = Watch()
        self._postponed: BaseException | None = None
        self._owner = (os.getpid(), threading.get_ident())
        self._calls = 0
        self._answered = 0
        self._executing = False

    def _leave(self) -> None:
        """Let go of the socket in a process that student code forked."""
        if not self._forking:
            self._channel.close()

    def _receive(self) -> Reader:
        try:
            return self._channel.receive(self._objects.read_object, self._objects.read_function)
        except (WorkerDied, OSError):
            if self._executing:
                os._exit(0)  # student code is on the stack, and nobody is waiting for it any more
            raise WorkerDied("the trusted side has closed the socket") from None
        except ProtocolViolation:  # the trusted side makes no mistakes: somebody else has read a part of it
            self._protest()

    def _send(self, writer: Writer) -> None:
        if os.getpid() != self._owner[0]:
            os._exit(0)  # a fork that student code made has come back here: it has nothing to say
        try:
            self._channel.send(writer.buffers())
        except OSError:
            os._exit(0)

    def _protest(self) -> NoReturn:
        """Have the trusted side end the submission: a call that was meant for this thread went to somebody else."""
        writer = self._writer()
        writer.plain(int(Kind.ANSWER), MAX_NUMBER + 1)  # which no call has: a violation
        self._send(writer)
        os._exit(1)

    def _writer(self) -> Writer:
        return Writer(self._channel.limits, self._objects.write_other)

    # ---- calls from the trusted side ----

    def _answer(self, reader: Reader) -> None:
        """Do what one call asks for, and answer it."""
        number = reader.integer(0, MAX_NUMBER)
        if number % (1 << ORDER_BITS) != self._answered % (1 << ORDER_BITS):
            self._protest()
        self._answered += 1
        operation = reader.text(40)
        outer, self._executing = self._executing, True
        arguments: list[Argument] = []
        failure: BaseException | None = None
        result = owner = None
        self._do_posted(reader)
        watch: Any = unobserved() if operation in _UNOBSERVED else observed(self._output)
        with watch as (printed, caught):
            try:
                if self._postponed is not None:
                    failed, self._postponed = self._postponed, None
                    raise failed
                self._objects.release(reader.value() or ())
                reader.track = operation == "call"
                values = reader.value()
                arguments = [Argument(value, data) for value, data in reader.mutables]
                if operation != "fork":
                    result = self._operations[operation](*values)
                    owner = asked_next(operation, values, result)
            except BaseException as error:
                failure = error
        self._executing = outer
        self._restore_limits()
        if operation == "fork" and failure is None:
            self._fork(number)
            return
        report = self._report(changed_arguments(arguments), tuple(caught), printed.text(), owner)
        if failure is None:
            self._send_answer(number, result, report)
        else:
            self._send_failure(number, failure, report)

    def _do_posted(self, reader: Reader) -> None:
        """Do what the trusted side wants done first and needs no answer to; what that raises, the next call raises."""
        for frame in reader.value() or ():
            try:
                posted = self._channel.reader(frame, self._objects.read_object, self._objects.read_function)
                operation, arguments = posted.text(40), posted.value()
                self._operations[operation](*arguments)
            except BaseException as error:
                self._postponed = error

    def _report(
        self, changes: list[Any], caught: tuple[Any, ...], printed: str, owner: object
    ) -> tuple[Any, ...] | None:
        """Return what else came of a call, None if nothing did; an `owner` brings what else is asked for of it."""
        names = self._names()
        if not self._objects.attributes.ready(owner):
            owner = None
        if changes or caught or printed or names != [] or owner is not None:
            return changes, caught, printed, names, owner
        return None

    def _names(self) -> list[Any] | None:
        """Return which watched names are bound to something else now, None if that cannot be told."""
        with contextlib.suppress(Exception):
            return self._watch.changed(self._cells.namespace)
        return None

    def _send_answer(self, number: int, result: Any, report: tuple[Any, ...] | None) -> None:
        """Answer; with a number for the result when its value does not fit, and with a failure when nothing does."""
        for write_result in (Writer.value, lambda writer, value: self._objects.write_handle(writer, value)):
            try:
                writer = self._writer()
                writer.plain(int(Kind.ANSWER), number)
                write_result(writer, result)
                writer.value(report)
                self._send(writer)
                return
            except TooLarge:
                continue
            except Exception as error:
                self._send_failure(number, error, _NO_REPORT)
                return
        self._send_failure(number, MemoryError("what the call changed is too large to be read"), _NO_REPORT)

    def _send_failure(self, number: int, failure: BaseException, report: tuple[Any, ...] | None) -> None:
        try:
            token = failure.__dict__.get("grader_token")
            description = describe_failure(failure)
        except BaseException:
            token, description = None, ("Exception", ("Exception",), "(it cannot be read)", ())
        for attached in (report, _NO_REPORT):
            try:
                writer = self._writer()
                writer.plain(int(Kind.FAILURE), number)
                writer.value((*description, token))
                writer.value(attached)
                self._send(writer)
                return
            except TooLarge:
                continue

    @staticmethod
    def _restore_limits() -> None:
        """Make room again for this module after student code lowered the recursion limit."""
        if sys.getrecursionlimit() < 1000:
            sys.setrecursionlimit(1000)

    # ---- calls to the trusted side ----

    def _call_trusted(self, function: int, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        return self._call("callback", function, arguments, options)

    def _check(self, question: str | None) -> str:
        with self._cells.closed():
            return str(self._call("check", question, self._names()))

    def _call(self, operation: str, *arguments: Any) -> Any:
        """Call the trusted side, and serve its calls until it answers."""
        if (os.getpid(), threading.get_ident()) != self._owner or not self._executing:
            raise TrustedSideError("the grader can only be called from the notebook's own process and main thread")
        writer = self._writer()
        self._calls += 1
        number = self._calls
        writer.plain(int(Kind.CALL), number, operation)
        writer.value(arguments)
        self._send(writer)
        while True:
            reader = self._receive()
            kind = reader.integer(0, 2)
            if kind == Kind.CALL:
                self._answer(reader)
                continue
            reader.integer(number, number)
            self._do_posted(reader)
            if kind == Kind.ANSWER:
                return reader.value()
            raise lent_failure(*reader.value())

    # ---- operations ----

    def _find(self, name: str, *others: str) -> list[Any]:
        """Return [value] or [] of `name`, and entries of it and the `others`, which are watched from now on."""
        space = self._cells.namespace
        return [self._look_up(name), *self._watch.begin(space, (name, *others))]

    def _look_up(self, name: str) -> list[Any]:
        """Return [value] of `name`, or [] where there is no such name."""
        space = self._cells.namespace
        return [space[name]] if name in space else []

    def _start(self, version: int, frame_bytes: int, items: int, printed_bytes: int, classes: list[str]) -> int:
        """Take over limits and the classes known there; return the version of the protocol that is spoken here."""
        self._channel.limits = WireLimits(frame_bytes, items)
        self._output.limit = printed_bytes
        self._objects.classes = frozenset(classes)
        return VERSION

    def _end_case(self, keeps_figures: bool = False) -> None:
        """Take back what was lent for a test case, and close the figures that it made unless they are to stay."""
        self._trials.end()
        self._objects.end_loans()
        if not keeps_figures:
            _close_figures()

    def _write_file(self, name: str, data: bytes, append: bool) -> None:
        """Write a file into the folder in which the submission began."""
        path = self._home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab" if append else "wb") as file:
            file.write(data)

    def _fork(self, number: int) -> None:
        """Split into two: this process answers the call and waits, the new one serves the socket that came with it."""
        try:
            sock = socket.socket(fileno=self._channel.take_descriptor())
        except IndexError:  # student code has used up the descriptors
            self._send_failure(number, OSError(errno.EMFILE, os.strerror(errno.EMFILE)), _NO_REPORT)
            return
        if would_be_missed():
            sock.close()
            self._send_failure(number, RuntimeError("the notebook's threads would be missing in a copy"), _NO_REPORT)
            return
        self._reap()
        self._forking = True
        try:
            child = os.fork()
        except OSError as error:
            sock.close()
            self._send_failure(number, error, _NO_REPORT)
            return
        finally:
            self._forking = False
        if child:
            sock.close()
            self._forks.append(child)
            self._send_answer(number, None, _NO_REPORT)
            return
        limits, executing = self._channel.limits, self._executing
        self._channel.close()
        self._forks = []
        with contextlib.suppress(Exception):  # whatever the submission has made of os: then nothing is known of them
            self._files = Files(self._home)
        self._connect(sock)
        self._channel.limits, self._executing = limits, executing  # a check forks with a cell on the stack

    def _reap(self) -> None:
        """Let forks that have ended go."""
        for child in list(self._forks):
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(child, os.WNOHANG) == (0, 0):
                    continue
            self._forks.remove(child)
