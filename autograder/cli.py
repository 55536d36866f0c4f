"""The command line: reads the call, runs a command, shows its errors, and leaves with its exit status."""

import gc
import sys
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

from autograder import __version__
from autograder.course.command_options import CourseOption, in_course, place_in_course, takes
from autograder.errors import AutograderError
from autograder.export.commands import export_app
from autograder.grade.options import DataSetOption, RunOptions
from autograder.marks.commands import app as marks_app
from autograder.marks.options import AssignmentOption, ResultsArgument

# ruff: noqa: UP045 - typer reads the annotations

# Importing makes so many objects that stay that looking for garbage every 700 takes a fifth of a short command's time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Build, release and grade assignments in which students write neural networks from scratch in numpy.",
    epilog="A course is a folder with solutions/ and tests/otter/; commands find it from the current folder upward.",
)


def main() -> NoReturn:
    """Run the command line; what a user can cause is one sentence on standard error, never a traceback."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    try:
        app()
    except AutograderError as error:
        from autograder.text.plain_text import printable

        said = "\n".join(map(printable, str(error).split("\n")))  # names in it come from students and downloads
        typer.echo(f"autograder: {said}", err=True)
        sys.exit(error.exit_status)
    finally:
        gc.freeze()  # or all that is left is looked through once more at the end
    sys.exit(0)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"autograder {__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
def build(
    assignments: Annotated[
        Optional[list[str]],
        typer.Argument(
            metavar="[ASSIGNMENT]...",
            help="Names of assignments, or otter's master notebooks (.ipynb); all of the course when none is given.",
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write DIR/ASSIGNMENT/.")] = Path("build"),
    release: Annotated[
        bool, typer.Option("--release", help="Also write the student's folder to the course's assignment/ASSIGNMENT/.")
    ] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Fail if assignment/ASSIGNMENT/ is not what a build makes.")
    ] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Build even if names, files or banks have faults that can be seen.")
    ] = False,
    data_set: DataSetOption = None,
    course: CourseOption = None,
) -> None:
    """Build assignments: the students' folder, the runnable solution, and autograder.zip."""
    from autograder.build.command import build_command

    build_command(assignments or (), out, release=release, check=check, anyway=anyway, data_set=data_set, course=course)


@app.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the assignment is to be called: a short word.")],
    course: CourseOption = None,
) -> None:
    """Make a small assignment that works, to write your own from; in an empty folder, which becomes a course, too."""
    from autograder.build.new import new_assignment
    from autograder.course.settings import course_for_new

    root = course_for_new(Path.cwd(), course)
    if root != Path.cwd():
        typer.echo(f"The course is in {root}.")
    for path in new_assignment(root, name):
        typer.echo(f"written: {path}")
    typer.echo(f"Change them as you like. Whether it can go out is said by: autograder check {name}")


