"""The files of a folder or a zip, alike: by their paths inside it, and read only when they are needed.

Nothing is unpacked: a member's path decides nothing on this machine's disk. A class may be a thousand files of 5 MB, so
that a zip stays open as long as somebody has a member of it.
"""

import os
import stat
import struct
import threading
import time
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from autograder.intake.contents import HEAD_BYTES, UNSEEN, is_unseen, most_mb
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import read_content, read_head, too_large
from autograder.results import Skipped

MAX_FILES = 500_000
MAX_TABLE_MB = 32
_DEEPEST = 50
_LEVELS = 4
_DEBRIS = frozenset({"__MACOSX", "__pycache__"})
_TAIL = 65_557  # the end record of a zip with the longest comment
_UTF8 = 0x800


class Source(Protocol):
    """Where the bytes of a submission come from."""

    def read(self) -> bytes:
        """Return them.

        Raises:
            NotGradable: they cannot be had; the text says what the student should do.

        """

    def head(self) -> bytes:
        """Return the first of them, by which a file is known; none where they cannot be had."""


@dataclass(frozen=True, slots=True)
class File:
    """A file of this machine."""

    path: Path

    def read(self) -> bytes:
        """Return the content; see `Source`."""
        return read_content(self.path)

    def head(self) -> bytes:
        """Return the beginning; see `Source`."""
        return read_head(self.path)


class Archive:
    """A zip that is open, for many threads."""

    def __init__(self, path: Path) -> None:
        """Open the zip at `path` and read its table of contents.

        Raises:
            Exception: of many kinds, when it is no zip that can be used.

        """
        self._lock = threading.Lock()
        _check_table(path)
        self.path = path
        self._zip = zipfile.ZipFile(path)

    def infos(self) -> list[zipfile.ZipInfo]:
        """Return the entries of the table of contents."""
        return self._zip.infolist()

    def read(self, info: zipfile.ZipInfo) -> bytes:
        """Return the content of a member; see `Source`."""
        if stat.S_ISLNK(info.external_attr >> 16):
            raise NotGradable("The file is a link to another file; hand in the file itself.")
        if info.flag_bits & 1:
            raise NotGradable("The file is locked with a password; hand it in without one.")
        most = most_mb(self.head(info))
        if info.file_size > most << 20:
            raise NotGradable(too_large(info.file_size, most))
        try:
            with self._lock, self._zip.open(info) as member:
                return member.read()
        except Exception as error:  # zipfile passes on whatever its decompressors raise
            raise NotGradable("The file is damaged in the download; hand it in again.") from error

    def head(self, info: zipfile.ZipInfo) -> bytes:
        """Return the beginning of a member; see `Source`."""
        if stat.S_ISLNK(info.external_attr >> 16) or info.flag_bits & 1:
            return b""
        with suppress(Exception), self._lock, self._zip.open(info) as member:  # as in `read`
            return member.read(HEAD_BYTES)
        return b""


@dataclass(frozen=True, slots=True)
class Packed:
    """A member of a zip."""

    archive: Archive
    info: zipfile.ZipInfo

    def read(self) -> bytes:
        """Return the content; see `Source`."""
        return self.archive.read(self.info)

    def head(self) -> bytes:
        """Return the beginning; see `Source`."""
        return self.archive.head(self.info)


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a tree: its path inside, and `shown`, where it is for people."""

    path: PurePosixPath
    shown: Path
    source: Source


@dataclass(frozen=True, slots=True)
class Tree:
    """The files below a folder, or in a zip; `made` is when the zip was written, in seconds, 0.0 if not known."""

    shown: Path
    members: tuple[Member, ...]
    skipped: tuple[Skipped, ...] = ()
    made: float = 0.0

    @classmethod
    def of_folder(cls, folder: Path) -> "Tree | None":
        """Return the files below a folder, None if there are too many; links to folders are not followed."""
        members: list[Member] = []
        skipped: list[Skipped] = []
        for path, reason in _walk(folder):
            if reason:
                skipped.append(Skipped(str(path), reason))
            else:
                inside = PurePosixPath(*map(_plain, path.relative_to(folder).parts))
                members.append(Member(inside, path, File(path)))
            if len(members) > MAX_FILES:
                return None
        return cls(folder, tuple(members), tuple(skipped))

    @classmethod
    def of_zip(cls, path: Path) -> "Tree | None":
        """Return the files of a zip, None if it is no zip, or none that can be used."""
        try:
            archive = Archive(path)
        except Exception:  # zipfile passes on whatever it stumbles over
            return None
        infos = archive.infos()
        members: list[Member] = []
        skipped: list[Skipped] = []
        for info in infos:
            inside = PurePosixPath(_plain(_name(info).replace("\\", "/")))
            if inside.is_absolute() or ".." in inside.parts:
                skipped.append(Skipped(f"{path}: {inside}", "a path that leads out of the zip"))
            elif not info.is_dir() and inside.parts and not _is_debris(inside):
                members.append(Member(inside, path / inside, Packed(archive, info)))
            elif is_unseen(inside.name) and not _is_debris(inside.parent):
                skipped.append(Skipped(str(path / inside), UNSEEN))
        return cls(path, tuple(members), tuple(skipped), max(map(_moment, infos), default=0.0))

    def levels(self) -> Iterator["Tree"]:
        """Yield this tree, and those in it that are all there is: what an unpacked zip is often wrapped in."""
        level = self
        for _ in range(_LEVELS):
            yield level
            tops = {member.path.parts[0] for member in level.members}
            if len(tops) != 1 or any(len(member.path.parts) == 1 for member in level.members):
                return
            inner = (
                Member(PurePosixPath(*member.path.parts[1:]), member.shown, member.source) for member in level.members
            )
            level = Tree(level.shown / tops.pop(), tuple(inner), level.skipped, level.made)


def _walk(folder: Path, depth: int = 0) -> Iterator[tuple[Path, str]]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield folder, f"a folder that cannot be read ({error.strerror})"
        return
    for path in entries:
        if _is_debris(PurePosixPath(path.name)):
            if is_unseen(path.name) and path.is_file():
                yield path, UNSEEN
            continue
        if not path.is_dir():
            yield path, ""
        elif path.is_symlink():
            yield path, "a link to a folder"
        elif depth == _DEEPEST:
            yield path, "a folder in too many folders"
        else:
            yield from _walk(path, depth + 1)


def _is_debris(path: PurePosixPath) -> bool:
    return any(part in _DEBRIS or part.startswith((".", "~$")) for part in path.parts)


def _plain(text: str) -> str:
    """Return a name in the form that is the same however the system that wrote it composes its accents."""
    return unicodedata.normalize("NFC", text)


def _name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; many write UTF-8 without saying so, which Python then takes for DOS's letters."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _moment(info: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*info.date_time, 0, 0, -1)) if info.date_time[0] > 1980 else 0.0
    except (OverflowError, ValueError):
        return 0.0


def _check_table(path: Path) -> None:
    """Raise ValueError when the table of contents is so large that reading it would take long or all memory."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL - 76))  # with the records of a large zip before it
        tail = file.read(_TAIL + 76)
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + 16 > len(tail):
        raise ValueError("not a zip")
    (table,) = struct.unpack_from("<L", tail, place + 12)
    large = tail.rfind(b"PK\x06\x06", 0, place)
    if table == 0xFFFFFFFF and 0 <= large <= len(tail) - 48:
        (table,) = struct.unpack_from("<Q", tail, large + 40)
    if table > MAX_TABLE_MB << 20:
        raise ValueError("too many members")
