"""Opening a gradebook: what can be wrong with it, versions, and one run at a time."""

import os
import signal
import sqlite3
import subprocess
import sys

import pytest
from sqlalchemy import text

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.connect import Database
from autograder.gradebook.migrations import VERSION, bring_up_to_date

from .conftest import RESULT, SETTINGS, handed_in


def test_a_new_gradebook_is_made_and_an_old_one_is_kept(tmp_path, in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    with Gradebook.open(f"sqlite:///{tmp_path / 'gradebook.db'}") as book:
        book.keep_questions("digest", [{"name": "q1"}])
        assert book.questions("digest") == [{"name": "q1"}]
        assert book.questions("another") is None
    assert in_a_run(lambda record: record.reuse([handed_in()])) == {"s1.ipynb": RESULT}


def test_tables_for_what_people_decide_are_there_from_the_first_version(tmp_path):
    Gradebook.open(tmp_path / "gradebook.db").close()
    connection = sqlite3.connect(tmp_path / "gradebook.db")
    tables = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
    connection.close()
    assert {"manual_marks", "overrides", "late_days"} <= tables


def test_a_new_gradebook_is_read_by_its_owner_and_group_alone_and_an_old_one_as_it_was_let(tmp_path):
    file = tmp_path / "gradebook.db"
    before = os.umask(0o022)
    try:
        with Gradebook.open(file) as book:
            book.keep_questions("digest", [{"name": "q1"}])
            assert {path.name: oct(path.stat().st_mode & 0o777) for path in tmp_path.glob("gradebook.db*")} == (
                dict.fromkeys(("gradebook.db", "gradebook.db-wal", "gradebook.db-shm"), oct(0o640))
            )
        file.chmod(0o644)
        Gradebook.open(file).close()
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o644


def write_garbage(path):
    path.write_bytes(b"not a database at all " * 100)


def write_one_character(path):
    path.write_bytes(b"7")


def write_damaged(path):
    Gradebook.open(path).close()
    content = bytearray(path.read_bytes())
    content[100:3000] = os.urandom(2900)
    path.write_bytes(content)


def write_another_programs(path):
    connection = sqlite3.connect(path)
    connection.execute("create table cookies (name)")
    connection.close()


def write_newer(path):
    Gradebook.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("update schema_version set version = 99")
    connection.commit()
    connection.close()


def make_folder(path):
    path.mkdir()


@pytest.mark.parametrize(
    ("write", "part"),
    [
        (write_garbage, "is not a gradebook, or it is damaged"),
        (write_one_character, "is not a gradebook, or it is damaged"),
        (write_damaged, "is not a gradebook, or it is damaged"),
        (write_another_programs, "is not a gradebook"),
        (write_newer, "newer version of autograder"),
        (make_folder, "cannot be opened"),
    ],
)
def test_what_is_no_usable_gradebook_is_named_in_one_sentence_and_left_alone(tmp_path, write, part):
    path = tmp_path / "gradebook.db"
    write(path)
    before = None if path.is_dir() else path.read_bytes()
    with pytest.raises(AutograderError, match=part) as raised:
        Gradebook.open(path)
    assert str(path) in str(raised.value)
    assert path.is_dir() or path.read_bytes() == before


@pytest.mark.parametrize(
    ("where", "part"),
    [
        ("nowhere/at/all/gradebook.db", "cannot be opened"),
        ("nonsense://host/name", "of a kind that this Python cannot open"),
        ("://", "not the URL of a database"),
    ],
)
def test_a_wrong_place_is_one_sentence(where, part, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AutograderError, match=part):
        Gradebook.open(where)


def test_a_password_is_not_shown():
    with pytest.raises(AutograderError) as raised:
        Gradebook.open("nonsense://user:secret@host/name")
    assert "secret" not in str(raised.value)


def test_a_database_that_another_program_keeps_locked_is_waited_for_and_then_named(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradebook.connect.BUSY_TIMEOUT_S", 0.05)
    with Gradebook.open(tmp_path / "gradebook.db") as book:
        other = sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(AutograderError, match="locked by another program"):
            book.keep_questions("digest", [])
        other.close()
        book.keep_questions("digest", [])


# ---- versions ----


def test_an_older_gradebook_is_migrated_once_and_keeps_what_is_in_it(tmp_path, in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))
    calls = []

    def add_column(connection):
        calls.append("column")
        connection.execute(text("alter table submissions add column email varchar default 'a@b'"))

    for _ in range(2):
        database = Database(tmp_path / "gradebook.db")
        bring_up_to_date(database, VERSION + 1, add_column)
        with database.reading() as connection:
            assert connection.execute(text("select email from submissions")).all() == [("a@b",)]
            assert connection.execute(text("select version from schema_version")).all() == [(VERSION + 1,)]
        database.close()
    assert calls == ["column"]


def test_a_migration_that_fails_changes_nothing(tmp_path, in_a_run):
    in_a_run(lambda record: record.commit(handed_in(), RESULT))

    def fail(connection):
        connection.execute(text("drop table case_verdicts"))
        raise RuntimeError("half-way")

    database = Database(tmp_path / "gradebook.db")
    with pytest.raises(RuntimeError):
        bring_up_to_date(database, VERSION + 1, fail)
    database.close()
    assert in_a_run(lambda record: record.reuse([handed_in()])) == {"s1.ipynb": RESULT}


# ---- one run at a time ----

HOLDER = """
import sys, time
from autograder.gradebook import Gradebook, RunSettings
from autograder.results import Engine
settings = RunSettings(Engine("none", "otter", 1, "0"), "digest")
with Gradebook.open(sys.argv[1]) as book, book.run("tiny", settings):
    print("running", flush=True)
    time.sleep(600)
"""


def test_a_second_run_says_who_is_running_and_a_killed_run_blocks_nobody(tmp_path):
    path = tmp_path / "gradebook.db"
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "running\n"
        with (
            Gradebook.open(path) as book,
            pytest.raises(AutograderError, match=rf"Another run \(process {holder.pid} on "),
            book.run("tiny", SETTINGS),
        ):
            pass
        holder.send_signal(signal.SIGKILL)
    with Gradebook.open(path) as book, book.run("tiny", SETTINGS) as record:
        assert record.run_id == 2


def test_a_gradebook_in_memory_works(tmp_path):
    with Gradebook.open("sqlite://") as book, book.run("tiny", SETTINGS) as record:
        record.commit(handed_in(), RESULT)
        assert record.reuse([handed_in()]) == {"s1.ipynb": RESULT}
