"""The students of a gradebook: what tells them apart, and who is left out of the class because they left it.

Who is not on the class list any more is left out; their work and their marks are kept.

A class may be graded in parts, each with a list of its own. So a list that lacks a student says nothing of them, unless
most of those who were on the student's last list are on it: then it is that list, newer.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from autograder.course.class_list import ClassList, Student, id_key
from autograder.gradebook.schema import Submission, table


def digest_of(class_list: ClassList) -> str:
    """Return what tells class lists apart: by who is on them."""
    keys = sorted(repr(student_keys(student)) for student in class_list.students)
    return hashlib.sha256("\n".join(keys).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def drop_who_left(connection: Connection, assignment_id: int, class_list: ClassList) -> None:
    """Note who was on an earlier edition of this class list and is not on it now, and who is back."""
    listed = _keys(class_list.students)
    by_list: dict[str, list[Any]] = {}
    for row in _rows(connection, assignment_id):
        by_list.setdefault(row.class_list or "", []).append(row)
    gone: list[int] = []
    back: list[int] = []
    for digest, rows in by_list.items():
        on_it = [row for row in rows if listed & set(row_keys(row))]
        back += [row.id for row in on_it if row.dropped]
        if digest and len(on_it) * 2 > len(rows):
            gone += [row.id for row in rows if row not in on_it]
    _set(connection, gone, {"dropped": True})
    _set(connection, back, {"dropped": False})


def note_class_list(connection: Connection, assignment_id: int, class_list: ClassList) -> None:
    """Note of all who are on a class list that it is theirs."""
    listed, digest = _keys(class_list.students), digest_of(class_list)
    mine = [row.id for row in _rows(connection, assignment_id) if listed & set(row_keys(row))]
    _set(connection, mine, {"class_list": digest})


def dropped_students(connection: Connection, assignment_id: int) -> list[Student]:
    """Return who is left out."""
    rows = (row for row in _rows(connection, assignment_id) if row.dropped)
    found = (Student(row.student_id or "", row.student_name or "", row.student_email or "") for row in rows)
    return list(dict.fromkeys(found))


def _rows(connection: Connection, assignment_id: int) -> list[Any]:
    """Return the rows of which a student is known."""
    who = (Submission.student_id, Submission.student_name, Submission.student_email)
    wanted = select(Submission.id, *who, Submission.class_list, Submission.dropped)
    known = or_(*(column.is_not(None) for column in who))
    return list(connection.execute(wanted.where(Submission.assignment_id == assignment_id, known)))


def _keys(students: Iterable[Student]) -> set[tuple[str, str]]:
    return {key for student in students for key in student_keys(student)}


def _set(connection: Connection, rows: list[int], values: dict[str, object]) -> None:
    if rows:
        submissions = table(Submission)
        statement = update(submissions).where(submissions.c.id == bindparam("row")).values(values)
        connection.execute(statement, [{"row": row} for row in rows])


def student_keys(student: Student | None) -> list[tuple[str, str]]:
    """Return what tells a student from others: id and address, or the name where neither is known."""
    if student is None:
        return []
    keys = [("id", id_key(student.id)), ("email", student.email.casefold())]
    return [key for key in keys if key[1]] or [("name", student.name)]


def row_keys(row: Any) -> list[tuple[str, str]]:
    """Return the same of the student of a row of submissions."""
    return student_keys(Student(row.student_id or "", row.student_name or "", row.student_email or ""))
