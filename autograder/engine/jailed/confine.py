"""What a fresh fork does to itself before any code of a student runs in it: see less, have less, may do less.

It runs as pid 1 of its own namespaces, with all the capabilities inside them, and gives them up at the end.
"""

import json
import os
import resource
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from . import kernel

BOX: Final = Path("/box")  # the submission's own file system; /tmp and /dev/shm are links into it
WORK, HOME, TEMPORARY, SHARED_MEMORY = BOX / "work", BOX / "home", BOX / "tmp", BOX / "shm"
_NEXT_BOX: Final = Path("/jail/box")  # where it is prepared
USER: Final = 1000
SOCKET: Final = 3  # the one descriptor that is left besides the three standard ones
MIB: Final = 1 << 20
_THREAD_STACKS_MB: Final = 512  # address space, not memory: stacks and arenas of threads are reserved, hardly used
_STACK_MB: Final = 8
_DESCRIPTORS: Final = 1 << 16  # above any that the warm interpreter has open


_QUIET: Final = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC


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


@dataclass(frozen=True, slots=True)
class Machine:
    """What confining depends on besides the submission.

    `filter_program` is the seccomp filter; `spare_tasks` is how many tasks of the same user the kernel counts besides
    the submission's own; `kept` are mounted paths below /tmp that the interpreter needs.
    """

    filter_program: bytes
    spare_tasks: int = 0
    kept: tuple[Path, ...] = ()


def confine(limits: Mapping[str, float], warm: Warm, machine: Machine, parcel: int | None) -> None:
    """Put this process into its place: user, file systems, files, limits, no capabilities, seccomp filter.

    Args:
        limits: the fields of `TurnLimits`.
        warm: the interpreter this is a fork of; the memory limit comes on top of what that has mapped.
        machine: what depends on the machine only.
        parcel: the descriptor of the files to lay into the work folder, or None.

    """
    kernel.die_with_parent()
    _become_user(warm)
    Path("/proc/self/oom_score_adj").write_text("1000")  # when the machine runs out, this one goes first
    _mount_box(limits, machine.kept)
    _mount_proc()
    kernel.set_hostname("jail")
    os.chdir(WORK)
    os.umask(0o022)
    if parcel is not None:
        unpack(parcel, WORK)
    os.setsid()
    _limit_resources(limits, warm, machine.spare_tasks)
    kernel.drop_capabilities()
    kernel.install_filter(machine.filter_program)


def keep_only(socket: int) -> None:
    """Close every descriptor but `socket`, which becomes `SOCKET`; the standard ones become /dev/null, opened anew."""
    os.dup2(socket, SOCKET, inheritable=False)
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


def unpack(parcel: int, folder: Path) -> None:
    """Write the files of a parcel (see `autograder.engine.jail.parcel`) into `folder`.

    The parcel is read by position: its offset is shared with whoever else holds it.
    """
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


def _become_user(warm: Warm) -> None:
    """Map the one user and group of the new user namespace; its capabilities count only inside it."""
    Path("/proc/self/setgroups").write_text("deny")  # the kernel's condition for mapping a group without privileges
    Path("/proc/self/uid_map").write_text(f"{USER} {warm.user} 1")
    Path("/proc/self/gid_map").write_text(f"{USER} {warm.group} 1")


def _mount_box(limits: Mapping[str, float], kept: Sequence[Path]) -> None:
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    options = f"size={int(limits['work_mb'])}m,nr_inodes={int(limits['inodes'])},mode=0755"
    kernel.mount("box", str(_NEXT_BOX), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)
    for folder in (WORK, HOME, TEMPORARY, SHARED_MEMORY):
        (_NEXT_BOX / folder.name).mkdir()
    for path in kept:
        _mount_again(path, _NEXT_BOX / TEMPORARY.name / path.relative_to("/tmp"))
    kernel.mount(str(_NEXT_BOX), str(BOX), "", kernel.MS_MOVE)


def _mount_again(path: Path, target: Path) -> None:
    if path.is_dir():
        target.mkdir(parents=True)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.touch()
    kernel.mount(str(path), str(target), "", kernel.MS_BIND | kernel.MS_REC)


def _mount_proc() -> None:
    """Show the submission's own processes in /proc and nothing else (joblib and threadpoolctl read /proc/self/maps).

    A container that covers parts of its /proc forbids that, and a kernel before 5.8 shows more: then show nothing.
    """
    try:
        kernel.mount("proc", "/proc", "proc", _QUIET, "subset=pid")
    except OSError:
        kernel.mount("hidden", "/proc", "tmpfs", _QUIET | kernel.MS_RDONLY, "size=4k,nr_inodes=2,mode=0555")


def _limit_resources(limits: Mapping[str, float], warm: Warm, spare_tasks: int) -> None:
    memory = int(limits["memory_mb"]) * MIB
    cpu_s = max(1, round(limits["cpu_s"]))
    tasks = int(limits["processes"]) + spare_tasks
    both = {
        resource.RLIMIT_DATA: warm.data + memory,
        resource.RLIMIT_AS: warm.address_space + memory + _THREAD_STACKS_MB * MIB,
        resource.RLIMIT_NPROC: tasks,
        resource.RLIMIT_NOFILE: int(limits["open_files"]),
        resource.RLIMIT_FSIZE: int(limits["file_mb"]) * MIB,
        resource.RLIMIT_STACK: _STACK_MB * MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_SIGPENDING: max(64, tasks),
        resource.RLIMIT_RTPRIO: 0,
        resource.RLIMIT_NICE: 0,
    }
    for kind, value in both.items():
        hard = resource.getrlimit(kind)[1]
        bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (bound, bound))
    # A pid 1 takes no notice of SIGXCPU at the soft limit; SIGKILL at the hard one it cannot ignore.
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))
