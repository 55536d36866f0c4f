"""The warm interpreters of one cluster worker: started when wanted, lent to one submission at a time, let go when idle.

Nothing here knows of dask.
"""

import contextlib
import shutil
import tempfile
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.errors import EngineError
from autograder.grader.client import Worker
from autograder.system.secret import Secret

_ATTEMPTS = 2
_IDLE_S = 900.0  # a grader that was killed says no goodbye: its interpreters' memory is free again after this

Start = Callable[[Path, Mapping[str, float], Sequence[Path]], Worker]


class Interpreters:
    """Grading processes for one assignment, as many as there are submissions at a time."""

    def __init__(
        self,
        autograder_zip: bytes,
        limits: Mapping[str, float],
        hidden: Sequence[Path] = (),
        *,
        scratch: Path | None = None,
        start: Start = Worker,
        idle_s: float = _IDLE_S,
    ) -> None:
        """Start nothing yet.

        Args:
            autograder_zip: the assignment's zip.
            limits: those of `course.Limits` that differ from the zip's own.
            hidden: folders to keep out of the submissions' sight.
            scratch: the folder in which to unpack; None for the system's own.
            start: starts a grading process.
            idle_s: seconds without work after which they end.

        """
        self._zip, self._limits, self._hidden, self._scratch = autograder_zip, limits, hidden, scratch
        self._start, self._idle_s = start, idle_s
        self._lock = threading.Lock()
        self._all: set[Worker] = set()
        self._idle: list[Worker] = []
        self._folder: Path | None = None
        self._timer: threading.Timer | None = None
        self._closed = False

    def describe(self) -> list[Mapping[str, Any]]:
        """Return what the assignment's tests ask for, from an interpreter that is then warm.

        Raises:
            JailUnavailable: this machine cannot have a jail.
            EngineError: the interpreter cannot start.

        """
        with self._lent() as worker:
            return list(worker.questions)

    def grade(self, content: bytes, suffix: str, *, seed: int | None, secret: Secret | None = None) -> dict[str, Any]:
        """Grade a prepared submission and return the engine's answer; a process that was lost is replaced once.

        Args:
            content: the bytes of the clean copy that `prepare` made.
            suffix: of its name: .ipynb or .zip.
            seed: of the random generators.
            secret: under which the inputs of cases are drawn.

        Raises:
            JailUnavailable: this machine cannot have a jail.

        """
        answer: dict[str, Any] = {}
        for _ in range(_ATTEMPTS):
            try:
                with self._lent() as worker, self._file(content, suffix) as path:
                    answer = worker.grade(path, seed=seed, secret=secret)
                    if answer["outcome"] == "graded":
                        return answer
                    raise EngineError(answer["cause"])  # so that its process is not used again
            except EngineError as error:
                answer = {"outcome": "engine_error", "cause": str(error)}
        return answer

    def close(self) -> None:
        """End all of them, at work or not, and remove what was unpacked."""
        with self._lock:
            self._closed = True
            self._release()
            for worker in self._all:
                worker.close()
            self._all.clear()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    @contextlib.contextmanager
    def _lent(self) -> Iterator[Worker]:
        worker = self._take()
        try:
            yield worker
        except BaseException:
            worker.close()
            with self._lock:
                self._all.discard(worker)
            raise
        with self._lock:
            self._idle.append(worker)
            if len(self._idle) == len(self._all) and not self._closed:
                self._timer = threading.Timer(self._idle_s, self._let_go)
                self._timer.daemon = True
                self._timer.start()

    def _take(self) -> Worker:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
            if self._closed:
                raise EngineError("The run is over.")
            if self._idle:
                return self._idle.pop()
            folder = self._unpacked()
        worker = self._start(folder / "suite", self._limits, [*self._hidden, folder])
        with self._lock:
            self._all.add(worker)
            closed = self._closed
        if closed:
            worker.close()
        return worker

    def _unpacked(self) -> Path:
        from autograder.engine.unpacking import unpack

        if self._folder is None:
            folder = Path(tempfile.mkdtemp(prefix="autograder-", dir=self._scratch))
            try:
                zipped = folder / "autograder.zip"
                zipped.write_bytes(self._zip)
                (folder / "suite").mkdir()
                unpack(zipped, folder / "suite")
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
            self._folder = folder
        return self._folder

    @contextlib.contextmanager
    def _file(self, content: bytes, suffix: str) -> Iterator[Path]:
        assert self._folder is not None
        path = self._folder / f"{uuid.uuid4().hex}{suffix}"
        path.write_bytes(content)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def _let_go(self) -> None:
        with self._lock:
            self._release()

    def _release(self) -> None:
        """End those that are idle; the caller holds the lock."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        for worker in self._idle:
            worker.close()
            self._all.discard(worker)
        self._idle.clear()
