"""What the solution computes is computed once for a class."""

from types import SimpleNamespace

import pytest

from autograder.diagnosis import computed
from autograder.diagnosis.computed import Computed
from autograder.engine.remote import SessionEnded


class Worker:
    """Stands in for a worker: it notes what it runs, and says what it is told to."""

    def __init__(self, failing=(), snapshot=b"packed", ends_at=None):
        self.ran = []
        self._failing, self._snapshot, self._ends_at = failing, snapshot, ends_at

    def run_cell(self, cell, source, seconds, *, seed):
        if source == self._ends_at:
            raise SessionEnded("it took too long")
        self.ran.append((source, seed))
        return SimpleNamespace(failure="an error" if source in self._failing else None)

    def resume_cell(self, cell, source, seconds, packed, *, seed):
        self.ran.append((source, packed))
        return SimpleNamespace(failure=None)

    def snapshot(self, source, seconds):
        return self._snapshot


@pytest.fixture
def everything_takes_long(monkeypatch):
    monkeypatch.setattr(computed, "_KEEP_AFTER_S", 0.0)


def ran(results, statements, seed=42, **worker):
    one = Worker(**worker)
    assert results.run(one, statements, seed, 10.0)
    return one.ran


def test_what_is_quick_is_computed_again():
    results = Computed()
    assert ran(results, ["a = 1", "b = 2"]) == ran(results, ["a = 1", "b = 2"]) == [("a = 1", 42), ("b = 2", 42)]


def test_what_takes_long_is_computed_once(everything_takes_long):
    results = Computed()
    ran(results, ["a = 1", "b = train(a)"])
    assert ran(results, ["a = 1", "b = train(a)"]) == [("a = 1", b"packed"), ("b = train(a)", b"packed")]


def test_a_result_is_that_of_all_statements_before_it_and_of_the_seed(everything_takes_long):
    results = Computed()
    ran(results, ["a = 1", "b = train(a)"])
    assert ran(results, ["a = 2", "b = train(a)"]) == [("a = 2", 42), ("b = train(a)", 42)]
    assert ran(results, ["a = 1"], seed=1) == [("a = 1", 1)]


def test_where_there_can_be_no_snapshot_it_is_computed_again(everything_takes_long):
    results = Computed()
    assert ran(results, ["a = 1"], snapshot=None) == ran(results, ["a = 1"]) == [("a = 1", 42)]


def test_the_oldest_results_go_when_there_are_too_many(everything_takes_long, monkeypatch):
    monkeypatch.setattr(computed, "_MOST_BYTES", 12)
    results = Computed()
    for statement in ("a = 1", "a = 2", "a = 3"):
        ran(results, [statement])
    assert ran(results, ["a = 3"]) == [("a = 3", b"packed")]
    assert ran(results, ["a = 1"]) == [("a = 1", 42)]


def test_what_raises_or_takes_too_long_is_not_ready(everything_takes_long):
    results = Computed()
    assert not results.run(Worker(failing=["b = 2"]), ["a = 1", "b = 2", "c = 3"], 42, 10.0)
    assert not results.run(Worker(ends_at="b = 2"), ["a = 1", "b = 2", "c = 3"], 42, 10.0)
