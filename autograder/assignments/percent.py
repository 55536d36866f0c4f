"""The master notebook as its author writes it: a script in jupytext's percent format, read as cells.

Jupytext itself would do, but takes longer to import than a class takes to be looked up.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.text.reading import read_source

_HEADER = re.compile(r"^# %%(?:[ \t](.*))?$", re.MULTILINE)
_MAGIC = re.compile(r"^([ \t]*)# (?=(?:# )*(?:%{1,2}|!)\w)", re.MULTILINE)  # a comment in the script
_COMMENT = re.compile(r"^# ?", re.MULTILINE)
_QUOTED = re.compile(r"\A\s*(\"{3}|'{3})\n?(.*?)\n?\1\s*\Z", re.DOTALL)
_ENTRY = re.compile(r"([\w-]+)=(\"(?:\\.|[^\"\\])*\"|\[[^\]]*\]|true|false|null|-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class PercentCell:
    """One cell: its kind is "code", "markdown" or "raw"."""

    kind: str
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def marker(self) -> str:
        """The first line of a raw cell, as in BEGIN QUESTION; "" for the others."""
        return self.source.partition("\n")[0].lstrip("# ").strip() if self.kind == "raw" else ""

    @property
    def name(self) -> str:
        """The name in a marker's further lines."""
        return self.source.partition("name:")[2].split()[0]


def percent_cells(path: Path) -> list[PercentCell]:
    """Return the cells of the master notebook at a path, with magics as they are in a notebook."""
    try:
        text = read_source(path)
    except FileNotFoundError as error:
        raise AutograderError(
            f"There is no master notebook {path}; write it (see docs), or remove its folder."
        ) from error
    parts = _HEADER.split(text)
    return [_cell(header or "", body.strip("\n")) for header, body in zip(parts[1::2], parts[2::2], strict=True)]


def _cell(header: str, body: str) -> PercentCell:
    kind = next((kind for kind in ("markdown", "raw") if f"[{kind}]" in header), "code")
    metadata = {name: json.loads(value) for name, value in _ENTRY.findall(header)}
    if kind == "code":
        return PercentCell(kind, _MAGIC.sub(r"\1", body), metadata)
    quoted = _QUOTED.match(body)
    return PercentCell(kind, quoted[2] if quoted else _COMMENT.sub("", body), metadata)
