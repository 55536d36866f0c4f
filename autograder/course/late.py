"""Late days: what an assignment takes off for them.

The rules, in the order in which they are applied:

1. How late: the days that a person has set; else the time from `due` until it was handed in, where both are known; else
   what the LMS says, whose deadline may be another one.
2. Within `grace_hours` nothing is taken off. After that every day that has started since the deadline counts as a whole
   one, the hours of grace among them.
3. Each of these days takes `percent_a_day` percent of the points earned, and never more than all of them.
4. More than `cut_off_days` days late gives 0 points.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from autograder.errors import AutograderError
from autograder.text.numbers import tidy

LONGEST_DAYS = 3660.0
_HOURS, _SECONDS = 24.0, 86_400.0
_KEYS = ("due", "percent_a_day", "grace_hours", "cut_off_days")


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """The table `[late]` of an assignment: `due` with its time zone, percent of the points earned, hours and days.

    Without `cut_off_days` there is no day from which on nothing counts.
    """

    due: datetime | None = None
    percent_a_day: float = 0.0
    grace_hours: float = 0.0
    cut_off_days: float | None = None

    @property
    def takes_something(self) -> bool:
        """Whether lateness costs anything."""
        return self.percent_a_day > 0 or self.cut_off_days is not None

    def days_late(self, handed_in: datetime | None) -> float | None:
        """Return the days from `due` until a moment, 0 when it was in time, None when one of the two is not known.

        A moment without a time zone is that on a clock in the zone of `due`.
        """
        if self.due is None or handed_in is None:
            return None
        zoned = handed_in if handed_in.tzinfo else handed_in.replace(tzinfo=self.due.tzinfo)
        return max(0.0, (zoned - self.due).total_seconds() / _SECONDS)

    def started_days(self, days: float) -> int:
        """Return how many days count for something that is `days` late."""
        # what a file says in hundredths of a day, or a sum of hours, must not begin another day by its last digit
        return 0 if days * _HOURS <= self.grace_hours + 1e-6 else math.ceil(days - 1e-6)

    def deduction(self, points: float, days: float) -> float:
        """Return what is taken off the `points` earned, between 0 and `points`, for something `days` late."""
        if points <= 0:
            return 0.0
        if self.cut_off_days is not None and days > self.cut_off_days and self.started_days(days):
            return points
        return min(points, tidy(points * min(100.0, self.percent_a_day * self.started_days(days)) / 100.0))

    def sentence(self) -> str:
        """Return the policy in words."""
        due = f"due {self.due.isoformat(sep=' ')}; " if self.due else ""
        grace = f", with {self.grace_hours:g} h of grace" if self.grace_hours else ""
        end = "" if self.cut_off_days is None else f"; more than {self.cut_off_days:g} days late gives 0 points"
        return f"Late days: {due}{self.percent_a_day:g} % of the points earned for each day begun{grace}{end}."

    def to_json(self) -> dict[str, Any]:
        """Return the policy as plain data; only what is set."""
        due = self.due.isoformat() if self.due else None
        values = (due, self.percent_a_day, self.grace_hours, self.cut_off_days)
        return {key: value for key, value in zip(_KEYS, values, strict=True) if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "LatePolicy":
        """Return the policy that `to_json` wrote."""
        due = data.get("due")
        return cls(
            datetime.fromisoformat(due) if due else None,
            data.get("percent_a_day", 0.0),
            data.get("grace_hours", 0.0),
            data.get("cut_off_days"),
        )


def read_policy(table: Mapping[str, Any], where: str) -> LatePolicy:
    """Return the policy that a table (of TOML, or of the words of a call) states; `where` names it in sentences.

    Raises:
        AutograderError: a key is unknown, or a value is no date with a time zone or no number that makes sense.

    """
    if unknown := [key for key in table if key not in _KEYS]:
        raise AutograderError(f"{where}: unknown key {unknown[0]!r}; the keys are {', '.join(_KEYS)}.")
    due = table.get("due")
    if due is not None and (not isinstance(due, datetime) or due.tzinfo is None):
        raise AutograderError(
            f"{where}: due must be a date and time with its offset from UTC, such as 2026-11-02T23:59:00+01:00, but "
            f"it is {due.isoformat() if hasattr(due, 'isoformat') else repr(due)}."
        )
    limits = {"percent_a_day": 100.0, "grace_hours": LONGEST_DAYS * _HOURS, "cut_off_days": LONGEST_DAYS}
    numbers = {key: _number(table[key], f"{where}: {key}", most) for key, most in limits.items() if key in table}
    return LatePolicy(due, **numbers)


def _number(value: Any, what: str, most: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 <= value <= most:
        raise AutograderError(f"{what} must be a number from 0 to {most:g}, but it is {value!r}.")
    return float(value)
