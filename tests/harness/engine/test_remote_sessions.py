"""Sessions: forks, files, and how they end."""

import os
import select
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograder.engine import jailed
from autograder.engine.remote import RemoteError, SessionEnded, SessionLimits, TurnTimeout, WireLimits, WorkerDied
from autograder.system.handle import Handle


def test_a_fork_is_a_copy_and_the_original_stays_as_it_was(student, session):
    env = student("x = [1]\ndef add(n):\n    x.append(n)\n    return x")
    with session.fork() as fork:
        assert fork.pid not in (0, session.pid)
        assert fork.namespace["add"](2) == [1, 2]
        assert fork.run_cell(1, "y = 1", 30).failure is None
        assert env["x"] == [1]
    assert "y" not in env
    assert env["add"](3) == [1, 3]


def test_a_copy_knows_whether_files_that_it_found_are_others_now(student, session):
    student("with open('found.txt', 'w') as file:\n    file.write('1')")
    assert not session.files_changed()
    with session.fork() as fork:
        student("open('new.txt', 'w').close()")
        assert not fork.files_changed()
        student("with open('found.txt', 'a') as file:\n    file.write('2')")
        assert fork.files_changed()
    with session.fork() as fork:
        student("import os\nos.remove('found.txt')")
        assert fork.files_changed()


def test_a_worker_whose_threads_would_be_missing_in_a_copy_is_not_copied(student, session):
    env = student(
        "from multiprocessing.pool import ThreadPool\npool = ThreadPool(1)\n"
        "def work():\n    return pool.apply(abs, [-4])"
    )
    with pytest.raises(RemoteError, match="threads"):
        session.fork()
    assert env["work"]() == 4
    assert session.run_cell(1, "pool.terminate()\npool.join()", 30).failure is None
    with session.fork() as fork:
        assert fork.run_cell(2, "import threading\nassert threading.active_count() == 1", 30).failure is None


def test_a_fork_that_hangs_is_killed_and_the_original_goes_on(student, session):
    env = student("x = 1")
    fork = session.fork()
    with pytest.raises(TurnTimeout):
        fork.run_cell(1, "while True:\n    pass", 0.25)
    fork.kill()
    assert env["x"] == 1
    with session.fork() as second:
        assert second.namespace["x"] == 1


def test_the_number_of_a_worker_that_has_ended_is_not_its_own_any_more(session, monkeypatch):
    """Somebody else's process may have it when the session is told to kill: the signal must not go there."""
    session.run_cell(0, "x = 1", 30)
    fork = session.fork()
    with pytest.raises(WorkerDied):
        fork.run_cell(1, "import os\nos._exit(0)", 30)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as innocent:
        fork._channel.pid = innocent.pid
        fork.kill()
        innocent.communicate(b"\n")
        assert innocent.returncode == 0


def test_a_worker_whose_number_changed_hands_before_it_was_held_is_not_held(open_session, monkeypatch):
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        other = Handle.of(ended.pid)
        monkeypatch.setattr(Handle, "of", lambda pid: other)
        session = open_session()
        session.kill()
    assert session._worker is None


@pytest.mark.parametrize(
    "source", ["import os\nos._exit(1)", "import os\nos.abort()", "import ctypes\nctypes.string_at(0)"]
)
def test_a_cell_that_kills_the_worker(session, source):
    session.run_cell(0, "x = 1", 30)
    with session.fork() as fork:
        with pytest.raises(WorkerDied):
            fork.run_cell(1, source, 30)
        assert isinstance(fork.ended, WorkerDied)
    assert session.namespace["x"] == 1


def test_forks_of_forks(session):
    session.run_cell(0, "n = 0", 30)
    sessions = [session]
    for _ in range(3):
        sessions.append(sessions[-1].fork())
        sessions[-1].run_cell(0, "n += 1", 30)
    assert [each.namespace["n"] for each in sessions] == [0, 1, 2, 3]
    for each in reversed(sessions):
        each.close()


def test_no_fork_while_something_is_under_way(session):
    with session.case(1), pytest.raises(RuntimeError, match="between cells and cases"):
        session.fork()


