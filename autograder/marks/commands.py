"""`autograder marks ...`: what people mark, in and out of the gradebook; what lateness costs is in `late_commands`."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.course.command_options import in_course
from autograder.marks.late_commands import extend, late, policy
from autograder.marks.options import (
    AGAIN,
    AssignmentOption,
    GradebookOption,
    QuestionArgument,
    Separator,
    SubmissionArgument,
    TakeBackOption,
    WhoOption,
    WhyOption,
    said,
)

# ruff: noqa: UP045 - typer reads the annotations

app = typer.Typer(
    no_args_is_help=True,
    help="Marks that people give: written answers, overrides, late days. Reports follow when grade is run again.",
)


@app.command()
@in_course("gradebook")
def export(
    gradebook: GradebookOption,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the pages and marks.csv.")],
    assignment: AssignmentOption = None,
    question: Annotated[
        Optional[list[str]],
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


@app.command("import")
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


@app.command()
@in_course("gradebook")
def override(
    submission: SubmissionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept, and not shown to students.")],
    points: Annotated[
        Optional[float],
        typer.Option("--points", metavar="P", help="What the question, or without --question the whole, gives."),
    ] = None,
    question: Annotated[
        Optional[str],
        typer.Option("--question", metavar="QUESTION", help="The question; default: the total."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the override away; the history keeps it.")] = False,
    beyond: Annotated[bool, typer.Option("--beyond-maximum", help="Let it be more than there is to get.")] = False,
    assignment: AssignmentOption = None,
) -> None:
    """Put points in place of a mark; grading again does not change them."""
    from autograder.errors import AutograderError
    from autograder.marks.opening import open_marks
    from autograder.marks.overrides import override as put

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


@app.command("import-overrides")
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
    from autograder.marks import overrides
    from autograder.marks.opening import open_marks
    from autograder.text.plain_text import printable

    who = said(who, "--who")
    with open_marks(gradebook, assignment) as (book, name):
        done = overrides.import_overrides(
            book, name, file, who=who, why=" ".join(why.split()), beyond=beyond, dry_run=dry_run
        )
    for line in overrides.in_words(done):
        typer.echo(printable(line))
    there = f", {done.unchanged} were there already" if done.unchanged else ""
    waiting = f", {done.waiting} rows have no points yet" if done.waiting else ""
    if dry_run:
        typer.echo(f"{len(done.changes)} overrides would be written{there}{waiting}: leave out --dry-run to do so.")
    else:
        typer.echo(f"{len(done.changes)} overrides written{there}{waiting}. {AGAIN}")


app.command()(late)


def _ruling(name: str, done: str, says: str) -> None:
    """Add a command that decides of a question for everybody; what is then `done` of it is said in the end."""

    @app.command(name, help=says)
    @in_course("gradebook")
    def decide(
        question: QuestionArgument,
        gradebook: GradebookOption,
        who: WhoOption,
        why: WhyOption,
        remove: TakeBackOption = False,
        assignment: AssignmentOption = None,
    ) -> None:
        from autograder.marks.opening import open_marks
        from autograder.marks.rulings import Ruling
        from autograder.marks.scheme import rule

        chosen = None if remove else Ruling(name)
        with open_marks(gradebook, assignment) as (book, called):
            count = rule(book, called, question, chosen, who=said(who, "--who"), why=said(why, "--why"))
        typer.echo(f"{question} {'counts as before' if remove else done}, for {count} submissions. {AGAIN}")


_ruling(
    "give",
    "is given to all",
    "Give all points of a question to everybody, whatever was answered; an override of it stands.",
)
_ruling("drop", "does not count", "Drop a question: neither its points nor its maximum count for anybody.")
app.command()(extend)
app.command()(policy)


@app.command("list")
@in_course("gradebook")
def list_(
    gradebook: GradebookOption,
    submission: Annotated[
        Optional[str],
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
