"""How text and moments are stored, whatever the database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

from autograder.text.plain_text import readable


class Readable(TypeDecorator[str]):
    """Text without what databases refuse: halves of surrogate pairs (from odd file names) and zero bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text as it is stored."""
        return None if value is None else readable(value)


class UtcTime(TypeDecorator[datetime]):
    """A moment, stored in UTC whether or not the database knows of time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as it is stored."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the moment with its time zone."""
        return None if value is None else value.replace(tzinfo=UTC)
