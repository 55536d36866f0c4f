"""What a submission may use up."""

import signal
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.engine.jail import How, Jail, cgroups, landlock
from autograder.engine.jail.limits import spare_tasks

from .conftest import LIMITS, Attacker, mark_of

BOMBS = 1000  # as many as the tests' bombs would have


def most_tasks(wall: str) -> int:
    """Return how many tasks a turn may have: more where all of its user's count, and leave it room for what they do."""
    shared = wall == "landlock" and not landlock.has_own_users()
    return BOMBS if shared else LIMITS.processes


def test_a_fork_bomb_is_bounded_and_gone_when_killed(inside: Attacker, wall: str) -> None:
    mark = mark_of(inside.turn.pid)
    forked = inside.run("""
        import os, signal, time
        answer = 0
        try:
            while answer < 1000:
                if os.fork() == 0:
                    time.sleep(10000)
                    os._exit(0)
                answer += 1
        except BlockingIOError:
            pass
    """)
    assert LIMITS.processes - 2 <= forked < most_tasks(wall)  # a supervisor counts, too
    assert len(mark.processes()) <= most_tasks(wall) + 1
    inside.turn.kill()
    inside.turn.wait(0)  # the worker itself is a zombie until its end has been noted
    assert mark.processes() == []


def test_a_bomb_that_multiplies_is_gone_when_killed(inside: Attacker) -> None:
    mark = mark_of(inside.turn.pid)
    inside.send("""
        import os
        while True:
            try:
                os.fork()
            except OSError:
                pass
    """)
    inside.turn.kill()
    inside.turn.wait(0)  # the worker itself is a zombie until its end has been noted
    assert mark.processes() == []


def test_threads_are_bounded(inside: Attacker, wall: str) -> None:
    started = inside.run("""
        import threading
        stop = threading.Event()
        answer = 0
        try:
            while answer < 1000:
                threading.Thread(target=stop.wait, daemon=True).start()
                answer += 1
        except RuntimeError:
            stop.set()
    """)
    assert started < most_tasks(wall)


def test_daemons_that_ignore_signals_are_gone_when_killed(inside: Attacker) -> None:
    mark = mark_of(inside.turn.pid)
    inside.run("""
        import os, signal, time
        read, write = os.pipe()
        if os.fork() == 0:
            os.setsid()
            for number in range(1, 65):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            if os.fork():
                os._exit(0)
            sock.close()
            os.write(write, b"x")
            while True:
                time.sleep(1000)
        os.read(read, 1)
    """)
    assert len(mark.processes()) >= 2
    inside.turn.kill()
    inside.turn.wait(0)  # the worker itself is a zombie until its end has been noted
    assert mark.processes() == []


def test_daemons_are_gone_when_the_worker_ends_by_itself(inside: Attacker) -> None:
    mark = mark_of(inside.turn.pid)
    inside.ends("import os, time; os.fork() or (sock.close(), time.sleep(10000)); os._exit(0)")
    assert mark.processes() == []


def test_ignoring_sigterm_does_not_help(inside: Attacker) -> None:
    inside.run(
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)"
    )
    inside.turn.kill()
    assert inside.turn.wait(0).how is How.KILLED


def test_a_giant_array_is_a_memory_error(inside: Attacker) -> None:
    inside.fails("x = bytearray(10 << 30)", "MemoryError")
    inside.fails("x = [bytearray(1 << 20) for _ in range(1 << 20)]", "MemoryError")
    assert inside.run("x = None; answer = 'alive'") == "alive"


def test_the_memory_limit_is_the_submissions_own(inside: Attacker) -> None:
    assert inside.run("x = bytearray(400 << 20); answer = len(x) >> 20; del x") == 400
    inside.fails("x = bytearray(600 << 20)", "MemoryError")


@pytest.mark.parametrize("flags", ["MAP_SHARED | mmap.MAP_ANONYMOUS", "MAP_PRIVATE | mmap.MAP_ANONYMOUS"])
def test_mapped_memory_counts(inside: Attacker, flags: str) -> None:
    inside.fails(f"import mmap; x = [mmap.mmap(-1, 64 << 20, flags=mmap.{flags}) for _ in range(100)]", "OSError")


def test_memory_that_no_limit_counts_cannot_be_had(inside: Attacker) -> None:
    inside.fails("import os; os.memfd_create('x')", "OSError", "PermissionError")


