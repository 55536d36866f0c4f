"""From a submitted file to a clean copy that can be graded, or the sentence that tells the student why not.

Nothing of a submission is run here. The copy is written anew: only what grading needs goes into it (otter's own log,
for one, is left out, because otter would unpickle it).
"""

import io
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from autograder.intake import notebooks
from autograder.intake.contents import HEAD_BYTES, Kind, kind_of, most_mb, wrong_kind
from autograder.intake.notebooks import NotGradable
from autograder.intake.zips import opened

_NOT_FOLLOWED, _NOT_WAITED = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
_LEFT_OUT = ("*.otter", "*.pdf", "__zip_filename__")


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
        with opened(content) as unpacked:
            main, _ = unpacked.main(self.assignment)
            name, notebook = self.notebook(unpacked.read(main)(), main.name)
            clean = io.BytesIO()
            with zipfile.ZipFile(clean, "w") as target:
                target.writestr(name, notebook)
                for inside, read in unpacked.beside(main):
                    if _is_wanted(inside) and str(inside) != name:
                        target.writestr(str(inside), read())
        return "submission.zip", clean.getvalue()


def _is_wanted(name: PurePosixPath) -> bool:
    return name.parts[0] != "tests" and not any(name.match(pattern) for pattern in _LEFT_OUT)
