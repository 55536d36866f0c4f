import numpy as np
from functools import lru_cache
from numpy.typing import NDArray
from otter.test_files import test_case
from pathlib import Path
from typing import Any

OK_FORMAT = False
name = "q4"
points = 0.5


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
}


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
    if shape[1:] == due[1:]:
        return {1: "row more", -1: "row less"}.get(shape[0] - due[0], "rows")
    if shape[:-1] == due[:-1]:
        return {1: "column more", -1: "column less"}.get(shape[-1] - due[-1], "columns")
    return ""


class NotAttempted(AssertionError):
    """The stub is still there."""


class WrongShape(AssertionError):
    """An array of another shape than the one asked for."""


class WrongValue(AssertionError):
    """A value that differs from the specification by more than the tolerance."""


class WrongBehaviour(AssertionError):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_answer(value: Any, what: str) -> Any:
    """Return `value`, or raise NotAttempted when it is still what the stub leaves."""
    if is_empty(value):
        raise NotAttempted(
            f"not attempted yet: {what} is {'None' if value is None else 'still the three dots'}. "
            "Fill in the answer; a function must end with a return statement."
        )
    return value


def as_numbers(value: Any, what: str) -> NDArray[np.float64]:
    """Return `value` as an array of float64, or raise when it is not numeric."""
    require_answer(value, what)
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biuf":
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError):
        raise WrongValue(
            f"{what} must hold real numbers in one rectangular array, but it is a value of type {type(value).__name__}."
        ) from None


def expect(condition: Any, message: str) -> None:
    """Raise WrongBehaviour with `message` unless `condition` holds."""
    if not condition:
        raise WrongBehaviour(message)


def expect_shape(value: Any, shape: tuple[int, ...], what: str) -> NDArray[np.float64]:
    """Return `value` as float64, or raise WrongShape saying which shape came and which was due."""
    array = as_numbers(value, what)
    if array.shape != shape:
        named = SHAPE_SENTENCES.get(name_shape(array.shape, shape), "")
        raise WrongShape(f"{what} has shape {array.shape}, expected {shape}.{_spaced(named)}")
    return array


def _spaced(hint: str) -> str:
    return f" {hint}" if hint else ""


@lru_cache(1)
def read_training_file(changed):
    """Return the arrays of the file beside the notebook, which was last changed at that time."""
    with np.load("train_mnist.npz") as data:
        return data["x"], data["y"]


def training_file():
    """Return the images and labels of the file beside the notebook, as copies: who gets them may change them."""
    X, y = read_training_file(Path("train_mnist.npz").stat().st_mtime_ns)
    return X.copy(), y.copy()


def own_columns(extract_digits, vectorize_images):
    """Return what the student's own functions make of the training file, or None when they fail.

    A mistake of q2 or q3 costs its marks there: here it is enough to have used the functions rightly.
    """
    try:
        return as_numbers(vectorize_images(extract_digits(*training_file(), 1, 5)[0]), "own columns")
    except Exception:
        return None


def own_digits(extract_digits):
    """Return the digits that the student's own extract_digits gives for the training file, or None when it fails."""
    try:
        return as_numbers(extract_digits(*training_file(), 1, 5)[1], "own digits")
    except Exception:
        return None


def equal(array, other):
    """Tell whether two arrays have the same shape and values; False when one of them is None."""
    return other is not None and array.shape == other.shape and np.allclose(array, other)


def as_row(labels):
    """Return the labels, given as (M,) or (1, M), as numbers of shape (M,)."""
    array = as_numbers(labels, "train_y_1_5")
    if array.ndim != 1 and array.shape != (1, array.size):
        raise WrongShape(f"train_y_1_5 has shape {array.shape}, expected (M,) or (1, M) with M = {array.size}.")
    return array.reshape(-1)


@test_case(name="has one column and one label for every image of a 1 or a 5", points=0.5, hidden=False)
def test_shapes(train_X_1_5, train_y_1_5, extract_digits, vectorize_images):
    columns, labels = as_numbers(train_X_1_5, "train_X_1_5"), as_row(train_y_1_5)
    digits = own_digits(extract_digits)
    _, y = training_file()
    count = int(np.count_nonzero((y == 1) | (y == 5)))
    if not equal(columns, own_columns(extract_digits, vectorize_images)):
        expect_shape(columns, (784, count), "train_X_1_5")
        expect(
            columns.min() >= 0 and columns.max() <= 1,
            f"train_X_1_5 has pixels from {columns.min():g} to {columns.max():g}, expected 0 to 1: "
            "use vectorize_images.",
        )
    if digits is None or labels.shape != digits.shape:
        expect_shape(labels, (count,), "train_y_1_5 as a row")
    expect(
        set(labels.tolist()) <= {0.0, 1.0},
        f"train_y_1_5 holds the labels {np.unique(labels)[:4].tolist()}, expected 0 and 1: "
        "the digit 1 becomes 0, the digit 5 becomes 1.",
    )
