"""Being told to stop: by a terminal that closes, a machine that shuts down, a scheduler whose time is up."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

_SIGNALS: Final = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextmanager
def stops_as_by_ctrl_c() -> Iterator[None]:
    """Take SIGTERM and SIGHUP for Ctrl-C in the block, so that what is done by then is written.

    Only the first one counts: what is being written is not to be stopped by the next.
    """

    def stop(heeded: list[signal.Signals]) -> None:
        for number in heeded:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    with _answered(stop):
        yield


@contextmanager
def handed_on(process: subprocess.Popen[Any]) -> Iterator[None]:
    """Hand SIGTERM and SIGHUP on to a process in the block, as SIGTERM."""
    with _answered(lambda _: process.terminate()):
        yield


@contextmanager
def _answered(answer: Callable[[list[signal.Signals]], None]) -> Iterator[None]:
    """Answer the signals in the block but those that are ignored, as `nohup` has it."""
    if threading.current_thread() is not threading.main_thread():  # only that one may say what signals do
        yield
        return
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heeded = [number for number, handler in before.items() if handler is not signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, lambda *_: answer(heeded))
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, before[number])
