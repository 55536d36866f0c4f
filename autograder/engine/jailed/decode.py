"""Bytes to values. Nothing is believed: every length is checked before memory is reserved for it."""

from __future__ import annotations

import functools
import math
from array import array
from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgpack  # type: ignore[import-untyped]
import numpy as np

from .alike import Alike
from .classes import read_instance
from .dates import DATE_READERS
from .tables import TABLE_READERS
from .wire import (
    DTYPE,
    MAX_DIMENSIONS,
    MAX_INT_BYTES,
    ArrayFlag,
    OutOfMemory,
    ProtocolViolation,
    Tag,
    WireLimits,
    type_table,
)

_PLAIN: Final = frozenset({type(None), bool, int, float, str, bytes})
_SAFE_KEYS: Final = _PLAIN  # at most a handful of each of these have the same hash; long integers are counted apart
_TYPES: Final = type_table()
_TAGS: Final = {int(tag): tag for tag in Tag}
_frombuffer, _empty = np.frombuffer, np.empty

_Value = TypeVar("_Value")
ReadOther = Callable[["Reader", int], Any]


def refuse(reader: Reader, depth: int) -> Any:
    """Read no objects and no functions."""
    raise ProtocolViolation("a value that stays with its owner is not expected here")


class Reader:
    """Takes the values out of one frame, given as its stream and its raw section.

    `read_object` and `read_function` are called after their tags, with the depth. `mutables` lists the arrays, lists,
    dicts and sets read since `track` was set, as (value, its bytes in the frame if it is an array).

    Every method raises ProtocolViolation when what it wants is not there.
    """

    def __init__(
        self,
        stream: memoryview,
        raw: memoryview,
        limits: WireLimits,
        read_object: ReadOther = refuse,
        read_function: ReadOther = refuse,
    ) -> None:
        self.limits = limits
        self.track = False
        self.mutables: list[tuple[Any, Any]] = []
        self.read_object = read_object
        self.read_function = read_function
        self._all_raw = self._raw = raw
        self._length = len(stream)
        self._unpacker = msgpack.Unpacker(
            ext_hook=_tag, max_array_len=0, max_map_len=0, max_ext_len=0, max_buffer_size=max(self._length, 1)
        )
        self._unpacker.feed(stream)
        self._unpack = self._unpacker.unpack
        self._items = limits.items
        self._alike = Alike()

    def value(self, depth: int = 0) -> Any:
        """Take one value."""
        self._count(1)
        return self._counted(depth)

    def _counted(self, depth: int) -> Any:
        """Take a value that has been counted."""
        try:
            item = self._unpack()
        except Exception as error:
            raise _unreadable(error) from None
        kind = type(item)
        if kind in _PLAIN:
            return item
        if kind is not Tag or depth > self.limits.depth:
            raise ProtocolViolation("a value is not well formed, or nested too deeply")
        return _READERS[item](self, depth)

    def finish(self) -> None:
        """Make sure that everything in the frame was taken."""
        if self._unpacker.tell() != self._length or len(self._raw):
            raise ProtocolViolation("a frame holds more than its message")

    def integer(self, low: int, high: int) -> int:
        """Take an int from `low` to `high`, both included."""
        item = self._next()
        if type(item) is not int or not low <= item <= high:
            raise ProtocolViolation("a number is missing or out of its range")
        return item

    def text(self, length: int) -> str:
        """Take a string of at most `length` characters."""
        item = self._next()
        if type(item) is not str or len(item) > length:
            raise ProtocolViolation("a text is missing or too long")
        return item

    def count(self) -> int:
        """Take the number of entries that follow; no more than the frame may still hold."""
        return self.integer(0, self._items)

    def _next(self) -> Any:
        try:
            return self._unpack()
        except Exception as error:
            raise _unreadable(error) from None

    def _count(self, items: int) -> None:
        self._items -= items
        if self._items < 0:
            raise ProtocolViolation("a frame holds too many values")

    def _take(self, length: int) -> memoryview:
        if length > len(self._raw):
            raise ProtocolViolation("an array is longer than its data")
        data, self._raw = self._raw[:length], self._raw[length:]
        return data

    def _remember(self, value: Any, data: Any = None) -> Any:
        if self.track:
            self.mutables.append((value, data))
        return value

    def _dtype(self) -> np.dtype[Any]:
        return _dtype_of(self.text(12))

    def _entries(self, depth: int) -> list[Any]:
        """Take a number, and as many values."""
        take, depth, count = self._counted, depth + 1, self.count()
        self._count(count)
        return [take(depth) for _ in range(count)]

    def _list(self, depth: int) -> list[Any]:
        entries: list[Any] = self._remember([])
        entries += self._entries(depth)
        return entries

    def _key(self, depth: int) -> Any:
        key = self.value(depth + 1)
        return key if type(key) in _SAFE_KEYS else self._hashed(key)

    def _hashed(self, value: _Value) -> _Value:
        """Return a value whose hash its sender may have chosen: there are not too many with the same one."""
        if self._alike.has_too_many(value):
            raise ProtocolViolation("a frame holds too many values with the same hash")
        return value

    def _tuple(self, depth: int) -> Any:
        return self._hashed(tuple(self._entries(depth)))

    def _dict(self, depth: int) -> dict[Any, Any]:
        result: dict[Any, Any] = self._remember({})
        length = self.count()
        for _ in range(length):
            key = self._key(depth)
            result[key] = self.value(depth + 1)
        if len(result) != length:
            raise ProtocolViolation("a key comes twice")
        return result

    def _set(self, depth: int) -> set[Any]:
        result: set[Any] = self._remember(set())
        length = self.count()
        for _ in range(length):
            result.add(self._key(depth))
        if len(result) != length:
            raise ProtocolViolation("an element comes twice")
        return result

    def _frozenset(self, depth: int) -> frozenset[Any]:
        length = self.count()
        result = frozenset([self._key(depth) for _ in range(length)])
        if len(result) != length:
            raise ProtocolViolation("an element comes twice")
        return self._hashed(result)

    def _complex(self, depth: int) -> complex:
        real, imaginary = self._next(), self._next()
        if type(real) is not float or type(imaginary) is not float:
            raise ProtocolViolation("a complex number is not made of two floats")
        return self._hashed(complex(real, imaginary))

    def _big_int(self, depth: int) -> int:
        item = self._next()
        if type(item) is not bytes or len(item) > MAX_INT_BYTES:
            raise ProtocolViolation("an integer is missing or too long")
        return self._hashed(int.from_bytes(item, "little", signed=True))

    def _slice(self, depth: int) -> slice:
        return slice(self.value(depth + 1), self.value(depth + 1), self.value(depth + 1))

    def _range(self, depth: int) -> range:
        start, stop, step = (self.integer(-(1 << 63), (1 << 63) - 1) for _ in range(3))
        if step == 0:
            raise ProtocolViolation("a range has steps of zero")
        if not self.limits.allow_range(start, stop, step):
            raise ProtocolViolation("a range is too long")
        return range(start, stop, step)

    def _array(self, depth: int = 0) -> np.ndarray[Any, Any]:
        dtype = self._dtype()
        flags = self.integer(0, ArrayFlag.ALL)
        most = self.limits.frame_bytes
        shape = [self.integer(0, most) for _ in range(self.integer(0, MAX_DIMENSIONS))]
        if not self.limits.allow_shape(shape):
            raise ProtocolViolation("an array has too many entries")
        count = math.prod(shape)
        data = self._take(count * dtype.itemsize)
        if flags & ArrayFlag.FORTRAN:
            result = self._filled(data, dtype, count).reshape(shape[::-1]).T
        else:
            result = self._filled(data, dtype, count).reshape(shape)
        if flags & ArrayFlag.READ_ONLY:
            result.flags.writeable = False
        self._remember(result, data)
        return result

    def _filled(self, data: Any, dtype: np.dtype[Any], count: int) -> np.ndarray[Any, Any]:
        """Return a one-dimensional array of `count` entries with those bytes, made harmless.

        A bool that is neither 0 nor 1, and a character that does not exist, would break what numpy and Python rely on.
        """
        if not count:
            return _empty(0, dtype)
        if dtype.kind == "b":
            return _frombuffer(data, np.uint8).astype(np.bool_)
        result = _frombuffer(data, dtype, count)
        if self.track or len(data) != len(self._all_raw) or self._all_raw.readonly:
            result = result.copy()  # else the raw section belongs to nobody else
        if dtype.kind == "U":
            characters = result.view(np.dtype(np.uint32).newbyteorder(dtype.byteorder))
            if characters.max() > 0x10FFFF:
                raise ProtocolViolation("a text holds a character that does not exist")
            characters[(characters >= 0xD800) & (characters < 0xE000)] = 0xFFFD
        return result

    def _masked(self, depth: int) -> Any:
        parts = []
        for _ in range(2):
            if self._next() is not Tag.ARRAY:
                raise ProtocolViolation("a masked array is not made of two arrays")
            parts.append(self._array())
        data, mask = parts
        if mask.dtype != np.bool_ or mask.shape != data.shape:
            raise ProtocolViolation("a mask does not fit its array")
        return np.ma.MaskedArray(data, mask=mask)

    def _scalar(self, depth: int) -> Any:
        dtype = self._dtype()
        item = self._next()
        if type(item) is not bytes or len(item) != dtype.itemsize:
            raise ProtocolViolation("a number is not as long as its type says")
        return self._filled(item, dtype, 1)[0]

    def _type(self, depth: int) -> type:
        kind = _TYPES.get(self.text(40))
        if kind is None:
            raise ProtocolViolation("a type is not one of those that travel")
        return kind

    def _packed(self, code: str) -> list[Any]:
        length = self.count()
        self._count(length)
        numbers = array(code)
        numbers.frombytes(self._take(8 * length))
        return self._remember(numbers.tolist())  # type: ignore[no-any-return]

    def _bytes(self, depth: int) -> bytes:
        return bytes(self._take(self.integer(0, self.limits.frame_bytes)))


