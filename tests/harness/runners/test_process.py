"""One command, bounded: its time, its answer, and what it leaves behind."""

import os
import subprocess
import sys
import uuid

import psutil
import pytest

from autograder.runners.process import MARK, kill_all, run_bounded
from autograder.system.clocks import Span

LONG_S = 120.0  # a limit that is not meant to be reached


@pytest.fixture
def run(tmp_path):
    def run(code: str, *, seconds: float = LONG_S, max_bytes: int = 1000):
        environment = {**os.environ, MARK: uuid.uuid4().hex, "PYTHONUNBUFFERED": "1"}
        return run_bounded(
            [sys.executable, "-c", code],
            folder=tmp_path,
            environment=environment,
            span=Span.alike(seconds),
            max_bytes=max_bytes,
        )

    return run


def test_an_answer(run):
    ended = run("import sys; print('yes'); print('no', file=sys.stderr); sys.exit(3)")
    assert (ended.answer, ended.errors, ended.returncode) == (b"yes\n", "no", 3)
    assert not ended.timed_out
    assert not ended.too_long


def test_the_time_limit_ends_a_loop(run):
    ended = run("while True: pass", seconds=0.5)
    assert ended.timed_out
    assert ended.returncode not in (0, None)


def test_the_time_limit_holds_for_who_closes_the_pipe_and_goes_on(run):
    assert run("import os\nos.close(1)\nwhile True: pass", seconds=0.5).timed_out


def test_an_answer_without_end_is_cut(run):
    ended = run("while True: print('x' * 1000)", max_bytes=100_000)
    assert ended.too_long


START = "subprocess.Popen([sys.executable, '-c', CHILD], start_new_session=True, stdout=subprocess.DEVNULL"


@pytest.mark.parametrize(
    ("what_is_lost", "code"),
    [
        ("nothing", f"{START})"),
        ("the mark", f"{START}, env={{}}); time.sleep(600)"),
        ("the parent", f"import os\nif os.fork(): time.sleep(600)\nelse: {START}); os._exit(0)"),
    ],
)
def test_no_process_is_left_behind(run, what_is_lost, code):
    child = sleeper()
    run(f"import subprocess, sys, time\nCHILD = {child!r}\n{code}", seconds=1.0)
    assert not [process for process in psutil.process_iter() if child in _arguments(process)]


def sleeper() -> str:
    """Return a program that sleeps, and that no other process runs."""
    return f"import time; time.sleep(600)  # {uuid.uuid4().hex}"


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_killing_a_run_takes_what_lies_below_it_and_nothing_else():
    run, other = uuid.uuid4().hex, uuid.uuid4().hex
    marks = [run, f"{run}/3", f"{run}4", other]
    processes = [subprocess.Popen([sys.executable, "-c", sleeper()], env={**os.environ, MARK: mark}) for mark in marks]
    try:
        kill_all(run)
        assert [process.poll() is None for process in processes] == [False, False, True, True]
    finally:
        for process in processes:
            process.kill()
            process.wait()
