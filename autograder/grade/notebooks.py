"""Reading what a student handed in as a notebook or a script: strict about what it is, lenient about how it is."""

import io
import json
import re
import tokenize
import warnings
from typing import Any

_OWN_NAME = re.compile(r"""\bNotebook\(\s*["']([^"'/\\]+\.ipynb)["']""")
_NEWEST = 4
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class NotGradable(ValueError):
    """A submission that cannot be graded; the text says what the student should do."""


def read_script(content: bytes) -> dict[str, Any]:
    """Return a Python script, in the encoding that it declares, as a notebook of one cell.

    Otter does the same with a script, but only when no other .py file, such as a module of the assignment, lies beside.

    Raises:
        NotGradable: it is empty or not text.

    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        text = io.TextIOWrapper(io.BytesIO(content), encoding).read()
    except (SyntaxError, UnicodeDecodeError) as error:
        raise NotGradable("The script is not text in UTF-8; save it with that encoding and hand in again.") from error
    if "\0" in text:
        raise NotGradable("The file is not a Python script; hand in the .py or .ipynb file that you worked in.")
    if not text.strip():
        raise NotGradable("The script is empty; save your work and hand in again.")
    cell = _clean_cell({"cell_type": "code", "metadata": {}, "source": text})
    return {"cells": [cell], "metadata": {"kernelspec": _KERNEL}, "nbformat": _NEWEST, "nbformat_minor": 4}


def read_notebook(content: bytes, assignment: str | None = None) -> dict[str, Any]:
    """Return the notebook in nbformat 4, ready to run in a plain Python kernel.

    Raises:
        NotGradable: it is not a notebook, is empty, or belongs to another assignment than `assignment`.

    """
    notebook = _upgrade(_parse(content))
    metadata = notebook["metadata"]
    _check_assignment(metadata, assignment)
    sources = [cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if not any(source.strip() for source in sources):
        raise NotGradable("The notebook has no code cells; hand in the notebook with your work in it.")
    try:
        "".join(sources).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotGradable("A code cell holds characters that are not text; delete them and hand in again.") from error
    metadata["kernelspec"] = _KERNEL
    return notebook


def own_name(notebook: dict[str, Any]) -> str | None:
    """Return the file name by which the notebook asks otter for itself, if it does.

    Otter reads that file when `otter.Notebook("NAME.ipynb")` runs: under another name every check of the notebook
    would fail, although it worked on the student's machine.
    """
    for cell in notebook["cells"]:
        match = _OWN_NAME.search(cell["source"]) if cell["cell_type"] == "code" else None
        if match and not match[1].startswith(".") and match[1].isprintable():
            return match[1]
    return None


def to_bytes(notebook: dict[str, Any]) -> bytes:
    """Return the notebook as the content of an .ipynb file."""
    return json.dumps(notebook, ensure_ascii=True).encode("ascii")


def _parse(content: bytes) -> dict[str, Any]:
    if not content.strip():
        raise NotGradable("The file is empty; save your notebook and hand in again.")
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotGradable("The notebook is not text in UTF-8; hand in the .ipynb file as Jupyter saved it.") from error
    except (ValueError, RecursionError) as error:
        raise NotGradable(
            "The file is not a notebook (its JSON is damaged); hand in the .ipynb file as Jupyter saved it."
        ) from error
    if not isinstance(notebook, dict) or not isinstance(notebook.get("nbformat"), int):
        raise NotGradable("The file is not a Jupyter notebook; hand in the .ipynb file as Jupyter saved it.")
    if notebook["nbformat"] > _NEWEST:
        raise NotGradable(
            f"The notebook has format {notebook['nbformat']}, newer than the {_NEWEST} that can be graded; save it "
            "with the course's version of Jupyter."
        )
    return notebook


def _upgrade(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the notebook in format 4 with every part that grading reads, or say that it is damaged."""
    import nbformat

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = json.dumps(notebook)
            upgraded = json.loads(nbformat.writes(nbformat.reads(text, as_version=_NEWEST), version=_NEWEST))
        cells = [_clean_cell(cell) for cell in upgraded["cells"]]
        if not isinstance(upgraded.get("metadata"), dict):
            raise TypeError
    except Exception as error:  # nbformat raises whatever its converters stumble over
        raise NotGradable(
            "The notebook is damaged (its cells cannot be read); open it in Jupyter, save it and hand in again."
        ) from error
    return {"cells": cells, "metadata": upgraded["metadata"], "nbformat": _NEWEST, "nbformat_minor": 4}


def _clean_cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Return the cell without outputs, which grading makes anew, and without what only an editor needs."""
    source = cell["source"]
    text = "".join(source) if isinstance(source, list) else source
    if not isinstance(text, str) or not isinstance(cell["metadata"], dict):
        raise TypeError
    clean = {"cell_type": cell["cell_type"], "metadata": cell["metadata"], "source": text}
    return clean | ({"outputs": [], "execution_count": None} if cell["cell_type"] == "code" else {})


def _check_assignment(metadata: dict[str, Any], assignment: str | None) -> None:
    section = metadata.get("otter")
    if section is not None and not isinstance(section, dict):
        metadata.pop("otter")
        return
    name = (section or {}).get("assignment_name")
    if assignment and name and name != assignment:
        raise NotGradable(
            f"The notebook belongs to the assignment {str(name)!r}, but this is {assignment!r}; hand in the notebook "
            "of this assignment."
        )
    if section is not None:
        # Tests come from the assignment; what a notebook carries along must not take their place.
        metadata["otter"] = {"assignment_name": name} if isinstance(name, str) else {}
