"""The runner's side of the trusted workers on one suite: one a submission at a time, replaced when it is lost."""

import contextlib
import json
import os
import select
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from autograder.engine.training import AGAIN
from autograder.errors import EngineError, JailUnavailable
from autograder.grader.blank import Blank
from autograder.system.clocks import Patience, Span
from autograder.system.closing import Closing
from autograder.system.secret import Secret

_START = Span.alike(300.0)
_SPARE = Span.alike(300.0)  # a worker keeps to the limits by itself; only one that is lost uses more
_CHUNK = 1 << 16
_MOST_BYTES = 64 << 20
_ATTEMPTS = 2


class Worker:
    """One trusted process with its jail. `questions` is what it says of the suite's tests, once it is warm."""

    def __init__(
        self,
        folder: Path,
        limits: Mapping[str, float],
        hidden: Sequence[Path] = (),
        checkpoints: Path | None = None,
        *,
        wall: str = "auto",
        blank: Blank | None = None,
    ) -> None:
        """Start a worker on the suite unpacked in `folder`, which is still to `get_warm`; see `Workers`."""
        self._blank = blank or Blank.start(folder, wall, hidden)
        self._process = self._blank.process
        task = {"folder": str(folder), "limits": dict(limits), "snapshots": str(checkpoints or folder / "snapshots")}
        self._tell(task | {"wall": wall})
        self._buffer = b""
        self._warm = False
        self._span = _SPARE
        self.questions: list[Mapping[str, Any]] = []

    def get_warm(self) -> None:
        """Wait until the worker is warm; once more does no harm. One that cannot start is closed.

        Raises:
            JailUnavailable: this machine cannot have a jail.
            EngineError: the worker cannot start.
        """
        if self._warm:
            return
        try:
            first = self._read(_START)
            if first["outcome"] == "unavailable":
                raise (JailUnavailable if first["status"] == JailUnavailable.exit_status else EngineError)(
                    first["cause"]
                )
        except BaseException:
            self.close()
            raise
        self.questions, self._warm = first["questions"], True
        self._span = Span(*first["limit"]).scaled(2 + AGAIN).plus(_SPARE)

    def grade(
        self,
        path: Path,
        *,
        seed: int | None,
        secret: Secret | None = None,
        questions: Sequence[str] = (),
        hints: bool = True,
        outputs: bool = True,
    ) -> dict[str, Any]:
        """Have the prepared submission at `path` graded, in all `questions` if none is given; return the answer.

        The inputs of its cases are drawn under the `secret`; without one, the `seed` decides them, for all to foresee.
        With `hints`, what lost points is diagnosed; with `outputs`, what the notebook prints and draws comes with the
        answer.

        Raises:
            EngineError: the worker is lost, or has used far more than the submission may; it is of no use any more.
        """
        request: dict[str, Any] = {
            "path": str(path),
            "seed": seed,
            "secret": secret.value.hex() if secret else None,
        }
        if not self._tell(request | {"questions": list(questions), "hints": hints, "outputs": outputs}):
            raise EngineError("A grading process has gone.")
        return self._read(self._span)

    def close(self) -> None:
        """End the worker, and with it its jail and everything in it."""
        self._blank.end()

    def _tell(self, what: Mapping[str, Any]) -> bool:
        """Send a line, and return whether that could be done."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(what).encode() + b"\n")
            self._process.stdin.flush()
        except OSError:
            return False
        return True

    def _read(self, span: Span) -> dict[str, Any]:
        assert self._process.stdout is not None
        patience, answers = Patience(self._process.pid, span), select.poll()
        answers.register(self._process.stdout, select.POLLIN)
        while b"\n" not in self._buffer:
            ready = patience.until(answers)
            chunk = os.read(self._process.stdout.fileno(), _CHUNK) if ready else b""
            if not chunk or len(self._buffer) > _MOST_BYTES:
                raise EngineError(
                    f"A grading process {'has gone' if ready else 'does not answer'}. {self._last_words()}"
                )
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\n")
        return dict(json.loads(line))

    def _last_words(self) -> str:
        self._process.kill()
        assert self._process.stderr is not None
        lines = self._process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1][:300] if lines else ""


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

        `limits` are those of `course.Limits` that differ from those of the suite unpacked in `folder`, `hidden` folders
        to keep out of the submissions' sight, `checkpoints` the folder for what long cells compute, if it is to be
        kept, and `wall` is the jail's, see `Jail.start`. The first worker is made of the `blank`, if there is one; all
        end when there was nothing to do for `idle_s` seconds (None: never).
        """
        self._start = partial(start, folder, limits, hidden, checkpoints, wall=wall)
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
