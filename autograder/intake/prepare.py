"""From a submitted file to a clean copy that can be graded, or the sentence that tells the student why not.

Nothing of a submission is run here. The copy is written anew: only what grading needs goes into it (otter's own log,
for one, is left out, because otter would unpickle it).
"""

import io
import json
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from autograder.intake import notebooks
from autograder.intake.contents import HEAD_BYTES, Kind, is_notebook, kind_of, meant, most_mb, wrong_kind
from autograder.intake.notebooks import NotGradable
from autograder.intake.several import Option, choose_one
from autograder.results.messages import shorten

MAX_UNPACKED_MB = 200
MAX_MEMBERS = 2000
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's table of contents
_MAX_NAME_BYTES = 200
_DEEPEST = 3  # zips in zips
_NOT_FOLLOWED, _NOT_WAITED = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_LEFT_OUT = ("*.otter", "*.pdf", "__zip_filename__")
_TOO_MUCH = f"The zip holds more than {MAX_MEMBERS} files or {MAX_UNPACKED_MB} MB; hand in the notebook alone."


Members = dict[PurePosixPath, Callable[[], bytes]]  # the files of a zip by their paths, with what reads each


class NoNotebook(NotGradable):
    """A zip in which there is nothing to grade."""


def prepare(
    path: Path,
    folder: Path,
    *,
    assignment: str | None = None,
    content: bytes | None = None,
    scripts_in_pieces: bool = True,
) -> Path:
    """Write a clean copy of the submission `path` into the existing `folder` and return the copy's path.

    For the arguments, and what is raised, see `clean_copy`.
    """
    name, clean = clean_copy(path, assignment=assignment, content=content, scripts_in_pieces=scripts_in_pieces)
    copy = folder / name
    copy.write_bytes(clean)
    return copy


def clean_copy(
    path: Path, *, assignment: str | None = None, content: bytes | None = None, scripts_in_pieces: bool = True
) -> tuple[str, bytes]:
    """Return the name and the bytes of a clean copy of the submission `path`, a notebook or a zip.

    `assignment` is the name that the notebook's metadata must have, if they have one; `content` is what `read_content`
    returned for the path, if it was read before. For `scripts_in_pieces` see `notebooks.read_script`.

    Raises:
        NotGradable: the file cannot be graded; the text says what the student should do.

    """
    cleaner = _Cleaner(assignment, scripts_in_pieces)
    content = read_content(path) if content is None else content
    if kind_of(path.name, content) is Kind.ZIP:
        return cleaner.zip(content)
    return cleaner.notebook(content, path.name)


def copied_notebook(name: str, copy: bytes) -> dict[str, Any]:
    """Return the notebook of a clean copy with that name."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(copy)) as archive:
            copy = archive.read(archive.namelist()[0])  # it is written first
    notebook: dict[str, Any] = json.loads(copy)
    return notebook


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that was handed in.

    Raises:
        NotGradable: it is a link, too large, or cannot be read; the text says what the student should do.

    """
    try:
        with _opened_file(path) as file:
            size = os.fstat(file.fileno()).st_size
            head = file.read(HEAD_BYTES)
            most = most_mb(head)
            content = head + file.read((most << 20) + 1 - len(head))
    except OSError as error:
        raise NotGradable(f"The file cannot be read ({error.strerror}); hand it in again.") from error
    if len(content) > most << 20:
        raise NotGradable(too_large(size, most))
    return content


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file that was handed in, none where it cannot be read."""
    with suppress(OSError, NotGradable), _opened_file(path) as file:
        return file.read(HEAD_BYTES)
    return b""


def too_large(size: int, most: int) -> str:
    """Return the sentence on a file of `size` bytes, more than `most` MB."""
    return (
        f"The file has {size / (1 << 20):.0f} MB, more than the {most} MB that can be graded; clear the outputs of the "
        "notebook, save and hand in again."
    )


@contextmanager
def _opened_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that was handed in, open for reading.

    Raises:
        NotGradable: it is a link, or no file.
        OSError: it cannot be opened.

    """
    kind = path.lstat().st_mode
    if stat.S_ISLNK(kind):
        raise NotGradable("The file is a link to another file; hand in the file itself.")
    if not stat.S_ISREG(kind):  # opening a pipe may take for ever, and opening a device do anything
        raise NotGradable("This is not a file that can be read (a pipe, a socket or a device); hand in a file.")
    # Between the two looks it may have become something else.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | _NOT_FOLLOWED | _NOT_WAITED)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise NotGradable("This is not a file that can be read (a pipe, a socket or a device); hand in a file.")
        yield file


