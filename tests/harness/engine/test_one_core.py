"""A worker and the grader share a core while they take turns, and not while one works for long."""

import os

import pytest

from autograder.engine.remote import OneCore

CORES = os.sched_getaffinity(0)
pytestmark = pytest.mark.skipif(len(CORES) < 2, reason="there is one core only")


@pytest.fixture(autouse=True)
def _every_core():
    yield
    os.sched_setaffinity(0, CORES)


def test_both_run_on_one_core_while_a_case_takes_turns(open_session):
    session = open_session(core=OneCore(CORES))
    with session.case(1):
        assert len(os.sched_getaffinity(0)) == 1
        assert os.sched_getaffinity(session.pid) == os.sched_getaffinity(0)


def test_who_works_for_long_has_every_core_until_the_next_case(open_session):
    session = open_session(core=OneCore(CORES))
    session.run_cell(0, "import time\ndef work():\n    time.sleep(0.5)", 5.0)
    with session.case(1):
        session.namespace["work"]()
        assert os.sched_getaffinity(session.pid) == os.sched_getaffinity(0) == CORES
    with session.case(2):
        assert os.sched_getaffinity(session.pid) == os.sched_getaffinity(0) != CORES


def test_a_copy_of_a_worker_shares_the_core_when_it_is_its_turn(open_session):
    core = OneCore(CORES)
    session = open_session(core=core)
    with session.fork() as copy:
        core.let_go()
        with copy.case(1):
            assert os.sched_getaffinity(copy.pid) == os.sched_getaffinity(0) != CORES


def test_a_grader_whose_worker_has_ended_stays_where_it_likes(open_session):
    core = OneCore(CORES)
    session = open_session(core=core)
    worker = session._worker
    session.kill()
    core.hold(worker)
    assert os.sched_getaffinity(0) == CORES
