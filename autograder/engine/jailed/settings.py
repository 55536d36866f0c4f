"""Settings of a process that a notebook can change and a test can see, as plain values: read here, put there.

Under otter a notebook and its tests are one process, and what one sets the other finds. What is put is checked as what
may come from a submission: known names, plain values in bounds, nothing that leads to code (no formatters, names of
modules or commands, no search paths, no patterns).
"""

from __future__ import annotations

import builtins
import contextlib
import decimal
import importlib
import locale
import os
import re
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

Settings = dict[str, Any]

_PRINTING: Final = frozenset(
    {"edgeitems", "floatmode", "infstr", "legacy", "linewidth", "nanstr", "precision", "sign", "suppress", "threshold"}
)
_ERRORS: Final = frozenset({"ignore", "warn", "raise", "print"})
_TABLES: Final = ("display", "future", "mode")
_DRAWING: Final = re.compile(r"(axes|figure|font|grid|image|legend|lines|patch|xtick|ytick)\.[a-z_.]+")
_EXECUTED: Final = frozenset({"axes.prop_cycle", "figure.hooks"})  # the text of a cycle; functions by name
_A_VALUE: Final = re.compile(r"\d|true|false|none", re.IGNORECASE)
_LOCALE: Final = re.compile(r"[\w.@=;-]{1,300}", re.ASCII)
_ACTIONS: Final = frozenset({"always", "default", "error", "ignore", "module", "once"})
_VARIABLE: Final = re.compile(r"\w{1,100}", re.ASCII)
_LONGEST: Final = 4096
_MOST_FILTERS: Final = 100
_MOST_DIGITS: Final = 10_000
_SCALARS: Final = (bool, int, float, str, type(None))


class ProcessSettings:
    """The settings of this process; some count only as far as they have changed since this was made."""

    def __init__(self) -> None:
        self._filters = list(warnings.filters)
        self._environment = dict(os.environ)
        self._locale = locale.setlocale(locale.LC_ALL)
        self._home = Path.cwd()
        self._groups: Mapping[str, tuple[Callable[[], Any], Callable[[Any], None]]] = {
            "printing": (_printing, _put_printing),
            "errors": (np.geterr, _put_errors),
            "decimal": (_decimal, _put_decimal),
            "tables": (_tables, _put_tables),
            "drawing": (_drawing, _put_drawing),
            "locale": (self._language, self._put_language),
            "warnings": (self._new_filters, self._put_filters),
            "environment": (self._variables, self._put_variables),
            "folder": (self._folder, self._put_folder),
        }

    def read(self) -> Settings:
        """Return the settings by what they are about; what cannot be read is left out."""
        found: Settings = {}
        for name, (read, _) in self._groups.items():
            with contextlib.suppress(Exception):
                found[name] = read()
        return found

    def put(self, settings: Mapping[str, Any]) -> None:
        """Take over settings that were read elsewhere; what is not well formed is left as it is."""
        for name in settings.keys() & self._groups.keys():
            with contextlib.suppress(Exception):
                self._groups[name][1](settings[name])

    def _language(self) -> str:
        now = locale.setlocale(locale.LC_ALL)
        return "" if now == self._locale else now

    def _put_language(self, name: str) -> None:
        if not name or _LOCALE.fullmatch(name):
            locale.setlocale(locale.LC_ALL, name or self._locale)

    def _new_filters(self) -> list[list[Any]]:
        return [[action, kind.__name__, line] for action, kind, line in self._plain_filters()]

    def _plain_filters(self) -> Iterator[tuple[str, Any, int]]:
        """Yield the new filters that name no pattern."""
        for one in warnings.filters:
            if one not in self._filters and one[1] is None and one[3] is None:
                yield str(one[0]), one[2], int(one[4])

    def _put_filters(self, filters: list[list[Any]]) -> None:
        kinds = {**vars(builtins), "VisibleDeprecationWarning": np.exceptions.VisibleDeprecationWarning}
        mine = [(action, None, kind, None, line) for action, kind, line in self._plain_filters()]
        warnings.filters[:] = [one for one in warnings.filters if one not in mine]  # type: ignore[index]
        for action, kind, line in reversed(filters[:_MOST_FILTERS]):
            if action in _ACTIONS and issubclass(kinds.get(kind, object), Warning):
                warnings.simplefilter(action, kinds[kind], int(line))

    def _variables(self) -> dict[str, str]:
        return {
            name: value
            for name, value in os.environ.items()
            if self._environment.get(name) != value and len(value) <= _LONGEST
        }

    def _put_variables(self, variables: dict[str, str]) -> None:
        for name, value in variables.items():
            if _VARIABLE.fullmatch(name) and type(value) is str:
                os.environ[name] = value

    def _folder(self) -> str:
        return Path.cwd().relative_to(self._home).as_posix()

    def _put_folder(self, name: str) -> None:
        folder = (self._home / name).resolve()
        if folder.is_relative_to(self._home.resolve()) and folder.is_dir():
            os.chdir(folder)


