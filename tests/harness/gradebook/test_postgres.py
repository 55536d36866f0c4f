"""The gradebook on a PostgreSQL server, which is marked `postgres` because it needs one.

CI starts one from Debian's package. To run it elsewhere, after pip install 'scratchgrade[postgres]':

    docker run --rm -d -p 54320:5432 -e POSTGRES_PASSWORD=gradebook postgres
    export AUTOGRADER_POSTGRES=postgresql+psycopg://postgres:gradebook@localhost:54320/postgres
    pytest -m postgres
"""

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, inspect, make_url, text

from autograder.course.late import LatePolicy
from autograder.course.rubric import WrittenRubric
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Base
from autograder.marks.export import export_answers
from autograder.marks.final import final_marks
from autograder.marks.history import history
from autograder.marks.late_days import set_late_days
from autograder.marks.mark_table import import_marks
from autograder.marks.marking import Marking
from autograder.marks.overrides import override
from autograder.marks.scheme import keep_marking

from .conftest import RESULT, SETTINGS, engine_failure, handed_in
from .test_opening import HOLDER

FIRST_TABLES = {
    *("schema_version", "run_locks", "assignments", "test_suites", "runs", "submissions", "results"),
    *("case_verdicts", "manual_marks", "overrides", "late_days"),
}
SERVER = os.environ.get("AUTOGRADER_POSTGRES", "")

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not SERVER, reason="AUTOGRADER_POSTGRES does not name a PostgreSQL server"),
]


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """Return a database of this process's own on the server, so that tests can run at the same time."""
    name = f"autograder_{uuid.uuid4().hex}"
    server = create_engine(SERVER, isolation_level="AUTOCOMMIT")  # a database is not made in a transaction
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    made = Database(make_url(SERVER).set(database=name).render_as_string(hide_password=False))
    yield made
    made.close()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture
def url(database: Database) -> Iterator[str]:
    """Return the URL of a database without a gradebook in it."""
    yield database.url.render_as_string(hide_password=False)
    with database.writing() as connection:
        Base.metadata.drop_all(connection)


@pytest.mark.parametrize("name", ["s1.ipynb", "José \udce9 名前.ipynb", "a\nb\x00c"])
def test_results_come_back_as_they_were(url, name):
    result = replace(RESULT, id=name, error=name)
    for known in ({}, {name: result}):
        with Gradebook.open(url) as book, book.run("tiny", SETTINGS) as record:
            assert record.reuse([handed_in(name)]) == known
            record.commit(handed_in(name), result)
            record.commit(handed_in("failed"), engine_failure("failed"))
            record.end()
    with Gradebook.open(url) as book:
        book.keep_questions("digest", [{"name": "q1"}])
        assert book.questions("digest") == [{"name": "q1"}]


def test_one_run_at_a_time_for_each_assignment_and_a_killed_run_blocks_nobody(url):
    with subprocess.Popen([sys.executable, "-c", HOLDER, url], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "running\n"
        with Gradebook.open(url) as book:
            with pytest.raises(AutograderError, match="Another run is grading"), book.run("tiny", SETTINGS):
                pass
            with book.run("another assignment", SETTINGS) as record:
                record.commit(handed_in(), RESULT)
        holder.send_signal(signal.SIGKILL)
    with Gradebook.open(url) as book:
        for _ in range(100):  # until the server has noticed
            try:
                with book.run("tiny", SETTINGS) as record:
                    record.commit(handed_in(), RESULT)
                    break
            except AutograderError:
                continue
        assert record.reuse([handed_in()]) == {"s1.ipynb": RESULT}


def test_what_people_decide_is_kept_beside_a_run_that_goes_on_and_by_every_later_one(url, tmp_path):
    with Gradebook.open(url) as book, book.run("tiny", SETTINGS) as record:
        keep_marking(book, "tiny", Marking({"q1": WrittenRubric("Say why.")}, LatePolicy(percent_a_day=10)))
        for name in ("s1.ipynb", "s2.ipynb"):
            question = replace(RESULT.questions[0], answer="because")
            record.commit(handed_in(name), replace(RESULT, id=name, questions=(question,)))
        with Gradebook.open(url) as beside:
            export_answers(beside, "tiny", tmp_path, anonymous=True)
            table = (tmp_path / "marks.csv").read_text(encoding="utf-8-sig")
            (tmp_path / "back.csv").write_text(table.replace(",4,,,,", ",4,2.5,,José,"), encoding="utf-8")
            assert import_marks(beside, "tiny", tmp_path / "back.csv", "Ada").written == 2
            override(beside, "tiny", "s2.ipynb", points=6, question="q1", who="Ada", why="x")
            override(beside, "tiny", "s2.ipynb", points=None, question="q1", who="Ada", why="y")
            set_late_days(beside, "tiny", "s2.ipynb", days=1, who="Ada", why="z")
        record.end()
    with Gradebook.open(url) as book, book.run("tiny", SETTINGS) as record:
        for name in ("s1.ipynb", "s2.ipynb"):
            record.commit(handed_in(name), replace(RESULT, id=name))
        record.end()
        marks = final_marks(book, "tiny")
        assert [(mark.total, mark.max_score, len(mark.flags)) for mark in marks] == [(3.5, 6.5, 1), (3.15, 6.5, 1)]
        assert [event.what for event in history(book, "tiny", "s2.ipynb")] == [
            "q1",
            "q1, override",
            "q1, override removed",
            "late days",
        ]


def test_the_first_versions_tables_are_migrated(url):
    database = Database(url)
    with database.writing() as connection:
        Base.metadata.create_all(connection)
        connection.execute(text("INSERT INTO schema_version VALUES (1)"))
        connection.execute(text("DROP TABLE marking_schemes"))
        for table, columns in {
            "assignments": ["code_secret", "case_secret"],
            "manual_marks": ["answer", "items", "adjustment", "step", "undoes", "withdrawn"],
            "overrides": ["removed"],
            "submissions": [
                *("student_id", "student_name", "student_email", "handed_in", "late_days"),
                *("clock_only", "team", "section", "class_list", "dropped"),
            ],
        }.items():
            for column in columns:
                connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
        for table in set(Base.metadata.tables) - FIRST_TABLES:
            connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    database.close()
    with Gradebook.open(url) as book:
        with book.database.reading() as connection:
            found = {
                name: {column["name"]: column["nullable"] for column in inspect(connection).get_columns(name)}
                for name in Base.metadata.tables
            }
        assert final_marks(book, "tiny") == ()
    assert found == {
        table.name: {column.name: column.nullable for column in table.columns}
        for table in Base.metadata.tables.values()
    }


def test_a_password_is_not_shown():
    with pytest.raises(AutograderError, match="cannot be reached") as raised:
        Gradebook.open("postgresql+psycopg://user:secret@localhost:1/name")
    assert "secret" not in str(raised.value)
