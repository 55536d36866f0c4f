"""Writing a file whole or not at all."""

import os
from pathlib import Path


def write_atomically(content: str | bytes, path: Path) -> None:
    """Write bytes or text to `path`: a reader sees the old file or the new one, never a part.

    Text is in UTF-8; what that cannot carry, such as the lone surrogates in what a submission says, is spelt out.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "backslashreplace"))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
