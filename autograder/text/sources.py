"""The text of the files that an author writes."""

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
