"""Instances of subclasses of Python's and numpy's types, as what they are at bottom.

Methods of the base class are called by name, so that a subclass cannot answer in its place, and types are asked for
with type(), because an instance can lie about its class.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from .encode import CODE, Writer, wire_dtype
from .wire import Tag

_Array, _Masked, _Scalar = np.ndarray, np.ma.MaskedArray, np.generic
_EXACT: Final = frozenset({int, list, tuple, dict, set, frozenset, slice, range, np.ndarray, type, *CODE})


def write_base_value(writer: Writer, value: Any, depth: int) -> bool:
    """Write the base value of `value`; tell whether it has one. False for what a Writer has already sent away."""
    if type(value) in _EXACT:
        return False
    return _array_value(writer, value, depth) or _base_value(writer, value, depth)


def _array_value(writer: Writer, value: Any, depth: int) -> bool:
    """Write an array of a subclass as its data; tell whether it was one."""
    if not issubclass(type(value), _Array) or wire_dtype(value.dtype) is None:
        return False
    if issubclass(type(value), _Masked):
        writer.masked(value, depth)
    else:
        writer.write_array(_Array.view(value, _Array), depth)
    return True


def _base_value(writer: Writer, value: Any, depth: int) -> bool:
    """Write an instance of a subclass of one of Python's types as what it is at bottom; tell whether it was one."""
    kind = type(value)
    if issubclass(kind, int):
        writer.int_value(int.__add__(value, 0), depth)
    elif issubclass(kind, float) and not issubclass(kind, _Scalar):
        writer.value(float.__pos__(value), depth)
    elif issubclass(kind, str) and not issubclass(kind, _Scalar):
        writer.value(str.__str__(value), depth)
    elif issubclass(kind, bytearray):
        writer.bytes_value(bytes(bytearray.__iter__(value)), depth)
    elif depth >= writer.limits.depth:
        return False
    elif issubclass(kind, list):
        writer.list_value(list(list.__iter__(value)), depth)
    elif issubclass(kind, tuple):
        writer.sequence(Tag.TUPLE, tuple.__iter__(value), depth)
    elif issubclass(kind, dict):
        writer.mapping(value, depth)
    elif issubclass(kind, set):
        writer.sequence(Tag.SET, set.__iter__(value), depth)
    elif issubclass(kind, frozenset):
        writer.sequence(Tag.FROZENSET, frozenset.__iter__(value), depth)
    else:
        return False
    return True
