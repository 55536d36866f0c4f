"""Files for a work folder as one sealed piece of memory, which a worker copies from and nobody can change."""

import fcntl
import json
import os
from collections.abc import Mapping
from pathlib import PurePosixPath

from autograder.errors import AutograderError

_LONGEST_NAME = 1024


def pack(files: Mapping[str, bytes]) -> int:
    """Return the descriptor of a sealed memory file: the contents, then an index of names and sizes, then its length.

    Raises:
        AutograderError: a name would lie outside the work folder, or inside another file.

    """
    check_names(files)
    index = json.dumps([[name, len(content)] for name, content in files.items()]).encode()
    descriptor = os.memfd_create("parcel", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    try:
        with open(descriptor, "wb", closefd=False) as parcel:
            for part in (*files.values(), index, len(index).to_bytes(8, "big")):
                parcel.write(part)
        seals = fcntl.F_SEAL_SEAL | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE
        fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, seals)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def check_names(names: Mapping[str, bytes]) -> None:
    """Refuse names that cannot be files of one folder.

    Raises:
        AutograderError: the name is absolute, climbs, is empty or too long, or names a folder of another one.

    """
    folders = {str(parent) for name in names for parent in PurePosixPath(name).parents}
    for name in names:
        parts = name.split("/")
        whole = bool(name) and "\0" not in name and len(name.encode(errors="replace")) <= _LONGEST_NAME
        if not whole or not name.isprintable() or {"", ".", ".."} & set(parts):
            raise AutograderError(f"The file {name[:80]!r} cannot lie in the work folder; give it a plain name.")
        if name in folders:
            raise AutograderError(f"The name {name!r} stands for a file and for a folder; rename one of them.")
