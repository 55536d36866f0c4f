"""Whose a file is: as the platform says, or looked up in the class list. What is not certain is said, never guessed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from autograder.course.class_list import ClassList, Remark, Student
from autograder.intake.lms import HandIn
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
    """Files by student, those that are nobody's for certain, and the students of the class list who may have any.

    `anonymous` is how many students of a platform nobody can know, so that nobody can be said to have nothing.
    """

    hands: tuple[Hand, ...]
    skipped: tuple[Skipped, ...] = ()
    accounted: frozenset[Student] = field(default_factory=frozenset)
    anonymous: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """Who a file may be of: one of the students, or all members of a team."""

    students: tuple[Student, ...] = ()
    team: str = ""


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
    anonymous: set[Student] = set()
    teams: dict[str, int] = {}
    known: dict[tuple[str, Student], _Found] = {}
    for file in files:
        if file.platform:
            who = (file.platform, file.student)
            if who not in known:
                known[who] = _find(class_list, file)
            found = known[who]
        else:
            found = _find_by_path(class_list, file)
        accounted.update(found.students if found.students and not _is_turned_down(file, found) else ())
        if _is_turned_down(file, found):
            skipped.append(Skipped(str(file.shown), file.reason))
        elif found.team or len(found.students) == 1:
            for student in found.students:
                groups.setdefault(student, []).append(_named(file, student, class_list.remark(student), found.team))
            teams |= {found.team: len(found.students)} if found.team else {}
        elif file.anonymous:
            anonymous.add(file.student)
            groups.setdefault(file.student, []).append(file)
        else:
            skipped.append(Skipped(str(file.shown), _reason(file, found.students, class_list)))
    hands = tuple(Hand(group[0].student, tuple(group)) for group in groups.values())
    notes = tuple(_notes(teams, len(anonymous)))
    return Matched(hands, tuple(skipped), frozenset(accounted), len(anonymous), notes)


def _is_turned_down(file: HandIn, found: _Found) -> bool:
    """Tell whether a file that cannot be graded is nobody's for certain, so that nobody is to be told."""
    return bool(file.reason) and not (found.team or len(found.students) == 1)


def _notes(teams: Mapping[str, int], anonymous: int) -> Iterator[str]:
    if teams:
        count = f"{len(teams)} {'team was' if len(teams) == 1 else 'teams were'}"
        students = sum(teams.values())
        yield f"{count} found in the class list, each graded once for all of its members: {students} students."
    if anonymous:
        yield (
            f"{anonymous} submissions are anonymous, and called by Canvas's codes: nobody on the class list can be "
            "said to have handed in nothing."
        )


def _find(class_list: ClassList, file: HandIn) -> _Found:
    """Return who a student of a platform is, or the members of a group that it calls a student.

    The group may stand before the name, with a hyphen. A group's number may be that of one of its members, which says
    nothing of the others.
    """
    if file.called:
        return _Found(class_list.find(Student(file.called)))
    student, name, team = file.student, file.student.name, ""
    if name and not class_list.find(Student("", name)):
        members = class_list.members(name)
        if not members and file.groupless:
            members = class_list.without_group()
        if members:
            return _Found(members, name)
    found = class_list.find(student)
    while not found and "-" in name:
        team, _, name = (part.strip() for part in name.partition("-"))
        found = class_list.find(replace(student, name=name))
    is_team = len(found) == 1 and found[0] in class_list.members(team)
    return _Found(found, team if is_team else "")


def _find_by_path(class_list: ClassList, file: HandIn) -> _Found:
    """Return who a file is of by its name, else by the nearest folder's that says something."""
    path = PurePosixPath(file.original)
    texts = (path.stem, *reversed(path.parts[:-1]))
    for text in texts:
        if found := class_list.find_in_text(text):
            return _Found(found)
    for text in texts:
        if members := class_list.members(text):
            return _Found(members, text)
    return _Found()


def _named(file: HandIn, listed: Student, remark: Remark, team: str) -> HandIn:
    """Return the file as the listed student's; of the student the list says more, of the time the platform."""
    said = Student("") if team else file.student
    student = Student(listed.id or said.id, listed.name or said.name, listed.email or said.email)
    named = replace(
        file,
        student=student,
        name=listed.label if team else file.name or said.label,
        team=team or file.team,
        section=remark.section,
    )
    if file.handed_in:
        return named
    late_days = remark.late_days if file.late_days is None else file.late_days
    return replace(named, handed_in=remark.handed_in, late_days=late_days)


def _reason(file: HandIn, found: Sequence[Student], class_list: ClassList) -> str:
    if found:
        names = " or ".join(student.label for student in found)
        return f"may be of {names}; put the id of one of them into its name, or correct the class list"
    if not file.platform:
        return _UNNAMED
    said = file.student
    if others := class_list.numbered(said.id) if said.name else ():
        names = " or ".join(student.label for student in others)
        return (
            f"of {said.name!r} with the number {said.id}, which on the class list is that of {names}, who has another "
            "name; if it is a group's, give the class list a column group with that name for each of its members"
        )
    return (
        f"of {said.label}, who is not on the class list; add the student to it, or for a group a column group, then "
        "run again"
    )
