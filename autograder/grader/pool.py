"""Trusted workers on one suite, as many as there are submissions at a time; those that are lost are replaced."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from autograder.errors import EngineError
from autograder.grader.blank import Blank
from autograder.grader.client import Worker
from autograder.system.closing import Closing

_ATTEMPTS = 2


class Workers(Closing):
    """Workers on the suite unpacked in a folder: started when wanted, lent to one submission at a time."""

    def __init__(
        self,
        folder: Path,
        limits: Mapping[str, float],
        hidden: Sequence[Path] = (),
        checkpoints: Path | None = None,
        *,
        wall: str = "auto",
        blank: Blank | None = None,
        idle_s: float | None = None,
        start: Callable[..., Worker] = Worker,
    ) -> None:
        """Start nothing yet.

        Args:
            folder: where the suite is unpacked.
            limits: those of `course.Limits` that differ from the suite's own.
            hidden: folders to keep out of the submissions' sight.
            checkpoints: the folder for what long cells compute; None for none.
            wall: the jail's, see `Jail.start`.
            blank: of which the first worker is made, if there is one.
            idle_s: seconds after which workers end when there is nothing to do; None for never.
            start: starts a worker.

        """
        self._start = partial(start, folder, limits, hidden, checkpoints, wall=wall, wait=False)
        self._blank, self._idle_s = blank, idle_s
        self._lock = threading.Lock()
        self._all: set[Worker] = set()
        self._idle: list[Worker] = []
        self._timer: threading.Timer | None = None
        self._closed = False

    def begin(self) -> None:
        """Start the first worker, if there is none yet, and let it get warm."""
        with self._lock:
            if not self._all:
                self._idle.append(self._added(blank=self._blank))

    def describe(self) -> list[Mapping[str, Any]]:
        """Return what the suite's tests ask for, from a worker that is then warm.

        Raises:
            JailUnavailable: this machine cannot have a jail.
            EngineError: the worker cannot start.

        """
        with self._lent() as worker:
            return list(worker.questions)

    def grade(self, path: Path, **asked: Any) -> dict[str, Any]:
        """Return the answer of `Worker.grade`; a worker that was lost over it is replaced once.

        Raises:
            JailUnavailable: this machine cannot have a jail.

        """
        answer: dict[str, Any] = {}
        for _ in range(_ATTEMPTS):
            try:
                with self._lent() as worker:
                    answer = worker.grade(path, **asked)
                    if answer["outcome"] == "graded":
                        return answer
                    raise EngineError(answer["cause"])  # so that its process is not used again
            except EngineError as error:
                answer = {"outcome": "engine_error", "cause": str(error)}
        return answer

    def close(self) -> None:
        """End all of them for good, at work or not."""
        with self._lock:
            self._closed = True
            self._release()
            for worker in self._all:
                worker.close()
            self._all.clear()

    @contextlib.contextmanager
    def _lent(self) -> Iterator[Worker]:
        worker = self._take()
        try:
            worker.get_warm()
            yield worker
        except BaseException:
            worker.close()
            with self._lock:
                self._all.discard(worker)
            raise
        with self._lock:
            self._idle.append(worker)
            if self._idle_s is not None and len(self._idle) == len(self._all) and not self._closed:
                self._timer = threading.Timer(self._idle_s, self._let_go)
                self._timer.daemon = True
                self._timer.start()

    def _take(self) -> Worker:
        with self._lock:
            self._stay()
            if self._closed:
                raise EngineError("The run has been stopped.")
            return self._idle.pop() if self._idle else self._added()

    def _added(self, **options: Any) -> Worker:
        worker = self._start(**options)
        self._all.add(worker)
        return worker

    def _let_go(self) -> None:
        with self._lock:
            self._release()

    def _release(self) -> None:
        """End those that are idle; the caller holds the lock."""
        self._stay()
        for worker in self._idle:
            worker.close()
            self._all.discard(worker)
        self._idle.clear()

    def _stay(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
