"""The grading processes of one cluster worker, with processes that are played."""

import threading
from pathlib import Path

import pytest

from autograder.cluster.interpreters import Interpreters, Suite
from autograder.errors import EngineError, JailUnavailable

GRADED = {"outcome": "graded", "seconds": 0.1}


class Process:
    """Plays a grading process that gives `answers`, one after the other; an exception is raised."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.questions = [{"name": "double"}]
        self.closed = False
        self.seen: list[bytes] = []
        self.refusal = None

    def grade(self, path, *, seed, secret=None):
        self.seen.append(path.read_bytes())
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def get_warm(self):
        if self.refusal:
            raise self.refusal

    def close(self):
        self.closed = True


class Starter:
    """Hands out processes, and remembers with what they were started."""

    def __init__(self, *processes):
        self.processes = list(processes)
        self.calls = []

    def __call__(self, folder, limits, hidden, checkpoints, *, wall):
        self.calls.append((folder, limits, hidden))
        return self.processes.pop(0)


@pytest.fixture
def interpreters(assignment: Path, tmp_path: Path):
    """Return a function that makes interpreters with these processes; they are closed at the end."""
    made = []

    def make(*processes, **options):
        starter = Starter(*processes)
        suite = Suite(assignment.read_bytes(), {"submission_cpu_s": 60})
        made.append(Interpreters(suite, scratch=tmp_path, start=starter, **options))
        return made[-1], starter

    yield make
    for each in made:
        each.close()


def grade(interpreters):
    return interpreters.grade(b"{}", ".ipynb", seed=1)


def test_nothing_starts_before_it_is_wanted(interpreters):
    _, starter = interpreters()
    assert starter.calls == []


def test_one_process_grades_one_submission_after_the_other(interpreters):
    process = Process(GRADED, GRADED)
    pool, starter = interpreters(process)
    assert grade(pool) == grade(pool) == GRADED
    assert process.seen == [b"{}", b"{}"]
    assert len(starter.calls) == 1


def test_the_assignment_is_unpacked_and_hidden(interpreters):
    pool, starter = interpreters(Process())
    assert pool.describe() == [{"name": "double"}]
    folder, limits, hidden = starter.calls[0]
    assert (folder / "tests" / "double.py").is_file()
    assert limits == {"submission_cpu_s": 60}
    assert any(folder.is_relative_to(path) for path in hidden)


def test_a_process_that_is_lost_is_replaced_and_the_submission_graded(interpreters):
    lost = Process(EngineError("gone"))
    pool, _ = interpreters(lost, Process(GRADED))
    assert grade(pool) == GRADED
    assert lost.closed


def test_a_process_that_failed_is_not_used_again(interpreters):
    failed = Process({"outcome": "engine_error", "cause": "no luck"})
    pool, _ = interpreters(failed, Process(GRADED))
    assert grade(pool) == GRADED
    assert failed.closed


def test_a_submission_that_loses_two_processes_is_given_up_and_the_next_one_graded(interpreters):
    pool, _ = interpreters(Process(EngineError("gone")), Process(EngineError("gone too")), Process(GRADED))
    assert grade(pool) == {"outcome": "engine_error", "cause": "gone too"}
    assert grade(pool) == GRADED


def test_without_a_jail_it_says_so(interpreters):
    process = Process()
    process.refusal = JailUnavailable("no bubblewrap")
    pool, _ = interpreters(process)
    with pytest.raises(JailUnavailable, match="no bubblewrap"):
        grade(pool)


def test_at_the_end_all_are_ended_and_nothing_is_left(interpreters, tmp_path):
    process = Process(GRADED)
    pool, _ = interpreters(process)
    grade(pool)
    pool.close()
    assert process.closed
    assert list(tmp_path.iterdir()) == []
    assert grade(pool)["outcome"] == "engine_error"


def test_what_is_idle_for_long_is_let_go(interpreters):
    released = threading.Event()
    process = Process(GRADED)
    process.close = released.set
    pool, _ = interpreters(process, Process(GRADED), idle_s=0.01)
    grade(pool)
    assert released.wait(60)
    assert grade(pool) == GRADED
