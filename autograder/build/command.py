"""`autograder build`: assignments of a course, or otter's master notebooks, built, released, and checked.

What is released is `assignment/NAME/`, the committed copy of what students get.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from autograder.build.faults import refuse_faults
from autograder.build.release import MASTERS, build, build_master
from autograder.course.command_options import CourseOption, DataSetOption
from autograder.course.settings import find_course
from autograder.errors import AutograderError


def build_command(
    assignments: Annotated[
        list[str] | None,
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
    """Build what is named, all assignments of the course when nothing is, and say where."""
    assignments = assignments or []
    masters = [name for name in assignments if name.lower().endswith(MASTERS)]
    if masters and (release or check):
        raise AutograderError("--release and --check are for assignments of a course, not for master notebooks.")
    for name in masters:
        typer.echo(f"{name}: built in {build_master(Path(name), out).student.parent}")
    names = [name for name in assignments if name not in masters]
    if masters and not names:
        return
    found = find_course(Path.cwd(), course)
    for name in names or found.names:
        assignment = found.assignment(name, data_set)
        if not anyway:
            refuse_faults(assignment)
        built = build(assignment, out)
        typer.echo(f"{name}: built in {built.student.parent}")
        if release:
            write_released(built.student, found.released / name)
            typer.echo(f"{name}: released in {found.released / name}")
        if check and (different := list(differences(built.student, found.released / name))):
            raise AutograderError(
                f"assignment/{name} is not what a build makes ({'; '.join(different)}); "
                f"run: autograder build {name} --release"
            )


def write_released(student: Path, released: Path) -> None:
    """Make the folder `released` equal to the built folder `student`."""
    if released.exists():
        shutil.rmtree(released)
    shutil.copytree(student, released)


def differences(student: Path, released: Path) -> Iterator[str]:
    """Yield a phrase for each file in which the folder `released` differs from the built folder `student`."""
    built, committed = _files(student), _files(released)
    for name in sorted(built.keys() | committed.keys()):
        if name not in committed:
            yield f"{name} is missing"
        elif name not in built:
            yield f"{name} should not be there"
        elif built[name].read_bytes() != committed[name].read_bytes():
            yield f"{name} differs"


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
