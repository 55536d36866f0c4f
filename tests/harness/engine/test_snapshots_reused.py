"""Whoever runs the same cells of the same owner again goes on from what they computed."""

from types import SimpleNamespace

import pytest

from autograder.engine import snapshots
from autograder.engine.remote import RemoteError, SessionEnded
from autograder.engine.snapshots import Snapshots


class Worker:
    """Stands in for a worker: it notes what it runs, and says what it is told to."""

    def __init__(self, failing=(), snapshot=b"packed", ends_at=None):
        self.ran = []
        self._failing, self._snapshot, self._ends_at = failing, snapshot, ends_at

    cpu_s = 0.0

    def run_cell(self, cell, source, seconds, *, seed):
        if source == self._ends_at:
            raise SessionEnded("it took too long")
        self.ran.append((source, seed))
        return SimpleNamespace(failure="an error" if source in self._failing else None)

    def resume_cell(self, cell, source, seconds, packed, *, seed, room):
        self.ran.append((source, packed))
        return SimpleNamespace(failure=None)

    def snapshot(self, source, seconds):
        if isinstance(self._snapshot, Exception):
            raise self._snapshot
        return self._snapshot


@pytest.fixture
def kept(tmp_path):
    return Snapshots(tmp_path, {})


@pytest.fixture
def everything_takes_long(monkeypatch):
    monkeypatch.setattr(snapshots, "_REPEATED_AFTER_S", 0.0)


def ran(own, cells, seed=42, **worker):
    one = Worker(**worker)
    for place in range(len(cells)):
        own.run_cell(one, place, cells[: place + 1], 10.0, seed=seed)
    return one.ran


def test_what_is_quick_runs_again(kept):
    own = kept.of("a")
    assert ran(own, ["a = 1", "b = 2"]) == ran(own, ["a = 1", "b = 2"]) == [("a = 1", 42), ("b = 2", 42)]


@pytest.mark.usefixtures("everything_takes_long")
def test_what_takes_long_runs_once(kept):
    own = kept.of("a")
    ran(own, ["a = 1", "b = train(a)"])
    assert ran(own, ["a = 1", "b = train(a)"]) == [("a = 1", b"packed"), ("b = train(a)", b"packed")]


@pytest.mark.usefixtures("everything_takes_long")
def test_nobody_else_goes_on_from_it(kept):
    ran(kept.of("a"), ["a = 1"])
    assert ran(kept.of("b"), ["a = 1"]) == [("a = 1", 42)]


@pytest.mark.usefixtures("everything_takes_long")
def test_it_is_that_of_all_cells_before_it_and_of_the_seed(kept):
    own = kept.of("a")
    ran(own, ["a = 1", "b = train(a)"])
    assert ran(own, ["a = 2", "b = train(a)"]) == [("a = 2", 42), ("b = train(a)", 42)]
    assert ran(own, ["a = 1"], seed=1) == [("a = 1", 1)]


@pytest.mark.usefixtures("everything_takes_long")
@pytest.mark.parametrize("snapshot", [None, RemoteError("no")])
def test_where_there_can_be_no_snapshot_it_runs_again(kept, snapshot):
    own = kept.of("a")
    assert ran(own, ["a = 1"], snapshot=snapshot) == ran(own, ["a = 1"]) == [("a = 1", 42)]


@pytest.mark.usefixtures("everything_takes_long")
def test_after_a_cell_that_raises_there_is_none(kept):
    own = kept.of("a")
    assert ran(own, ["a = 1"], failing=["a = 1"]) == ran(own, ["a = 1"]) == [("a = 1", 42)]
