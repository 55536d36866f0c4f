"""The command line: reads the call, runs a command, shows its errors, and leaves with its exit status."""

import errno
import gc
import io
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NoReturn, Optional

import typer
from typer.core import TyperCommand

from autograder import __version__
from autograder.course.command_options import CourseOption, takes
from autograder.errors import AutograderError
from autograder.export.commands import export_app
from autograder.grade.options import RunOptions
from autograder.marks.commands import app as marks_app

# ruff: noqa: UP045 - typer reads the annotations

# Importing makes so many objects that stay that looking for garbage every 700 takes a fifth of a short command's time.
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)  # of these Python does not always say which file it was

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
    _prepare()
    try:
        app()
    except AutograderError as error:
        _leave(str(error), error.exit_status)
    except OSError as error:  # of the file system, which a command did not foresee; any other is a mistake of ours
        if error.filename is None and error.errno not in _FULL:
            raise
        place = error.filename if error.filename is not None else "A file"
        _leave(f"{place} cannot be read or written ({error.strerror}); check the path, or choose another.", 2)
    finally:
        gc.freeze()  # or all that is left is looked through once more at the end
    sys.exit(0)


def _prepare() -> None:
    """Have this process print whatever comes, and wait for its children, however it was started."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # it is None when it was closed
            stream.reconfigure(errors="replace")  # letters that a terminal has not are no reason to end
    if hasattr(signal, "SIGCHLD"):  # Windows has none; who ignores it, as some daemons do, hears of no child's end
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _leave(said: str, status: int) -> NoReturn:
    from autograder.text.plain_text import printable

    said = "\n".join(map(printable, said.split("\n")))  # names in it come from students and downloads
    typer.echo(f"autograder: {said}", err=True)
    sys.exit(status)


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


def _later(name: str, place: str, says: str) -> None:
    """Add the command of that name: the function at its `place` is imported when it is called, which takes a second."""

    class Later(TyperCommand):
        def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
            module, _, function = place.partition(":")
            one = typer.Typer(add_completion=False, rich_markup_mode=None)
            one.command(name, help=says)(getattr(import_module(module), function))
            return typer.main.get_command(one).make_context(info_name, args, parent, **extra)

    app.command(name, help=says, cls=Later)(lambda: None)


_later(
    "build",
    "autograder.build.command:build_command",
    "Build assignments: the students' folder, the runnable solution, and autograder.zip.",
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


_later(
    "audit",
    "autograder.audit.command:audit_command",
    "Find out whether the graded tests catch every wrong solution and accept every right one.",
)
_later(
    "compare",
    "autograder.compare.command:compare_command",
    "Say whose marks differ between two gradings of a class, in which question and test case, and why.",
)
_later(
    "open",
    "autograder.web.command:open_command",
    "Open a graded class in the browser: the report, students, and marking by question, on this machine alone.",
)
_later(
    "similar",
    "autograder.reports.similar_command:similar_command",
    "Look for submissions with much code in common (needs the extra `similarity`).",
)
_later(
    "notebooks",
    "autograder.notebook_pages.command:notebooks_command",
    "Write the notebooks of a graded class as they ran, with all that they printed and drew: for the archive.\n\n"
    "With --for-students it is for students that they are written, with marks, hints and comments after the cells.",
)


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

    if paths and not assignment:
        raise AutograderError("Name the assignment of these submissions with --assignment.")
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
