"""The folder of one turn on a shared file system: how much lies in it, and how it is removed."""

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

_BLOCK: Final = 512  # bytes, of which `st_blocks` counts
_PARTS: Final = ("work", "home", "tmp")


def new(parent: Path) -> Path:
    """Return a name for a folder that nobody can guess."""
    return parent / os.urandom(16).hex()


def make(folder: Path) -> None:
    """Make a folder, for its owner alone, with the parts of one turn in it."""
    folder.mkdir(mode=0o700)
    for part in _PARTS:
        (folder / part).mkdir()


def used(folder: Path) -> tuple[int, int]:
    """Return the bytes and the number of the files in a folder.

    Raises:
        OSError: they lie deeper than can be looked at.

    """
    size = count = 0
    waiting = [str(folder)]
    while waiting:
        for entry in _entries(waiting.pop()):
            with contextlib.suppress(FileNotFoundError):
                size += entry.stat(follow_symlinks=False).st_blocks * _BLOCK
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
    return size, count


def deleted(folder: Path, processes: Iterable[int], most: int) -> int:
    """Return the bytes of files that were in a folder and are deleted, but still open in `processes`.

    A file that is only mapped counts as one of `most` bytes: its size cannot be seen.
    """
    opened: dict[tuple[int, int], int] = {}
    mapped: set[int] = set()
    for process in processes:
        with contextlib.suppress(OSError):
            for link in os.scandir(f"/proc/{process}/fd"):
                with contextlib.suppress(OSError):
                    if _was_in(folder, os.readlink(link.path)):  # noqa: PTH115 - it may be no path
                        state = os.stat(link.path)  # noqa: PTH116
                        opened[state.st_dev, state.st_ino] = state.st_blocks * _BLOCK
        with contextlib.suppress(OSError), Path(f"/proc/{process}/maps").open(errors="replace") as lines:
            mapped |= {int(line.split()[4]) for line in lines if _was_in(folder, line.rstrip("\n").partition("/")[2])}
    return sum(opened.values()) + most * len(mapped - {number for _, number in opened})


def _was_in(folder: Path, name: str) -> bool:
    return name.endswith(" (deleted)") and name.lstrip("/").startswith(f"{folder}/".lstrip("/"))


def remove(folder: Path) -> None:
    """Remove a folder with all that is in it, however deep: folders are lifted to the top before they are emptied.

    Nobody may be at work in it any more.
    """
    names = (folder / f".{number}" for number in itertools.count())
    with contextlib.suppress(OSError):
        while inner := _empty(folder, folder, names):
            for path in inner:
                _empty(path, folder, names)
                path.rmdir()
        folder.rmdir()


def _empty(folder: Path, top: Path, names: Iterator[Path]) -> list[Path]:
    """Remove the files in a folder, and lift the folders in it to `top`; return the folders, as they are called now."""
    folders = []
    for entry in _entries(str(folder)):
        path = Path(entry.path)
        if not entry.is_dir(follow_symlinks=False):
            path.unlink()
            continue
        path.chmod(0o700)
        if folder != top:
            new = next(name for name in names if not os.path.lexists(name))
            path.rename(new)
            path = new
        folders.append(path)
    return folders


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except PermissionError:
        os.chmod(folder, 0o700)  # noqa: PTH101 - of a folder that was made so that nobody may read it
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []
