"""What was handed in: a submission by the name that results give it, and all that was found at the paths of a call."""

from dataclasses import dataclass, field
from pathlib import Path

from autograder.course.class_list import Said, Student
from autograder.intake.lms.tree import Source
from autograder.intake.prepare import read_content
from autograder.results import Skipped


@dataclass(frozen=True, slots=True)
class Submission(Said):
    """A file to grade, under the name that results and reports give it; `content` is its bytes once it was read.

    `source` gives the bytes of one that is no file of this machine, whose `path` is then only for people, but for its
    ending.
    """

    id: str
    path: Path
    content: bytes | None = field(default=None, repr=False)
    source: Source | None = field(default=None, repr=False)

    def read(self) -> bytes:
        """Return the bytes.

        Raises:
            NotGradable: they cannot be had; the text says what the student should do.

        """
        if self.content is not None:
            return self.content
        return read_content(self.path) if self.source is None else self.source.read()


@dataclass(frozen=True, slots=True)
class Intake:
    """What was found: the submissions sorted by id, and the files that are not one.

    `missing` are the students of the class list of whom there is nothing, and `notes` what the instructor must know.
    """

    submissions: tuple[Submission, ...]
    skipped: tuple[Skipped, ...]
    missing: tuple[Student, ...] = ()
    notes: tuple[str, ...] = ()
