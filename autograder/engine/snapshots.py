"""What cells that take long have computed, kept so that nobody trains twice: not for new tests, and not for a hint.

Snapshots belong to one owner, a submission or the solution, and nobody else ever goes on from them. Each belongs,
besides, to everything that its cell's outcome can depend on: all cells up to it, the files, the seed, the software. The
bytes come from the owner's jail and go back into such a jail only (see `jailed.snapshot`), and are made before any
hidden input has entered it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from autograder import __version__
from autograder.engine.jailed.snapshot import MOST_BYTES
from autograder.engine.remote import CellOutcome, RemoteError, Session
from autograder.system.clocks import Span

KEEP_AFTER_S: Final = 0.5  # keeping takes a tenth of a second
_REPEATED_AFTER_S: Final = 0.2  # of what is run again and again; going on from a snapshot takes some hundredths
_MOST_BYTES: Final = 4 << 30
_FORM: Final = "what a cell printed and showed"  # what is in a snapshot besides data: another form is another key


class Snapshots:
    """A folder of snapshots, bounded in size; without a folder nothing is kept.

    `files` are those that all owners find beside the notebook.
    """

    def __init__(self, folder: Path | None, files: Mapping[str, bytes], most_bytes: int = _MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes
        self._base = hashlib.sha256()
        for part in (_FORM, __version__, platform.python_version(), np.__version__, platform.machine()):
            _add(self._base, part.encode())
        for name in sorted(files) if folder else ():
            _add(self._base, name.encode("utf-8", "surrogatepass"))
            _add(self._base, hashlib.sha256(files[name]).digest())

    def of(self, owner: str) -> OwnSnapshots:
        """Return the snapshots of a submission, by the digest of all that it is, or of another owner by its name."""
        return OwnSnapshots(self, owner)

    def key(self, owner: str, cells: Sequence[str], seed: int | None) -> str:
        """Return the key of the snapshot after the last of the cells."""
        running = self._base.copy()
        for part in (owner, str(seed), *cells):
            _add(running, part.encode("utf-8", "surrogatepass"))
        return running.hexdigest()

    def read(self, key: str) -> bytes | None:
        """Return the snapshot with this key, if there is one."""
        if self._folder is None:
            return None
        with contextlib.suppress(OSError):
            data = (self._folder / key).read_bytes()
            os.utime(self._folder / key)  # what is used stays longest
            return data
        return None

    def write(self, key: str, data: bytes) -> None:
        """Keep a snapshot in place of those used longest ago; a disk that is full costs time later, not marks."""
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


@dataclass(frozen=True, slots=True)
class OwnSnapshots:
    """The snapshots of one owner; `cells` are always all cells up to the one in question, each of which has run."""

    all: Snapshots
    owner: str

    def of_training(self, training: str) -> OwnSnapshots:
        """Return the snapshots of another training of the same owner, of which this one has none."""
        return OwnSnapshots(self.all, f"{self.owner} {training}")

    def resume(
        self,
        session: Session,
        cell: int,
        cells: Sequence[str],
        limit: Span | float,
        *,
        seed: int | None,
        room: int = -1,
    ) -> CellOutcome | None:
        """Bring the notebook into the state after the last of the cells; None when there is no snapshot of that."""
        packed = self.all.read(self.all.key(self.owner, cells, seed))
        return session.resume_cell(cell, cells[-1], limit, packed, seed=seed, room=room) if packed else None

    def keep(self, session: Session, cells: Sequence[str], limit: Span | float, *, seed: int | None) -> None:
        """Keep a snapshot after the last of the cells, which has just run as a lasting one, if there can be one."""
        with contextlib.suppress(RemoteError):
            packed = session.snapshot(cells[-1], limit)
            if packed and len(packed) <= MOST_BYTES:  # whoever took the agent's place may fill nobody's folder
                self.all.write(self.all.key(self.owner, cells, seed), packed)

    def run_cell(
        self, session: Session, cell: int, cells: Sequence[str], seconds: float, *, seed: int | None
    ) -> CellOutcome:
        """Go on from the snapshot after the last of the cells, or run that cell and keep one when it took long.

        Raises:
            SessionEnded: the cell, or keeping what it computed, took more than `seconds` of CPU time.

        """
        if resumed := self.resume(session, cell, cells, seconds, seed=seed):
            return resumed
        began_s = session.cpu_s
        outcome = session.run_cell(cell, cells[-1], seconds, seed=seed)
        taken = session.cpu_s - began_s
        if outcome.failure is None and taken >= _REPEATED_AFTER_S:
            self.keep(session, cells, seconds - taken, seed=seed)
        return outcome


def _add(running: hashlib._Hash, part: bytes) -> None:
    running.update(len(part).to_bytes(8, "big"))
    running.update(part)
