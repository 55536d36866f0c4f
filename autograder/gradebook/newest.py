"""What a gradebook says of its newest run, and whether anything in it has changed."""

from sqlalchemy import Connection, func, select

from autograder.gradebook.schema import (
    Assignment,
    LateDays,
    ManualMark,
    MarkingScheme,
    Override,
    Result,
    Run,
    Submission,
    of_assignment,
)
from autograder.results import Engine

Stamp = tuple[int, ...]
"""What differs when something has changed."""


def newest_engine(connection: Connection, assignment: str) -> tuple[Engine, str]:
    """Return how the newest run over an assignment graded, and the digest of all that decided its marks besides."""
    wanted = (
        select(Run.isolation, Run.runner, Run.seed, Run.version, Run.settings)
        .join(Assignment, Run.assignment_id == Assignment.id)
        .where(Assignment.name == assignment)
        .order_by(Run.id.desc())
        .limit(1)
    )
    *engine, settings = connection.execute(wanted).first() or ("", "", None, "", "")  # where there was none
    return Engine(*engine), settings


def results_stamp(connection: Connection) -> Stamp:
    """Return what changes with every result and every run."""
    wanted = select(
        select(func.max(Result.id)).scalar_subquery(),
        select(func.count(Run.id)).scalar_subquery(),
        select(func.count(Run.ended)).scalar_subquery(),
        select(func.sum(Submission.run_id)).scalar_subquery(),
        select(func.sum(Submission.attempt)).scalar_subquery(),
    )
    return tuple(int(number or 0) for number in connection.execute(wanted).one())


def decisions_stamp(connection: Connection) -> Stamp:
    """Return what changes with everything that people decide."""
    kinds = (ManualMark, Override, LateDays, MarkingScheme)
    wanted = select(*(select(func.max(kind.id)).scalar_subquery() for kind in kinds))
    return tuple(int(number or 0) for number in connection.execute(wanted).one())


def digests_of(connection: Connection, assignment: str) -> dict[str, str]:
    """Return what tells the contents of the submissions of an assignment apart, by their ids."""
    wanted = select(Submission.name, Submission.digest).where(of_assignment(assignment))
    return {row.name: row.digest for row in connection.execute(wanted)}


def places_of(connection: Connection, assignment: str) -> dict[str, str]:
    """Return where the submissions of an assignment lay when a run last saw them, by their ids."""
    wanted = select(Submission.name, Submission.path).where(of_assignment(assignment))
    return {row.name: row.path for row in connection.execute(wanted)}
