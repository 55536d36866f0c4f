"""The time of one submission, the share of it that a cell or a case may take, and the alarm when it is used up."""

import contextlib
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from types import FrameType

from autograder.engine.remote import Deadlines, TurnTimeout
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


_AGAIN_S = 1.0  # something may have swallowed the first one


@contextlib.contextmanager
def alarm(cpu_s: float) -> Iterator[None]:
    """Raise TurnTimeout in the block when this process has used `cpu_s` seconds in it, whatever it is at.

    Waiting for the jail uses nothing, and has its own limits. This is for a test that is busy with a giant value: it
    is stopped between two steps of Python, so a long step in C comes to its end. In any thread but the main one, to
    which signals go, the block is left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _ring)
    signal.setitimer(signal.ITIMER_PROF, cpu_s, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise TurnTimeout("case")
