"""What a class is graded for: the zip that is named, or the one built from the assignment that is named."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.course.assignment import Limits
from autograder.course.class_list import ClassList
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from autograder.grade.options import RunOptions
from autograder.grade.otter_zips import sealed_copy, settings_in
from autograder.grader.bundle import Bundle, open_bundle
from autograder.marks.marking import Marking
from autograder.reports.hidden_cases import HiddenCases
from autograder.system.files import run_folder


@dataclass(frozen=True, slots=True)
class Target:
    """An autograder zip, and what a zip of this project carries besides otter's files.

    `name` is what reports and the gradebook call the assignment, `expected_name` what the notebooks' metadata must.
    `manual` are the points that a person gives besides, by question, `questions` the order of the reports (without
    names: by name), `titles` what they are about, `marking` what the assignment says to that person. The engine keeps
    the folder `course` out of sight. If there is a `class_list`, each file
    must be a student's of it.
    """

    autograder_zip: Path
    name: str
    expected_name: str | None = None
    limits: Limits = field(default_factory=Limits)
    manual: dict[str, float] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    course: Path | None = None
    marking: Marking | None = None
    class_list: ClassList | None = None
    hidden_cases: HiddenCases = HiddenCases.NAMES


@contextmanager
def target_of(options: RunOptions) -> Iterator[Target]:
    """Yield what the options name, for the time of the context.

    Raises:
        AutograderError: there is no such assignment, or the zip or the class list cannot be read.

    """
    class_list = ClassList.read(options.class_list) if options.class_list else None
    with (
        _found(options) as target,
        sealed_copy(target.autograder_zip) if options.sealed_only else nullcontext(target.autograder_zip) as zip_file,
    ):
        yield replace(target, autograder_zip=zip_file, class_list=class_list)


@contextmanager
def _found(options: RunOptions) -> Iterator[Target]:
    given = Path(options.assignment)
    if given.suffix.lower() in (".ipynb", ".rmd", ".qmd"):
        raise AutograderError(f"{given} is no autograder zip; make one of it with: autograder build {given}")
    if _is_zip(given):
        yield _read(given)
        return
    from autograder.build.grading_zip import write_grading_zip

    with run_folder() as scratch:
        found = find_course(Path.cwd(), options.course)
        zip_file = scratch / "autograder.zip"
        write_grading_zip(found.assignment(options.assignment, options.data_set), zip_file)
        yield replace(_read(zip_file), course=found.root)


def course_of(options: RunOptions) -> tuple[Path, ...]:
    """Return the folder of the course that an assignment is named of: none for a zip, or where that is an error."""
    with suppress(AutograderError):
        return () if _is_zip(Path(options.assignment)) else (find_course(Path.cwd(), options.course).root,)
    return ()


def _is_zip(given: Path) -> bool:
    return given.suffix == ".zip" or given.is_file()


def _read(autograder_zip: Path) -> Target:
    settings = _settings(autograder_zip)
    if not settings:
        return _of_otter(open_bundle(autograder_zip))
    return Target(
        autograder_zip,
        name=settings["name"],
        expected_name=settings["name"],
        limits=Limits(**settings["limits"]),
        manual=settings["manual"],
        questions=tuple(settings["questions"]),
        titles=settings.get("titles", {}),
        marking=Marking.from_json(settings.get("marking", {})),
    )


def _of_otter(bundle: Bundle) -> Target:
    """Return what otter alone has made, with what its settings say besides."""
    shown = bundle.config.get("show_hidden")
    return Target(
        bundle.path,
        bundle.path.stem,
        marking=Marking(total=bundle.total_rule),
        hidden_cases=HiddenCases.NONE if shown is False else HiddenCases.NAMES,
    )


def _settings(autograder_zip: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(autograder_zip) as archive:
            return settings_in(archive)
    except FileNotFoundError as error:
        raise AutograderError(f"There is no autograder zip {autograder_zip}; check the path.") from error
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise AutograderError(f"{autograder_zip} cannot be read as an autograder zip ({error}).") from error
