"""Values to bytes."""

from __future__ import annotations

import array
import types
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]
import numpy as np

from .dates import write_date
from .tables import write_table
from .wire import (
    DTYPE,
    HEADER,
    MAX_DIMENSIONS,
    MAX_INT_BYTES,
    ArrayFlag,
    CannotSend,
    Tag,
    TooLarge,
    WireLimits,
    type_table,
)

# Bound here, so that a submission which replaces numpy's functions does not change how its values are read.
_contiguous = np.ascontiguousarray
_asarray = np.asarray
_Array = np.ndarray
_byte, _double = np.dtype(np.uint8), np.dtype(np.float64)
_PACKED_FROM: Final = 8
_RAW_FROM: Final = 4096
_JOINED_BELOW: Final = 1 << 15  # copying so much costs less than another system call
CODE: Final = (types.BuiltinFunctionType, types.FunctionType, types.MethodType, types.ModuleType)
_CONTAINERS: Final = frozenset({list, tuple, dict, set, frozenset, slice})
_TYPE_NAMES: Final = {kind: name for name, kind in type_table().items()}

WriteOther = Callable[["Writer", Any, int], None]


def refuse(writer: Writer, value: Any, depth: int) -> None:
    """Write nothing that is not a plain value: raise CannotSend."""
    raise CannotSend(f"a value of type {type(value).__name__} cannot be sent")


