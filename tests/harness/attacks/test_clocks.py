"""Dodging the limits of time: by sleeping, by computing elsewhere, by staying just below them, by bending clocks."""

import pytest

from autograder.results import Status

START = "import os, resource, signal, threading, time\n"
BURN = "def burn(s):\n    began = time.process_time()\n    while time.process_time() - began < s:\n        pass\n"
DETACHED = """
read, write = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            pass
    os._exit(0)
os.read(read, 1)  # which never comes
"""
DODGES = {
    "sleeping_in_a_loop": "while True:\n    time.sleep(0.001)",
    "computing_in_a_detached_process": DETACHED,
    "computing_in_children_that_leave_no_trace": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nwhile True:\n"
    "    if os.fork() == 0:\n        burn(0.02)\n        os._exit(0)\n    time.sleep(0.02)",
    "computing_in_a_thread_while_the_cell_waits": "thread = threading.Thread(target=burn, args=[1000])\n"
    "thread.start()\nthread.join()",
    "bending_its_own_clocks": "time.process_time = lambda: 0.0\nsignal.setitimer(signal.ITIMER_PROF, 0)\n"
    "signal.signal(signal.SIGPROF, signal.SIG_IGN)\n"
    "signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True:\n    pass",
}
FAST = ("sleeping_in_a_loop", "computing_in_a_detached_process")


@pytest.mark.parametrize(
    "name", [name if name in FAST else pytest.param(name, marks=pytest.mark.slow) for name in DODGES]
)
def test_a_cell_that_dodges_its_limit_is_left_out_all_the_same(endless, name):
    outcome = endless(START + BURN + DODGES[name], without=(), first=True)
    assert outcome.error == "Cell 2 was left out: it was not done within the time limit."
    assert outcome.score == 8


def test_threads_that_go_on_cost_later_cells_nothing_that_they_do_not_use(full_marks):
    """They count for the cells and cases that run meanwhile, which here take next to nothing."""
    threads = "for _ in range(3):\n    threading.Thread(target=burn, args=[1000], daemon=True).start()"
    assert full_marks(START + BURN + threads).status is Status.GRADED


@pytest.mark.slow
@pytest.mark.parametrize("doing", ["burn(1.2)", "time.sleep(1.5)"])
def test_many_cells_just_below_the_limit_use_up_the_submissions_own(attack, doing):
    outcome = attack(START + BURN, *[doing] * 40, without=(), first=True)
    assert outcome.status is Status.PARTIAL
    assert outcome.score < 8
