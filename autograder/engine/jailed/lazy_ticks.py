"""Ticks that are made when somebody asks for them: half of what new axes cost, and tests never look at ticks.

Matplotlib makes the first ticks of axes late, but asks for them itself while it makes the axes. Here it does not: it
finds no ticks meanwhile, and they are made at the first question after that, by a drawing for instance, with the
settings that axes were made under. Whatever is drawn is the same, pixel by pixel.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import weakref
from collections.abc import Iterator
from typing import Any, Final

_SHARED: Final = frozenset({"sharex", "sharey"})  # axes that are made with other options may need their ticks at once


def install() -> None:
    """Have matplotlib make ticks late, if it is there and is made as this module knows it."""
    if "matplotlib.pyplot" not in sys.modules:
        return
    from matplotlib import axis

    known = getattr(axis, "_LazyTickList", None)
    if known is not None and all(type(vars(axis.Axis).get(f"{kind}Ticks")) is known for kind in ("major", "minor")):
        _Waiting().install(axis.Axis, known)


class _Waiting:
    """Which axes are being made, and the settings under which those were made whose ticks are not there yet."""

    def __init__(self) -> None:
        self.made: set[int] = set()
        self.settings: weakref.WeakKeyDictionary[Any, dict[str, Any]] = weakref.WeakKeyDictionary()
        self._last: dict[str, Any] = {}

    def install(self, axis_class: Any, lazy_list: type) -> None:
        """Put what knows of this into matplotlib."""
        from matplotlib.axes import Axes

        for kind in ("major", "minor"):
            setattr(axis_class, f"{kind}Ticks", _late_list(self, lazy_list, kind))
        axis_class.reset_ticks = self._resetting(axis_class.reset_ticks)
        Axes.__init__ = self._making(Axes, Axes.__init__)  # type: ignore[method-assign]

    def _making(self, plain: type, make: Any) -> Any:
        """Return the initialiser `make` of axes, which finds no ticks now."""

        @functools.wraps(make)
        def initialise(axes: Any, *arguments: Any, **options: Any) -> None:
            if type(axes) is not plain or not options.keys() <= _SHARED:
                make(axes, *arguments, **options)
                return
            self.made.add(id(axes))
            try:
                make(axes, *arguments, **options)
                self._end(axes)
            finally:
                self.made.discard(id(axes))

        return initialise

    def _end(self, axes: Any) -> None:
        """Do what the first ticks would have done to the axes, and let them wait."""
        for side in ("xaxis_text1", "xaxis_text2", "yaxis_text1", "yaxis_text2"):
            getattr(axes, f"get_{side}_transform")(0.0)  # finds out where that edge of the axes is
        settings = _settings()
        if settings != self._last:  # one copy for all axes that are made under the same
            self._last = settings
        for axis in (axes.xaxis, axes.yaxis):
            self.settings[axis] = self._last
            for name in ("majorTicks", "minorTicks"):
                if not vars(axis).get(name, [None]):
                    delattr(axis, name)

    def _resetting(self, reset: Any) -> Any:
        """Return `reset`, by which an axis gets new ticks, as one after which they no longer wait."""

        @functools.wraps(reset)
        def reset_ticks(axis: Any) -> None:
            if id(axis.axes) not in self.made:
                self.settings.pop(axis, None)
            reset(axis)

        return reset_ticks


def _late_list(waiting: _Waiting, lazy_list: type, kind: str) -> Any:
    """Return a descriptor in the place of matplotlib's `lazy_list` of major or minor ticks."""

    class Late(lazy_list):  # type: ignore[misc]
        def __get__(self, axis: Any, owner: Any) -> Any:
            if axis is None:
                return self
            if id(axis.axes) in waiting.made:
                setattr(axis, f"{kind}Ticks", [])
                return vars(axis)[f"{kind}Ticks"]
            settings = waiting.settings.get(axis)
            if settings is None:
                return super().__get__(axis, owner)
            with _under(settings):
                ticks = super().__get__(axis, owner)
            for tick in ticks:
                for artist in (tick, tick.gridline):
                    artist.clipbox, artist._clippath = axis.clipbox, axis._clippath
            return ticks

    return Late(major=kind == "major")


@contextlib.contextmanager
def _under(settings: dict[str, Any]) -> Iterator[None]:
    """Have matplotlib's settings as they were for the block."""
    before = _settings()
    if before == settings:
        yield
        return
    _set(settings)
    try:
        yield
    finally:
        _set(before)


def _settings() -> dict[str, Any]:
    parameters: Any = sys.modules["matplotlib"].rcParams
    return dict.copy(parameters)


def _set(settings: dict[str, Any]) -> None:
    """Put settings in place that have been there before, as matplotlib's own contexts do: nothing looks at them."""
    parameters: Any = sys.modules["matplotlib"].rcParams
    dict.update(parameters, settings)
