"""The figures of submissions in the gradebook, so that a page can be written again without grading again."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, exists, insert, select

from autograder.gradebook.schema import FigureShown, Submission, of_assignment, readable, table
from autograder.results.shown import Figure, LeftOut


def keep_figures(connection: Connection, key: str, figures: Sequence[Figure]) -> None:
    """Keep the figures of the content with this key, in place of those that are kept."""
    connection.execute(delete(FigureShown).where(FigureShown.key == key))
    if figures:
        connection.execute(insert(table(FigureShown)), [_row(key, *item) for item in enumerate(figures)])


def find_figures(connection: Connection, key: str) -> tuple[Figure, ...]:
    """Return what is kept for the content with this key."""
    rows = connection.execute(select(table(FigureShown)).where(FigureShown.key == key).order_by(FigureShown.position))
    return tuple(Figure(row.cell, row.png, row.words, LeftOut(row.left_out) if row.left_out else None) for row in rows)


def figures_of(connection: Connection, assignment: str, submission: str) -> tuple[Figure, ...]:
    """Return the figures of what is handed in now under a name."""
    key = current_key(connection, assignment, submission)
    return find_figures(connection, key) if key else ()


def current_key(connection: Connection, assignment: str, submission: str) -> str | None:
    """Return the key of what is handed in now under a name, None if there is nothing."""
    wanted = select(Submission.key).where(of_assignment(assignment), Submission.name == readable(submission))
    return connection.scalar(wanted)


def forget_figures(connection: Connection, key: str) -> None:
    """Drop the figures of a content that nobody hands in any more: they take more room than all the rest."""
    if connection.scalar(select(exists().where(Submission.key == key))):
        return
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
