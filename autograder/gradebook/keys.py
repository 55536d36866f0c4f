"""What tells students apart in a gradebook."""

from typing import Any

from autograder.course.class_list import Student, id_key


def student_keys(student: Student | None) -> list[tuple[str, str]]:
    """Return what tells a student from others: id and address, or the name where neither is known."""
    if student is None:
        return []
    keys = [("id", id_key(student.id)), ("email", student.email.casefold())]
    return [key for key in keys if key[1]] or [("name", student.name)]


def row_keys(row: Any) -> list[tuple[str, str]]:
    """Return the same of the student of a row of submissions."""
    return student_keys(Student(row.student_id or "", row.student_name or "", row.student_email or ""))
