"""The warm interpreter: imports what submissions use, then forks one confined worker for each request.

`autograder.engine.jail` starts it, in a container of bubblewrap's or plainly. It reads requests from a control socket
and tells what becomes of each worker on that worker's own status socket; no student's code ever runs in it.
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import confine, kernel
from .landlock import Landlock
from .landlock import Settings as LandlockSettings
from .namespaces import Namespaces, can_be_made
from .reporting import Status

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

    `serve` names the function (`module:function`) that a worker calls with its socket. `preload` are the modules to
    import, and with `more` a message on the control socket names others. `fonts` is the descriptor of a
    file with matplotlib's list of fonts, empty when it is to be made. `landlock` is given for the wall without
    namespaces. For the other one, `drop_to` is the user to become when the container was started by root,
    `spare_tasks` is what to add to every limit of processes, and `kept` are the paths that a fork mounts again. A
    `trial` warms nothing up: that it speaks at all says that forks could be had.
    """

    serve: str
    preload: tuple[str, ...] = PRELOADED
    more: bool = False
    fonts: int | None = None
    landlock: dict[str, Any] | None = None
    drop_to: int | None = None
    spare_tasks: int = 0
    kept: tuple[str, ...] = ()
    trial: bool = False


@dataclass(slots=True)
class Zygote:
    """The state of the warm interpreter: its socket, how to serve, and the workers that live, by what to wait for."""

    control: socket.socket
    serve: Callable[[socket.socket], object]
    wall: confine.Wall
    workers: dict[int, confine.Turn] = field(default_factory=dict)

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
        worker, reporting, *parcel = descriptors
        turn = confine.Turn(worker, Status.at(reporting), parcel[0] if parcel else None, json.loads(message))
        try:
            self.workers[self.wall.fork(turn, self._serve)] = turn
        except OSError as error:
            turn.status.tell({"event": "failed", "what": f"{error}"})
            turn.status.channel.close()
        for descriptor in (worker, *parcel):
            os.close(descriptor)
        return True

    def _serve(self, descriptor: int) -> None:
        """Serve as a worker."""
        gc.enable()
        self.serve(socket.socket(fileno=descriptor))

    def _reap(self) -> None:
        """Report every worker that has ended to its own status socket."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if turn := self.workers.pop(pid, None):
                self.wall.ended(pid, turn, status, usage)


def preload(names: Iterable[str]) -> None:
    """Import the modules that can be imported; who uses another finds out himself."""
    for name in names:
        with contextlib.suppress(Exception):
            importlib.import_module(name)


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
    gc.disable()  # importing makes no garbage worth looking for: that takes a tenth of the time
    wanted = Settings(**json.loads(settings))
    if wanted.drop_to is not None:
        _drop_to(wanted.drop_to)
    kernel.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o022)
    control = socket.socket(fileno=descriptor)
    status = Status(control)
    wall = _wall(wanted)
    if wanted.trial:
        status.tell({"event": "warm"})
        control.recv(1)  # whoever tries takes hold of this process first, and lets go by closing the socket
        return
    with known_fonts(wanted.fonts):
        preload(wanted.preload)
        if wanted.more:  # which ones was not known yet when this was started
            preload(json.loads(control.recv(REQUEST_BYTES)))
    serve = _serve_function(wanted.serve)
    wall.warm()
    kernel.keep_freed_memory()
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):  # matplotlib's: its list of fonts is made, however long that took
            thread.cancel()
            thread.join()
    if threading.active_count() > 1:
        raise RuntimeError("a preloaded module has started a thread, which a fork would lose")
    sys.argv[:] = [""]
    # What is there now stays for good: keep the collector from writing into pages that the forks share. (Collecting
    # first would take longer than any other step, and free next to nothing.)
    gc.freeze()
    _leave_output()
    status.tell({"event": "warm"})
    Zygote(control, serve, wall).run()
    wall.close()


def _wall(wanted: Settings) -> confine.Wall:
    if wanted.landlock is not None:
        return Landlock(LandlockSettings(**wanted.landlock))
    if reason := can_be_made():
        sys.exit(f"bwrap: no namespaces can be made in a container: {reason}")
    return Namespaces(wanted.spare_tasks, wanted.kept)
