"""What two submissions that run at the same time could tell each other: nothing through what they can both open."""

from collections.abc import Callable

import pytest

from .conftest import Attacker

OPEN = """import fcntl, os, struct, numpy
shared = open(numpy.__file__) if {library} else open('/dev/null', 'r+')
"""
LOCK = "struct.pack('hhqqi', {kind}, 0, 0, 0, 0)"

# what one does, and what the other one would see if that had an effect: an error, or a value
LOCKS = {
    "flock_of_a_library": (True, "fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB)"),
    "flock_of_a_device": (False, "fcntl.flock(shared, fcntl.LOCK_EX | fcntl.LOCK_NB)"),
    "lockf_of_a_device": (False, "fcntl.lockf(shared, fcntl.LOCK_EX | fcntl.LOCK_NB)"),
    "lock_of_an_open_file_description": (False, f"fcntl.fcntl(shared, 37, {LOCK.format(kind=1)})"),
}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_of_a_file_that_both_can_open_keeps_nobody_out(fork: Callable[..., Attacker], name: str) -> None:
    library, lock = LOCKS[name]
    one, other = fork(), fork()
    for each in (one, other):
        each.run(OPEN.format(library=library) + lock)


@pytest.mark.parametrize("kind", [0, 1], ids=["read", "write"])
def test_nobody_is_told_of_locks(fork: Callable[..., Attacker], kind: int) -> None:
    one, other = fork(), fork()
    ask = OPEN.format(library=True) + f"answer = list(fcntl.fcntl(shared, fcntl.F_GETLK, {LOCK.format(kind=1)}))"
    before = other.run(ask)
    one.run(OPEN.format(library=True) + f"fcntl.fcntl(shared, fcntl.F_SETLK, {LOCK.format(kind=kind)})")
    assert other.run(ask) == before


@pytest.mark.parametrize(
    "call",
    [
        "fcntl.fcntl(shared, fcntl.F_SETLEASE, fcntl.F_RDLCK)",
        "fcntl.fcntl(shared, fcntl.F_GETLEASE)",
        "fcntl.fcntl(os.open('/usr', os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS)",
        "fcntl.fcntl(shared, fcntl.F_SETOWN, 1)",
        "fcntl.fcntl(shared, fcntl.F_SETFL, os.O_ASYNC)",
        "fcntl.fcntl(os.pipe()[0], 1031, 1 << 20)",
    ],
    ids=["lease", "asking_for_leases", "notify", "owner", "async", "pipe_size"],
)
def test_no_signal_and_no_quota_of_a_shared_file_can_be_had(inside: Attacker, call: str) -> None:
    inside.fails(OPEN.format(library=True) + call, "PermissionError")


@pytest.mark.parametrize("call", ["inotify_init", "inotify_init1"])
def test_files_cannot_be_watched(inside: Attacker, call: str) -> None:
    assert inside.run(f"import ctypes; answer = ctypes.CDLL(None).{call}(0)") == -1


def test_posts_in_attributes_and_times_of_shared_files_are_not_left(fork: Callable[..., Attacker]) -> None:
    one, other = fork(), fork()
    see = "import numpy, os; state = os.stat(numpy.__file__); answer = [state.st_mtime_ns, state.st_mode, state.st_uid]"
    before = other.run(see)
    one.run("""
        import os, numpy
        for post in (
            lambda: os.utime(numpy.__file__, (1, 1)),
            lambda: os.chmod(numpy.__file__, 0o777),
            lambda: os.chown(numpy.__file__, os.getuid(), os.getgid()),
            lambda: os.setxattr(numpy.__file__, 'user.post', b'secret'),
        ):
            try:
                post()
            except OSError:
                pass
    """)
    assert other.run(see) == before
    other.fails("os.getxattr(numpy.__file__, 'user.post')", "OSError")


@pytest.mark.parametrize(
    "look",
    [
        "os.preadv(shared.fileno(), [bytearray(4096)], 0, os.RWF_NOWAIT)",
        "ctypes.CDLL(None, use_errno=True).mincore(mapped, 4096, bytes(1)) == 0 or 1 / 0",
    ],
    ids=["reading_without_waiting", "asking_for_pages"],
)
def test_nobody_is_told_which_parts_of_a_shared_file_somebody_has_read(inside: Attacker, look: str) -> None:
    inside.run("import os, numpy; os.preadv(os.open(numpy.__file__, os.O_RDONLY), [bytearray(4096)], 0)")
    inside.fails(
        OPEN.format(library=True) + "import ctypes, mmap\nwhole = mmap.mmap(-1, 4096)\n"
        "mapped = ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(whole)))\n" + look,
        "OSError",
        "ZeroDivisionError",
    )


def test_nobody_makes_the_machine_forget_a_shared_file(inside: Attacker) -> None:
    forget = "os.posix_fadvise(1 << 30, 0, 0, os.POSIX_FADV_DONTNEED)"  # no such file, which the kernel would say
    assert inside.run(f"import os; answer = {forget}") is None


def test_sqlite_works_without_locks(inside: Attacker) -> None:
    assert inside.run("""
        import sqlite3
        with sqlite3.connect("marks.db") as database:
            database.execute("create table marks (name, points)")
            database.executemany("insert into marks values (?, ?)", [("q1", 1.0), ("q2", 2.0)])
        answer = sqlite3.connect("marks.db").execute("select sum(points) from marks").fetchone()[0]
    """) == 3.0  # fmt: skip
