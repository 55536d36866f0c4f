"""Which arguments of a call were changed in place: the jail's half of call by copy-restore."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

# Bound here, so that a submission which replaces numpy's functions does not change what is noticed.
_Array, _frombuffer = np.ndarray, np.frombuffer
_BYTE: Final = np.dtype(np.uint8)
_WORD: Final = np.dtype(np.uint64)


class Argument:
    """One mutable argument as it came: an array, list, dict or set.

    `data` is the part of the frame that an array was made of; it is compared with, so that no copy need be kept.
    """

    __slots__ = ("_data", "_form", "value")

    def __init__(self, value: Any, data: Any) -> None:
        self.value = value
        self._form = (value.shape, value.dtype) if data is not None else _entries(value)
        self._data = data

    def changed(self) -> bool:
        """Tell whether its entries are other ones now. An array that was given another shape counts as unchanged."""
        if self._data is not None:
            return (self.value.shape, self.value.dtype) == self._form and _differs(self.value, self._data)
        now = _entries(self.value)
        return len(now) != len(self._form) or any(new is not old for new, old in zip(now, self._form, strict=True))


def changed_arguments(arguments: Sequence[Argument]) -> list[tuple[int, Any]]:
    """Return (place, value) of the arguments that were changed."""
    return [(place, argument.value) for place, argument in enumerate(arguments) if argument.changed()]


def _entries(value: Any) -> list[Any]:
    return [*value, *value.values()] if type(value) is dict else list(value)


def _differs(value: np.ndarray[Any, Any], data: memoryview) -> bool:
    flat = (value if value.flags.c_contiguous else value.T).reshape(-1).view(_BYTE)
    before = _frombuffer(data, _BYTE)
    words = before.size // 8 * 8
    return bool(
        (flat[:words].view(_WORD) != before[:words].view(_WORD)).any() or (flat[words:] != before[words:]).any()
    )
