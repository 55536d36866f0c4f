"""Time limits that hold at once: for a call, for a test case, for the whole turn."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator

from autograder.engine.jailed.wire import TurnTimeout


class Deadlines:
    """The deadlines under which the trusted side waits at the moment, on the monotonic clock."""

    def __init__(self, turn_s: float) -> None:
        self._limits: list[tuple[str, float]] = []
        self._turn = time.monotonic() + turn_s

    def remaining(self) -> float:
        """Return the seconds until the first deadline.

        Raises:
            TurnTimeout: it has passed.

        """
        limit, deadline = min([("turn", self._turn), *self._limits], key=lambda entry: entry[1])
        seconds = deadline - time.monotonic()
        if seconds <= 0:
            raise TurnTimeout(limit)
        return seconds

    @contextlib.contextmanager
    def limit(self, name: str, seconds: float | None) -> Iterator[None]:
        """Let the block take at most `seconds` (None: as long as what surrounds it may)."""
        if seconds is None:
            yield
            return
        self._limits.append((name, time.monotonic() + seconds))
        try:
            yield
        finally:
            self._limits.pop()

    @contextlib.contextmanager
    def suspended(self) -> Iterator[None]:
        """Stop the clock of every limit but the turn's for the block: its time is not the surrounding call's."""
        outer, self._limits = self._limits, []
        began = time.monotonic()
        try:
            yield
        finally:
            passed = time.monotonic() - began
            self._limits = [(name, deadline + passed) for name, deadline in outer]
