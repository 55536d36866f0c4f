"""Dates and times of Python and pandas on the wire: as the numbers they are made of."""

from __future__ import annotations

import datetime
import re
import sys
import zoneinfo
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from .wire import ProtocolViolation, Tag

if TYPE_CHECKING:
    from .decode import Reader
    from .encode import Writer

UNIT: Final = re.compile(r"(?:s|ms|us|ns)")
_ZONE: Final = re.compile(r"(?!dateutil)[A-Za-z0-9_+:/-]{1,64}", re.IGNORECASE)  # those of dateutil are paths of files
_MOST: Final = 1 << 62
_PANDAS: Final = frozenset({"Timestamp", "Timedelta", "NaTType", "NAType"})


def write_date(writer: Writer, value: Any, depth: int) -> bool:
    """Write a date, a time or a length of time; tell whether it was one that can be written."""
    kind = type(value)
    if kind is datetime.datetime or kind is datetime.time:
        if (zone := _zone_text(value.tzinfo)) is None:
            return False
        writer.tag(Tag.DATETIME if kind is datetime.datetime else Tag.TIME)
        day = (value.year, value.month, value.day) if kind is datetime.datetime else ()
        writer.plain(*day, value.hour, value.minute, value.second, value.microsecond, value.fold, zone)
    elif kind is datetime.date:
        writer.tag(Tag.DATE)
        writer.plain(value.year, value.month, value.day)
    elif kind is datetime.timedelta:
        writer.tag(Tag.TIMEDELTA)
        writer.plain(value.days, value.seconds, value.microseconds)
    else:
        return kind.__name__ in _PANDAS and _write_pandas(writer, value)
    return True


def _write_pandas(writer: Writer, value: Any) -> bool:
    pandas = sys.modules.get("pandas")
    if pandas is None:
        return False
    if value is pandas.NaT or value is pandas.NA:
        writer.tag(Tag.MISSING)
        writer.plain("NaT" if value is pandas.NaT else "NA")
        return True
    if type(value) not in (pandas.Timestamp, pandas.Timedelta) or not UNIT.fullmatch(value.unit):
        return False
    zone = zone_name(value.tzinfo) if type(value) is pandas.Timestamp else ""
    if zone is None:
        return False
    writer.tag(Tag.MOMENT)
    writer.plain(type(value).__name__, int(value._value), value.unit, zone)
    return True


def zone_name(zone: Any) -> str | None:
    """Return the name by which pandas finds a time zone; "" for none, None where it would not find the same one."""
    if zone is None:
        return ""
    name = str(zone)
    return name if _ZONE.fullmatch(name) and _same_zone(name, zone) else None


def read_zone_name(reader: Reader) -> str:
    """Take the name of a time zone, or ""."""
    name = reader.text(64)
    if name and not _ZONE.fullmatch(name):
        raise ProtocolViolation("a time zone has no name")
    return name


def _pandas() -> Any:
    """Return pandas, which is imported when the first table comes."""
    import pandas

    return pandas


def _same_zone(name: str, zone: Any) -> bool:
    pandas = _pandas()
    try:
        return bool(pandas.Timestamp(0, tz=name).tzinfo == zone)
    except Exception:
        return False


def _zone_text(zone: datetime.tzinfo | None) -> str | None:
    """Return a zone of Python's as text: seconds from UTC, or its key; None for one of another kind."""
    if zone is None:
        return ""
    if type(zone) is datetime.timezone:
        seconds = zone.utcoffset(None).total_seconds()
        return f"{int(seconds):+d}" if seconds == int(seconds) else None
    return zone.key if type(zone) is zoneinfo.ZoneInfo and zone.key else None


def _read_zone(reader: Reader) -> datetime.tzinfo | None:
    text = read_zone_name(reader)
    if not text:
        return None
    if re.fullmatch(r"[+-][0-9]{1,5}", text):
        return datetime.timezone(datetime.timedelta(seconds=int(text)))
    return zoneinfo.ZoneInfo(text)


def _built(make: Callable[[Reader], Any]) -> Callable[[Reader, int], Any]:
    """Return a reader of something whose parts need not make sense together."""

    def read(reader: Reader, depth: int) -> Any:
        try:
            return make(reader)
        except (ProtocolViolation, MemoryError):
            raise
        except Exception:
            raise ProtocolViolation("a date or time is none") from None

    return read


def _day(reader: Reader) -> tuple[int, int, int]:
    return reader.integer(1, 9999), reader.integer(1, 12), reader.integer(1, 31)


def _clock(reader: Reader) -> dict[str, Any]:
    names = {"hour": 23, "minute": 59, "second": 59, "microsecond": 999_999, "fold": 1}
    numbers: dict[str, Any] = {name: reader.integer(0, most) for name, most in names.items()}
    return numbers | {"tzinfo": _read_zone(reader)}


def _moment(reader: Reader) -> Any:
    pandas = _pandas()
    name, number, unit, zone = reader.text(9), reader.integer(-_MOST, _MOST), reader.text(2), read_zone_name(reader)
    if name not in ("Timestamp", "Timedelta") or not UNIT.fullmatch(unit):
        raise ProtocolViolation("a moment is neither a time nor a length of time")
    if name == "Timedelta":
        return pandas.Timedelta(number, unit=unit).as_unit(unit)
    return pandas.Timestamp(number, unit=unit, tz=zone or None).as_unit(unit)


def _missing(reader: Reader) -> Any:
    pandas = _pandas()
    name = reader.text(3)
    if name not in ("NaT", "NA"):
        raise ProtocolViolation("a missing value is not one of pandas's")
    return pandas.NaT if name == "NaT" else pandas.NA


DATE_READERS: Final[dict[Tag, Callable[[Reader, int], Any]]] = {
    Tag.DATE: _built(lambda reader: datetime.date(*_day(reader))),
    Tag.DATETIME: _built(lambda reader: datetime.datetime(*_day(reader), **_clock(reader))),
    Tag.TIME: _built(lambda reader: datetime.time(**_clock(reader))),
    Tag.TIMEDELTA: _built(
        lambda reader: datetime.timedelta(
            reader.integer(-999_999_999, 999_999_999), reader.integer(0, 86_399), reader.integer(0, 999_999)
        )
    ),
    Tag.MOMENT: _built(_moment),
    Tag.MISSING: _built(_missing),
}
