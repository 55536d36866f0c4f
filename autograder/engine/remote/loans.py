"""Functions of the trusted side that the jail may call: during the case that lends them, and not a moment longer."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable, Iterator
from typing import Any

from autograder.engine.jailed.decode import Reader
from autograder.engine.jailed.wire import MAX_NUMBER

Function = Callable[..., Any]


class Refused(RuntimeError):
    """The submission asked for something at a time when it may not: its own mistake, not the grader's."""


class Loans:
    """The functions that are lent at the moment, by number, and what they raised."""

    def __init__(self) -> None:
        self.open = False
        self._functions: dict[int, Function] = {}
        self._numbers: dict[int, int] = {}
        self._failures: dict[int, Exception] = {}
        self._next = itertools.count(1)

    @contextlib.contextmanager
    def case(self) -> Iterator[None]:
        """Allow functions to be lent in the block, and take them all back at its end.

        Raises:
            RuntimeError: a case is running already.

        """
        if self.open:
            raise RuntimeError("a test case cannot begin before the one that runs has ended")
        self.open = True
        try:
            yield
        finally:
            self.open = False
            for table in (self._functions, self._numbers, self._failures):
                table.clear()

    def number(self, function: Function) -> int:
        """Return the number under which `function` is lent: always the same one within a case.

        Raises:
            RuntimeError: no case is running.

        """
        if not self.open:
            raise RuntimeError("a function can be handed to the submission only while a test case runs")
        number = self._numbers.get(id(function))
        if number is None:
            number = self._numbers[id(function)] = next(self._next)
            self._functions[number] = function
        return number

    def call(self, number: int, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Call a function that is lent.

        Raises:
            Refused: it is not lent any more, or never was.

        """
        return self._functions.get(number, _revoked)(*arguments, **options)

    def read(self, reader: Reader, depth: int) -> Function:
        """Return the function whose number comes next; one that only raises Refused when it is not lent any more."""
        return self._functions.get(reader.integer(0, MAX_NUMBER), _revoked)

    def keep_failure(self, error: Exception) -> int:
        """Keep what a lent function raised, and return a number for it. A refusal is not kept."""
        token = next(self._next)
        if self.open and not isinstance(error, Refused):
            self._failures[token] = error
        return token

    def failure(self, token: int) -> Exception | None:
        """Return what a lent function raised in this case."""
        return self._failures.get(token)


def _revoked(*arguments: Any, **options: Any) -> Any:
    raise Refused("this function was lent for a test case that is over")
