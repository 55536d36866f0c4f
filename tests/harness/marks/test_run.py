"""Marks beside runs: real ones, ones that go on, and gradebooks of earlier versions."""

import json
import sqlite3
import threading
import zipfile

import pytest
from sqlalchemy import inspect

from autograder.course.late import LatePolicy
from autograder.course.rubric import WrittenRubric
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.connect import Database
from autograder.gradebook.migrations import bring_up_to_date
from autograder.gradebook.schema import Base
from autograder.marks.export import export_answers
from autograder.marks.final import final_marks
from autograder.marks.late_days import set_late_days
from autograder.marks.mark_table import import_marks
from autograder.marks.marking import Marking
from autograder.marks.overrides import override
from autograder.marks.scheme import read_marking
from autograder.results import ClassResult
from tests.harness.graded import grade

from ..sealed_class import notebook, write_zip
from .conftest import NAME, SETTINGS, Class, marks_of, read_csv, result
from .version_1 import VERSION_1

TESTS = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 2


@test_case(name="doubles", points=2, hidden=True)
def test_double(double):
    assert double(2) == 4
"""
MARKING = Marking.from_json({"rubric": {"q1": "Say why."}, "names": {"q1": ["ans"]}, "late": {"percent_a_day": 10}})


def grade_again(folder, zip_file, *, fresh: bool = False) -> ClassResult:
    return grade(
        [folder / "class"],
        assignment_zip=zip_file,
        assignment_name=NAME,
        out=folder / "out",
        jobs=1,
        timeout_s=60,
        manual={"q1": 3},
        marking=MARKING,
        resume=not fresh,
    )


@pytest.mark.slow
def test_a_class_graded_marked_overridden_and_graded_again_keeps_what_people_decided(tmp_path, write_csv):
    folder = tmp_path / "class"
    folder.mkdir()
    right, wrong = "def double(x):\n    return 2 * x", "def double(x):\n    return x"
    (folder / "s1.ipynb").write_text(notebook(right, 'ans = "because"'), encoding="utf-8")
    (folder / "s2.ipynb").write_text(notebook(wrong, 'ans = " because "'), encoding="utf-8")
    zip_file = write_zip(tmp_path / "autograder.zip", {"q1": TESTS})
    assert "because" not in json.dumps(grade_again(tmp_path, zip_file).to_json())

    with Gradebook.open(tmp_path / "out" / "gradebook.db") as book:
        export_answers(book, NAME, tmp_path / "marking")
        (row,) = read_csv(tmp_path / "marking" / "marks.csv")
        assert row["students"] == "2"
        row |= {"points": "2", "comment": "=good"}
        import_marks(book, NAME, write_csv([list(row), row.values()]), "Ada")
        override(book, NAME, "s2.ipynb", points=4, question="q1", who="Ada", why="nearly")
        set_late_days(book, NAME, "s2.ipynb", days=1, who="Ada", why="mail")

    (folder / "s1.ipynb").write_text(notebook(wrong, 'ans = "because"'), encoding="utf-8")
    grade_again(tmp_path, zip_file, fresh=True)
    with Gradebook.open(tmp_path / "out" / "gradebook.db") as book:
        marks = marks_of(book)
    assert {name: (mark.total, mark.max_score) for name, mark in marks.items()} == {
        "s1.ipynb": (2.0, 5.0),
        "s2.ipynb": (3.6, 5.0),
    }
    table = {row["id"]: row for row in read_csv(tmp_path / "out" / "grades.csv")}
    names = ("score", "q1_manual", "late_deduction", "total", "total_max", "complete")
    assert [table["s2.ipynb"][name] for name in names] == ["0", "2", "0.4", "3.6", "5", "yes"]


def test_marks_are_read_and_written_while_a_run_goes_on(class_, tmp_path, write_csv):
    class_.run(result("s1.ipynb", {"q2": "x"}), result("s2.ipynb", {"q2": "x"}))
    during: list[float] = []

    def work() -> None:
        with Gradebook.open(class_.path) as book:
            export_answers(book, NAME, tmp_path / "out")
            rows = [["submission", "question", "points"], ["s1.ipynb", "q2", "2"]]
            import_marks(book, NAME, write_csv(rows), "Ada")
            override(book, NAME, "s2.ipynb", points=1, who="Ada", why="x")
            during.extend(mark.total for mark in final_marks(book, NAME))

    with class_.book.run(NAME, SETTINGS) as record:
        person = threading.Thread(target=work)
        person.start()
        person.join()
        record.end()
    assert during == [4.0, 1.0]
    assert [mark.total for mark in final_marks(class_.book, NAME)] == []  # that run saw nobody


def test_many_people_mark_at_once_and_every_mark_is_there(class_, tmp_path):
    names = [f"s{number}.ipynb" for number in range(4)]
    class_.run(*(result(name) for name in names))
    failures: list[Exception] = []

    def work(name: str) -> None:
        try:
            with Gradebook.open(class_.path) as book:
                for points in range(3):
                    override(book, NAME, name, points=points, who="Ada", why="x")
        except Exception as error:
            failures.append(error)

    people = [threading.Thread(target=work, args=(name,)) for name in names]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert failures == []
    assert {mark.total for mark in final_marks(class_.book, NAME)} == {2.0}


def test_a_rubric_that_changes_is_kept_without_grading_anything_again(class_):
    for text in ("one", "one", "two"):
        class_.run(result("s1.ipynb"), marking=Marking({"q2": WrittenRubric(text)}, LatePolicy(percent_a_day=5)))
    with class_.book.database.reading() as connection:
        kept = read_marking(connection, NAME)
    assert (kept.rubric, kept.late) == ({"q2": WrittenRubric("two")}, LatePolicy(percent_a_day=5))
    connection = sqlite3.connect(class_.path)
    assert connection.execute("select count(*) from marking_schemes").fetchall() == [(2,)]
    connection.close()


def test_rubric_and_policy_decide_no_mark_of_the_tests(tmp_path):
    from autograder.grade.keys import settings_digest

    def digest(marking: dict, tests: str = "x = 1") -> str:
        path = tmp_path / "autograder.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("assignment.json", json.dumps({"name": "tiny", "marking": marking}))
            archive.writestr("tests/q1.py", tests)
        return settings_digest(path, {})

    plain = digest({"names": {"q1": ["ans"]}, "rubric": {"q1": "one"}})
    assert digest({"names": {"q1": ["ans"]}, "rubric": {"q1": "two"}, "late": {"percent_a_day": 5}}) == plain
    assert digest({"names": {"q1": ["ans"]}, "rubric": {"q1": "one"}, "title": "Another one"}) == plain
    assert digest({"names": {"q1": ["other"]}}) != plain
    assert digest({"names": {"q1": ["ans"]}}, tests="x = 2") != plain


# ---- versions ----


def test_a_gradebook_of_the_first_version_is_migrated_to_the_tables_of_today_and_keeps_its_marks(tmp_path):
    path = tmp_path / "gradebook.db"
    connection = sqlite3.connect(path)
    connection.executescript(VERSION_1)
    connection.close()
    with Gradebook.open(path) as book:
        (mark,) = final_marks(book, NAME)
    assert (mark.total, mark.max_score, mark.questions[0].manual, mark.flags) == (5.0, 6.0, 3.0, ())
    database = Database(path)
    with database.reading() as connection:
        found = {
            name: {column["name"]: column["nullable"] for column in inspect(connection).get_columns(name)}
            for name in Base.metadata.tables
        }
    bring_up_to_date(database)
    database.close()
    assert found == {
        table.name: {column.name: column.nullable for column in table.columns}
        for table in Base.metadata.tables.values()
    }


def test_a_gradebook_that_is_locked_for_long_says_so(class_, monkeypatch):
    class_.run(result("s1.ipynb"))
    monkeypatch.setattr("autograder.gradebook.connect.BUSY_TIMEOUT_S", 0.05)
    other = sqlite3.connect(class_.path, isolation_level=None)
    other.execute("begin immediate")
    with (
        Gradebook.open(class_.path) as book,
        pytest.raises(AutograderError, match="locked by another program; wait until that is done"),
    ):
        override(book, NAME, "s1.ipynb", points=1, who="Ada", why="x")
    other.close()


def test_two_classes_in_one_gradebook_do_not_mix(tmp_path):
    made = Class(tmp_path)
    made.run(result("s1.ipynb"))
    with made.book.run("another", SETTINGS) as record:
        record.end()
    override(made.book, NAME, "s1.ipynb", points=1, who="Ada", why="x")
    assert final_marks(made.book, "another") == ()
    made.book.close()
