"""The wall without namespaces: Landlock, a stricter filter, resource limits, and a supervisor for each turn.

The warm interpreter forks a supervisor, which forks the worker. The supervisor adopts whatever the turn leaves without
a parent and ends all of it with the turn, looks after the size of the turn's folder, and removes that. As root, both
have a user of their own, whom no other turn that runs has.
"""

import contextlib
import errno
import os
import resource
import signal
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

from . import confine, filters, folder, kernel, policy, rules
from .reporting import Status

SHARED, TURNS = "shared", "turns"  # in the jail's folder: what the warm interpreter writes, and the turns' own
_WATCHED: Final = {signal.SIGCHLD, signal.SIGTERM}
_HIDDEN_BYTES: Final = 32 << 20  # of disk that is gone without being in the folder, before open files are looked at


@dataclass(frozen=True, slots=True)
class Settings:
    """How the wall is put up.

    `scratch` is the jail's folder, `readable` what else there is; `known` the version of Landlock; `own_users` whether
    each turn gets a user of its own, which needs root; `kept` the capabilities without which that user could not reach
    the interpreter; `spare_tasks` how many tasks of the same user the kernel counts besides the submission's.
    """

    scratch: str
    readable: tuple[str, ...]
    known: int
    own_users: bool
    kept: tuple[int, ...]
    spare_tasks: int


