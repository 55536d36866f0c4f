"""A turn from its fork to its end."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from autograder.engine.jail import How, Jail, TurnLimits
from autograder.engine.jail.warm import pack
from autograder.engine.jailed import policy
from autograder.errors import AutograderError, EngineError
from autograder.system.handle import Handle
from tests.harness.jails import WALLS

from .conftest import INSIDE, LIMITS, Attacker, mark_of, peer_pid, start


def test_files_lie_in_the_work_folder(fork: Callable[..., Attacker]) -> None:
    turn = fork({"train.npz": b"\0\1" * 5000, "dataset/a b.csv": b"1,2", "empty": b""})
    read = "from pathlib import Path; answer = [Path.cwd().name, *(len(Path(n).read_bytes()) for n in names)]"
    assert turn.run(f"names = ['train.npz', 'dataset/a b.csv', 'empty']; {read}") == ["work", 10000, 3, 0]


def test_every_turn_gets_its_own_files(fork: Callable[..., Attacker]) -> None:
    for content in (b"one", b"two", b"two", b"three"):
        turn = fork({"data": content})
        assert turn.run("answer = open('data').read(); open('data', 'w').write('changed')") == content.decode()


@pytest.mark.parametrize("name", ["", "/etc/passwd", "../up", "a/../b", "a//b", ".", "a/", "nul\0", "x" * 2000, "a\nb"])
def test_a_file_outside_the_work_folder_is_refused(jail: Jail, name: str) -> None:
    with pytest.raises(AutograderError, match="cannot lie in the work folder"):
        jail.fork({name: b""}, LIMITS)


def test_a_name_for_a_file_and_a_folder_is_refused() -> None:
    with pytest.raises(AutograderError, match="file and for a folder"):
        pack({"a": b"", "a/b": b""})


def test_more_files_than_the_work_folder_may_hold_end_in_an_error(jail: Jail) -> None:
    with pytest.raises(EngineError, match="No space left"):
        jail.fork({"big": bytes(20 << 20)}, LIMITS)


def test_a_worker_is_a_user_whom_nobody_else_is(fork: Callable[..., Attacker], wall: str) -> None:
    one, other = (attacker.run("import os; answer = [os.getuid(), os.getgid()]") for attacker in (fork(), fork()))
    if wall == "landlock" and os.geteuid() == 0:
        assert one != other
        assert min(*one, *other) >= policy.FIRST_USER
    else:
        assert 0 not in one


def test_a_worker_is_an_ordinary_user_in_a_world_of_its_own(inside: Attacker, wall: str) -> None:
    if wall == "landlock":
        pytest.skip("there is one world for all without namespaces")
    assert inside.run("import os; answer = [os.getpid(), os.getppid(), os.getuid(), os.getgid()]") == [1, 0, 1000, 1000]
    assert inside.run("import socket; answer = socket.gethostname()") == "jail"


def test_the_pid_is_the_hosts(inside: Attacker) -> None:
    assert inside.turn.pid > 1
    assert mark_of(inside.turn.pid) != mark_of(os.getpid())


def test_an_exit_code_is_told(inside: Attacker) -> None:
    ending = inside.ends("import os; os._exit(7)")
    assert (ending.how, ending.code) == (How.EXITED, 7)


def test_a_segmentation_fault_is_told(inside: Attacker) -> None:
    ending = inside.ends("import ctypes; ctypes.string_at(0)")
    assert (ending.how, ending.code) == (How.SIGNALLED, -signal.SIGSEGV)


def test_an_abort_is_told(inside: Attacker) -> None:
    assert inside.ends("import os; os.abort()").how is How.SIGNALLED


def test_a_closed_socket_ends_the_worker(inside: Attacker) -> None:
    inside.turn.socket.shutdown(socket.SHUT_RDWR)
    assert (inside.turn.wait(60).how, inside.turn.wait().code) == (How.EXITED, 0)


def test_waiting_for_a_turn_that_goes_on_times_out(inside: Attacker) -> None:
    with pytest.raises(TimeoutError):
        inside.turn.wait(0.01)


def test_a_loop_in_c_is_killed(inside: Attacker) -> None:
    inside.send("import ctypes; ctypes.PyDLL(None).sleep(100000)")
    inside.turn.kill()
    assert inside.turn.wait(0).how is How.KILLED
    inside.turn.kill()  # once more does no harm


def test_killing_one_turn_leaves_the_others(fork: Callable[..., Attacker]) -> None:
    one, other = fork(), fork()
    one.turn.kill()
    assert other.run("answer = 1 + 1") == 2


def test_a_second_process_that_writes_into_the_socket_can_be_told_apart(inside: Attacker) -> None:
    inside.send("import os; pid = os.fork() or (sock.sendall(b'child') and 0) or os._exit(0)")
    seen = dict(peer_pid(inside.turn.socket) for _ in range(2))
    assert seen.pop(b"child") != inside.turn.pid
    assert list(seen.values()) == [inside.turn.pid]


def test_forged_credentials_are_refused(inside: Attacker, wall: str) -> None:
    code = "import socket, struct; sock.sendmsg([b'x'], [(socket.SOL_SOCKET, 2, struct.pack('3i', {}, 1000, 1000))])"
    assert "not permitted" in inside.fails(code.format(2), "PermissionError")
    inside.fails(code.format(inside.turn.pid), "PermissionError", "ProcessLookupError")


def test_descriptors_sent_to_the_trusted_side_are_dropped(inside: Attacker, wall: str) -> None:
    if wall == "landlock":
        inside.fails("import socket; socket.send_fds(sock, [b'sent'], [0])", "PermissionError")
        return
    before = _count("/proc/self/fd")
    inside.send("import socket; socket.send_fds(sock, [b'\"sent\"\\n'], [0, 1, 2])")
    data, _, flags, _ = inside.turn.socket.recvmsg(100, socket.CMSG_SPACE(12))
    assert data.startswith(b'"sent"')
    assert flags & socket.MSG_CTRUNC
    assert _count("/proc/self/fd") == before


def _count(folder: str) -> int:
    return len(list(Path(folder).iterdir()))


def test_the_jail_does_not_grow_with_its_turns(jail: Jail) -> None:
    def descriptors() -> tuple[int, int]:
        return _count(f"/proc/{jail.pid}/fd"), _count("/proc/self/fd")

    def settled() -> tuple[int, int]:
        """The jail lets go of a turn a moment after its end has been seen here: of its process, then of its socket."""
        until = time.monotonic() + 60
        while Path(f"/proc/{jail.pid}/task/{jail.pid}/children").read_text().split():
            assert time.monotonic() < until, "processes of a closed turn are left"
            time.sleep(0.05)
        time.sleep(0.05)
        return descriptors()

    jail.fork({"f": b"1"}, LIMITS).close()
    before = settled()
    for number in range(20):
        jail.fork({"f": bytes([number])}, LIMITS).close()
    after = settled()
    assert all(now <= then for now, then in zip(after, before, strict=True)), (before, after)


@pytest.mark.parametrize("wall", WALLS)
def test_a_jail_that_was_killed_loses_its_turns_and_says_so(wall: str) -> None:
    with start(preload=(), wall=wall) as doomed:
        with doomed.fork({}, LIMITS) as turn:
            os.kill(doomed.pid, signal.SIGKILL)
            ending = turn.wait(60)
            assert (ending.how is How.LOST) or wall == "landlock", ending  # whose supervisor tells how it ended
        with pytest.raises(EngineError, match="gone"):
            doomed.fork({}, LIMITS)
        doomed._container.process.wait(60)
        assert not doomed.alive


DEEP = [
    "import os\nfor _ in range(150): os.mkdir('d'); os.chdir('d')",
    "import os; os.umask(0o777); os.mkdir('closed'); open('none', 'w').close()",
    "import os; os.mkdir('a'); open('a/file', 'w').close(); os.mkdir('a/b', 0o500); os.symlink('/usr', 'a/link')",
]
GRADER = """
import sys, time
from pathlib import Path
from autograder.engine.jail import Jail, TurnLimits
jail = Jail.start(preload=(), serve="runs_code:serve", modules=Path(sys.argv[1]), wall=sys.argv[2])
turn = jail.fork({}, TurnLimits())
turn.socket.sendall(b'"import os, time; os.fork() or os.fork() or os.setsid(); time.sleep(10000)"\\n')
print(jail.pid, turn.pid, flush=True)
time.sleep(10000)
"""


@pytest.mark.parametrize("wall", WALLS)
def test_a_grader_killed_by_kill_9_takes_everything_with_it(wall: str) -> None:
    command = [sys.executable, "-c", GRADER, str(INSIDE), wall]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as grader:
        assert grader.stdout is not None
        try:
            zygote, worker = (int(word) for word in grader.stdout.readline().split())
            marks = [mark_of(worker)] if wall == "landlock" else [mark_of(zygote), mark_of(worker)]
            held = Handle.of(zygote)
        finally:
            grader.kill()
    patience = time.monotonic() + 60
    assert held is None or held.ended(60)
    while any(mark.processes() for mark in marks):
        assert time.monotonic() < patience, "processes of the jail outlived the grader"
        time.sleep(0.05)


@pytest.mark.parametrize("wall", WALLS)
def test_a_closed_jail_leaves_nothing_behind(wall: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = start(preload=(), wall=wall)
    family = [psutil.Process(ended.pid)]
    group = ended._group
    ended.fork({}, LIMITS).close()
    going_on = ended.fork({}, LIMITS)
    Attacker(going_on).run("import os, time; os.fork() or time.sleep(10000); answer = 1")
    family += family[0].children(recursive=True)
    ended.close()
    ended.close()
    assert not [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]
    assert group is None or not group.memory.exists()
    assert list(tmp_path.iterdir()) == []
    going_on.close()


@pytest.mark.parametrize("code", DEEP)
def test_nothing_of_a_turns_files_is_left(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However deep they lie, and whatever their modes are."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with start(preload=(), wall="landlock") as jail:
        with jail.fork({"file": b"1"}, LIMITS) as turn:
            Attacker(turn).run(code)
        (turns,) = tmp_path.glob("*/turns")
        until = time.monotonic() + 60
        while list(turns.iterdir()):
            assert time.monotonic() < until, "the folder of a turn is left"
            time.sleep(0.05)


def test_limits_have_usable_defaults() -> None:
    assert TurnLimits().memory_mb >= 512
