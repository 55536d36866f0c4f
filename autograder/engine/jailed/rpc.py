"""Frames over a stream socket, one at a time: who has sent a frame waits for one before sending again."""

from __future__ import annotations

import array
import os
import socket
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from .decode import Reader, ReadOther, refuse
from .wire import HEADER, OutOfMemory, ProtocolViolation, WireLimits, WorkerDied

_SCRATCH: Final = 1 << 16
_BUFFER: Final = 1 << 22  # what is asked of the kernel for either direction
_DESCRIPTORS: Final = socket.CMSG_SPACE(array.array("i").itemsize)
_empty = np.empty
_NOTHING: Final = memoryview(b"")


class Channel:
    """One end of a socket that frames go through.

    Because the sides take turns, there is never more to read than one frame: anything beyond it is a violation.
    """

    def __init__(self, sock: socket.socket, limits: WireLimits) -> None:
        for buffer in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            sock.setsockopt(socket.SOL_SOCKET, buffer, _BUFFER)
        self.sock = sock
        self.limits = limits
        self._scratch = memoryview(bytearray(_SCRATCH))

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def send(self, buffers: Sequence[Any], descriptors: Sequence[int] = ()) -> None:
        """Send the buffers of one frame, and open file descriptors with it."""
        for buffer in buffers:
            view = memoryview(buffer)
            if descriptors:
                view = view[self._write_first(view, descriptors) :]
                descriptors = ()
            self._write(view)

    def receive(self, read_object: ReadOther = refuse, read_function: ReadOther = refuse) -> Reader:
        """Wait for one frame and return a Reader of it.

        Raises:
            ProtocolViolation: it is longer than the limit, or more than one frame came.
            OutOfMemory: there is no memory for it.
            WorkerDied: the other side has closed the socket.

        """
        scratch = self._scratch
        have = 0
        while have < HEADER.size:
            have += self._read(scratch[have:])
        stream, raw = HEADER.unpack_from(scratch)
        length = stream + raw
        if length > self.limits.frame_bytes:
            raise ProtocolViolation("a frame is declared to be longer than is allowed")
        if have > HEADER.size + length:
            raise ProtocolViolation("more came than one frame")
        came = scratch[HEADER.size : have]
        # the stream is read once more at once, so it may stay where the next frame will come; arrays may not
        first = came[:stream] if len(came) >= stream else self._part(came, stream)
        return Reader(first, self._part(came[stream:], raw), self.limits, read_object, read_function)

    def reader(self, frame: bytes, read_object: ReadOther, read_function: ReadOther) -> Reader:
        """Return a Reader of a frame that came within another one."""
        stream, _ = HEADER.unpack_from(frame)
        content = memoryview(frame)[HEADER.size :]
        return Reader(content[:stream], content[stream:], self.limits, read_object, read_function)

    def _part(self, came: memoryview, length: int) -> memoryview:
        """Return `length` bytes, of which those in `came` were read already, in memory of their own."""
        if not length:
            return _NOTHING
        try:
            part = _empty(length, np.uint8).data
        except MemoryError:
            raise OutOfMemory("a frame needs more memory than there is for it") from None
        have = len(came)
        part[:have] = came
        while have < length:
            have += self._read(part[have:])
        return part

    def _read(self, view: memoryview) -> int:
        """Read at least one byte into `view` and return how many came."""
        got = self.sock.recv_into(view)
        if not got:
            raise WorkerDied("the other side has closed the socket")
        return got

    def _write(self, data: memoryview) -> None:
        """Write all of `data`."""
        self.sock.sendall(data)

    def _write_first(self, data: memoryview, descriptors: Sequence[int]) -> int:
        """Write some of `data` together with open descriptors; return how much was written."""
        return socket.send_fds(self.sock, [data], list(descriptors))


class WorkerChannel(Channel):
    """The jailed end: takes the descriptors that come with a frame."""

    def __init__(self, sock: socket.socket, limits: WireLimits) -> None:
        super().__init__(sock, limits)
        self._received: list[int] = []

    def take_descriptor(self) -> int:
        """Return the descriptor that came last."""
        return self._received.pop()

    def _read(self, view: memoryview) -> int:
        got, ancillary, _, _ = self.sock.recvmsg_into([view], _DESCRIPTORS, socket.MSG_CMSG_CLOEXEC)
        for level, kind, data in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                numbers = array.array("i")
                numbers.frombytes(data[: len(data) - len(data) % numbers.itemsize])
                self._received.extend(numbers)
        if not got:
            for descriptor in self._received:
                os.close(descriptor)
            raise WorkerDied("the other side has closed the socket")
        return got
