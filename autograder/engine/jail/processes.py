"""Finding and ending what descends from a process, as far as this kernel tells."""

import contextlib
import os
import select
import signal
from collections.abc import Collection
from pathlib import Path

_ROUNDS = 10  # of killing whatever there is: it may go on forking meanwhile
_END_MS = 1000


def end_descendants(ancestor: int, kept: Collection[int]) -> bool:
    """Kill what descends from `ancestor`, but for the processes in `kept`; tell whether all of it is gone.

    False when it multiplies faster than it dies, and where the kernel does not say which processes there are.
    """
    for _ in range(_ROUNDS):
        try:
            found = descendants(ancestor) - set(kept)
            if not found:
                return True
            _kill(ancestor, found)
        except OSError:
            return False
    return False


def descendants(ancestor: int) -> set[int]:
    """Return the processes that descend from `ancestor` and have not ended.

    Raises:
        OSError: the kernel does not tell.

    """
    found: set[int] = set()
    waiting = [ancestor]
    while waiting:
        parent = waiting.pop()
        try:
            lists = [path.read_text() for path in Path("/proc", str(parent), "task").glob("*/children")]
        except OSError:
            lists = []  # it has ended meanwhile
        if not lists and parent == ancestor:
            raise FileNotFoundError(f"the kernel does not tell the children of {ancestor}")
        new = {int(word) for text in lists for word in text.split()} - found
        found |= new
        waiting.extend(new)
    return {pid for pid in found if not _has_ended(pid)}


def _kill(ancestor: int, pids: set[int]) -> None:
    with contextlib.ExitStack() as stack:
        handles = {}
        for pid in pids:
            with contextlib.suppress(OSError):
                handles[pid] = os.pidfd_open(pid)
                stack.callback(os.close, handles[pid])
        still = handles.keys() & descendants(ancestor)  # a number may have become another's before it had a handle
        for pid in still:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(handles[pid], signal.SIGKILL)
        for pid in still:
            poll = select.poll()
            poll.register(handles[pid], select.POLLIN)
            poll.poll(_END_MS)


def _has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(") ")[2][:1] in "ZX"
    except OSError:
        return True
