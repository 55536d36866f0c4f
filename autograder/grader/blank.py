"""A trusted worker's process before anybody knows what it is to grade: it imports meanwhile what every suite needs."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from autograder.system.files import run_folder


@dataclass(frozen=True, slots=True)
class Blank:
    """The process, and the folder into which its suite must be unpacked before the process is told of it."""

    folder: Path
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls, folder: Path, wall: str, hidden: Iterable[Path]) -> Self:
        """Start one for the existing `folder`, beside whose folder `beside` test files will expect their data.

        Its jail gets the `wall` that is named, see `Jail.start`, and `hidden` are folders to keep out of its sight.
        """
        beside = folder / "beside"
        beside.mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "autograder.grader.worker", wall, *map(str, hidden)],
            cwd=beside,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
        return cls(folder, process)

    def end(self) -> None:
        """End the process, and with it its jail and everything in it; once more does no harm."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


@contextmanager
def started_early(wall: str, hidden: Iterable[Path]) -> Iterator[Blank]:
    """Yield one with a folder of its own, for the time of the context; see `Blank.start`."""
    with run_folder() as folder:
        blank = Blank.start(folder, wall, hidden)
        try:
            yield blank
        finally:
            blank.end()


def _environment() -> dict[str, str]:
    """Return the environment of a worker: the user's, with one thread for linear algebra."""
    threads = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    return {**os.environ, **threads, "MPLBACKEND": "agg", "PYTHONHASHSEED": "0"}
