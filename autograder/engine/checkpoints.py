"""What cells that take long have computed, kept from run to run, so that new tests do not train old networks again.

A checkpoint belongs to everything that its cell's outcome can depend on: all cells up to it, the files, the seed, the
software. Its bytes come from the submission's jail and go back into such a jail only (see `jailed.snapshot`); they are
made before any hidden input has entered it.
"""

import contextlib
import hashlib
import os
import platform
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np

from autograder import __version__

SAVE_AFTER_S = 0.5  # saving takes a tenth of a second
_MOST_BYTES = 4 << 30


class Checkpoints:
    """A folder of checkpoints, bounded in size; without a folder nothing is kept.

    `files` are those that all submissions find beside the notebook.
    """

    def __init__(self, folder: Path | None, files: Mapping[str, bytes], most_bytes: int = _MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._base = hashlib.sha256()
        for part in (__version__, platform.python_version(), np.__version__, platform.machine()):
            _add(self._base, part.encode())
        if folder is not None:
            _add_files(self._base, files)

    @property
    def wanted(self) -> bool:
        """Whether anything is kept."""
        return self._folder is not None

    def key(self, cells: Sequence[str], left_out: Collection[int], files: Mapping[str, bytes], seed: int | None) -> str:
        """Return the key of the last cell's checkpoint.

        `left_out` are the numbers of cells that did not run, `files` those that came with the submission.
        """
        running = self._base.copy()
        _add(running, str(seed).encode())
        _add_files(running, files)
        for number, source in enumerate(cells):
            _add(running, b"" if number in left_out else source.encode("utf-8", "surrogatepass"))
        return running.hexdigest()

    def read(self, key: str) -> bytes | None:
        """Return the checkpoint with this key, if there is one."""
        if self._folder is None:
            return None
        with contextlib.suppress(OSError):
            data = (self._folder / key).read_bytes()
            os.utime(self._folder / key)  # what is used stays longest
            return data
        return None

    def write(self, key: str, data: bytes) -> None:
        """Keep a checkpoint in place of those used longest ago; a disk that is full costs time later, not marks."""
        if self._folder is None or len(data) > self._most_bytes:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            self._make_room(self._folder, len(data))
            partial = self._folder / f"{key}.{os.getpid()}.part"
            partial.write_bytes(data)
            partial.replace(self._folder / key)

    def _make_room(self, folder: Path, needed: int) -> None:
        """Remove what was used longest ago; all workers write here, so each looks what there is."""
        kept = []
        for path in folder.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another worker was faster
                state = path.stat()
                kept.append((state.st_mtime_ns, state.st_size, path))
        taken = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if taken + needed <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            taken -= size


def _add_files(running: "hashlib._Hash", files: Mapping[str, bytes]) -> None:
    for name in sorted(files):
        _add(running, name.encode("utf-8", "surrogatepass"))
        _add(running, hashlib.sha256(files[name]).digest())


def _add(running: "hashlib._Hash", part: bytes) -> None:
    running.update(len(part).to_bytes(8, "big"))
    running.update(part)
