"""Files written whole or not at all, and the temporary folder of a run, which a later run removes when it was killed.

A lock of the operating system's, which goes with the process that holds it, tells a folder in use from one left behind.
Where there are no such locks (Windows, from which only containers grade) nothing is taken for left behind.
"""

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PREFIX: Final = "autograder-run-"
_LOCK: Final = ".in-use"


@contextmanager
def run_folder() -> Iterator[Path]:
    """Yield a new folder for the time of the context; folders of this user's runs that were killed are removed."""
    _remove_left_behind(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as place:
        new = Path(place, f"{_LOCK}.new")
        descriptor = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            _lock(descriptor)
            new.rename(new.with_name(_LOCK))  # only now: nobody finds it before it is locked
            yield Path(place)
        finally:
            os.close(descriptor)


def _remove_left_behind(temporary: Path) -> None:
    if not hasattr(os, "geteuid"):
        return
    for folder in temporary.glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            state = folder.lstat()
            if stat.S_ISDIR(state.st_mode) and state.st_uid == os.geteuid() and not _in_use(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _in_use(folder: Path) -> bool:
    """Tell whether a process holds the folder's lock; one without a lock may be about to get it.

    Raises:
        OSError: it cannot be told.

    """
    descriptor = os.open(folder / _LOCK, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        return not _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Lock a file, and tell whether that could be done."""
    with contextlib.suppress(ImportError, BlockingIOError):
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def write_atomically(content: str | bytes, path: Path) -> None:
    """Write bytes or text to `path`: a reader sees the old file or the new one, never a part.

    Text is in UTF-8; what that cannot carry, such as the lone surrogates in what a submission says, is spelt out.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
