"""The temporary folder of a run that was killed is removed by the next run, and no other folder ever is."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from autograder.system.files import run_folder

HOLD = """
import sys, tempfile
tempfile.tempdir = sys.argv[1]
from autograder.system.files import run_folder
with run_folder() as place:
    print(place, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def other_run(temporary: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(temporary)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str], number: signal.Signals) -> None:
    process.send_signal(number)
    process.communicate()


def test_the_folder_of_a_run_that_was_killed_is_removed_by_the_next(temporary: Path) -> None:
    process, place = other_run(temporary)
    end(process, signal.SIGKILL)
    assert place.is_dir()
    with run_folder():
        assert not place.exists()


def test_the_folder_of_a_run_that_goes_on_stays(temporary: Path) -> None:
    process, place = other_run(temporary)
    with run_folder():
        assert place.is_dir()
    end(process, signal.SIGTERM)


def test_two_runs_of_one_process_leave_each_other_alone(temporary: Path) -> None:
    with run_folder() as first, run_folder() as second:
        assert first.is_dir()
        assert second.is_dir()
    assert list(temporary.iterdir()) == []


def test_what_only_has_such_a_name_stays(temporary: Path) -> None:
    (temporary / "autograder-run-mine").mkdir()
    (temporary / "elsewhere").mkdir()
    (temporary / "elsewhere" / ".in-use").touch()
    (temporary / "autograder-run-link").symlink_to(temporary / "elsewhere")
    with run_folder():
        pass
    assert {path.name for path in temporary.iterdir()} == {"autograder-run-mine", "autograder-run-link", "elsewhere"}
