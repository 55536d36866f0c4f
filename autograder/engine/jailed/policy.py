"""The policy of the jail, as data: what a submission finds, what it may use, and what it may ask of the kernel.

Nothing here does anything: `autograder.engine.jail` and the modules beside this one turn it into mounts, Landlock
rules, resource limits and a seccomp filter. A submission's own limits (`TurnLimits`) are set by its assignment; their
defaults are in `autograder.engine.jail.limits`. There are two walls:

- *bubblewrap*: namespaces of its own for each submission, in which there is nothing else to see;
- *landlock*: where no namespaces can be made. Rules for files, and a stricter filter, on a system that is shared.
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final

# ---- files: what is there to read besides the interpreter's own folders, and what there is to write ----

SYSTEM_FOLDERS: Final = ("/usr", "/nix/store")
SYSTEM_LINKS: Final = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")  # folders on old systems, else links
SYSTEM_FILES: Final = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives")
DEVICES: Final = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# Without a /proc and a /sys of its own: how many CPUs there are for us, which joblib looks up.
CPU_QUOTA: Final = (
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
)

# ---- the environment: nothing of the grader's own gets in ----

ENVIRONMENT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "USER": "student",
        "MPLBACKEND": "Agg",
        "MALLOC_ARENA_MAX": "2",  # each arena of a thread would reserve 64 MiB of address space
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",  # the same submission iterates over its sets in the same order every time
    }
)
OWN_FOLDERS: Final[Mapping[str, str]] = MappingProxyType(  # in the submission's own file system or folder
    {"HOME": "home", "TMPDIR": "tmp", "MPLCONFIGDIR": "home/.matplotlib", "IPYTHONDIR": "home/.ipython"}
)
THREAD_POOLS: Final = ("OMP", "OPENBLAS", "MKL", "BLIS", "NUMEXPR")  # each has as many threads as the jail has CPUs
# joblib works in one process: multiprocessing needs semaphores in /dev/shm, which all users share.
WITHOUT_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType({"JOBLIB_MULTIPROCESSING": "0"})

# ---- what the limits of every turn have in common ----

USER: Final = 1000  # what a submission is called inside its own user namespace
FIRST_USER: Final = 0x70000000  # landlock, as root: the users from here on are nobody's; a turn gets that of its number
THREAD_STACKS_MB: Final = 512  # address space, not memory: stacks and arenas of threads are reserved, hardly used
STACK_MB: Final = 8
OUTER_BOX_MB: Final = 64  # for the warm interpreter's caches, which no submission sees
NONE_OF: Final = ("CORE", "MEMLOCK", "MSGQUEUE", "RTPRIO", "NICE")  # resource limits that are 0
LEAST_PENDING_SIGNALS: Final = 64
OOM_SCORE: Final = 1000  # when the machine runs out of memory, submissions go first
WATCHED_EVERY_S: Final = 0.05  # landlock: how often the size of a work folder is looked at

# ---- system calls ----


class Answer(Enum):
    """What the kernel answers to a call that is denied; nothing is killed for asking."""

    NO = errno.EPERM
    UNKNOWN = errno.ENOSYS  # programs then know another way
    PRETEND = 0  # nothing is done, and honest programs, which seldom need it, go on


class Test(Enum):
    """How an argument is compared, by its low 32 bits."""

    IS = "is"
    IS_NOT = "is not"
    HAS_ANY = "has any bit of"
    HAS_NONE = "has no bit of"


@dataclass(frozen=True, slots=True)
class Where:
    """A condition: argument number `argument` of the call compares as `test` says with one of `values`."""

    argument: int
    test: Test
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """`call` is denied where all conditions hold; none: always."""

    call: str
    answer: Answer
    where: tuple[Where, ...] = ()


DENIED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "looking into or steering other processes": (
            "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_getfd kcmp "
            "migrate_pages move_pages sched_setaffinity"
        ),
        "other views of the file system": (
            "mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr "
            "name_to_handle_at open_by_handle_at quotactl quotactl_fd fanotify_init fanotify_mark"
        ),
        "new namespaces (with the flags of clone, below)": "unshare setns",
        "large parts of the kernel that numerical work never needs": (
            "bpf perf_event_open userfaultfd keyctl add_key request_key io_uring_setup io_uring_enter "
            "io_uring_register vmsplice remap_file_pages seccomp landlock_create_ruleset modify_ldt lookup_dcookie "
            "nfsservctl uselib sysfs"
        ),
        "the machine itself": (
            "kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff reboot acct sethostname "
            "setdomainname syslog settimeofday clock_settime clock_adjtime adjtimex vhangup iopl ioperm"
        ),
    }
)
UNKNOWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        "its flags lie in memory, where a filter cannot look; libc then uses clone": "clone3",
        "memory that no limit of a process counts once it is detached": "memfd_create memfd_secret",
        "System V and POSIX IPC": "shmget msgget semget mq_open",
        "watching files that others use, too": "inotify_init inotify_init1",
        "which parts of shared files somebody has read": "mincore",
    }
)
# A lock of a file that other submissions read, too, is seen by them. Inside one submission nobody else is to be kept
# out, so that every lock is granted and none is taken: SQLite and HDF5 work.
PRETENDED: Final[Mapping[str, str]] = MappingProxyType(
    {"locks of files": "flock", "what others need not keep in memory of shared files": "fadvise64"}
)

NEW_NAMESPACES: Final = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_AF_UNIX: Final = 1
_DATAGRAMS: Final = 2  # the bit that SOCK_DGRAM and SOCK_RAW have, and SOCK_STREAM and SOCK_SEQPACKET have not
_ADDRESS_RANDOMISATION_ASKED: Final = (0xFFFFFFFF, 0)
_TERMINAL_REQUESTS: Final = (0x5412, 0x541C, 0x5423)  # TIOCSTI, TIOCLINUX, TIOCSETD
_SIGNALS_OF_FILES: Final = (0x5452, 0x8901, 0x8902)  # FIOASYNC, FIOSETOWN, SIOCSPGRP
_LOCKS: Final = (5, 6, 7, 36, 37, 38)  # F_GETLK, F_SETLK, F_SETLKW, and those of open file descriptions
_OWNERS: Final = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX
_SHARED: Final = (1024, 1025, 1026, 1031)  # leases, F_NOTIFY, and F_SETPIPE_SZ, which a user has a quota of
_F_SETFL, _O_ASYNC = 4, 0x2000
_RWF_NOWAIT: Final = 8  # to read only what somebody else has read before

CONDITIONS: Final = (
    Rule("clone", Answer.NO, (Where(0, Test.HAS_ANY, (NEW_NAMESPACES,)),)),
    Rule("personality", Answer.NO, (Where(0, Test.IS_NOT, _ADDRESS_RANDOMISATION_ASKED),)),
    Rule("ioctl", Answer.NO, (Where(1, Test.IS, _TERMINAL_REQUESTS + _SIGNALS_OF_FILES),)),
    Rule("fcntl", Answer.PRETEND, (Where(1, Test.IS, _LOCKS),)),
    Rule("fcntl", Answer.NO, (Where(1, Test.IS, _OWNERS + _SHARED),)),
    Rule("fcntl", Answer.NO, (Where(1, Test.IS, (_F_SETFL,)), Where(2, Test.HAS_ANY, (_O_ASYNC,)))),
    Rule("preadv2", Answer.UNKNOWN, (Where(5, Test.HAS_ANY, (_RWF_NOWAIT,)),)),
    Rule("socketpair", Answer.NO, (Where(0, Test.IS_NOT, (_AF_UNIX,)),)),
)
WITH_NAMESPACES: Final = (Rule("socket", Answer.NO, (Where(0, Test.IS_NOT, (_AF_UNIX,)),)),)

# ---- system calls that are harmless only in namespaces of one's own ----

_O_TRUNC, _O_ACCMODE, _O_TMPFILE = 0x200, 0x3, 0x400000
_PR_SET_DUMPABLE: Final = 4
_ITSELF: Final = (0,)

DENIED_WITHOUT_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sockets of any kind but connected pairs, and descriptors sent through those, which hide files": (
            "socket bind connect listen accept accept4 sendmsg sendmmsg"
        ),
        "other processes of the same user": "pidfd_open pidfd_send_signal get_robust_list ioprio_set",
        "cutting files by name, which Landlock knows since its third version": "truncate",
    }
)
UNKNOWN_WITHOUT_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {"its flags lie in memory, where a filter cannot look; libc then uses openat": "openat2"}
)
# Landlock does not hold what changes a file without opening it, and the grader's own files may have the same owner.
PRETENDED_WITHOUT_NAMESPACES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "modes of files": "chmod fchmod fchmodat",
        "owners of files": "chown fchown lchown fchownat",
        "times of files": "utime utimes futimesat utimensat",
        "attributes of files": "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr",
    }
)
CONDITIONS_WITHOUT_NAMESPACES: Final = (
    Rule("socketpair", Answer.NO, (Where(1, Test.HAS_ANY, (_DATAGRAMS,)),)),  # they could be sent elsewhere
    Rule("prlimit64", Answer.NO, (Where(0, Test.IS_NOT, _ITSELF),)),
    Rule("sched_setattr", Answer.NO, (Where(0, Test.IS_NOT, _ITSELF),)),
    Rule("sched_setparam", Answer.NO, (Where(0, Test.IS_NOT, _ITSELF),)),
    Rule("sched_setscheduler", Answer.NO, (Where(0, Test.IS_NOT, _ITSELF),)),
    Rule("setpriority", Answer.NO, (Where(0, Test.IS_NOT, (0,)),)),  # of a process, not of a group or a user
    Rule("setpriority", Answer.NO, (Where(1, Test.IS_NOT, _ITSELF),)),
    Rule("prctl", Answer.NO, (Where(0, Test.IS, (_PR_SET_DUMPABLE,)),)),  # or its deleted files could not be counted
    # opened for reading, and cut: Landlock knows that since its third version
    Rule("open", Answer.NO, (Where(1, Test.HAS_ANY, (_O_TRUNC,)), Where(1, Test.HAS_NONE, (_O_ACCMODE,)))),
    Rule("openat", Answer.NO, (Where(2, Test.HAS_ANY, (_O_TRUNC,)), Where(2, Test.HAS_NONE, (_O_ACCMODE,)))),
    Rule("open", Answer.NO, (Where(1, Test.HAS_ANY, (_O_TMPFILE,)),)),  # a file without a name is hard to count
    Rule("openat", Answer.NO, (Where(2, Test.HAS_ANY, (_O_TMPFILE,)),)),
)
# Before Landlock could keep signals inside (its sixth version), and where all submissions have one user.
SIGNALS: Final = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "tkill")

# ---- what is weaker without namespaces, for the report ----

WEAKER_WITHOUT_NAMESPACES: Final = (
    "Submissions can ask whether a file exists, how large it is and when it was changed, though not what is in it.",
    "They see the host's name, its load and free memory, and the numbers that the host gives their processes.",
    "Of any process they can ask whether it is there, its priority and how many threads it has: two can signal so.",
    "The size of their files is looked at twenty times a second, so for a moment they may hold more than the limit.",
    "multiprocessing cannot make its semaphores, and joblib works in one process.",
)
WEAKER_WITH_ONE_USER: Final = (
    "The number of processes is counted for all of the user's together: a fork bomb can hinder other submissions.",
)
WEAKER_WITHOUT_SCOPES: Final = ("Submissions cannot send signals to processes that they have started themselves.",)


def named(groups: Mapping[str, str]) -> tuple[str, ...]:
    """Return the calls of all groups."""
    return tuple(call for calls in groups.values() for call in calls.split())
