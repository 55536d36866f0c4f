"""From the points of an assignment to those of an LMS, when the two do not have the same maximum."""

import re
from dataclasses import dataclass

from autograder.errors import AutograderError
from autograder.text.cells import number
from autograder.text.numbers import tidy

_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scale:
    """How points become the LMS's: `factor` times as many; `maximum` is the LMS's, None when it says none."""

    factor: float
    maximum: float | None

    def points(self, total: float) -> str:
        """Return the cell for `total` points: with a decimal point, which every LMS reads in every language."""
        return number(self.scaled(total))

    def scaled(self, total: float) -> float:
        """Return the points that the LMS gets."""
        return total if self.factor == 1 else round(total * self.factor, 2)


def choose_scale(ours: float, theirs: float | None, wanted: bool | None, lms: str) -> Scale:
    """Return how to go from a maximum of `ours` points to the LMS's.

    Args:
        ours: points of the assignment.
        theirs: the maximum in the LMS's file; None when it has none.
        wanted: whether to scale; None when the user has not said.
        lms: the name of the LMS, for messages.

    Raises:
        AutograderError: the maxima differ and nothing is said, or there is nothing to scale to.

    """
    if theirs is None or theirs == 0:
        if wanted:
            raise AutograderError(f"{lms}'s file states no maximum to scale to; leave out --scale.")
        return Scale(1.0, None)
    if tidy(ours) == tidy(theirs):
        return Scale(1.0, theirs)
    if wanted is None:
        raise AutograderError(
            f"The assignment gives {number(ours)} points, {lms} expects {number(theirs)}: say --scale to turn "
            f"{number(ours)} points into {number(theirs)}, or --no-scale to write the points as they are."
        )
    if wanted and not ours:
        raise AutograderError("The assignment gives no points, so there is nothing to scale; say --no-scale.")
    return Scale(theirs / ours if wanted else 1.0, theirs)


def read_number(text: str) -> float | None:
    """Return the number in a cell, with a decimal point or comma, None when it is not one."""
    cell = text.strip()
    return float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else None
