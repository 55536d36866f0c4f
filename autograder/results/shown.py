"""What a submission's own cells drew, printed and raised, for people to read beside the marks: its own word."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self


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


NO_FIGURE: Final = -1


class Kind(StrEnum):
    """What an output is."""

    PRINTED = "printed"
    HTML = "text/html"
    MARKDOWN = "text/markdown"
    LATEX = "text/latex"
    FIGURE = "figure"
    RAISED = "raised"
    LEFT_OUT = "left out"  # the sentence that says why the cell was not run to its end


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a cell.

    `text` is what it says; of something that was raised the last line of the traceback, `lines` being those before it.
    A figure has a `number` instead, in the order of the cell's figures or, later, of the submission's (NO_FIGURE: it is
    one too many). `plain` is the text that stands for markup where that is not shown.
    """

    kind: Kind
    text: str = ""
    number: int = 0
    lines: tuple[str, ...] = ()
    plain: str = ""

    @property
    def size(self) -> int:
        """Its characters."""
        return len(self.text) + len(self.plain) + sum(map(len, self.lines))

    def to_json(self) -> list[Any]:
        """Return the output as plain data, for the way between two processes of the grader."""
        return [self.kind, self.text, self.number, list(self.lines), self.plain]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> Self:
        """Return the output that `to_json` wrote."""
        kind, text, number, lines, plain = data
        return cls(Kind(kind), text, number, tuple(lines), plain)


Outputs = Mapping[int, tuple[Output, ...]]  # by the number of the code cell
