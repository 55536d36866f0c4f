"""Time limits that hold at once: for a call, for a test case, for the whole turn."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from autograder.engine.jailed.wire import TurnTimeout
from autograder.system.clocks import LOOK_S, Meter, Span

_LOOKS: Final = 8  # at least so many while the shortest limit passes
_MOMENT_S: Final = 1e-3


@dataclass(slots=True)
class _Limit:
    """What may still be used; `waited_s` is how long it held, since the last look, while the trusted side waited."""

    name: str
    left: Span
    look_s: float
    waited_s: float = 0.0

    @classmethod
    def of(cls, name: str, span: Span | float) -> Self:
        span = span if isinstance(span, Span) else Span.alike(span)
        return cls(name, span, min(LOOK_S, span.cpu_s / _LOOKS, span.wall_s / _LOOKS))


class Deadlines:
    """The limits under which the trusted side waits at the moment.

    They count what the turn's processes use of the CPUs, and the time for which the trusted side waits while none of
    them runs or wants to. What they are at is looked at now and then, and the time since the last look counts as that;
    a limit may so be passed by what happens between two looks. A limit that did not hold all that time has its share.
    When the next look comes is drawn by lot: who knew it could be seen at work each time, and sleep in between.
    """

    def __init__(self, turn: Span | float) -> None:
        """`turn` is for everything from now on. Without a `meter`, all time on the wall clock counts as waiting."""
        self.meter: Meter | None = None
        self._turn = _Limit.of("turn", turn)
        self._limits: list[_Limit] = []
        self._suspended: list[_Limit] = []
        self._cpu_s = 0.0
        self._lot = random.SystemRandom()
        self._haste = 1.0
        self.used = Span.alike(0.0)

    def until_look(self) -> float:
        """Return the seconds to wait until it is time for a look."""
        look_s = self._haste * min(limit.look_s for limit in (self._turn, *self._limits))
        return max(_MOMENT_S, look_s - self._turn.waited_s)

    def waited(self, seconds: float) -> None:
        """Note that the trusted side has waited for the turn, and got its answer.

        This is no moment to see whether it is at work. Only when no look has been possible for long, because all
        answers come at once, it is looked at now.

        Raises:
            TurnTimeout: a limit has been passed.

        """
        self._note(seconds)
        if self._turn.waited_s > 2 * LOOK_S:
            self._look(answered=True)

    def look(self, waited: float) -> None:
        """See what the turn is at, for which the trusted side has waited in vain.

        Raises:
            TurnTimeout: a limit has been passed.

        """
        self._note(waited)
        self._look(answered=False)

    def settle(self) -> None:
        """Count what the turn has used until now, whatever its limits."""
        with contextlib.suppress(TurnTimeout):
            self._look(answered=True)

    @contextlib.contextmanager
    def limit(self, name: str, span: Span | float | None) -> Iterator[None]:
        """Let the block use at most `span`, or as many seconds of both.

        None is for as much as what surrounds it may use.
        """
        if span is None:
            yield
            return
        self._limits.append(_Limit.of(name, span))
        try:
            yield
        finally:
            self._limits.pop()

    @contextlib.contextmanager
    def suspended(self) -> Iterator[None]:
        """Stop the clocks of every limit but the turn's for the block: its time is not the surrounding call's.

        Raises:
            TurnTimeout: a limit had been passed before the block, as was seen in it.

        """
        outer, self._limits = self._limits, []
        self._suspended += outer
        try:
            yield
        finally:
            self._limits = outer
            del self._suspended[len(self._suspended) - len(outer) :]
        self._check()

    def _note(self, seconds: float) -> None:
        for limit in (self._turn, *self._limits):
            limit.waited_s += seconds

    def _look(self, *, answered: bool) -> None:
        waited_s = self._turn.waited_s
        cpu_s, busy = self.meter.look() if self.meter is not None else (0.0, False)
        used = Span(cpu_s - self._cpu_s, 0.0 if busy or answered else waited_s)
        self._cpu_s, self.used = cpu_s, self.used.plus(used)
        self._turn.left = self._turn.left.without(used)
        self._turn.waited_s, self._haste = 0.0, self._lot.uniform(0.5, 1.0)
        for limit in (*self._suspended, *self._limits):
            limit.left = limit.left.without(used.scaled(limit.waited_s / waited_s if waited_s else 0.0))
            limit.waited_s = 0.0
        self._check()

    def _check(self) -> None:
        for limit in (self._turn, *self._limits):
            if limit.left.is_over:
                raise TurnTimeout(limit.name)
