"""Landlock: rules for files, connections and signals that an unprivileged process puts on itself, for good.

Numbers and structures are those of the kernel's include/uapi/linux/landlock.h.
"""

import contextlib
import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from . import kernel

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION: Final = 1
_BENEATH: Final = 1
_TCP: Final = 3  # bind and connect
_SIGNALS, _ABSTRACT_SOCKETS = 2, 1
REFERS, CUTS, TCP, DEVICES, SCOPES = 2, 3, 4, 5, 6  # the version that brought each


class Access(IntFlag):
    """What a rule can allow below a folder."""

    EXECUTE = 1 << 0
    WRITE_FILE = 1 << 1
    READ_FILE = 1 << 2
    READ_DIR = 1 << 3
    REMOVE_DIR = 1 << 4
    REMOVE_FILE = 1 << 5
    MAKE_CHAR = 1 << 6
    MAKE_DIR = 1 << 7
    MAKE_REG = 1 << 8
    MAKE_SOCK = 1 << 9
    MAKE_FIFO = 1 << 10
    MAKE_BLOCK = 1 << 11
    MAKE_SYM = 1 << 12
    REFER = 1 << 13
    TRUNCATE = 1 << 14
    IOCTL_DEV = 1 << 15


READ: Final = Access.EXECUTE | Access.READ_FILE | Access.READ_DIR
DEVICE: Final = Access.READ_FILE | Access.WRITE_FILE
OWN: Final = ~(Access.MAKE_CHAR | Access.MAKE_BLOCK | Access.MAKE_SOCK | Access.IOCTL_DEV)
_OF_FILES: Final = Access.EXECUTE | Access.READ_FILE | Access.WRITE_FILE | Access.TRUNCATE | Access.IOCTL_DEV


@dataclass(frozen=True, slots=True)
class Place:
    """A file or a folder, held by a descriptor of it, and what is allowed there."""

    descriptor: int
    access: Access

    @property
    def possible(self) -> Access:
        """What of the access the kernel takes for it: of a single file only what files have."""
        folder = stat.S_ISDIR(os.fstat(self.descriptor).st_mode)
        return self.access if folder else self.access & _OF_FILES


def version() -> int:
    """Return which version of Landlock this kernel has; 0 for none."""
    with contextlib.suppress(OSError):
        return kernel.system_call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint(_ASK_VERSION))
    return 0


def place(path: str, access: Access) -> Place | None:
    """Return the place at `path`, if there is one."""
    with contextlib.suppress(OSError):
        return Place(os.open(path, os.O_PATH | os.O_CLOEXEC), access)
    return None


def keep_to(places: Iterable[Place], known: int) -> None:
    """Allow this process, and all it will start, these places alone; no connections, and signals to its own only.

    `known` is the version of Landlock: what came later is left to the seccomp filter.
    """
    every = Access((1 << (13 + (known >= REFERS) + (known >= CUTS) + (known >= DEVICES))) - 1)
    ruleset = _ruleset(every, known)
    for each in places:
        rule = ctypes.create_string_buffer(struct.pack("=Qi", each.possible & every, each.descriptor), 12)
        kernel.system_call(_ADD_RULE, ctypes.c_int(ruleset), ctypes.c_int(_BENEATH), rule, ctypes.c_uint(0))
    _enter(ruleset)


def keep_signals_in() -> None:
    """Allow this process signals only to what it will start (`SCOPES`), and everything else."""
    _enter(_ruleset(Access(0), SCOPES, tcp=0, scopes=_SIGNALS))


def _ruleset(files: Access, known: int, tcp: int = _TCP, scopes: int = _SIGNALS | _ABSTRACT_SOCKETS) -> int:
    fields = [files, tcp, scopes][: 1 + (known >= TCP) + (known >= SCOPES)]
    attributes = ctypes.create_string_buffer(struct.pack(f"{len(fields)}Q", *fields), 8 * len(fields))
    return kernel.system_call(_CREATE_RULESET, attributes, ctypes.c_size_t(8 * len(fields)), ctypes.c_uint(0))


def _enter(ruleset: int) -> None:
    kernel.no_new_privileges()
    kernel.system_call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint(0))
    os.close(ruleset)
