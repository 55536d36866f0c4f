"""Run a command and measure it with everything it starts: wall-clock time, CPU time, memory."""

import ctypes
import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took, all that it started included, in seconds; `output` is what it printed."""

    wall_s: float
    cpu_s: float
    output: str


class CommandFailed(RuntimeError):
    """A measured command did not do its work."""


def adopt_orphans() -> None:
    """Have descendants whose parents end first become children of this process, which can wait for them then."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def measure(command: Sequence[str | Path], folder: Path, allowed: Sequence[int] = (0,)) -> Measured:
    """Run `command` in `folder` to its end, with the programs beside it on its path.

    Raises:
        CommandFailed: its exit status is none of those `allowed`.

    """
    before, began = busy_s(), time.perf_counter()
    environment = os.environ | {"PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        [*map(str, command)], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    wall = time.perf_counter() - began
    reap()
    if done.returncode not in allowed:
        raise CommandFailed(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr[-2000:]}")
    return Measured(wall, busy_s() - before, done.stdout)


def busy_s() -> float:
    """Return the seconds for which cores of this machine have been busy since it started, with whatever.

    A process whose parent never asked for it is counted nowhere else: copies of a submission end so. Nothing else must
    run while this is used.
    """
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system + times.irq + times.softirq)


def reap() -> None:
    """Wait for what commands have left running."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, 0)[0] > 0:
            pass