def notebook_in(content: bytes, assignment: str | None = None) -> bytes:
    """Return the notebook (or script) of a zip that counts for `assignment`: see `several.choose_one`.

    Raises:
        NotGradable: none does for certain (`NoNotebook`: there is none), or the zip cannot be used.

    """
    with _opened(content) as unpacked:
        main, _ = unpacked.main(assignment)
        return unpacked.read(main)()


def passed_over(content: bytes, assignment: str | None = None) -> tuple[str, dict[str, str]]:
    """Return which notebook of a zip counts, and the others with the reason why they do not; nothing if none does."""
    with suppress(NotGradable), _opened(content) as unpacked:
        main, others = unpacked.main(assignment)
        return str(main), others
    return "", {}


@dataclass(frozen=True, slots=True)
class _Cleaner:
    """Makes clean copies."""

    assignment: str | None
    scripts_in_pieces: bool

    def notebook(self, content: bytes, name: str) -> tuple[str, bytes]:
        """Return the name and the content of that of a notebook or a script."""
        if kind_of(name, content) is Kind.SCRIPT:
            notebook = notebooks.read_script(content, in_pieces=self.scripts_in_pieces)
        else:
            notebook = notebooks.read_notebook(content, self.assignment)
        return notebooks.own_name(notebook) or "submission.ipynb", notebooks.to_bytes(notebook)

    def zip(self, content: bytes) -> tuple[str, bytes]:
        """Return a zip with the clean copy of the notebook that counts on top and the files that came with it."""
        if wrong := wrong_kind(content, Kind.ZIP):
            raise NotGradable(wrong)
        with _opened(content) as unpacked:
            main, _ = unpacked.main(self.assignment)
            name, notebook = self.notebook(unpacked.read(main)(), main.name)
            clean = io.BytesIO()
            with zipfile.ZipFile(clean, "w") as target:
                target.writestr(name, notebook)
                for inside, read in unpacked.beside(main):
                    if _is_wanted(inside) and str(inside) != name:
                        target.writestr(str(inside), read())
        return "submission.zip", clean.getvalue()


@dataclass(frozen=True, slots=True)
class _Unpacked:
    """A zip that was handed in: its files, and those `within` the zips among them, as if each were a folder."""

    members: Members
    within: Members

    def read(self, name: PurePosixPath) -> Callable[[], bytes]:
        """Return what reads a file."""
        return self.members.get(name) or self.within[name]

    def beside(self, name: PurePosixPath) -> Iterator[tuple[PurePosixPath, Callable[[], bytes]]]:
        """Yield the other files of a file's folder and below, by their paths from there, with what reads each."""
        for other, read in (self.members if name in self.members else self.within).items():
            if other != name and other.is_relative_to(name.parent):
                yield other.relative_to(name.parent), read

    def main(self, assignment: str | None) -> tuple[PurePosixPath, dict[str, str]]:
        """Return the notebook that counts, or the script where there is none, and why the others do not."""
        found = self._candidates()
        if not found:
            raise NoNotebook("The zip holds no notebook; put your .ipynb file into it.")
        choice = choose_one([Option(str(name), self.read(name)) for name in found], assignment)
        if choice.number is None:
            names = ", ".join(_shown(name) for name in found[:3]) + (", ..." if len(found) > 3 else "")
            raise NotGradable(
                f"The zip holds {len(found)} notebooks or scripts ({names}); leave only the one to be graded."
            )
        return found[choice.number], {str(found[number]): reason for number, reason in choice.passed_over.items()}

    def _candidates(self) -> list[PurePosixPath]:
        """Return the notebooks, known by their names or else by their content, or else the scripts."""
        endings = {name: meant(name.name) for name in (*self.members, *self.within)}
        return (
            [name for name, ending in endings.items() if ending == ".ipynb"]
            or [name for name, ending in endings.items() if not ending and is_notebook(self.read(name)()[:HEAD_BYTES])]
            or [name for name, ending in endings.items() if ending == ".py" and name.name != "__init__.py"]
        )


