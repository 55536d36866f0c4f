"""`autograder open`: what it says, and what it leaves when it ends, in whatever way."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.decisions import current_marks
from autograder.marks.final import final_marks
from autograder.reports.feedback import write_feedback
from autograder.reports.names import FEEDBACK
from autograder.reports.renewing import class_now
from autograder.results.json_file import RESULTS, write_results_json
from autograder.web.app import listen
from autograder.web.guard import Keys

from .conftest import NAME, Served, two


@pytest.fixture
def opened(class_):
    """Yield the class as `autograder open` serves it, and the process."""
    class_.run(*two())
    call = [sys.executable, "-m", "autograder", "open", str(class_.path.parent), "--no-browser", "--port", "0", "--as"]
    with subprocess.Popen(
        [*call, "A. Lecturer"], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    ) as process:
        try:
            line = process.stdout.readline()
            port, token = re.search(r"http://127\.0\.0\.1:(\d+)/\?token=([\w-]+)", line).groups()
            assert "A. Lecturer" in line
            served = Served(Keys(int(port), token), class_)
            cookie = served.ask(f"/?token={token}", known=False).headers["Set-Cookie"]
            session = cookie.partition("=")[2].partition(";")[0]
            yield Served(Keys(int(port), token, session), class_), process
        finally:
            process.kill()


def give(served):
    text = served.ask("/marking/q2").text
    fields = {name: re.findall(rf'name="{name}" value="([^"]*)"', text) for name in ("answer", "seen")}
    assert served.post("/marking/q2/give", **fields, adjustment="3").status == 303


def test_a_killed_server_loses_nothing_that_was_confirmed(opened):
    served, process = opened
    give(served)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    with Gradebook.open(served.class_.path) as book, book.database.reading() as connection:
        (mark,) = current_marks(connection, NAME, "q2").values()
        assert (mark.points, mark.who) == (3, "A. Lecturer")
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_when_it_is_ended_the_files_of_the_run_follow_what_was_decided(opened, number):
    served, process = opened
    folder, book = Path(served.class_.path.parent), served.class_.book
    result = class_now(book, NAME, None, served.standings())
    write_results_json(result, folder / RESULTS)
    write_feedback(result, folder / FEEDBACK, final=final_marks(book, NAME))
    give(served)
    process.send_signal(number)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert "Brought up to date" in said
    assert "5 of 10" in "".join(page.read_text() for page in (folder / FEEDBACK).iterdir())


def test_a_port_that_is_taken_and_a_folder_without_a_gradebook_are_one_sentence(tmp_path):
    with listen(0) as listener, pytest.raises(AutograderError, match="is not free"):
        listen(listener.getsockname()[1])
    from autograder.web.command import open_command

    with pytest.raises(AutograderError, match="There is no gradebook"):
        open_command(str(tmp_path), assignment=None, port=0, browser=False, who=None)


def test_a_package_that_is_missing_is_one_sentence(monkeypatch, tmp_path):
    from autograder.web.command import open_command

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "autograder.web.app")
    with pytest.raises(AutograderError, match=r"uvicorn is not installed: pip install 'scratchgrade\[web\]'"):
        open_command(str(tmp_path), assignment=None, port=0, browser=False, who=None)
