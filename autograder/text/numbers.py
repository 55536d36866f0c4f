"""Numbers as people read them: points without the noise of rounding, and names sorted by the numbers in them."""

import re

DECIMALS = 4


def tidy(points: float) -> float:
    """Return `points` rounded to what is shown: no 0.30000000000000004, no -0.0."""
    return round(float(points), DECIMALS) + 0.0


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts q2 before q10 and q1.9 before q1.10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)
