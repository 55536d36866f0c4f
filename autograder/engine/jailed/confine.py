"""What a fresh fork does to itself behind either wall: it gets its files and its limits, and keeps nothing else."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, Protocol

from . import policy
from .reporting import Status

SOCKET = 3  # the one descriptor that is left besides the three standard ones
MIB = 1 << 20
_DESCRIPTORS = 1 << 16  # above any that the warm interpreter has open

Serve = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Turn:
    """What a worker is forked for: its socket, where its fate is told, its files (a parcel, or None) and its limits."""

    socket: int
    status: Status
    parcel: int | None
    limits: Mapping[str, float]


class Wall(Protocol):
    """How a fork is set apart. `fork` returns in the warm interpreter alone."""

    def warm(self) -> None:
        """Get ready, when all modules are there."""

    def fork(self, turn: Turn, serve: Serve) -> int:
        """Fork a worker that is confined and then serves; return the number of the child to wait for.

        Raises:
            OSError: there can be no other process.

        """

    def ended(self, pid: int, turn: Turn, status: int, usage: resource.struct_rusage) -> None:
        """Tell how a child ended that was waited for, and remove what it has left."""

    def close(self) -> None:
        """End what was forked; the warm interpreter is about to end."""


@dataclass(frozen=True, slots=True)
class Warm:
    """The warm interpreter a fork starts from: its user and group, and what it has mapped, in bytes.

    `address_space` is all of it, `data` what it may write. A fork cannot ask for the first two: until it has mapped
    them into its own namespace, nobody is who it is.
    """

    user: int
    group: int
    address_space: int
    data: int

    @classmethod
    def this_process(cls) -> "Warm":
        """Return the description of the calling process (needs /proc)."""
        pages = [int(word) for word in Path("/proc/self/statm").read_text().split()]
        page = resource.getpagesize()
        return cls(os.geteuid(), os.getegid(), pages[0] * page, pages[5] * page)


def work(turn: Turn, confine: Callable[[], None], serve: Serve) -> NoReturn:
    """Be the worker: confine this process, serve the socket, and end."""
    code = 1
    try:
        confine()
        restore_signals()
    except Exception as error:
        turn.status.tell({"event": "failed", "what": f"{type(error).__name__}: {error}"})
        os._exit(code)
    turn.status.tell({"event": "ready"})
    try:
        keep_only(turn.socket)
        sys.path.insert(0, "")
        serve(SOCKET)
        code = 0
    finally:
        os._exit(code)


def keep_only(descriptor: int) -> None:
    """Close every descriptor but one, which becomes `SOCKET`; the standard ones become /dev/null, opened anew."""
    os.dup2(descriptor, SOCKET, inheritable=False)
    os.closerange(SOCKET + 1, _DESCRIPTORS)
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)


def restore_signals() -> None:
    """Undo the warm interpreter's handling of signals; SIGINT raises KeyboardInterrupt again."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def unpack(parcel: int | None, folder: Path) -> None:
    """Write the files of a parcel (see `autograder.engine.jail.warm`) into `folder`.

    The parcel is read by position: its offset is shared with whoever else holds it.
    """
    if parcel is None:
        return
    total = os.fstat(parcel).st_size
    index_size = int.from_bytes(os.pread(parcel, 8, total - 8), "big")
    index = json.loads(os.pread(parcel, index_size, total - 8 - index_size))
    position = 0
    for name, size in index:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            end = position + size
            while position < end:
                sent = os.sendfile(file.fileno(), parcel, position, end - position)
                if not sent:
                    raise OSError(f"the parcel ends within {name}")
                position += sent


def limit_resources(limits: Mapping[str, float], warm: Warm, spare_tasks: int) -> None:
    """Bound what this process, and each that it will start, may use; `spare_tasks` are counted with its own."""
    memory = int(limits["memory_mb"]) * MIB
    cpu_s = max(1, round(limits["cpu_s"]))
    tasks = int(limits["processes"]) + spare_tasks
    both = {
        resource.RLIMIT_DATA: warm.data + memory,
        resource.RLIMIT_AS: warm.address_space + memory + policy.THREAD_STACKS_MB * MIB,
        resource.RLIMIT_NPROC: tasks,
        resource.RLIMIT_NOFILE: int(limits["open_files"]),
        resource.RLIMIT_FSIZE: int(limits["file_mb"]) * MIB,
        resource.RLIMIT_STACK: policy.STACK_MB * MIB,
        resource.RLIMIT_SIGPENDING: max(policy.LEAST_PENDING_SIGNALS, tasks),
        **{getattr(resource, f"RLIMIT_{name}"): 0 for name in policy.NONE_OF},
    }
    for kind, value in both.items():
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
    # A pid 1 takes no notice of SIGXCPU at the soft limit; SIGKILL at the hard one it cannot ignore.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))


def go_first_without_memory() -> None:
    """Have the kernel end this process before others when the machine runs out of memory."""
    Path("/proc/self/oom_score_adj").write_text(str(policy.OOM_SCORE))
