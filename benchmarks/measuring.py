"""Run a command and measure it with everything it starts: wall-clock time, CPU time, memory."""

import ctypes
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took, all that it started included, in seconds; `output` is what it printed.

    `own_s` is the CPU time of its first process alone; `processes` is how many it started in all, as far as a count for
    the whole machine says.
    """

    wall_s: float
    cpu_s: float
    output: str
    own_s: float
    processes: int


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
    environment = os.environ | {"PATH": f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"}
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        started, before, began = processes_started(), busy_s(), time.perf_counter()
        process = subprocess.Popen([*map(str, command)], cwd=folder, env=environment, stdout=output, stderr=errors)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # what it has used itself can be read until the wait
        wall, own = time.perf_counter() - began, psutil.Process(process.pid).cpu_times()
        process.wait()
        reap()
        cpu, started = busy_s() - before, processes_started() - started
        output.seek(0)
        errors.seek(0)
        if process.returncode not in allowed:
            raise CommandFailed(
                f"{' '.join(map(str, command))}: exit status {process.returncode}\n{errors.read()[-2000:]}"
            )
        return Measured(wall, cpu, output.read(), own.user + own.system, started)


def processes_started() -> int:
    """Return how many processes and threads this machine has started since it runs."""
    lines = Path("/proc/stat").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("processes "))


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
