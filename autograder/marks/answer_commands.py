"""`autograder marks export` and `import`: written answers out of the gradebook, and marks into it."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.course.command_options import in_course
from autograder.marks.options import AGAIN, AssignmentOption, GradebookOption, Separator, WhoOption, said


@in_course("gradebook")
def export(
    gradebook: GradebookOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the pages and marks.csv.")],
    assignment: AssignmentOption = None,
    question: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--question", metavar="QUESTION", help="Only this question; may be given more than once."),
    ] = None,
    anonymous: Annotated[bool, typer.Option("--anonymous", help="Codes in place of submissions, shuffled.")] = False,
    separator: Annotated[
        Separator, typer.Option("--separator", help="Between cells; with ; numbers have a decimal comma.")
    ] = Separator.COMMA,
    force: Annotated[bool, typer.Option("--force", help="Write over a marks.csv that is there already.")] = False,
) -> None:
    """Write the answers to a page for each question, and marks.csv for the points."""
    from autograder.marks.export import export_answers
    from autograder.marks.opening import open_marks

    with open_marks(gradebook, assignment) as (book, name):
        done = export_answers(
            book,
            name,
            out,
            questions=tuple(question or ()),
            anonymous=anonymous,
            delimiter=separator.value,
            force=force,
        )
    for asked, (answers, submissions, marked) in done.counts.items():
        typer.echo(f"{asked}: {answers} different answers from {submissions} submissions, {marked} marked")
    typer.echo(f"Written: {', '.join(map(str, done.files))}")


@in_course("gradebook")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="marks.csv with points and comments filled in.")],
    gradebook: GradebookOption,
    who: WhoOption,
    assignment: AssignmentOption = None,
) -> None:
    """Take over points and comments, all of them or, when something is wrong, none."""
    from autograder.marks.mark_table import import_marks
    from autograder.marks.opening import open_marks

    with open_marks(gradebook, assignment) as (book, name):
        done = import_marks(book, name, file, said(who, "--who"))
    typer.echo(f"{done.written} marks written, {done.unchanged} were there already.")
    if done.waiting:
        lost = f" ({done.comments_waiting} with a comment, which waits, too)" if done.comments_waiting else ""
        typer.echo(f"{done.waiting} rows have no points yet{lost}.")
    typer.echo(AGAIN)
