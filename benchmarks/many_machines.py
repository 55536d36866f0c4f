"""Grade the same classes by one pool of processes and on a dask cluster with as many cores, and see what mishaps cost.

    python -m benchmarks.many_machines [--untouched N] [--full N] [--rounds N] [--mishaps N]

The cluster is a scheduler and two workers with one thread each, started as docs/cluster.md says, on this machine. The
two take turns, `--rounds` times; what is printed, as Markdown, is the median of each. Then something happens in the
middle of a class of `--mishaps` submissions, and the marks are compared with those of the pool.
"""

import argparse
import contextlib
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from autograder.course.settings import find_course
from benchmarks.classes import GradedClass, untouched, without_training

ROOT = Path(__file__).parents[1]
CORES = 2
_AFTER = 5  # results, before something happens
_SLOW, _FAST = 0.4, 0.1  # seconds for which a slow worker stands still, and goes on
_START_S = 60.0


@dataclass(slots=True)
class Cluster:
    """A scheduler and its workers, each in a process of its own."""

    folder: Path
    address: str
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start all of it, and return when the workers are there."""
        self._dask("scheduler", "--host", "127.0.0.1", "--port", self.address.rpartition(":")[2])
        for number in range(CORES):
            place = self.folder / f"worker-{number}"
            self._dask("worker", self.address, "--nworkers", "1", "--nthreads", "1", "--local-directory", str(place))
        from distributed import Client

        with Client(self.address, timeout=_START_S, set_as_default=False) as client:
            client.wait_for_workers(CORES, timeout=_START_S)

    def stop(self) -> None:
        """End all of it."""
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        self.processes.clear()

    def restart(self) -> None:
        """Lose the scheduler, and with it the workers, and start them again, as whatever watches over them would."""
        self.processes[0].kill()
        self.stop()
        self.start()

    def kill_worker(self) -> None:
        """Kill a worker with all that it has started; dask's nanny starts it again."""
        for process in [*self._worker().children(recursive=True), self._worker()]:
            with contextlib.suppress(psutil.Error):
                process.kill()

    def slow_worker(self, until: threading.Event) -> None:
        """Have the processes of one worker stand still for most of the time."""
        while not until.is_set():
            stopped = [self._worker(), *self._worker().children(recursive=True)]
            for signal_, seconds in ((signal.SIGSTOP, _SLOW), (signal.SIGCONT, _FAST)):
                for process in stopped:
                    with contextlib.suppress(psutil.Error):
                        process.send_signal(signal_)
                time.sleep(seconds)

    def _worker(self) -> psutil.Process:
        """Return the process of the first worker, which its nanny has started."""
        nanny = psutil.Process(self.processes[1].pid)
        return next(each for each in nanny.children() if "resource_tracker" not in " ".join(each.cmdline()))

    def _dask(self, *words: str) -> None:
        log = (self.folder / "log").open("ab")
        command = [str(Path(sys.executable).with_name("dask")), *words, "--no-dashboard"]
        self.processes.append(subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log))
        log.close()


@dataclass(frozen=True, slots=True)
class Graded:
    """How long a command took, what it said of how it went, and the marks."""

    wall_s: float
    notes: Sequence[str]
    marks: Any


def grade(
    graded: GradedClass,
    out: Path,
    options: Sequence[str],
    count: int | None = None,
    event: Callable[[], None] | None = None,
) -> Graded:
    """Grade a class, or `count` of it, and have the `event` happen after some results."""
    command = [Path(sys.executable).with_name("autograder"), "grade", *graded.notebooks[:count], "--out", out]
    command += ["--assignment", graded.assignment.name, "--course", ROOT, *options]
    began, results = time.perf_counter(), 0
    with subprocess.Popen(
        [*map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            results += line.startswith("[")
            if event and results == _AFTER:
                event()
                event = None
    wall = time.perf_counter() - began
    said = json.loads((out / "results.json").read_text(encoding="utf-8"))
    marks = {
        each["id"]: (each["status"], each["score"], {name: q["score"] for name, q in each["questions"].items()})
        for each in said["submissions"]
    }
    return Graded(wall, said.get("notes", ()), marks)


def compare(graded: GradedClass, cluster: Cluster, scratch: Path, rounds: int) -> Iterator[str]:
    """Yield the row of the table for a class that both grade in turns."""
    ways = {"pool": ["--jobs", str(CORES)], "cluster": ["--cluster", cluster.address]}
    taken: dict[str, list[Graded]] = {way: [] for way in ways}
    for number in range(rounds):
        for way, options in ways.items():
            taken[way].append(grade(graded, scratch / f"{way}-{number}-{len(graded.notebooks)}", options))
    pool, on_cluster = (statistics.median(each.wall_s for each in runs) for runs in taken.values())
    same = all(each.marks == taken["pool"][0].marks for runs in taken.values() for each in runs)
    yield (
        f"| {graded.title} | {len(graded.notebooks)} | {pool:.1f} s | {on_cluster:.1f} s "
        f"| {on_cluster / pool - 1:+.1%} | {'the same' if same else 'OTHERS'} |"
    )


def mishaps(graded: GradedClass, cluster: Cluster, scratch: Path, count: int) -> Iterator[str]:
    """Yield a row of the table for each thing that happens in the middle of a class."""
    marks = grade(graded, scratch / "undisturbed", ["--jobs", str(CORES)], count).marks
    over = threading.Event()
    slow = threading.Thread(target=cluster.slow_worker, args=(over,))
    events: dict[str, Callable[[], None]] = {
        "a worker is killed": cluster.kill_worker,
        "the scheduler goes, and all is started again": cluster.restart,
        "a worker has a fifth of a core": slow.start,
    }
    for number, (title, event) in enumerate(events.items()):
        done = grade(graded, scratch / f"mishap-{number}", ["--cluster", cluster.address], count, event)
        yield f"| {title} | {'the same' if done.marks == marks else 'OTHERS'} | {' '.join(done.notes)} |"
    over.set()
    slow.join()


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--untouched", type=int, default=200, help="untouched submissions")
    parser.add_argument("--full", type=int, default=20, help="full answers")
    parser.add_argument("--rounds", type=int, default=3, help="how often both grade them")
    parser.add_argument("--mishaps", type=int, default=40, help="submissions in whose middle something happens")
    parser.add_argument("--port", type=int, default=8792)
    options = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = "1"
    with tempfile.TemporaryDirectory(prefix="benchmark-") as place:
        scratch = Path(place)
        assignment = find_course(ROOT).assignment("binary_mlp")
        classes = [
            untouched(assignment, options.untouched, scratch / "untouched"),
            without_training(assignment, options.full, scratch / "full"),
        ]
        cluster = Cluster(scratch, f"tcp://127.0.0.1:{options.port}")
        cluster.start()
        try:
            print("| class | submissions | one pool | cluster | difference | marks |")
            print("| --- | --: | --: | --: | --: | --- |")
            for graded in classes:
                print(*compare(graded, cluster, scratch, options.rounds), sep="\n", flush=True)
            print("\n| what happens | marks | what the command says |\n| --- | --- | --- |")
            for row in mishaps(classes[0], cluster, scratch, options.mishaps):
                print(row, flush=True)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