@pytest.mark.parametrize("how", [How.MEMORY, How.MACHINE])
def test_many_processes_cannot_multiply_the_memory(
    jail: Jail, inside: Attacker, how: How, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not jail.bounds_whole_turns:
        pytest.skip("this machine lets nobody make a control group; the limits of single processes are tested above")
    inside.run("""
        import os, time
        def fill(megabytes):
            x = bytearray(megabytes << 20)
            for page in range(0, len(x), 4096):
                x[page] = 1
            return x
        read, write = os.pipe()
        if os.fork() == 0:
            x = fill(300)
            os.write(write, b"x")
            time.sleep(10000)
        os.read(read, 1)
    """)
    if how is How.MACHINE:  # as if others had used up the machine's memory, and not the group its own
        monkeypatch.setattr(cgroups.Group, "kills", lambda _: 0)
    assert inside.ends("x = fill(480)").how is how
    assert jail.alive


@pytest.mark.parametrize("unified", [True, False], ids=["v2", "v1"])
def test_of_a_group_only_what_its_own_bound_has_ended_counts(tmp_path: Path, unified: bool) -> None:
    group = cgroups.Group(tmp_path, tmp_path, tmp_path, unified=unified)
    for times in (0, 1):
        (tmp_path / "memory.events").write_text(f"max 9\noom {times}\noom_kill 2\n")
        (tmp_path / "memory.oom_control").write_text("oom_kill_disable 0\nunder_oom 0\noom_kill 2\n")
        (tmp_path / "memory.limit_in_bytes").write_text("400000000\n")
        (tmp_path / "memory.max_usage_in_bytes").write_text(f"{200000000 * (1 + times)}\n")
        assert bool(group.kills()) == bool(times)


FILL = """
    import os, tempfile
    for number in range(1000):
        with open(f"{tempfile.gettempdir()}/{number}", "wb") as file:
            file.write(bytes(1 << 20))
"""


def test_a_full_disk_is_an_error_or_the_end(inside: Attacker, wall: str) -> None:
    if wall == "landlock":
        ending = inside.ends(f"while True:\n{textwrap.indent(FILL, '    ')}")
        assert (ending.how, ending.code) == (How.SIGNALLED, -signal.SIGXFSZ)
    else:
        assert "No space left" in inside.fails(FILL, "OSError")


def test_shared_memory_counts_as_disk_or_is_not_there(inside: Attacker) -> None:
    inside.fails(FILL.replace("{tempfile.gettempdir()}", "/dev/shm"), "OSError", "PermissionError")


@pytest.mark.parametrize(
    "hide",
    [
        "file = open(f'{number}', 'wb'); os.unlink(f'{number}'); file.write(bytes(7 << 20)); kept.append(file)",
        "file = open(f'{number}', 'w+b'); file.write(bytes(7 << 20)); file.flush(); os.unlink(f'{number}'); "
        "kept.append(mmap.mmap(file.fileno(), 4096)); file.close()",
    ],
    ids=["open", "mapped"],
)
def test_deleted_files_count_as_long_as_they_are_there(inside: Attacker, wall: str, hide: str) -> None:
    code = f"import mmap, os, time\nkept = []\nfor number in range(40):\n    {hide}\n"
    if wall == "landlock":
        assert inside.ends(f"{code}time.sleep(1000)").code == -signal.SIGXFSZ
    else:
        assert "No space left" in inside.fails(code, "OSError")


def test_files_without_a_name_and_files_on_their_way_count_too(inside: Attacker, wall: str) -> None:
    if wall == "bubblewrap":
        return  # the file system is the turn's own: whatever is in it counts
    inside.fails("import os; os.open('.', os.O_TMPFILE | os.O_RDWR)", "PermissionError", "OSError")
    inside.fails("import socket; a, b = socket.socketpair(); socket.send_fds(a, [b'x'], [0])", "PermissionError")


def test_a_folder_too_deep_to_look_into_is_as_good_as_too_large(inside: Attacker, wall: str) -> None:
    dig = "import os, time\nfor _ in range(150):\n    os.mkdir('x' * 200); os.chdir('x' * 200)\n"
    if wall == "landlock":
        assert inside.ends(f"{dig}time.sleep(1000)").code == -signal.SIGXFSZ
    else:
        inside.run(dig)


def test_a_large_file_is_an_error(inside: Attacker) -> None:
    assert "too large" in inside.fails("open('big', 'wb').write(bytes(9 << 20))", "OSError")
    inside.fails("open('sparse', 'wb').truncate(1 << 40)", "OSError")


def test_inodes_are_bounded(inside: Attacker, wall: str) -> None:
    make = "for number in range(1000): open(f'{number}', 'w')\n"
    if wall == "landlock":
        assert inside.ends(f"{make}import time; time.sleep(1000)").code == -signal.SIGXFSZ
    else:
        assert "No space left" in inside.fails(make, "OSError")


def test_descriptors_are_bounded(inside: Attacker) -> None:
    assert "Too many open files" in inside.fails("import os; x = [os.dup(0) for _ in range(1000)]", "OSError")


def test_cpu_time_is_bounded(fork: Callable[..., Attacker]) -> None:
    inside, began_s = fork(limits=replace(LIMITS, cpu_s=1)), time.monotonic()
    ending = inside.ends("while True: pass")
    assert (ending.how, ending.code) in [(How.CPU, -signal.SIGKILL), (How.CPU, -signal.SIGXCPU)]
    assert time.monotonic() - began_s >= 0.5, "not before it has used it: the kernel counts in ticks"


def test_limits_cannot_be_raised(inside: Attacker) -> None:
    inside.fails("import resource; resource.setrlimit(resource.RLIMIT_NPROC, (1000, 1000))", "ValueError", "OSError")
    inside.fails("import resource; resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "ValueError", "OSError")
    inside.fails("import os; os.nice(-5)", "PermissionError")


def test_no_core_is_dumped(inside: Attacker) -> None:
    assert inside.run("import resource; answer = resource.getrlimit(resource.RLIMIT_CORE)") == [0, 0]


def test_older_kernels_get_room_for_the_users_other_tasks() -> None:
    assert spare_tasks("5.14.0-70.el9", 1000) == spare_tasks("6.8.0-31-generic", 0) == 0
    assert spare_tasks("5.10.0-28-amd64", 1000) >= 256
