"""Differences that explain themselves: what is wrong with an array as a whole, said in one sentence of a closed set.

A sentence states a fact about the array beside what it should be, and holds no number of either, so that a student
may read it of a hidden test, too. The graded tests' expectations use it (see `testing`), and `autograder build` copies
it into test files together with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

PATTERN_SENTENCES = {
    "zeros": "Every entry is 0.",
    "same": "All entries are the same number.",
    "sign": "Every entry has the wrong sign.",
    "signs": "The sizes are right, but some entries have the wrong sign.",
    "twice": "Every entry is twice what it should be.",
    "half": "Every entry is half of what it should be.",
    "mean": "Every entry is divided by the number of columns.",
    "sum": "Every entry is multiplied by the number of columns.",
    "large": "Every entry is too large by one and the same factor.",
    "small": "Every entry is too small by one and the same factor.",
    "factor": "Every entry is off by one and the same factor.",
    "offset": "Every entry is off by one and the same amount.",
    "transpose": "It is the transpose of what is asked for.",
    "exchanged": "There are two values, and each stands where the other one belongs.",
    "complement": "Every entry is 1 minus what it should be.",
    "square": "Every entry is the square of what it should be.",
    "root": "Every entry is the square root of what it should be.",
    "reciprocal": "Every entry is 1 divided by what it should be.",
    "whole": "Every entry is cut or rounded to a whole number.",
    "reversed": "The entries are right, but in reverse order.",
    "rows": "The rows are right, but in another order.",
    "columns": "The columns are right, but in another order.",
    "entries": "The numbers are right, but stand in other places.",
    "last column": "Only the last column is wrong.",
    "first column": "Only the first column is wrong.",
    "last row": "Only the last row is wrong.",
    "first row": "Only the first row is wrong.",
    "but the last column": "Only the last column is right.",
    "one column": "Only one column is wrong.",
    "one row": "Only one row is wrong.",
    "last columns": "Only columns at the end are wrong.",
    "last rows": "Only rows at the end are wrong.",
    "last entry": "Only the last entry is wrong.",
    "first entry": "Only the first entry is wrong.",
    "last entries": "Only entries at the end are wrong.",
    "one entry": "Only one entry is wrong.",
    "where zero": "Only entries that should be 0 are wrong.",
    "where not zero": "Only entries that should be 0 are right.",
    "where negative": "Only entries that should be negative are wrong.",
    "where positive": "Only entries that should be positive are wrong.",
    "cut off": "Only the largest entries are wrong: they are all the same number.",
    "row factors": "Each row is right up to a factor of its own: look at what it is divided or multiplied by.",
    "column factors": "Each column is right up to a factor of its own: look at what it is divided or multiplied by.",
    "row offsets": "Each row is off by an amount of its own: look at what is added to it.",
    "column offsets": "Each column is off by an amount of its own: look at what is added to it.",
    "rounding": "It is right up to rounding, but has to be exact.",
    "nearly": "It is nearly right: off by less than a hundredth of the largest entry.",
}
SHAPE_SENTENCES = {
    "transposed": "Its shape is the transpose of the one that is asked for.",
    "number": "It is a single number where an array is asked for.",
    "flat": "It has the right number of entries, but another shape.",
    "row more": "It has one row too many.",
    "row less": "It has one row too few.",
    "column more": "It has one column too many.",
    "column less": "It has one column too few.",
    "rows": "It has the right number of columns, but a wrong number of rows.",
    "columns": "It has the right number of rows, but a wrong number of columns.",
    "axes": "It has a wrong number of axes.",
    "entry more": "It has one entry too many.",
    "entry less": "It has one entry too few.",
    "entries": "It has a wrong number of entries.",
    "length": "Its first axis has a wrong length.",
}
_LARGE = 10  # entries; in fewer the wrong ones stand in a line by accident
LAYER_SENTENCES = {
    "last": "Only the last layer is wrong, the others are right.",
    "first": "Only the first layer is wrong, the others are right.",
    "one": "Only one layer is wrong, the others are right.",
    "hidden": "Only the last layer is right: what is wrong begins on the way back to the hidden layers.",
    "back": "The layers at the end are right, those before them are wrong.",
    "on": "The layers at the beginning are right, those after them are wrong.",
}


@np.errstate(over="ignore", invalid="ignore")  # of huge numbers nothing is named
def name_pattern(array: NDArray[np.float64], due: NDArray[np.float64], tolerance: float = 1e-4) -> str:
    """Return the key in PATTERN_SENTENCES of what `array` is in place of `due`; "" when nothing is seen.

    Both have the same shape and hold finite numbers; entries are the same
    when they differ by at most `tolerance` times the largest of `due`.
    """
    if not due.size or np.max(np.abs(due)) < 1e-6:
        return ""
    allowed = max(tolerance, 1e-6) * float(np.max(np.abs(due)))

    def near(one: Any, other: Any) -> bool:
        return bool(np.all(np.abs(np.asarray(one) - other) <= allowed))

    wrong = np.abs(array - due) > tolerance * float(np.max(np.abs(due)))
    if near(array, due):
        return "rounding"
    if due.size == 1:
        return _of_one_number(array, due, near)
    for names in (_as_a_whole, _nearly, _in_places, _in_other_order, _line_by_line, _but_zeros):
        for name in names(array, due, wrong, near):
            return name
    return ""


def name_shape(shape: tuple[int, ...], due: tuple[int, ...]) -> str:
    """Return the key in SHAPE_SENTENCES of what is wrong with `shape` where `due` is asked for, or ""."""
    if shape == due[::-1]:
        return "transposed"
    if not shape:
        return "number"
    if int(np.prod(shape)) == int(np.prod(due)):
        return "flat"
    if len(shape) != len(due):
        return "axes"
    if len(due) == 1:
        return {1: "entry more", -1: "entry less"}.get(shape[0] - due[0], "entries")
    if len(due) > 2:
        return "length" if shape[1:] == due[1:] else ""
    if shape[1:] == due[1:]:
        return {1: "row more", -1: "row less"}.get(shape[0] - due[0], "rows")
    if shape[:-1] == due[:-1]:
        return {1: "column more", -1: "column less"}.get(shape[-1] - due[-1], "columns")
    return ""


def name_layers(right: list[bool]) -> str:
    """Return the key in LAYER_SENTENCES of which layers are right, the first one first, or ""."""
    wrong = [layer for layer, is_right in enumerate(right) if not is_right]
    count = len(right)
    if not wrong or len(wrong) == count:
        return ""
    if len(wrong) == 1:
        return {0: "first", count - 1: "last"}.get(wrong[0], "one")
    if wrong == list(range(len(wrong))):
        return "hidden" if len(wrong) == count - 1 else "back"
    return "on" if wrong[0] == count - len(wrong) else ""


def _as_a_whole(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield what every entry is in place of what it should be."""
    if not np.any(array):
        yield "zeros"
    if np.count_nonzero(due) > 1:
        factor = float(np.sum(array * due) / np.sum(due * due))
        if factor and near(array / factor, due):
            columns = due.shape[-1] if due.ndim > 1 else due.size
            named = ((-1, "sign"), (2, "twice"), (0.5, "half"), (columns, "sum"), (1 / columns, "mean"))
            found = next((name for value, name in named if abs(factor / value - 1) < 1e-3), "")
            yield found or ("factor" if factor < 0 else "large" if factor > 1 else "small")
    if due.ndim == 2 and due.shape[0] == due.shape[1] and near(array.T, due):
        yield "transpose"
    if near(array, 1 - due):
        yield "complement"
    if len(values := np.unique(due)) == 2 and near(array, np.sum(values) - due):
        yield "exchanged"
    if near(array - np.mean(array - due), due):
        yield "offset"
    if near(array, array.flat[0]):
        yield "same"
    if near(array, due**2):
        yield "square"
    if np.all(due >= 0) and near(array, np.sqrt(np.abs(due))):
        yield "root"
    if np.all(due) and near(array * due, 1.0):
        yield "reciprocal"
    if near(np.abs(array), np.abs(due)):
        yield "signs"
    if np.array_equal(array, np.trunc(due)) or np.array_equal(array, np.rint(due)):
        yield "whole"


