"""The trusted side's hold on one warm interpreter, from which submissions are forked, with files for their folders."""

import dataclasses
import fcntl
import json
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Self

from autograder.engine.jail import cgroups, walls
from autograder.engine.jail.interpreter import interpreter
from autograder.engine.jail.launch import Container, Plan
from autograder.engine.jail.limits import How, TurnLimits
from autograder.engine.jail.turn import Turn
from autograder.engine.jailed.zygote import ALWAYS
from autograder.errors import AutograderError, EngineError
from autograder.system.closing import Closing

SERVE = "autograder_jail.agent:serve"
_WARM_S = 180.0  # a first start may have to build matplotlib's list of fonts from a cold disk
_NO_MEMORY = Path("/proc/vmstat")


class Jail(Closing):
    """A container with a warm interpreter in it.

    Start it in a thread that lives as long as it: the kernel ends the jail together with the thread that started it.
    It is for one thread at a time. Leaving the context ends everything in it.
    """

    def __init__(self, container: Container, group: cgroups.Group | None, threads: int) -> None:
        self._container = container
        self._threads = threads
        self._group = group
        self._packed: tuple[dict[str, bytes], int] | None = None
        self._closed = False

    @classmethod
    def start(
        cls,
        *,
        python: Path | None = None,
        threads: int = 1,
        hidden: Sequence[Path] = (),
        serve: str = SERVE,
        modules: Path | None = None,
        preload: Sequence[str] | Callable[[], Sequence[str]] | None = None,
        wall: str = walls.AUTO,
    ) -> Self:
        """Start a jail and wait until it is warm.

        Args:
            python: the interpreter to run inside, or None for the one that runs this.
            threads: how many threads BLAS and OpenMP may use.
            hidden: folders that must stay out of sight wherever they lie: the course.
            serve: `module:function`, called in each fork with the jailed end of its socket.
            modules: a folder of more modules to make importable; for tests.
            preload: the modules to import before the first fork, or None for the usual ones. A function is called
                when the interpreter has begun to import what all need.
            wall: "bubblewrap", "landlock", or "auto" for the strongest that can be had.

        Raises:
            JailUnavailable: no jail can be had on this machine; the sentence says what to do.

        """
        chosen = interpreter(python)
        settings: dict[str, Any] = {"serve": serve}
        later = None
        if callable(preload):
            later = preload
            settings |= {"preload": ALWAYS, "more": True}
        elif preload is not None:
            settings["preload"] = list(preload)
        container = walls.launch(wall, Plan(chosen, threads, tuple(hidden), modules, settings, later), _WARM_S)
        return cls(container, _grouped(container.zygote.pid), threads)

    @property
    def wall(self) -> str:
        """The name of the wall around it."""
        return self._container.wall

    @property
    def pid(self) -> int:
        """The warm interpreter's process id, as seen from here."""
        return self._container.zygote.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._container.process.poll() is None

    @property
    def bounds_whole_turns(self) -> bool:
        """Whether a control group bounds the memory of all processes of a turn together."""
        return self._group is not None

    def fork(self, files: Mapping[str, bytes], limits: TurnLimits) -> Turn:
        """Fork a worker for one submission, with `files` in its work folder, and return when it is confined.

        Raises:
            AutograderError: a file's name cannot lie in a folder.
            EngineError: the jail has gone, or the worker could not be confined.

        """
        parcel = self.pack(files)
        kills = self._limit(limits)
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        status, reporting = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        turn = Turn(ours, status, limits, self._new_kills(kills), self.pid)
        try:
            with theirs, reporting:
                descriptors = [theirs.fileno(), reporting.fileno(), *parcel]
                socket.send_fds(self._container.control, [json.dumps(dataclasses.asdict(limits)).encode()], descriptors)
            turn.begin()
        except BaseException as error:
            turn.close()
            if isinstance(error, OSError):
                raise EngineError("The jail has gone while submissions were waiting; grade them again.") from error
            raise
        return turn

    def close(self) -> None:
        """End the jail and every turn in it; once more does no harm."""
        if self._closed:
            return
        self._closed = True
        self._container.end()
        if self._packed:
            os.close(self._packed[1])
            self._packed = None
        if self._group:
            self._group.remove()

    def pack(self, files: Mapping[str, bytes]) -> list[int]:
        """Return the descriptor of the packed files; the last ones are kept, as a class has the same for everybody.

        Raises:
            AutograderError: a file's name cannot lie in a folder.

        """
        if not files:
            return []
        if self._packed is None or self._packed[0] != files:
            packed = pack(files)
            if self._packed:
                os.close(self._packed[1])
            self._packed = (dict(files), packed)
        return [self._packed[1]]

    def _limit(self, limits: TurnLimits) -> tuple[int, int]:
        if self._group:
            self._group.limit(limits.memory_mb + limits.work_mb, limits.processes + 1, self._threads)
        return self._kills()

    def _new_kills(self, before: tuple[int, int]) -> Callable[[], How | None]:
        """Return a function that tells for want of whose memory the kernel has killed since it was last asked."""

        def more() -> How | None:
            nonlocal before
            known, before = before, self._kills()
            own, anywhere = (now > then for now, then in zip(before, known, strict=True))
            return How.MEMORY if own else How.MACHINE if anywhere else None

        return more

    def _kills(self) -> tuple[int, int]:
        """Return how often the kernel has ended a process for want of memory: of the jail's, and of anybody's."""
        fields = dict(line.split() for line in _NO_MEMORY.read_text(encoding="ascii").splitlines())
        return self._group.kills() if self._group else 0, int(fields.get("oom_kill", 0))


def _grouped(pid: int) -> cgroups.Group | None:
    """Put the warm interpreter, and with it all it will fork, into a control group if there can be one."""
    group = cgroups.create()
    if group:
        try:
            group.add(pid)
        except OSError:
            group.remove()
            return None
    return group


_LONGEST_NAME = 1024


def pack(files: Mapping[str, bytes]) -> int:
    """Return the descriptor of a sealed memory file: the contents, then an index of names and sizes, then its length.

    Raises:
        AutograderError: a name would lie outside the work folder, or inside another file.

    """
    check_names(files)
    index = json.dumps([[name, len(content)] for name, content in files.items()]).encode()
    descriptor = os.memfd_create("parcel", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with open(descriptor, "wb", closefd=False) as parcel:
            for part in (*files.values(), index, len(index).to_bytes(8, "big")):
                parcel.write(part)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def check_names(names: Mapping[str, bytes]) -> None:
    """Refuse names that cannot be files of one folder.

    Raises:
        AutograderError: the name is absolute, climbs, is empty or too long, or names a folder of another one.

    """
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    for name in names:
        parts = name.split("/")
        whole = bool(name) and "\0" not in name and len(name.encode(errors="replace")) <= _LONGEST_NAME
        if not whole or not name.isprintable() or {"", ".", ".."} & set(parts):
            raise AutograderError(f"The file {name[:80]!r} cannot lie in the work folder; give it a plain name.")
        if name in folders:
            raise AutograderError(f"The name {name!r} stands for a file and for a folder; rename one of them.")
