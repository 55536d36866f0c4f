"""Functions of the trusted side that the jail may call: during the case that lends them, and not a moment longer."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from autograder.engine.jailed.decode import Reader
from autograder.engine.jailed.wire import MAX_NUMBER, ProtocolViolation

Function = Callable[..., Any]


class Postponed(BaseException):
    """A case was about to lend a function at a time when none may be lent; no test is to catch this."""


class Refused(RuntimeError):
    """The submission asked for something at a time when it may not: its own mistake, not the grader's."""


class LentFunction:
    """What a test gets when a function that it lent comes back: it can be called until the case ends, and no more.

    A test treats it as it treats what is the student's, so it has nothing that could keep or tell anything: no
    attributes, and no name. It equals the function that was lent, and the same function is the same wrapper within a
    case.
    """

    __slots__ = ("__weakref__", "_function")

    def __init__(self, function: Function) -> None:
        object.__setattr__(self, "_function", function)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Call the function that was lent; it raises Refused when its case is over."""
        return self._function(*arguments, **options)

    def __getattribute__(self, name: str) -> Any:
        if name in ("__class__", "_function"):
            return object.__getattribute__(self, name)
        raise AttributeError(f"a function lent by the grader has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a function lent by the grader takes no attribute {name!r}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a function lent by the grader has no attribute {name!r}")

    def __eq__(self, other: object) -> bool:
        return self is other or self._function is other

    def __hash__(self) -> int:
        return hash(self._function)

    def __repr__(self) -> str:
        return "<a function lent by the grader>"

    __str__ = __repr__


class Loans:
    """The functions that are lent at the moment, by number, and what they raised.

    The worker itself speaks of no function whose case is over (see `jailed.objects`), so a number that is not lent is
    made up.
    """

    def __init__(self) -> None:
        self.open = False
        self._lending = True
        self._functions: dict[int, LentFunction] = {}
        self._numbers: dict[int, int] = {}
        self._failures: dict[int, Exception] = {}
        self._next = itertools.count(1)

    @contextlib.contextmanager
    def case(self, *, lending: bool = True) -> Iterator[None]:
        """Allow functions to be lent in the block, and take them all back at its end.

        Raises:
            RuntimeError: a case is running already.
            Postponed: the block was about to lend one, although it is not `lending`.

        """
        if self.open:
            raise RuntimeError("a test case cannot begin before the one that runs has ended")
        self.open, self._lending = True, lending
        try:
            yield
        finally:
            self.open = False
            for lent in self._functions.values():
                object.__setattr__(lent, "_function", _revoked)
            for table in (self._functions, self._numbers, self._failures):
                table.clear()

    def number(self, function: Function) -> int:
        """Return the number under which `function` is lent: always the same one within a case.

        Raises:
            RuntimeError: no case is running.

        """
        if not self.open:
            raise RuntimeError("a function can be handed to the submission only while a test case runs")
        if not self._lending:
            raise Postponed
        if type(function) is LentFunction:
            function = object.__getattribute__(function, "_function")
        number = self._numbers.get(id(function))
        if number is None:
            number = self._numbers[id(function)] = next(self._next)
            self._functions[number] = LentFunction(function)
        return number

    def call(self, number: int, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Call a function that is lent.

        Raises:
            ProtocolViolation: it is not lent any more, or never was.

        """
        return self._lent(number)(*arguments, **options)

    def read(self, reader: Reader, depth: int) -> LentFunction:
        """Return the function whose number comes next.

        Raises:
            ProtocolViolation: it is not lent any more, or never was.

        """
        return self._lent(reader.integer(0, MAX_NUMBER))

    def keep_failure(self, error: Exception) -> int:
        """Keep what a lent function raised, and return a number for it. A refusal is not kept."""
        token = next(self._next)
        if self.open and not isinstance(error, Refused):
            self._failures[token] = error
        return token

    def failure(self, token: int) -> Exception | None:
        """Return what a lent function raised in this case."""
        return self._failures.get(token)

    def _lent(self, number: int) -> LentFunction:
        lent = self._functions.get(number)
        if lent is None:
            raise ProtocolViolation("the submission named a function that is not lent")
        return lent


def _revoked(*arguments: Any, **options: Any) -> Any:
    raise Refused("this function was lent for a test case that is over")
