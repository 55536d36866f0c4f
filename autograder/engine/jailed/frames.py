"""Whole frames, and what to make of one that cannot be read."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from .decode import Reader, ReadOther, refuse
from .wire import HEADER, OutOfMemory, ProtocolViolation, WireLimits


def decode_frame(
    frame: bytes, limits: WireLimits, read_object: ReadOther = refuse, read_function: ReadOther = refuse
) -> Any:
    """Return the one value that a whole frame (with its header) holds.

    Raises:
        ProtocolViolation: it holds something else.

    """
    if len(frame) < HEADER.size:
        raise ProtocolViolation("a frame is shorter than its header")
    stream, raw = HEADER.unpack_from(frame)
    if stream + raw > limits.frame_bytes or stream + raw != len(frame) - HEADER.size:
        raise ProtocolViolation("a frame is not as long as its header says")
    body = memoryview(frame)[HEADER.size :]
    reader = Reader(body[:stream], body[stream:], limits, read_object, read_function)
    with well_formed():
        value = reader.value()
        reader.finish()
    return value


class well_formed:  # noqa: N801
    """Turn whatever goes wrong while a frame is read into a ProtocolViolation, or OutOfMemory."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, MemoryError):
            raise OutOfMemory("a value needs more memory than there is for it") from None
        if isinstance(error, Exception):
            raise ProtocolViolation(f"a frame cannot be read: {type(error).__name__}") from None
