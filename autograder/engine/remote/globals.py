"""Globals for test code that is executed rather than called: otter's OK format, whose cases are doctests."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any, Final

from autograder.engine.remote.proxies import RemoteObject

# What test code may take from the notebook by name, but gets from this process instead: a test must not depend on
# what a submission made of the library that it tests with.
_LIBRARIES: Final = frozenset(
    {"collections", "itertools", "math", "matplotlib", "matplotlib.pyplot", "numpy", "os", "pandas", "random", "re"}
    | {"scipy", "sklearn", "statistics", "string"}
)


class RemoteGlobals(dict[str, Any]):
    """Names that the test code sets stay here; all others are looked up in the notebook, each time.

    A library that the notebook imported under some name is found under that name, but it is this process's own.
    """

    def __init__(self, namespace: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> None:
        super().__init__(own or {})
        self._namespace = namespace

    def __missing__(self, name: str) -> Any:
        value = self._namespace[name]
        if isinstance(value, RemoteObject) and type(value).__name__ == "module" and value.__name__ in _LIBRARIES:
            return importlib.import_module(value.__name__)
        return value

    def copy(self) -> RemoteGlobals:
        """Return globals with the same names of its own over the same notebook."""
        return RemoteGlobals(self._namespace, self)
