"""`kill -9` of the grader at any moment, then the same command again: as if nothing had happened."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.harness.jails import BUBBLEWRAP

SUBMISSIONS = 4
PATIENCE_S = 120


@pytest.fixture
def course(tmp_path, make_notebook) -> Path:
    """Return the folder of a class whose notebooks take a moment; one of them leaves a process behind."""
    folder = tmp_path / "class"
    folder.mkdir()
    for number in range(SUBMISSIONS):
        cells = [
            f"import time, os, subprocess, sys\ntime.sleep(0.5)\nx = {2 + number % 2}",
            "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)",
            "def double(v):\n    time.sleep(0.2)\n    return 2 * v",
        ]
        (folder / f"s{number}.ipynb").write_text(make_notebook(cells), encoding="utf-8")
    return folder


@pytest.fixture
def command(course, tiny_zip) -> Callable[[Path, str], list[str]]:
    """Return a function that gives the command which grades the class into a folder."""

    def words(out: Path, isolation: str) -> list[str]:
        call = ["grade", str(course), "--assignment", str(tiny_zip), "--out", str(out), "--jobs", "1"]
        return [sys.executable, "-m", "autograder", *call, "--isolation", isolation]

    return words


def ask(out: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what the gradebook says while a run is writing to it; nothing as long as it is not there."""
    with contextlib.closing(sqlite3.connect(f"file:{out / 'gradebook.db'}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


def kill_when(words: list[str], out: Path, results: int) -> None:
    """Start the command, and kill it as soon as `results` more results are in the gradebook; nothing survives."""
    before = count(out)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + PATIENCE_S
        while count(out) < before + results or not running(out):
            assert process.poll() is None, "it ended before it could be killed"
            assert time.monotonic() < until
            time.sleep(0.02)
        family = psutil.Process(process.pid).children(recursive=True)
        runs = {run for member in family for run in run_of(member)}
        process.send_signal(signal.SIGKILL)
    assert psutil.wait_procs(family, timeout=30)[1] == []
    assert list(started_by(runs)) == []


def count(out: Path) -> int:
    with contextlib.suppress(sqlite3.Error):
        return int(ask(out, "select count(*) from results")[0][0])
    return 0


def running(out: Path) -> bool:
    """Whether a run has begun that has not ended."""
    with contextlib.suppress(sqlite3.Error):
        return bool(ask(out, "select 1 from runs where ended is null"))
    return False


def run_of(process: psutil.Process) -> Iterator[str]:
    """Yield the mark of the run whose otter runner has started the process, if one has."""
    with contextlib.suppress(psutil.Error, OSError):
        if mark := process.environ().get("AUTOGRADER_RUN"):
            yield mark.partition("/")[0]


def started_by(runs: Collection[str]) -> Iterator[str]:
    """Yield the processes that live and were started by otter's runner in these runs, not in those of other tests."""
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error, OSError):
            if set(run_of(process)) & set(runs) and process.status() != psutil.STATUS_ZOMBIE:
                yield " ".join(process.cmdline())


def results(out: Path) -> dict[str, Any]:
    """Return results.json without the times."""
    data = json.loads((out / "results.json").read_text(encoding="utf-8"))
    for submission in data["submissions"]:
        submission.pop("seconds")
    return data


@pytest.mark.slow
@pytest.mark.parametrize("isolation", [BUBBLEWRAP, "none"])
def test_a_killed_run_loses_nothing_repeats_nothing_and_leaves_nothing_running(command, tmp_path, isolation):
    out, undisturbed = tmp_path / "out", tmp_path / "undisturbed"
    for wanted in (0, 1, 2):
        kill_when(command(out, isolation), out, wanted)
    assert count(out) == 3
    for folder in (out, undisturbed):
        subprocess.run(command(folder, isolation), check=True, capture_output=True, timeout=600)
    assert results(out) == results(undisturbed)
    assert [submission["score"] for submission in results(out)["submissions"]] == [4.0, 2.0, 4.0, 2.0]
    assert ask(
        out, "select name, count(*) from results join submissions on submission_id = submissions.id group by 1"
    ) == [(f"s{number}.ipynb", 1) for number in range(SUBMISSIONS)]
    assert ask(out, "select count(*) from runs where ended is not null") == [(1,)]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("isolation", [BUBBLEWRAP, "none"])
def test_being_stopped_keeps_what_is_done_ends_everything_and_says_how_to_go_on(command, tmp_path, isolation, number):
    out = tmp_path / "out"
    # tests that run in the background are started with Ctrl-C ignored, and what they start inherits that
    listen = (
        "import os, signal, sys; [signal.signal(number, signal.SIG_DFL) for number in (signal.SIGINT, signal.SIGHUP)]; "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    words = [sys.executable, "-c", listen, *command(out, isolation)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + PATIENCE_S
        while count(out) < 1:
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.02)
        family = psutil.Process(process.pid).children(recursive=True)
        os.kill(process.pid, number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run the same command again to go on" in errors
    assert "Traceback" not in errors
    assert psutil.wait_procs(family, timeout=30)[1] == []
    assert len(results(out)["submissions"]) == count(out)
