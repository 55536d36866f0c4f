"""The tables of a gradebook, newest version: see `migrations` for how older ones get here.

A `Submission` is what one student (or file name) has handed in for an assignment, whatever its content is at the
moment. Each content that was graded has a `Result`, found again by its key; the newest with the submission's own key
is the one that counts. Results are never changed or deleted, nor is what a person has decided: it hangs on the
submission, so that grading again does not touch it.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ForeignKey,
    MetaData,
    Table,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from autograder.gradebook.column_types import Readable, UtcTime

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What all tables have in common; constraints are named, so that migrations can speak of them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {str: Readable, datetime: UtcTime}  # noqa: RUF012 - the library's own name


def table(model: type[Base]) -> Table:
    """Return the table of a model, for statements that are made often: those on models are slow to make."""
    return Base.metadata.tables[model.__tablename__]


class SchemaVersion(Base):
    """One row: the version of these tables."""

    __tablename__ = "schema_version"

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class RunLock(Base):
    """A row for each assignment, locked in the database server by the run that is grading it."""

    __tablename__ = "run_locks"

    assignment: Mapped[str] = mapped_column(primary_key=True)


class Assignment(Base):
    """An assignment, by the name that reports give it."""

    __tablename__ = "assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    code_secret: Mapped[str | None]  # from which the codes of anonymous marking are made
    case_secret: Mapped[str | None]  # under which the inputs of test cases are drawn, in hexadecimal digits


class TestSuite(Base):
    """What the tests of an assignment ask for, as JSON, by the digest of all that decides a mark."""

    __tablename__ = "test_suites"
    __test__ = False  # not for pytest

    settings: Mapped[str] = mapped_column(primary_key=True)
    questions: Mapped[str]


class Run(Base):
    """A run over a class; one without an end was stopped or killed."""

    __tablename__ = "runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    started: Mapped[datetime]
    ended: Mapped[datetime | None]
    isolation: Mapped[str]
    runner: Mapped[str]
    seed: Mapped[int | None]
    version: Mapped[str]
    settings: Mapped[str] = mapped_column(index=True)


class Submission(Base):
    """What was handed in under one name: its content now, how many there were so far, and the last run to see it.

    Of the student, and of when it was handed in and how many days late, there is what the LMS or the class list said
    then; NULL where neither said anything. `handed_in` is `clock_only` when it was said without a time zone: it stands
    there as if it were in UTC. `team` are those who handed it in together, `section` is the student's part of
    the class.
    `class_list` tells by which list the student was in the class, and `dropped` that a later one lacks them.
    """

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("assignment_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"))
    name: Mapped[str]
    path: Mapped[str]
    digest: Mapped[str]
    key: Mapped[str]
    attempt: Mapped[int]
    student_id: Mapped[str | None]
    student_name: Mapped[str | None]
    student_email: Mapped[str | None]
    handed_in: Mapped[datetime | None]
    late_days: Mapped[float | None]
    clock_only: Mapped[bool] = mapped_column(server_default=false())
    team: Mapped[str | None]
    section: Mapped[str | None]
    class_list: Mapped[str | None]
    dropped: Mapped[bool] = mapped_column(server_default=false())


def of_assignment(name: str) -> ColumnElement[bool]:
    """Return the condition that a submission is one to the assignment of this name."""
    return Submission.assignment_id == select(Assignment.id).where(Assignment.name == name).scalar_subquery()


def rows_about(
    connection: Connection, kind: type[Any], assignment: str | None, *conditions: ColumnElement[bool]
) -> Sequence[Any]:
    """Return the rows of a table that are about submissions, with the names of these, the oldest first."""
    wanted = select(Submission.name, kind.__table__).join(kind, kind.submission_id == Submission.id)
    of = () if assignment is None else (of_assignment(assignment),)
    return connection.execute(wanted.where(*of, *conditions).order_by(kind.id)).all()


class Result(Base):
    """What came of grading one content once: `record` is the whole of it as JSON, the other columns are for queries."""

    __tablename__ = "results"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), index=True)
    key: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str]
    graded: Mapped[datetime]
    status: Mapped[str]
    error: Mapped[str | None]
    score: Mapped[float]
    max_score: Mapped[float]
    seconds: Mapped[float]
    engine_failed: Mapped[bool]
    record: Mapped[str]


class FigureShown(Base):
    """A figure that a submission's notebook drew, by the key of the content: see `autograder.results.shown.Figure`.

    They are kept of what is handed in now; of what was handed in before, one row says that there were some.
    """

    __tablename__ = "figures"

    key: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    cell: Mapped[int]
    png: Mapped[bytes]
    words: Mapped[str]
    left_out: Mapped[str | None]


class NotebookRun(Base):
    """The notebook of a submission as it ran, by the key of the content: see `autograder.gradebook.notebooks`.

    Kept of what is handed in now alone.
    """

    __tablename__ = "notebooks"

    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[bytes]


class CaseVerdict(Base):
    """The verdict of one test case in a result."""

    __tablename__ = "case_verdicts"

    result_id: Mapped[int] = mapped_column(ForeignKey("results.id"), primary_key=True)
    question: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    hidden: Mapped[bool]
    points: Mapped[float]
    verdict: Mapped[str]


# ---- what people decide: written by other commands than `grade` ----


class MarkingScheme(Base):
    """How people mark an assignment, as JSON: the rubric and the late policy; the newest counts.

    `who` is empty for what came with the assignment, and comes first otherwise.
    """

    __tablename__ = "marking_schemes"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id"), index=True)
    scheme: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]


class ManualMark(Base):
    """The points that a person gives for a question; the newest counts. `answer` tells for which answer, by digest.

    `items` are the ids of the rubric's items that the answer has, as JSON, and `adjustment` is what is given or taken
    besides: the mark follows from the two and the rubric, and `points` is what it was then. Without `items` the points
    are all there is. One that is `withdrawn` says that there is no mark any more. Those that a person gave at a stroke
    have the same `step`; `undoes` is the step that was taken back.
    """

    __tablename__ = "manual_marks"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    question: Mapped[str]
    points: Mapped[float]
    comment: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
    answer: Mapped[str | None]
    items: Mapped[str | None]
    adjustment: Mapped[float | None]
    withdrawn: Mapped[bool] = mapped_column(server_default=false())
    step: Mapped[str | None]
    undoes: Mapped[str | None]


class Override(Base):
    """A mark that a person has put in place of another: of a question, or of the whole when `question` is empty.

    The newest counts; one that is `removed` says that the mark in `after`, which nobody has put there, counts again.
    """

    __tablename__ = "overrides"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    question: Mapped[str | None]
    before: Mapped[float | None]
    after: Mapped[float]
    who: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]
    removed: Mapped[bool] = mapped_column(server_default=false())


class LateDays(Base):
    """How many days late something was handed in; the newest counts."""

    __tablename__ = "late_days"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    days: Mapped[float]
    who: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]


class RegradeRequest(Base):
    """What a student says of the marks, or with `answers` the reply to a request; the newest reply counts."""

    __tablename__ = "regrade_requests"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    answers: Mapped[int | None] = mapped_column(ForeignKey("regrade_requests.id"))
    said: Mapped[str]
    who: Mapped[str]
    at: Mapped[datetime]
