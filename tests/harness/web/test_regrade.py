"""Grading one submission again from its page; that a run of one file leaves the others alone is tested with `grade`."""

import time
from pathlib import Path

from sqlalchemy import update

from autograder.gradebook.schema import Submission

from .conftest import two

_LONGEST_S = 120.0


def outcome(served) -> str:
    """Return the student's page once the run is over."""
    end = time.monotonic() + _LONGEST_S
    while "Being graded again" in (text := served.ask("/students/1").text) and time.monotonic() < end:
        time.sleep(0.1)
    return text


def test_a_file_that_is_not_there_any_more_is_one_sentence(serve):
    answer = serve(*two()).post("/students/1/regrade")
    assert answer.status == 400
    assert "is not where the last run has found it (/class/ada.ipynb)" in answer.text


def test_what_a_run_that_fails_has_said_stands_on_the_page_and_others_wait_meanwhile(serve):
    served = serve(*two())
    here = Path(served.class_.path.parent, "ada.ipynb")
    here.write_text("{}")
    with served.class_.book.database.writing() as connection:
        connection.execute(update(Submission).values(path=str(here)))
    assert served.post("/students/1/regrade").status == 303
    assert "wait until that is done" in served.post("/students/2/regrade").text
    text = outcome(served)
    assert "autograder: " in text  # there is no such assignment
    assert "Traceback" not in text
    assert "Grade this one again, now" in text
