"""Settings of this process that a test case may change and must not pass on to the next one.

What a case does can depend on what the submission returned, and a case that is cut short by a time limit leaves
whatever it was at. (Between submissions nothing at all is passed on: see `apart`.)
"""

import contextlib
import decimal
import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Put back, after the block, whatever of the settings of this process is not as it was before.

    That is how numpy treats errors and prints, the filters of warnings and which warnings were shown once, decimal
    arithmetic, matplotlib's settings and figures, the garbage collector, the environment, the working directory, where
    modules are found, and which module a name stands for. The random generators are seeded for each case anyway.
    """
    back = [
        *_numpy(),
        *_warnings(),
        _decimal(),
        _kept(gc.isenabled, lambda enabled: gc.enable() if enabled else gc.disable()),
        _kept(gc.get_threshold, lambda counts: gc.set_threshold(*counts)),
        _kept(sys.getrecursionlimit, sys.setrecursionlimit),
        _kept(os.getcwd, os.chdir),
        _kept(_environment, _set_environment),
        _modules(),
        _kept(lambda: list(sys.path), lambda path: sys.path.__setitem__(slice(None), path)),
        *_matplotlib(),
    ]
    try:
        yield
    finally:
        for put_back in back:
            put_back()


def _kept(get: Callable[[], Any], put: Callable[[Any], object]) -> Callable[[], None]:
    """Return a function that puts a setting back to what it is now, if it is something else then."""
    before = get()

    def put_back() -> None:
        if get() != before:
            put(before)

    return put_back


def _decimal() -> Callable[[], None]:
    own = decimal.getcontext().copy()  # contexts do not compare
    return _kept(lambda: repr(decimal.getcontext()), lambda before: decimal.setcontext(own))


def _modules() -> Callable[[], None]:
    """Return a function that lets every name stand for the module it stands for now; what is new may stay."""
    before = dict(sys.modules)
    return lambda: sys.modules.update(before)


def _environment() -> dict[bytes, bytes]:
    """Return the environment as it lies there: to decode all of it for every case takes longer than all the rest."""
    return dict(os.environ._data)  # type: ignore[attr-defined]


def _set_environment(before: dict[bytes, bytes]) -> None:
    for name in [name for name in os.environb if name not in before]:
        del os.environb[name]
    os.environb.update(before)


def _numpy() -> Iterator[Callable[[], None]]:
    yield _kept(np.geterr, lambda how: np.seterr(**how))
    yield _kept(np.geterrcall, np.seterrcall)
    yield _kept(np.get_printoptions, lambda options: np.set_printoptions(**options))


def _warnings() -> Iterator[Callable[[], None]]:
    yield _kept(lambda: list(warnings.filters), _set_filters)
    yield _kept(lambda: warnings.showwarning, lambda shown: setattr(warnings, "showwarning", shown))
    yield _forget_shown


def _set_filters(filters: list[Any]) -> None:
    warnings.filters[:] = filters  # type: ignore[index]
    warnings._filters_mutated()  # type: ignore[attr-defined]  # which also makes every module's registry void


def _forget_shown() -> None:
    """Let every module warn again of what it has warned of: a registry of an older version is thrown away."""
    warnings._filters_mutated()  # type: ignore[attr-defined]
    warnings.onceregistry.clear()  # type: ignore[attr-defined]


def _matplotlib() -> Iterator[Callable[[], None]]:
    """Yield what puts matplotlib back, if this process has it: importing it only for that would take long."""
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        parameters = sys.modules["matplotlib"].rcParams
        yield _kept(lambda: dict(dict.items(parameters)), lambda before: dict.update(parameters, before))
        yield lambda: pyplot.close("all")
