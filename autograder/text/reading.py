"""The text of files that people write: what an author writes in UTF-8, and CSV of whatever program and encoding."""

import codecs
from pathlib import Path

from autograder.errors import AutograderError


def read_source(path: Path) -> str:
    """Return the text of a file in UTF-8, without the mark that some editors put in front of it.

    Raises:
        AutograderError: it is in another encoding.
        OSError: it cannot be read.

    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise AutograderError(f"{path.name}:{line}: this is not UTF-8; save the file in that encoding.") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


_MAX_MB = 20


def read_csv_text(path: Path, what: str) -> str:
    """Return the text of the CSV file at `path`, which messages call `what`: "The class list".

    It may be in UTF-8, in what Excel calls Unicode text (UTF-16 with a mark), or in a Western code page.

    Raises:
        AutograderError: it cannot be read, has more than 20 MiB, is a workbook, or is no text.

    """
    try:
        with path.open("rb") as file:
            content = file.read((_MAX_MB << 20) + 1)
    except OSError as error:
        raise AutograderError(f"{what} {path} cannot be read ({error.strerror}); check the path.") from error
    if len(content) > _MAX_MB << 20:
        raise AutograderError(f"{what} {path} has more than {_MAX_MB} MB; is it the right file?")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise AutograderError(f"{what} {path} is a workbook, not CSV; save it as CSV (UTF-8) and name that.")
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AutograderError(f"{what} {path} is not text; save it as CSV (UTF-8) and name that.")
