"""Two processes that take turns are handed over to each other much faster on one core than across two."""

from __future__ import annotations

import contextlib
import ctypes
import os
from collections.abc import Collection

from autograder.system.handle import Handle


class OneCore:
    """Keeps this process and a worker on one of the `cores` while they take turns; where there is a choice of one.

    It is the core on which this process runs when they begin: the kernel has chosen that in view of all that other
    graders and other programs do. Whoever is waited for in vain is let go, to run wherever there is room.
    """

    def __init__(self, cores: Collection[int] = ()) -> None:
        self._cores = cores if len(cores) > 1 else ()
        self._core: int | None = None
        self._worker: Handle | None = None

    def hold(self, worker: Handle | None) -> None:
        """Keep the worker on this process's core, and this process, too; once more does no harm."""
        if not self._cores or worker is None or (worker is self._worker and self._core is not None):
            return
        core = ctypes.CDLL(None).sched_getcpu() if self._core is None else self._core
        if core in self._cores and _put(worker, {core}):
            os.sched_setaffinity(0, {core})
            self._core, self._worker = core, worker

    def let_go(self) -> None:
        """Let both run on every core again; other workers stay where they are as long as they wait for their turn."""
        if self._core is None:
            return
        self._core = None
        with contextlib.suppress(OSError):  # the cores have been taken away meanwhile: the kernel has given others
            os.sched_setaffinity(0, self._cores)
        if self._worker is not None:
            _put(self._worker, self._cores)


def _put(worker: Handle, cores: Collection[int]) -> bool:
    """Tell whether the worker runs on those cores alone now: it may have ended, or not be this user's to command."""
    with contextlib.suppress(OSError):
        if not worker.ended() and (number := worker.pid):
            os.sched_setaffinity(number, cores)
            return True
    return False
