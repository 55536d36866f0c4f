import numpy as np
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q1_2"
points = 1


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


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(f"not attempted yet: there is no function {name}. Fill in its cell and run it.")
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


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
        transposed = " (it is the transpose of what is asked for)" if array.shape == shape[::-1] else ""
        raise WrongShape(f"{what} has shape {array.shape}{transposed}, expected {shape}.")
    return array


def expect_close(value: Any, expected: Any, what: str, *, tolerance: float = 1e-4, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and differs by at most `tolerance` times its largest entry.

    The default tolerance lets work in float32 pass and a wrong formula not. Where all is due to vanish, a millionth
    stands for the largest entry. NaN and infinity never pass.
    """
    due = np.asarray(expected, dtype=np.float64)
    array = expect_shape(value, due.shape, what)
    if not np.all(np.isfinite(array)):
        raise WrongValue(f"{what} contains nan or infinity.{_spaced(hint)}")
    scale = float(np.max(np.abs(due), initial=1e-6))
    wrong = np.abs(array - due) > tolerance * scale
    if np.any(wrong):
        raise WrongValue(f"{what} is wrong{_where(array, due, wrong)}.{_pattern(array, due)}{_spaced(hint)}")


@contextmanager
def unchanged(function: str, **arrays: Any) -> Iterator[None]:
    """Raise WrongBehaviour when the block changes one of the `arrays`, named by keyword."""
    before = {name: np.array(array, copy=True) for name, array in arrays.items()}
    yield
    for name, array in arrays.items():
        if np.shape(array) != before[name].shape or not np.array_equal(array, before[name]):
            raise WrongBehaviour(f"{function} changes its argument {name}. Work on a copy, or make a new array.")


def _where(array: NDArray[np.float64], due: NDArray[np.float64], wrong: NDArray[np.bool_]) -> str:
    """Say where the largest difference is, with both values."""
    if array.ndim == 0:
        return f": it is {array:.6g}, expected {due:.6g}"
    index = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(array - due)), due.shape))
    place = ", ".join(map(str, index))
    return (
        f" in {np.count_nonzero(wrong)} of {wrong.size} entries, most at [{place}]: "
        f"it is {array[index]:.6g}, expected {due[index]:.6g}"
    )


def _pattern(array: NDArray[np.float64], due: NDArray[np.float64]) -> str:
    """Name a difference that explains itself: the other sign, a constant factor, the transpose."""
    if array.size < 2 or np.max(np.abs(due)) < 1e-6:
        return ""
    factor = float(np.sum(array * due) / np.sum(due * due))
    if factor and np.allclose(array, factor * due, rtol=1e-4, atol=1e-9):
        if np.isclose(factor, -1, rtol=1e-4):
            return " Every entry has the wrong sign."
        return f" Every entry is {factor:.4g} times what it should be."
    if array.ndim == 2 and array.shape == array.shape[::-1] and np.allclose(array.T, due, rtol=1e-4, atol=1e-9):
        return " It is the transpose of what is asked for."
    return ""


def _spaced(hint: str) -> str:
    return f" {hint}" if hint else ""


NAMES = ("dw1", "db1", "dw2", "db2")


def four_gradients(gradients, a0, parameters, y_true):
    """Call the student's function; return the four things it gives, after checking that they are four."""
    function = require_function(gradients, "gradients")
    found = require_answer(function(a0, *parameters, y_true), "what gradients returns")
    expect(
        isinstance(found, (tuple, list)) and len(found) == 4,
        "gradients must return four arrays: dw1, db1, dw2, db2, in that order.",
    )
    return found


def network_of_q1():
    """Return the input and the parameters of Q1.1."""
    w1 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]])
    w2 = np.array([[0.2], [0.2], [0.8]])
    return np.array([1.0, 1.0]), (w1, np.ones(3), w2, np.array([0.5]))


def shaped(value, due, what):
    """Return `value` in the shape that is due when its entries are there; a wrong shape has its own case."""
    array = as_numbers(value, what)
    if array.shape == due.shape[::-1]:
        return array.T
    if array.size != due.size:
        raise WrongShape(f"{what} has shape {array.shape}, expected {due.shape}.")
    return array.reshape(due.shape)


@test_case(name="each gradient has the shape of its parameter", points=0.5, hidden=False)
def test_shapes(gradients):
    a0, parameters = network_of_q1()
    found = four_gradients(gradients, a0, parameters, 1.0)
    for value, parameter, gradient_name in zip(found, parameters, NAMES, strict=True):
        expect_shape(value, parameter.shape, f"{gradient_name} from gradients with the numbers of Q1.1")


@test_case(name="db2 of the network of Q1.1 is right for y_true = 1", points=0.5, hidden=False)
def test_network_of_q1(gradients):
    a0, parameters = network_of_q1()
    with unchanged("gradients", a0=a0, w1=parameters[0], b1=parameters[1], w2=parameters[2], b2=parameters[3]):
        found = four_gradients(gradients, a0, parameters, 1.0)
    what = "db2 from gradients with the numbers of Q1.1 and y_true = 1"
    expect_close(shaped(found[3], np.zeros(1), what), [-0.0260287], what)
