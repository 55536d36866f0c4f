"""What both sides of the wire agree on: limits, the tags of values, and how a conversation can end.

A frame is a header, a msgpack stream, and a section of raw bytes for arrays. In the stream, None, bool, int, float,
str and bytes stand for themselves; everything else starts with a tag (a msgpack extension without data), followed by
what the tag says. No container of msgpack itself is used: the reader would reserve memory for the length it declares,
and containers nested in a few bytes would add up to more memory than there is.
"""

import enum
import math
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

VERSION: Final = 6
HEADER: Final = struct.Struct(">IQ")  # bytes of the stream, bytes of the raw section
MAX_DIMENSIONS: Final = 32
MAX_INT_BYTES: Final = 1785  # as many digits (4,300) as Python is willing to print
MAX_NUMBER: Final = (1 << 63) - 1  # of a call, an object, a function
ORDER_BITS: Final = 24  # of a call's number say which call it is, the others are random
NAME_LENGTH: Final = 200  # characters of a type's or a function's name
WARNINGS: Final = 20  # that are reported of one call
WARNING_LENGTH: Final = 500  # characters of a warning's text
LINES: Final = 12  # of a traceback
TEXT_LENGTH: Final = 2_000  # characters of an exception's text
_SMALLEST_FRAME_MB: Final = 64
_FRAMES_IN_MEMORY: Final = 4  # a value is sent, received, copied, and compared with another one


@dataclass(frozen=True, slots=True)
class WireLimits:
    """What one frame may hold, whichever side sends it.

    `frame_bytes` bounds a frame as a whole and the number of entries of each array in it; `items` the number of values
    in it, containers and their entries all counted; `depth` how deep containers may be nested.
    """

    frame_bytes: int = 64 << 20
    items: int = 1 << 21
    depth: int = 64

    def allow_shape(self, shape: Sequence[int]) -> bool:
        """Tell whether an array of that shape may travel; also of one without entries the other lengths count."""
        return math.prod(max(length, 1) for length in shape) <= self.frame_bytes

    def allow_range(self, start: int, stop: int, step: int) -> bool:
        """Tell whether a range with these bounds may travel: `step` is not 0."""
        return (stop - start) // step <= self.items

    @classmethod
    def within(cls, memory_mb: int) -> "WireLimits":
        """Return the limits for a submission with that much memory: with the usual 2 GiB, all of MNIST's images fit."""
        return cls(frame_bytes=max(_SMALLEST_FRAME_MB, memory_mb // _FRAMES_IN_MEMORY) << 20)


class SessionEnded(BaseException):
    """The conversation with a jail is over: nothing can be asked of that worker any more.

    Not an `Exception`, so that a test case which catches whatever a student's function raises does not take the end
    of the session for an answer. The session remembers it, for test formats that catch everything.
    """


class ProtocolViolation(SessionEnded):
    """The jail sent something that does not follow the protocol."""


class TurnTimeout(SessionEnded):
    """A time limit ran out; `limit` says which: "call", "case" or "turn"."""

    def __init__(self, limit: str) -> None:
        super().__init__(f"the time limit of the {limit} ran out")
        self.limit = limit


class OutOfMemory(SessionEnded):
    """What the jail sent needs more memory than the trusted side sets aside for a submission."""


class WorkerDied(SessionEnded):
    """The process at the other end is gone, or has closed its socket."""


class GraderFailed(SessionEnded):
    """The grader's own code raised while it answered a worker; the cause is attached. Not the submission's doing."""


class CannotSend(TypeError):
    """A value that has no form on the wire."""


class TooLarge(CannotSend):
    """A value that does not fit into a frame."""


class Tag(enum.IntEnum):
    """What comes next in the stream (count: how many values follow)."""

    ELLIPSIS = 0
    BIG_INT = 1  # bytes, two's complement, little end first
    COMPLEX = 2  # real, imaginary
    LIST = 3  # count, values
    TUPLE = 4  # count, values
    DICT = 5  # count, key, value, key, value, ...
    SET = 6  # count, values
    FROZENSET = 7  # count, values
    SLICE = 8  # start, stop, step
    RANGE = 9  # start, stop, step
    ARRAY = 10  # dtype, flags, number of dimensions, dimensions; data in the raw section
    MASKED = 11  # array, array of the mask
    SCALAR = 12  # dtype, bytes
    DTYPE = 13  # dtype
    TYPE = 14  # name
    FLOATS = 15  # count; a list of floats, float64 in the raw section
    INTS = 16  # count; a list of ints, int64 in the raw section
    BYTES = 17  # count; in the raw section
    OBJECT = 18  # something that stays in the jail: see Objects and Proxies
    FUNCTION = 19  # number of a function that stays on the trusted side
    FRAME = 20  # index of the rows, index of the columns, count, columns: see tables
    SERIES = 21  # index, name, column
    INDEX = 22  # kind, and what that kind has
    DATE = 23  # year, month, day
    DATETIME = 24  # year, month, day, hour, minute, second, microsecond, fold, zone: see dates
    TIME = 25  # hour, minute, second, microsecond, fold, zone
    TIMEDELTA = 26  # days, seconds, microseconds
    MOMENT = 27  # pandas's Timestamp or Timedelta: which, number, unit, zone
    MISSING = 28  # pandas's NaT or NA: which
    INSTANCE = 29  # name of a class, a tuple of what the instance is made of: see classes


class Kind(enum.IntEnum):
    """What a message is."""

    CALL = 0
    ANSWER = 1
    FAILURE = 2


class ArrayFlag:
    """How an array lies in memory, and whether it may be written to: bits of a plain int, which is quicker."""

    FORTRAN: Final = 1
    READ_ONLY: Final = 2
    ALL: Final = 3


class Ability:
    """What an object that stays in the jail can do: bits of a plain int, which is quicker."""

    CALL: Final = 1
    LENGTH: Final = 2
    ITERATE: Final = 4
    ITEMS: Final = 8
    ARRAY: Final = 16
    NEXT: Final = 32
    SET: Final = 64
    ALL: Final = 127


# Real numbers up to 64 bits, complex up to 128, booleans, fixed-width text and bytes, dates. Never objects, structures.
DTYPE: Final = re.compile(
    r"[<>|](?:b1|[iu][1248]|f[248]|c8|c16|[US][1-9][0-9]{0,6}|[mM]8\[(?:Y|M|W|D|h|m|s|ms|us|ns)\])"
)


def type_table() -> dict[str, type]:
    """Return the types that travel by name: Python's own for values, and numpy's for numbers."""
    import numpy as np

    numbers = (
        *(np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16, np.uint32, np.uint64),
        *(np.float16, np.float32, np.float64, np.complex64, np.complex128, np.bool_),
    )
    builtin = (bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, object)
    table: dict[str, type] = {kind.__name__: kind for kind in builtin}
    return table | {f"numpy.{kind.__name__}": kind for kind in (*numbers, np.ndarray)}