def _printing() -> Settings:
    return {name: value for name, value in np.get_printoptions().items() if name in _PRINTING}


def _put_printing(options: Settings) -> None:
    if options.keys() <= _PRINTING and (options.get("precision") or 0) <= 100 and _tells_apart(options):
        np.set_printoptions(**options)


def _tells_apart(options: Settings) -> bool:
    """Tell whether arrays that are printed so still show what is in them: what is no number is not called one."""
    names = (options.get("nanstr", "nan"), options.get("infstr", "inf"))
    plain = all(type(value) in _SCALARS for value in options.values())
    return plain and options.get("edgeitems", 3) >= 1 and not any(map(_A_VALUE.search, names))


def _put_errors(how: dict[str, Any]) -> None:
    np.seterr(**{kind: what for kind, what in how.items() if what in _ERRORS})


def _decimal() -> list[Any]:
    own = decimal.getcontext()
    traps = sorted(signal.__name__ for signal, trapped in own.traps.items() if trapped)
    return [own.prec, own.rounding, own.capitals, own.clamp, traps]


def _put_decimal(settings: list[Any]) -> None:
    digits, rounding, capitals, clamp, traps = settings
    if 1 <= digits <= _MOST_DIGITS:
        signals = [signal for signal in decimal.getcontext().traps if signal.__name__ in traps]
        decimal.setcontext(decimal.Context(digits, rounding, capitals=capitals, clamp=clamp, traps=signals))


def _tables() -> Settings:
    """Return pandas' options that are not its defaults."""
    config: Any = sys.modules.get("pandas._config.config")
    found: Settings = {}
    for group in _TABLES if config else ():
        for name, value in config._global_config[group].items():
            usual = config._registered_options.get(f"{group}.{name}")
            if usual is not None and type(value) in _SCALARS and value != usual.defval:
                found[f"{group}.{name}"] = value
    return found


def _put_tables(options: Settings) -> None:
    others = _tables().keys() - options.keys()
    if options or others:
        import pandas

        for name in others:
            pandas.reset_option(name)
        for name, value in options.items():
            if name.partition(".")[0] in _TABLES and type(value) in _SCALARS:
                pandas.set_option(name, value)


def _drawing() -> Settings:
    """Return matplotlib's parameters that are not its defaults."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return {}
    usual = matplotlib.rcParamsDefault
    return {
        name: value
        for name, value in dict.items(matplotlib.rcParams)
        if _DRAWING.fullmatch(name) and value != dict.get(usual, name) and _is_parameter(name, value)
    }


def _put_drawing(parameters: Settings) -> None:
    if not parameters and "matplotlib" not in sys.modules:
        return
    matplotlib: Any = importlib.import_module("matplotlib")  # which a case may import only when this has been done
    now = _drawing()
    for name in now.keys() - parameters.keys():
        matplotlib.rcParams[name] = dict.get(matplotlib.rcParamsDefault, name)
    for name, value in parameters.items():
        if (name not in now or now[name] != value) and _DRAWING.fullmatch(name) and _is_parameter(name, value):
            matplotlib.rcParams[name] = value


def _is_parameter(name: str, value: Any) -> bool:
    parts = value if type(value) in (list, tuple) else [value]
    return name not in _EXECUTED and all(type(part) in _SCALARS for part in parts)
