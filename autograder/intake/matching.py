"""Whose a file is: as the platform says, or looked up in the class list. What is not certain is said, never guessed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from autograder.course.class_list import ClassList, Remark, Student, participant
from autograder.intake.lms import HandIn, moodle
from autograder.results import Skipped

_UNNAMED = (
    "the names of the file and its folders are about nobody on the class list; put the student's id, email address or "
    "full name into one of them, then run again"
)


@dataclass(frozen=True, slots=True)
class Hand:
    """All files of one student."""

    student: Student
    files: tuple[HandIn, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """Files by student, those that are nobody's for certain, and the students of the class list who may have any."""

    hands: tuple[Hand, ...]
    skipped: tuple[Skipped, ...] = ()
    accounted: frozenset[Student] = field(default_factory=frozenset)


def match(files: Iterable[HandIn], class_list: ClassList | None) -> Matched:
    """Return whose the files are: those of a platform, and others by their names, where the student is empty."""
    return _by_platform(files) if class_list is None else _by_class_list(files, class_list)


def _by_platform(files: Iterable[HandIn]) -> Matched:
    groups: dict[tuple[str, str], list[HandIn]] = {}
    for file in files:
        student = file.student
        known = student.id or student.email.casefold() or f" {student.name}"
        groups.setdefault((file.platform, known), []).append(file)
    hands: list[Hand] = []
    skipped: list[Skipped] = []
    for group in groups.values():
        student = group[0].student
        if not (student.id or student.email) and len({file.batch for file in group}) > 1:
            reason = (
                f"one of several submissions by {student.name}, of whom no id and no email address is known, so that "
                "they may be of two students; leave one, or grade them apart"
            )
            skipped += [Skipped(str(file.shown), reason) for file in group]
        else:
            hands.append(Hand(student, tuple(group)))
    return Matched(tuple(hands), tuple(skipped))


def _by_class_list(files: Iterable[HandIn], class_list: ClassList) -> Matched:
    groups: dict[Student, list[HandIn]] = {}
    skipped: list[Skipped] = []
    accounted: set[Student] = set()
    known: dict[tuple[str, Student], tuple[Student, ...]] = {}
    for file in files:
        if file.platform:
            who = (file.platform, file.student)
            if who not in known:
                known[who] = _find(class_list, *who)
            found = known[who]
        else:
            found = _find_by_path(class_list, file)
        if file.reason and len(found) != 1:
            skipped.append(Skipped(str(file.shown), file.reason))
            continue
        accounted.update(found)
        if len(found) == 1:
            groups.setdefault(found[0], []).append(_named(file, found[0], class_list.remark(found[0])))
        else:
            skipped.append(Skipped(str(file.shown), _reason(file, found)))
    hands = tuple(Hand(group[0].student, tuple(group)) for group in groups.values())
    return Matched(hands, tuple(skipped), frozenset(accounted))


def _find(class_list: ClassList, platform: str, student: Student) -> tuple[Student, ...]:
    """Return who a student of a platform is.

    Moodle's number is that of a participant in one assignment: where no name goes with it, it must not be taken for a
    number of another kind. The group stands before the name there, with a hyphen.
    """
    if platform == moodle.PLATFORM and not student.name:
        return class_list.find(Student(participant(student.id)))
    found = class_list.find(student)
    name = student.name
    while not found and "-" in name:
        name = name.partition("-")[2].strip()
        found = class_list.find(replace(student, name=name))
    return found


def _find_by_path(class_list: ClassList, file: HandIn) -> tuple[Student, ...]:
    """Return who a file is of by its name, else by the nearest folder's that says something."""
    path = PurePosixPath(file.original)
    for text in (path.stem, *reversed(path.parts[:-1])):
        if found := class_list.find_in_text(text):
            return found
    return ()


def _named(file: HandIn, listed: Student, remark: Remark) -> HandIn:
    """Return the file as the listed student's; of the student the list says more, of the time the platform."""
    said = file.student
    student = Student(listed.id or said.id, listed.name or said.name, listed.email or said.email)
    named = replace(file, student=student, name=file.name or said.label)
    if file.handed_in or file.late_days is not None:
        return named
    return replace(named, handed_in=remark.handed_in, late_days=remark.late_days)


def _reason(file: HandIn, found: Sequence[Student]) -> str:
    if found:
        names = " or ".join(student.label for student in found)
        return f"may be of {names}; put the id of one of them into its name, or correct the class list"
    if file.platform:
        return f"of {file.student.label}, who is not on the class list; add the student to it, then run again"
    return _UNNAMED
