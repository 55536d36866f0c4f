"""The seccomp filter of a submission: which system calls it does without.

A classic BPF program, built here so that neither libseccomp nor a compiler is needed. It is a list of what is denied,
closed at the top: every call newer than `NEWEST` does not exist for the submission, so that what kernels add later is
denied until somebody has thought about it. Denied calls fail with EPERM, or with ENOSYS where programs then know
another way (`clone3`, `memfd_create`, System V shared memory); nothing is killed for asking.
"""

import errno
import platform
import struct
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

AUDIT_ARCH: Final[Mapping[str, int]] = MappingProxyType({"x86_64": 0xC000003E, "aarch64": 0xC00000B7})
NEWEST: Final = 450  # set_mempolicy_home_node, Linux 5.17; numbers from 424 on are the same on every machine

# name: (number on x86_64, number on aarch64); None where the machine never had the call
_EPERM: Final[Mapping[str, tuple[int | None, int | None]]] = MappingProxyType(
    {
        # looking into or steering other processes
        "ptrace": (101, 117),
        "process_vm_readv": (310, 270),
        "process_vm_writev": (311, 271),
        "process_madvise": (440, 440),
        "process_mrelease": (448, 448),
        "pidfd_getfd": (438, 438),
        "kcmp": (312, 272),
        "migrate_pages": (256, 238),
        "move_pages": (279, 239),
        "sched_setaffinity": (203, 122),
        # other views of the file system
        "mount": (165, 40),
        "umount2": (166, 39),
        "pivot_root": (155, 41),
        "chroot": (161, 51),
        "open_tree": (428, 428),
        "move_mount": (429, 429),
        "fsopen": (430, 430),
        "fsconfig": (431, 431),
        "fsmount": (432, 432),
        "fspick": (433, 433),
        "mount_setattr": (442, 442),
        "name_to_handle_at": (303, 264),
        "open_by_handle_at": (304, 265),
        "quotactl": (179, 60),
        "quotactl_fd": (443, 443),
        "fanotify_init": (300, 262),
        "fanotify_mark": (301, 263),
        # new namespaces (with the flags of clone, below)
        "unshare": (272, 97),
        "setns": (308, 268),
        # large parts of the kernel that numerical work never needs
        "bpf": (321, 280),
        "perf_event_open": (298, 241),
        "userfaultfd": (323, 282),
        "keyctl": (250, 219),
        "add_key": (248, 217),
        "request_key": (249, 218),
        "io_uring_setup": (425, 425),
        "io_uring_enter": (426, 426),
        "io_uring_register": (427, 427),
        "vmsplice": (278, 75),
        "remap_file_pages": (216, 234),
        "seccomp": (317, 277),
        "landlock_create_ruleset": (444, 444),
        "modify_ldt": (154, None),
        "lookup_dcookie": (212, 18),
        "nfsservctl": (180, 42),
        "uselib": (134, None),
        "sysfs": (139, None),
        # the machine itself
        "kexec_load": (246, 104),
        "kexec_file_load": (320, 294),
        "init_module": (175, 105),
        "finit_module": (313, 273),
        "delete_module": (176, 106),
        "swapon": (167, 224),
        "swapoff": (168, 225),
        "reboot": (169, 142),
        "acct": (163, 89),
        "sethostname": (170, 161),
        "setdomainname": (171, 162),
        "syslog": (103, 116),
        "settimeofday": (164, 170),
        "clock_settime": (227, 112),
        "clock_adjtime": (305, 266),
        "adjtimex": (159, 171),
        "vhangup": (153, 58),
        "iopl": (172, None),
        "ioperm": (173, None),
    }
)
_ENOSYS: Final[Mapping[str, tuple[int | None, int | None]]] = MappingProxyType(
    {
        "clone3": (435, 435),  # its flags lie in memory, where a filter cannot look; libc then uses clone
        # memory that no limit of a process counts once it is detached
        "memfd_create": (319, 279),
        "memfd_secret": (447, 447),
        "shmget": (29, 194),
        "msgget": (68, 186),
        "semget": (64, 190),
        "mq_open": (240, 180),
    }
)
_CLONE: Final = (56, 220)
_SOCKET: Final = (41, 198)
_SOCKETPAIR: Final = (53, 199)
_PERSONALITY: Final = (135, 92)
_IOCTL: Final = (16, 29)

_NEW_NAMESPACES: Final = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_AF_UNIX: Final = 1
_PERSONALITY_QUERY: Final = 0xFFFFFFFF
_TERMINAL_REQUESTS: Final = (0x5412, 0x541C, 0x5423)  # TIOCSTI, TIOCLINUX, TIOCSETD

_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _ERRNO, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data; the low word of an argument

Instruction = tuple[int, int, int, int]


def denied(machine: str) -> dict[str, int]:
    """Return name -> number of the calls that are denied whatever their arguments are."""
    column = list(AUDIT_ARCH).index(machine)
    numbers = {name: pair[column] for name, pair in (*_EPERM.items(), *_ENOSYS.items())}
    return {name: number for name, number in numbers.items() if number is not None}


def program(machine: str | None = None) -> bytes:
    """Return the filter as an array of `struct sock_filter`, for `machine` or else for this one.

    Raises:
        NotImplementedError: there is no table for this kind of processor.

    """
    machine = machine or platform.machine()
    if machine not in AUDIT_ARCH:
        raise NotImplementedError(f"there is no seccomp filter for {machine} processors")
    return b"".join(struct.pack("=HBBI", *line) for line in _lines(machine))


def _lines(machine: str) -> Iterable[Instruction]:
    column = list(AUDIT_ARCH).index(machine)
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine])
    yield _returns(_KILL_PROCESS)  # a call through the 32-bit door has other numbers
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_JUMP_AT_LEAST, 0, 1, NEWEST + 1)  # x32 numbers are above it, too
    yield _fails(errno.ENOSYS)
    for table, code in ((_EPERM, errno.EPERM), (_ENOSYS, errno.ENOSYS)):
        for pair in table.values():
            if (number := pair[column]) is not None:
                yield (_JUMP_EQUAL, 0, 1, number)
                yield _fails(code)
    yield from _checked(_CLONE[column], 0, [(_JUMP_ANY_BIT, 0, 1, _NEW_NAMESPACES), _fails(errno.EPERM)])
    for call in (_SOCKET, _SOCKETPAIR):
        yield from _checked(call[column], 0, [(_JUMP_EQUAL, 1, 0, _AF_UNIX), _fails(errno.EPERM)])
    ask_only = [(_JUMP_EQUAL, 2, 0, _PERSONALITY_QUERY), (_JUMP_EQUAL, 1, 0, 0), _fails(errno.EPERM)]
    yield from _checked(_PERSONALITY[column], 0, ask_only)
    requests = [line for request in _TERMINAL_REQUESTS for line in ((_JUMP_EQUAL, 0, 1, request), _fails(errno.EPERM))]
    yield from _checked(_IOCTL[column], 1, requests)
    yield _returns(_ALLOW)


def _checked(number: int, argument: int, rules: list[Instruction]) -> Iterable[Instruction]:
    """Yield `rules` on an argument of one call, which is allowed when none of them has denied it."""
    yield (_JUMP_EQUAL, 0, len(rules) + 2, number)
    yield (_LOAD, 0, 0, _FIRST_ARGUMENT + 8 * argument)
    yield from rules
    yield _returns(_ALLOW)


def _returns(value: int) -> Instruction:
    return (_RETURN, 0, 0, value)


def _fails(code: int) -> Instruction:
    return _returns(_ERRNO | code)
