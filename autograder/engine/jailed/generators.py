"""Where the legacy random generators of a process stand, as plain values: read here, put there."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

Generators = dict[str, Any]

_WORDS: Final = 624
_get_numpy, _set_numpy = np.random.get_state, np.random.set_state
_get_python, _set_python = random.getstate, random.setstate


def read_generators() -> Generators:
    """Return where numpy's legacy generator and Python's stand."""
    found: Generators = {}
    with contextlib.suppress(Exception):
        kind, key, place, has_gauss, gauss = _get_numpy()
        if kind == "MT19937":
            found["numpy"] = [np.array(key, np.uint32), int(place), int(has_gauss), float(gauss)]
    with contextlib.suppress(Exception):
        _, words, last = _get_python()
        found["python"] = [np.array(words, np.uint32), last]
    return found


def put_generators(found: Mapping[str, Any]) -> None:
    """Have the generators of this process go on from there; what is no state is left out."""
    match found.get("numpy"):
        case [np.ndarray() as key, int(place), int(has_gauss), float(gauss)] if _is_state(key, place):
            _set_numpy(("MT19937", key, place, has_gauss & 1, gauss))
    match found.get("python"):
        case [np.ndarray() as words, (float() | None) as last] if _is_state(words[:-1], int(words[-1])):
            _set_python((3, tuple(words.tolist()), last))


def stand_alike(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell whether the generators stand at the same place."""
    return one.keys() == other.keys() and all(
        np.array_equal(one[name][0], other[name][0]) and one[name][1:] == other[name][1:] for name in one
    )


def _is_state(key: np.ndarray[Any, Any], place: int) -> bool:
    return key.dtype == np.uint32 and key.shape == (_WORDS,) and 0 <= place <= _WORDS
