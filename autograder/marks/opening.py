"""The gradebook that a `marks` command is about, which must be there already, and the assignment in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.schema import Assignment
from autograder.text.names import did_you_mean

_FILE = "gradebook.db"


@contextmanager
def open_marks(where: str, assignment: str | None) -> Iterator[tuple[Gradebook, str]]:
    """Yield the gradebook at a path (its own, or that of the folder it is in) or URL, and the assignment's name.

    Without a name it is the only assignment that the gradebook has.

    Raises:
        AutograderError: there is no such gradebook, or no such assignment in it.

    """
    with open_gradebook(where) as gradebook:
        yield gradebook, _assignment(gradebook, where, assignment)


def open_gradebook(where: str | Path) -> Gradebook:
    """Return the gradebook at a path (its own, or that of the folder of results it is in) or URL; it is a context.

    Raises:
        AutograderError: there is none, or it cannot be opened.

    """
    return Gradebook.open(_place(str(where)))


def results_folder(where: str) -> Path | None:
    """Return the folder of results that a path means (its own, or that of the gradebook), None for a database."""
    if "://" in where:
        return None
    return Path(where) if Path(where).is_dir() else Path(where).parent


def _place(where: str) -> str:
    if "://" in where:
        return where
    path = Path(where)
    path = path / _FILE if path.is_dir() else path
    if not path.is_file():
        raise AutograderError(
            f"There is no gradebook {path}; name the {_FILE} that autograder grade has written, or its URL."
        )
    return str(path)


def _assignment(gradebook: Gradebook, where: str, wanted: str | None) -> str:
    with gradebook.database.reading() as connection:
        names = list(connection.scalars(select(Assignment.name).order_by(Assignment.name)))
    if wanted in names:
        return str(wanted)
    listed = ", ".join(names) or "none"
    if wanted is not None:
        hint = did_you_mean(wanted, names, f"it has {listed}.")
        raise AutograderError(f"The gradebook {where} has no assignment {wanted!r}; {hint}")
    if len(names) == 1:
        return names[0]
    raise AutograderError(f"Name the assignment with --assignment; the gradebook {where} has {listed}.")
