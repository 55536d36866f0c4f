"""What a search for similar submissions found, kept in a file between runs, and as the page of the class shows it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from autograder.gradebook import Gradebook
from autograder.gradebook.newest import digests_of
from autograder.results import ClassResult, Status
from autograder.system.files import write_atomically
from autograder.text.plain_text import readable

SIMILARITY: Final = "similarity.json"
_VERSION: Final = 1

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two submissions, by id, and the percentage of each one's own code that the other has too.

    `first` and `second` are from where to where each of the two `texts` has what both have. With `is_same` the texts
    are equal, letter by letter.
    """

    names: tuple[str, str]
    percent: tuple[int, int]
    first: Spans
    second: Spans
    texts: tuple[str, str]
    is_same: bool = False

    @property
    def lines(self) -> int:
        """How many lines of the first are concerned."""
        return sum(self.texts[0].count("\n", start, end) + 1 for start, end in self.first)


@dataclass(frozen=True, slots=True)
class Similarities:
    """The pairs that were found among the submissions `compared`, which has the digest of each one's content by id.

    `enough` is how many of them had enough code of their own to be compared at all. `changed` submissions have changed,
    or come, since.
    """

    compared: Mapping[str, str]
    pairs: tuple[Pair, ...]
    enough: int
    changed: int = 0

    def still_true(self, digests: Mapping[str, str]) -> Similarities:
        """Return what still holds now that the submissions' contents have these digests."""
        same = {name for name, digest in digests.items() if self.compared.get(name) == digest}
        pairs = tuple(pair for pair in self.pairs if same.issuperset(pair.names))
        return replace(
            self, compared={name: digests[name] for name in same}, pairs=pairs, changed=len(digests) - len(same)
        )

    def to_view(self, names: Mapping[str, str]) -> dict[str, Any]:
        """Return what the page shows, given the students' names by the ids of their submissions."""
        texts: dict[str, int] = {}
        pairs = [
            {
                "names": [names.get(name, name) for name in pair.names],
                "shares": list(pair.percent),
                "lines": pair.lines,
                "same": pair.is_same,
                "spans": [pair.first, pair.second],
                "sources": [texts.setdefault(text, len(texts)) for text in pair.texts],
            }
            for pair in self.pairs
        ]
        return {"sentence": self._sentence(), "pairs": pairs, "sources": list(texts)}

    def _sentence(self) -> str:
        found = f"{len(self.pairs)} {'pair' if len(self.pairs) == 1 else 'pairs'}" if self.pairs else "No pair"
        said = (
            f"{found} among the {self.enough} submissions with enough code of their own, names, comments and layout "
            "left aside, and without what many have in common."
        )
        if not self.changed:
            return said
        new = "1 submission is" if self.changed == 1 else f"{self.changed} submissions are"
        return f"{said} {new} new or changed since: look again with autograder similar."


def write_similarities(found: Similarities, path: Path) -> None:
    """Keep what was found in a file."""
    data = {
        "version": _VERSION,
        "compared": dict(found.compared),
        "enough": found.enough,
        "pairs": [
            {
                "names": pair.names,
                "percent": pair.percent,
                "spans": [pair.first, pair.second],
                "texts": pair.texts,
                "same": pair.is_same,
            }
            for pair in found.pairs
        ],
    }
    write_atomically(json.dumps(data), path)


def read_similarities(path: Path) -> Similarities | None:
    """Return what was kept in a file; None when there is none that can be read."""
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != _VERSION:
            return None
        pairs = (
            Pair(
                (item["names"][0], item["names"][1]),
                (item["percent"][0], item["percent"][1]),
                _spans(item["spans"][0]),
                _spans(item["spans"][1]),
                (item["texts"][0], item["texts"][1]),
                item["same"],
            )
            for item in data["pairs"]
        )
        return Similarities(data["compared"], tuple(pairs), data["enough"])
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _spans(data: Any) -> Spans:
    return tuple((int(start), int(end)) for start, end in data)


def known_similarities(book: Gradebook, graded: ClassResult, out: Path) -> Similarities | None:
    """Return what the last search found in the class and still holds; None when there was none."""
    known = read_similarities(out / SIMILARITY)
    return known.still_true(digests_in_class(book, graded)) if known else None


def digests_in_class(book: Gradebook, graded: ClassResult) -> dict[str, str]:
    """Return what tells the contents of the submissions of the class apart, by id; what is missing has none."""
    with book.database.reading() as connection:
        digests = digests_of(connection, graded.assignment)
    there = (each.id for each in graded.submissions if each.status is not Status.MISSING)
    return {name: digests[readable(name)] for name in there if readable(name) in digests}
