"""Globals for test code that is executed rather than called: otter's OK format, whose cases are doctests.

A doctest takes from the notebook whatever it names. Three kinds of names are this process's own all the same, because
the test judges with them and must not judge with what a submission made of them:

- libraries under the names everybody gives them (`np`, `pd`, `plt`, `math`), and every library that the notebook
  imported under any name;
- Python's builtins: a submission that defines a function `all` or `isinstance` does not change what the test's `all`
  means, though it would under otter. (So an assignment that asks for a function of a builtin's name has to be tested
  in the exception format, whose parameters always are the notebook's.) A builtin's name that holds plain data, as
  after `max = 3`, is the notebook's, as under otter;
- the functions that doctests compare with (`allclose`, `array_equal`), when the notebook has one of that name.
"""

from __future__ import annotations
import __future__

import builtins
import contextlib
import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from autograder.engine.jailed.encode import Writer
from autograder.engine.jailed.wire import CannotSend, WireLimits
from autograder.engine.remote.namespace import RemoteNamespace
from autograder.engine.remote.stand_ins import RemoteObject

_LIBRARIES: Final = frozenset(
    {"collections", "itertools", "math", "matplotlib", "matplotlib.pyplot", "numpy", "os", "pandas", "random", "re"}
    | {"scipy", "sklearn", "statistics", "string"}
)
_ALIASES: Final[Mapping[str, str]] = {
    "np": "numpy",
    "numpy": "numpy",
    "pd": "pandas",
    "pandas": "pandas",
    "plt": "matplotlib.pyplot",
    "math": "math",
    "os": "os",
    "re": "re",
}
_COMPARING: Final[Mapping[str, str]] = {
    **dict.fromkeys(("allclose", "array_equal", "array_equiv", "isclose"), "numpy"),
    **dict.fromkeys(("assert_allclose", "assert_almost_equal", "assert_array_equal"), "numpy.testing"),
    **dict.fromkeys(("assert_array_almost_equal", "assert_equal"), "numpy.testing"),
}
# A star import puts numpy's `sum` and `all` in the place of Python's: then the test means numpy's, as under otter.
_IMPORTED_FROM: Final = ("numpy", "math", "numpy.testing")
_MUTABLE: Final = (list, dict, set, np.ndarray)
_REMEMBERED: Final = WireLimits(frame_bytes=1 << 20, items=1 << 16)


@dataclass(slots=True)
class _Fetched:
    """A list, dict, set or array of the notebook, as the test has it, and as bytes when it was last the same there."""

    value: Any
    content: bytes


class RemoteGlobals(dict[str, Any]):
    """Names that the test code sets stay here; all others are looked up in the notebook, each time.

    What the test changes in place (`scores.append(3)`, `table["x"] = 1`) is changed in the notebook as well before
    anything else of it is used, and stays so, as under otter; call `settle` at the end. That holds for lists, dicts,
    sets and arrays of up to 1 MiB that are plain data through and through.
    """

    def __init__(self, namespace: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> None:
        super().__init__(own or {})
        self._namespace = namespace
        self._fetched: dict[str, _Fetched] = {}

    def __missing__(self, name: str) -> Any:
        self.settle()
        value = self._namespace[name]
        if isinstance(value, RemoteObject) and type(value).__name__ == "module" and value.__name__ in _LIBRARIES:
            return importlib.import_module(value.__name__)
        if name in _ALIASES and (isinstance(value, RemoteObject) or callable(value)):
            return importlib.import_module(_ALIASES[name])
        if callable(value) and (name in _COMPARING or hasattr(builtins, name)):
            return self._own_function(name, value)
        return self._remembered(name, value)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self._namespace

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*super().__iter__(), *self._namespace]))

    def keys(self) -> Any:
        """Return the names of both, as `dir()` and `globals()` in a test want to see them."""
        return list(self)

    def get(self, name: str, default: Any = None) -> Any:
        """Return the value of a name, wherever it is; of the `__future__` features, for which doctest asks, if here."""
        if name in __future__.all_feature_names:
            return super().get(name, default)
        try:
            return self[name]
        except KeyError:
            return default

    def copy(self) -> RemoteGlobals:
        """Return globals with the same names of its own over the same notebook."""
        twin = RemoteGlobals(self._namespace, {name: dict.__getitem__(self, name) for name in super().__iter__()})
        twin._fetched = self._fetched
        return twin

    def settle(self) -> None:
        """Change in the notebook what the test changed in place since it was fetched."""
        for name, fetched in self._fetched.items():
            content = _content(fetched.value)
            if content is not None and content != fetched.content and isinstance(self._namespace, RemoteNamespace):
                fetched.content = content
                self._namespace[name] = fetched.value

    def _own_function(self, name: str, value: Any) -> Any:
        """Return this process's function of that name: that of the library it was imported from, or the usual one."""
        for library in _IMPORTED_FROM:
            own = getattr(importlib.import_module(library), name, None)
            if own is not None and self._is_imported(name, value, library):
                return own
        if name in _COMPARING:
            return getattr(importlib.import_module(_COMPARING[name]), name)
        raise KeyError(name)  # Python then looks among its builtins

    def _is_imported(self, name: str, value: Any, library: str) -> bool:
        if not isinstance(self._namespace, RemoteNamespace):
            return False
        with contextlib.suppress(Exception):
            return getattr(self._namespace.module(library), name) is value
        return False

    def _remembered(self, name: str, value: Any) -> Any:
        """Return the same object as the last time when the notebook still has the same content under that name."""
        content = _content(value) if type(value) in _MUTABLE else None
        if content is None:
            self._fetched.pop(name, None)
            return value
        fetched = self._fetched.get(name)
        if fetched is None or fetched.content != content:
            fetched = self._fetched[name] = _Fetched(value, content)
        return fetched.value


def _content(value: Any) -> bytes | None:
    """Return the value as bytes; None when it is large, or not plain data."""
    writer = Writer(_REMEMBERED)
    try:
        writer.value(value)
        return b"".join(map(bytes, writer.buffers()))
    except CannotSend:
        return None
