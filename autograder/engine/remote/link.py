"""Calls over the wire, as the trusted side makes and answers them: strictly nested, and nothing believed."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Callable, Collection, Sequence
from typing import Any, Final

import numpy as np

from autograder.engine.jailed.bases import write_base_value
from autograder.engine.jailed.classes import write_instance
from autograder.engine.jailed.encode import Writer
from autograder.engine.jailed.frames import well_formed
from autograder.engine.jailed.wire import (
    MAX_NUMBER,
    ORDER_BITS,
    WARNING_LENGTH,
    WARNINGS,
    CannotSend,
    Kind,
    ProtocolViolation,
    SessionEnded,
    Tag,
)
from autograder.engine.remote.channel import TrustedChannel
from autograder.engine.remote.deadlines import Deadlines
from autograder.engine.remote.failures import Failure, remote_error, warning_class
from autograder.engine.remote.loans import Loans
from autograder.engine.remote.mirror import Mirror
from autograder.engine.remote.proxies import Proxies
from autograder.engine.remote.stand_ins import RemoteObject, is_settable
from autograder.system.clocks import Span

_NESTING: Final = 32
_TEXT: Final = "raised by a function of the grader"
_MOST_POSTED: Final = 1 << 15  # bytes of one request that waits for the next frame
_LOOKING: Final = frozenset(
    {"find", "generators", "get", "getattr", "has", "import", "isinstance", "length", "look_up", "names", "settings"}
    | {"signature", "unask"}
)
_MOST_WAITING: Final = 1 << 18  # bytes of all of them

Handler = Callable[[str, tuple[Any, ...]], Any]
Observer = Callable[[str, Any, Exception | None], object]


class Link:
    """A conversation with one worker.

    `ended` is what ended it, None while it lasts; once it has ended, every call raises that again. `sent` counts what
    was sent: as long as it stays the same, the submission has had no occasion to do anything. `on_names` is told after
    each answer which of the names that were found are something else now (see `RemoteNamespace`), or None if that is
    not known. With `brings_changes`, what a call changes in place in its arguments is changed in the caller's, too;
    without, only where the caller asks for it. While it `puts_aside`, the worker is to keep a copy of itself before the
    next request that may change something there; then no more. A `mirror` is told of each call. Instances of the
    `classes` go as what they are (see `jailed.classes`).
    """

    def __init__(
        self,
        channel: TrustedChannel,
        deadlines: Deadlines,
        *,
        call: Span | float,
        handler: Handler,
        echo: Callable[[str], object] | None,
        brings_changes: bool = True,
        classes: Collection[str] = (),
    ) -> None:
        self.ended: SessionEnded | None = None
        self._observer: tuple[int, Observer] | None = None
        self.loans = Loans()
        self.nesting = 0
        self.sent = 0
        self.puts_aside = False
        self.mirror: Mirror | None = None
        self.on_names: Callable[[list[Any] | None], object] = lambda names: None
        self._channel = channel
        self._deadlines = deadlines
        self._span = call
        self._handler = handler
        self._echo = echo
        self._brings_changes = brings_changes
        self._classes = classes
        self._proxies = Proxies(self.use)
        self._posted: list[bytes] = []
        self._calls = 0
        self._numbers = b""

    def call(
        self, operation: str, *arguments: Any, span: Span | float | None = None, descriptors: Sequence[int] = ()
    ) -> Any:
        """Have the worker do something, within `span` (default: the link's limit), and return its answer.

        Raises:
            RemoteError: the student's code raised.
            CannotSend: an argument cannot be sent; nothing was.
            SessionEnded: the conversation is over.

        """
        if self.ended is not None:
            raise self.ended
        self._put_aside_before(operation)
        for owner, name in self._proxies.take_unwanted():
            self.post("unask", owner, name)
        if self.mirror is not None:
            self.mirror.before(operation)
        number = self._next_number()
        writer = self._call_frame(number, operation, arguments)
        buffers = writer.buffers()
        self.nesting += 1
        try:
            with self._deadlines.limit("call", span or self._span):
                self._channel.expect_silence()
                self._channel.send(buffers, descriptors)
                self._calls += 1
                self._has_sent()
                value, failure, report = self._await(number)
        except BaseException as error:
            # Whatever came between, an interrupt for instance, the worker's answer would now be taken for another's.
            self.ended = error if isinstance(error, SessionEnded) else SessionEnded("the grader was interrupted")
            raise
        finally:
            self.nesting -= 1
        self._take_report(writer.mutables, report)
        self._tell(operation, value, failure)
        if self.mirror is not None:
            self.mirror.after(operation)
        if failure is not None:
            raise failure
        return value

    def post(self, operation: str, *arguments: Any) -> bool:
        """Have the worker do something before all else when the next frame comes; it must be what cannot fail.

        Should it fail there all the same, the next call fails with that. Large arguments are sent at once: then False.

        Raises:
            CannotSend: an argument cannot be sent.

        """
        if self.ended is not None:
            raise self.ended
        self._put_aside_before(operation)
        writer = Writer(self._channel.limits, self._write_other)
        writer.plain(operation)
        writer.value(arguments)
        frame = b"".join(map(bytes, writer.buffers()))
        if len(frame) > _MOST_POSTED or sum(map(len, self._posted)) > _MOST_WAITING:
            self.call(operation, *arguments)
            return False
        self._posted.append(frame)
        return True

    def use(self, operation: str, *arguments: Any) -> Any:
        """Do what a stand-in asks for: without a request if its answer is here, without an answer if there is none."""
        match operation, arguments:
            case "getattr", (RemoteObject() as proxy, str(name)):
                known = self._proxies.known(proxy, name)
                if known:
                    self._tell(operation, *known, None)
                    return known[0]
            case "setattrs", (RemoteObject() as proxy, values) if is_settable(proxy):
                if self.post(operation, proxy, values):
                    for name, value in values.items():
                        self._proxies.has_set(proxy, name, value)
                return None
            case "call", _ if not self._brings_changes:
                return self.call("call_alone", *arguments)
            case "call_bringing_changes", _:
                return self.call("call", *arguments)
        return self.call(operation, *arguments)

    def observe(self, observer: Observer | None) -> None:
        """Tell `observer` of every call from now on that is not made within one that begins from now on."""
        self._observer = (self.nesting, observer) if observer is not None else None

    def end(self, cause: SessionEnded) -> None:
        """Close the socket; calls raise `cause` from now on."""
        self.ended = self.ended or cause
        self._channel.close()

    def _put_aside_before(self, operation: str) -> None:
        if self.puts_aside and operation not in _LOOKING:
            self.puts_aside = False
            self.post("put_aside")

    def _next_number(self) -> int:
        """Return a number for the next call: nobody can foresee it, and the worker notices when it has missed one."""
        self._numbers = self._numbers or secrets.token_bytes(1024)
        drawn, self._numbers = int.from_bytes(self._numbers[:8], "big"), self._numbers[8:]
        return drawn >> (1 + ORDER_BITS) << ORDER_BITS | self._calls % (1 << ORDER_BITS)

    def _has_sent(self) -> None:
        """Note that a frame has been sent, with all that was posted: whatever was known before may be different now."""
        self.sent += 1
        self._posted.clear()
        self._proxies.ready.clear()

    def _tell(self, operation: str, value: Any, failure: Exception | None) -> None:
        if self._observer is not None and self._observer[0] == self.nesting:
            self._observer[1](operation, value, failure)

    # ---- writing ----

    def _call_frame(self, number: int, operation: str, arguments: tuple[Any, ...]) -> Writer:
        writer = Writer(self._channel.limits, self._write_other)
        writer.plain(int(Kind.CALL), number, operation)
        dropped = self._proxies.take_dropped()
        try:
            writer.value(self._posted or None)
            writer.value(dropped or None)
            writer.track = operation == "call"
            writer.value(arguments)
        except BaseException:
            self._proxies.return_dropped(dropped)
            raise
        return writer

    def _write_other(self, writer: Writer, value: Any, depth: int) -> None:
        if isinstance(value, RemoteObject):
            number = self._proxies.number(value)
            if number is None:
                raise CannotSend(f"{value!r} belongs to another session")
            writer.tag(Tag.OBJECT)
            writer.plain(number)
        elif not (write_instance(writer, value, depth, self._classes) or write_base_value(writer, value, depth)):
            if not callable(value):
                raise CannotSend(f"a value of type {type(value).__name__} cannot be sent to a submission")
            writer.tag(Tag.FUNCTION)
            writer.plain(self.loans.number(value))

    # ---- reading ----

    def _await(self, number: int) -> tuple[Any, Exception | None, tuple[Any, ...]]:
        """Wait for the answer to the call, answering the worker's own calls meanwhile.

        Returns:
            The value, what to raise instead or None, and the report.

        """
        while True:
            reader = self._channel.receive(self._proxies.read, self.loans.read)
            with well_formed():
                kind = reader.integer(0, 2)
                theirs = reader.integer(*((0, MAX_NUMBER) if kind == Kind.CALL else (number, number)))
                operation = reader.text(40) if kind == Kind.CALL else ""
                value = reader.value()
                report = () if kind == Kind.CALL else reader.value()
                reader.finish()
            if kind == Kind.CALL:
                self._answer(theirs, operation, value)
            elif kind == Kind.ANSWER:
                return value, None, report
            else:
                return None, self._failure(value), report

    def _failure(self, value: Any) -> Exception:
        match value:
            case (type_name, bases, text, lines, token):
                failure = Failure.from_wire((type_name, bases, text, lines))
                original = self.loans.failure(token) if type(token) is int else None
                return original or remote_error(failure)
        raise ProtocolViolation("a failure is not well formed")

    def _take_report(self, sent: list[Any], report: Any) -> None:
        """Do here what the call did there: changes to arguments, printed text, warnings."""
        match report:
            case None:  # as nearly always: nothing of all that
                self.on_names([])
                return
            case (list(changes), tuple(caught), str(printed), list() | None as names, _) if len(caught) <= WARNINGS:
                self.on_names(names)  # the last part has done its work when it was read: see Proxies.read
            case _:
                raise self._violation("a report is not well formed")
        for change in changes:
            match change:
                case (int(place), value) if 0 <= place < len(sent) and _fits(sent[place], value):
                    _restore(sent[place], value)
                case _:
                    raise self._violation("a changed argument does not fit the one that was sent")
        if printed and self._echo is not None:
            self._echo(printed)
        for warning in caught:
            match warning:
                case (tuple(kinds), str(text)) if len(text) <= WARNING_LENGTH:
                    warnings.warn_explicit(text, warning_class(kinds), "submission", 1)
                case _:
                    raise self._violation("a warning is not well formed")

    def _violation(self, text: str) -> ProtocolViolation:
        violation = ProtocolViolation(text)
        self.ended = violation
        return violation

    # ---- answering ----

    def _answer(self, number: int, operation: str, arguments: Any) -> None:
        if not isinstance(arguments, tuple):
            raise ProtocolViolation("the arguments of a call are not well formed")
        try:
            if self.nesting > _NESTING:
                raise RecursionError
            value = self._handler(operation, arguments)
            writer = Writer(self._channel.limits, self._write_other)
            writer.plain(int(Kind.ANSWER), number)
            writer.value(self._posted or None)
            writer.value(value)
            buffers = writer.buffers()
        except Exception as error:
            buffers = self._failure_frame(number, error)
        self._channel.expect_silence()
        self._channel.send(buffers)
        self._has_sent()

    def _failure_frame(self, number: int, error: Exception) -> list[Any]:
        """Say what kind of exception it was: its text and its traceback are the grader's own."""
        name = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")
        writer = Writer(self._channel.limits)
        writer.plain(int(Kind.FAILURE), number)
        writer.value(self._posted or None)
        writer.value((name, _TEXT, self.loans.keep_failure(error)))
        return writer.buffers()


def _fits(original: Any, value: Any) -> bool:
    if isinstance(original, np.ndarray):
        return type(value) is np.ndarray and (value.shape, value.dtype) == (original.shape, original.dtype)
    return any(isinstance(original, kind) and type(value) is kind for kind in (list, dict, set))


def _restore(original: Any, value: Any) -> None:
    if isinstance(original, np.ndarray):
        if original.flags.writeable:
            original[...] = value
    elif isinstance(original, list):
        original[:] = value
    else:
        original.clear()
        original.update(value)
