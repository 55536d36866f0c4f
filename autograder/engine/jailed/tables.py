"""Tables of pandas on the wire: frames, series and indexes as names and plain arrays, never pickled.

A table arrives as one of pandas's own, built anew from what came. One with a column of another kind than those below
(periods, intervals, Arrow's types) stays in the jail, like any other object.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .dates import UNIT, read_zone_name, zone_name
from .wire import ProtocolViolation, Tag, TooLarge

if TYPE_CHECKING:
    from .decode import Reader
    from .encode import Writer

_TABLES: Final = frozenset(
    {"DataFrame", "Series", "Index", "RangeIndex", "MultiIndex", "DatetimeIndex", "TimedeltaIndex", "CategoricalIndex"}
)
_MASKED: Final = frozenset({"boolean", *(f"{kind}{bits}" for kind in ("Int", "UInt") for bits in (8, 16, 32, 64))})
_FLOATING: Final = frozenset({"Float32", "Float64"})
_FREQUENCY: Final = re.compile(r"[A-Za-z0-9-]{1,16}")
_MOST: Final = (1 << 63) - 1
_EARLIEST, _LATEST = np.datetime64("0001-01-03"), np.datetime64("9999-12-29")  # in any zone
_Array, _asarray = np.ndarray, np.asarray

Write = Callable[["Writer", int], None]


class _NoForm(Exception):
    """A column of a kind that does not travel."""


def write_table(writer: Writer, value: Any, depth: int) -> bool:
    """Write a frame, a series or an index of pandas; tell whether it was one that can be written."""
    pandas = sys.modules.get("pandas")
    kind = type(value)
    if pandas is None or kind.__name__ not in _TABLES or kind is not getattr(pandas, kind.__name__, None):
        return False
    try:
        parts = list(_parts(value, pandas))
    except _NoForm:
        return False
    writer.tag({"DataFrame": Tag.FRAME, "Series": Tag.SERIES}.get(kind.__name__, Tag.INDEX))
    for part in parts:
        part(writer, depth + 1)
    return True


def _parts(value: Any, pandas: Any) -> list[Write]:
    """Return what writes the parts of a table, when all of them can be written."""
    if type(value) is pandas.DataFrame:
        columns = [_column(value.iloc[:, number], pandas) for number in range(value.shape[1])]
        count = len(columns)
        return [*_index(value.index, pandas), *_index(value.columns, pandas), lambda w, d: w.plain(count), *columns]
    if type(value) is pandas.Series:
        return [*_index(value.index, pandas), _value(value.name), _column(value, pandas)]
    return _index(value, pandas)


def _index(index: Any, pandas: Any) -> list[Write]:
    if type(index) is pandas.RangeIndex:
        return [_range((index.start, index.stop, index.step)), _value(index.name)]
    if type(index) is pandas.MultiIndex:
        levels = [part for level in index.levels for part in _index(level, pandas)]
        codes = [_value(_asarray(codes)) for codes in index.codes]
        return [lambda w, d: w.plain("levels", len(codes)), *levels, *codes, _value(list(index.names))]
    frequency = getattr(index, "freqstr", None) or ""
    if not _FREQUENCY.fullmatch(frequency):
        frequency = ""
    return [lambda w, d: w.plain("values", frequency), _value(index.name), _column(index, pandas)]


def _range(bounds: tuple[int, int, int]) -> Write:
    def write(writer: Writer, depth: int) -> None:
        if not writer.limits.allow_range(*bounds):
            raise TooLarge(f"an index of more than {writer.limits.items} rows is too long to send")
        writer.plain("range", *bounds)

    return write


def _value(value: Any) -> Write:
    return lambda writer, depth: writer.value(value, depth)


def _column(column: Any, pandas: Any) -> Write:
    """Return what writes the entries of a series or an index."""
    dtype = column.dtype
    if isinstance(dtype, np.dtype):
        return _plain_column(column.to_numpy(), dtype)
    values, name = column.array, str(dtype)
    if type(dtype) is pandas.DatetimeTZDtype and (zone := zone_name(dtype.tz)):
        return _all(_words("zoned", dtype.unit, zone), _value(_asarray(values.asi8)))
    if type(dtype) is pandas.StringDtype and name in ("str", "string"):
        missing = values.isna()
        texts = [None if gone else str(text) for text, gone in zip(values, missing, strict=True)]
        return _all(_words("text", name), _value(texts))
    if type(dtype) is pandas.CategoricalDtype:
        categories = _column(dtype.categories, pandas)
        return _all(_words("categories", int(bool(dtype.ordered))), _value(_asarray(values.codes)), categories)
    if name in _MASKED | _FLOATING:
        return _all(_words("masked", name), _value(_asarray(values._data)), _value(_asarray(values._mask)))
    raise _NoForm


def _plain_column(values: np.ndarray[Any, Any], dtype: np.dtype[Any]) -> Write:
    if dtype.kind in "biufc":
        return _all(_words("plain"), _value(values))
    if dtype.kind in "mM" and UNIT.fullmatch(unit := np.datetime_data(dtype)[0]):
        return _all(_words("times", dtype.kind, unit), _value(values.view(np.int64)))
    if dtype.kind == "O":
        return _all(_words("objects"), _value(list(values)))
    raise _NoForm


def _words(*words: str | int) -> Write:
    return lambda writer, depth: writer.plain(*words)


def _all(*parts: Write) -> Write:
    def write(writer: Writer, depth: int) -> None:
        for part in parts:
            part(writer, depth)

    return write


# ---- reading: nothing fits together until it has been seen to ----


def _pandas() -> Any:
    """Return pandas, which is imported when the first table comes."""
    import pandas

    return pandas


def _frame(reader: Reader, depth: int) -> Any:
    pandas = _pandas()
    rows, columns = _read_index(reader, depth), _read_index(reader, depth)
    count = reader.count()
    if count != len(columns):
        raise ProtocolViolation("a table has not as many columns as names")
    data = {number: pandas.Series(_read_column(reader, depth), index=rows, copy=False) for number in range(count)}
    frame = pandas.DataFrame(data, index=rows, columns=None if data else columns, copy=False)
    frame.columns = columns
    return frame


def _series(reader: Reader, depth: int) -> Any:
    pandas = _pandas()
    rows, name = _read_index(reader, depth), _read_name(reader, depth)
    return pandas.Series(_read_column(reader, depth), index=rows, name=name, copy=False)


def _read_index(reader: Reader, depth: int) -> Any:
    pandas = _pandas()
    kind = reader.text(6)
    if kind == "range":
        start, stop, step = (reader.integer(-_MOST, _MOST) for _ in range(3))
        if step == 0 or not reader.limits.allow_range(start, stop, step):
            raise ProtocolViolation("an index is too long")
        return pandas.RangeIndex(start, stop, step, name=_read_name(reader, depth))
    if kind == "levels":
        count = reader.integer(1, 64)
        levels = [_read_index(reader, depth) for _ in range(count)]
        codes = [_read_array(reader, depth, "i") for _ in range(count)]
        names = reader.value(depth)
        if type(names) is not list or any(isinstance(level, pandas.MultiIndex) for level in levels):
            raise ProtocolViolation("the levels of an index are not well formed")
        return pandas.MultiIndex(levels, codes, names=names, verify_integrity=True)
    if kind != "values":
        raise ProtocolViolation("an index is of no kind that travels")
    frequency, name = reader.text(16), _read_name(reader, depth)
    index = pandas.Index(_read_column(reader, depth), name=name, tupleize_cols=False)
    if (
        frequency
        and _FREQUENCY.fullmatch(frequency)
        and isinstance(index, pandas.DatetimeIndex | pandas.TimedeltaIndex)
    ):
        index.freq = frequency
    return index


def _read_name(reader: Reader, depth: int) -> Any:
    name = reader.value(depth)
    hash(name)
    return name


def _read_column(reader: Reader, depth: int) -> Any:
    """Return the entries of a column as what pandas keeps without a change."""
    pandas = _pandas()
    match reader.text(10):
        case "plain":
            return _read_array(reader, depth, "biufc")
        case "objects":
            entries = reader.value(depth)
            if type(entries) is not list:
                raise ProtocolViolation("the entries of a column are no list")
            column = np.empty(len(entries), dtype=object)
            for number, entry in enumerate(entries):  # all at once, numpy would look into lists and arrays
                column[number] = entry
            return pandas.Series(column, dtype=object).array
        case "times":
            kind, unit = reader.text(1), reader.text(2)
            if kind not in ("m", "M") or not UNIT.fullmatch(unit):
                raise ProtocolViolation("a column of times has no unit")
            return _read_array(reader, depth, "i").view(f"{kind}8[{unit}]")
        case "zoned":
            unit, zone = reader.text(2), read_zone_name(reader)
            if not UNIT.fullmatch(unit):
                raise ProtocolViolation("a column of times has no unit")
            utc = pandas.DatetimeIndex(_read_array(reader, depth, "i").view(f"M8[{unit}]"))
            if len(known := utc.dropna()) and not (known.min() > _EARLIEST and known.max() < _LATEST):
                raise ProtocolViolation("a time in a zone is in no year that Python knows")
            return utc.tz_localize("UTC").tz_convert(zone).array
        case "text":
            name, texts = reader.text(6), reader.value(depth)
            if (
                name not in ("str", "string")
                or type(texts) is not list
                or {type(text) for text in texts}
                - {
                    str,
                    type(None),
                }
            ):
                raise ProtocolViolation("a column of text holds something else")
            return pandas.array(texts, dtype=name)
        case "categories":
            ordered, codes = bool(reader.integer(0, 1)), _read_array(reader, depth, "i")
            categories = pandas.Index(_read_column(reader, depth), tupleize_cols=False)
            dtype = pandas.CategoricalDtype(categories, ordered)
            return pandas.Categorical.from_codes(codes, dtype=dtype)
        case "masked":
            return _read_masked(reader, depth)
    raise ProtocolViolation("a column is of no kind that travels")


def _read_masked(reader: Reader, depth: int) -> Any:
    pandas = _pandas()
    name = reader.text(8)
    data, mask = _read_array(reader, depth, "biuf"), _read_array(reader, depth, "b")
    if name not in _MASKED | _FLOATING or data.dtype != np.dtype(name.lower().replace("boolean", "bool")):
        raise ProtocolViolation("a column is not of the type that it says")
    make = {"boolean": pandas.arrays.BooleanArray}.get(name)
    make = make or (pandas.arrays.FloatingArray if name in _FLOATING else pandas.arrays.IntegerArray)
    return make(data, mask)


def _read_array(reader: Reader, depth: int, kinds: str) -> np.ndarray[Any, Any]:
    """Take a plain array in one dimension whose entries are of one of the kinds."""
    array = reader.value(depth)
    if type(array) is not _Array or array.ndim != 1 or array.dtype.kind not in kinds:
        raise ProtocolViolation("a column is not a plain array")
    if not array.dtype.isnative or not array.flags.writeable:
        array = array.astype(array.dtype.newbyteorder("="))
    return _asarray(array)


def _built(make: Callable[[Reader, int], Any]) -> Callable[[Reader, int], Any]:
    """Return a reader of a table whose parts need not fit together."""

    def read(reader: Reader, depth: int) -> Any:
        if depth >= reader.limits.depth:
            raise ProtocolViolation("a table is nested too deeply")
        try:
            return make(reader, depth + 1)
        except (ProtocolViolation, MemoryError):
            raise
        except Exception:
            raise ProtocolViolation("the parts of a table do not fit together") from None

    return read


TABLE_READERS: Final[dict[Tag, Callable[[Reader, int], Any]]] = {
    Tag.FRAME: _built(_frame),
    Tag.SERIES: _built(_series),
    Tag.INDEX: _built(_read_index),
}
