"""Time that is the same on a busy machine: what processes use of the CPUs, and how long they do nothing."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.engine.jailed.wire import TurnTimeout
from autograder.engine.remote.deadlines import Deadlines
from autograder.system.clocks import Meter, Patience, Span, used_by

BURN = """
import os, signal, sys, threading, time
def burn(seconds):
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass
"""
IN_A_CHILD = "if os.fork() == 0:\n    burn(0.25)\n    os._exit(0)\n"
WAYS = {
    "itself": "burn(0.25)",
    "a thread that has ended": "t = threading.Thread(target=burn, args=(0.25,))\nt.start()\nt.join()",
    "a child that it waits for": IN_A_CHILD + "os.wait()",
    "a child that lives": "if os.fork() == 0:\n    burn(0.25)\n    time.sleep(1000)",
    "a child that it does not wait for": IN_A_CHILD,
    "a detached grandchild": "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
    "        burn(0.25)\n        time.sleep(1000)\n    time.sleep(1000)",
    "many short children": "for _ in range(13):\n    if os.fork() == 0:\n"
    "        burn(0.02)\n        os._exit(0)\n    os.wait()",
    "short children that nobody can wait for": "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nfor _ in range(13):\n"
    "    if os.fork() == 0:\n        burn(0.02)\n        os._exit(0)\n    time.sleep(0.04)",
}


@pytest.fixture
def run():
    """Return a function that starts a program; it then says when it has done its work, and goes on to sleep."""
    with contextlib.ExitStack() as stack:

        def start(code: str) -> subprocess.Popen:
            command = [sys.executable, "-c", f"{BURN}{code}\nprint(flush=True)\ntime.sleep(1000)"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True)
            stack.callback(process.stdout.close)
            stack.callback(process.wait)
            stack.callback(_end_all, process.pid)
            return process

        yield start


def _end_all(pid: int) -> None:
    """End a process with its group, and whoever of its children has left the group."""
    with contextlib.suppress(psutil.NoSuchProcess):
        for each in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                each.kill()
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def look_until(meter: Meter, enough) -> float:
    """Look at the meter now and then until it shows enough; that it comes to that is what the test says."""
    while not enough(used := meter.look()[0]):
        time.sleep(0.05)
    return used


@pytest.mark.parametrize("way", WAYS)
def test_what_is_used_counts_whoever_uses_it(run, way):
    process = run(WAYS[way])
    assert look_until(Meter(process.pid), lambda used: used >= 0.23) >= 0.23


def test_what_a_killed_child_used_still_counts(run):
    code = "signal.signal(signal.SIGCHLD, signal.SIG_IGN)\nif (child := os.fork()) == 0:\n    burn(1000)\n"
    process = run(code + "print(child, flush=True)")
    meter = Meter(process.pid)
    used = look_until(meter, lambda used: used >= 0.2)
    os.kill(int(process.stdout.readline()), signal.SIGKILL)
    assert meter.look()[0] >= used
    assert meter.look()[0] >= used


def test_a_process_that_sleeps_does_nothing_and_one_that_computes_does_not(run):
    sleeping, computing = run(""), run("burn(1000)")
    sleeping.stdout.readline()
    meter = Meter(sleeping.pid)
    while meter.look()[1]:  # it has said so, and falls asleep
        pass
    assert not meter.look()[1]
    look_until(Meter(computing.pid), lambda used: used > 0.1)
    assert Meter(computing.pid).look()[1]


def test_work_of_a_supervisor_is_not_that_of_those_whom_it_looks_after(run):
    process = run("os.fork() or time.sleep(1000)\nburn(1000)")
    look_until(Meter(process.pid), lambda used: used > 0.1)
    while Meter(process.pid, supervised=True).look()[1]:  # until the other one has fallen asleep
        pass
    assert Meter(process.pid).look()[1]


def test_a_thread_that_computes_is_work_though_the_main_one_waits(run):
    process = run("threading.Thread(target=burn, args=(1000,)).start()")
    meter = Meter(process.pid)
    look_until(meter, lambda used: used > 0.2)
    process.stdout.readline()
    assert meter.look()[1]


def test_a_number_that_has_become_another_processes_counts_nothing(run):
    process = run("")
    meter = Meter(process.pid)
    meter.look()
    (pid, began), *_ = meter._known
    meter._first = (pid, began - 1)
    assert not meter.look()[1]
    assert not meter._known


def test_the_quick_clock_shows_the_same(run):
    process = run("burn(0.3)")
    process.stdout.readline()
    assert used_by(process.pid) == pytest.approx(Meter(process.pid).look()[0], abs=0.05)
    process.kill()
    process.wait()
    assert used_by(process.pid) == 0.0


# ---- patience ----


def never() -> select.poll:
    return select.poll()


def test_patience_with_one_who_sleeps_ends_on_the_wall_clock(run):
    assert not Patience(run("").pid, Span(1000, 0.5)).until(never())


def test_patience_with_one_who_computes_ends_on_its_cpu_clock(run):
    assert not Patience(run("burn(1000)").pid, Span(0.3, 1000)).until(never())


def test_patience_with_one_who_computes_does_not_end_on_the_wall_clock(run):
    """Its little time on the wall clock would be over at the first look; what counts is what was found at work."""
    process = run("burn(1000)")
    meter = Meter(process.pid)
    look_until(meter, lambda used: used > 0.1)
    patience = Patience(process.pid, Span(1000, 1e-6))
    assert all(patience.lasts(10.0) for _ in range(3))


# ---- the limits of a turn ----


class Scripted(Meter):
    """A meter that shows what a test wants."""

    def __init__(self):
        self.cpu_s, self.busy = 0.0, False

    def look(self):
        return self.cpu_s, self.busy


@pytest.fixture
def deadlines():
    made = Deadlines(Span(100, 100))
    made.meter = Scripted()
    return made


def test_a_limit_of_cpu_time_is_passed_by_work_alone(deadlines):
    with deadlines.limit("cell", Span(2, 4)):
        deadlines.meter.busy = True
        deadlines.look(50.0)  # it wants to run, and others do
        deadlines.meter.cpu_s = 2.5
        with pytest.raises(TurnTimeout, match="cell"):
            deadlines.look(0.1)


def test_a_limit_of_the_wall_clock_is_passed_by_waiting_alone(deadlines):
    with deadlines.limit("case", Span(2, 4)):
        deadlines.look(3.0)
        with pytest.raises(TurnTimeout, match="case"):
            deadlines.look(1.5)


def test_what_came_before_a_limit_does_not_count_for_it_but_for_the_turn(deadlines):
    deadlines.meter.cpu_s = 60
    deadlines.look(0.1)
    with deadlines.limit("cell", Span(5, 5)):
        deadlines.meter.cpu_s = 64
        deadlines.look(0.1)
    with deadlines.limit("cell", Span(5, 5)):
        deadlines.meter.cpu_s = 68
        deadlines.look(0.1)
        deadlines.meter.cpu_s = 101
        with pytest.raises(TurnTimeout, match="turn"):
            deadlines.look(0.1)


def test_a_suspended_limit_stands_still(deadlines):
    with deadlines.limit("cell", Span(2, 2)):
        with deadlines.suspended():
            deadlines.meter.cpu_s = 50
            deadlines.look(50.0)
        deadlines.meter.cpu_s = 51
        deadlines.look(0.1)
        deadlines.meter.cpu_s = 53
        with pytest.raises(TurnTimeout, match="cell"):
            deadlines.look(0.1)


def test_many_short_answers_are_looked_at_too(deadlines):
    with pytest.raises(TurnTimeout, match="turn"):
        for _ in range(10**6):
            deadlines.meter.cpu_s += 0.001
            deadlines.waited(0.001)


def test_a_limit_has_its_share_of_what_was_used_since_the_last_look(deadlines):
    """A loop of checks, each over before the next look: between them the cell goes on, and its clock with it."""
    deadlines.meter.busy = True
    with deadlines.limit("cell", Span(2, 2)), pytest.raises(TurnTimeout, match="cell"):
        for _ in range(50):
            deadlines.waited(0.1)
            with deadlines.suspended():
                deadlines.waited(0.1)
                deadlines.meter.cpu_s += 0.2
    assert 4 <= deadlines.meter.cpu_s <= 5


spans = st.builds(Span, st.floats(0, 100), st.floats(0, 100))


@given(spans, spans)
def test_spans_are_added_and_bounded_by_each_clock(one, other):
    assert one.plus(other).without(other).total_s == pytest.approx(one.total_s)
    smaller, larger = one.at_most(other), one.at_least(other)
    assert smaller.plus(larger).total_s == pytest.approx(one.plus(other).total_s)
    assert one.is_over == (min(one.cpu_s, one.wall_s) <= 0)
