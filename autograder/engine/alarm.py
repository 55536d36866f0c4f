"""Stopping the trusted side's own work on what a submission has sent, when that takes too much of the CPU."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

from autograder.engine.remote import TurnTimeout

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
