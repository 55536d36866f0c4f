"""What student code raised, on the trusted side: an exception of the same builtin class, with the student's lines."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any, Final

from autograder.engine.jailed.wire import (
    LINES,
    NAME_LENGTH,
    TEXT_LENGTH,
    OutOfMemory,
    ProtocolViolation,
    SessionEnded,
)

# Classes whose constructors want more than a text: their parents stand in for them.
_SPECIAL: Final = (BaseExceptionGroup, UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError)
_BUILTIN: Final = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, _SPECIAL)
}
_WARNINGS: Final = {name: kind for name, kind in _BUILTIN.items() if issubclass(kind, Warning)}


@dataclass(frozen=True, slots=True)
class StudentLine:
    """A line of a cell that an exception passed through; `cell` is the caller's number, `line` counts from 1.

    `begin` is the line at which the function begins.
    """

    cell: int
    line: int
    begin: int
    function: str
    source: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception in student code, as data: `bases` are Python's own classes it descends from, nearest first."""

    type_name: str
    bases: tuple[str, ...]
    text: str
    lines: tuple[StudentLine, ...]

    @classmethod
    def from_wire(cls, value: Any) -> Failure:
        """Return the failure that came as plain data.

        Raises:
            ProtocolViolation: it is none.

        """
        match value:
            case (str(type_name), tuple(bases), str(text), tuple(lines)) if (
                len(type_name) <= NAME_LENGTH
                and len(text) <= TEXT_LENGTH
                and len(lines) <= LINES
                and all(isinstance(base, str) for base in bases)
            ):
                return cls(type_name, bases, text, tuple(_line(line) for line in lines))
        raise ProtocolViolation("a failure is not well formed")


def _line(value: Any) -> StudentLine:
    match value:
        case (int(cell), int(line), int(begin), str(function), str(source)) if (
            len(function) + len(source) <= TEXT_LENGTH
        ):
            return StudentLine(cell, line, begin, function, source)
    raise ProtocolViolation("a line of a traceback is not well formed")


class RemoteError(Exception):
    """An exception in student code. `failure` says what and where; the text is the student's.

    Always raised as an instance of a class that also descends from the builtin class of the original, and has its name.
    """

    failure: Failure

    def __str__(self) -> str:
        return self.failure.text


def remote_error(failure: Failure) -> RemoteError:
    """Return the exception to raise for `failure`.

    What is no `Exception` (SystemExit, KeyboardInterrupt) comes as a plain RemoteError: it must not end the grader.
    """
    base = next((name for name in failure.bases if name in _BUILTIN), "Exception")
    error = _error_class(failure.type_name, base)(failure.text)
    error.failure = failure
    return error


def _error_class(name: str, base: str) -> type[RemoteError]:
    bases = (RemoteError,) if base == "Exception" else (RemoteError, _BUILTIN[base])
    # Of `__main__` as in the notebook: a doctest compares the name as Python prints it, with the module of all others.
    return type(name if name.isidentifier() else base, bases, {"__module__": "__main__"})


def ending(cause: BaseException) -> SessionEnded:
    """Return how a session ended, given what came out of it while no test was there to catch it.

    Requests of the engine's own, to seed the generators for instance, fail only in a submission that has taken its
    process apart or has used up its memory. A MemoryError is this process's own: the submission's values have filled
    what it sets aside for one submission.
    """
    if isinstance(cause, SessionEnded):
        return cause
    if isinstance(cause, MemoryError):  # the worker's own comes as a RemoteError that is one, too
        return OutOfMemory("there was no memory left")
    return SessionEnded("the worker does not do its own work")


def warning_class(names: tuple[str, ...]) -> type[Warning]:
    """Return Python's warning class of the first of the names that is one."""
    return next((_WARNINGS[name] for name in names if name in _WARNINGS), UserWarning)
