"""The code of a submission, as one text: read, never run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from autograder.grade.notebooks import NotGradable, read_notebook, read_script
from autograder.grade.prepare import notebook_in, read_content
from autograder.reports.class_data import visible

LONGEST: Final = 200_000  # characters: twenty times what an assignment asks for


def code_of(path: Path, content: bytes | None = None) -> str:
    """Return the code cells of a notebook, script or zip, one after the other, with nothing in it that hides.

    `content` is what the file holds, if it was read before. What cannot be read as code is an empty text.
    """
    try:
        content = read_content(path) if content is None else content
        return _joined(_notebook(path, content))
    except NotGradable:
        return ""


def _notebook(path: Path, content: bytes) -> dict[str, Any]:
    kind = path.suffix.lower()
    if kind == ".py":
        return read_script(content)
    if kind != ".zip":
        return read_notebook(content)
    inside = notebook_in(content)
    try:
        return read_notebook(inside)
    except NotGradable:
        return read_script(inside)


def _joined(notebook: dict[str, Any]) -> str:
    cells = (cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    text = "\n\n\n".join(cell.strip("\n") for cell in cells if cell.strip())
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
