"""A process held by a handle of the kernel's, never by its number: that belongs to another one soon after its end."""

import contextlib
import os
import select
import signal
from pathlib import Path
from typing import Self


class Handle:
    """A process, held by the descriptor of a pidfd, which this closes. It stands for that process for good."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._ending = select.poll()
        self._ending.register(descriptor, select.POLLIN)

    @classmethod
    def of(cls, pid: int) -> Self | None:
        """Take hold of the process that has the number `pid` now, if there is one.

        The caller has to make sure that it is the one that was meant: by being its parent, which has not waited for it
        yet, or by looking again afterwards.
        """
        with contextlib.suppress(OSError):
            return cls(os.pidfd_open(pid))
        return None

    @property
    def pid(self) -> int:
        """Its number in this process's namespace; 0 when it has ended and was waited for."""
        lines = Path("/proc/self/fdinfo", str(self._descriptor)).read_text(encoding="ascii").splitlines()
        fields = dict(line.split(":", 1) for line in lines)
        return max(0, int(fields["Pid"]))

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, if it has not ended."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)

    def ended(self, timeout: float | None = 0) -> bool:
        """Return whether it has ended, after waiting for that for `timeout` seconds (None: as long as it takes)."""
        return bool(self._ending.poll(None if timeout is None else max(0.0, timeout) * 1000))

    def close(self) -> None:
        """Let go of it; once more does no harm."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def __del__(self) -> None:
        self.close()
