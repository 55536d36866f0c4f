"""The runner's side of the trusted workers: start them, hand them submissions, replace those that are lost."""

import json
import os
import select
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.engine.training import AGAIN
from autograder.errors import EngineError, JailUnavailable
from autograder.grader.blank import Blank
from autograder.system.clocks import Patience, Span
from autograder.system.secret import Secret

_START = Span.alike(300.0)
_SPARE = Span.alike(300.0)  # a worker keeps to the limits by itself; only one that is lost uses more
_CHUNK = 1 << 16
_MOST_BYTES = 64 << 20


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
        wait: bool = True,
        blank: Blank | None = None,
    ) -> None:
        """Start a worker on the suite unpacked in `folder`, and wait until it is warm; see `pool.Workers`.

        Whoever does not `wait` here has to do it by `get_warm`.

        Raises:
            JailUnavailable: this machine cannot have a jail.
            EngineError: the worker cannot start.
        """
        self._blank = blank or Blank.start(folder, wall, hidden)
        self._process = self._blank.process
        task = {"folder": str(folder), "limits": dict(limits), "snapshots": str(checkpoints or folder / "snapshots")}
        self._tell(task | {"wall": wall})
        self._buffer = b""
        self._warm = False
        self._span = _SPARE
        self.questions: list[Mapping[str, Any]] = []
        if wait:
            self.get_warm()

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
