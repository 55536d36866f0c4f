"""Figures that a submission's own cells drew, as PNG: what there is of each, or why there is none."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self


class LeftOut(StrEnum):
    """Why there is no picture of a figure."""

    FAILED = "failed"  # it could not be drawn, or not in time
    LARGE = "large"
    MORE = "more"  # there are enough; stands for all that follow
    FORGOTTEN = "forgotten"  # they are not kept of versions that were handed in before; stands for all


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that the code cell number `cell` showed (from 0): its picture, or why there is none.

    Of a script `cell` is the line at which that cell begins, below 0. `words` are its titles and labels, in the
    student's words.
    """

    cell: int
    png: bytes
    words: str = ""
    left_out: LeftOut | None = None

    @property
    def place(self) -> str:
        """What the place that drew it is called."""
        return f"code cell {self.cell + 1}" if self.cell >= 0 else f"line {-self.cell} of your script"

    def to_json(self) -> list[Any]:
        """Return the figure as plain data, for the way between two processes of the grader."""
        return [self.cell, base64.b64encode(self.png).decode("ascii"), self.words, self.left_out]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Self:
        """Return the figure that `to_json` wrote."""
        cell, png, words, left_out = data
        return cls(cell, base64.b64decode(png), words, LeftOut(left_out) if left_out else None)
