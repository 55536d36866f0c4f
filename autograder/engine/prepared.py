"""Reading the clean copy of a submission that intake has prepared, as the engine wants it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from autograder.intake.notebooks import goes_on, line_of
from autograder.text.places import Places


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission ready to run: the code cells in order, and the files that came with it.

    `checks` are the questions that otter checks after a cell because metadata say so, by the number of the code cell.
    `goes_on` are the numbers of those that belong to the same cell as the one before: pieces of a script. `texts` are
    the cells that are no code, each with the number of code cells before it, and `places` the names of all places.
    """

    cells: tuple[str, ...]
    files: Mapping[str, bytes]
    checks: Mapping[int, Sequence[str]] = field(default_factory=dict)
    goes_on: frozenset[int] = frozenset()
    texts: tuple[tuple[int, str], ...] = ()
    places: Places = field(default_factory=Places)

    def until(self, cells: Sequence[int | None]) -> Self:
        """Return the submission up to the last of the cells, None standing for its end."""
        if any(cell is None for cell in cells):
            return self
        last = max(cell for cell in cells if cell is not None)
        return replace(self, cells=self.cells[: last + 1])

    @property
    def digest(self) -> str:
        """What is graded, in hexadecimal digits: the same for a notebook, and for a zip of it saved another day."""
        running = hashlib.sha256()
        files = [(name, hashlib.sha256(self.files[name]).hexdigest()) for name in sorted(self.files)]
        checks = [(cell, list(self.checks[cell])) for cell in sorted(self.checks)]
        running.update(json.dumps([self.cells, files, checks, sorted(self.goes_on)]).encode())
        return running.hexdigest()


def read_prepared(path: Path) -> Prepared:
    """Return the submission whose clean copy, a notebook or a zip with one, is at `path`."""
    content = path.read_bytes()
    if path.suffix != ".zip":
        return _prepared(content, {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    notebook = next(iter(members))  # prepare() writes it first
    text = members.pop(notebook)
    return _prepared(text, members)


def _prepared(content: bytes, files: Mapping[str, bytes]) -> Prepared:
    cells = [cell for cell in json.loads(content)["cells"] if not is_ignored(cell)]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    lines = [line_of(cell) for cell in code]
    return Prepared(
        tuple(cell["source"] for cell in code),
        files,
        _checks(cells),
        frozenset(number for number, cell in enumerate(code) if goes_on(cell)),
        tuple(_texts(cells)),
        Places(lines if all(lines) else ()),
    )


def _texts(cells: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    before = 0
    for cell in cells:
        if cell["cell_type"] == "code":
            before += 1
        else:
            yield before, cell["source"]


def _checks(cells: Sequence[Mapping[str, Any]]) -> dict[int, Sequence[str]]:
    """Return the questions in the cells' metadata; those of a text cell belong to the code cell before it."""
    found: dict[int, Sequence[str]] = {}
    last = -1
    for cell in cells:
        last += cell["cell_type"] == "code"
        otter = cell["metadata"].get("otter", {})
        tests = otter.get("tests", []) if isinstance(otter, dict) else []
        if isinstance(tests, list) and tests:
            found[last] = (*found.get(last, ()), *(name for name in tests if isinstance(name, str)))
    return found


def is_ignored(cell: Mapping[str, Any]) -> bool:
    """Tell whether otter passes over the cell, because a tag or its metadata say so."""
    metadata = cell["metadata"]
    tags, otter = metadata.get("tags", []), metadata.get("otter", {})
    return (isinstance(tags, list) and "otter_ignore" in tags) or (
        isinstance(otter, dict) and otter.get("ignore") is True
    )
