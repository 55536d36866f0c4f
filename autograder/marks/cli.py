"""`autograder marks ...`: what people mark, in and out of the gradebook."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from autograder.marks.in_course import in_course

app = typer.Typer(
    no_args_is_help=True,
    help="Marks that people give: written answers, overrides, late days. Reports follow when grade is run again.",
)

_AGAIN = "Run the same autograder grade again to bring the reports up to date."


class Separator(StrEnum):
    """What stands between the cells of a table."""

    COMMA = ","
    SEMICOLON = ";"


GradebookOption = Annotated[
    str, typer.Option("--gradebook", metavar="FILE_OR_URL", help="The gradebook of the class, or the folder it is in.")
]
AssignmentOption = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation
    typer.Option("--assignment", metavar="NAME", help="An assignment; not needed when the gradebook has only one."),
]
WhoOption = Annotated[str, typer.Option("--who", metavar="NAME", help="Who decides this; kept with it.")]
QuestionArgument = Annotated[str, typer.Argument(metavar="QUESTION", help="The question, such as q3.")]
WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept with it.")]
TakeBackOption = Annotated[bool, typer.Option("--remove", help="Take it back; the history keeps it.")]
SubmissionArgument = Annotated[
    str, typer.Argument(metavar="SUBMISSION", help="Its id in grades.csv, or the student's id or email address.")
]


@app.command()
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


@app.command("import")
@in_course("gradebook")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="marks.csv with points and comments filled in.")],
    gradebook: GradebookOption,
    who: WhoOption,
    assignment: AssignmentOption = None,
) -> None:
    """Take over points and comments, all of them or, when something is wrong, none."""
    from autograder.marks.entries import import_marks
    from autograder.marks.opening import open_marks

    with open_marks(gradebook, assignment) as (book, name):
        done = import_marks(book, name, file, _said(who, "--who"))
    typer.echo(f"{done.written} marks written, {done.unchanged} were there already.")
    if done.waiting:
        lost = f" ({done.comments_waiting} with a comment, which waits, too)" if done.comments_waiting else ""
        typer.echo(f"{done.waiting} rows have no points yet{lost}.")
    typer.echo(_AGAIN)


@app.command()
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
            who=_said(who, "--who"),
            why=_said(why, "--why"),
            question=question,
            beyond=beyond,
        )
    typer.echo(f"{submission}, {question or 'total'}: {before:g} -> {after:g}. {_AGAIN}")


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
    from autograder.marks import override_table
    from autograder.marks.opening import open_marks
    from autograder.text.plain_text import printable

    who = _said(who, "--who")
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
        typer.echo(f"{len(done.changes)} overrides written{there}{waiting}. {_AGAIN}")


@app.command()
@in_course("gradebook")
def late(
    gradebook: GradebookOption,
    who: WhoOption,
    submission: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(metavar="[SUBMISSION]", help="Its id in grades.csv, or the student's id or email address."),
    ] = None,
    days: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--days", metavar="D", help="Days after the deadline; 0 for in time."),
    ] = None,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason; kept with it.")] = "",
    file: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--from", metavar="FILE.csv", help="A table with the columns submission, days and why."),
    ] = None,
    assignment: AssignmentOption = None,
) -> None:
    """Say how many days late something is, in place of what the LMS says."""
    from autograder.errors import AutograderError
    from autograder.marks.change import import_late_days, set_late_days
    from autograder.marks.opening import open_marks

    who = _said(who, "--who")
    with open_marks(gradebook, assignment) as (book, name):
        if file and submission is None and days is None:
            count = import_late_days(book, name, file, who)
            typer.echo(f"Late days of {count} submissions written. {_AGAIN}")
        elif submission is not None and days is not None and not file:
            set_late_days(book, name, submission, days=days, who=who, why=_said(why, "--why"))
            typer.echo(f"{submission}: {days:g} days late. {_AGAIN}")
        else:
            raise AutograderError("Give either SUBMISSION with --days D and --why TEXT, or --from FILE.csv.")


@app.command()
@in_course("gradebook")
def give(
    question: QuestionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Give all points of a question to everybody, whatever was answered; an override of it stands."""
    _rule(question, "give", gradebook, who, why, remove, assignment)


