"""Watch a running `autograder grade`: when its first result comes, and how much memory its processes have."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.classes import GradedClass
from benchmarks.measuring import busy_s, reap

_EVERY_S = 0.5  # each look takes time from what is watched
MIB = 1 << 20
GRADER = "autograder.grader.worker"


@dataclass(frozen=True, slots=True)
class Sample:
    """One moment: memory of the graders' own processes (resident) and of the submissions' (private, each) in bytes.

    `graders_cpu_s` is the CPU time that the graders' own processes have taken by then, with their copies, each of which
    grades one submission and ends.
    """

    at_s: float
    graders: int
    graders_cpu_s: float
    submissions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Watched:
    """A whole run of the command: when each result was on the screen, and the samples."""

    wall_s: float
    cpu_s: float
    results_s: tuple[float, ...]
    samples: tuple[Sample, ...]

    @property
    def first_s(self) -> float:
        """Seconds until the first result was on the screen; 0 if none came."""
        return min(self.results_s, default=0.0)

    def each_s(self, start: float, end: float) -> float:
        """Seconds for a result between two shares of the results (0 to 1)."""
        chosen = self.results_s[int(start * len(self.results_s)) : int(end * len(self.results_s))]
        return (chosen[-1] - chosen[0]) / max(1, len(chosen) - 1)

    @property
    def submissions_share(self) -> float:
        """The share of all CPU time that was taken in the submissions' own processes, at least.

        What came after the last sample counts as the graders' own time, on all cores.
        """
        unseen_s = (self.wall_s - self.samples[-1].at_s) * (os.cpu_count() or 1)
        return 1 - (max(sample.graders_cpu_s for sample in self.samples) + unseen_s) / self.cpu_s

    @property
    def cores_busy(self) -> float:
        """How many cores were busy on average."""
        return self.cpu_s / self.wall_s

    @property
    def most_private_mb(self) -> float:
        """The most private memory that one process of a submission had, in MiB."""
        return max((size for sample in self.samples for size in sample.submissions), default=0) / MIB

    def graders_mb(self, start: float, end: float) -> float:
        """The graders' median memory between two shares of the run (0 to 1), in MiB."""
        chosen = [sample.graders for sample in self.samples if start <= sample.at_s / self.wall_s <= end]
        return sorted(chosen)[len(chosen) // 2] / MIB


def watch(graded: GradedClass, out: Path, options: Sequence[str] = ()) -> Watched:
    """Run `autograder grade` on a class, and watch it."""
    command = [Path(sys.executable).with_name("autograder"), "grade", graded.notebooks[0].parent]
    command += ["--assignment", graded.assignment.name, "--out", out, "--course", graded.assignment.course, *options]
    before, own, began = busy_s(), time.process_time(), time.perf_counter()
    process = subprocess.Popen(
        [*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, bufsize=1
    )
    samples: list[Sample] = []
    sampler = threading.Thread(target=_sample, args=(process, began, samples))
    sampler.start()
    assert process.stderr is not None
    results = [time.perf_counter() - began for line in process.stderr if line.startswith("[")]
    process.wait()
    wall = time.perf_counter() - began
    sampler.join()
    reap()
    own = time.process_time() - own  # for the samples
    return Watched(wall, busy_s() - before - own, tuple(results), tuple(samples))


def _sample(process: subprocess.Popen[str], began: float, samples: list[Sample]) -> None:
    while process.poll() is None:
        with suppress(psutil.Error):
            samples.append(_now(psutil.Process(process.pid), time.perf_counter() - began))
        time.sleep(_EVERY_S)


def _now(command: psutil.Process, at_s: float) -> Sample:
    graders, cpu_s, submissions = 0, 0.0, []
    running = {process.pid: process for process in [command, *command.children(recursive=True)]}
    words = {pid: _words(process) for pid, process in running.items()}
    jailing = {process.ppid() for pid, process in running.items() if words[pid] and not is_grader(words[pid])}
    for pid, process in running.items():
        with suppress(psutil.Error):
            parent = words.get(process.ppid(), [])
            if not words[pid]:
                continue  # it is ending, and nobody can tell any more what it was
            if is_submission(words[pid], parent):
                submissions.append(_private(pid))
                continue
            is_copy = words[pid] == parent
            graders += _private(pid) if is_copy else process.memory_info().rss
            used = process.cpu_times()
            cpu_s += used.user + used.system
            if is_grader(words[pid]) and pid in jailing:  # later its jail is one of those that have ended, too
                cpu_s += used.children_user + used.children_system
    return Sample(at_s, graders, cpu_s, tuple(submissions))


def is_grader(words: Sequence[str]) -> bool:
    """Tell whether a process that runs these words is a grader, or a copy that grades one submission."""
    return GRADER in words


def is_submission(words: Sequence[str], parent: Sequence[str]) -> bool:
    """Tell whether a process was forked from the warm interpreter, given what it and its parent run: they are alike.

    So are a grader and its copies, and bubblewrap and its own.
    """
    return words == parent and not is_grader(words) and Path(words[0]).name != "bwrap"


def _words(process: psutil.Process) -> list[str]:
    with suppress(psutil.Error):
        return list(process.cmdline())
    return []


def _private(pid: int) -> int:
    with suppress(OSError):
        return sum(_kilobytes(pid)) * 1024
    return 0


def _kilobytes(pid: int) -> Iterator[int]:
    for line in Path("/proc", str(pid), "smaps_rollup").read_text().splitlines():
        if line.startswith(("Private_Clean:", "Private_Dirty:")):
            yield int(line.split()[1])
