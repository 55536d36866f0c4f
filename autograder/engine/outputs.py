"""What a submission's cells printed, showed and raised, as it comes out of the jail: read, and bounded.

All of it is the submission's word, text that nobody trusts: it is bounded here, and looked through where it is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from autograder.engine.jailed.bounds import FIGURES, MARKUP_CHARACTERS, OUTPUT_CHARACTERS, OUTPUTS_CHARACTERS, PLACES
from autograder.results.shown import NO_FIGURE, Kind, Output, Outputs

_CUT: Final = "\n[the rest of what this cell printed is left out]\n"


def read_outputs(printed: str, places: Any) -> tuple[Output, ...]:
    """Return the outputs of a cell from what it printed, and what the jail says was shown and where in that text.

    Raises:
        ValueError: what it says is not well formed.

    """
    if not isinstance(places, list | tuple) or len(places) > PLACES + FIGURES + 1:
        raise ValueError("the outputs of a cell are not well formed")
    outputs: list[Output] = []
    place, whole = 0, printed[:OUTPUT_CHARACTERS]
    for item in places:
        match item:
            case (int(begin), int(end), str(kind), str() | int() as content) if place <= begin <= end:
                outputs += _text(whole[place:begin])
                place = end
                outputs.append(_shown(kind, content, whole[begin:end]))
            case _:
                raise ValueError("an output is not well formed")
    return (*outputs, *_text(whole[place:] + _CUT * (len(printed) > OUTPUT_CHARACTERS)))


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
        if size > OUTPUTS_CHARACTERS:
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
            return (
                Output(Kind(kind), text, plain=plain) if len(text) <= MARKUP_CHARACTERS else Output(Kind.PRINTED, plain)
            )
    raise ValueError("an output is of no known kind")
