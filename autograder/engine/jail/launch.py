"""Starts a warm interpreter behind one of the walls, and waits until it is warm."""

import contextlib
import json
import select
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from autograder.engine.jail.fonts import FontList
from autograder.engine.jail.interpreter import Interpreter
from autograder.engine.jail.processes import descendants
from autograder.system.clocks import Patience, Span
from autograder.system.handle import Handle

_START = """
import sys
{tidy}
sys.path += {folders!r}
from autograder_jail import zygote
zygote.main(int(sys.argv[1]), sys.argv[2])
"""
_CREDENTIALS = struct.Struct("3i")
_MESSAGE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start: the interpreter and how the zygote is to be set up, whichever wall it gets.

    `threads` is for BLAS and OpenMP; `hidden` are folders that must stay out of sight wherever they lie; `modules` is a
    folder of more modules to make importable, for tests. `preload` is asked for the modules to import when the
    interpreter has begun; without it, the settings name them all.
    """

    python: Interpreter
    threads: int
    hidden: tuple[Path, ...]
    modules: Path | None
    settings: dict[str, Any]
    preload: Callable[[], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A way to start: what to put before the interpreter's command, and what the zygote has to know of it.

    `folders` is where the zygote finds its modules, `tidy` what it does before it looks there.
    """

    before: Sequence[str]
    folders: Sequence[str]
    settings: Mapping[str, Any]
    environment: Mapping[str, str] = field(default_factory=dict)
    run_as: int | None = None
    tidy: str = ""


@dataclass(slots=True)
class Container:
    """A running container: the process that was started, the control socket, and the zygote.

    `wall` is its name; `leave` removes what was made for it, and `patience_s` is how long its end may take by itself.
    """

    wall: str
    process: subprocess.Popen[bytes]
    control: socket.socket
    zygote: Handle
    leave: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    patience_s: float = 0.0

    def end(self) -> None:
        """End it, and return when it is gone: whatever was forked in it ends with the zygote."""
        self.control.close()
        self.zygote.ended(self.patience_s)
        self.zygote.send(signal.SIGKILL)
        self.zygote.ended(None)
        self.zygote.close()
        self.process.kill()
        self.process.wait()
        self.leave.close()


def start(wall: str, plan: Plan, way: Way, timeout: float) -> Container | str:
    """Start in one way, and wait until the interpreter is warm; return what was printed when that failed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    with contextlib.ExitStack() as undo, contextlib.closing(FontList(plan.python.executable)) as fonts:
        settings = json.dumps({**plan.settings, **way.settings, "fonts": fonts.descriptor})
        code = _START.format(folders=list(way.folders), tidy=way.tidy)
        undo.callback(ours.close)
        printed = undo.enter_context(tempfile.TemporaryFile())
        with theirs:
            process = subprocess.Popen(
                [*way.before, str(plan.python.executable), "-P", "-c", code, str(theirs.fileno()), settings],
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                pass_fds=(theirs.fileno(), fonts.descriptor),
                cwd="/",
                env=dict(way.environment),
                start_new_session=True,
                user=way.run_as,
                group=way.run_as,
                extra_groups=None if way.run_as is None else [],
            )
        undo.callback(process.wait)
        undo.callback(process.kill)
        if plan.preload:
            with contextlib.suppress(OSError):  # it has ended, and will be asked why
                ours.send(json.dumps([*plan.preload()]).encode())
        if (pid := _who_is_warm(ours, Patience(process.pid, Span.alike(timeout)))) is None:
            process.kill()
            process.wait()
            return _read_all(printed) or f"the interpreter was not warm after {timeout:.0f} s of work"
        fonts.keep()
        if (zygote := _held(pid, process.pid)) is None:
            return "the interpreter ended when it was warm"
        undo.pop_all()
        printed.close()
        return Container(wall, process, ours, zygote)


def _held(pid: int, ancestor: int) -> Handle | None:
    """Take hold of the process `pid`: the `ancestor`, a child of ours that is not waited for yet, or of its family."""
    held = Handle.of(pid)
    try:
        return held if pid == ancestor or pid in descendants(ancestor) else None
    except OSError:  # the kernel does not tell
        return held


def _who_is_warm(control: socket.socket, patience: Patience) -> int | None:
    """Return the zygote's pid once it says that it is warm, or None when it ended or kept silent."""
    said = select.poll()
    said.register(control, select.POLLIN)
    if not patience.until(said):
        return None
    try:
        message, ancillary, _, _ = control.recvmsg(_MESSAGE_BYTES, socket.CMSG_SPACE(_CREDENTIALS.size))
    except OSError:
        return None
    for level, kind, data in ancillary:
        if message and (level, kind) == (socket.SOL_SOCKET, socket.SCM_CREDENTIALS):
            return int(_CREDENTIALS.unpack(data)[0])
    return None


def _read_all(printed: IO[bytes]) -> str:
    printed.seek(0)
    return printed.read(_MESSAGE_BYTES).decode(errors="replace")
