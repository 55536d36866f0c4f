"""The command line: reads the call, runs a command, shows its errors, and leaves with its exit status."""

import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn, Optional

import typer

from autograder import __version__
from autograder.errors import AutograderError
from autograder.export.commands import export_app
from autograder.marks.cli import app as marks_app
from autograder.reports.hidden_cases import HiddenCases

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


class Isolation(StrEnum):
    """What keeps a submission from the tests, the marks and the machine."""

    AUTO = "auto"
    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "landlock"
    DOCKER = "docker"
    NONE = "none"


CourseOption = Annotated[
    Optional[Path],  # noqa: UP045 - typer reads the annotation
    typer.Option("--course", metavar="DIR", help="The course's folder, if not the current one or one above it."),
]
DataSetOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--data-set", metavar="NAME", help="A folder of data/ to use instead of the assignment's own data."),
]


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
        Optional[list[str]],  # noqa: UP045
        typer.Argument(metavar="[ASSIGNMENT]...", help="Names of assignments; all of the course when none is given."),
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
    from autograder.build.release import build as build_one
    from autograder.build.released import differences, write_released
    from autograder.course.settings import find_course

    found = find_course(Path.cwd(), course)
    for name in assignments or found.names:
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
def grade(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Notebooks, scripts, zips, folders of them, or a download of an LMS."),
    ],
    assignment: Annotated[
        str,
        typer.Option(
            "--assignment", metavar="NAME_OR_ZIP", help="An assignment of the course, or any otter autograder.zip."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the results.")],
    jobs: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--jobs", metavar="N", min=1, help="Submissions graded at a time; default: one a core."),
    ] = None,
    seed: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--seed", metavar="N", min=0, help="Seed of the random generators; default: the assignment's."),
    ] = None,
    timeout: Annotated[
        Optional[float],  # noqa: UP045
        typer.Option("--timeout", metavar="S", min=1, help="CPU seconds for a submission; default: the assignment's."),
    ] = None,
    isolation: Annotated[
        Isolation,
        typer.Option(
            "--isolation",
            help="The sealed engine's wall: bubblewrap (namespaces), landlock (without), auto (the strongest that "
            "works); docker: the same in a container; none: otter, without a wall.",
        ),
    ] = Isolation.AUTO,
    resume: Annotated[
        bool,
        typer.Option("--resume/--fresh", help="Take from the gradebook what has not changed, or grade all again."),
    ] = True,
    gradebook: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--gradebook", metavar="URL", help="A file or an SQLAlchemy URL; default: gradebook.db in --out."),
    ] = None,
    cluster: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--cluster", metavar="ADDRESS", help="Grade on the workers of this dask scheduler."),
    ] = None,
    class_list: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--class-list", metavar="FILE.csv", help="Who is in the class: matched with what is there, and not there."
        ),
    ] = None,
    sealed_only: Annotated[
        bool,
        typer.Option("--sealed-only", help="Let no test case run in a submission's own process, even if it fails so."),
    ] = False,
    hidden_cases: Annotated[
        HiddenCases,
        typer.Option("--hidden-cases", help="What students read of hidden tests: names and outcomes, how many passed."),
    ] = HiddenCases.NAMES,
    similarity: Annotated[
        bool, typer.Option("--similarity", help="Look for similar submissions, too (needs the extra `similarity`).")
    ] = False,
    student_notebook: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--student-notebook", metavar="FILE", help="Given code, not compared; default: as released."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")] = False,
    data_set: DataSetOption = None,
    course: CourseOption = None,
) -> None:
    """Grade submissions and print a table of marks per question."""
    given = dict(locals())
    from autograder.grade.in_docker import grade_in_docker, wants_container

    if wants_container(isolation.value, cluster):
        raise typer.Exit(grade_in_docker(grade, given))
    from autograder.grade.command import grade_command

    graded = grade_command(
        paths,
        assignment=assignment,
        out=out,
        jobs=jobs,
        seed=seed,
        timeout_s=timeout,
        data_set=data_set,
        course=course,
        isolation=isolation.value,
        gradebook=gradebook,
        resume=resume,
        cluster=cluster,
        sealed_only=sealed_only,
        class_list=class_list,
        quiet=quiet,
        similarity=similarity,
        student_notebook=student_notebook,
        hidden_cases=hidden_cases,
    )
    raise typer.Exit(graded.exit_status)


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
def doctor() -> None:
    """Check whether this machine can grade in the sealed engine, and say what is missing."""
    from autograder.engine.doctor import can_grade, examine

    findings = examine()
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
