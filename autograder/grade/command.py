"""`autograder grade`: from the words of the call to a graded class and its table on the terminal."""

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console

from autograder.course.class_list import ClassList
from autograder.course.settings import Limits, find_course
from autograder.errors import AutograderError, EngineError, Interrupted
from autograder.grade.display import Display
from autograder.grade.trust import sealed_copy
from autograder.marks.marking import Marking
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import WRITTEN
from autograder.results import ClassResult
from autograder.results.table import print_table
from autograder.system.run_folder import run_folder
from autograder.system.stopping import stops_as_by_ctrl_c


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
    marking: Marking | None = None
    student_notebook: Path | None = None


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
    isolation: str = "auto",
    gradebook: str | None = None,
    resume: bool = True,
    cluster: str | None = None,
    sealed_only: bool = False,
    class_list: Path | None = None,
    quiet: bool = False,
    similarity: bool = False,
    student_notebook: Path | None = None,
    hidden_cases: HiddenCases = HiddenCases.NAMES,
) -> ClassResult:
    """Grade the submissions at `paths`, write the results to `out`, print the table, and return the results.

    How the run goes is shown on standard error; with `quiet` nothing is printed but what must be known. With
    `similarity` submissions with the same code are looked for, without the code of `student_notebook` (None for the one
    that the course has released).

    Raises:
        AutograderError: a wrong call, or the grader failed; see `autograder.grade.run.grade`.
    """
    from autograder.grade.run import grade

    console = Console()
    students = ClassList.read(class_list) if class_list else None
    with (
        stops_as_by_ctrl_c(),
        _target(assignment, course, data_set) as target,
        sealed_copy(target.autograder_zip) if sealed_only else nullcontext(target.autograder_zip) as autograder_zip,
        Display(Console(stderr=True), quiet=quiet) as display,
    ):
        search = _similarity(student_notebook or target.student_notebook, target.expected_name) if similarity else None
        try:
            graded = grade(
                paths,
                assignment_zip=autograder_zip,
                assignment_name=target.name,
                expected_name=target.expected_name,
                out=out,
                jobs=jobs,
                seed=seed,
                timeout_s=timeout_s or target.limits.submission_cpu_s,
                memory_mb=target.limits.memory_mb,
                question_order=target.questions,
                manual=target.manual,
                marking=target.marking,
                similarity=search,
                isolation=isolation,
                hidden=(target.course,) if target.course else (),
                gradebook=gradebook,
                resume=resume,
                cluster=cluster,
                class_list=students,
                hidden_cases=hidden_cases,
                on_isolation=display.isolated,
                on_start=display.begin,
                on_begin=display.started,
                on_result=display.finished,
            )
        except KeyboardInterrupt as stop:
            raise Interrupted(
                "Stopped; what was graded by then is kept: run the same command again to go on."
            ) from stop
    if not quiet:
        print_table(graded, console)
        console.print(f"Written: {', '.join(str(out / name) for name in WRITTEN)}", soft_wrap=True, highlight=False)
    elif graded.to_grade_again:
        raise EngineError(f"The grader failed for {', '.join(graded.to_grade_again)}; run the same command again.")
    return graded


@contextmanager
def _target(assignment: str, course: Path | None, data_set: str | None) -> Iterator[Target]:
    """Yield the zip that is named, or the one built from the assignment that is named."""
    given = Path(assignment)
    if given.suffix == ".zip" or given.is_file():
        yield _read_target(given)
        return
    from autograder.build.grading_zip import write_grading_zip

    with run_folder() as scratch:
        found = find_course(Path.cwd(), course)
        zip_file = scratch / "autograder.zip"
        write_grading_zip(found.assignment(assignment, data_set), zip_file)
        released = found.released / assignment / f"{assignment}.ipynb"
        target = replace(_read_target(zip_file), course=found.root)
        yield replace(target, student_notebook=released if released.is_file() else None)


def _similarity(student_notebook: Path | None, assignment: str | None) -> Callable[..., None]:
    from autograder.similarity.of_class import check_similarity, search_class

    check_similarity(student_notebook)
    return partial(search_class, given=student_notebook, assignment=assignment)


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
        marking=Marking.from_json(settings.get("marking", {})),
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