class Writer:
    """Collects one frame.

    `other` is called with this writer, the value and its depth for every value that has no form of its own here.
    `mutables` lists the arrays, lists, dicts and sets written since `track` was set, in the order in which a Reader
    of the frame meets them.
    """

    def __init__(self, limits: WireLimits, other: WriteOther = refuse) -> None:
        self.limits = limits
        self.track = False
        self.mutables: list[Any] = []
        self._other = other
        self._packer = msgpack.Packer(autoreset=False, use_bin_type=True, unicode_errors="replace")
        self._pack = self._packer.pack
        self._raw: list[Any] = []
        self._raw_bytes = 0
        self._items = limits.items
        self._text_bytes = 0

    def buffers(self) -> list[Any]:
        """Return the frame as buffers to be sent one after the other.

        Raises:
            TooLarge: the frame is longer than the limit.

        """
        stream = self._packer.bytes()
        if len(stream) + self._raw_bytes > self.limits.frame_bytes:
            raise TooLarge(f"a frame of {len(stream) + self._raw_bytes} bytes is too large to send")
        head = HEADER.pack(len(stream), self._raw_bytes) + stream
        return [b"".join([head, *self._raw])] if self._raw_bytes < _JOINED_BELOW else [head, *self._raw]

    def value(self, value: Any, depth: int = 0) -> None:
        """Write one value.

        Raises:
            CannotSend: something in it has no form on the wire, or it is too large.

        """
        self._items -= 1
        if self._items < 0:
            raise self._too_many()
        kind = type(value)
        if kind is float or kind is bool or value is None:
            self._pack(value)
        elif kind is str:
            self._spend(len(value))
            self._pack(value)
        else:
            write = _WRITERS.get(kind)
            if write is None and self._library_value(value, depth):
                return
            if write is None or (depth >= self.limits.depth and kind in _CONTAINERS):
                self._other(self, value, depth)
            else:
                write(self, value, depth)

    def _library_value(self, value: Any, depth: int) -> bool:
        """Write a table of pandas, a date or a time; tell whether it was one."""
        return depth < self.limits.depth and (write_table(self, value, depth) or write_date(self, value, depth))

    def tag(self, tag: Tag) -> None:
        """Write a tag."""
        self._packer.pack_ext_type(tag, b"")

    def plain(self, *values: int | str | bytes | float | None) -> None:
        """Write small values that a Reader takes by `integer`, `text`, `raw` and the like."""
        for value in values:
            self._pack(value)

    def sequence(self, tag: Tag, values: Iterable[Any], depth: int) -> None:
        """Write the entries of a container of the kind `tag`."""
        entries, write, depth = list(values), self.value, depth + 1
        self.tag(tag)
        self._pack(len(entries))
        for entry in entries:
            write(entry, depth)

    def mapping(self, value: dict[Any, Any], depth: int) -> None:
        """Write a dict."""
        self._remember(value)
        self.tag(Tag.DICT)
        pairs = list(dict.items(value))
        self._pack(len(pairs))
        for key, entry in pairs:
            self.value(key, depth + 1)
            self.value(entry, depth + 1)

    def write_array(self, value: np.ndarray[Any, Any], depth: int) -> None:
        """Write an array of numbers, booleans or text; what it holds, whatever subclass it is of."""
        dtype = wire_dtype(value.dtype)
        if (
            dtype is None
            or value.ndim > MAX_DIMENSIONS
            or (not value.size and not self.limits.allow_shape(value.shape))
        ):
            self._other(self, value, depth)
            return
        self._remember(value)
        flags = 0 if value.flags.writeable else ArrayFlag.READ_ONLY
        rows_last = value.flags.f_contiguous and not value.flags.c_contiguous
        if rows_last:
            flags |= ArrayFlag.FORTRAN
        self.tag(Tag.ARRAY)
        self.plain(dtype.str, flags, value.ndim, *value.shape)
        data = value if dtype == value.dtype else value.astype(dtype)
        self._attach(_contiguous(data.T if rows_last else data).reshape(-1).view(_byte))

    def int_value(self, value: int, depth: int = 0) -> None:
        """Write an int; one with more digits than Python prints goes to `other`."""
        if -(1 << 63) <= value < 1 << 64:
            self._pack(value)
            return
        length = value.bit_length() // 8 + 1
        if length > MAX_INT_BYTES:
            self._other(self, value, depth)
            return
        self.tag(Tag.BIG_INT)
        self._pack(value.to_bytes(length, "little", signed=True))

    def list_value(self, value: list[Any], depth: int) -> None:
        """Write a list; a long one of nothing but floats, or of ints that fit into 64 bits, as raw numbers."""
        self._remember(value)
        if len(value) >= _PACKED_FROM:
            kinds = set(map(type, value))
            if kinds == {float}:
                return self._packed(Tag.FLOATS, array.array("d", value))
            if kinds == {int}:
                try:
                    numbers = array.array("q", value)
                except OverflowError:
                    pass
                else:
                    return self._packed(Tag.INTS, numbers)
        return self.sequence(Tag.LIST, value, depth)

    def bytes_value(self, value: bytes, depth: int = 0) -> None:
        """Write bytes."""
        if len(value) < _RAW_FROM:
            self._pack(value)
        else:
            self.tag(Tag.BYTES)
            self._pack(len(value))
            self._attach(value)

    def set_value(self, value: set[Any], depth: int) -> None:
        """Write a set."""
        self._remember(value)
        self.sequence(Tag.SET, value, depth)

    def scalar(self, value: np.generic, depth: int) -> None:
        """Write a numpy scalar."""
        dtype = wire_dtype(value.dtype)
        if dtype is None:
            self._other(self, value, depth)
            return
        data = _asarray(value, dtype=dtype).tobytes()
        self._spend(len(data))
        self.tag(Tag.SCALAR)
        self.plain(dtype.str, data)

    def masked(self, value: Any, depth: int) -> None:
        """Write a masked array: as a plain array when nothing is masked."""
        data, mask = _asarray(value.data).view(_Array), _asarray(value.mask)
        if wire_dtype(data.dtype) is None:
            self._other(self, value, depth)
        elif mask.shape == data.shape and mask.any():
            self.tag(Tag.MASKED)
            self.write_array(data, depth)
            self.write_array(mask, depth)
        else:
            self.write_array(data, depth)

    def parts(self, tag: Tag, *parts: Any, depth: int) -> None:
        """Write something made of a fixed number of values."""
        self.tag(tag)
        for part in parts:
            self.value(part, depth + 1)

    def _packed(self, tag: Tag, numbers: array.array[Any]) -> None:
        self._count(len(numbers))
        self.tag(tag)
        self._pack(len(numbers))
        self._attach(memoryview(numbers).cast("B"))

    def _attach(self, data: Any) -> None:
        self._raw_bytes += len(data)
        if self._raw_bytes > self.limits.frame_bytes:
            raise TooLarge(f"more than {self.limits.frame_bytes} bytes are too many to send")
        if len(data):
            self._raw.append(data)

    def _count(self, items: int) -> None:
        self._items -= items
        if self._items < 0:
            raise self._too_many()

    def _too_many(self) -> TooLarge:
        return TooLarge(f"more than {self.limits.items} values are too many to send")

    def _spend(self, length: int) -> None:
        self._text_bytes += length
        if self._text_bytes > self.limits.frame_bytes:
            raise TooLarge(f"text of more than {self.limits.frame_bytes} bytes is too long to send")

    def _remember(self, value: Any) -> None:
        if self.track:
            self.mutables.append(value)


