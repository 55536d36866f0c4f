import numpy as np
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q3_0"
points = 1


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


TRAINING, TEST, PIXELS, CLASSES = 898, 899, 64, 10


def plain(array, what):
    """Return an array of the student's as it is; a table of pandas' must have been turned into one."""
    return as_numbers(require_answer(array, what), what)


@test_case(name="the images have shapes (898, 64) and (899, 64)", points=0.25, hidden=False)
def test_image_shapes(XTrain, XTest):
    expect_shape(XTrain, (TRAINING, PIXELS), "XTrain")
    expect_shape(XTest, (TEST, PIXELS), "XTest")


@test_case(name="the labels are 898 and 899 numbers from 0 to 9", points=0.25, hidden=False)
def test_labels_range(YTrain, YTest):
    for labels, count, what in ((YTrain, TRAINING, "YTrain"), (YTest, TEST, "YTest")):
        values = plain(labels, what)
        expect(
            values.shape in ((count, 1), (count,)),
            f"{what} has shape {values.shape}, expected ({count}, 1).",
        )
        expect(
            np.array_equal(np.unique(values), np.arange(CLASSES)),
            f"{what} must hold the digits 0 to 9, and nothing else.",
        )


@test_case(name="the encoded labels are one-hot rows", points=0.5, hidden=False)
def test_one_hot(YTrain_encoded, YTest_encoded):
    pairs = ((YTrain_encoded, TRAINING, "YTrain_encoded"), (YTest_encoded, TEST, "YTest_encoded"))
    for encoded, count, what in pairs:
        values = expect_shape(encoded, (count, CLASSES), what)
        is_one_hot = np.all((values == 0) | (values == 1)) and np.all(values.sum(axis=1) == 1)
        expect(is_one_hot, f"each row of {what} must hold a single 1 and nine 0.")
