"""Unpacking an autograder zip for the engine, whose processes start while the rest of a run is still being prepared."""

import json
import shutil
import zipfile
from pathlib import Path
from typing import Final

from autograder.assignments.material import FOLDER
from autograder.errors import AutograderError

SETTINGS: Final = "assignment.json"
PRACTICE: Final = "practice/"  # what lies beside the tests in a practice run


def unpack(autograder_zip: Path, folder: Path) -> None:
    """Unpack what grading needs: `tests/`, the settings, and the files beside the notebook on top of `folder`.

    For practice runs the files that students have are there a second time, without the others.

    Raises:
        AutograderError: a name in the zip would lie outside the folder.

    """
    with zipfile.ZipFile(autograder_zip) as archive:
        for name in archive.namelist():
            if name.startswith("/") or ".." in name.split("/"):
                raise AutograderError(
                    f"The autograder zip holds a file {name!r} that would lie outside; build it again."
                )
            if name.endswith("/"):
                continue
            if name.startswith("files/"):
                target = folder / "beside" / name.removeprefix("files/")
            elif name.startswith(("tests/", FOLDER, PRACTICE)) or name in ("otter_config.json", SETTINGS):
                target = folder / name
            else:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
    _copy_for_practice(folder)


def _copy_for_practice(folder: Path) -> None:
    (folder / PRACTICE).mkdir(exist_ok=True)
    settings = folder / SETTINGS
    names = json.loads(settings.read_bytes()).get("student_files", ()) if settings.is_file() else ()
    for name in names:
        copy = folder / PRACTICE / name
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(folder / "beside" / name, copy)
