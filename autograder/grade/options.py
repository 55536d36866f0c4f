"""What a run over a class is asked for, as one value; `autograder grade` and its help are made from it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Optional

import typer

from autograder.course.command_options import CourseOption, DataSetOption
from autograder.reports.hidden_cases import HiddenCases

# ruff: noqa: UP045 - typer reads the annotations

GRADEBOOK: Final = "AUTOGRADER_GRADEBOOK"  # names the gradebook where the option does not


class Isolation(StrEnum):
    """What keeps a submission from the tests, the marks and the machine."""

    AUTO = "auto"
    BUBBLEWRAP = "bubblewrap"
    LANDLOCK = "landlock"
    DOCKER = "docker"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a run over a class is asked for: each field is the option of `autograder grade` that it names.

    Only `paths`, `assignment` and `out` are needed. None means what the help says: the assignment's own, one a core.
    """

    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Notebooks, scripts, zips, folders of them, or a download of an LMS."),
    ]
    assignment: Annotated[
        str,
        typer.Option(
            "--assignment", metavar="NAME_OR_ZIP", help="An assignment of the course, or any otter autograder.zip."
        ),
    ]
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where to write the results.")]
    jobs: Annotated[
        Optional[int],
        typer.Option("--jobs", metavar="N", min=1, help="Submissions graded at a time; default: one a core."),
    ] = None
    seed: Annotated[
        Optional[int],
        typer.Option("--seed", metavar="N", min=0, help="Seed of the random generators; default: the assignment's."),
    ] = None
    timeout_s: Annotated[
        Optional[float],
        typer.Option("--timeout", metavar="S", min=1, help="CPU seconds for a submission; default: the assignment's."),
    ] = None
    isolation: Annotated[
        Isolation,
        typer.Option(
            "--isolation",
            help="The sealed engine's wall: bubblewrap (namespaces), landlock (without), auto (the strongest that "
            "works); docker: the same in a container; none: otter, without a wall.",
        ),
    ] = Isolation.AUTO
    resume: Annotated[
        bool,
        typer.Option("--resume/--fresh", help="Take from the gradebook what has not changed, or grade all again."),
    ] = True
    gradebook: Annotated[
        Optional[str],
        typer.Option(
            "--gradebook",
            metavar="URL",
            envvar=GRADEBOOK,
            show_envvar=False,
            help="A file or an SQLAlchemy URL; default: gradebook.db in --out.",
        ),
    ] = None
    cluster: Annotated[
        Optional[str],
        typer.Option("--cluster", metavar="ADDRESS", help="Grade on the workers of this dask scheduler."),
    ] = None
    class_list: Annotated[
        Optional[Path],
        typer.Option(
            "--class-list", metavar="FILE.csv", help="Who is in the class: matched with what is there, and not there."
        ),
    ] = None
    only: Annotated[
        Optional[str],
        typer.Option("--only", metavar="NAME", help="Grade this submission alone, and leave all others as they are."),
    ] = None
    sealed_only: Annotated[
        bool,
        typer.Option("--sealed-only", help="Let no test case run in a submission's own process, even if it fails so."),
    ] = False
    even_so: Annotated[
        bool, typer.Option("--even-so", help="Grade although packages are missing, or plugins of the zip are not run.")
    ] = False
    hidden_cases: Annotated[
        Optional[HiddenCases],
        typer.Option(
            "--hidden-cases",
            help="What students read of hidden tests: names and outcomes (default), how many passed, or nothing.",
        ),
    ] = None
    data_set: DataSetOption = None
    course: CourseOption = None
