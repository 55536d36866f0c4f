"""What a test case sees of a submission: the answers it gets, kept small, and compared up to rounding."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_SEEN: Final = frozenset({"array", "ask", "call", "call_alone", "get", "getattr", "getitem", "length", "next"})
_MOST_ANSWERS: Final = 5_000
_MOST_NUMBERS: Final = 50_000  # of one case; texts and other parts count, too
_SAMPLE: Final = 512  # numbers of one array
_MOST_PARTS: Final = 64  # of a list or a dictionary
_DEPTH: Final = 4
_TEXT: Final = 200
_DOUBLE_TOLERANCE: Final = 1e-6
_SINGLE_TOLERANCE: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Numbers:
    """An array: its shape, numbers taken from it at even distances, and whether they have the precision of float64."""

    shape: tuple[int, ...]
    sample: NDArray[np.float64]
    is_double: bool


@dataclass(slots=True)
class Trace:
    """The answers that a case got, in order. Call it with an operation and what came of it."""

    answers: list[tuple[str, Any]] = field(default_factory=list)
    _numbers: int = 0

    @property
    def size(self) -> int:
        """How many numbers, texts and other parts it holds."""
        return len(self.answers) + self._numbers

    def __call__(self, operation: str, value: Any, failure: Exception | None) -> None:
        """Note an answer: `failure` is what the student's code raised, or None."""
        if operation not in _SEEN or len(self.answers) >= _MOST_ANSWERS or self._numbers >= _MOST_NUMBERS:
            return
        if failure is not None:
            self.answers.append((operation, f"raised {type(failure).__name__}"))
        else:
            self.answers.append((operation, self._small(value, _DEPTH)))

    def _small(self, value: Any, depth: int) -> Any:
        self._numbers += 1
        if value is None or isinstance(value, bool | str):
            return value[:_TEXT] if isinstance(value, str) else value
        numbers = _as_numbers(value) if _is_plain(value, depth) else None
        if numbers is not None:
            self._numbers += numbers.sample.size
            return numbers
        if not depth or self._numbers >= _MOST_NUMBERS:
            return "..."
        if isinstance(value, list | tuple):
            return [len(value), *(self._small(part, depth - 1) for part in value[:_MOST_PARTS])]
        if isinstance(value, Mapping):
            parts = list(value.items())[:_MOST_PARTS]
            return {str(key)[:_TEXT]: self._small(part, depth - 1) for key, part in parts}
        return f"an object, {type(value).__name__}"  # what it does is in the answers that follow


def same_trace(one: Trace, other: Trace) -> bool:
    """Tell whether two cases saw the same, up to rounding."""
    return len(one.answers) == len(other.answers) and all(map(_same, one.answers, other.answers))


def differing(one: Trace, other: Trace) -> int:
    """Return in how many values two cases differ, as far as their answers were to the same questions."""
    return sum(_differing(*pair) for pair in zip(one.answers, other.answers, strict=False))


def _differing(one: Any, other: Any) -> int:
    if isinstance(one, Numbers) and isinstance(other, Numbers) and one.shape == other.shape:
        return int(np.count_nonzero(~_close(one, other)))
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return sum(map(_differing, one, other))
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return sum(_differing(one[key], other[key]) for key in one)
    if isinstance(one, Numbers):
        return max(1, one.sample.size)
    return int(not _same(one, other))


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, Numbers) and isinstance(other, Numbers):
        return one.shape == other.shape and bool(np.all(_close(one, other)))
    if type(one) is not type(other):
        return False
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    return bool(one == other)


def _close(one: Numbers, other: Numbers) -> NDArray[np.bool_]:
    tolerance = _DOUBLE_TOLERANCE if one.is_double and other.is_double else _SINGLE_TOLERANCE
    finite = np.isfinite(other.sample)
    scale = float(np.max(np.abs(other.sample[finite]), initial=0.0))
    return np.isclose(one.sample, other.sample, rtol=tolerance, atol=tolerance * scale, equal_nan=True)


def _is_plain(value: Any, depth: int) -> bool:
    """Tell whether there are only numbers in a value: of anything else numpy would ask the submission for more."""
    if isinstance(value, list | tuple):
        return depth > 0 and all(_is_plain(part, depth - 1) for part in value)
    return isinstance(value, np.ndarray | np.generic | int | float)


def _as_numbers(value: Any) -> Numbers | None:
    """Return a number, an array, or nested lists of numbers as Numbers; None for what is something else."""
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        return None
    if array.dtype.kind not in "biuf":
        return None
    flat = array.reshape(-1)
    step = max(1, -(-flat.size // _SAMPLE))
    return Numbers(array.shape, flat[::step].astype(np.float64), array.dtype.itemsize >= 8 or array.dtype.kind != "f")
