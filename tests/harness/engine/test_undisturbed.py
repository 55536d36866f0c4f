"""Nothing that a test case does to the grader's own process reaches the next case, or the next submission."""

import decimal
import gc
import os
import random
import sys
import warnings

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from autograder.engine.copies import apart
from autograder.engine.undisturbed import Undisturbed
from autograder.errors import EngineError


def warn_once() -> None:
    warnings.warn("once and never again", UserWarning, stacklevel=1)


def is_shown() -> bool:
    shown = []
    warnings.showwarning = lambda *arguments, **options: shown.append(arguments)
    warn_once()
    return bool(shown)


SETTINGS = {
    "numpys_errors": (lambda: np.seterr(all="raise"), np.geterr),
    "numpys_handler_of_errors": (lambda: np.seterrcall(print), np.geterrcall),
    "how_numpy_prints": (lambda: np.set_printoptions(precision=2), np.get_printoptions),
    "filters_of_warnings": (lambda: warnings.simplefilter("error"), lambda: list(warnings.filters)),
    "how_warnings_are_shown": (lambda: setattr(warnings, "showwarning", print), lambda: warnings.showwarning),
    "precision": (lambda: setattr(decimal.getcontext(), "prec", 3), lambda: decimal.getcontext().prec),
    "collecting": (gc.disable, gc.isenabled),
    "how_often_is_collected": (lambda: gc.set_threshold(1), gc.get_threshold),
    "depth_of_recursion": (lambda: sys.setrecursionlimit(5000), sys.getrecursionlimit),
    "folder": (lambda: os.chdir("/"), os.getcwd),
    "environment": (lambda: os.environ.update(LEFT="4", PATH="/"), lambda: dict(os.environ)),
    "search_path": (lambda: sys.path.insert(0, "/left"), lambda: list(sys.path)),
    "modules": (lambda: sys.modules.update(json=np), lambda: sys.modules.get("json")),
    "matplotlibs_settings": (
        lambda: matplotlib.rcParams.update({"lines.linewidth": 9}),
        lambda: matplotlib.rcParams["lines.linewidth"],
    ),
    "figures": (plt.figure, plt.get_fignums),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_put_back_after_a_case(name):
    change, now = SETTINGS[name]
    before = now()
    with pytest.raises(ZeroDivisionError), Undisturbed():
        change()
        assert now() != before
        raise ZeroDivisionError
    assert now() == before


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_put_back_after_each_of_several_cases(name):
    change, now = SETTINGS[name]
    before, back = now(), Undisturbed()
    with back:
        for _ in range(2):
            with back:
                change()
                assert now() != before
            assert now() == before


def test_a_module_that_came_with_one_case_is_what_it_is_after_the_next_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "came", np)
    monkeypatch.delitem(sys.modules, "came")
    back = Undisturbed()
    with back:
        sys.modules["came"] = np
    with back:
        sys.modules["came"] = plt
    assert sys.modules["came"] is np


@pytest.mark.parametrize("how", ["default", "module", "once"])
def test_what_was_warned_of_once_is_warned_of_again(how):
    with warnings.catch_warnings():
        warnings.simplefilter(how)
        for _ in range(2):
            with Undisturbed():
                assert is_shown()
                assert not is_shown()


CONSTANT = {"rate": 0.1}
ARRAY = np.zeros(3)


def with_a_default(values=[]):  # noqa: B006 - as a careless test has it
    values.append(4)
    return len(values)


def change_everything() -> bytes:
    for change, _ in SETTINGS.values():
        change()
    CONSTANT["rate"], ARRAY[:] = 4, 4
    np.random.seed(4)
    random.seed(4)
    apart.__dict__["left"] = RemoteLeft
    with_a_default()
    return b"done"


class RemoteLeft:
    """A class whose attributes a test could set."""


def test_of_work_in_a_copy_nothing_is_left_but_its_answer():
    settings = [now() for _, now in SETTINGS.values()]
    states = np.random.get_state()[1].tolist(), random.getstate()
    assert apart(change_everything) == b"done"
    assert [now() for _, now in SETTINGS.values()] == settings
    assert (np.random.get_state()[1].tolist(), random.getstate()) == states
    assert CONSTANT == {"rate": 0.1}
    assert not ARRAY.any()
    assert not apart.__dict__
    assert with_a_default() == 1


def test_an_answer_may_be_long():
    assert len(apart(lambda: bytes(5 << 20))) == 5 << 20


def test_a_copy_that_ends_without_an_answer_is_told_of():
    with pytest.raises(EngineError, match="ended before"):
        apart(lambda: os._exit(0))
    with pytest.raises(EngineError, match="ended before"):
        apart(lambda: os.kill(os.getpid(), 9))  # type: ignore[arg-type,return-value]
