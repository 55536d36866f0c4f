"""`autograder grade`: from the words of the call to a graded class and its table on the terminal."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.course import Limits, find_course
from autograder.errors import AutograderError, Interrupted
from autograder.grade.run import grade
from autograder.reports.table import print_table
from autograder.results import ClassResult


@dataclass(frozen=True, slots=True)
class Target:
    """What a class is graded for: the zip, and what a zip of this project carries besides otter's files."""

    autograder_zip: Path
    name: str
    expected_name: str | None = None
    limits: Limits = field(default_factory=Limits)
    manual: dict[str, float] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    course: Path | None = None


def grade_command(
    paths: Sequence[Path],
    *,
    assignment: str,
    out: Path,
    jobs: int | None = None,
    seed: int | None = None,
    timeout_s: float | None = None,
    data_set: str | None = None,
    course: Path | None = None,
    isolation: str = "none",
) -> ClassResult:
    """Grade the submissions at `paths`, write the results to `out`, print the table, and return the results.

    Raises:
        AutograderError: a wrong call, or the grader failed; see `autograder.grade.run.grade`.
    """
    console, progress_console = Console(), Console(stderr=True)
    with _target(assignment, course, data_set) as target, _progress(progress_console) as progress:
        task = progress.add_task("building", total=None)
        try:
            graded = grade(
                paths,
                assignment_zip=target.autograder_zip,
                assignment_name=target.name,
                expected_name=target.expected_name,
                out=out,
                jobs=jobs,
                seed=seed,
                timeout_s=timeout_s or target.limits.wall_s,
                memory_mb=target.limits.memory_mb,
                question_order=target.questions,
                manual=target.manual,
                isolation=isolation,
                hidden=(target.course,) if target.course else (),
                on_start=lambda total: progress.update(task, description="grading", total=total),
                on_result=lambda result: progress.update(task, advance=1),
            )
        except KeyboardInterrupt as stop:
            raise Interrupted(f"Stopped; the submissions graded by then are in {out / 'results.json'}.") from stop
    print_table(graded, console)
    console.print(f"Written: {out / 'results.json'}, {out / 'grades.csv'}", soft_wrap=True, highlight=False)
    return graded


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(
        *columns,
        TextColumn("left"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


@contextmanager
def _target(assignment: str, course: Path | None, data_set: str | None) -> Iterator[Target]:
    """Yield the zip that is named, or the one built from the assignment that is named."""
    given = Path(assignment)
    if given.suffix == ".zip" or given.is_file():
        yield _read_target(given)
        return
    from autograder.build.grading_zip import write_grading_zip

    with tempfile.TemporaryDirectory(prefix="autograder-build-") as scratch:
        found = find_course(Path.cwd(), course)
        zip_file = Path(scratch, "autograder.zip")
        write_grading_zip(found.assignment(assignment, data_set), zip_file)
        yield replace(_read_target(zip_file), course=found.root)


def _read_target(autograder_zip: Path) -> Target:
    settings = _settings(autograder_zip)
    if not settings:
        return Target(autograder_zip, autograder_zip.stem)
    return Target(
        autograder_zip,
        name=settings["name"],
        expected_name=settings["name"],
        limits=Limits(**settings["limits"]),
        manual=settings["manual"],
        questions=tuple(settings["questions"]),
    )


def _settings(autograder_zip: Path) -> dict[str, Any]:
    """Return what `autograder build` wrote into the zip; empty for a zip made by otter alone."""
    try:
        with zipfile.ZipFile(autograder_zip) as archive:
            if "assignment.json" not in archive.namelist():
                return {}
            settings: dict[str, Any] = json.loads(archive.read("assignment.json"))
            return settings
    except FileNotFoundError as error:
        raise AutograderError(f"There is no autograder zip {autograder_zip}; check the path.") from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise AutograderError(f"{autograder_zip} cannot be read as an autograder zip ({error}).") from error
