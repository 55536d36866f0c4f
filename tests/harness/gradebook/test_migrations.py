"""A gradebook of the first version, brought up to date: nothing is lost, and it is then like a new one."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import inspect

from autograder.course.class_list import Student
from autograder.gradebook import Gradebook
from autograder.gradebook.connect import Database
from autograder.gradebook.migrations import VERSION

from .conftest import SETTINGS, handed_in

OLD = Path(__file__).with_name("version_1.sql").read_text(encoding="utf-8")


@pytest.fixture
def old(tmp_path) -> Path:
    path = tmp_path / "gradebook.db"
    connection = sqlite3.connect(path)
    connection.executescript(OLD)
    connection.close()
    return path


def layout(path: Path) -> dict[str, object]:
    """Return every table's columns (name, whether it may be empty), keys, constraints and indexes."""
    database = Database(path)
    with database.reading() as connection:
        seen = inspect(connection)
        found = {
            name: (
                {(column["name"], column["nullable"]) for column in seen.get_columns(name)},
                seen.get_pk_constraint(name)["constrained_columns"],
                {tuple(key["constrained_columns"]) for key in seen.get_foreign_keys(name)},
                {index["name"] for index in seen.get_indexes(name)},
            )
            for name in seen.get_table_names()
        }
    database.close()
    return found


def test_an_old_gradebook_becomes_like_a_new_one(old, tmp_path):
    Gradebook.open(old).close()
    Gradebook.open(tmp_path / "new.db").close()
    assert layout(old) == layout(tmp_path / "new.db")


def test_what_was_graded_is_still_known_and_the_student_is_added_when_the_lms_says_who_it_is(old):
    for _ in range(2):
        with Gradebook.open(old) as book, book.run("tiny", SETTINGS) as record:
            (result,) = record.reuse([handed_in()]).values()
            assert (result.id, result.score, result.student) == ("s1.ipynb", 1.0, None)
    ada = Student("7", "Ada")
    with Gradebook.open(old) as book, book.run("tiny", SETTINGS) as record:
        assert record.reuse([handed_in(student=ada)])["s1.ipynb"].student == ada
    connection = sqlite3.connect(old)
    assert connection.execute("select student_id, student_name, student_email from submissions").fetchall() == [
        ("7", "Ada", None)
    ]
    assert connection.execute("select version from schema_version").fetchall() == [(VERSION,)]
    connection.close()
