"""A run that finds everything as the last one left it: nothing is to be graded, written or noted.

Such a run does not even open the gradebook, whose library alone takes longer to import than all the rest of it.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from autograder.reports.names import FEEDBACK
from autograder.results import ClassResult
from autograder.results.json_file import RESULTS

LAST_RUN: Final = ".last_run"


@dataclass(frozen=True, slots=True)
class LastRun:
    """What tells this run apart from the last one, in the folder of results `out` with the gradebook in `book`.

    `asked` is all that the run was asked for, as text: settings, submissions, what is said of them.
    """

    out: Path
    book: Path
    asked: str

    @classmethod
    def of(cls, out: Path, gradebook: str | Path | None, default: str, asked: object) -> Self | None:
        """Return it, or None where nobody can tell whether the gradebook has changed: on a server."""
        if isinstance(gradebook, str) and "://" in gradebook:
            return None
        return cls(out, Path(gradebook) if gradebook else out / default, repr(asked))

    def results(self) -> ClassResult | None:
        """Return the last run's results, if it was asked for the same, and nobody has touched a file since."""
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            if self.book.is_file() and (self.out / LAST_RUN).read_text(encoding="ascii") == self._digest():
                return ClassResult.from_json(json.loads((self.out / RESULTS).read_bytes()))
        return None

    def note(self) -> None:
        """Note that the run has come to its end: what it was asked for, and how all its files are now."""
        with contextlib.suppress(OSError):  # it only saves time
            (self.out / LAST_RUN).write_text(self._digest(), encoding="ascii")

    def _digest(self) -> str:
        state = "\n".join([repr(self.book), self.asked, *sorted(self._files())])
        return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()

    def _files(self) -> Iterator[str]:
        """Yield a line for each file that a run reads or writes, with its size and the time of its last change."""
        yield from _states(self.out)
        yield from _states(self.out / FEEDBACK)
        if self.book.parent != self.out:
            yield from (line for line in _states(self.book.parent) if self.book.name in line)


def _states(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.is_file():
                state = entry.stat()
                yield f"{entry.path!r} {state.st_size} {state.st_mtime_ns} {state.st_ino}"
