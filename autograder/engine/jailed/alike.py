"""Values that have the same hash without being equal: a set of many of them takes as long as their number squared.

Whoever sends values can choose such ones, of long integers, complex numbers and tuples: all that puts them into a set
or a dictionary would be busy for hours, in one step of Python that nobody can stop. By accident there are but a few.
"""

from __future__ import annotations

from typing import Any, Final

MOST_ALIKE: Final = 256


class Alike:
    """Counts distinct values by their hash."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}  # the first value, or a set of all

    def has_too_many(self, value: Any) -> bool:
        """Tell whether more than `MOST_ALIKE` values have come with the hash of this one; none of what has no hash."""
        try:
            number = hash(value)
        except TypeError:
            return False
        known = self._known.setdefault(number, value)
        if type(known) is not set:
            if known is value or known == value:
                return False
            known = self._known[number] = {known}
        known.add(value)
        return len(known) > MOST_ALIKE