@app.command()
@in_course("gradebook")
def drop(
    question: QuestionArgument,
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Drop a question: neither its points nor its maximum count for anybody."""
    _rule(question, "drop", gradebook, who, why, remove, assignment)


def _rule(question: str, ruling: str, gradebook: str, who: str, why: str, remove: bool, assignment: str | None) -> None:
    from autograder.marks.opening import open_marks
    from autograder.marks.ruling import rule
    from autograder.marks.rulings import Ruling

    chosen = None if remove else Ruling(ruling)
    with open_marks(gradebook, assignment) as (book, name):
        count = rule(book, name, question, chosen, who=_said(who, "--who"), why=_said(why, "--why"))
    done = "counts as before" if remove else "is given to all" if ruling == "give" else "does not count"
    typer.echo(f"{question} {done}, for {count} submissions. {_AGAIN}")


@app.command()
@in_course("gradebook")
def extend(
    student: Annotated[
        str, typer.Argument(metavar="STUDENT", help="The student's id or email address, or a submission's id.")
    ],
    gradebook: GradebookOption,
    who: WhoOption,
    why: WhyOption,
    due: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--due", metavar="TIME", help="Another deadline, such as 2026-11-09T23:59:00+01:00."),
    ] = None,
    hours: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--hours", metavar="H", min=0, max=87_840, help="Hours on top of the assignment's deadline."),
    ] = None,
    remove: TakeBackOption = False,
    assignment: AssignmentOption = None,
) -> None:
    """Give one student more time, for all that is handed in now or later."""
    from datetime import datetime

    from autograder.errors import AutograderError
    from autograder.marks.opening import open_marks
    from autograder.marks.ruling import extend as give_time
    from autograder.marks.rulings import Extension

    moment = _moment(due)
    if [due is not None, hours is not None, remove].count(True) != 1:
        raise AutograderError("Give one of --due TIME, --hours H and --remove.")
    if isinstance(moment, datetime) and moment.tzinfo is None:
        raise AutograderError(f"--due {due!r} has no offset from UTC; write it like 2026-11-09T23:59:00+01:00.")
    extension = None if remove else Extension(moment if isinstance(moment, datetime) else None, hours or 0.0)
    with open_marks(gradebook, assignment) as (book, name):
        known = give_time(book, name, student, extension, who=_said(who, "--who"), why=_said(why, "--why"))
    said = extension.sentence() if extension else "the deadline of all others"
    typer.echo(f"{student}: {said}. {_AGAIN}")
    if not known:
        typer.echo(
            f"The gradebook has nothing of a student {student} yet; it counts once that is an id or address in it."
        )


@app.command()
@in_course("gradebook")
def policy(
    gradebook: GradebookOption,
    who: Annotated[str, typer.Option("--who", metavar="NAME", help="Who sets it; needed to set or remove one.")] = "",
    due: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--due", metavar="TIME", help="The deadline, such as 2026-11-02T23:59:00+01:00."),
    ] = None,
    percent_a_day: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--percent-a-day", metavar="P", help="Percent of the points earned for each day that began."),
    ] = None,
    grace_hours: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--grace-hours", metavar="H", help="Hours within which nothing is taken off."),
    ] = None,
    cut_off_days: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--cut-off-days", metavar="D", help="Later than that gives 0 points."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the assignment's own table [late].")] = False,
    assignment: AssignmentOption = None,
) -> None:
    """Show or set what lateness takes off; parts that nobody has set are those of the assignment's own table [late]."""
    from autograder.course.late import read_policy
    from autograder.errors import AutograderError
    from autograder.marks.final import final_marks
    from autograder.marks.lateness import lateness_in_words
    from autograder.marks.opening import open_marks
    from autograder.marks.scheme import read_marking, set_policy

    given = {
        "due": _moment(due),
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
            set_policy(book, name, {key: parts[key] for key in given} if given else None, _said(who, "--who"))
        with book.database.reading() as connection:
            current = read_marking(connection, name).late
        who_is_late = lateness_in_words(final_marks(book, name)) if current else ""
    typer.echo(current.sentence() if current else "Nothing is taken off for lateness.")
    if who_is_late:
        typer.echo(who_is_late)
    if given or remove:
        typer.echo(_AGAIN)


@app.command("list")
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


def _said(text: str, option: str) -> str:
    from autograder.errors import AutograderError

    if not text.strip():
        raise AutograderError(f"{option} must not be empty: it is kept with what is decided.")
    return " ".join(text.split())[:500]


def _moment(text: str | None) -> object:
    from datetime import datetime

    from autograder.errors import AutograderError

    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise AutograderError(
            f"--due {text!r} is no date and time; write it like 2026-11-02T23:59:00+01:00."
        ) from error
