"""What student code prints: kept up to a limit, the rest counted and dropped, nothing that could block."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterator
from typing import Any, Final

_NOTE: Final = "\n[... {} more bytes of output were dropped]"


class Printed:
    """The text of one request."""

    def __init__(self, limit: int) -> None:
        self._kept = bytearray()
        self._limit = limit
        self._dropped = 0

    def add(self, data: bytes) -> None:
        """Keep `data` as far as there is room."""
        room = max(0, self._limit - len(self._kept))
        self._kept += data[:room]
        self._dropped += max(0, len(data) - room)

    def place(self) -> int:
        """Return how many characters were kept so far."""
        return len(self._kept.decode("utf-8", "replace"))

    def text(self) -> str:
        """Return what was kept, with a note about what was not."""
        text = self._kept.decode("utf-8", "replace")
        return text + _NOTE.format(self._dropped) if self._dropped else text


class _Sink(io.RawIOBase):
    """The byte stream below sys.stdout and sys.stderr. It has a descriptor because subprocess asks for one."""

    def __init__(self, output: Output, descriptor: int) -> None:
        self._output = output
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: Any) -> int:
        block = bytes(data)
        self._output.printed.add(block)
        return len(block)


class Output:
    """Stands in for standard output and error of this process.

    Descriptors 0, 1 and 2 lead nowhere: what a C library or a child process writes to them is dropped.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.printed = Printed(0)
        self._streams: list[Any] = []

    def install(self) -> None:
        """Take the place of sys.stdin, sys.stdout and sys.stderr, and of the three descriptors."""
        with contextlib.suppress(OSError):
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nowhere, descriptor)
            if nowhere > 2:
                os.close(nowhere)
        sys.stdin = io.StringIO()
        self._streams = [self._stream(1), self._stream(2)]

    @contextlib.contextmanager
    def capture(self) -> Iterator[Printed]:
        """Collect what is printed in the block, apart from what was printed around it; also if that goes elsewhere."""
        outer, self.printed = self.printed, Printed(self.limit)
        streams = sys.stdout, sys.stderr
        self._restore()
        try:
            yield self.printed
        finally:
            self.printed = outer
            sys.stdout, sys.stderr = streams  # which the cell that checks may have led elsewhere

    def _restore(self) -> None:
        """Undo what student code did to the streams."""
        for number, stream in enumerate(self._streams):
            if stream.closed:
                self._streams[number] = self._stream(number + 1)
        sys.stdout, sys.stderr = self._streams

    def _stream(self, descriptor: int) -> io.TextIOWrapper:
        sink: Any = _Sink(self, descriptor)
        return io.TextIOWrapper(sink, encoding="utf-8", errors="backslashreplace", write_through=True)