def test_a_check_can_fork_and_the_copy_stays_in_the_middle_of_the_cell(open_session):
    copies = []
    session = open_session(on_check=lambda question: copies.append(session.fork()) or "")
    source = "import otter\nn = 1\notter.Notebook().check('q1')\nn = 2"
    assert session.run_cell(0, source, 30).failure is None
    (copy,) = copies
    with copy:
        assert (copy.namespace["n"], session.namespace["n"]) == (1, 2)
        assert copy.run_cell(1, "n = 3", 30).failure is None
        assert (copy.namespace["n"], session.namespace["n"]) == (3, 2)
        with copy.fork() as another:
            assert another.namespace["n"] == 3


def test_a_copy_made_by_a_check_ends_when_it_is_closed(open_session):
    copies = []
    session = open_session(on_check=lambda question: copies.append(session.fork()) or "")
    check = "import otter, os\ntry:\n    otter.Notebook().check('q1')\nexcept BaseException:\n    pass\n"
    source = check + "open('on', 'a').write('x')"
    session.run_cell(0, source, 30)
    handle = os.pidfd_open(copies[0].pid)
    copies[0].close()
    assert select.select([handle], [], [], 30)[0], "it went on with the cell"
    os.close(handle)
    assert session.run_cell(1, "print(open('on').read())", 30).printed == "x\n"


def test_files_are_written_where_the_notebook_runs(open_session, tmp_path):
    session = open_session(SessionLimits(wire=WireLimits(frame_bytes=1 << 16)))
    data = os.urandom(200_000)
    session.write_file("train.bin", data)
    session.write_file("dataset/empty.csv", b"")
    assert (tmp_path / "train.bin").read_bytes() == data
    assert (tmp_path / "dataset" / "empty.csv").read_bytes() == b""
    outcome = session.run_cell(0, "print(len(open('train.bin', 'rb').read()))", 30)
    assert outcome.printed == "200000\n"


def test_frames_are_bounded_in_both_directions(open_session):
    session = open_session(SessionLimits(wire=WireLimits(frame_bytes=1 << 16)))
    session.run_cell(0, "import numpy as np\nx = np.zeros(10**5)", 30)
    assert session.namespace["x"].shape == (10**5,)
    with pytest.raises(TypeError):
        session.namespace["y"] = np.zeros(10**5)
    session.namespace["y"] = 1


def test_a_closed_session_says_so(session):
    session.close()
    with pytest.raises(SessionEnded, match="closed"):
        session.namespace["x"]


def test_the_time_of_a_check_is_not_the_cells(open_session):
    def check(question):
        with session.case(1):
            return session.namespace["slow"]()

    session = open_session(on_check=check)
    session.run_cell(0, "import time\ndef slow():\n    time.sleep(0.8)\n    return 'graded'", 30)
    outcome = session.run_cell(1, "import otter\ng = otter.Notebook()\ng.check('q1')", 0.6)
    assert outcome.printed == "graded\n"


def test_unasked_bytes_from_a_thread_end_the_session(session):
    source = """
import gc, threading, time
def write():
    for thing in gc.get_objects():
        if type(thing).__name__ == "WorkerChannel":
            time.sleep(0.2)
            thing.sock.sendall(b"garbage")
threading.Thread(target=write).start()
"""
    with pytest.raises(SessionEnded):
        session.run_cell(0, source, 30)
        for _ in range(100):
            session.run_cell(1, "time.sleep(0.01)", 30)


def test_the_jails_folder_needs_nothing_else_of_the_package(tmp_path):
    folder = tmp_path / "jail_package"
    shutil.copytree(Path(jailed.__file__).parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
    code = (
        "import sys\nfrom jail_package import agent\nagent.warm()\nimport matplotlib.pyplot as plt\n"
        "plt.figure()\nplt.show()\n"
        "print(plt.get_fignums(), [name for name in sys.modules if name.startswith(('autograder', 'otter'))])"
    )
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin"})
    assert ended.stdout == "[] []\n"
