"""What is in a zip that was handed in, after a look at everything that one can do wrong, and which notebook counts."""

import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from autograder.intake.contents import HEAD_BYTES, is_notebook, meant
from autograder.intake.notebooks import NotGradable
from autograder.intake.several import Option, choose_one
from autograder.results.messages import shorten

MAX_UNPACKED_MB = 200
MAX_MEMBERS = 2000
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's table of contents
_MAX_NAME_BYTES = 200
_DEEPEST = 3  # zips in zips
_TOO_MUCH = f"The zip holds more than {MAX_MEMBERS} files or {MAX_UNPACKED_MB} MB; hand in the notebook alone."
Members = dict[PurePosixPath, Callable[[], bytes]]  # the files of a zip by their paths, with what reads each


class NoNotebook(NotGradable):
    """A zip in which there is nothing to grade."""


def notebook_in(content: bytes, assignment: str | None = None) -> bytes:
    """Return the notebook (or script) of a zip that counts for `assignment`: see `several.choose_one`.

    Raises:
        NotGradable: none does for certain (`NoNotebook`: there is none), or the zip cannot be used.

    """
    with opened(content) as unpacked:
        main, _ = unpacked.main(assignment)
        return unpacked.read(main)()


def passed_over(content: bytes, assignment: str | None = None) -> tuple[str, dict[str, str]]:
    """Return which notebook of a zip counts, and the others with the reason why they do not; nothing if none does."""
    with suppress(NotGradable), opened(content) as unpacked:
        main, others = unpacked.main(assignment)
        return str(main), others
    return "", {}


@dataclass(frozen=True, slots=True)
class Unpacked:
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
def opened(content: bytes) -> Iterator[Unpacked]:
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
            yield Unpacked(members, within)
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
