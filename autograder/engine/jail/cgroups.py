"""A control group for one jail, where the system lets this user make one: memory, tasks and CPUs of a whole turn.

Without one the limits hold for each process; with one for all of them together, and the kernel says when it has ended
a turn for want of memory. Both hierarchies are known: the one of cgroup v2, and memory and pids of v1.
"""

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PREFIX = "autograder-"
_MIB = 1 << 20
_PERIOD_US = 100_000
_COPIED_MB = 128  # pages shared with the warm interpreter that a turn writes to count as its own
_numbers = itertools.count()


@dataclass(frozen=True, slots=True)
class Group:
    """One control group: a folder in the v2 hierarchy; in v1 one for memory, and perhaps others for pids and cpu."""

    memory: Path
    pids: Path
    cpu: Path
    unified: bool

    def add(self, pid: int) -> None:
        """Move a process into the group; what it forks from now on is in it, too."""
        for folder in self._folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def limit(self, memory_mb: int, tasks: int, cpus: int) -> None:
        """Bound the group; a bound that the kernel refuses leaves those of the single processes."""
        size = str((memory_mb + _COPIED_MB) * _MIB)
        names = ("memory.max",) if self.unified else ("memory.limit_in_bytes", "memory.memsw.limit_in_bytes")
        for name in names:
            _write(self.memory / name, size)
        if self.unified:
            _write(self.memory / "memory.swap.max", "0")
        else:
            _write(self.memory / "memory.max_usage_in_bytes", "0")  # counted from here on
        _write(self.pids / "pids.max", str(tasks))
        if self.unified:
            _write(self.cpu / "cpu.max", f"{cpus * _PERIOD_US} {_PERIOD_US}")
        else:
            _write(self.cpu / "cpu.cfs_period_us", str(_PERIOD_US))
            _write(self.cpu / "cpu.cfs_quota_us", str(cpus * _PERIOD_US))

    @property
    def _folders(self) -> set[Path]:
        return {self.memory, self.pids, self.cpu}

    def kills(self) -> int:
        """Return how often the kernel has ended a process of the group because its memory was used up.

        Where the machine's was, the kernel ends processes of it, too, which do not count: its bound was not met.
        """
        events = self._counts("memory.events" if self.unified else "memory.oom_control")
        kills = events.get("oom_kill", 0)
        if self.unified:
            return min(kills, events.get("oom", 0))
        most, bound = (self._counts(f"memory.{name}_in_bytes").get("", 0) for name in ("max_usage", "limit"))
        return kills if most + _MIB >= bound else 0

    def _counts(self, name: str) -> dict[str, int]:
        """Return the counts in a file of the group by their names; a lone one has none."""
        with contextlib.suppress(OSError, ValueError):
            lines = [line.rpartition(" ") for line in (self.memory / name).read_text().splitlines()]
            return {what: int(count) for what, _, count in lines}
        return {}

    def remove(self) -> None:
        """Remove the group, once its processes are gone."""
        for folder in self._folders:
            with contextlib.suppress(OSError):
                folder.rmdir()


def create() -> Group | None:
    """Make a group beside or below this process's own; None where that is not allowed."""
    memberships, hierarchies = dict(_memberships()), dict(_hierarchies())
    name = f"{_PREFIX}{os.getpid()}-{next(_numbers)}"
    for parent in _unified_parents(memberships, hierarchies):
        if folder := _make(parent, name):
            return Group(folder, folder, folder, unified=True)
    if parents := [_below(memberships, hierarchies, controller) for controller in ("memory", "pids", "cpu")]:
        memory = _make(parents[0], name) if parents[0] else None
        if memory and (memory / "memory.limit_in_bytes").exists():
            pids, cpu = (_make(parent, name) if parent else None for parent in parents[1:])
            return Group(memory, pids or memory, cpu or memory, unified=False)
    return None


def _make(parent: Path, name: str) -> Path | None:
    """Make the group `name` in `parent`, and remove what graders that are no more have left there."""
    for old in parent.glob(f"{_PREFIX}*"):
        owner = old.name.removeprefix(_PREFIX).split("-")[0]
        if owner.isdigit() and not Path("/proc", owner).exists():
            with contextlib.suppress(OSError):
                old.rmdir()
    try:
        (parent / name).mkdir()
    except OSError:
        return None
    return parent / name


def _unified_parents(memberships: dict[str, str], hierarchies: dict[str, Path]) -> Iterator[Path]:
    """Yield the folders of the v2 hierarchy whose children may have a memory limit and may be ours."""
    own = _below(memberships, hierarchies, "")
    if own is None:
        return
    for folder in (own, own.parent):
        control = folder / "cgroup.subtree_control"
        movable = os.access(folder / "cgroup.procs", os.W_OK)  # moving a process needs the common ancestor's consent
        if movable and control.is_file() and "memory" in control.read_text().split():
            yield folder


def _below(memberships: dict[str, str], hierarchies: dict[str, Path], controller: str) -> Path | None:
    """Return the folder of this process's own group under a controller ("" is the v2 hierarchy)."""
    if controller not in memberships or controller not in hierarchies:
        return None
    folder = hierarchies[controller] / memberships[controller].lstrip("/")
    return folder if folder.is_dir() else None


def _memberships() -> Iterator[tuple[str, str]]:
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/cgroup").read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            yield from ((controller, path) for controller in controllers.split(","))


def _hierarchies() -> Iterator[tuple[str, Path]]:
    """Yield each controller with the folder where its hierarchy is mounted ("" is v2's)."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/mountinfo").read_text().splitlines():
            before, _, after = line.partition(" - ")
            kind, _, options = after.split(" ", 2)
            if kind == "cgroup2":
                yield "", Path(before.split()[4])
            elif kind == "cgroup":
                yield from ((option, Path(before.split()[4])) for option in options.split(","))


def _write(path: Path, text: str) -> None:
    with contextlib.suppress(OSError):
        path.write_text(text)