@app.command()
def check(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="An assignment of the course.")],
    jobs: Annotated[
        Optional[int],
        typer.Option("--jobs", metavar="N", min=1, help="Notebooks graded at a time; default: one a core."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Find out whether an assignment can go out, and if not, what to mend first."""
    from rich.console import Console

    from autograder.audit.check import check as check_one
    from autograder.audit.readiness import print_readiness
    from autograder.course.settings import find_course

    readiness = check_one(find_course(Path.cwd(), course), assignment, console=Console(stderr=True), jobs=jobs)
    print_readiness(readiness, Console())
    raise typer.Exit(0 if readiness.ready else 1)


@app.command()
@takes(RunOptions)
def grade(
    options: RunOptions, quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False
) -> None:
    """Grade submissions and print a table of marks per question."""
    from autograder.grade.in_docker import grade_in_docker, wants_container

    if wants_container(options.isolation, options.cluster):
        raise typer.Exit(grade_in_docker(options, quiet=quiet))
    from autograder.grade.command import grade_command

    raise typer.Exit(grade_command(options, quiet=quiet).exit_status)


@app.command()
def audit(
    assignment: Annotated[str, typer.Argument(metavar="ASSIGNMENT", help="An assignment of the course.")],
    out: Annotated[
        Optional[Path],
        typer.Option("--out", metavar="FILE", help="Where to write the page; default: build/ASSIGNMENT/audit.html."),
    ] = None,
    jobs: Annotated[
        Optional[int],
        typer.Option("--jobs", metavar="N", min=1, help="Solutions graded at a time; default: one a core."),
    ] = None,
    question: Annotated[
        Optional[list[str]],
        typer.Option("--question", metavar="QUESTION", help="Only this question; may be given more than once."),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Also train with the solutions of other questions, which takes much longer.")
    ] = False,
    adversaries: Annotated[
        bool, typer.Option("--adversaries", help="Try only functions that are made to earn points without an answer.")
    ] = False,
    course: CourseOption = None,
) -> None:
    """Find out whether the graded tests catch every wrong solution and accept every right one."""
    from autograder.audit.command import audit_command
    from autograder.course.settings import find_course

    found = find_course(Path.cwd(), course).assignment(assignment)
    result = audit_command(
        found,
        jobs=jobs,
        page=out or Path("build", assignment, "audit.html"),
        questions=tuple(question or ()),
        full=full,
        adversaries_only=adversaries,
    )
    raise typer.Exit(1 if result.shortcomings else 0)


@app.command()
@in_course("old", "new")
def compare(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A folder of results, its gradebook.db, or a URL.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another grading of the same assignment.")],
    assignment: AssignmentOption = None,
    csv: Annotated[
        Optional[Path],
        typer.Option("--csv", metavar="FILE", help="Also write the changes as CSV."),
    ] = None,
    page: Annotated[
        Optional[Path],
        typer.Option("--page", metavar="FILE", help="Also write them as a page of HTML."),
    ] = None,
) -> None:
    """Say whose marks differ between two gradings of a class, in which question and test case, and why."""
    from autograder.compare.command import compare_command

    compare_command(old, new, assignment=assignment, csv_file=csv, page=page)


@app.command("open")
@in_course("results")
def open_(
    results: ResultsArgument,
    assignment: AssignmentOption = None,
    who: Annotated[
        Optional[str],
        typer.Option(
            "--as", metavar="NAME", help="Who marks: kept with every mark; default: the name on this machine."
        ),
    ] = None,
    port: Annotated[
        Optional[int],
        typer.Option("--port", metavar="N", min=0, max=65_535, help="Default: one that is free."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page, or only print it.")] = True,
) -> None:
    """Open a graded class in the browser: the report, students, and marking by question, on this machine alone."""
    from autograder.web.command import open_command

    open_command(results, assignment=assignment, port=port, browser=browser, who=who)


@app.command()
def similar(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder of results: its report shows what is found.")],
    gradebook: Annotated[
        Optional[str],
        typer.Option("--gradebook", metavar="URL", help="Its gradebook, if that is not in the folder."),
    ] = None,
    student_notebook: Annotated[
        Optional[Path],
        typer.Option("--student-notebook", metavar="FILE", help="Given code, not compared; default: as released."),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Look for submissions with much code in common (needs the extra `similarity`)."""
    from autograder.reports.similar_command import similar_command

    folder = Path(place_in_course(str(out), course))
    similar_command(folder, gradebook=gradebook, given=student_notebook, course=course)


@app.command()
def notebooks(
    results: ResultsArgument,
    assignment: AssignmentOption = None,
    out: Annotated[
        Optional[Path],
        typer.Option("--out", metavar="DIR", help="Where to write them; default: notebooks in the folder of results."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write PDFs, printed by Chromium, instead of pages.")] = False,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Codes in place of names, as in anonymous marking.")
    ] = False,
    for_students: Annotated[
        bool,
        typer.Option(
            "--for-students",
            help="Write them, with marks in them, beside the pages of feedback, which link to them.",
        ),
    ] = False,
) -> None:
    """Write the notebooks of a graded class as they ran, with all that they printed and drew: for the archive.

    With --for-students it is for students that they are written, with marks, hints and comments after the cells.
    """
    from autograder.notebook_pages.command import notebooks_command, notebooks_for_students

    if for_students:
        if out or pdf or anonymous:
            raise typer.BadParameter("it goes alone, without --out, --pdf and --anonymous", param_hint="--for-students")
        notebooks_for_students(results, assignment=assignment)
    else:
        notebooks_command(results, assignment=assignment, out=out, pdf=pdf, anonymous=anonymous)


@app.command()
def doctor(
    paths: Annotated[
        Optional[list[Path]],
        typer.Argument(metavar="[PATH]...", help="Submissions: whether what they import is here (needs --assignment)."),
    ] = None,
    assignment: Annotated[
        Optional[str],
        typer.Option(
            "--assignment", metavar="NAME_OR_ZIP", help="Check whether what its tests and its environment need is here."
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Check whether this machine can grade in the sealed engine, and say what is missing."""
    from autograder.engine.doctor import can_grade, examine
    from autograder.grade.obstacles import needs_of

    findings = [*examine(), *(needs_of(assignment, paths or [], course) if assignment else ())]
    for finding in findings:
        meaning = f": {finding.meaning}" if finding.meaning else ""
        typer.echo(f"{finding.state.value:8} {finding.name}: {finding.found}{meaning}")
    raise typer.Exit(0 if can_grade(findings) else 3)


app.add_typer(marks_app, name="marks")
data_app = typer.Typer(no_args_is_help=True, help="Get the data sets that do not come with the course.")
app.add_typer(data_app, name="data")
app.add_typer(export_app, name="export")


@data_app.command()
def mnist(
    source: Annotated[
        Optional[Path],
        typer.Option(
            "--from",
            metavar="PATH",
            help="A folder with the four IDX files or with .npz files, or one .npz; default: download from OpenML.",
        ),
    ] = None,
    out: Annotated[
        Optional[Path],
        typer.Option("--out", metavar="DIR", help="Where to write train.npz and heldout.npz; default: data/mnist."),
    ] = None,
    allow_subset: Annotated[bool, typer.Option("--allow-subset", help="Accept fewer images than MNIST has.")] = False,
    course: CourseOption = None,
) -> None:
    """Get MNIST, verify it, and write it where assignments look for it."""
    from autograder.course.settings import find_course
    from autograder.datasets import get_mnist

    target = out or find_course(Path.cwd(), course).root / "data" / "mnist"
    typer.echo(get_mnist(source=source, out=target, allow_subset=allow_subset))