def _nearly(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield that all is wrong by a little."""
    if np.mean(wrong) > 0.25 and np.all(np.abs(array - due) < 1e-2 * np.max(np.abs(due))):
        yield "nearly"


def _of_one_number(array: Any, due: Any, near: Callable[[Any, Any], bool]) -> str:
    """Return what a number is in place of another; quarters are too often something of each other by accident."""
    if near(array, -due):
        return "sign"
    if not np.any(array):
        return "zeros"
    if np.all(due == np.rint(due)):
        return ""
    others = {"twice": 2 * due, "half": due / 2}
    if np.any(4 * due != np.rint(4 * due)):
        others |= {"complement": 1 - due, "square": due**2, "reciprocal": 1 / due}
    return next((name for name, other in others.items() if near(array, other)), "")


def _in_places(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield where the wrong entries stand, if it is a place with a name."""
    if np.array_equal(wrong, due == 0):
        yield "where zero"
    if due.ndim == 1:
        yield from _at_an_end(wrong, "entry", "entries")
    if due.ndim == 2 and due.size >= _LARGE and np.count_nonzero(wrong) > 1:
        yield from _at_an_end(np.any(wrong, axis=0), "column", "columns")
        yield from _at_an_end(np.any(wrong, axis=1), "row", "rows")
        if due.shape[1] > 2 and np.all(np.any(wrong, axis=0) == (np.arange(due.shape[1]) < due.shape[1] - 1)):
            yield "but the last column"
    if np.count_nonzero(wrong) == 1:
        yield "one entry"
    if np.any(due < 0) and np.any(due > 0) and not _is_of_lines(wrong):  # what is due to vanish is seldom wrong
        for place, name in ((due < 0, "where negative"), (due > 0, "where positive")):
            if not np.any(wrong & ~place):
                yield name
    if not np.all(wrong) and np.min(due[wrong]) > np.max(due[~wrong]) and np.ptp(array[wrong]) == 0:
        yield "cut off"


def _is_of_lines(wrong: Any) -> bool:
    """Tell whether whole rows, or whole columns, are wrong: then it is that line, whatever sign its entries have."""
    return wrong.ndim == 2 and any(np.array_equal(np.all(wrong, axis), np.any(wrong, axis)) for axis in (0, 1))


def _at_an_end(wrong: Any, one: str, several: str) -> Iterator[str]:
    """Yield the name of the wrong line when there is one, or of the wrong lines when they are the last ones."""
    numbers = np.flatnonzero(wrong)
    if len(wrong) < 3 or len(numbers) == len(wrong):
        return
    if len(numbers) == 1:
        yield {0: f"first {one}", len(wrong) - 1: f"last {one}"}.get(int(numbers[0]), f"one {one}")
    elif numbers[0] == len(wrong) - len(numbers) and len(wrong) > 3 and len(numbers) <= len(wrong) / 2:
        yield f"last {several}"


def _in_other_order(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield how the right numbers stand in wrong places."""
    if due.ndim == 1 and near(array[::-1], due):
        yield "reversed"
    if due.ndim == 2:
        for name, one, other in (("rows", array, due), ("columns", array.T, due.T)):
            if len(one) > 1 and near(one[np.lexsort(one.T.round(9))], other[np.lexsort(other.T.round(9))]):
                yield name
    if near(np.sort(array, axis=None), np.sort(due, axis=None)):
        yield "entries"


def _line_by_line(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield what is the same all along a row, or all along a column."""
    if due.ndim != 2 or min(due.shape) < 2:
        return
    for axis, name in ((1, "row"), (0, "column")):
        one_number = np.ptp(due, axis=axis) <= 1e-3 * np.max(np.abs(due))
        if np.any(one_number & np.any(wrong, axis=axis)):
            continue  # of a line that should be one number, any other number is off by some amount
        size = np.sum(due * due, axis=axis, keepdims=True)
        factors = np.sum(array * due, axis=axis, keepdims=True) / np.where(size == 0, 1, size)
        if np.all(factors) and np.all(np.count_nonzero(due, axis=axis) > 1) and near(array / factors, due):
            yield f"{name} factors"
        if near(array - np.mean(array - due, axis=axis, keepdims=True), due):
            yield f"{name} offsets"


def _but_zeros(array: Any, due: Any, wrong: Any, near: Callable[[Any, Any], bool]) -> Iterator[str]:
    """Yield that nothing is right but what should be 0."""
    if np.any(due == 0) and np.array_equal(wrong, due != 0):
        yield "where not zero"
