"""What stopped early in a submission and cost answers further on: said once, at the first question that it touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from autograder.engine.remote import Failure
from autograder.results import Cause
from autograder.testing.chain import Link, Stop, ended_by_stub, links_to, thing, told
from autograder.testing.filled import raised_by_stub
from autograder.text.places import Places

_JAILED: Final = re.compile(r" \(<cell \d+>, line \d+\)$")  # what a cell is called in the jail
Need = tuple[str, str]  # a kind and a name: see `autograder.testing.chain`


@dataclass(frozen=True, slots=True)
class Chain:
    """The cells of a submission, by their numbers from 0, and the exceptions that ended some of them."""

    cells: Mapping[int, str]
    stops: Mapping[int, Stop]
    places: Places = field(default_factory=Places)

    def links(self, need: Need, checked: int | None) -> tuple[Link, ...]:
        """Return what is to blame for something that is missing after the cell `checked`, None for the last one."""
        return links_to(*need, self.cells, self.stops, None if checked is None else checked + 1)

    def unfinished(self, question: str, checked: Mapping[str, int | None]) -> tuple[Need, ...]:
        """Return which cells of an answer stopped before their end: what they made before may be there half done.

        Its cells are those between its check and the one before; where nothing checks it, nobody knows.
        """
        own = checked.get(question)
        if own is None:
            return ()
        begin = max((cell for cell in checked.values() if cell is not None and cell < own), default=-1)
        return tuple(
            ("cell", str(cell)) for cell, stop in self.stops.items() if begin < cell <= own and not ended_by_stub(stop)
        )

    def told(self, links: Sequence[Link]) -> str:
        """Return the links in a sentence."""
        return told(links, self.places.cell)

    def briefly(self, links: Sequence[Link]) -> str:
        """Return the first of the links in a sentence, without the exception."""
        link, place = links[0], self.places.cell(links[0].cell, links[0].stop.line if links[0].stop else 0)
        if link.kind == "alias":
            return self.told(links)
        if link.stop is None:
            return f"{thing(link)} is defined only later, in {place}."
        return f"{thing(link)} is missing, because {place} stopped."


def stop_of(cell: int, failure: Failure, cells: Sequence[str], places: Places) -> Stop:
    """Return how one of the cells was ended by what it raised; of one that is no Python nothing was executed."""
    lines = [line.line for line in failure.lines[:1] if line.cell == cell]
    error = f"{failure.type_name}: {failure.text[:300]}".removesuffix(": ")
    if "SyntaxError" in failure.bases:
        return Stop(_JAILED.sub("".join(f" ({places.line(cell, line, '', 1)})" for line in lines), error))
    return Stop(error, lines[0] if lines else 0, is_filled_in=not is_of_stub(failure, cells))


def is_of_stub(failure: Failure, cells: Sequence[str]) -> bool:
    """Tell whether an exception that stubs raise comes from one of the cells' stubs, as far as is known."""
    innermost = failure.lines[-1:]
    return all(raised_by_stub(dict(enumerate(cells)).get(line.cell, ""), line.line) for line in innermost)


@dataclass(frozen=True, slots=True)
class Causes:
    """The causes that were found, and by question what is missing because of them."""

    causes: tuple[Cause, ...]
    explained: Mapping[str, Collection[Need]]


def find_causes(chain: Chain, missing: Mapping[str, Collection[Need]], checked: Mapping[str, int | None]) -> Causes:
    """Return the causes of what is `missing` by question, in the order of the questions.

    `checked` says after which cell each question was graded, None standing for the end of the notebook.
    """
    sentences: dict[tuple[object, ...], str] = {}
    touched: dict[tuple[object, ...], dict[str, str]] = {}
    explained: dict[str, set[Need]] = {}
    for question, needs in missing.items():
        for need in needs:
            if links := chain.links(need, checked.get(question)):
                root = links[-1]
                key = (root.cell, root.stop or root.what)
                sentences.setdefault(key, chain.told(links))
                explained.setdefault(question, set()).add(need)
                touched.setdefault(key, {}).setdefault(question, thing(links[0]))
    return Causes(tuple(Cause(sentences[key], tuple(touched[key].items())) for key in touched), explained)
