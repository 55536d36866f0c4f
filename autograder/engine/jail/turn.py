"""One submission's turn in the jail, as the trusted side sees it."""

import json
import select
import signal
import socket
from collections.abc import Callable, Collection
from typing import Any

from autograder.engine.jail.limits import Exit, How, TurnLimits
from autograder.engine.jail.processes import end_descendants
from autograder.errors import EngineError
from autograder.system.clocks import Patience, Span
from autograder.system.closing import Closing
from autograder.system.handle import Handle

_EVENT_BYTES = 4096
_FORK = Span.alike(60.0)
_END = Span.alike(30.0)  # killing takes milliseconds; only a kernel in trouble needs longer


class Turn(Closing):
    """A worker that was forked for one submission.

    `socket` is the trusted end of the only connection to it (a stream; every message carries the sender's pid, because
    SO_PASSCRED is set), `pid` the worker's process id as seen from here, `top` that of the process below which all of
    the turn lies: the worker, or its supervisor. Leaving the context ends the turn.
    """

    def __init__(
        self,
        connection: socket.socket,
        status: socket.socket,
        limits: TurnLimits,
        ran_out: Callable[[], How | None],
        zygote: int,
    ) -> None:
        """`ran_out` tells what `ran_out_of_memory` does, `zygote` is the process that forks, as seen from here."""
        self.socket = connection
        self.limits = limits
        self.pid = self.top = 0
        self._status = status
        self._ran_out = ran_out
        self._zygote = zygote
        self._handle: Handle | None = None  # what the turn ends with: the worker, or its supervisor
        self._worker: Handle | None = None
        self._killed = False
        self._exit: Exit | None = None

    def begin(self) -> None:
        """Wait until the worker is confined and about to serve.

        Raises:
            EngineError: it could not be confined, or did not say so.

        """
        patience = Patience(self._zygote, _FORK)
        ready = False
        while not (ready and self._handle):
            event, descriptors = self._next_event(patience)
            match event.get("event"):
                case "started":
                    handles = [Handle(descriptor) for descriptor in descriptors]
                    self._handle, self._worker = handles[0], handles[-1]
                    self.pid, self.top = self._worker.pid, self._handle.pid
                case "ready":
                    ready = True
                case _:
                    reason = event.get("what", "it ended at once" if event else "the jail has gone")
                    raise EngineError(f"A submission could not be confined: {reason}; run `autograder doctor`.")

    def kill(self) -> None:
        """End the submission with all its processes, and return when the last of them is gone.

        A worker that is pid 1 of a namespace ends only after the kernel has killed all the others there; a supervisor,
        when it has ended them.

        Raises:
            EngineError: they are still there, and nothing happens.

        """
        if not self._handle or self._exit:
            return
        if not self._handle.ended():
            self._killed = True
            self._handle.send(signal.SIGKILL if self._handle is self._worker else signal.SIGTERM)
        if not Patience(self.top, _END).until_true(self._handle.ended):
            raise EngineError("A killed submission did not end; the machine needs a look before grading goes on.")

    def end_others(self, kept: Collection[int]) -> bool:
        """Kill every process of the turn but its first one and those in `kept`; tell whether all of them are gone.

        False when they multiply faster than they die, and where this kernel does not say which processes there are.
        """
        return self._handle is not None and end_descendants(self._handle, {*kept, self.pid})

    def wait(self, timeout: float | None = None) -> Exit:
        """Return how the turn ended, waiting for its end for as long as it takes.

        With a `timeout` only until it has been idle or at work for so many seconds meanwhile.

        Raises:
            TimeoutError: it goes on.

        """
        if self._exit is None:
            if self._handle is None or not self._is_over(self._handle, timeout):
                raise TimeoutError("the turn goes on")
            self._exit = self._ending()
        return self._exit

    def close(self) -> None:
        """End the turn and let go of everything that belongs to it."""
        try:
            self.kill()
            if self._handle:
                self.wait()
        finally:
            self.socket.close()
            self._status.close()
            if self._handle:
                for handle in (self._handle, self._worker):
                    if handle:
                        handle.close()
                self._handle = self._worker = None

    @property
    def ran_out_of_memory(self) -> How | None:
        """For want of whose memory the kernel has ended processes since this was last asked: MEMORY, MACHINE."""
        return self._ran_out()

    def _is_over(self, handle: Handle, timeout: float | None) -> bool:
        return (
            handle.ended(timeout) if not timeout else Patience(self.top, Span.alike(timeout)).until_true(handle.ended)
        )

    def _ending(self) -> Exit:
        event, _ = self._next_event(Patience(self._zygote, _END))
        if event.get("event") != "ended":
            return Exit(How.KILLED if self._killed else How.LOST)
        code, cpu_s = int(event["code"]), float(event["cpu_s"])
        return Exit(How.EXITED if code >= 0 else self._how_signalled(-code, cpu_s), code)

    def _how_signalled(self, number: int, cpu_s: float) -> How:
        if self._killed:
            return How.KILLED
        if number == signal.SIGXCPU or (number == signal.SIGKILL and cpu_s >= self.limits.cpu_s):
            return How.CPU
        wanted = self._ran_out()
        if wanted is How.MEMORY or (wanted and number == signal.SIGKILL):
            return wanted
        # Nothing inside can kill pid 1 of a namespace: a SIGKILL that is not ours is the kernel's, out of memory.
        by_kernel = number == signal.SIGKILL and self._handle is self._worker
        return How.MEMORY if by_kernel else How.SIGNALLED

    def _next_event(self, patience: Patience) -> tuple[dict[str, Any], list[int]]:
        """Return the next event of the status socket, {} when there will be none, with the descriptors it brings."""
        reported = select.poll()
        reported.register(self._status, select.POLLIN)
        if not patience.until(reported):
            raise EngineError("The jail does not answer, although it has nothing else to do; run `autograder doctor`.")
        try:
            message, descriptors, _, _ = socket.recv_fds(self._status, _EVENT_BYTES, 2)
        except OSError:
            return {}, []
        return (json.loads(message) if message else {}), descriptors
