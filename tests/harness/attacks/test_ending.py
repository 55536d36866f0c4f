# ruff: noqa: E501 - an attack is easier to read in one piece
"""Ending the process, from within and by signals: it costs the cell or the case that does it, and nothing else."""

import pytest

from autograder.results import Status, Verdict

ENDINGS = {
    "os_exit": "os._exit(0)",
    "os_exit_with_a_code": "os._exit(77)",
    "abort": "os.abort()",
    "segmentation_fault": "ctypes.string_at(0)",
    # in a function of C that calls itself: Python makes an exception of its own overflows, later versions of all
    "stack_overflow": "ctypes.CDLL(None).regcomp(ctypes.create_string_buffer(256), b'(' * 10**6, 1)",
    "illegal_call": "ctypes.CFUNCTYPE(None)(8)()",
    "libc_exit": "ctypes.CDLL(None)._exit(0)",
    "thread_that_exits": "threading.Thread(target=os._exit, args=[0]).start()\n    time.sleep(30)",
    "closed_descriptors": "os.closerange(3, 256)",
    "closed_socket_object": "import gc, socket\n    for s in gc.get_objects():\n        if type(s) is socket.socket:\n"
    "            try:\n                s.close()\n            except OSError:\n                pass",
    "exec_of_another_program": "os.execv('/bin/true', ['true'])",
    "killed_by_a_child": "child = os.fork()\n    if child == 0:\n        os.kill(os.getppid(), 11)\n        os._exit(0)\n"
    "    time.sleep(0.3)\n    os._exit(1)",
}
PREAMBLE = "import atexit, ctypes, os, signal, sys, threading, time"


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDINGS)
def test_a_cell_that_ends_the_process_costs_the_cell(attack, name):
    outcome = attack(PREAMBLE, f"def end():\n    {ENDINGS[name]}\nend()", without=(), first=True)
    assert outcome.score == 8
    assert outcome.status is Status.PARTIAL
    assert outcome.error == "Cell 3 was left out: it ended the process it ran in."


@pytest.mark.parametrize("name", ENDINGS)
def test_a_call_that_ends_the_process_costs_the_case(attack, name):
    code = f"def end():\n    {ENDINGS[name]}\ndef double(x):\n    x == 2 and end()\n    return 2 * x"
    outcome = attack(PREAMBLE, code, without=("q2_double",))
    assert outcome.verdicts("q2_double") == [Verdict.CRASHED, Verdict.PASSED]
    assert outcome.score == 7


# They end nothing: pid 1 of a namespace takes no signal that it has not asked for, and the others are out of sight.
HARMLESS = {
    "kill_itself": "os.kill(os.getpid(), signal.SIGKILL)",
    "terminate_itself": "os.kill(os.getpid(), signal.SIGTERM)",
    "stop_itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "kill_everything": "try:\n    os.kill(-1, signal.SIGKILL)\nexcept ProcessLookupError:\n    pass",
    "kill_pid_1": "os.kill(1, signal.SIGKILL)",
    "kill_the_parent": "try:\n    os.kill(os.getppid(), signal.SIGKILL)\nexcept (ProcessLookupError, PermissionError):\n    pass",
    "kill_its_group": "os.kill(0, signal.SIGUSR2)",
    "kill_every_number": "for pid in range(2, 40_000):\n    try:\n        os.kill(pid, signal.SIGKILL)\n    except OSError:\n        pass",
    "sys_exit": "sys.exit(1)",
    "quit_of_ipython": "quit()",
    "exit_hooks": "atexit.register(os._exit, 1)\nos.register_at_fork(after_in_parent=lambda: None)",
    "ignored_signals": "for number in range(1, 32):\n    try:\n        signal.signal(number, signal.SIG_IGN)\n    except OSError:\n        pass",
    "an_alarm": "signal.signal(signal.SIGALRM, lambda *a: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\n"
    "time.sleep(0.02)",
    "tracing_that_raises": "def trace(*a):\n    raise ValueError\nsys.settrace(trace)",
    "hooks": "sys.excepthook = sys.unraisablehook = sys.displayhook = threading.excepthook = None",
    "no_more_streams": "sys.stdout.close()\nsys.stderr = None\nos.close(1)\nos.close(2)\nos.close(0)",
    "another_folder": "os.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')",
    "no_recursion": "sys.setrecursionlimit(60)",
    "destructors": "class Last:\n    def __del__(self):\n        raise SystemExit\nlast = Last()\ndel last",
}


# Without a namespace a process can end itself, as anywhere: the cell that does it is left out.
SIGNALS_TO_ITSELF = ("kill_itself", "terminate_itself", "stop_itself", "kill_its_group", "kill_every_number")


@pytest.mark.parametrize("name", [name for name in HARMLESS if name != "an_alarm"])
def test_signals_and_hooks_cost_nothing(attack, wall, name):
    outcome = attack(PREAMBLE, HARMLESS[name], without=())
    assert outcome.score == 8, outcome.text
    ends_itself = wall == "landlock" and name in SIGNALS_TO_ITSELF
    assert outcome.status is (Status.PARTIAL if ends_itself else Status.GRADED)


def test_an_alarm_that_raises_everywhere_costs_at_most_its_own_marks(attack):
    attack(PREAMBLE, HARMLESS["an_alarm"], without=())


HANGING = {
    "ignoring_every_signal": "for number in range(1, 32):\n    try:\n        signal.signal(number, lambda *a: None)\n"
    "    except OSError:\n        pass\nwhile True:\n    pass",
    "catching_everything": "while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass",
}


@pytest.mark.parametrize("name", ["ignoring_every_signal", pytest.param("catching_everything", marks=pytest.mark.slow)])
def test_a_cell_that_cannot_be_interrupted_is_killed(endless, name):
    outcome = endless(PREAMBLE, HANGING[name], without=(), first=True)
    assert outcome.score == 8
    assert outcome.error == "Cell 3 was left out: it was not done within the time limit."


def test_a_kept_copy_that_stops_or_kills_itself_costs_its_case(attack):
    """A copy of the worker is no pid 1: signals do reach it."""
    slow = "time.sleep(0.9)  # so that a copy is kept"
    code = "def double(x):\n    if x == 2:\n        os.kill(os.getpid(), signal.SIGKILL)\n    return 2 * x"
    outcome = attack(PREAMBLE, slow, code, without=("q2_double",))
    assert outcome.verdicts("q2_double") == [Verdict.CRASHED, Verdict.PASSED]
    assert outcome.score == 7


@pytest.mark.parametrize("asked", ["np.ones((30, 30))", "'q' * 10**6", "None", "['q1_means']", "'../q1_means'"])
def test_checking_what_is_no_question_costs_nothing(full_marks, asked):
    """Otter stops the cell there, and no more: a value that is handed over is a student's slip."""
    assert not full_marks(f"grader.check({asked})").error
