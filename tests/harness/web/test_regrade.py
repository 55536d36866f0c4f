"""Grading one submission again from its page; that a run of one file leaves the others alone is tested with `grade`."""

import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from sqlalchemy import update

from autograder.gradebook.schema import Submission
from autograder.web import regrading

from .conftest import two

_LONGEST_S = 120.0


def outcome(served) -> str:
    """Return the student's page once the run is over."""
    end = time.monotonic() + _LONGEST_S
    while "Being graded again" in (text := served.ask("/students/1").text) and time.monotonic() < end:
        time.sleep(0.1)
    return text


def place(served, path: Path) -> None:
    with served.class_.book.database.writing() as connection:
        connection.execute(update(Submission).values(path=str(path)))


def test_a_file_that_is_not_there_any_more_is_one_sentence(serve):
    answer = serve(*two()).post("/students/1/regrade")
    assert answer.status == 400
    assert "is not where the last run has found it (/class/ada.ipynb)" in answer.text


def test_what_a_run_that_fails_has_said_stands_on_the_page_and_others_wait_meanwhile(serve):
    served = serve(*two())
    here = Path(served.class_.path.parent, "ada.ipynb")
    here.write_text("{}")
    place(served, here)
    assert served.post("/students/1/regrade").status == 303
    assert "wait until that is done" in served.post("/students/2/regrade").text
    text = outcome(served)
    assert "autograder: " in text  # there is no such assignment
    assert "Traceback" not in text
    assert "Grade this one again, now" in text


def test_a_file_in_a_download_is_graded_alone_out_of_it(serve, monkeypatch):
    calls: list[list[str]] = []

    def popen(words, **options):
        calls.append(words)
        return subprocess.Popen([sys.executable, "-c", ""], **options)

    served = serve(*two())
    download = Path(served.class_.path.parent, "moodle.zip")
    download.write_bytes(b"")
    inside = download / "Ada_7_assignsubmission_file_" / "hw.ipynb"
    place(served, inside)
    monkeypatch.setattr(regrading, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": popen}))
    assert served.post("/students/1/regrade").status == 303
    (words,) = calls
    assert words[3:7] == ["grade", str(download), "--only", str(inside)]
    download.unlink()
    said = served.post("/students/1/regrade").text
    assert "is not where the last run has found it" in said
    assert str(inside) in said


def test_the_password_of_a_gradebook_is_in_no_command_line(tmp_path, monkeypatch):
    url = "postgresql+psycopg://ada:SECRET@localhost/marks"
    started = []

    def start(call, **options):
        started.append((call, options["env"]))
        return SimpleNamespace(poll=lambda: 0, terminate=lambda: None, wait=lambda: 0)

    monkeypatch.setattr(regrading.subprocess, "Popen", start)
    (tmp_path / "ada.ipynb").write_text("{}")
    runs = regrading.Regrading(url, "tiny", None)
    runs.begin(1, str(tmp_path / "ada.ipynb"))
    runs.close()
    ((call, environment),) = started
    assert "SECRET" not in " ".join(call)
    assert environment["AUTOGRADER_GRADEBOOK"] == url
