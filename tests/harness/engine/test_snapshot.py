"""A run that goes on from a snapshot is as if its cells had run; in case of doubt, there is no snapshot."""

import sys
import types

import numpy as np
import pytest

from autograder.engine.jailed import snapshot

USE = "def twice(x):\n    return 2 * x\n\nclass Net:\n    layers = 2\n"
TRAIN = "values = [np.ones(3)]\nalias = values\nnet = Net()\n_private = 1\n"


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    """Return a function that makes the module `__main__` of a notebook, in whose namespace cells can be run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOME", "thing")
    before = np.geterr(), np.get_printoptions()

    def make():
        module = types.ModuleType("__main__")
        module.np = np
        monkeypatch.setitem(sys.modules, "__main__", module)
        return vars(module)

    yield make
    np.seterr(**before[0])
    np.set_printoptions(**{name: value for name, value in before[1].items() if name != "override_repr"})


def saved(namespace, cell):
    """Run a cell and return the snapshot after it."""
    before = snapshot.surroundings(namespace)
    exec(cell, namespace)
    return snapshot.save(namespace, before, cell)


def resumed(namespace, cell, packed):
    """Bring a namespace into the state after the cell."""
    exec(snapshot.definitions(cell), namespace)
    snapshot.load(namespace, packed)
    return namespace


def test_data_come_back_with_what_they_share(notebook):
    namespace = notebook()
    exec(USE, namespace)
    packed = saved(namespace, TRAIN)
    fresh = notebook()
    exec(USE, fresh)
    resumed(fresh, TRAIN, packed)
    assert fresh["alias"] is fresh["values"]
    assert type(fresh["net"]) is fresh["Net"]
    assert fresh["_private"] == 1
    np.testing.assert_array_equal(fresh["values"][0], np.ones(3))


def test_what_the_cell_defines_is_defined_again(notebook):
    packed = saved(notebook(), USE + TRAIN)
    fresh = resumed(notebook(), USE + TRAIN, packed)
    assert fresh["twice"](2) == 4
    assert type(fresh["net"]) is fresh["Net"]


def test_changes_in_place_and_deletions_come_back(notebook):
    namespace = notebook()
    exec("values = [1]\nother = 2", namespace)
    packed = saved(namespace, "values.append(2)\ndel other")
    fresh = notebook()
    exec("values = [1]\nother = 2", fresh)
    resumed(fresh, "", packed)
    assert fresh["values"] == [1, 2]
    assert "other" not in fresh


def test_the_random_generators_go_on_where_they_were(notebook):
    packed = saved(notebook(), "np.random.seed(3)")
    due = np.random.rand()
    np.random.rand(10)
    resumed(notebook(), "", packed)
    assert np.random.rand() == due


def test_what_cannot_be_kept_but_was_there_before_is_made_again_by_its_own_cell(notebook):
    namespace = notebook()
    exec("import threading\nlock = threading.Lock()", namespace)
    packed = saved(namespace, "values = [1]")
    fresh = notebook()
    exec("import threading\nlock = threading.Lock()", fresh)
    resumed(fresh, "values = [1]", packed)
    assert fresh["values"] == [1]
    assert not fresh["lock"].locked()


@pytest.mark.parametrize(
    "doubt",
    [
        "other = lambda: 1",  # a function that no definition gives
        "twice = abs",
        "import threading\nlock = threading.Lock()",  # what cannot be kept
        "twice.calls = 1",  # functions and classes that remember
        "Net.layers = 3",
        "def remember(x, seen=[]):\n    seen.append(x)",
        "def outer():\n    seen = []\n    def inner(): return seen\n    return inner\nkeep = outer()",
        "import os; os.environ['SOME'] = 'b'",
        "np.seterr(all='ignore' if np.geterr()['over'] != 'ignore' else 'warn')",
        "np.set_printoptions(precision=3)",
        "from pathlib import Path\nPath('weights.txt').write_text('1')",
        "class Odd:\n    def __reduce__(self): raise ValueError\nodd = Odd()",
        "%time train()",
    ],
)
def test_in_case_of_doubt_there_is_none(notebook, doubt):
    namespace = notebook()
    exec(USE, namespace)
    before = snapshot.surroundings(namespace)
    if not doubt.startswith("%"):
        exec(doubt, namespace)
    exec(TRAIN, namespace)
    assert snapshot.save(namespace, before, f"{doubt}\n{TRAIN}") is None


def test_too_much_is_not_kept(notebook, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_BYTES", 100)
    assert saved(notebook(), "values = np.random.rand(1000)") is None
