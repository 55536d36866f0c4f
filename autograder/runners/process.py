"""Run one command with a time limit, a bound on what it may answer, and nothing left behind when it is over.

A notebook's kernel puts itself into a session of its own, so that killing the command's process group is not enough:
every process is found by the mark that the command got in its environment, and by descent.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import autograder
from autograder.system.clocks import LOOK_S, Patience, Span
from autograder.system.handle import Handle

if TYPE_CHECKING:
    import psutil


MARK = "AUTOGRADER_RUN"
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: `answer` is its standard output, `errors` the end of its standard error."""

    answer: bytes
    errors: str
    returncode: int | None
    timed_out: bool
    too_long: bool
    seconds: float


def run_bounded(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], span: Span, max_bytes: int
) -> Ended:
    """Run `command` in `folder` and return how it ended, within the time `span` and `max_bytes` of answer.

    What all its processes use counts. `environment` must hold a value for `MARK` that nothing else has. Whatever
    happens, no process with that mark and no descendant of the command is left.
    """
    started = time.monotonic()
    error_file = folder / "stderr.txt"
    with error_file.open("wb") as errors:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    assert process.stdout is not None
    timed_out = too_long = False
    answer = b""
    try:
        patience = Patience(process.pid, span)
        answer, too_long = _read(process.stdout, patience, max_bytes)
        while not too_long:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(LOOK_S)
                break
            if not patience.lasts(LOOK_S):
                raise TimeoutError
    except TimeoutError:
        timed_out = True
    finally:
        kill_all(environment[MARK], process.pid)
        process.stdout.close()
        returncode = process.wait()
    seconds = time.monotonic() - started
    return Ended(answer, _tail(error_file), returncode, timed_out, too_long, seconds)


def kill_all(mark: str, pid: int | None = None) -> None:
    """Kill every process whose mark is `mark` or lies below it ("run" has "run/3"), and all descendants of `pid`.

    Repeats until none is found, because a process may have started another meanwhile.
    """
    import psutil

    descendants: list[psutil.Process] = []
    if pid is not None:
        with contextlib.suppress(psutil.Error):
            top = psutil.Process(pid)
            descendants = [*top.children(recursive=True), top]
    for _ in range(20):
        found = [*descendants, *_marked(mark)]
        for process in found:
            with contextlib.suppress(psutil.Error):
                _kill(process)
        if not found:
            return
        descendants = []
        psutil.wait_procs([process for process in found if process.pid != pid], timeout=1)


def _kill(process: "psutil.Process") -> None:
    """Kill a process that was found, but not another one that has its number by now."""
    if not hasattr(os, "pidfd_open"):
        process.kill()  # psutil looks at when it began, just before
        return
    held = Handle.of(process.pid)
    if held and process.is_running():  # it had the number still when that was held
        held.send(signal.SIGKILL)


def _marked(mark: str) -> Iterator["psutil.Process"]:
    import psutil

    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            value = process.environ().get(MARK, "")
            if (value == mark or value.startswith(f"{mark}/")) and process.status() != psutil.STATUS_ZOMBIE:
                yield process


def _read(stream: IO[bytes], patience: Patience, max_bytes: int) -> tuple[bytes, bool]:
    """Read to the end; return what came and whether it was cut at `max_bytes`.

    Raises:
        TimeoutError: patience has ended.

    """
    chunks: list[bytes] = []
    size = 0
    ready = select.poll()
    ready.register(stream, select.POLLIN)
    while True:
        if not patience.until(ready):
            raise TimeoutError
        chunk = os.read(stream.fileno(), _CHUNK)
        if not chunk:
            return b"".join(chunks), False
        chunks.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            return b"".join(chunks), True


def _tail(path: Path, length: int = 2000) -> str:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - length))
        return file.read().decode("utf-8", "replace").strip()


_START = "import sys; sys.path.insert(0, sys.argv[1]); from autograder.runners.process import watch; watch(sys.argv[2])"


@contextmanager
def guarded(mark: str) -> Iterator[None]:
    """Have every process with that mark killed when this process ends inside the context, however it ends."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _START, str(Path(autograder.__file__).parents[1]), mark],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        start_new_session=True,  # Ctrl-C is not for it
    )
    assert process.stdin is not None
    try:
        yield
    finally:
        process.stdin.close()
        process.wait()


def watch(mark: str) -> None:
    """Wait for the end of standard input, which is the end of whoever holds its other end; then kill what is marked."""
    sys.stdin.read()
    kill_all(mark)
