"""What a submission's own cells printed, showed and raised: what is kept of it, for people to read beside the marks.

All of it is the submission's word, text that nobody trusts: it is bounded here, and looked through where it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

MOST_CHARACTERS: Final = 30_000  # of what a cell printed
MOST_MARKUP: Final = 100_000  # characters of one table or formula
MOST_IN_ALL: Final = 400_000  # characters of a submission
MOST_SHOWN: Final = 150  # by a cell
NO_FIGURE: Final = -1
_CUT: Final = "\n[the rest of what this cell printed is left out]\n"


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


def read_outputs(printed: str, places: Any) -> tuple[Output, ...]:
    """Return the outputs of a cell from what it printed, and what the jail says was shown and where in that text.

    Raises:
        ValueError: what it says is not well formed.

    """
    if not isinstance(places, list | tuple) or len(places) > MOST_SHOWN:
        raise ValueError("the outputs of a cell are not well formed")
    outputs: list[Output] = []
    place, whole = 0, printed[:MOST_CHARACTERS]
    for item in places:
        match item:
            case (int(begin), int(end), str(kind), str() | int() as content) if place <= begin <= end:
                outputs += _text(whole[place:begin])
                place = end
                outputs.append(_shown(kind, content, whole[begin:end]))
            case _:
                raise ValueError("an output is not well formed")
    return (*outputs, *_text(whole[place:] + _CUT * (len(printed) > MOST_CHARACTERS)))


def in_order(outputs: Outputs, figures: Mapping[int, int]) -> dict[int, tuple[Output, ...]]:
    """Return the outputs of a submission with its figures numbered through; what is too much for it is left out.

    `figures` says how many there are of each cell.
    """
    numbered: dict[int, tuple[Output, ...]] = {}
    before = size = 0
    for cell in sorted(outputs.keys() | figures.keys()):
        here = figures.get(cell, 0)
        numbered[cell] = tuple(_numbered(outputs.get(cell, ()), range(before, before + here)))
        before += here
        size += sum(output.size for output in numbered[cell])
        if size > MOST_IN_ALL:
            numbered[cell] = tuple(_bounded(numbered[cell]))
    return numbered


def _numbered(outputs: Iterable[Output], numbers: Sequence[int]) -> Iterable[Output]:
    for each in outputs:
        known = each.number < len(numbers)
        yield replace(each, number=numbers[each.number] if known else NO_FIGURE) if each.kind is Kind.FIGURE else each


def _bounded(outputs: Iterable[Output]) -> Iterable[Output]:
    """Yield what may stay where there is no room: figures, which have bounds of their own, and a word."""
    yield from (output for output in outputs if output.kind in {Kind.FIGURE, Kind.LEFT_OUT})
    yield Output(Kind.PRINTED, _CUT.lstrip())


def _text(text: str) -> list[Output]:
    return [Output(Kind.PRINTED, text)] if text.strip() else []


def _shown(kind: str, content: str | int, plain: str) -> Output:
    match kind, content:
        case "figure", int(number) if number >= 0:
            return Output(Kind.FIGURE, number=number)
        case ((Kind.HTML | Kind.MARKDOWN | Kind.LATEX), str(text)):
            return Output(Kind(kind), text, plain=plain) if len(text) <= MOST_MARKUP else Output(Kind.PRINTED, plain)
    raise ValueError("an output is of no known kind")
