"""The gradebook on a PostgreSQL server, which is marked `postgres` because it needs one.

To run it, after pip install 'scratchgrade[postgres]':

    docker run --rm -d -p 54320:5432 -e POSTGRES_PASSWORD=gradebook postgres
    export AUTOGRADER_POSTGRES=postgresql+psycopg://postgres:gradebook@localhost:54320/postgres
    pytest -m postgres
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.connect import Database
from autograder.gradebook.schema import Base

from .conftest import RESULT, SETTINGS, engine_failure, handed_in
from .test_opening import HOLDER

SERVER = os.environ.get("AUTOGRADER_POSTGRES", "")

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(not SERVER, reason="AUTOGRADER_POSTGRES does not name a PostgreSQL server"),
]


@pytest.fixture
def url() -> Iterator[str]:
    """Return the URL of a database without a gradebook in it."""
    database = Database(SERVER)
    with database.writing() as connection:
        Base.metadata.drop_all(connection)
    yield SERVER
    with database.writing() as connection:
        Base.metadata.drop_all(connection)
    database.close()


@pytest.mark.parametrize("name", ["s1.ipynb", "José \udce9 名前.ipynb", "a\nb\x00c"])
def test_results_come_back_as_they_were(url, name):
    result = replace(RESULT, id=name, error=name)
    for known in ({}, {name: result}):
        with Gradebook.open(url) as book, book.run("tiny", SETTINGS) as record:
            assert record.known([handed_in(name)]) == known
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
        assert record.known([handed_in()]) == {"s1.ipynb": RESULT}


def test_a_password_is_not_shown():
    with pytest.raises(AutograderError, match="cannot be reached") as raised:
        Gradebook.open("postgresql+psycopg://user:secret@localhost:1/name")
    assert "secret" not in str(raised.value)
