"""Settings of this process that a test case may change and must not pass on to the next one.

What a case does can depend on what the submission returned, and a case that is cut short by a time limit leaves
whatever it was at. (Between submissions nothing at all is passed on: see `apart`.)
"""

import decimal
import gc
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np


class Undisturbed:
    """Puts back, after a block, whatever of the settings of this process is not as it was when this was made.

    That is how numpy treats errors and prints, the filters of warnings and which warnings were shown once, decimal
    arithmetic, matplotlib's settings and figures, the garbage collector, the environment, the working directory, where
    modules are found, and which module a name stands for. The random generators are seeded for each case anyway.

    It serves for one block after the other, and for blocks within a block: to look at all of it takes long.
    """

    def __init__(self) -> None:
        self._back = [*_ways_back()]

    def __enter__(self) -> None:
        pass

    def __exit__(self, *details: object) -> None:
        for put_back in self._back:
            put_back()


def _ways_back() -> Iterator[Callable[[], None]]:
    yield from (
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
    )


def _kept(get: Callable[[], Any], put: Callable[[Any], object]) -> Callable[[], None]:
    """Return a function that puts a setting back to what it is now, if it is something else then."""
    before = get()

    def put_back() -> None:
        if get() != before:
            put(before)

    return put_back


def _decimal() -> Callable[[], None]:
    own = decimal.getcontext().copy()  # contexts do not compare
    return _kept(lambda: repr(decimal.getcontext()), lambda before: decimal.setcontext(own.copy()))


def _modules() -> Callable[[], None]:
    """Return a function that lets every name stand for the module it stood for at first; what is new may stay."""
    before = dict(sys.modules)

    def put_back() -> None:
        sys.modules.update(before)
        if len(sys.modules) > len(before):
            before.update(sys.modules)

    return put_back


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
        yield _kept(  # in two tuples, which are compared ten times as quickly as dictionaries
            lambda: (tuple(dict.keys(parameters)), tuple(dict.values(parameters))),
            lambda before: dict.update(parameters, zip(*before, strict=True)),
        )
        yield lambda: pyplot.close("all")
