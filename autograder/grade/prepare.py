"""From a submitted file to a clean copy that can be graded, or the sentence that tells the student why not.

Nothing of a submission is run here. The copy is written anew: only what grading needs goes into it (otter's own log,
for one, is left out, because otter would unpickle it).
"""

import io
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from autograder.grade import notebooks
from autograder.grade.messages import shorten
from autograder.grade.notebooks import NotGradable

MAX_FILE_MB = 50
MAX_UNPACKED_MB = 200
MAX_MEMBERS = 2000
_ENTRY = b"PK\x01\x02"  # begins each entry of a zip's table of contents
_MAX_NAME_BYTES = 200
_NOT_FOLLOWED, _NOT_WAITED = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_LEFT_OUT = ("*.otter", "*.pdf", "__zip_filename__")
_TOO_MUCH = f"The zip holds more than {MAX_MEMBERS} files or {MAX_UNPACKED_MB} MB; hand in the notebook alone."


def prepare(path: Path, folder: Path, *, assignment: str | None = None, content: bytes | None = None) -> Path:
    """Write a clean copy of the submission `path` into the existing `folder` and return the copy's path.

    `assignment` is the name that the notebook's metadata must have, if they have one; `content` is what `read_content`
    returned for the path, if it was read before.

    Raises:
        NotGradable: the file cannot be graded; the text says what the student should do.

    """
    content = read_content(path) if content is None else content
    if path.suffix.lower() == ".zip":
        return _prepare_zip(content, folder, assignment)
    return _prepare_one(content, path.name, folder, assignment)


def read_content(path: Path) -> bytes:
    """Return the bytes of a file that was handed in.

    Raises:
        NotGradable: it is a link, too large, or cannot be read; the text says what the student should do.

    """
    try:
        kind = path.lstat().st_mode
        if stat.S_ISLNK(kind):
            raise NotGradable("The file is a link to another file; hand in the file itself.")
        if not stat.S_ISREG(kind):  # opening a pipe may take for ever, and opening a device do anything
            raise NotGradable("This is not a file that can be read (a pipe, a socket or a device); hand in a file.")
        # Between the two looks it may have become something else.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | _NOT_FOLLOWED | _NOT_WAITED)
        with os.fdopen(descriptor, "rb") as file:
            details = os.fstat(descriptor)
            content = file.read((MAX_FILE_MB << 20) + 1) if stat.S_ISREG(details.st_mode) else b""
    except OSError as error:
        raise NotGradable(f"The file cannot be read ({error.strerror}); hand it in again.") from error
    if len(content) > MAX_FILE_MB << 20:
        raise NotGradable(
            f"The file has {details.st_size / (1 << 20):.0f} MB, more than the {MAX_FILE_MB} MB that can be graded; "
            "clear the outputs of the notebook, save and hand in again."
        )
    return content


def notebook_in(content: bytes) -> bytes:
    """Return the one notebook (or script) of a zip that was handed in.

    Raises:
        NotGradable: there is not exactly one, or the zip cannot be used.

    """
    with _opened(content) as archive:
        members = _members(archive)
        return archive.read(members[_main_member(members)])


def _prepare_one(content: bytes, name: str, folder: Path, assignment: str | None) -> Path:
    is_script = name.lower().endswith(".py")
    notebook = notebooks.read_script(content) if is_script else notebooks.read_notebook(content, assignment)
    copy = folder / (notebooks.own_name(notebook) or "submission.ipynb")
    copy.write_bytes(notebooks.to_bytes(notebook))
    return copy


def _prepare_zip(content: bytes, folder: Path, assignment: str | None) -> Path:
    """Write a zip with the clean copy of the one notebook (or script) on top and the files that came with it."""
    with _opened(content) as archive:
        members = _members(archive)
        main = _main_member(members)
        copy = _prepare_one(archive.read(members[main]), main.name, folder, assignment)
        clean = folder / "submission.zip"
        with zipfile.ZipFile(clean, "w") as target:
            target.write(copy, copy.name)
            for name, member in members.items():
                if name != main and name.is_relative_to(main.parent):
                    inside = name.relative_to(main.parent)
                    if _is_wanted(inside) and str(inside) != copy.name:
                        target.writestr(str(inside), archive.read(member))
    copy.unlink()
    return clean


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Yield a zip that was handed in; whatever goes wrong with it inside the context is its fault."""
    if content.count(_ENTRY) > 2 * MAX_MEMBERS:  # reading the table alone would take long
        raise NotGradable(_TOO_MUCH)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive
    except NotGradable:
        raise
    except Exception as error:  # zipfile passes on whatever its decompressors raise
        raise NotGradable("The zip is damaged and cannot be opened; make it again and hand it in again.") from error


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


def _main_member(members: dict[PurePosixPath, zipfile.ZipInfo]) -> PurePosixPath:
    """Return the path of the one notebook of a zip, or of the one script when it holds no notebook."""
    found = [name for name in members if name.suffix.lower() == ".ipynb"]
    found = found or [name for name in members if name.suffix.lower() == ".py" and name.name != "__init__.py"]
    if not found:
        raise NotGradable("The zip holds no notebook; put your .ipynb file into it.")
    if len(found) > 1:
        names = ", ".join(_shown(name) for name in found[:3]) + (", ..." if len(found) > 3 else "")
        raise NotGradable(
            f"The zip holds {len(found)} notebooks or scripts ({names}); leave only the one to be graded."
        )
    return found[0]


def _shown(name: PurePosixPath) -> str:
    return repr(shorten(str(name), 100))


def _is_debris(name: PurePosixPath) -> bool:
    return "__MACOSX" in name.parts or any(part.startswith(".") for part in name.parts)


def _is_wanted(name: PurePosixPath) -> bool:
    return name.parts[0] != "tests" and not any(name.match(pattern) for pattern in _LEFT_OUT)