def wire_dtype(dtype: np.dtype[Any]) -> np.dtype[Any] | None:
    """Return the dtype in which data of `dtype` travels; None when it has no form on the wire."""
    if dtype is _double:
        return dtype
    kind, size = dtype.kind, dtype.itemsize
    if kind in "fc" and size > (8 if kind == "f" else 16):
        return np.dtype(np.float64 if kind == "f" else np.complex128)  # the wide types hold bits that are no number
    if kind in "US" and size == 0:
        return np.dtype(f"{kind}1")
    if kind in "mMUS":
        return dtype if dtype.fields is None and DTYPE.fullmatch(dtype.str) else None
    if kind not in "biufc" or dtype.fields is not None or dtype.str[1:2] != kind:
        return None
    return dtype


def _type(writer: Writer, value: type, depth: int) -> None:
    name = _TYPE_NAMES.get(value)
    if name is None:
        writer._other(writer, value, depth)
    else:
        writer.tag(Tag.TYPE)
        writer.plain(name)


def _dtype(writer: Writer, value: np.dtype[Any], depth: int) -> None:
    dtype = wire_dtype(value)
    if dtype is None:
        writer._other(writer, value, depth)
    else:
        writer.tag(Tag.DTYPE)
        writer.plain(dtype.str)


def _range(writer: Writer, value: range, depth: int) -> None:
    bounds = (value.start, value.stop, value.step)
    if all(-(1 << 63) <= bound < 1 << 63 for bound in bounds) and len(value) <= writer.limits.items:
        writer.tag(Tag.RANGE)
        writer.plain(*bounds)
    else:
        writer._other(writer, value, depth)


def _complex(writer: Writer, value: complex, depth: int) -> None:
    writer.tag(Tag.COMPLEX)
    writer.plain(value.real, value.imag)


_WRITERS: Final[dict[type, Callable[[Writer, Any, int], None]]] = {
    int: Writer.int_value,
    bytes: Writer.bytes_value,
    complex: _complex,
    type(...): lambda writer, value, depth: writer.tag(Tag.ELLIPSIS),
    list: Writer.list_value,
    tuple: lambda writer, value, depth: writer.sequence(Tag.TUPLE, value, depth),
    dict: Writer.mapping,
    set: Writer.set_value,
    frozenset: lambda writer, value, depth: writer.sequence(Tag.FROZENSET, value, depth),
    slice: lambda writer, value, depth: writer.parts(Tag.SLICE, value.start, value.stop, value.step, depth=depth),
    range: _range,
    np.ndarray: Writer.write_array,
    np.ma.MaskedArray: Writer.masked,
    type: _type,
    **dict.fromkeys({np.dtype(code).type for code in "?bhilqBHILQefdgFDGUSmM"}, Writer.scalar),
    **dict.fromkeys(CODE, lambda writer, value, depth: writer._other(writer, value, depth)),
    **{type(np.dtype(code)): _dtype for code in "?bhilqBHILQefdgFDGUSmM"},
}
