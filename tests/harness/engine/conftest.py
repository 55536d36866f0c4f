"""Workers without a jail, for the tests of what goes over the wire."""

import contextlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.engine.remote import Session, socket_pair
from autograder.system.clocks import Meter

# A process that has nothing of this one's in it: forks a worker for each socket that it is sent, with its folder, and
# answers with the worker's number; ends a worker whose number it is sent, with what that has started.
NURSERY = """
import ctypes, os, signal, socket, sys
import numpy, matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot
from autograder.engine.jailed import agent
agent.warm()
control = socket.socket(fileno=int(sys.argv[1]))
control.sendall(b"warm")
while True:
    message, descriptors, _, _ = socket.recv_fds(control, 4096, 1)
    if not message:
        break
    if not descriptors:
        os.killpg(int(message), signal.SIGKILL)  # it is this worker's number until the next line, even if it has ended
        os.waitpid(int(message), 0)
        control.sendall(b"ended")
        continue
    worker = os.fork()
    if worker == 0:
        control.close()
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a worker that hangs does not outlive the tests
        os.chdir(message.decode())
        try:
            agent.serve(socket.socket(fileno=descriptors[0]))
        finally:
            os._exit(0)
    os.setpgid(worker, worker)
    os.close(descriptors[0])
    control.sendall(str(worker).encode())
"""


@pytest.fixture(scope="session")
def nursery():
    """Return the socket of the process that forks workers."""
    ours, theirs = socket.socketpair()
    environment = os.environ | {"OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}  # as in the jail
    root = Path(__file__).resolve().parents[3]
    with subprocess.Popen(
        [sys.executable, "-c", NURSERY, str(theirs.fileno())], pass_fds=[theirs.fileno()], env=environment, cwd=root
    ) as process:
        theirs.close()
        assert ours.recv(4) == b"warm"
        yield ours
        ours.close()
        process.kill()


@pytest.fixture
def connect(nursery, tmp_path):
    """Return a function that starts a worker in `tmp_path` and returns the trusted end of its socket.

    The workers end with the test, whatever they are at: one that goes on would take a core from all later tests.
    """

    def end(worker):
        nursery.sendall(worker)
        assert nursery.recv(5) == b"ended"

    with contextlib.ExitStack() as stack:

        def start():
            trusted, jailed = socket_pair()
            stack.callback(trusted.close)
            with jailed:
                socket.send_fds(nursery, [str(tmp_path).encode()], [jailed.fileno()])
            stack.callback(end, nursery.recv(20))
            return trusted

        yield start


@pytest.fixture
def open_session(connect):
    """Return a function that starts a worker and returns a session with it, given the session's own arguments.

    Its limits count what the worker uses.
    """
    with contextlib.ExitStack() as stack:

        def start(*arguments, **options):
            started = stack.enter_context(Session(connect(), *arguments, **options))
            started.deadlines.meter = Meter(started.pid)
            return started

        yield start


@pytest.fixture
def session(open_session):
    """Return a session with a new worker."""
    return open_session()


@pytest.fixture
def student(session):
    """Return a function that runs a cell of the notebook and returns the notebook's namespace."""

    def run(source):
        outcome = session.run_cell(0, source, 30)
        assert outcome.failure is None, outcome
        return session.namespace

    return run
