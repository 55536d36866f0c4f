"""What a reader of the marks has to know of a zip that otter alone has made: the warnings in every report."""

import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.engine.unpacking import SETTINGS
from autograder.grader.bundle import Bundle, faults
from autograder.grader.zip_settings import said_of_settings
from autograder.results import Engine, SubmissionResult
from autograder.system.files import run_folder

_LISTED = 8
OPEN_FILES = (
    "The autograder zip does not say which of its files are for the grader alone, so all of them lay beside the "
    "notebooks: submissions could read them."
)


def with_warnings(engine: Engine, autograder_zip: Path, results: Iterable[SubmissionResult]) -> Engine:
    """Return the description of a run of the sealed engine with what in it was not sealed, if anything."""
    if engine.isolation == "none":
        return engine
    said = [engine.warning, OPEN_FILES if _has_open_files(autograder_zip) else None, _unsealed(results)]
    return replace(engine, warning=" ".join(filter(None, said)) or None)


@contextmanager
def sealed_copy(autograder_zip: Path) -> Iterator[Path]:
    """Yield a copy of the zip of which no test case may run inside the jail."""
    with run_folder() as place:
        copy = place / autograder_zip.name
        with zipfile.ZipFile(autograder_zip) as source, zipfile.ZipFile(copy, "w") as target:
            settings = settings_in(source) | {"sealed": True}
            for member in source.infolist():
                if member.filename != SETTINGS and not member.is_dir():
                    target.writestr(member, source.read(member))
            target.writestr(zipfile.ZipInfo(SETTINGS, (1980, 1, 1, 0, 0, 0)), json.dumps(settings))
        yield copy


def _unsealed(results: Iterable[SubmissionResult]) -> str | None:
    """Say which cases were not sealed; these are the tests' own names, in the order in which they occur."""
    names: dict[str, None] = {}
    concerned = 0
    for result in results:
        found = [case.name for question in result.questions for case in question.cases if case.unsealed]
        names.update(dict.fromkeys(found))
        concerned += bool(found)
    if not names:
        return None
    listed = ", ".join(list(names)[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    return (
        "Some test cases ran in the submission's own process, which could read them and forge what came of them: "
        f'{listed}, in {concerned} of the submissions. results.json marks them "unsealed"; grade with --sealed-only '
        "to have them fail instead."
    )


def _has_open_files(autograder_zip: Path) -> bool:
    with zipfile.ZipFile(autograder_zip) as archive:
        files = any(name.startswith("files/") and not name.endswith("/") for name in archive.namelist())
        return files and "student_files" not in settings_in(archive)


def settings_in(archive: zipfile.ZipFile) -> dict[str, Any]:
    """Return what `autograder build` wrote into a zip; empty for one made by otter alone."""
    return dict(json.loads(archive.read(SETTINGS))) if SETTINGS in archive.namelist() else {}


def said_of_zip(bundle: Bundle, described: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the sentences: on settings, and on what is odd in the tests and yet graded as otter grades it."""
    yield from said_of_settings(bundle.config)
    yield from (f"{fault}. It was graded as otter does." for fault in faults(described))
