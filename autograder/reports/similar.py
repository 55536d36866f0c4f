"""What a search for similar submissions found that still holds, for the report of the class."""

from pathlib import Path

from autograder.gradebook import Gradebook
from autograder.gradebook.newest import digests_of
from autograder.gradebook.schema import readable
from autograder.results import ClassResult, Status
from autograder.similarity import SIMILARITY, Similarities, read_similarities


def known_similarities(book: Gradebook, graded: ClassResult, out: Path) -> Similarities | None:
    """Return what the last search found in the class and still holds; None when there was none."""
    known = read_similarities(out / SIMILARITY)
    return known.still_true(digests_in_class(book, graded)) if known else None


def digests_in_class(book: Gradebook, graded: ClassResult) -> dict[str, str]:
    """Return what tells the contents of the submissions of the class apart, by id; what is missing has none."""
    with book.database.reading() as connection:
        digests = digests_of(connection, graded.assignment)
    there = (each.id for each in graded.submissions if each.status is not Status.MISSING)
    return {name: digests[readable(name)] for name in there if readable(name) in digests}
