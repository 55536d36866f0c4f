"""A graded class as its gradebook has it now, with what tells two gradings apart."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from autograder.gradebook import Gradebook
from autograder.gradebook.newest import digests_of
from autograder.gradebook.schema import Assignment, Run
from autograder.marks.final import FinalMark, final_marks
from autograder.marks.opening import open_marks
from autograder.marks.standing import read_standings
from autograder.results import SubmissionResult


@dataclass(frozen=True, slots=True)
class How:
    """How the newest run graded; `settings` is the digest of all that decides a mark besides the submission."""

    isolation: str
    runner: str
    seed: int | None
    version: str
    settings: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The marks and results of a class by the ids of the submissions, and the digests of what was handed in."""

    assignment: str
    how: How
    marks: Mapping[str, FinalMark]
    results: Mapping[str, SubmissionResult]
    digests: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """What the questions are about, where it is known."""
        return {each.name: each.title for item in self.results.values() for each in item.questions if each.title}


def read_snapshot(where: str, assignment: str | None) -> Snapshot:
    """Return the class in the gradebook at a path (its own, or that of the folder of results it is in) or URL.

    Raises:
        AutograderError: there is no such gradebook, or no such assignment in it.

    """
    with open_marks(where, assignment) as (book, name):
        marks = {mark.submission: mark for mark in final_marks(book, name)}
        with book.database.reading() as connection:
            results = {standing.result.id: standing.result for standing in read_standings(connection, name)}
            digests = digests_of(connection, name)
        return Snapshot(name, _how(book, name), marks, results, digests)


def _how(book: Gradebook, assignment: str) -> How:
    wanted = (
        select(Run.isolation, Run.runner, Run.seed, Run.version, Run.settings)
        .join(Assignment, Run.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
        .order_by(Run.id.desc())
        .limit(1)
    )
    with book.database.reading() as connection:
        return How(*connection.execute(wanted).one())
