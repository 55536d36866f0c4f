"""`autograder marks override` and `import-overrides`: marks that stand in place of others."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.course.command_options import in_course
from autograder.marks.options import AGAIN, AssignmentOption, GradebookOption, SubmissionArgument, WhoOption, said


@in_course("gradebook")
def override(
    submission: SubmissionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept, and not shown to students.")],
    points: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--points", metavar="P", help="What the question, or without --question the whole, gives."),
    ] = None,
    question: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--question", metavar="QUESTION", help="The question; default: the total."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the override away; the history keeps it.")] = False,
    beyond: Annotated[bool, typer.Option("--beyond-maximum", help="Let it be more than there is to get.")] = False,
    assignment: AssignmentOption = None,
) -> None:
    """Put points in place of a mark; grading again does not change them."""
    from autograder.errors import AutograderError
    from autograder.marks.change import override as put
    from autograder.marks.opening import open_marks

    if remove == (points is not None):
        raise AutograderError("Give either --points P or --remove.")
    with open_marks(gradebook, assignment) as (book, name):
        before, after = put(
            book,
            name,
            submission,
            points=points,
            who=said(who, "--who"),
            why=said(why, "--why"),
            question=question,
            beyond=beyond,
        )
    typer.echo(f"{submission}, {question or 'total'}: {before:g} -> {after:g}. {AGAIN}")


@in_course("gradebook")
def import_overrides(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help="A table with the columns submission, question, points and why.")
    ],
    gradebook: GradebookOption,
    who: WhoOption,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason where the table gives none.")] = "",
    beyond: Annotated[bool, typer.Option("--beyond-maximum", help="Let marks be more than there is to get.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    assignment: AssignmentOption = None,
) -> None:
    """Put points in place of many marks, all of them or, when something is wrong, none."""
    from autograder.marks import override_table
    from autograder.marks.opening import open_marks
    from autograder.text.plain_text import printable

    who = said(who, "--who")
    with open_marks(gradebook, assignment) as (book, name):
        done = override_table.import_overrides(
            book, name, file, who=who, why=" ".join(why.split()), beyond=beyond, dry_run=dry_run
        )
    for line in override_table.in_words(done):
        typer.echo(printable(line))
    there = f", {done.unchanged} were there already" if done.unchanged else ""
    waiting = f", {done.waiting} rows have no points yet" if done.waiting else ""
    if dry_run:
        typer.echo(f"{len(done.changes)} overrides would be written{there}{waiting}: leave out --dry-run to do so.")
    else:
        typer.echo(f"{len(done.changes)} overrides written{there}{waiting}. {AGAIN}")
