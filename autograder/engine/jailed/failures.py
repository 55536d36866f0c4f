"""What student code raised, as plain data: bounded, and without a line of the grader's."""

from __future__ import annotations

import builtins
import linecache
import re
from types import TracebackType
from typing import Any, Final

from .wire import LINES, NAME_LENGTH, TEXT_LENGTH

_LINE_LENGTH: Final = 200
_CELL: Final = re.compile(r"<cell (\d{1,9})>")
_BUILTIN: Final = frozenset(
    name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
)


def describe_failure(
    error: BaseException,
) -> tuple[str, tuple[str, ...], str, tuple[tuple[int, int, int, str, str], ...]]:
    """Return the type's name, the names of Python's own exceptions it descends from (nearest first), text and lines.

    A line is (cell, line in the cell, line there at which its function begins, function, source); the innermost comes
    last, and of a long traceback only the beginning and the end are kept.
    """
    kind = type(error)
    bases = tuple(base.__name__ for base in kind.__mro__ if base.__module__ == "builtins" and base.__name__ in _BUILTIN)
    return _text(kind.__name__, NAME_LENGTH), bases, _text_of(error), _student_lines(error)


def _text_of(error: BaseException) -> str:
    try:
        return _text(str(error), TEXT_LENGTH)
    except BaseException:
        return "(its text cannot be read)"


def _text(text: Any, length: int) -> str:
    return str.__str__(text)[:length] if issubclass(type(text), str) else ""


def _student_lines(error: BaseException) -> tuple[tuple[int, int, int, str, str], ...]:
    if isinstance(error, SyntaxError):
        match = _CELL.fullmatch(error.filename or "")
        if match and isinstance(error.lineno, int):
            return (_line(int(match[1]), error.lineno, 1, "", error.text or ""),)
    first: list[tuple[int, int, int, str, str]] = []
    last: list[tuple[int, int, int, str, str]] = []
    trace: TracebackType | None = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        match = _CELL.fullmatch(code.co_filename)
        if match:
            source = linecache.getline(code.co_filename, trace.tb_lineno)
            name = code.co_qualname.rpartition("<locals>.")[2]
            line = _line(int(match[1]), trace.tb_lineno, code.co_firstlineno, name, source)
            if len(first) < LINES // 2:
                first.append(line)
            else:
                last = [*last[1 - LINES // 2 :], line]
        trace = trace.tb_next
    return (*first, *last)


def _line(cell: int, number: int, begin: int, function: str, source: str) -> tuple[int, int, int, str, str]:
    return cell, number, begin, function[:NAME_LENGTH], source.strip()[:_LINE_LENGTH]
