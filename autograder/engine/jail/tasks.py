"""How many processes and threads a user has who is not alone on a machine, for limits that count them all."""

from pathlib import Path

NOBODY = 65534
_COUNTED_BY_NAMESPACE = (5, 14)  # since then RLIMIT_NPROC counts a user's tasks for each user namespace apart
_MARGIN = 256


def spare_tasks(release: str, user: int) -> int:
    """Return what to add to limits of processes on a kernel that counts all tasks of a user together, else 0.

    `release` is the kernel's version. Root's submissions run as `NOBODY` then.
    """
    major, minor = (int("".join(filter(str.isdigit, part)) or 0) for part in release.split(".")[:2])
    return 0 if (major, minor) >= _COUNTED_BY_NAMESPACE else tasks_of(user or NOBODY)


def tasks_of(user: int) -> int:
    """Return how many tasks the user has at the moment, with a margin for what comes."""
    tasks = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == user:
                tasks += len(list((folder / "task").iterdir()))
        except OSError:
            continue  # it ended meanwhile
    return tasks + _MARGIN
