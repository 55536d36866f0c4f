"""Which names of the notebook were bound anew since the trusted side last heard of them.

Only names for what cannot change in place can be watched: functions, classes and modules, and small plain values.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Any, Final

_WATCHED: Final = frozenset(
    {types.BuiltinFunctionType, types.FunctionType, types.ModuleType, type, types.NoneType, types.EllipsisType}
    | {bool, float}
)
_MOST_CHARACTERS: Final = 200
_MOST_BITS: Final = 64
_NOTHING: Final = object()  # there is no such name
_DATA: Final = object()  # what can change in place, and so must be asked for each time


class Watch:
    """The names that the trusted side asked for, and what it was told of each."""

    def __init__(self) -> None:
        self._told: list[tuple[str, Any]] = []

    def begin(self, namespace: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
        """Watch these names from now on; return their entries: [value], [] for nothing, None for data."""
        self._told = [(name, _state(namespace, name)) for name in names]
        return [_entry(state) for _, state in self._told]

    def changed(self, namespace: Mapping[str, Any]) -> list[Any]:
        """Return place, entry, place, entry ... of the names that are bound to something else than was told."""
        found: list[Any] = []
        for place, (name, told) in enumerate(self._told):
            value = namespace.get(name, _NOTHING)
            if value is not told:
                state = _state(namespace, name)
                if state is not told:
                    self._told[place] = (name, state)
                    found += (place, _entry(state))
        return found


def _state(namespace: Mapping[str, Any], name: str) -> Any:
    value = namespace.get(name, _NOTHING)
    return value if value is _NOTHING or _is_watched(value) else _DATA


def _is_watched(value: Any) -> bool:
    kind = type(value)
    if kind is str:
        return len(value) <= _MOST_CHARACTERS
    if kind is int:
        return bool(value.bit_length() <= _MOST_BITS)
    return kind in _WATCHED


def _entry(state: Any) -> list[Any] | None:
    if state is _DATA:
        return None
    return [] if state is _NOTHING else [state]
