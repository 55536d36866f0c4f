"""Who is in the class: the students of a CSV file, as an LMS exports it or a person types it, and finding one in it.

Whoever a file belongs to is looked up by number or login, by email address, and by name. Nobody is guessed: a look-up
gives all who may be meant, and the caller goes on with exactly one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder.text.names import folded

_SHORTEST_ID = 3  # in a file name, where any "1" may stand
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Student:
    """A student; `id` is the number or login by which the LMS knows them, and each part is "" when it is not known."""

    id: str
    name: str = ""
    email: str = ""

    @property
    def label(self) -> str:
        """What results and reports call the student: name and number, or what is known of them."""
        known = self.id or self.email
        return f"{self.name} ({known})" if self.name and known else self.name or known


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the LMS or the class list says of something that was handed in; None and "" where neither says anything.

    `late_days` are days after the deadline, `team` is who handed it in together, `section` the student's part of the
    class.
    """

    student: Student | None = None
    handed_in: datetime | None = None
    late_days: float | None = None
    team: str = ""
    section: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """All of that, by name."""
        return {name: getattr(self, name) for name in Said.__slots__}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a class list says of a student besides who it is; None where it says nothing.

    `handed_in` may be without a time zone: it is then the time on the clock where the deadline is.
    """

    handed_in: datetime | None = None
    late_days: float | None = None
    groups: tuple[str, ...] = ()
    section: str = ""


_NOTHING = Remark()


@dataclass(frozen=True)
class ClassList:
    """The students of a class, in the order of the file.

    `other_ids` are further numbers and logins by which a student may be found: an LMS has several for each. `notes` say
    what of the file could not be understood.
    """

    students: tuple[Student, ...]
    other_ids: Mapping[Student, tuple[str, ...]] = field(default_factory=dict)
    remarks: Mapping[Student, Remark] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def read(cls, path: Path) -> ClassList:
        """Return the class list of the CSV file at `path`: see `classlist_csv` for the columns it may have.

        Raises:
            AutograderError: it cannot be read, has no column that says who somebody is, or names somebody twice.

        """
        from autograder.course.class_list_csv import read_class_list

        return read_class_list(path)

    def remark(self, student: Student) -> Remark:
        """Return what the list says of one of its students."""
        return self.remarks.get(student, _NOTHING)

    def numbered(self, number: str) -> tuple[Student, ...]:
        """Return the students who have a number, whatever they are called."""
        return tuple(self._by_id.get(id_key(number), ()))

    def members(self, group: str) -> tuple[Student, ...]:
        """Return the students of a group, however its name is written; nobody if that may be two groups."""
        names = self._by_group.get(_run(group), {})
        exact = names.get(group.strip().casefold()) or (next(iter(names.values())) if len(names) == 1 else ())
        return tuple(exact)

    def without_group(self) -> tuple[Student, ...]:
        """Return the students who are in no group, nobody where the list does not speak of groups."""
        if not self._by_group:
            return ()
        return tuple(student for student in self.students if not self.remark(student).groups)

    def find(self, wanted: Student) -> tuple[Student, ...]:
        """Return the students who `wanted` may be: what is known of it (number, email address, name) must agree.

        A number that belongs to somebody with quite another name says nothing, since an LMS has several kinds of them.
        Where an address or a number and the name point to different students, all of them are returned.
        """
        hits = [
            {found for found in self._by_id.get(id_key(wanted.id), ()) if _may_be_called(found, wanted.name)},
            set(self._by_email.get(wanted.email.strip().casefold(), ())),
            set(self._by_name.get(name_key(wanted.name), ())) or set(self._by_run.get(_run(wanted.name), ())),
        ]
        return self._agreed(hits)

    def find_in_text(self, text: str) -> tuple[Student, ...]:
        """Return the students who a file name (without its ending) or a folder's name may be about.

        A name that is a student's own, or their number, login or address, goes before one that only holds it.
        """
        for wanted in (Student(text), Student("", email=text), Student("", text)):
            if whole := self.find(wanted):
                return whole
        words = [id_key(word) for word in re.split(r"[\s_,;()\[\]]+", text)]
        words += [id_key(word) for word in re.split(r"[^\w]|_", text)]
        names = set(name_key(text))
        emails = {found.casefold() for found in _EMAIL.findall(text)}
        by_id = {student for word in words if len(word) >= _SHORTEST_ID for student in self._by_id.get(word, ())}
        by_email = {student for email in emails for student in self._by_email.get(email, ())}
        by_name = {
            student for key in self._by_name if len(key) > 1 and names >= set(key) for student in self._by_name[key]
        }
        return self._agreed([by_id, by_email, by_name])

    def _agreed(self, hits: Iterable[set[Student]]) -> tuple[Student, ...]:
        found = [hit for hit in hits if hit]
        if not found:
            return ()
        agreed = set.intersection(*found) or set.union(*found)
        return tuple(student for student in self.students if student in agreed)

    @cached_property
    def _by_id(self) -> dict[str, list[Student]]:
        index: dict[str, list[Student]] = {}
        for student in self.students:
            local = student.email.partition("@")[0]
            for key in {id_key(each) for each in (student.id, *self.other_ids.get(student, ()), local)} - {""}:
                index.setdefault(key, []).append(student)
        return index

    @cached_property
    def _by_email(self) -> dict[str, list[Student]]:
        index: dict[str, list[Student]] = {}
        for student in self.students:
            if student.email:
                index.setdefault(student.email.casefold(), []).append(student)
        return index

    @cached_property
    def _by_name(self) -> dict[tuple[str, ...], list[Student]]:
        index: dict[tuple[str, ...], list[Student]] = {}
        for student in self.students:
            if key := name_key(student.name):
                index.setdefault(key, []).append(student)
        return index

    @cached_property
    def _by_group(self) -> dict[str, dict[str, list[Student]]]:
        """By the name as platforms write it in file names, and then by the name itself."""
        index: dict[str, dict[str, list[Student]]] = {}
        for student in self.students:
            for group in dict.fromkeys(self.remark(student).groups):
                names = index.setdefault(_run(group) or group, {})
                names.setdefault(group.casefold(), []).append(student)
        return index

    @cached_property
    def _by_run(self) -> dict[str, list[Student]]:
        """By the name as Canvas writes it in file names: without spaces, either part first."""
        index: dict[str, list[Student]] = {}
        for student in self.students:
            words = _words(student.name)
            for run in {"".join(words[place:] + words[:place]) for place in range(len(words))} - {""}:
                index.setdefault(run, []).append(student)
        return index


def participant(number: str) -> str:
    """Return the id by which a class list has the number of a participant in an assignment of Moodle."""
    return f"participant {number}"


def id_key(text: str) -> str:
    """Return what is the same for one number or login however it is written: without leading zeros, in lower case."""
    folded = unicodedata.normalize("NFKC", text).strip().casefold()
    return folded.lstrip("0") or folded[:1]


def name_key(name: str) -> tuple[str, ...]:
    """Return what is the same for one name however it is written: its words, sorted, without accents and case."""
    return tuple(sorted(_words(name)))


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", re.sub(r"['’`´]", "", folded(name)))


def _run(name: str) -> str:
    return "".join(_words(name))


def _may_be_called(student: Student, name: str) -> bool:
    """Return whether a name may be this student's: one of the two is unknown, or they have a word in common."""
    mine, theirs = _words(student.name), _words(name)
    if not mine or not theirs:
        return True
    return bool(set(mine) & set(theirs)) or any(word in _run(name) for word in mine if len(word) > 2)
