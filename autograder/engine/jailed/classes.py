"""Instances of well-known classes of libraries, by the class's name and what they are made of.

For tests that were written for one process: there a Counter is a Counter. Which of the classes travel is agreed on when
a session begins; instances of all others arrive as what they are at bottom (see `bases`), or stay where they are.
"""

from __future__ import annotations

import collections
import decimal
import fractions
import functools
import importlib
import pathlib
import sys
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .wire import ProtocolViolation, Tag

if TYPE_CHECKING:
    from .decode import Reader
    from .encode import Writer

_TABLE: Final = "datascience.Table"
_FACTORIES: Final = (None, int, float, str, list, dict, set, tuple, bool)
_MOST_DIGITS: Final = 10_000
_MOST_FIELDS: Final = 255
_Array, _matrix = np.ndarray, np.matrix


def classes_here() -> list[str]:
    """Return the names of the classes whose instances can be taken here, without a library that takes long to load."""
    return [*_READERS.keys() - {_TABLE}, *([_TABLE] if "datascience" in sys.modules else [])]


def write_instance(writer: Writer, value: Any, depth: int, classes: Collection[str]) -> bool:
    """Write an instance of one of the `classes`; tell whether it was one.

    A dict that is handed to a call goes as a plain one, so that what the call changes in it is changed in the caller's.
    """
    if not classes or depth >= writer.limits.depth or (writer.track and issubclass(type(value), dict)):
        return False
    name, parts = _taken_apart(value)
    if name not in classes:
        return False
    writer.tag(Tag.INSTANCE)
    writer.plain(name)
    writer.value(parts, depth + 1)
    return True


def read_instance(reader: Reader, depth: int) -> Any:
    """Put together what comes next."""
    make = _READERS.get(reader.text(40))
    if make is None or depth >= reader.limits.depth:
        raise ProtocolViolation("a class is not one of those that travel")
    parts = reader.value(depth + 1)
    try:
        return make(*parts)
    except MemoryError:
        raise
    except Exception:
        raise ProtocolViolation("the parts of an instance do not fit together") from None


def _taken_apart(value: Any) -> tuple[str, tuple[Any, ...]]:
    """Return the name of the class and what an instance is made of; "" for any other class."""
    kind = type(value)
    if kind in _WRITERS:
        return kind.__name__, _WRITERS[kind](value)
    if kind is collections.defaultdict and any(value.default_factory is one for one in _FACTORIES):
        return kind.__name__, (_FACTORIES.index(value.default_factory), dict(value))
    if kind is _Array and value.dtype == object and value.dtype.fields is None:
        return "object array", (list(value.shape), list(value.flat))
    if kind.__bases__ == (tuple,) and type(fields := getattr(kind, "_fields", None)) is tuple:
        return "namedtuple", (kind.__name__, list(fields), list(tuple.__iter__(value)))
    if kind.__module__ == "datascience.tables" and kind.__name__ == "Table" and not value._formats:
        columns = [list(column) if column.dtype == object else column for column in value._columns.values()]
        return _TABLE, (list(value._columns), columns)
    return "", ()


def _decimal(text: str) -> decimal.Decimal:
    number = decimal.Decimal(text) if len(text) <= _MOST_DIGITS else decimal.Decimal("NaN")
    if number.is_finite() and abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError("more digits than anybody needs")
    return number


def _matrix_of(array: Any) -> Any:
    if type(array) is not _Array or array.ndim != 2:
        raise ValueError("a matrix has two dimensions")
    return array.view(_matrix)


def _objects(shape: list[int], entries: list[Any]) -> Any:
    column = np.empty(len(entries), dtype=object)
    for number, entry in enumerate(entries):  # all at once, numpy would look into lists and arrays
        column[number] = entry
    return column.reshape(shape)


@functools.lru_cache(256)
def _tuple_class(name: str, fields: tuple[str, ...]) -> Any:
    return collections.namedtuple(name, fields)  # which takes nothing but names


def _named(name: str, fields: list[str], entries: list[Any]) -> Any:
    if len(fields) > _MOST_FIELDS:
        raise ValueError("too many fields")
    return _tuple_class(name, tuple(fields))._make(entries)


def _table(labels: list[str], columns: list[Any]) -> Any:
    table = importlib.import_module("datascience").Table()
    if len(labels) != len(columns) or {type(label) for label in labels} - {str}:
        raise ValueError("a table has a name for each column")
    for label, column in zip(labels, columns, strict=True):
        table[label] = _objects([len(column)], column) if type(column) is list else column
    return table


_WRITERS: Final[dict[type, Callable[[Any], tuple[Any, ...]]]] = {
    collections.Counter: lambda value: (dict(value),),
    collections.OrderedDict: lambda value: (list(value.items()),),
    collections.deque: lambda value: (list(value), value.maxlen),
    fractions.Fraction: lambda value: (value.numerator, value.denominator),
    decimal.Decimal: lambda value: (str(value),),
    pathlib.PosixPath: lambda value: (str(value),),
    pathlib.PurePosixPath: lambda value: (str(value),),
    np.matrix: lambda value: (_Array.view(value, _Array),),
}
_READERS: Final[dict[str, Callable[..., Any]]] = {
    "Counter": collections.Counter,
    "OrderedDict": collections.OrderedDict,
    "deque": collections.deque,
    "defaultdict": lambda factory, entries: collections.defaultdict(_FACTORIES[factory], entries),
    "Fraction": fractions.Fraction,
    "Decimal": _decimal,
    "PosixPath": pathlib.PosixPath,
    "PurePosixPath": pathlib.PurePosixPath,
    "matrix": _matrix_of,
    "object array": _objects,
    "namedtuple": _named,
    _TABLE: _table,
}
