"""The notebook's files, which copies of its process share: whether they are still as they were at some moment."""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_MOST: Final = 1000  # that are looked at

Stamp = tuple[int, int]


class Files:
    """The files in a folder and below it, as they are when this is made."""

    def __init__(self, home: Path) -> None:
        self._stamps = dict(itertools.islice(_stamps(home), _MOST))

    def changed(self) -> bool:
        """Tell whether one of them is gone or has been written to; what is new does not count."""
        return any(_stamp(path) != stamp for path, stamp in self._stamps.items())


def _stamps(home: Path) -> Iterator[tuple[str, Stamp]]:
    for folder, _, names in os.walk(home):
        for name in names:
            path = os.path.join(folder, name)  # noqa: PTH118  (several times as quick)
            if (stamp := _stamp(path)) is not None:
                yield path, stamp


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns
