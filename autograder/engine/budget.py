"""The time of one submission, and the share of it that a cell or a case may take."""

import time
from collections import Counter

CELL = "cell"  # the kind of all cells; the kind of a case is its question

_FOR_HIDDEN = 1 / 6  # the share of the time that cells and public cases must leave to the hidden cases
_MOMENT_S = 0.01
_LEAST_S = 5.0


class TimeBudget:
    """The `wall_s` seconds of one submission, from now on; until `give_all` a share is kept for hidden cases."""

    def __init__(self, wall_s: float) -> None:
        self._last = time.monotonic() + wall_s
        self._ends = self._last - wall_s * _FOR_HIDDEN
        self._timeouts: Counter[str] = Counter()

    @property
    def spent(self) -> bool:
        """Whether nothing is left of what may be used now."""
        return time.monotonic() >= self._ends

    @property
    def turn_s(self) -> float:
        """The seconds that a turn which begins now may take, the share of the hidden cases among them."""
        return max(1.0, self._last - time.monotonic())

    def give_all(self) -> None:
        """Let the hidden cases have the share that was kept for them."""
        self._ends = self._last

    def limit(self, seconds: float, kind: str) -> float:
        """Return the time for a cell or for a case of a question: half as long after each that was not done in time.

        So all that hang together take no more than twice the time of the first, and leave the rest to the others.
        """
        patience = max(seconds * 0.5 ** self._timeouts[kind], min(seconds, _LEAST_S))
        return min(patience, max(_MOMENT_S, self._ends - time.monotonic()))

    def count_timeout(self, kind: str) -> None:
        """Be less patient with `kind`, a question or CELL, from now on."""
        self._timeouts[kind] += 1
