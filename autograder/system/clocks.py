"""Time that does not depend on how busy the machine is: what processes have used of its CPUs, and how long they wait.

A process that would run but gets no CPU uses none, and it does not wait either: on a busy machine neither clock moves.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

LOOK_S = 0.25  # looking at a dozen processes costs a millisecond
# A process that wants to run gets at least this share of a CPU, or it hides what it uses: in processes that are gone
# between two looks without a trace.
_LEAST_SHARE = 1 / 50
_SIGCHLD_IGNORED = 1 << 16


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of both: CPU seconds, and seconds of the wall clock in which nothing runs or wants to."""

    cpu_s: float
    wall_s: float

    @classmethod
    def alike(cls, seconds: float) -> Self:
        """Return the span with as many seconds of both."""
        return cls(seconds, seconds)

    def scaled(self, factor: float) -> Self:
        """Return `factor` times as much of both."""
        return type(self)(self.cpu_s * factor, self.wall_s * factor)

    def at_most(self, other: Span) -> Self:
        """Return the smaller one of both."""
        return type(self)(min(self.cpu_s, other.cpu_s), min(self.wall_s, other.wall_s))

    def at_least(self, other: Span) -> Self:
        """Return the larger one of both."""
        return type(self)(max(self.cpu_s, other.cpu_s), max(self.wall_s, other.wall_s))

    def plus(self, other: Span) -> Self:
        """Return the sum of both."""
        return type(self)(self.cpu_s + other.cpu_s, self.wall_s + other.wall_s)

    def without(self, other: Span) -> Self:
        """Return what is left when `other` is taken away; it may be less than nothing."""
        return type(self)(self.cpu_s - other.cpu_s, self.wall_s - other.wall_s)

    @property
    def total_s(self) -> float:
        """The sum of the two."""
        return self.cpu_s + self.wall_s

    @property
    def is_over(self) -> bool:
        """Whether nothing is left of either."""
        return self.cpu_s <= 0 or self.wall_s <= 0


class _Process(NamedTuple):
    """A process at one look: CPU seconds of its own and of the children it has waited for, and whether it is busy."""

    own_s: float
    children_s: float
    busy: bool
    hides: bool


class Meter:
    """Counts what a process and all that descends from it use; the first process is there when counting begins.

    It reads from outside, in /proc, so that nothing in there can forge it or set it back: what threads use counts for
    their process, what children use counts while they live and, by the parent that has waited for them, afterwards.
    What children used for whom nobody waited counts as it was last seen. The kernel keeps nothing of children whose
    parent ignores SIGCHLD, so that time itself counts for such a parent. When the first process is `supervised`, it is
    a supervisor of ours, which looks after the others now and then: that it wants to run says nothing of them.
    """

    def __init__(self, pid: int, *, supervised: bool = False) -> None:
        self._pid = pid
        self._supervised = supervised
        self._known: dict[tuple[int, int], _Process] = {}
        self._lost_s = 0.0
        self._charged_s = 0.0
        self._looked = time.monotonic()
        self._first: tuple[int, int] | None = None

    def look(self) -> tuple[float, bool]:
        """Return the CPU seconds so far, and whether anything is running or wants to."""
        now = time.monotonic()
        passed, self._looked = now - self._looked, now
        found = dict(_tree(self._pid))
        first = next(iter(found), None)
        self._first = self._first or first
        if first != self._first:  # it has ended, and its number has become another's
            found = {}
        before = self._counted_s(self._known)
        self._lost_s += self._lost_between(self._known, found)
        self._known = found
        busy = any(process.busy for key, process in found.items() if not (self._supervised and key == first))
        least = passed if any(process.hides for process in found.values()) else passed * _LEAST_SHARE * busy
        grown = self._counted_s(found) - before
        self._charged_s += max(grown, least)
        return self._charged_s, busy

    def _counted_s(self, found: dict[tuple[int, int], _Process]) -> float:
        return sum(process.own_s + process.children_s for process in found.values()) + self._lost_s

    @staticmethod
    def _lost_between(before: dict[tuple[int, int], _Process], after: dict[tuple[int, int], _Process]) -> float:
        """Return the seconds that went away with processes and did not come to those who waited for them."""
        gone = sum(process.own_s + process.children_s for key, process in before.items() if key not in after)
        inherited = sum(process.children_s - before[key].children_s for key, process in after.items() if key in before)
        return max(0.0, gone - inherited)


