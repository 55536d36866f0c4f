"""`autograder marks list`: what people have decided so far."""

from typing import Annotated, Optional

import typer

from autograder.course.command_options import in_course
from autograder.marks.options import AssignmentOption, GradebookOption


@in_course("gradebook")
def list_(
    gradebook: GradebookOption,
    submission: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[SUBMISSION]", help="Only what concerns this one, by its id in grades.csv."),
    ] = None,
    assignment: AssignmentOption = None,
) -> None:
    """List what people have decided so far: when, who, about what, and why."""
    from autograder.marks.history import history
    from autograder.marks.opening import open_marks
    from autograder.text.plain_text import printable

    with open_marks(gradebook, assignment) as (book, name):
        events = history(book, name, submission)
    for event in events:
        when = event.at.astimezone().strftime("%Y-%m-%d %H:%M")
        reason = f" ({event.why})" if event.why else ""
        typer.echo(printable(f"{when}  {event.who}  {event.submission}  {event.what}: {event.value}{reason}"))
    if not events:
        typer.echo("Nobody has decided anything yet.")
