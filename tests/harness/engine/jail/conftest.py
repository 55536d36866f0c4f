"""Jails to attack, and a way to run code in them."""

import contextlib
import json
import os
import socket
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.engine.jail import Exit, Jail, Turn, TurnLimits
from tests.harness.jails import WALLS

INSIDE = Path(__file__).parent / "inside"
LIMITS = TurnLimits(cpu_s=30, memory_mb=512, processes=24, open_files=64, file_mb=8, work_mb=16, inodes=200)
_PATIENCE_S = 120.0  # never what a test is about: only that a broken jail ends the run

if sys.platform != "linux":
    collect_ignore_glob = ["test_*.py"]  # there is no jail without Linux


class InsideError(Exception):
    """What the code in the jail raised: `kind` is the exception's name."""

    def __init__(self, kind: str, text: str, trace: str) -> None:
        super().__init__(f"{kind}: {text}\n{trace}")
        self.kind = kind
        self.text = text


@dataclass
class Attacker:
    """A turn, and the code that runs in it."""

    turn: Turn
    buffer: bytearray = field(default_factory=bytearray)

    def send(self, code: str) -> None:
        self.turn.socket.sendall(json.dumps(textwrap.dedent(code)).encode() + b"\n")

    def receive(self) -> Any:
        self.turn.socket.settimeout(_PATIENCE_S)
        while b"\n" not in self.buffer:
            data = self.turn.socket.recv(1 << 16)
            if not data:
                raise EOFError("the worker has ended")
            self.buffer += data
        line, _, rest = bytes(self.buffer).partition(b"\n")
        self.buffer[:] = rest
        answer = json.loads(line)
        if "error" in answer:
            raise InsideError(answer["error"], answer["text"], answer["trace"])
        return answer["answer"]

    def run(self, code: str) -> Any:
        """Run code in the jail; return what it left in `answer`, or raise InsideError with what it raised."""
        self.send(code)
        return self.receive()

    def fails(self, code: str, *kinds: str) -> str:
        """Run code that must raise one of `kinds`; return the exception's text."""
        with pytest.raises(InsideError) as caught:
            self.run(code)
        assert caught.value.kind in kinds, caught.value
        return caught.value.text

    def ends(self, code: str) -> Exit:
        """Run code that ends the worker; return how."""
        self.send(code)
        return self.turn.wait(_PATIENCE_S)


def start(**options: Any) -> Jail:
    """Start a jail with the stand-in for the agent."""
    return Jail.start(**{"serve": "runs_code:serve", "modules": INSIDE, **options})


@pytest.fixture(scope="session", params=WALLS)
def wall(request: pytest.FixtureRequest) -> str:
    """Return the name of each wall in turn."""
    return str(request.param)


@pytest.fixture(scope="session")
def jail(wall: str) -> Iterator[Jail]:
    """Return a jail with a plain interpreter, started with a secret in the grader's environment."""
    os.environ["GRADER_SECRET"] = "hunter2"
    with start(preload=(), wall=wall) as started:
        del os.environ["GRADER_SECRET"]
        yield started


@pytest.fixture(scope="session")
def warm_jail(wall: str) -> Iterator[Jail]:
    """Return a jail with numpy, matplotlib and the others imported."""
    with start(wall=wall) as started:
        yield started


@pytest.fixture
def fork(jail: Jail) -> Iterator[Callable[..., Attacker]]:
    """Return a function that begins a turn in the plain jail."""
    yield from _forks(jail)


@pytest.fixture
def warm_fork(warm_jail: Jail) -> Iterator[Callable[..., Attacker]]:
    """Return a function that begins a turn in the warm jail."""
    yield from _forks(warm_jail)


@pytest.fixture
def inside(fork: Callable[..., Attacker]) -> Attacker:
    """Return a turn in the plain jail."""
    return fork()


@pytest.fixture
def student(warm_fork: Callable[..., Attacker]) -> Attacker:
    """Return a turn in the warm jail, with the usual limits."""
    return warm_fork(limits=TurnLimits())


def _forks(jail: Jail) -> Iterator[Callable[..., Attacker]]:
    turns: list[Turn] = []

    def begin(files: dict[str, bytes] | None = None, limits: TurnLimits = LIMITS) -> Attacker:
        turns.append(jail.fork(files or {}, limits))
        return Attacker(turns[-1])

    yield begin
    for turn in turns:
        turn.close()


@dataclass
class Mark:
    """What all processes of a turn have in common, and no other process has.

    That is the PID namespace, and where there is none, the user that root gives to a turn. Where there is neither, they
    descend from the turn's supervisor, and those that were seen there once are looked for wherever they are.
    """

    namespace: str
    user: int
    supervisor: psutil.Process | None = None
    seen: set[psutil.Process] = field(default_factory=set, compare=False)

    def processes(self) -> list[int]:
        """Return the host's pids of all processes with this mark that have not ended."""
        if self.supervisor is None:
            every = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
            return [pid for pid in every if _common(pid) == (self.namespace, self.user) and _goes_on(pid)]
        with contextlib.suppress(psutil.NoSuchProcess):
            self.seen.update(self.supervisor.children(recursive=True))
        return [process.pid for process in self.seen if process.is_running() and _goes_on(process.pid)]


def mark_of(pid: int) -> Mark:
    """Return the mark of the turn to which a process belongs."""
    common = _common(pid)
    if common is None:
        raise ProcessLookupError(pid)
    found = Mark(*common)
    if common == _common(os.getpid()):
        found.supervisor = psutil.Process(pid).parent()
        found.processes()
    return found


def _common(pid: int) -> tuple[str, int] | None:
    """Return a process's PID namespace and user, the former as far as it may be known: root of a container may not."""
    folder, namespace = Path("/proc", str(pid)), ""
    with contextlib.suppress(OSError):
        namespace = os.readlink(folder / "ns/pid")  # noqa: PTH115 - it is no path
    with contextlib.suppress(OSError):
        return namespace, folder.stat().st_uid
    return None


def _goes_on(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return Path("/proc", str(pid), "stat").read_text(errors="replace").rpartition(") ")[2][:1] not in "ZX"
    return False


def looked_into(pid: int, name: str) -> bytes:
    """Return what a file of /proc tells of another user's process, or skip the test where not even root may know."""
    try:
        return Path("/proc", str(pid), name).read_bytes()
    except PermissionError:
        pytest.skip("root of this container may not look into processes of other users")


def peer_pid(connection: socket.socket) -> tuple[bytes, int]:
    """Return what came over a socket and the pid of the process that sent it."""
    connection.settimeout(_PATIENCE_S)
    data, ancillary, _, _ = connection.recvmsg(100, socket.CMSG_SPACE(12))
    credentials = [item for level, kind, item in ancillary if kind == socket.SCM_CREDENTIALS]
    return data, int.from_bytes(credentials[0][:4], sys.byteorder)
