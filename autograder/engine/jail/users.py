"""Which other users root can become: in a user namespace it may be the only one that there is."""

from pathlib import Path


def can_become(first: int, last: int | None = None) -> bool:
    """Return whether root can become any user and group from `first` to `last` (by default `first` alone)."""
    own = Path("/proc/self")
    last = first if last is None else last
    return (own / "setgroups").read_text(encoding="ascii").strip() == "allow" and all(
        any(start <= first and last < start + count for start, count in _ranges(own / name))
        for name in ("uid_map", "gid_map")
    )


def _ranges(path: Path) -> list[tuple[int, int]]:
    """Return the first number and the count of each range of users or groups that this namespace has."""
    lines = path.read_text(encoding="ascii").splitlines()
    return [(int(start), int(count)) for start, _, count in map(str.split, lines)]