@contextmanager
def _opened(content: bytes) -> Iterator[_Unpacked]:
    """Yield what is in a zip that was handed in; whatever goes wrong with it inside the context is its fault."""
    if content.count(_ENTRY) > 2 * MAX_MEMBERS:  # reading the table alone would take long
        raise NotGradable(_TOO_MUCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = _members(archive)
            members: Members = {name: partial(archive.read, info) for name, info in infos.items()}
            within: Members = {}
            if not any(meant(name.name) == ".ipynb" for name in infos):
                room = (MAX_UNPACKED_MB << 20) - sum(info.file_size for info in infos.values())
                within = _of_zips_within(archive, infos, room)
            yield _Unpacked(members, within)
    except NotGradable:
        raise
    except Exception as error:  # zipfile passes on whatever its decompressors raise
        raise NotGradable("The zip is damaged and cannot be opened; make it again and hand it in again.") from error


def _of_zips_within(
    archive: zipfile.ZipFile, infos: Mapping[PurePosixPath, zipfile.ZipInfo], room: int, depth: int = 1
) -> Members:
    """Return the files in the zips of a zip, as if each were a folder; `room` bytes may come of them in all.

    What cannot be opened is a file like others.
    """
    found: Members = {}
    for name, info in infos.items():
        if meant(name.name) != ".zip" or depth > _DEEPEST:
            continue
        with suppress(Exception):  # zipfile passes on whatever its decompressors raise
            content = archive.read(info)
            if content.count(_ENTRY) > 2 * MAX_MEMBERS:
                continue
            inner = zipfile.ZipFile(io.BytesIO(content))
            members = _members(inner)
            room -= sum(member.file_size for member in members.values())
            if room < 0 or len(found) + len(members) > MAX_MEMBERS:
                return found
            found |= {name / inside: partial(inner.read, member) for inside, member in members.items()}
            deeper = _of_zips_within(inner, members, room, depth + 1)
            found |= {name / inside: read for inside, read in deeper.items()}
    return found


def _members(archive: zipfile.ZipFile) -> dict[PurePosixPath, zipfile.ZipInfo]:
    """Return the files of the zip by their paths, after a look at everything that a zip can do wrong."""
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_UNPACKED_MB << 20:
        raise NotGradable(_TOO_MUCH)
    members: dict[PurePosixPath, zipfile.ZipInfo] = {}
    for info in infos:
        name = PurePosixPath(info.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in info.filename.split("/")[0]:
            raise NotGradable(f"The zip holds a file {_shown(name)} that would lie outside it; make the zip again.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise NotGradable(f"The zip holds a link, {_shown(name)}; put the file itself into it.")
        if info.flag_bits & 1:
            raise NotGradable("The zip is locked with a password; hand it in without one.")
        if any(len(os.fsencode(part)) > _MAX_NAME_BYTES or not part.isprintable() for part in name.parts):
            raise NotGradable(f"The zip holds a file whose name cannot be used, {_shown(name)}; give it a plain name.")
        if not info.is_dir() and not _is_debris(name):
            members[name] = info
    return members


def _shown(name: PurePosixPath) -> str:
    return repr(shorten(str(name), 100))


def _is_debris(name: PurePosixPath) -> bool:
    return "__MACOSX" in name.parts or any(part.startswith(".") for part in name.parts)


def _is_wanted(name: PurePosixPath) -> bool:
    return name.parts[0] != "tests" and not any(name.match(pattern) for pattern in _LEFT_OUT)
