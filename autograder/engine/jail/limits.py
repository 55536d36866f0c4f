"""What one turn in the jail may use, and how it ended."""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TurnLimits:
    """What one submission may use, with the units in the names.

    `memory_mb` comes on top of the warm interpreter. `processes` counts threads, too. `file_mb` bounds a single file,
    `work_mb` and `inodes` all files together, /tmp and /dev/shm included. The jail enforces
    `cpu_s` for each process by itself: what all of them use together is counted by who waits for them (see
    `autograder.system.clocks`).
    """

    cpu_s: float = 600.0
    memory_mb: int = 2048
    processes: int = 64
    open_files: int = 256
    file_mb: int = 128
    work_mb: int = 256
    inodes: int = 8192


class How(Enum):
    """The ways a turn ends."""

    EXITED = "exited"  # the worker ended by itself, with an exit code
    SIGNALLED = "signalled"  # a fault in it: a segmentation fault, an abort
    MEMORY = "memory"  # the kernel ended it for want of memory
    MACHINE = "machine"  # the kernel ended it as the whole machine had no memory left
    CPU = "cpu"  # it had used up its CPU time
    KILLED = "killed"  # the trusted side ended it
    LOST = "lost"  # the whole jail went down with it


@dataclass(frozen=True, slots=True)
class Exit:
    """How a turn ended, and with which exit code: as in `subprocess` minus the number of the signal that ended it."""

    how: How
    code: int | None = None


NOBODY = 65534
_COUNTED_BY_NAMESPACE = (5, 14)  # since then RLIMIT_NPROC counts a user's tasks for each user namespace apart
_MARGIN = 256


def spare_tasks(release: str, user: int) -> int:
    """Return what to add to limits of processes on a kernel that counts all tasks of a user together, else 0.

    `release` is the kernel's version. Root's submissions run as `NOBODY` then.
    """
    major, minor = (int("".join(filter(str.isdigit, part)) or 0) for part in release.split(".")[:2])
    return 0 if (major, minor) >= _COUNTED_BY_NAMESPACE else tasks_of(user or NOBODY)


def tasks_of(user: int) -> int:
    """Return how many tasks the user has at the moment, with a margin for what comes."""
    tasks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                tasks += len(list((folder / "task").iterdir()))
        except OSError:
            continue  # it ended meanwhile
    return tasks + _MARGIN
