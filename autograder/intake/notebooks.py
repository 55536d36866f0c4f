"""Reading what a student handed in as a notebook or a script: strict about what it is, lenient about how it is."""

import hashlib
import io
import json
import re
import tokenize
import warnings
from collections.abc import Mapping
from typing import Any

from autograder.intake.contents import Kind, decode, without_surrogates, wrong_kind
from autograder.intake.outputs import without_outputs
from autograder.intake.scripts import Piece, cut
from autograder.results.messages import shorten

_OWN_NAME = re.compile(r"""\bNotebook\(\s*["']([^"'/\\]+\.ipynb)["']""")
_PYTHON = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:import \w|from [\w.]+ import|def \w+\(|class \w+[:(])")
_PRINTABLE = bytes(range(0x20, 0x7F))  # which stands for itself in every encoding of Python files
_NEWEST = 4
_LONGEST_NAME = 60
MAX_CELLS = 5000
MAX_CODE_MB = 5
_MAX_BRACKETS = 3_000_000  # each may cost 70 bytes of memory; a notebook full of tables of points has a million
_MAX_COMMAS = 15_000_000  # the same of what stands between two of them: a small zip may hold 200 MB of numbers
_OURS = "autograder"  # what our own metadata of a cell are under; a notebook's are left out
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class NotGradable(ValueError):
    """A submission that cannot be graded; the text says what the student should do."""


def read_script(content: bytes, *, in_pieces: bool = True) -> dict[str, Any]:
    """Return a Python script, in the encoding that it declares or seems to have, as a notebook of its pieces.

    Where a piece goes on with the cell of the one before it, its metadata say so: see `goes_on`. Not `in_pieces` it is
    one cell, as otter has it (but only when no other .py file, such as a module of the assignment, lies beside it).
    """
    if wrong := wrong_kind(content, Kind.SCRIPT):
        raise NotGradable(wrong)
    text = _script_text(content)
    if "\0" in text:
        raise NotGradable("The file is not a Python script; hand in the .py or .ipynb file that you worked in.")
    if not text.strip():
        raise NotGradable("The script is empty; save your work and hand in again.")
    _check_sources([text])
    cells = [
        {**_clean_cell({"cell_type": "code", "metadata": {}, "source": piece.source}), "metadata": _going_on(piece)}
        for piece in (cut(text) if in_pieces else [Piece(text, goes_on=False)])
    ]
    return {"cells": cells, "metadata": {"kernelspec": _KERNEL}, "nbformat": _NEWEST, "nbformat_minor": 4}


def _script_text(content: bytes) -> str:
    """Return the text of a script, whatever its line ends."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        if not _is_plain(encoding):
            raise LookupError(encoding)
        text = io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except (SyntaxError, UnicodeError, LookupError):  # of the encoding that a script may name
        text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    return without_surrogates(text)


def _is_plain(encoding: str) -> bool:
    """Tell whether printable ASCII stands for itself: else it is an escape, whose decoding may take for ever."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that of escapes which there are not
        return _PRINTABLE.decode(encoding) == _PRINTABLE.decode("ascii")


def _going_on(piece: Piece) -> dict[str, Any]:
    return {_OURS: {"line": piece.line, **({"goes_on": True} if piece.goes_on else {})}}


def line_of(cell: dict[str, Any]) -> int:
    """Return the line of a script at which a cell of its clean copy begins; 0 in that of a notebook."""
    return int(cell["metadata"].get(_OURS, {}).get("line", 0))


def goes_on(cell: dict[str, Any]) -> bool:
    """Tell whether a cell of a clean copy is a piece of a script that goes on with the cell before it."""
    return bool(cell["metadata"].get(_OURS, {}).get("goes_on", False))


def read_notebook(content: bytes, assignment: str | None = None) -> dict[str, Any]:
    """Return the notebook in nbformat 4, ready to run in a plain Python kernel.

    Raises:
        NotGradable: it is not a notebook, is empty, or belongs to another assignment than `assignment`.

    """
    parsed = _parse(content)
    notebook = _upgrade(parsed)
    _check_assignment(notebook["metadata"], assignment)
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if not any(source.strip() for source in sources):
        raise NotGradable("The notebook has no code cells; hand in the notebook with your work in it.")
    _check_sources(sources)
    _check_language(parsed["metadata"], sources)
    return notebook


def own_name(notebook: dict[str, Any]) -> str | None:
    """Return the file name by which the notebook asks otter for itself, if it does.

    Otter reads that file when `otter.Notebook("NAME.ipynb")` runs: under another name every check of the notebook
    would fail, although it worked on the student's machine.
    """
    for cell in notebook["cells"]:
        match = _OWN_NAME.search(cell["source"]) if cell["cell_type"] == "code" else None
        if match and not match[1].startswith(".") and match[1].isprintable() and len(match[1]) <= _LONGEST_NAME:
            return match[1]
    return None


def to_bytes(notebook: dict[str, Any]) -> bytes:
    """Return the notebook as the content of an .ipynb file."""
    return json.dumps(notebook, ensure_ascii=True).encode("ascii")


def _parse(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise NotGradable("The file is empty; save your notebook and hand in again.")
    if wrong := wrong_kind(content, Kind.NOTEBOOK):
        raise NotGradable(wrong)
    try:
        text = without_outputs(decode(content))
    except ValueError:
        text = ""
    if not text or text.count("[") + text.count("{") > _MAX_BRACKETS or text.count(",") > _MAX_COMMAS:
        raise NotGradable("The notebook holds too much output to be read; clear its outputs, save and hand in again.")
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _PYTHON.match(text):
            raise NotGradable(
                "The file holds Python code, but is no notebook; give it a name that ends in .py and hand in again."
            ) from error
        raise NotGradable(
            "The file is not a notebook (its JSON is damaged); hand in the .ipynb file as Jupyter saved it."
        ) from error
    if not isinstance(notebook, dict) or type(notebook.get("nbformat")) is not int:
        raise NotGradable("The file is not a Jupyter notebook; hand in the .ipynb file as Jupyter saved it.")
    if notebook["nbformat"] > _NEWEST:
        raise NotGradable(
            f"The notebook has format {notebook['nbformat']}, newer than the {_NEWEST} that can be graded; save it "
            "with the course's version of Jupyter."
        )
    return notebook


def _upgrade(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook in format 4 with the parts that grading reads and no other, or say that it is damaged."""
    try:
        current = notebook if notebook["nbformat"] == _NEWEST else _converted(notebook)
        cells = [_clean_cell(cell) for cell in current["cells"]]
        metadata = current["metadata"]
        section = metadata.get("otter", {})
        name = section.get("assignment_name") if isinstance(section, dict) else None
    except NotGradable:
        raise
    except Exception as error:  # nbformat raises whatever its converters stumble over
        raise NotGradable(
            "The notebook is damaged (its cells cannot be read); open it in Jupyter, save it and hand in again."
        ) from error
    # Tests come from the assignment, the kernel from the grader: what a notebook says of them is left out.
    kept = {"assignment_name": name} if isinstance(name, str) else {}
    otter = {"otter": kept} if "otter" in metadata and isinstance(section, dict) else {}
    return {
        "cells": cells,
        "metadata": {"kernelspec": _KERNEL, **otter},
        "nbformat": _NEWEST,
        "nbformat_minor": 4,
    }


def _converted(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook of an older format in the newest one."""
    import nbformat

    _check_number(sum(len(sheet["cells"]) for sheet in notebook["worksheets"]))  # conversion is slow
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        text: str = nbformat.writes(nbformat.reads(json.dumps(notebook), as_version=_NEWEST), version=_NEWEST)
    upgraded: dict[str, Any] = json.loads(text)
    return upgraded


def _clean_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the cell without outputs, which grading makes anew, and with the metadata that otter reads only."""
    source = cell["source"]
    text = "".join(source) if isinstance(source, list) else source
    kind, metadata = cell["cell_type"], cell["metadata"]
    if not isinstance(text, str) or not isinstance(metadata, dict) or not isinstance(kind, str):
        raise TypeError
    kept = _clean_metadata(metadata) | _pictures(cell.get("attachments"))
    clean = {"cell_type": kind, "metadata": kept, "source": without_surrogates(text)}
    return clean | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def pictures_of(cell: Mapping[str, Any]) -> str:
    """Return what tells the pictures that are attached to a cell of a clean copy from others; "" for none."""
    return str(cell.get("metadata", {}).get(_OURS, {}).get("pictures", ""))


def _pictures(attachments: Any) -> dict[str, Any]:
    """Return what tells whether the pictures in a text are others: people mark them, and only their names are in it."""
    if not attachments:
        return {}
    text = json.dumps(attachments, sort_keys=True)
    return {_OURS: {"pictures": hashlib.sha256(text.encode()).hexdigest()}}


def _clean_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return what decides whether otter runs a cell, and what it checks after it."""
    tags, otter = metadata.get("tags"), metadata.get("otter")
    clean: dict[str, Any] = {}
    if isinstance(tags, list):
        clean["tags"] = [tag for tag in tags if isinstance(tag, str)]
    if isinstance(otter, dict):
        tests = otter.get("tests")
        checked = [name for name in tests if isinstance(name, str)] if isinstance(tests, list) else []
        clean["otter"] = {"ignore": otter.get("ignore") is True} | ({"tests": checked} if checked else {})
    return clean


def _check_sources(sources: list[str]) -> None:
    _check_number(len(sources))
    size = sum(len(source.encode("utf-8")) for source in sources)
    if size > MAX_CODE_MB << 20:
        raise NotGradable(
            f"The code has {size / (1 << 20):.0f} MB, more than the {MAX_CODE_MB} MB that can be graded; put data into "
            "a file beside the notebook and hand in again."
        )


def _check_number(cells: int) -> None:
    if cells > MAX_CELLS:
        raise NotGradable(
            f"The notebook has {cells:,} cells, more than the {MAX_CELLS:,} that can be graded; delete those that are "
            "not yours and hand in again."
        )


def _check_language(metadata: dict[str, Any], sources: list[str]) -> None:
    """Refuse a notebook in another language; one in Python may have been saved with the wrong kernel."""
    said = [metadata.get(part) for part in ("kernelspec", "language_info")]
    names = [part.get(key) for part, key in zip(said, ("language", "name"), strict=True) if isinstance(part, dict)]
    language = next((name for name in names if isinstance(name, str) and name), "python")
    if not language.lower().startswith(("python", "ipython")) and not any(map(_PYTHON.match, sources)):
        raise NotGradable(
            f"The notebook is written in {shorten(language, 30)}, and only Python can be graded here; hand in the "
            "notebook with a Python kernel."
        )


def _check_assignment(metadata: dict[str, Any], assignment: str | None) -> None:
    name = metadata.get("otter", {}).get("assignment_name")
    if assignment and name and name != assignment:
        raise NotGradable(
            f"The notebook belongs to the assignment {shorten(name, 60)!r}, but this is {assignment!r}; hand in the "
            "notebook of this assignment."
        )
