"""`autograder marks late`, `extend` and `policy`: late days, more time, what lateness takes off."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.course.command_options import in_course
from autograder.marks.options import (
    AGAIN,
    AssignmentOption,
    GradebookOption,
    TakeBackOption,
    WhoOption,
    WhyOption,
    moment_in,
    said,
)

# ruff: noqa: UP045 - typer reads the annotations


@in_course("gradebook")
def late(
    gradebook: GradebookOption,
    who: WhoOption,
    submission: Annotated[
        Optional[str],
        typer.Argument(metavar="[SUBMISSION]", help="Its id in grades.csv, or the student's id or email address."),
    ] = None,
    days: Annotated[
        Optional[float],
        typer.Option("--days", metavar="D", help="Days after the deadline; 0 for in time."),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept with it.")] = "",
    file: Annotated[
        Optional[Path],
        typer.Option("--from", metavar="FILE.csv", help="A table with the columns submission, days and why."),
    ] = None,
    assignment: AssignmentOption = None,
) -> None:
    """Say how many days late something is, in place of what the LMS says."""
    from autograder.errors import AutograderError
    from autograder.marks.late_days import import_late_days, set_late_days
    from autograder.marks.opening import open_marks

    who = said(who, "--who")
    with open_marks(gradebook, assignment) as (book, name):
        if file and submission is None and days is None:
            count = import_late_days(book, name, file, who)
            typer.echo(f"Late days of {count} submissions written. {AGAIN}")
        elif submission is not None and days is not None and not file:
            set_late_days(book, name, submission, days=days, who=who, why=said(why, "--why"))
            typer.echo(f"{submission}: {days:g} days late. {AGAIN}")
        else:
            raise AutograderError("Give either SUBMISSION with --days D and --why TEXT, or --from FILE.csv.")


@in_course("gradebook")
def extend(
    student: Annotated[
        str, typer.Argument(metavar="STUDENT", help="The student's id or email address, or a submission's id.")
    ],
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    due: Annotated[
        Optional[str],
        typer.Option("--due", metavar="TIME", help="Another deadline, such as 2026-11-09T23:59:00+01:00."),
    ] = None,
    hours: Annotated[
        Optional[float],
        typer.Option("--hours", metavar="H", min=0, max=87_840, help="Hours on top of the assignment's deadline."),
    ] = None,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Give one student more time, for all that is handed in now or later."""
    from datetime import datetime

    from autograder.errors import AutograderError
    from autograder.marks.late_days import extend as give_time
    from autograder.marks.opening import open_marks
    from autograder.marks.rulings import Extension

    moment = moment_in(due)
    if [due is not None, hours is not None, remove].count(True) != 1:
        raise AutograderError("Give one of --due TIME, --hours H and --remove.")
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise AutograderError(f"--due {due!r} has no offset from UTC; write it like 2026-11-09T23:59:00+01:00.")
    extension = None if remove else Extension(moment if isinstance(moment, datetime) else None, hours or 0.0)
    with open_marks(gradebook, assignment) as (book, name):
        known = give_time(book, name, student, extension, who=said(who, "--who"), why=said(why, "--why"))
    until = extension.sentence() if extension else "the deadline of all others"
    typer.echo(f"{student}: {until}. {AGAIN}")
    if not known:
        typer.echo(
            f"The gradebook has nothing of a student {student} yet; it counts once that is an id or address in it."
        )


@in_course("gradebook")
def policy(
    gradebook: GradebookOption,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who sets it; needed to set or remove one.")] = "",
    due: Annotated[
        Optional[str],
        typer.Option("--due", metavar="TIME", help="The deadline, such as 2026-11-02T23:59:00+01:00."),
    ] = None,
    percent_a_day: Annotated[
        Optional[float],
        typer.Option("--percent-a-day", metavar="P", help="Percent of the points earned for each day that began."),
    ] = None,
    grace_hours: Annotated[
        Optional[float],
        typer.Option("--grace-hours", metavar="H", help="Hours within which nothing is taken off."),
    ] = None,
    cut_off_days: Annotated[
        Optional[float],
        typer.Option("--cut-off-days", metavar="D", help="Later than that gives 0 points."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the assignment's own table [late].")] = False,
    assignment: AssignmentOption = None,
) -> None:
    """Show or set what lateness takes off; parts that nobody has set are those of the assignment's own table [late]."""
    from autograder.course.late import read_policy
    from autograder.errors import AutograderError
    from autograder.marks.final import final_marks
    from autograder.marks.in_words import lateness_in_words
    from autograder.marks.opening import open_marks
    from autograder.marks.scheme import read_marking, set_policy

    given = {
        "due": moment_in(due),
        "percent_a_day": percent_a_day,
        "grace_hours": grace_hours,
        "cut_off_days": cut_off_days,
    }
    given = {key: value for key, value in given.items() if value is not None}
    if given and remove:
        raise AutograderError("Give either a policy or --remove.")
    with open_marks(gradebook, assignment) as (book, name):
        if given or remove:
            parts = read_policy(given, "The call").to_json()
            set_policy(book, name, {key: parts[key] for key in given} if given else None, said(who, "--who"))
        with book.database.reading() as connection:
            current = read_marking(connection, name).late
        who_is_late = lateness_in_words(final_marks(book, name), current) if current else ""
    typer.echo(current.sentence() if current else "Nothing is taken off for lateness.")
    if who_is_late:
        typer.echo(who_is_late)
    if given or remove:
        typer.echo(AGAIN)
