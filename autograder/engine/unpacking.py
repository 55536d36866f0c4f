"""Unpacking an autograder zip for the engine, whose processes start while the rest of a run is still being prepared."""

import zipfile
from pathlib import Path

from autograder.diagnosis.material import FOLDER
from autograder.errors import AutograderError


def unpack(autograder_zip: Path, folder: Path) -> None:
    """Unpack what grading needs: `tests/`, the settings, and the files beside the notebook on top of `folder`.

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
            elif name.startswith(("tests/", FOLDER)) or name in ("otter_config.json", "assignment.json"):
                target = folder / name
            else:
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
