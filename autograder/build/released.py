"""The committed copy of what students get, `assignment/NAME/`: write it, or tell how it differs from a build."""

import shutil
from collections.abc import Iterator
from pathlib import Path


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
