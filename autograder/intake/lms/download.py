"""What every reader of a platform's download gives: which file is whose, and which attempt it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.course.class_list import Said, Student
from autograder.intake.contents import meant
from autograder.intake.lms.tree import Member
from autograder.results import Skipped

__all__ = ["Download", "HandIn", "entries", "may_be_submissions"]


@dataclass(frozen=True, slots=True)
class HandIn(Said):
    """A file that a student handed in; `original` is its name, with folders, as the student gave it.

    `student` is as the `platform` says; both are empty for a file that is from none.
    Files of one `batch` were handed in together, as one attempt. Of two batches the one with the higher `order` is
    newer, and so is, of two files with one name, the one with the higher `version`; None where nothing is known.
    `called` is what a class list may call the student by, where the platform's number and name say nothing there;
    `groupless` are those whom it calls by the name of no group, and `anonymous` those of whom it says nothing.
    `name` is what results call the submission, the student's label where it is empty. `reason` says why a file that is
    from no platform is not graded, "" if it may be.
    """

    student: Student
    member: Member
    original: str
    batch: str
    platform: str = ""
    order: float | None = None
    version: int | None = None
    name: str = ""
    reason: str = ""
    called: str = ""
    groupless: bool = False
    anonymous: bool = False

    @property
    def shown(self) -> Path:
        """Where the file lies, for people: inside a zip, the zip's path with that of the member behind it."""
        return self.member.shown


@dataclass(frozen=True, slots=True)
class Download:
    """What a platform's reader finds in a zip or a folder, which may be a download of a class from `platform`.

    `fitting` of the entries at its top are as the platform makes them, and `others` that may be submissions are not:
    their files are `loose`, with all that does not fit. `late` are those whom the platform calls late without saying by
    how much.
    """

    platform: str
    hand_ins: tuple[HandIn, ...]
    skipped: tuple[Skipped, ...] = ()
    late: tuple[Student, ...] = ()
    loose: tuple[Member, ...] = ()
    fitting: int = 0
    others: int = 0

    @property
    def is_one(self) -> bool:
        """Whether it is a download: nearly all of it fits, at most one of ten entries or a single one does not."""
        return self.fitting > self.others and self.others <= max(1, (self.fitting + self.others) // 10)


def entries(members: Iterable[Member]) -> set[str]:
    """Return the names at the top of a tree in which the members lie."""
    return {member.path.parts[0] for member in members}


def may_be_submissions(members: Iterable[Member]) -> list[Member]:
    """Return the members whose names say that they may be graded."""
    return [member for member in members if meant(member.path.name)]
