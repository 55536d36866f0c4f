"""Run a command and measure it with everything it starts: wall-clock time, CPU time, memory."""

import ctypes
import os
import resource
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took, its descendants included, in seconds; `output` is what it printed."""

    wall_s: float
    cpu_s: float
    output: str


class CommandFailed(RuntimeError):
    """A measured command did not do its work."""


def adopt_orphans() -> None:
    """Have descendants whose parents end first become children of this process, so that their time is counted."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(command: Sequence[str | Path], folder: Path, allowed: Sequence[int] = (0,)) -> Measured:
    """Run `command` in `folder` to its end, with the programs beside it on its path.

    Raises:
        CommandFailed: its exit status is none of those `allowed`.

    """
    before, began = children_cpu(), time.perf_counter()
    environment = os.environ | {"PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - began
    reap()
    if done.returncode not in allowed:
        raise CommandFailed(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return Measured(wall, children_cpu() - before, done.stdout)


def children_cpu() -> float:
    """Return the CPU seconds of all processes that were started from this one and have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def reap() -> None:
    """Wait for what commands have left running, so that its time is counted."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0] > 0:
            pass
