"""The time of one submission, and the share of it that a cell or a case may take."""

import time
from collections import Counter

from autograder.engine.remote import Deadlines
from autograder.system.clocks import Span

CELL = "cell"  # the kind of all cells; the kind of a case is its question

_FOR_HIDDEN = 1 / 6  # the share of the time that cells and public cases must leave to the hidden cases
_MOMENT = Span.alike(0.01)
_LEAST_TURN = Span.alike(1.0)
_LEAST = Span.alike(5.0)
_MOST_OTHERS = 3


class TimeBudget:
    """The time `whole` of one submission, from now on; until `give_all` a share is kept for hidden cases.

    What its processes use counts, and what this process uses meanwhile for its sake.
    """

    def __init__(self, whole: Span) -> None:
        self._whole, self._kept = whole, whole.scaled(_FOR_HIDDEN)
        self._began_s = time.process_time()
        self._earlier = Span.alike(0.0)
        self._turn: Deadlines | None = None
        self._timeouts: Counter[str] = Counter()

    @property
    def spent(self) -> bool:
        """Whether nothing is left of what may be used now."""
        return self._left.without(self._kept).is_over

    def begin(self) -> Deadlines:
        """Return the limits of a turn that begins now, the share of the hidden cases among them."""
        self.end()
        self._turn = Deadlines(self._left.at_least(_LEAST_TURN))
        return self._turn

    def end(self) -> None:
        """Count what the turn at work has used; it ends."""
        if self._turn is not None:
            self._turn.settle()
            self._earlier, self._turn = self._earlier.plus(self._turn.used), None

    def give_all(self) -> None:
        """Let the hidden cases have the share that was kept for them."""
        self._kept = Span.alike(0.0)

    def limit(self, span: Span, kind: str) -> Span:
        """Return the time for a cell or for a case of a question: half as long after each that was not done in time.

        It is half as long, too, for each of up to three other kinds that had one such: a function that hangs makes hang
        what calls it. So all that hang together take little more than four times as long as the first, and leave the
        rest to the others.
        """
        others = min(len(self._timeouts.keys() - {kind}), _MOST_OTHERS)
        patience = span.scaled(0.5 ** (self._timeouts[kind] + others)).at_least(span.at_most(_LEAST))
        return patience.at_most(self._left.without(self._kept).at_least(_MOMENT))

    def count_timeout(self, kind: str) -> None:
        """Be less patient with `kind`, a question or CELL, from now on."""
        self._timeouts[kind] += 1

    @property
    def used(self) -> Span:
        """What was used so far, as of the last look at the turn."""
        own = Span(time.process_time() - self._began_s, 0.0)
        turn = self._turn.used if self._turn is not None else Span.alike(0.0)
        return own.plus(self._earlier).plus(turn)

    @property
    def _left(self) -> Span:
        return self._whole.without(self.used)
