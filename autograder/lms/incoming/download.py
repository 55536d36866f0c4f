"""What every reader of a platform's download gives: which file is whose, and which attempt it is."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.classlist import Student
from autograder.lms.incoming.tree import Member
from autograder.results import Skipped

__all__ = ["Download", "HandIn"]


@dataclass(frozen=True, slots=True)
class HandIn:
    """A file that a student handed in; `original` is its name, with folders, as the student gave it.

    `student` is as the `platform` says; both are empty for a file that is from none.
    Files of one `batch` were handed in together, as one attempt. Of two batches the one with the higher `order` is
    newer, and so is, of two files with one name, the one with the higher `version`; None where nothing is known.
    `name` is what results call the submission, the student's label where it is empty.
    """

    student: Student
    member: Member
    original: str
    batch: str
    platform: str = ""
    order: float | None = None
    version: int | None = None
    handed_in: datetime | None = None
    late_days: float | None = None
    name: str = ""

    @property
    def shown(self) -> Path:
        """Where the file lies, for people: inside a zip, the zip's path with that of the member behind it."""
        return self.member.shown


@dataclass(frozen=True, slots=True)
class Download:
    """The download of a class from `platform`; `late` are those it calls late without saying by how much."""

    platform: str
    hand_ins: tuple[HandIn, ...]
    skipped: tuple[Skipped, ...] = ()
    late: tuple[Student, ...] = ()
