"""The code of a submission, as one text: read, never run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from autograder.intake.contents import Kind, kind_of
from autograder.intake.notebooks import NotGradable, read_notebook, read_script
from autograder.intake.prepare import notebook_in, read_content
from autograder.text.plain_text import visible

LONGEST: Final = 200_000  # characters: twenty times what an assignment asks for


def code_of(path: Path, assignment: str | None = None) -> str:
    """Return the code of a notebook, script or zip, where `assignment` tells which of several notebooks counts.

    What is not there, or cannot be read as code, is an empty text.
    """
    try:
        return code_in(_notebook(path, read_content(path), assignment))
    except NotGradable:
        return ""


def _notebook(path: Path, content: bytes, assignment: str | None) -> dict[str, Any]:
    kind = kind_of(path.name, content)
    if kind is Kind.SCRIPT:
        return read_script(content, in_pieces=False)
    if kind is Kind.NOTEBOOK:
        return read_notebook(content)
    inside = notebook_in(content, assignment)
    try:
        return read_notebook(inside)
    except NotGradable:
        return read_script(inside, in_pieces=False)


def code_in(notebook: Mapping[str, Any]) -> str:
    """Return the code cells of a notebook, one after the other, with nothing in it that hides."""
    cells = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    text = "\n\n\n".join(cell.strip("\n") for cell in cells if cell.strip())
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
