# ruff: noqa: E501 - an attack is easier to read in one piece
"""Leaving something behind, for the next submission or for a later part of one's own turn."""

import pytest

from autograder.engine.jail.processes import descendants

LEAVE = {
    "files": (
        "import os\nfor folder in ('.', '..', '/tmp', '/dev/shm', os.path.expanduser('~')):\n"
        "    try:\n        open(folder + '/left', 'w').write('4')\n    except OSError:\n        pass",
        "import os\nfound = [f for f in ('.', '..', '/tmp', '/dev/shm', os.path.expanduser('~')) if os.path.exists(f + '/left')]",
    ),
    "the_files_of_the_class": (
        "open('open.txt', 'w').write('changed')",
        "found = [] if open('open.txt').read() == 'for everybody\\n' else ['changed']",
    ),
    "shared_memory": (
        "from multiprocessing import shared_memory, resource_tracker\n"
        "block = shared_memory.SharedMemory('left', create=True, size=100)\n"
        "resource_tracker.unregister(block._name, 'shared_memory')",
        "from multiprocessing import shared_memory\ntry:\n    found = [shared_memory.SharedMemory('left')]\n"
        "except (FileNotFoundError, PermissionError):\n    found = []",
    ),
    "semaphores": (
        "import _multiprocessing\nsemaphore = _multiprocessing.SemLock(1, 1, 1, '/left', False)",
        "import _multiprocessing\ntry:\n    found = [_multiprocessing.SemLock._rebuild(0, 1, 1, '/left')]\n"
        "except OSError:\n    found = []",
    ),
    "abstract_sockets": (
        "import os, socket, time\nserver = socket.socket(socket.AF_UNIX)\nserver.bind('\\0left')\nserver.listen()\n"
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)",
        "import socket\ntry:\n    socket.socket(socket.AF_UNIX).connect('\\0left')\n    found = ['left']\n"
        "except (ConnectionRefusedError, PermissionError):\n    found = []",
    ),
    "modules_and_builtins": (
        "import builtins, sys\nbuiltins.left = sys.modules['left'] = np.left = 4\nnp.pi = 3",
        "import builtins, sys\nfound = [name for name in ('left',) if hasattr(builtins, name) or name in sys.modules\n"
        "         or hasattr(np, name)] + ([] if np.pi > 3.1 else ['pi'])",
    ),
    "settings": (
        "import os, sys, warnings\nnp.set_printoptions(precision=1)\nnp.seterr(all='raise')\nos.environ['LEFT'] = '4'\n"
        "sys.setrecursionlimit(5000)\nwarnings.simplefilter('error')\nnp.random.seed(7)",
        "import os, sys\nfound = [np.get_printoptions()['precision']] * (np.get_printoptions()['precision'] != 8)\n"
        "found += [np.geterr()] * (np.geterr()['divide'] == 'raise') + ['env'] * ('LEFT' in os.environ)\n"
        "found += [1] * (sys.getrecursionlimit() == 5000)",
    ),
    "processes": (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    while True:\n        open(os.environ['TMPDIR'] + '/beat', 'a').write('.')\n        time.sleep(0.01)\n"
        "while not os.path.exists(os.environ['TMPDIR'] + '/beat'):\n    time.sleep(0.01)",
        "import os\nfound = ['beat'] * os.path.exists(os.environ['TMPDIR'] + '/beat')\n"
        "if os.access('/proc', os.R_OK) and os.getpid() == 1:\n    found += [pid for pid in os.listdir('/proc') if pid.isdigit() and pid != '1']",
    ),
}
NAMESPACES_ONLY = ("shared_memory", "semaphores", "abstract_sockets")  # without them there is no such thing
TELL = "def double(x):\n    raise RuntimeError(f'found {found}')"


@pytest.mark.parametrize("name", LEAVE)
def test_nothing_is_left_for_the_next_submission(attack, engine, wall, name):
    leave, look = LEAVE[name]
    assert attack(leave, without=()).score == 8
    if wall == "landlock" and name in NAMESPACES_ONLY:
        assert attack(look, TELL).raised("q2_double") == "RuntimeError: found []"
        return
    there = attack(leave, look, TELL)
    here = attack(look, TELL)
    assert here.raised("q2_double") == "RuntimeError: found []"
    assert there.raised("q2_double") != "RuntimeError: found []"  # what looks does find
    assert len(descendants(engine.worker_pid)) <= engine.idle_processes


SLOW = "import os, signal, time\ntime.sleep(0.75)  # so that a copy of the worker is kept"
HEART = """
import ctypes
def beat():
    os.setsid()
    for number in range(1, 32):
        try:
            signal.signal(number, signal.SIG_IGN)
        except OSError:
            pass
    while True:
        with open(os.environ["TMPDIR"] + "/beat", "a") as file:
            file.write(".")
        time.sleep(0.01)
"""
HANG = "time.sleep(1000)"
BEGUN = "while not os.path.exists(os.environ['TMPDIR'] + '/beat'):\n    time.sleep(0.01)"
LOOK = """
def beats():
    return os.path.getsize(os.environ["TMPDIR"] + "/beat")
first = beats()
time.sleep(0.3)
found = beats() - first, first > 0"""


@pytest.mark.parametrize("fork", ["ctypes.PyDLL(None).fork()", pytest.param("os.fork()", marks=pytest.mark.slow)])
def test_what_a_lost_copy_has_started_does_not_go_on(endless, fork):
    """The cell that hangs is left out, and with it the process that it left running; the kept copy goes on."""
    outcome = endless(SLOW, f"{HEART}\nif {fork} == 0:\n    beat()\n{BEGUN}\n{HANG}", LOOK, TELL)
    assert outcome.error == "Cell 3 was left out: it was not done within the time limit."
    assert outcome.raised("q2_double") == "RuntimeError: found (0, True)"


def test_what_multiplies_faster_than_it_dies_ends_with_the_whole_turn(endless):
    """Then the notebook begins anew: in a new turn, where nothing is left of the old one."""
    bomb = (
        "def bomb():\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            pass"
    )
    outcome = endless(SLOW, f"{bomb}\nif os.fork() == 0:\n    bomb()\n{HANG}", without=(), first=True)
    assert outcome.error == "Cell 3 was left out: it was not done within the time limit."
    assert outcome.score == 8
