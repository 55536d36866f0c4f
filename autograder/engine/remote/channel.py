"""The trusted end of the socket: with limits of time, and only for one sender."""

from __future__ import annotations

import select
import socket
import struct
import time
from collections.abc import Callable, Sequence
from typing import Final

from autograder.engine.jailed.rpc import Channel
from autograder.engine.jailed.wire import ProtocolViolation, WireLimits, WorkerDied
from autograder.engine.remote.deadlines import Deadlines

_CREDENTIALS: Final = struct.Struct("3i")  # process, user, group
_ROOM: Final = socket.CMSG_SPACE(_CREDENTIALS.size)  # for the sender's credentials and nothing else


def socket_pair() -> tuple[socket.socket, socket.socket]:
    """Return the trusted and the jailed end of a new connection.

    The trusted end learns who sends: that must be asked for before the first byte is sent.
    """
    trusted, jailed = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    trusted.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    return trusted, jailed


class TrustedChannel(Channel):
    """Reads and writes within the limits of time, and takes bytes only from the process that sent the first one.

    `pid` is that process, as this process's namespace numbers it; None until something came.
    """

    def __init__(self, sock: socket.socket, limits: WireLimits, deadlines: Deadlines) -> None:
        super().__init__(sock, limits)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        sock.setblocking(False)  # with a timeout of its own, the socket would need twice as many system calls
        self.pid: int | None = None
        self._deadlines = deadlines
        self._readable, self._writable = select.poll(), select.poll()
        self._readable.register(sock, select.POLLIN)
        self._writable.register(sock, select.POLLOUT)

    def expect_silence(self) -> None:
        """Make sure that nothing came since the last answer.

        Raises:
            ProtocolViolation: something came, from whomever.
            WorkerDied: the other side has closed the socket.

        """
        if self._readable.poll(0):
            self._read(self._scratch[:1])
            raise ProtocolViolation("the submission sent something without being asked")

    def _read(self, view: memoryview) -> int:
        self._wait(self._readable)
        try:
            got, ancillary, flags, _ = self.sock.recvmsg_into([view], _ROOM)
        except OSError as error:
            raise WorkerDied(f"the worker is gone: {error}") from None
        if not got:
            raise WorkerDied("the worker has closed its socket")
        self._check_sender(ancillary, flags)
        return got

    def _write(self, data: memoryview) -> None:
        while len(data):
            data = data[self._sent(lambda rest=data: self.sock.send(rest)) :]  # type: ignore[misc]

    def _write_first(self, data: memoryview, descriptors: Sequence[int]) -> int:
        return self._sent(lambda: socket.send_fds(self.sock, [data], list(descriptors)))

    def _sent(self, send: Callable[[], int]) -> int:
        while True:
            try:
                return send()
            except BlockingIOError:
                self._wait(self._writable)
            except OSError as error:
                raise WorkerDied(f"the worker is gone: {error}") from None

    def _wait(self, ready: select.poll) -> None:
        """Wait until the socket is ready, or closed.

        Raises:
            TurnTimeout: a limit was passed before.

        """
        while True:
            began = time.monotonic()
            is_ready = ready.poll(self._deadlines.until_look() * 1000)
            passed = time.monotonic() - began
            if is_ready:
                self._deadlines.waited(passed)
                return
            self._deadlines.look(passed)

    def _check_sender(self, ancillary: Sequence[tuple[int, int, bytes]], flags: int) -> None:
        """Take nothing but the credentials of the one process; descriptors that come along do not fit and are gone."""
        if flags & socket.MSG_CTRUNC or len(ancillary) != 1:
            raise ProtocolViolation("the submission sent more than bytes")
        level, kind, data = ancillary[0]
        if level != socket.SOL_SOCKET or kind != socket.SCM_CREDENTIALS or len(data) != _CREDENTIALS.size:
            raise ProtocolViolation("the submission sent more than bytes")
        pid: int = _CREDENTIALS.unpack(data)[0]
        if self.pid is None:
            self.pid = pid
        elif pid != self.pid:
            raise ProtocolViolation("another process of the submission wrote to the grader")
