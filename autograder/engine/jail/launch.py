"""Starts bubblewrap with the warm interpreter inside, in whichever of the possible ways this machine allows."""

import contextlib
import json
import os
import select
import signal
import socket
import struct
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from autograder.clocks import Patience, Span
from autograder.engine.handle import Handle
from autograder.engine.jail import mounts, reasons
from autograder.engine.jail.fonts import FontList
from autograder.engine.jail.interpreter import Interpreter
from autograder.engine.jail.processes import descendants
from autograder.engine.jail.unavailable import JailUnavailable

NOBODY = 65534
_START = """
import sys
sys.path += {folders!r}
from autograder_jail import zygote
zygote.main(int(sys.argv[1]), sys.argv[2])
"""
_CREDENTIALS = struct.Struct("3i")
_MESSAGE_BYTES = 1 << 16


@dataclass(frozen=True, slots=True)
class Way:
    """A way to start: as this user or as another one, with a user namespace or with root's own rights."""

    words: tuple[str, ...]
    run_as: int | None = None
    drop_to: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to start: the interpreter and how the zygote is to be set up."""

    python: Interpreter
    threads: int
    hidden: tuple[Path, ...]
    modules: Path | None
    settings: dict[str, Any]


@dataclass(slots=True)
class Container:
    """A running container: bubblewrap's process, the control socket, and the zygote."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    zygote: Handle
    warm: dict[str, Any]

    def end(self) -> None:
        """End it, and return when it is gone: the zygote is pid 1 of its namespace, so that nothing in it is left."""
        self.control.close()
        self.zygote.send(signal.SIGKILL)
        self.zygote.ended(None)
        self.zygote.close()
        self.process.kill()
        self.process.wait()


def launch(plan: Plan, timeout: float) -> Container:
    """Start a container and wait until its interpreter is warm.

    Raises:
        JailUnavailable: there is no way to do it here.

    """
    if reason := reasons.obvious():
        raise JailUnavailable(reason)
    outputs = []
    for way in ways(os.geteuid()):
        started = _try(plan, way, timeout)
        if isinstance(started, Container):
            return started
        outputs.append(started)
        if not reasons.is_bubblewraps(started):
            raise JailUnavailable(reasons.refused(started))  # the walls stood, the interpreter failed
    raise JailUnavailable(reasons.refused(outputs[0]))


def ways(user: int) -> Iterator[Way]:
    """Yield the ways to start that `user` can try, the best one first.

    Root keeps out of the jail in any case: the kernel limits neither its processes nor its access to sysctl files.
    """
    new_user_namespace = ("--unshare-user",)
    own_proc, shared_proc = ("--proc", "/proc"), ("--bind", "/proc", "/proc")
    if user == 0:
        # A fork may mount a /proc of its own only where it sees a whole one, and root's bubblewrap covers parts of it.
        rights = ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
        yield Way((*rights, *shared_proc), drop_to=NOBODY)
        yield Way((*new_user_namespace, *own_proc), run_as=NOBODY)
        yield Way((*new_user_namespace, *shared_proc), run_as=NOBODY)
    else:
        yield Way((*new_user_namespace, *own_proc))
        yield Way((*new_user_namespace, *shared_proc))  # where the container around us covers parts of /proc


def _try(plan: Plan, way: Way, timeout: float) -> Container | str:
    """Start in one way; return the container, or what was printed when it failed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    with contextlib.ExitStack() as undo, contextlib.closing(FontList(plan.python.executable)) as fonts:
        settings = json.dumps({**plan.settings, "drop_to": way.drop_to, "fonts": fonts.descriptor})
        undo.callback(ours.close)
        printed = undo.enter_context(tempfile.TemporaryFile())
        with theirs:
            process = subprocess.Popen(
                _command(plan, way, theirs.fileno(), settings),
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=printed,
                pass_fds=(theirs.fileno(), fonts.descriptor),
                cwd="/",
                env={},
                start_new_session=True,
                user=way.run_as,
                group=way.run_as,
                extra_groups=None if way.run_as is None else [],
            )
        undo.callback(process.wait)
        undo.callback(process.kill)
        if (answer := _first_message(ours, Patience(process.pid, Span.alike(timeout)))) is None:
            process.kill()
            process.wait()
            return _read_all(printed) or f"the interpreter was not warm after {timeout:.0f} s of work"
        fonts.keep()
        pid, warm = answer
        if (zygote := _held(pid, process.pid)) is None:
            return "the interpreter ended when it was warm"
        undo.pop_all()
        printed.close()
        return Container(process, ours, zygote, warm)


def _held(pid: int, ancestor: int) -> Handle | None:
    """Take hold of the process `pid`, which descends from `ancestor`, a child of ours that is not waited for yet."""
    held = Handle.of(pid)
    try:
        return held if pid in descendants(ancestor) else None
    except OSError:  # the kernel does not tell
        return held


def _command(plan: Plan, way: Way, descriptor: int, settings: str) -> Sequence[str]:
    folders = [mounts.CODE] + ([f"{mounts.CODE}/modules"] if plan.modules else [])
    bwrap = reasons.bubblewrap() or "bwrap"
    outer = mounts.arguments(plan.python, plan.threads, plan.hidden, plan.modules)
    inner = [str(plan.python.executable), "-P", "-c", _START.format(folders=folders), str(descriptor), settings]
    return [bwrap, *way.words, *outer, "--", *inner]


def _first_message(control: socket.socket, patience: Patience) -> tuple[int, dict[str, Any]] | None:
    """Return the zygote's pid and its first message, or None when it ended or kept silent."""
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
            return _CREDENTIALS.unpack(data)[0], json.loads(message)
    return None


def _read_all(printed: IO[bytes]) -> str:
    printed.seek(0)
    return printed.read(_MESSAGE_BYTES).decode(errors="replace")
