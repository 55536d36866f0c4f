"""The folder of snapshots never grows beyond its bound: what was used longest ago makes room."""

import os
from pathlib import Path

from autograder.engine.snapshots import Snapshots


def snapshots(folder: Path) -> Snapshots:
    return Snapshots(folder / "snapshots", {}, most_bytes=30)


def grow_old(folder: Path) -> None:
    """Make every snapshot an hour older than it is."""
    for path in (folder / "snapshots").iterdir():
        before = path.stat().st_mtime - 3600
        os.utime(path, (before, before))


def kept(folder: Path) -> set[str]:
    return {path.name for path in (folder / "snapshots").iterdir()}


def test_the_oldest_makes_room_for_a_new_one(tmp_path: Path) -> None:
    for key in ("a", "b", "c", "d"):
        snapshots(tmp_path).write(key, b"x" * 10)
        grow_old(tmp_path)
    assert kept(tmp_path) == {"b", "c", "d"}


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    for key in ("a", "b", "c"):
        snapshots(tmp_path).write(key, b"x" * 10)
        grow_old(tmp_path)
    assert snapshots(tmp_path).read("a") == b"x" * 10
    snapshots(tmp_path).write("d", b"x" * 15)
    assert kept(tmp_path) == {"a", "d"}


def test_what_is_larger_than_all_the_room_is_not_kept_and_removes_nothing(tmp_path: Path) -> None:
    snapshots(tmp_path).write("a", b"x" * 10)
    snapshots(tmp_path).write("b", b"x" * 31)
    assert kept(tmp_path) == {"a"}


def test_what_another_worker_has_written_counts(tmp_path: Path) -> None:
    first, second = snapshots(tmp_path), snapshots(tmp_path)
    first.write("a", b"x" * 20)
    grow_old(tmp_path)
    second.write("b", b"x" * 20)
    assert kept(tmp_path) == {"b"}
