"""A whole frame, read as the two sides read theirs."""

from typing import Any

from autograder.engine.jailed.decode import Reader, ReadOther, refuse
from autograder.engine.jailed.frames import well_formed
from autograder.engine.jailed.wire import HEADER, ProtocolViolation, WireLimits


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
