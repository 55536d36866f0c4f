"""Where an export is written: never over what was read unless that is wanted, and whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.system.files import write_atomically


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export has written, and sentences for the instructor: how it went, and what is left to do by hand."""

    written: Path
    summary: str
    notes: tuple[str, ...] = ()


def check_target(out: Path, read: Path | None = None, *, in_place: bool = False) -> None:
    """Check that `out` may be written.

    Raises:
        AutograderError: its folder is not there, it is a folder, or it is the file that was `read`, without `in_place`.

    """
    try:
        is_read = read is not None and out.exists() and out.samefile(read)
        has_folder, is_folder = out.parent.is_dir(), out.is_dir()
    except OSError as error:
        raise AutograderError(f"{out} cannot be written ({error.strerror}); choose another --out.") from error
    if not has_folder:
        raise AutograderError(f"The folder {out.parent} is not there; make it, or choose another --out.")
    if is_folder:
        raise AutograderError(f"{out} is a folder; give the path of a file as --out.")
    if is_read and not in_place:
        raise AutograderError(f"{out} is the file that is read; choose another --out, or say --in-place.")


def write(content: str | bytes, path: Path) -> None:
    """Write `content` to `path`, whole or not at all."""
    try:
        write_atomically(content, path)
    except OSError as error:
        raise AutograderError(f"{path} cannot be written ({error.strerror}); choose another --out.") from error
