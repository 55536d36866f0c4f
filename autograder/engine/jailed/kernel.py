"""The few calls to the Linux kernel, and to the C library, that Python has no function for."""

import contextlib
import ctypes
import errno
import os
import platform
import signal
import struct
from collections.abc import Collection

from .policy import NEW_NAMESPACES
from .syscalls import NUMBERS

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_KEEPCAPS, _PR_CAPBSET_DROP = 1, 4, 8, 24
_PR_SET_SECCOMP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 22, 36, 38, 47
_SECCOMP_MODE_FILTER, _PR_CAP_AMBIENT_RAISE, _PR_CAP_AMBIENT_CLEAR_ALL = 2, 2, 4
_CAPABILITY_VERSION_3 = 0x20080522
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _KEPT_BYTES = -1, -3, 32 << 20

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 0x1000, 0x2000, 0x4000, 0x40000

# PyDLL keeps the interpreter's lock: nothing of Python may run between a raw clone and the child's first line.
_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def call_number(name: str) -> int:
    """Return the number of a system call on this machine."""
    number = NUMBERS[name][("x86_64", "aarch64").index(platform.machine())]
    assert number is not None
    return number


def system_call(number: int, *arguments: object) -> int:
    """Make a system call that libc has no function for.

    Raises:
        OSError: it failed.

    """
    result = int(_libc.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def fork_into_new_namespaces() -> int:
    """Fork this process into namespaces of its own, of every kind; return the child's pid, and 0 in the child.

    One fork does what `unshare` and two forks would do, and copying the warm interpreter is what costs the time. The
    caller must be pid 1 with a single thread: the child is pid 1 as well, so what the C library remembers of its
    thread's number stays true although its own `fork` was passed by.
    """
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    pid = int(_libc.syscall(call_number("clone"), NEW_NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0))
    code = ctypes.get_errno()
    if pid == 0:
        python.PyOS_AfterFork_Child()
    else:
        python.PyOS_AfterFork_Parent()
    if pid < 0:
        raise OSError(code, os.strerror(code), "clone")
    return pid


def mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    """Mount a file system of `kind` on `target`."""
    _checked(
        _libc.mount(source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()),
        f"mount {target}",
    )


def set_hostname(name: str) -> None:
    """Name this UTS namespace."""
    _checked(_libc.sethostname(name.encode(), ctypes.c_size_t(len(name))), "sethostname")


def keep_freed_memory() -> None:
    """Have C's allocator keep what is freed for what comes next, from now on and in all copies of this process.

    Else it gives large arrays back to the kernel, which has to clear the pages of each next one. The sizes are those
    that glibc's allocator comes to by itself after some large arrays; another library's stays as it is.
    """
    with contextlib.suppress(AttributeError):
        _libc.mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)
        _libc.mallopt(_M_TRIM_THRESHOLD, 2 * _KEPT_BYTES)


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when the one that made it ends."""
    _prctl(_PR_SET_PDEATHSIG, number)


def adopt_orphans() -> None:
    """Become the parent of whatever descends from this process and loses its own."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def children(process: str = "self") -> list[int]:
    """Return the children of a process (this one) with a single thread, those among them that have ended, too.

    Raises:
        OSError: it has ended, or the kernel does not tell.

    """
    number = os.getpid() if process == "self" else process
    with open(f"/proc/{process}/task/{number}/children") as file:  # noqa: PTH123 - pathlib would cost more
        return [int(word) for word in file.read().split()]


def descendants() -> list[int]:
    """Return what descends from this process, as far as the kernel tells."""
    found = children()
    for process in found:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{process}/task"):  # noqa: PTH208
                with open(f"/proc/{process}/task/{task}/children") as file:  # noqa: PTH123
                    found += [int(word) for word in file.read().split()]
    return found


def kill_all_but_this() -> bool:
    """Kill, at once, every process that this one may send a signal to; return False where that is more than its own.

    The parent stands for all others: who may not send it a signal is held to what it has started.
    """
    if _libc.kill(os.getppid(), 0) == 0 or ctypes.get_errno() != errno.EPERM:
        return False
    _libc.kill(-1, signal.SIGKILL)
    return True


def own_proc_files(own: bool = True) -> None:
    """Let this process write to its own files in /proc, which a change of user takes away; or keep all others out."""
    _prctl(_PR_SET_DUMPABLE, int(own))


def keep_capabilities() -> None:
    """Let a change of the user leave this process its capabilities."""
    _prctl(_PR_SET_KEEPCAPS, 1)


def drop_capabilities(kept: Collection[int] = ()) -> None:
    """Give up every capability but those `kept`, for this process and for whatever it executes, for good."""
    bound_capabilities(kept)
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    bits = sum(1 << number for number in kept)
    _checked(_libc.capset(header, struct.pack("=6I", bits, bits, bits, 0, 0, 0)), "capset")
    for number in kept:
        _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, number)


def bound_capabilities(kept: Collection[int] = ()) -> None:
    """Rule out that any capability but those `kept` is ever had again.

    An ordinary user may not do that, and need not: see `no_new_privileges`.
    """
    number = 0
    while number in kept or _libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0) == 0:
        number += 1
    ordinary = ctypes.get_errno() == errno.EPERM and os.geteuid() != 0
    if not ordinary and (ctypes.get_errno() != errno.EINVAL or not number):  # EINVAL: the number past the last one
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "PR_CAPBSET_DROP")


def no_new_privileges() -> None:
    """Rule out new privileges, for this process and all it will start: no program gets more rights than it has."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def install_filter(program: bytes) -> None:
    """Install a seccomp filter, and rule out new privileges, for this process and all it will start."""
    no_new_privileges()
    lines = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(lines))
    _prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header)


def _prctl(option: int, *arguments: int | bytes) -> None:
    words = [value if isinstance(value, bytes) else ctypes.c_ulong(value) for value in arguments]
    padding = [ctypes.c_ulong(0)] * (4 - len(words))
    _checked(_libc.prctl(option, *words, *padding), f"prctl {option}")


def _checked(result: int, what: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code), what)
