"""Stopping the trusted side's own work on what a submission has sent, when that takes too long."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from autograder.engine.remote import TurnTimeout

_AGAIN_S = 1.0  # something may have swallowed the first one


@contextlib.contextmanager
def alarm(seconds: float) -> Iterator[None]:
    """Raise TurnTimeout in the block when it has run for `seconds`, whatever it is at.

    Waiting for the jail has its own deadlines, which come first. This is for a test that is busy with a giant value: it
    is stopped between two steps of Python, so a long step in C comes to its end. In any thread but the main one, to
    which signals go, the block is left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, _AGAIN_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _ring(number: int, frame: FrameType | None) -> None:
    raise TurnTimeout("case")
