"""Grading one submission again while the pages are open: the command line's own run, in a process of its own."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import IO, Final

from autograder.errors import AutograderError
from autograder.grade.options import GRADEBOOK

_LAST: Final = 4_000  # characters of what a run said


@dataclass
class Run:
    """A run over one submission; `said` is what it has printed so far, empty of a run that is over and went well."""

    began: datetime
    _process: "subprocess.Popen[bytes]"
    _printed: IO[bytes]
    _folder: "tempfile.TemporaryDirectory[str]"

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    @property
    def failed(self) -> str:
        """What it said in the end, if it did not go well."""
        if not self._process.poll():
            return ""
        self._printed.seek(0)
        lines = self._printed.read().decode(errors="replace")[-_LAST:].splitlines()
        errors = [line for line in lines if line.startswith("autograder:")]
        return (errors or lines or ["It ended without a word."])[-1]

    def end(self) -> None:
        """End it if it goes on, and remove what it wrote besides the gradebook."""
        self._process.terminate()
        self._process.wait()
        self._printed.close()
        self._folder.cleanup()


@dataclass
class Regrading:
    """The runs that the pages have begun, one at a time, as the gradebook allows.

    `gradebook` is its path or URL, `course` the course's folder.
    """

    gradebook: str
    assignment: str
    course: Path | None
    _runs: dict[int, Run] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def begin(self, submission: int, path: str) -> None:
        """Grade the file at `path` again, which is that of the submission of this number.

        Raises:
            AutograderError: the file is not there, or another run goes on.

        """
        there = _place(Path(path)) if path else None
        if there is None:
            raise AutograderError(
                f"The file is not where the last run has found it ({path or 'nowhere'}); put it there, or grade the "
                "class again."
            )
        with self._lock:
            if any(not run.is_over for run in self._runs.values()):
                raise AutograderError("Another submission is being graded again; wait until that is done.")
            if before := self._runs.pop(submission, None):
                before.end()
            folder = tempfile.TemporaryDirectory(prefix="autograder-")
            printed = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the run
            process = subprocess.Popen(
                self._call(there, path, folder.name),
                env={**os.environ, GRADEBOOK: self.gradebook},  # its password is not for the list of processes
                stdin=subprocess.DEVNULL,
                stdout=printed,
                stderr=subprocess.STDOUT,
            )
            self._runs[submission] = Run(datetime.now().astimezone(), process, printed, folder)

    def of(self, submission: int) -> Run | None:
        """Return the last run over a submission."""
        return self._runs.get(submission)

    def close(self) -> None:
        """End what goes on."""
        with self._lock:
            for run in self._runs.values():
                run.end()
            self._runs.clear()

    def _call(self, there: Path, path: str, out: str) -> Sequence[str]:
        only = [] if str(there) == path else ["--only", path]
        course = ["--course", str(self.course)] if self.course else []
        options = ["--assignment", self.assignment, "--out", out]
        return [sys.executable, "-m", "autograder", "grade", str(there), *only, *options, *course, "--fresh", "--quiet"]


def _place(path: Path) -> Path | None:
    """Return the file or folder of a submission, or the zip that it is in; None if neither is there."""
    if path.exists():
        return path
    return next((folder for folder in path.parents if folder.is_file()), None)