class Landlock:
    """The wall as the warm interpreter puts it up, which must have a single thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        places = [rules.place(path, rules.READ) for path in (*settings.readable, *policy.CPU_QUOTA)]
        places += [rules.place(path, rules.DEVICE) for path in policy.DEVICES]
        self._places = tuple(place for place in places if place)
        self._signals_held = settings.own_users or settings.known >= rules.SCOPES
        self._filter = filters.program(namespaces=False)
        self._folders: dict[int, Path] = {}
        kernel.adopt_orphans()
        os.chdir(Path(settings.scratch, SHARED))

    def warm(self) -> None:
        """Note what libraries there are: threadpoolctl, which scikit-learn asks, looks them up in /proc."""
        with contextlib.suppress(ImportError, AttributeError):
            import threadpoolctl  # type: ignore[import-untyped]

            paths = [library.filepath for library in threadpoolctl.ThreadpoolController().lib_controllers]

            def load(controller: threadpoolctl.ThreadpoolController) -> None:
                for path in paths:
                    controller._make_controller_from_path(path)

            threadpoolctl.ThreadpoolController._load_libraries = load

    def fork(self, turn: confine.Turn, serve: confine.Serve) -> int:
        """Fork a worker that is confined and then serves; see `confine.Wall`."""
        warm = confine.Warm.this_process()
        own = folder.new(Path(self._settings.scratch, TURNS))
        pid = os.fork()
        if pid == 0:
            self._supervise(turn, serve, warm, own)
        self._folders[pid] = own
        return pid

    def ended(self, pid: int, turn: confine.Turn, status: int, usage: resource.struct_rusage) -> None:
        """Remove what a turn has left; its supervisor has told how it ended, unless something ended that."""
        own = self._folders.pop(pid)
        if status:
            while strays := [child for child in kernel.children() if child not in self._folders]:
                _send(strays, signal.SIGKILL)
                for child in strays:
                    os.waitpid(child, 0)
        folder.remove(own)
        turn.status.channel.close()

    def close(self) -> None:
        """Have the supervisors end their turns, and wait until they have."""
        for pid in self._folders:
            _send([pid], signal.SIGTERM)
        for pid, own in self._folders.items():
            os.waitpid(pid, 0)
            folder.remove(own)

    def _supervise(self, turn: confine.Turn, serve: confine.Serve, warm: confine.Warm, own: Path) -> NoReturn:
        try:
            confine.restore_signals()
            signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
            folder.make(own)
            if self._settings.own_users:
                kernel.bound_capabilities(self._settings.kept)
                _become(policy.FIRST_USER + os.getpid(), own)
            kernel.drop_capabilities(self._settings.kept)
            kernel.adopt_orphans()
            kernel.die_with_parent(signal.SIGTERM)
            kernel.own_proc_files(False)
            if self._settings.known >= rules.SCOPES:
                rules.keep_signals_in()
            kernel.no_new_privileges()
            supervisor = os.getpid()
            worker = os.fork()
        except Exception as error:
            turn.status.tell({"event": "failed", "what": f"{type(error).__name__}: {error}"})
            os._exit(1)
        if worker == 0:
            confine.work(turn, lambda: self._confine(turn, warm, own, supervisor), serve)
        handles = [os.pidfd_open(supervisor), os.pidfd_open(worker)]
        turn.status.tell({"event": "started"}, *handles)
        watch = Watch(own, worker, int(turn.limits["work_mb"]) << 20, int(turn.limits["inodes"]))
        confine.keep_only(turn.status.channel.fileno())
        watch.until_the_end(Status.at(confine.SOCKET), self._signals_held)
        os._exit(0)

    def _confine(self, turn: confine.Turn, warm: confine.Warm, own: Path, supervisor: int) -> None:
        kernel.die_with_parent()
        if os.getppid() != supervisor:
            raise ProcessLookupError("the supervisor has ended")
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)
        kernel.own_proc_files()
        confine.go_first_without_memory()
        os.chdir(own / "work")
        os.umask(0o022)
        os.environ.update({name: str(own / part) for name, part in policy.OWN_FOLDERS.items()})
        tempfile.tempdir = None
        if turn.parcel is not None and os.fstat(turn.parcel).st_size > int(turn.limits["work_mb"]) << 20:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        confine.unpack(turn.parcel, own / "work")
        os.setsid()
        confine.limit_resources(turn.limits, warm, self._settings.spare_tasks + self._settings.own_users)
        mine = rules.Place(os.open(own, os.O_PATH | os.O_CLOEXEC), rules.OWN)
        rules.keep_to([*self._places, mine], self._settings.known)
        program = self._filter if self._signals_held else filters.program(namespaces=False, own_pid=os.getpid())
        kernel.install_filter(program)


@dataclass(slots=True)
class Watch:
    """What a supervisor does: it looks after `own`, the folder, and waits for `worker`, or to be told to end it."""

    own: Path
    worker: int
    most_bytes: int
    most_files: int
    _free_at_first: int = field(init=False)

    def __post_init__(self) -> None:
        self._free_at_first = _free(self.own)

    def until_the_end(self, status: Status, signals_held: bool) -> None:
        """Return when nothing of the turn is left; `signals_held` says whether signals reach its processes alone."""
        ended: tuple[int, resource.struct_rusage] | None = None
        too_much = False
        look = time.monotonic()
        while not (ended or too_much):
            found = signal.sigtimedwait(_WATCHED, policy.WATCHED_EVERY_S)
            if found is not None and found.si_signo == signal.SIGTERM:
                break
            ended = self._reap(os.WNOHANG)
            if time.monotonic() >= look:
                too_much = self._too_much()
                look = time.monotonic() + policy.WATCHED_EVERY_S
        while kernel.children():
            if not (signals_held and kernel.kill_all_but_this()):
                _send(kernel.children(), signal.SIGKILL)
            ended = self._reap(0) or ended
        folder.remove(self.own)
        if ended:
            status.tell_end(signal.SIGXFSZ if too_much else ended[0], ended[1])

    def _reap(self, options: int) -> tuple[int, resource.struct_rusage] | None:
        """Wait for one child, or with WNOHANG for all that have ended; return what is said of the worker, if it has."""
        ended = None
        try:
            while True:
                pid, status, usage = os.wait4(-1, options)
                if pid == self.worker:
                    ended = status, usage
                if pid == 0 or options == 0:
                    return ended
        except ChildProcessError:
            return ended

    def _too_much(self) -> bool:
        """Tell whether there is more in the folder than there may be; deleted files that are open count with it."""
        try:
            size, files = folder.used(self.own)
            if self._free_at_first - _free(self.own) > size + _HIDDEN_BYTES:
                size += folder.deleted(self.own, kernel.descendants(), resource.getrlimit(resource.RLIMIT_FSIZE)[0])
        except OSError:
            return True
        return size > self.most_bytes or files > self.most_files


def _become(user: int, own: Path) -> None:
    """Become a user whom nobody else is, and who owns the folder."""
    for path in (own, *own.iterdir()):
        os.chown(path, user, user)
    kernel.keep_capabilities()
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _send(children: Sequence[int], number: signal.Signals) -> None:
    """Signal children of this process, whose numbers are theirs until it waits for them."""
    for child in children:
        handle = os.pidfd_open(child)
        signal.pidfd_send_signal(handle, number)
        os.close(handle)


def _free(path: Path) -> int:
    state = os.statvfs(path)
    return state.f_bfree * state.f_frsize
