"""The wall of namespaces: a fork inside bubblewrap's container gets its own of every kind, and file systems of its own.

It runs as pid 1 of them, with all the capabilities inside them, and gives them up at the end.
"""

import os
import resource
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from . import confine, filters, kernel, policy

BOX: Final = Path("/box")  # the submission's own file system; /tmp and /dev/shm are links into it
WORK, HOME, TEMPORARY, SHARED_MEMORY = BOX / "work", BOX / "home", BOX / "tmp", BOX / "shm"
_NEXT_BOX: Final = Path("/jail/box")  # where it is prepared
_QUIET: Final = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC


class Namespaces:
    """The wall as the warm interpreter, pid 1 of its container with a single thread, puts it up.

    `spare_tasks` is how many tasks of the same user the kernel counts besides the submission's own; `kept` are mounted
    paths below /tmp that the interpreter needs.
    """

    def __init__(self, spare_tasks: int, kept: Sequence[str]) -> None:
        self._filter = filters.program()
        self._spare_tasks = spare_tasks
        self._kept = tuple(map(Path, kept))
        os.chdir(WORK)

    def warm(self) -> None:
        """Do nothing: forks have a /proc of their own."""

    def fork(self, turn: confine.Turn, serve: confine.Serve) -> int:
        """Fork a worker that is confined and then serves; see `confine.Wall`."""
        warm = confine.Warm.this_process()
        pid = kernel.fork_into_new_namespaces()
        if pid == 0:
            confine.work(turn, lambda: self._confine(turn, warm), serve)
        handle = os.pidfd_open(pid)
        turn.status.tell({"event": "started"}, handle)
        os.close(handle)
        return pid

    def ended(self, pid: int, turn: confine.Turn, status: int, usage: resource.struct_rusage) -> None:
        """Tell how a worker ended; nothing of it is left, as it was pid 1."""
        turn.status.tell_end(status, usage)

    def close(self) -> None:
        """Leave it to the kernel: all forks end with this process, pid 1."""

    def _confine(self, turn: confine.Turn, warm: confine.Warm) -> None:
        kernel.die_with_parent()
        _become_user(warm)
        confine.go_first_without_memory()
        _mount_box(turn.limits, self._kept)
        _mount_proc()
        kernel.set_hostname("jail")
        os.chdir(WORK)
        os.umask(0o022)
        confine.unpack(turn.parcel, WORK)
        os.setsid()
        confine.limit_resources(turn.limits, warm, self._spare_tasks)
        kernel.drop_capabilities()
        kernel.install_filter(self._filter)


def can_be_made() -> str | None:
    """Return why no fork could get namespaces of its own here, None if it can; for pid 1 of a container."""
    try:
        pid = kernel.fork_into_new_namespaces()
    except OSError as error:
        return f"{error}"
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return None


def _become_user(warm: confine.Warm) -> None:
    """Map the one user and group of the new user namespace; its capabilities count only inside it."""
    Path("/proc/self/setgroups").write_text("deny")  # the kernel's condition for mapping a group without privileges
    Path("/proc/self/uid_map").write_text(f"{policy.USER} {warm.user} 1")
    Path("/proc/self/gid_map").write_text(f"{policy.USER} {warm.group} 1")


def _mount_box(limits: Mapping[str, float], kept: Sequence[Path]) -> None:
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    options = f"size={int(limits['work_mb'])}m,nr_inodes={int(limits['inodes'])},mode=0755"
    kernel.mount("box", str(_NEXT_BOX), "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, options)
    for folder in (WORK, HOME, TEMPORARY, SHARED_MEMORY):
        (_NEXT_BOX / folder.name).mkdir()
    for path in kept:
        above, folder = ("/tmp", TEMPORARY) if path.is_relative_to("/tmp") else ("/dev/shm", SHARED_MEMORY)
        _mount_again(path, _NEXT_BOX / folder.name / path.relative_to(above))
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
