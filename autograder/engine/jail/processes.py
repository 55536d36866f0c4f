"""Finding and ending what descends from a process, as far as this kernel tells."""

from collections.abc import Collection
from pathlib import Path
from signal import SIGKILL

from autograder.system.clocks import Patience, Span
from autograder.system.handle import Handle

_ROUNDS = 10  # of killing whatever there is: it may go on forking meanwhile
_END = Span.alike(1.0)


def end_descendants(ancestor: Handle, kept: Collection[int]) -> bool:
    """Kill what descends from `ancestor`, but for the processes in `kept`; tell whether all of it is gone.

    False when it multiplies faster than it dies, when the ancestor has ended, and where the kernel does not say which
    processes there are. `kept` are numbers of processes that are held.

    All is gone when two looks in succession have met the same processes and nothing that lives. One look does not
    tell: what a process leaves behind at its end may go to a parent that was asked for its children just before.
    """
    before: set[int] | None = None
    for _ in range(_ROUNDS):
        try:
            met = _met(ancestor)
            living = {pid for pid in met - set(kept) if not _has_ended(pid)}
            if living:
                _kill(ancestor, living)
            elif met == before:
                return True
            before = None if living else met
        except OSError:
            return False
    return False


def descendants(ancestor: int) -> set[int]:
    """Return the processes that descend from `ancestor` and have not ended.

    Raises:
        OSError: the kernel does not tell.

    """
    return {pid for pid in _below(ancestor) if not _has_ended(pid)}


def _below(ancestor: int) -> set[int]:
    """Return the processes below `ancestor`, with those that have ended and were not waited for.

    Raises:
        OSError: the kernel does not tell.

    """
    found: set[int] = set()
    waiting = [ancestor]
    while waiting:
        parent = waiting.pop()
        try:
            lists = _lists_of_children(parent)
        except OSError:
            lists = []  # it has ended meanwhile
        if not lists and parent == ancestor:
            raise FileNotFoundError(f"the kernel does not tell the children of {ancestor}")
        new = {int(word) for text in lists for word in text.split()} - found
        found |= new
        waiting.extend(new)
    return found


def _lists_of_children(parent: int) -> list[str]:
    """Return what the kernel says of the children of each thread of `parent`."""
    return [path.read_text() for path in Path("/proc", str(parent), "task").glob("*/children")]


def _met(ancestor: Handle) -> set[int]:
    """Return what is below it; the ancestor's number was its own all the time if it has not ended by the end.

    Raises:
        OSError: it has ended, or the kernel does not tell.

    """
    found = _below(ancestor.pid)
    if ancestor.ended():
        raise ProcessLookupError("the ancestor has ended")
    return found


def _kill(ancestor: Handle, pids: set[int]) -> None:
    handles = {pid: handle for pid in pids if (handle := Handle.of(pid))}
    try:
        still = handles.keys() & _met(ancestor)  # a number may have become another's before it was held
        for pid in still:
            handles[pid].send(SIGKILL)
        for pid in still:
            Patience(pid, _END).until_true(handles[pid].ended)
    finally:
        for handle in handles.values():
            handle.close()


def _has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(") ")[2][:1] in "ZX"
    except OSError:
        return True
