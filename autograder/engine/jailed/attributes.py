"""Attributes that travel with an object because the trusted side is likely to ask for them next."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, Final

import numpy as np

_MOST_NAMES: Final = 8
_MOST_BYTES: Final = 1 << 14
_MOST_ENTRIES: Final = 16
_TEXT: Final = 200
# Bound here, so that a submission which replaces numpy's class does not change what is sent.
_Array = np.ndarray
_PLAIN: Final = frozenset({type(None), bool, int, float})
_CODE: Final = frozenset({BuiltinFunctionType, FunctionType})
_DECIDING: Final = frozenset({"__getattribute__", "__setattr__", "__delattr__"})


class Attributes:
    """The names of attributes that were asked for, by the type of the object."""

    def __init__(self) -> None:
        self._asked: dict[type, dict[str, None]] = {}
        self._plain: dict[type, bool] = {ModuleType: True}

    def get(self, value: Any, name: str) -> Any:
        """Return an attribute, as `getattr` does; it will travel with objects of this type from now on."""
        kind = type(value)
        if self.are_plain(kind):
            asked = self._asked.setdefault(kind, {})
            if len(asked) < _MOST_NAMES:
                asked[name] = None
        return getattr(value, name)

    def unask(self, value: Any, name: str) -> None:
        """Let an attribute travel no more with objects of this type, until it is asked for again."""
        self._asked.get(type(value), {}).pop(name, None)

    def are_plain(self, kind: type) -> bool:
        """Tell whether reading and setting attributes of such objects runs no code of anybody's."""
        if kind not in self._plain:
            try:
                self._plain[kind] = _is_plain(kind)
            except Exception:
                return False
        return self._plain[kind]

    def ready(self, value: Any) -> dict[str, Any]:
        """Return the attributes that were asked for of such objects, as far as they are small values."""
        asked = self._asked.get(type(value))
        if not asked:
            return {}
        with contextlib.suppress(Exception):
            return _own(value, asked)
        return {}


def asked_next(operation: str, values: tuple[Any, ...], result: Any) -> Any:
    """Return the object whose attributes are likely to be asked for after an operation, but for its result; or None."""
    match operation, values:
        case "getattr", (owner, _):
            return owner
        case "call" | "call_alone", (_, (first, *_), _) if result is None:  # then it was called for what it does
            return first
    return None


def _own(value: Any, asked: Iterable[str]) -> dict[str, Any]:
    """Return small attributes that are the object's own."""
    own = object.__getattribute__(value, "__dict__")
    found = {name: own[name] for name in asked if name in own and _is_small(own[name])}
    if type(value) is ModuleType:
        return found
    inherited = [vars(base) for base in type(value).__mro__]
    return {name: one for name, one in found.items() if not any(name in names for names in inherited)}


def _is_plain(kind: type) -> bool:
    """Tell whether objects of a class have a `__dict__`, and no property and no method decides over it."""
    bases = kind.__mro__[:-1]
    if type(kind) is not type or kind.__dictoffset__ == 0 or any(_DECIDING & vars(base).keys() for base in bases):
        return False
    parts = [part for base in bases for name, part in vars(base).items() if not name.startswith("__")]
    return not any(hasattr(type(part), "__set__") or hasattr(type(part), "__delete__") for part in parts)


def _is_small(value: Any) -> bool:
    kind = type(value)
    if kind in _PLAIN or kind in _CODE:
        return True
    if kind is str:
        return len(value) <= _TEXT
    parts = value if kind is list else [value]
    return (
        len(parts) <= _MOST_ENTRIES
        and all(type(part) is _Array and part.dtype.kind in "biuf" for part in parts)
        and sum(part.nbytes for part in parts) <= _MOST_BYTES
    )
