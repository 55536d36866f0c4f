"""What earlier runs left in the gradebook: a run of a part of a class leaves the rows of all others as they are."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from autograder.course.class_list import ClassList, Student
from autograder.grade.keys import place_of
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import places_of
from autograder.gradebook.students import student_keys
from autograder.intake.submission import Submission
from autograder.marks.standing import Standing, read_standings
from autograder.results import Status, SubmissionResult
from autograder.results.handed_in import HandedIn
from autograder.text.plain_text import readable


@dataclass(frozen=True, slots=True)
class Earlier:
    """The rows of a class as the last run left them; and where the submission of each lay, by its id."""

    rows: tuple[Standing, ...]
    places: Mapping[str, str]

    @classmethod
    def of(cls, book: Gradebook, assignment: str, submissions: Sequence[Submission]) -> Self:
        """Return what the gradebook says now, before the run has added anything; no rows if all are among these."""
        with book.database.reading() as connection:
            places = places_of(connection, assignment)
            if set(places) <= {readable(submission.id) for submission in submissions}:
                return cls((), places)
            return cls(read_standings(connection, assignment), places)

    def named(self, submissions: Sequence[Submission], *, alone: bool = False) -> list[Submission]:
        """Return the submissions, each that is the file of a row by the row's id and as that student's.

        A file that is named alone is called otherwise than among all others of its class, and so may one be that was
        taken out of a download `alone`, without the class list by which it got its name.
        """
        of_place: dict[str, list[SubmissionResult]] = {}
        for row in self.rows:
            if place := self.places.get(row.result.id):
                of_place.setdefault(place, []).append(row.result)
        taken = {readable(submission.id) for submission in submissions}
        named = []
        for submission in submissions:
            found = of_place.get(readable(place_of(submission.path)), [])
            own = [each for each in found if each.id == readable(submission.id) or each.id not in taken]
            if len(found) == len(own) == 1 and (alone or submission.student is None):
                name = submission.id if found[0].id == readable(submission.id) else found[0].id
                moments = {"handed_in": submission.handed_in, "late_days": submission.late_days}
                now = {what: when for what, when in moments.items() if when is not None}
                submission = replace(submission, id=name, **found[0].said | now)
            named.append(submission)
        return named

    def others(
        self, now: Iterable[HandedIn], paths: Sequence[Path], class_list: ClassList | None
    ) -> dict[str, Standing]:
        """Return the rows, by id, of which this run says nothing: they stay as they are.

        A run speaks of the students whose work is there, and of the files of nobody in particular that lay at its
        `paths`; with a class list, also of those who had handed in nothing and are not on it any more. A student's mark
        never goes because a file has: a folder may hold less than it did by mistake.
        """
        items = list(now)
        names = {readable(item.name) for item in items}
        keys = {key for item in items for key in student_keys(item.student)}
        places = [readable(place_of(path)) for path in paths]
        listed = {key for student in class_list.students for key in student_keys(student)} if class_list else None
        return {
            item.result.id: item
            for item in self.rows
            if item.result.id not in names
            and not keys & set(student_keys(item.result.student))
            and (item.result.student is not None or not self._lay_at(item.result.id, places))
            and (item.result.status is not Status.MISSING or listed is None or _is_listed(item.result.student, listed))
        }

    def gone(self, others: Mapping[str, Standing], paths: Sequence[Path]) -> tuple[Standing, ...]:
        """Return those of the rows that stay whose work lay at the paths, where it is not any more."""
        places = [readable(place_of(path)) for path in paths]
        handed_in = (row for row in others.values() if row.result.status is not Status.MISSING)
        return tuple(row for row in handed_in if self._lay_at(row.result.id, places))

    def _lay_at(self, name: str, places: Iterable[str]) -> bool:
        place = self.places.get(name, "")
        return any(place == each or place.startswith(each.rstrip(os.sep) + os.sep) for each in places)


def as_named(item: HandedIn, submission: Submission) -> HandedIn:
    """Return what stands in the gradebook for a submission that has got another name since it was identified."""
    return replace(item, name=submission.id, **submission.said)


def still_missing(missing: Iterable[HandedIn], others: Iterable[Standing]) -> list[HandedIn]:
    """Return those of whom there is no row that stays."""
    keys = {key for row in others for key in student_keys(row.result.student)}
    return [item for item in missing if not keys & set(student_keys(item.student))]


def note_on_dropped(students: Sequence[Student]) -> tuple[str, ...]:
    """Return what an instructor must know of those who are not on the class list any more."""
    if not students:
        return ()
    names = ", ".join(student.label for student in students)
    return (f"Not on the class list any more, and left out of reports and exports: {names}. Their marks are kept.",)


def note_on_gone(gone: Sequence[Standing]) -> tuple[str, ...]:
    """Return what an instructor must know of students whose work has gone."""
    if not gone:
        return ()
    names = ", ".join(row.result.student.label if row.result.student else row.result.id for row in gone)
    return (
        f"What an earlier run has graded of {names} is not there any more. The marks stay; an override changes one.",
    )


def note_on(others: int) -> tuple[str, ...]:
    """Return what an instructor must know of the rows that stay."""
    if not others:
        return ()
    rows = "1 row stays" if others == 1 else f"{others} rows stay"
    return (f"{rows} as an earlier run left {'it' if others == 1 else 'them'}: this run was not asked for more.",)


def _is_listed(student: Student | None, listed: set[tuple[str, str]]) -> bool:
    return bool(listed & set(student_keys(student)))