def _unreadable(error: Exception) -> ProtocolViolation | OutOfMemory:
    """Return what to raise where the next item could not be unpacked."""
    if isinstance(error, MemoryError):
        return OutOfMemory("a value needs more memory than there is for it")
    return ProtocolViolation(f"a frame cannot be read: {type(error).__name__}")


def _tag(code: int, data: bytes) -> Tag:
    tag = _TAGS.get(code)
    if tag is None or data:
        raise ProtocolViolation("an unknown tag")
    return tag


@functools.lru_cache(64)
def _dtype_of(text: str) -> np.dtype[Any]:
    if not DTYPE.fullmatch(text):
        raise ProtocolViolation("an array is of a type that does not travel")
    return np.dtype(text)


_READERS: Final[dict[Tag, Callable[[Reader, int], Any]]] = {
    Tag.ELLIPSIS: lambda reader, depth: ...,
    Tag.BIG_INT: Reader._big_int,
    Tag.COMPLEX: Reader._complex,
    Tag.LIST: Reader._list,
    Tag.TUPLE: Reader._tuple,
    Tag.DICT: Reader._dict,
    Tag.SET: Reader._set,
    Tag.FROZENSET: Reader._frozenset,
    Tag.SLICE: Reader._slice,
    Tag.RANGE: Reader._range,
    Tag.ARRAY: Reader._array,
    Tag.MASKED: Reader._masked,
    Tag.SCALAR: Reader._scalar,
    Tag.DTYPE: lambda reader, depth: reader._dtype(),
    Tag.TYPE: Reader._type,
    Tag.FLOATS: lambda reader, depth: reader._packed("d"),
    Tag.INTS: lambda reader, depth: reader._packed("q"),
    Tag.BYTES: Reader._bytes,
    Tag.OBJECT: lambda reader, depth: reader.read_object(reader, depth),
    Tag.FUNCTION: lambda reader, depth: reader.read_function(reader, depth),
    Tag.INSTANCE: read_instance,
    **DATE_READERS,
    **TABLE_READERS,
}
