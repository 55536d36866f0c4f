"""What a doctest finds under the names it uses, when the notebook is in another process."""

import builtins

import numpy as np
import pytest

from autograder.engine.remote import RemoteGlobals

NOTEBOOK = """
import numpy as np
import numpy.random as chance
import math as arithmetic
scores = [1, 2]
table = {"a": 1}
grid = np.zeros(3)
def best():
    return max(scores)
def total():
    return float(grid.sum()) + sum(table.values())
def add_one():
    scores.append(9)
"""


@pytest.fixture
def names(student):
    return RemoteGlobals(student(NOTEBOOK))


def run(source, names):
    exec(compile(source, "<doctest>", "exec"), names)


def test_names_that_the_test_sets_are_its_own(names):
    run("scores = [100]\ndef best():\n    return scores\nassert best() == [100]", names)
    assert names._namespace["scores"] == [1, 2]
    assert names._namespace["best"]() == 2


def test_functions_and_comprehensions_of_the_test_see_both(names):
    run(
        "limit = 1\ndef above():\n    return [n for n in scores if n > limit and best() == 2]\nassert above() == [2]",
        names,
    )


def test_what_the_test_changes_in_place_is_changed_in_the_notebook(names):
    run("scores.append(7)\nassert best() == 7\ntable['b'] = 4\ngrid[1] = 0.5\nassert total() == 5.5", names)
    names.settle()
    assert names._namespace["scores"] == [1, 2, 7]


def test_the_last_change_reaches_the_notebook_when_settled(names):
    run("scores.append(7)", names)
    names.settle()
    assert names._namespace["best"]() == 7


def test_what_the_notebook_changes_meanwhile_is_seen(names):
    run("assert len(scores) == 2\nadd_one()\nassert scores == [1, 2, 9]", names)


def test_an_unchanged_value_is_the_same_object(names):
    run("assert scores is scores\nassert grid is grid", names)


def test_names_can_be_listed_and_asked_for(names):
    run("mine = 1\nassert 'best' in globals() and 'mine' in globals() and 'other' not in globals()", names)
    assert {"best", "mine", "scores"} <= set(dir_of(names))
    assert names.get("other", 5) == 5


def dir_of(names):
    exec("listed = dir()", names)
    return names["listed"]


def test_a_missing_name_is_a_name_error(names):
    with pytest.raises(NameError, match="other"):
        run("other", names)


def test_libraries_are_this_process_own_under_any_name(names):
    run("import math", names)
    assert names["np"] is np
    assert names["arithmetic"].sqrt is __import__("math").sqrt


@pytest.mark.parametrize(
    "shadow",
    [
        "all = abs = isinstance = len = lambda *values: True",
        "class np:\n    allclose = staticmethod(lambda *values: True)",
        "import types\nnp = types.SimpleNamespace(allclose=lambda *values: True)",
        "allclose = lambda *values: True",
        "all = bool\nabs = int\nlen = float",
    ],
)
def test_what_a_test_judges_with_is_never_the_submissions(student, shadow):
    names = RemoteGlobals(student(f"{NOTEBOOK}\nfrom numpy import allclose\n{shadow}"))
    for name in ("all", "abs", "isinstance", "len"):
        with pytest.raises(KeyError):  # Python then finds its own
            names[name]
    assert names["np"] is np
    assert names["allclose"] is np.allclose


def test_numpys_functions_under_a_builtins_name_are_numpys(student):
    names = RemoteGlobals(student(f"from numpy import *\nimport numpy as np\n{NOTEBOOK}"))
    assert names["sum"] is np.sum
    assert names["all"] is np.all


def test_numpys_functions_are_this_process_own_even_when_the_notebook_replaced_them(student):
    names = RemoteGlobals(student("import numpy\nnumpy.all = lambda *values: True\nfrom numpy import *"))
    assert names["all"] is np.all


def test_plain_data_under_a_builtins_name_is_the_notebooks(student):
    names = RemoteGlobals(student("max = 3\nsum = [1]"))
    assert names["max"] == 3
    run("assert sum == [1]", names)
    assert not hasattr(names, "max")
    assert builtins.max(1, 2) == 2
