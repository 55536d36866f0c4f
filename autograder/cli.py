"""The command line: reads the call, runs a command, shows its errors, and leaves with its exit status."""

import functools
import gc
import inspect
import sys
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, NoReturn, Optional

import typer

from autograder import __version__
from autograder.errors import AutograderError
from autograder.export.commands import export_app
from autograder.grade.options import DataSetOption, RunOptions
from autograder.marks.cli import app as marks_app
from autograder.marks.in_course import CourseOption, in_course, place_in_course

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


def takes(options: type[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command whose first parameter is `options` an option for each of its fields."""

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
        hints = typing.get_type_hints(options, include_extras=True)
        fields = [
            field.replace(annotation=hints[name]) for name, field in inspect.signature(options).parameters.items()
        ]

        @functools.wraps(command)
        def called(**given: Any) -> None:
            mine = {parameter.name: given.pop(parameter.name) for parameter in own}
            command(options(**given), **mine)

        parameters = [*fields, *(parameter.replace(kind=parameter.KEYWORD_ONLY) for parameter in own)]
        signature = inspect.Signature(parameters, return_annotation=None)
        vars(called)["__signature__"] = signature
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate


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
        Optional[list[str]],  # noqa: UP045
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
    from autograder.build.faults import refuse_faults
    from autograder.build.otter_master import MASTERS, build_master
    from autograder.build.release import build as build_one
    from autograder.build.released import differences, write_released
    from autograder.course.settings import find_course

    masters = [name for name in assignments or () if name.lower().endswith(MASTERS)]
    if masters and (release or check):
        raise AutograderError("--release and --check are for assignments of a course, not for master notebooks.")
    for name in masters:
        typer.echo(f"{name}: built in {build_master(Path(name), out).student.parent}")
    names = [name for name in assignments or () if name not in masters]
    if masters and not names:
        return
    found = find_course(Path.cwd(), course)
    for name in names or found.names:
        assignment = found.assignment(name, data_set)
        if not anyway:
            refuse_faults(assignment)
        built = build_one(assignment, out)
        typer.echo(f"{name}: built in {built.student.parent}")
        if release:
            write_released(built.student, found.released / name)
            typer.echo(f"{name}: released in {found.released / name}")
        if check and (different := list(differences(built.student, found.released / name))):
            raise AutograderError(
                f"assignment/{name} is not what a build makes ({'; '.join(different)}); "
                f"run: autograder build {name} --release"
            )


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
        Optional[int],  # noqa: UP045
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
        Optional[Path],  # noqa: UP045
        typer.Option("--out", metavar="FILE", help="Where to write the page; default: build/ASSIGNMENT/audit.html."),
    ] = None,
    jobs: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--jobs", metavar="N", min=1, help="Solutions graded at a time; default: one a core."),
    ] = None,
    question: Annotated[
        Optional[list[str]],  # noqa: UP045
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
    assignment: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--assignment", metavar="NAME", help="Needed only when a gradebook has more than one."),
    ] = None,
    csv: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--csv", metavar="FILE", help="Also write the changes as CSV."),
    ] = None,
    page: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--page", metavar="FILE", help="Also write them as a page of HTML."),
    ] = None,
) -> None:
    """Say whose marks differ between two gradings of a class, in which question and test case, and why."""
    from autograder.compare.command import compare_command

    compare_command(old, new, assignment=assignment, csv_file=csv, page=page)


@app.command("open")
@in_course("results")
def open_(
    results: Annotated[str, typer.Argument(metavar="RESULTS", help="A folder of results, its gradebook.db, or a URL.")],
    assignment: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--assignment", metavar="NAME", help="Needed only when the gradebook has more than one."),
    ] = None,
    who: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--as", metavar="NAME", help="Who marks: kept with every mark; default: the name on this machine."
        ),
    ] = None,
    port: Annotated[
        Optional[int],  # noqa: UP045
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
        Optional[str],  # noqa: UP045
        typer.Option("--gradebook", metavar="URL", help="Its gradebook, if that is not in the folder."),
    ] = None,
    student_notebook: Annotated[
        Optional[Path],  # noqa: UP045
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
    results: Annotated[str, typer.Argument(metavar="RESULTS", help="A folder of results, its gradebook.db, or a URL.")],
    assignment: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--assignment", metavar="NAME", help="Needed only when the gradebook has more than one."),
    ] = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
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
        Optional[list[Path]],  # noqa: UP045
        typer.Argument(metavar="[PATH]...", help="Submissions: whether what they import is here (needs --assignment)."),
    ] = None,
    assignment: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--assignment", metavar="NAME_OR_ZIP", help="Check whether what its tests and its environment need is here."
        ),
    ] = None,
    course: CourseOption = None,
) -> None:
    """Check whether this machine can grade in the sealed engine, and say what is missing."""
    from autograder.engine.doctor import can_grade, examine
    from autograder.grade.needs import needs_of

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
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--from",
            metavar="PATH",
            help="A folder with the four IDX files or with .npz files, or one .npz; default: download from OpenML.",
        ),
    ] = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045
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
