"""The few calls to the Linux kernel that Python has no function for."""

import ctypes
import errno
import os
import platform
import signal
import struct
from typing import Final

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_CAPBSET_DROP = 1, 4, 24
_PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _PR_CAP_AMBIENT = 22, 38, 47
_SECCOMP_MODE_FILTER, _PR_CAP_AMBIENT_CLEAR_ALL = 2, 4
_CAPABILITY_VERSION_3 = 0x20080522
_CLONE: Final = {"x86_64": 56, "aarch64": 220}
_NEW_NAMESPACES: Final = 0x7E020000  # user, mount, PID, IPC, network, UTS and cgroup: all that `clone` can make

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 0x1000, 0x2000, 0x4000, 0x40000

# PyDLL keeps the interpreter's lock: nothing of Python may run between a raw clone and the child's first line.
_libc = ctypes.PyDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long


def fork_into_new_namespaces() -> int:
    """Fork this process into namespaces of its own, of every kind; return the child's pid, and 0 in the child.

    One fork does what `unshare` and two forks would do, and copying the warm interpreter is what costs the time. The
    caller must be pid 1 with a single thread: the child is pid 1 as well, so what the C library remembers of its
    thread's number stays true although its own `fork` was passed by.
    """
    python = ctypes.pythonapi
    python.PyOS_BeforeFork()
    pid = int(_libc.syscall(_CLONE[platform.machine()], _NEW_NAMESPACES | signal.SIGCHLD, 0, 0, 0, 0))
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


def die_with_parent() -> None:
    """Have the kernel kill this process when the one that made it ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def own_proc_files() -> None:
    """Let this process write to its own files in /proc, which a change of user takes away."""
    _prctl(_PR_SET_DUMPABLE, 1)


def drop_capabilities() -> None:
    """Give up every capability, for this process and for whatever it executes, for good."""
    capability = 0
    while _libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0) == 0:
        capability += 1
    if ctypes.get_errno() != errno.EINVAL or not capability:  # EINVAL: the number past the last one
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), "PR_CAPBSET_DROP")
    _prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL)
    header = struct.pack("=Ii", _CAPABILITY_VERSION_3, 0)
    _checked(_libc.capset(header, bytes(24)), "capset")


def install_filter(program: bytes) -> None:
    """Install a seccomp filter, and rule out new privileges, for this process and all it will start."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
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
