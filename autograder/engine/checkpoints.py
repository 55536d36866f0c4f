"""What cells that take long have computed, kept from run to run, so that new tests do not train old networks again.

A checkpoint belongs to everything that its cell's outcome can depend on: all cells up to it, the files, the seed, the
software. Its bytes come from the submission's jail and go back into such a jail only (see `jailed.snapshot`); they are
made before any hidden input has entered it.
"""

import contextlib
import hashlib
import platform
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from autograder import __version__

SAVE_AFTER_S = 0.5  # saving takes a tenth of a second
_MOST_BYTES = 4 << 30


@dataclass(frozen=True, slots=True)
class Checkpoints:
    """A folder of checkpoints, bounded in size; None keeps nothing."""

    folder: Path | None
    most_bytes: int = _MOST_BYTES
    _size: list[int] = field(default_factory=list)

    def read(self, key: str) -> bytes | None:
        """Return the checkpoint with this key, if there is one."""
        if self.folder is None:
            return None
        with contextlib.suppress(OSError):
            return (self.folder / key).read_bytes()
        return None

    def write(self, key: str, data: bytes) -> None:
        """Keep a checkpoint while there is room; a disk that is full costs time later, not marks."""
        if self.folder is None or self._taken() + len(data) > self.most_bytes:
            return
        partial = self.folder / f"{key}.part"
        with contextlib.suppress(OSError):
            partial.write_bytes(data)
            partial.replace(self.folder / key)
            self._size.append(len(data))

    def _taken(self) -> int:
        """Return how many bytes are kept; other processes' are counted once, at the beginning."""
        if not self._size and self.folder is not None:
            with contextlib.suppress(OSError):
                self.folder.mkdir(parents=True, exist_ok=True)
                self._size.extend(path.stat().st_size for path in self.folder.iterdir())
        return sum(self._size)


def keys(
    cells: Sequence[str], left_out: Collection[int], files: Sequence[Mapping[str, bytes]], seed: int | None
) -> list[str]:
    """Return the key of each cell's checkpoint, given the cells that are left out, the files beside, and the seed."""
    running = hashlib.sha256()
    for part in (__version__, platform.python_version(), np.__version__, platform.machine(), str(seed)):
        _add(running, part.encode())
    for group in files:
        for name in sorted(group):
            _add(running, name.encode("utf-8", "surrogatepass"))
            _add(running, hashlib.sha256(group[name]).digest())
    found = []
    for number, source in enumerate(cells):
        _add(running, b"" if number in left_out else source.encode("utf-8", "surrogatepass"))
        found.append(running.hexdigest())
    return found


def _add(running: "hashlib._Hash", part: bytes) -> None:
    running.update(len(part).to_bytes(8, "big"))
    running.update(part)
