"""The command line as a user meets it: help, clear sentences, exit status."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.cli import main
from tests.harness.jails import needs_jail


@dataclass(frozen=True)
class Ended:
    """How a call ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def autograder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """Return a function that calls the program with the words of a call, in a folder, as its own process would."""
    for name in ("freeze", "set_threshold"):  # which are for a process that ends soon
        monkeypatch.setattr(gc, name, lambda *numbers: None)

    def run(*arguments: str, cwd: Path) -> Ended:
        monkeypatch.chdir(cwd)
        monkeypatch.setattr(sys, "argv", ["autograder", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.mark.parametrize("command", [(), ("build",), ("grade",), ("data",), ("data", "mnist")])
def test_every_command_explains_itself(autograder, command, root):
    run = autograder(*command, "--help", cwd=root)
    assert run.returncode == 0
    assert "Usage:" in run.stdout


@pytest.mark.parametrize("module", ["autograder.cli", "autograder.grade.run"])
def test_help_and_a_run_that_begins_import_nothing_heavy(root, module):
    heavy = ("numpy", "otter", "pandas", "matplotlib", "sqlalchemy")
    code = f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_where_the_terminal_lacks_letters_a_command_prints_others_in_their_place(tmp_path):
    (tmp_path / "Лаба").mkdir()
    call = [sys.executable, "-m", "autograder", "new", "one", "--course", "Лаба"]
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}  # as with LC_ALL=de_DE.ISO-8859-1
    run = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert f"The course is in {tmp_path}/????." in run.stdout


@needs_jail
def test_a_jail_starts_also_for_whoever_ignores_the_end_of_children(root):
    ignoring = "import runpy, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN); runpy.run_module('autograder')"
    call = [sys.executable, "-c", ignoring, "doctor"]
    run = subprocess.run(call, cwd=root, capture_output=True, text=True, check=True)
    assert "starts, and confines a process" in run.stdout
    assert "No child processes" not in run.stdout


def test_the_version_is_printed(root):
    call = [sys.executable, "-m", "autograder", "--version"]
    run = subprocess.run(call, cwd=root, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("autograder 0.")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build"], "--course"),
        (["grade", "x.ipynb", "--assignment", "adding", "--out", "results"], "--course"),
        (["grade", "x.ipynb", "--out", "results"], "--assignment"),
        (["grade", "x.ipynb", "--assignment", "missing.zip", "--out", "results"], "missing.zip"),
        (["bild"], "bild"),
        (["data", "mnist", "--from", "nowhere", "--out", "here"], "nowhere"),
        (["doctor", "x.ipynb"], "--assignment"),
        (["new", "x" * 300], "at most 60"),
    ],
)
def test_a_wrong_call_is_one_clear_message_with_status_2(autograder, arguments, words, tmp_path):
    run = autograder(*arguments, cwd=tmp_path)
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    "arguments",
    [["build", "--out", "file"], ["audit", "adding", "--out", "file/a.html"], ["audit", "adding", "--out", "."]],
)
def test_what_cannot_be_written_is_named_before_any_work_is_lost(autograder, make_course, arguments):
    course = make_course()
    (course / "file").write_text("no folder", encoding="utf-8")
    run = autograder(*arguments, cwd=course)
    assert run.returncode == 2
    assert re.fullmatch(r"autograder: \S+ cannot be (read or )?written \(.*\n", run.stderr)
    assert "caught" not in run.stdout


def test_grading_a_path_that_is_not_there_names_it(autograder, make_course):
    run = autograder("grade", "nobody.ipynb", "--assignment", "adding", "--out", "results", cwd=make_course())
    assert (run.returncode, "nobody.ipynb" in run.stderr) == (2, True)


@pytest.mark.parametrize(
    ("gradebook", "words"),
    [
        ("broken.db", "broken.db is not a gradebook"),
        ("nowhere/gradebook.db", "nowhere/gradebook.db cannot be opened"),
        ("nonsense://host/name", "nonsense://host/name"),
    ],
)
def test_a_gradebook_that_cannot_be_used_is_one_clear_message_with_status_2(autograder, make_course, gradebook, words):
    course = make_course()
    (course / "broken.db").write_text("not a database " * 100)
    (course / "s1.py").write_text("x = 1")
    call = ("grade", "s1.py", "--assignment", "adding", "--out", "results", "--gradebook", gradebook)
    run = autograder(*call, "--isolation", "none", cwd=course)
    assert (run.returncode, words in run.stderr, "Traceback" in run.stderr) == (2, True, False), run.stderr
    assert not (course / "results" / "results.json").exists()


def test_a_build_can_be_checked_against_the_release(autograder, make_course):
    course = make_course()
    assert autograder("build", "--check", cwd=course).returncode == 2
    assert autograder("build", "--release", cwd=course).returncode == 0
    assert autograder("build", "--check", cwd=course).returncode == 0
    assert (course / "assignment/adding/adding.ipynb").is_file()
