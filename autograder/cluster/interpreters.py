"""The trusted workers of one cluster worker: the assignment unpacked when it is wanted, submissions as bytes.

Nothing here knows of dask.
"""

import contextlib
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.errors import EngineError
from autograder.grader.pool import Worker, Workers
from autograder.system.secret import Secret

_IDLE_S = 900.0  # a grader that was killed says no goodbye: its interpreters' memory is free again after this


@dataclass(frozen=True, slots=True)
class Suite:
    """What every worker gets of an assignment: the zip's bytes, the limits, folders to hide, and the jail's wall."""

    autograder_zip: bytes
    limits: Mapping[str, float]
    hidden: tuple[str, ...] = ()
    wall: str = "auto"


class Interpreters:
    """Grading processes for one assignment, as many as there are submissions at a time."""

    def __init__(
        self,
        suite: Suite,
        *,
        scratch: Path | None = None,
        start: Callable[..., Worker] = Worker,
        idle_s: float = _IDLE_S,
    ) -> None:
        """Start nothing yet; the zip is unpacked in the folder `scratch` (None: the system's own).

        What the rest is, `pool.Workers` says.
        """
        self._suite, self._scratch, self._start, self._idle_s = suite, scratch, start, idle_s
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._pool: Workers | None = None
        self._closed = False

    def describe(self) -> list[Mapping[str, Any]]:
        """Return what the assignment's tests ask for; see `Workers.describe`."""
        return self._workers()[0].describe()

    def grade(self, content: bytes, suffix: str, *, seed: int | None, secret: Secret | None = None) -> dict[str, Any]:
        """Grade a prepared submission, the bytes and the ending of the clean copy that `prepare` made.

        For the rest, and the engine's answer, see `Workers.grade`.
        """
        try:
            workers, folder = self._workers()
        except EngineError as error:
            return {"outcome": "engine_error", "cause": str(error)}
        with _file(folder, content, suffix) as path:
            return workers.grade(path, seed=seed, secret=secret)

    def close(self) -> None:
        """End all of them, at work or not, and remove what was unpacked."""
        with self._lock:
            self._closed = True
            if self._pool is not None:
                self._pool.close()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def _workers(self) -> tuple[Workers, Path]:
        """Return them with the folder of the assignment, which is unpacked when there is none yet."""
        from autograder.engine.unpacking import unpack

        with self._lock:
            if self._closed:
                raise EngineError("The run is over.")
            if self._folder is None or self._pool is None:
                folder = Path(tempfile.mkdtemp(prefix="autograder-", dir=self._scratch))
                try:
                    zipped = folder / "autograder.zip"
                    zipped.write_bytes(self._suite.autograder_zip)
                    (folder / "suite").mkdir()
                    unpack(zipped, folder / "suite")
                except BaseException:
                    shutil.rmtree(folder, ignore_errors=True)
                    raise
                self._folder, hidden = folder, [*map(Path, self._suite.hidden), folder]
                self._pool = Workers(
                    folder / "suite",
                    self._suite.limits,
                    hidden,
                    wall=self._suite.wall,
                    idle_s=self._idle_s,
                    start=self._start,
                )
            return self._pool, self._folder


@contextlib.contextmanager
def _file(folder: Path, content: bytes, suffix: str) -> Iterator[Path]:
    path = folder / f"{uuid.uuid4().hex}{suffix}"
    path.write_bytes(content)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
