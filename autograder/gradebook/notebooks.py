"""The notebooks of submissions as they ran, and their figures, for people to read without running or grading again.

Notebooks are kept compressed, and without the data of their figures, which are in a table of their own.
"""

import base64
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select

from autograder.gradebook.connect import Database
from autograder.gradebook.schema import FigureShown, NotebookRun, Submission, of_assignment, table
from autograder.results.shown import Figure, LeftOut
from autograder.text.plain_text import readable

_MISSING = {
    LeftOut.FAILED: "[This figure could not be drawn, or not in a few seconds.]",
    LeftOut.LARGE: "[This figure is too large to be kept.]",
}
_NOT_KEPT = "[This notebook has more figures than are kept.]"


def keep_notebook(connection: Connection, key: str, notebook: Mapping[str, Any]) -> None:
    """Keep the notebook of the content with this key, in place of the one that is kept."""
    content = zlib.compress(json.dumps(notebook).encode("ascii"))
    connection.execute(delete(NotebookRun).where(NotebookRun.key == key))
    connection.execute(insert(table(NotebookRun)), {"key": key, "content": content})


def find_notebook(connection: Connection, key: str) -> bytes | None:
    """Return the notebook of the content with this key as an .ipynb file with its figures, None if none is kept."""
    content = connection.scalar(select(NotebookRun.content).where(NotebookRun.key == key))
    if content is None:
        return None
    notebook: dict[str, Any] = json.loads(zlib.decompress(content))
    figures = find_figures(connection, key)
    for cell in notebook["cells"]:
        if "outputs" in cell:
            cell["outputs"] = [_with_figure(output, figures) for output in cell["outputs"]]
    return json.dumps(notebook).encode("ascii")


def notebook_of(connection: Connection, assignment: str, submission: str) -> bytes | None:
    """Return the notebook, as `find_notebook` does, of what is handed in now under a name."""
    key = current_key(connection, assignment, submission)
    return None if key is None else find_notebook(connection, key)


def current_notebooks(connection: Connection, assignment: str) -> tuple[tuple[str, str, bool], ...]:
    """Return name, student and whether a notebook is kept, of each submission of the class as it is now."""
    kept = select(Submission.name, Submission.student_name, NotebookRun.key)
    kept = kept.outerjoin(NotebookRun, Submission.key == NotebookRun.key)
    kept = kept.where(of_assignment(assignment), Submission.dropped.is_(False)).order_by(Submission.name)
    return tuple((row.name, row.student_name or "", row.key is not None) for row in connection.execute(kept))


def kept_notebooks(connection: Connection, assignment: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield name and notebook, without the figures, of each submission to an assignment of which one is kept."""
    kept = select(Submission.name, NotebookRun.content).join(NotebookRun, Submission.key == NotebookRun.key)
    for row in connection.execute(kept.where(of_assignment(assignment))):
        yield row.name, json.loads(zlib.decompress(row.content))


def _with_figure(output: dict[str, Any], figures: Sequence[Figure]) -> dict[str, Any]:
    number = output.get("metadata", {}).get("figure")
    if number is None:
        return output
    figure = figures[number] if number < len(figures) else Figure(0, b"", left_out=LeftOut.MORE)
    if figure.left_out is not None:
        return {"output_type": "stream", "name": "stderr", "text": _MISSING.get(figure.left_out, _NOT_KEPT) + "\n"}
    metadata = {"image/png": {"alt": figure.words}} if figure.words else {}
    data = {"image/png": base64.b64encode(figure.png).decode("ascii")}
    return {"output_type": "display_data", "data": data, "metadata": metadata}


def keep_figures(connection: Connection, key: str, figures: Sequence[Figure]) -> None:
    """Keep the figures of the content with this key, in place of those that are kept."""
    connection.execute(delete(FigureShown).where(FigureShown.key == key))
    if figures:
        connection.execute(insert(table(FigureShown)), [_row(key, *item) for item in enumerate(figures)])


def find_figures(connection: Connection, key: str) -> tuple[Figure, ...]:
    """Return what is kept for the content with this key."""
    rows = connection.execute(select(table(FigureShown)).where(FigureShown.key == key).order_by(FigureShown.position))
    return tuple(Figure(row.cell, row.png, row.words, LeftOut(row.left_out) if row.left_out else None) for row in rows)


def figures_of(database: Database, assignment: str, submission: str) -> tuple[Figure, ...]:
    """Return the figures of what is handed in now under a name."""
    with database.reading() as connection:
        key = current_key(connection, assignment, submission)
        return find_figures(connection, key) if key else ()


def current_key(connection: Connection, assignment: str, submission: str) -> str | None:
    """Return the key of what is handed in now under a name, None if there is nothing."""
    wanted = select(Submission.key).where(of_assignment(assignment), Submission.name == readable(submission))
    return connection.scalar(wanted)


def forget(connection: Connection, key: str) -> None:
    """Drop notebook and figures of a content that nobody hands in any more: they take more room than all the rest."""
    if connection.scalar(select(exists().where(Submission.key == key))):
        return
    connection.execute(delete(NotebookRun).where(NotebookRun.key == key))
    if connection.execute(delete(FigureShown).where(FigureShown.key == key)).rowcount:
        marker = Figure(0, b"", left_out=LeftOut.FORGOTTEN)
        connection.execute(insert(table(FigureShown)), [_row(key, 0, marker)])


def _row(key: str, position: int, figure: Figure) -> dict[str, object]:
    return {
        "key": key,
        "position": position,
        "cell": figure.cell,
        "png": figure.png,
        "words": figure.words,
        "left_out": figure.left_out.value if figure.left_out else None,
    }
