"""Reading the clean copy of a submission that intake has prepared, as the engine wants it."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission ready to run: the code cells in order, the files that came with it, and its bytes."""

    cells: tuple[str, ...]
    files: Mapping[str, bytes]
    content: bytes


def read_prepared(path: Path) -> Prepared:
    """Return the submission whose clean copy, a notebook or a zip with one, is at `path`."""
    content = path.read_bytes()
    if path.suffix != ".zip":
        return Prepared(_cells(content), {}, content)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    notebook = next(iter(members))  # prepare() writes it first
    return Prepared(_cells(members.pop(notebook)), members, content)


def _cells(content: bytes) -> tuple[str, ...]:
    notebook = json.loads(content)
    return tuple(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code" and not _is_ignored(cell))


def _is_ignored(cell: Mapping[str, Any]) -> bool:
    """Tell whether otter passes over the cell, because a tag or its metadata say so."""
    metadata = cell["metadata"]
    tags, otter = metadata.get("tags", []), metadata.get("otter", {})
    return (isinstance(tags, list) and "otter_ignore" in tags) or (
        isinstance(otter, dict) and otter.get("ignore") is True
    )