class Patience:
    """Waits for others as long as they are at work: it ends when they have used a span while it lasted."""

    def __init__(self, pid: int, span: Span) -> None:
        """Wait for the process `pid` and what descends from it."""
        self._meter, self._left = Meter(pid), span
        self._cpu_s: float | None = None

    def until(self, ready: select.poll) -> bool:
        """Wait until one of the descriptors of `ready` is; return False when patience has ended before."""
        return self.until_true(lambda seconds: bool(ready.poll(seconds * 1000)))

    def until_true(self, wait: Callable[[float], bool]) -> bool:
        """Call `wait` with seconds to wait until it is true; return False when patience has ended before."""
        began = time.monotonic()
        while not wait(LOOK_S):
            now = time.monotonic()
            if not self.lasts(now - began):
                return wait(0.0)
            began = now
        return True

    def lasts(self, waited_s: float) -> bool:
        """Look at the others after waiting in vain for `waited_s` seconds; return whether to go on."""
        cpu_s, busy = self._meter.look()
        used_s = 0.0 if self._cpu_s is None else cpu_s - self._cpu_s  # what came before the first look is not known
        self._cpu_s, self._left = cpu_s, self._left.without(Span(used_s, 0.0 if busy else waited_s))
        return not self._left.is_over


def used_by(pid: int) -> float:
    """Return the CPU seconds of one process with all its threads so far, 0 when it is gone; much faster than a look."""
    try:
        return time.clock_gettime(~pid << 3 | 2)  # what clock_getcpuclockid(3) returns on Linux
    except OSError:
        return 0.0


def _tree(root: int) -> Iterator[tuple[tuple[int, int], _Process]]:
    """Yield a process and all that descends from it, by number and time of start, as far as they can be read.

    Where there is no /proc, that is none: time on the wall clock is then all that counts.
    """
    waiting, seen = [root], set[int]()
    tick_s = 1 / os.sysconf("SC_CLK_TCK")
    children = _children_of if Path(f"/proc/{root}/task/{root}/children").exists() else _Parents().children_of
    while waiting:
        pid = waiting.pop()
        if pid in seen:
            continue
        seen.add(pid)
        try:
            fields = _stat(Path(f"/proc/{pid}/stat"))
            threads = _names(Path(f"/proc/{pid}/task")) if int(fields[17]) > 1 else [str(pid)]
            waiting += children(pid, threads)
        except (OSError, IndexError):
            continue  # it ended meanwhile
        own, inherited = int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
        busy = fields[0] == "R" or any(map(_is_running, _others(pid, threads)))
        hides = fields[0] not in "ZX" and bool(int(fields[30]) & _SIGCHLD_IGNORED)
        yield (pid, int(fields[19])), _Process(own * tick_s, inherited * tick_s, busy, hides)


def _stat(path: Path) -> list[str]:
    """Return the fields of a stat file from the third one on (see proc(5)): the second one may hold anything."""
    return path.read_bytes().decode("ascii", "replace").rpartition(") ")[2].split()


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _others(pid: int, threads: list[str]) -> list[Path]:
    return [Path(f"/proc/{pid}/task/{thread}/stat") for thread in threads if thread != str(pid)]


def _is_running(path: Path) -> bool:
    try:
        return _stat(path)[0] == "R"
    except (OSError, IndexError):
        return False


def _children_of(pid: int, threads: list[str]) -> list[int]:
    found: list[int] = []
    for thread in threads:
        found += map(int, Path(f"/proc/{pid}/task/{thread}/children").read_bytes().split())
    return found


class _Parents:
    """Who descends from whom, for a kernel that does not list children."""

    def __init__(self) -> None:
        self._children: dict[int, list[int]] = {}
        for name in filter(str.isdigit, _names(Path("/proc"))):
            try:
                self._children.setdefault(int(_stat(Path(f"/proc/{name}/stat"))[1]), []).append(int(name))
            except (OSError, IndexError):
                continue  # it ended meanwhile

    def children_of(self, pid: int, threads: list[str]) -> list[int]:
        """Return the children of a process."""
        return self._children.get(pid, [])
