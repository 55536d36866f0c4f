"""Processes are held by handles, and never signalled by their numbers."""

import ast
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.engine.jail import processes
from autograder.engine.jail.processes import end_descendants
from autograder.system.handle import Handle

if sys.platform != "linux":
    pytest.skip("handles of processes are Linux's", allow_module_level=True)

# A child that Python's own Popen has not waited for yet keeps its number; psutil is for where there are no handles;
# the C library's is told -1, all that the supervisor of a turn may signal, and 0, which sends nothing.
ALLOWED = {
    *(
        "self._process.kill",
        "self._process.terminate",
        "self.process.kill",
        "process.kill",
        "process.terminate",
        "session.kill",
        "self.kill",
    ),
    "_libc.kill",
}


def test_nothing_is_signalled_by_number(root: Path) -> None:
    found = set()
    for path in sorted((root / "autograder").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"kill", "killpg", "send_signal", "terminate"}:
                found.add((path.relative_to(root).as_posix(), ast.unparse(node)))
    by_number = {(place, call) for place, call in found if call.startswith("os.") or call.endswith("killpg")}
    assert by_number == set()
    assert {call for _, call in found} <= ALLOWED


def test_a_handle_follows_its_process_to_its_end_and_no_further() -> None:
    with subprocess.Popen(["sleep", "1000"]) as process:
        held = Handle.of(process.pid)
        assert held is not None
        assert held.pid == process.pid
        assert not held.ended()
        held.send(signal.SIGKILL)
        assert held.ended(60)
    held.send(signal.SIGKILL)  # to nobody
    assert held.pid == 0
    held.close()
    held.close()


def test_nobody_has_the_number_of_a_process_that_was_waited_for() -> None:
    with subprocess.Popen(["true"]) as process:
        pass
    assert Handle.of(process.pid) is None


def test_descendants_of_a_process_that_has_ended_are_left_alone() -> None:
    with subprocess.Popen(["sleep", "1000"]) as process:
        held = Handle.of(process.pid)
        assert held is not None
        process.kill()
    assert end_descendants(held, ()) is False


FAMILY = """
import os, time
from autograder.engine.jailed.kernel import adopt_orphans
adopt_orphans()
reading, writing = os.pipe()
if os.fork() == 0:
    child = os.fork()
    if child == 0:
        time.sleep(1000)
    os.write(writing, f"{os.getpid()} {child}".encode())
    time.sleep(1000)
print(os.read(reading, 100).decode(), flush=True)
time.sleep(1000)
"""


@pytest.fixture
def family() -> Iterator[list[Handle]]:
    """A process, its child and the child of that one."""
    with subprocess.Popen([sys.executable, "-c", FAMILY], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            numbers = [process.pid, *map(int, process.stdout.readline().split())]
            held = [handle for number in numbers if (handle := Handle.of(number))]
            assert len(held) == 3
            yield held
            for each in held:
                each.send(signal.SIGKILL)
                each.close()
        finally:
            process.kill()


def test_a_child_whose_parent_dies_while_one_looks_is_found(
    family: list[Handle], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes to the ancestor, which has just been asked for its children; so one look meets nothing that lives."""
    ancestor, parent, child = family
    ask = processes._lists_of_children

    def ask_while_it_dies(pid: int) -> list[str]:
        if pid == parent.pid and not parent.ended():
            parent.send(signal.SIGKILL)
            assert parent.ended(None)
        return ask(pid)

    monkeypatch.setattr(processes, "_lists_of_children", ask_while_it_dies)
    assert end_descendants(ancestor, ()) is True
    assert child.ended()
