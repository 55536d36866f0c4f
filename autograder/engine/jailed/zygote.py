"""The warm interpreter: imports what submissions use, then forks one confined worker for each request.

Runs as pid 1 of the container that `autograder.engine.jail` starts. It reads requests from a control socket and
writes what becomes of each worker to that worker's own status socket; no student's code ever runs in it.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import confine, filters, kernel

REQUEST_BYTES: Final = 1 << 16
ALWAYS: Final = (
    "numpy",
    "matplotlib.pyplot",
    "matplotlib.backends.backend_agg",
    "IPython.core.interactiveshell",
)
PRELOADED: Final = (
    *ALWAYS,
    "pandas",
    "sklearn.datasets",
    "sklearn.metrics",
    "sklearn.model_selection",
    "sklearn.neural_network",
    "sklearn.preprocessing",
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What the trusted side says once, when it starts the zygote.

    `serve` names the function (`module:function`) that a worker calls with its socket; `drop_to` is the user to become
    when the container was started by root; `spare_tasks` is what to add to every limit of processes; `kept` are the
    paths that a fork mounts again; `fonts` is the descriptor of a file with matplotlib's list of fonts, empty when it
    is to be made.
    """

    serve: str
    preload: tuple[str, ...] = PRELOADED
    drop_to: int | None = None
    spare_tasks: int = 0
    kept: tuple[str, ...] = ()
    fonts: int | None = None


@dataclass(slots=True)
class Zygote:
    """The state of the warm interpreter: its socket, how to serve, and the workers that live."""

    control: socket.socket
    serve: Callable[[socket.socket], object]
    machine: confine.Machine
    workers: dict[int, socket.socket] = field(default_factory=dict)

    def run(self) -> None:
        """Answer requests and report ends, until the trusted side closes the control socket."""
        woken, wake = socket.socketpair()
        wake.setblocking(False)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        selector = selectors.DefaultSelector()
        selector.register(self.control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        while True:
            for key, _ in selector.select():
                if key.fileobj is woken:
                    woken.recv(1024)
                    self._reap()
                elif not self._answer():
                    return

    def _answer(self) -> bool:
        """Read one request and fork a worker for it; return False when the trusted side has gone."""
        message, descriptors, _, _ = socket.recv_fds(self.control, REQUEST_BYTES, 3)
        if not message:
            return False
        limits = json.loads(message)
        worker, status = (socket.socket(fileno=descriptor) for descriptor in descriptors[:2])
        parcel = descriptors[2] if len(descriptors) > 2 else None
        self._fork(worker, status, parcel, limits)
        worker.close()
        if parcel is not None:
            os.close(parcel)
        return True

    def _fork(self, worker: socket.socket, status: socket.socket, parcel: int | None, limits: dict[str, float]) -> None:
        warm = confine.Warm.this_process()
        try:
            pid = kernel.fork_into_new_namespaces()
        except OSError as error:
            report(status, {"event": "failed", "what": f"{error}"})
            status.close()
            return
        if pid == 0:
            self._work(worker, status, parcel, limits, warm)
        self.workers[pid] = status
        handle = os.pidfd_open(pid)
        report(status, {"event": "started"}, handle)
        os.close(handle)

    def _work(
        self,
        worker: socket.socket,
        status: socket.socket,
        parcel: int | None,
        limits: dict[str, float],
        warm: confine.Warm,
    ) -> None:
        """Be the worker: confine this process, serve the socket, and end. Does not return."""
        code = 1
        try:
            confine.confine(limits, warm, self.machine, parcel)
            confine.restore_signals()
        except Exception as error:
            report(status, {"event": "failed", "what": f"{type(error).__name__}: {error}"})
            os._exit(code)
        report(status, {"event": "ready"})
        try:
            confine.keep_only(worker.detach())
            gc.enable()
            sys.path.insert(0, "")
            self.serve(socket.socket(fileno=confine.SOCKET))
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        """Report every worker that has ended to its own status socket."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if channel := self.workers.pop(pid, None):
                code = os.waitstatus_to_exitcode(status)
                cpu_s = usage.ru_utime + usage.ru_stime
                report(channel, {"event": "ended", "code": code, "cpu_s": cpu_s, "peak_kb": usage.ru_maxrss})
                channel.close()


def report(channel: socket.socket, event: dict[str, Any], *descriptors: int) -> None:
    """Send one event to the trusted side; that nobody listens any more is no error."""
    with contextlib.suppress(OSError):
        socket.send_fds(channel, [json.dumps(event).encode()], descriptors)


def preload(names: Iterable[str]) -> list[str]:
    """Import the modules that can be imported, and return their names; who uses another finds out himself."""
    found = []
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
            found.append(name)
    return found


@contextlib.contextmanager
def known_fonts(descriptor: int | None) -> Iterator[None]:
    """Have matplotlib find its list of fonts in the file `descriptor`, or write it there if that is empty; close it.

    The first line of the file is the list's own name, in which matplotlib has its version.
    """
    if descriptor is None:
        yield
        return
    folder = Path(os.environ["MPLCONFIGDIR"])
    with os.fdopen(descriptor, "r+b") as file:
        name, _, content = file.read().partition(b"\n")
        with contextlib.suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            if name:
                (folder / os.fsdecode(name)).write_bytes(content)
        yield
        made = [] if name else sorted(folder.glob("fontlist-*.json"))
        if made:
            file.write(made[0].name.encode() + b"\n" + made[0].read_bytes())


def _drop_to(user: int) -> None:
    """Become an ordinary user: the kernel does not count the processes of root."""
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)
    kernel.own_proc_files()


def _leave_output() -> None:
    """Let go of what the trusted side gave to print start-up errors to: its descriptors go no further than here."""
    sys.stdout.flush()
    sys.stderr.flush()
    null = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    os.close(null)


def _serve_function(name: str) -> Callable[[socket.socket], object]:
    """Import the module of `module:function`, let it warm up if it has a function `warm`, return the function."""
    module_name, _, function_name = name.partition(":")
    module = importlib.import_module(module_name)
    if warm := getattr(module, "warm", None):
        warm()
    function: Callable[[socket.socket], object] = getattr(module, function_name)
    return function


def main(descriptor: int, settings: str) -> None:
    """Warm up, say so on the control socket `descriptor`, and fork on request; `settings` is JSON."""
    began = time.monotonic()
    gc.disable()  # importing makes no garbage worth looking for: that takes a tenth of the time
    wanted = Settings(**json.loads(settings))
    if wanted.drop_to is not None:
        _drop_to(wanted.drop_to)
    kernel.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o022)
    os.chdir(confine.WORK)
    control = socket.socket(fileno=descriptor)
    with known_fonts(wanted.fonts):
        found = preload(wanted.preload)
    serve = _serve_function(wanted.serve)
    if threading.active_count() > 1:
        raise RuntimeError("a preloaded module has started a thread, which a fork would lose")
    sys.argv[:] = [""]
    # What is there now stays for good: keep the collector from writing into pages that the forks share. (Collecting
    # first would take longer than any other step, and free next to nothing.)
    gc.freeze()
    _leave_output()
    report(control, {"event": "warm", "seconds": time.monotonic() - began, "preloaded": found})
    machine = confine.Machine(filters.program(), wanted.spare_tasks, tuple(map(Path, wanted.kept)))
    Zygote(control, serve, machine).run()
