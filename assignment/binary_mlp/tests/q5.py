import numpy as np
from collections.abc import Callable
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q5"
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


def value_of(function, name, argument):
    """Call one of the four functions and return what it gives."""
    return require_answer(require_function(function, name)(argument), f"what {name} returns")


@test_case(name="sigmoid is right in a small example", points=0.25, hidden=False)
def test_sigmoid_example(sigmoid):
    Z = np.array([[0.0, 1.0, -1.0], [2.0, -2.0, 4.0]])
    due = [[0.5, 0.7310586, 0.2689414], [0.8807971, 0.1192029, 0.9820138]]
    expect_close(value_of(sigmoid, "sigmoid", Z), due, "sigmoid(Z) for Z = [[0, 1, -1], [2, -2, 4]]")


@test_case(name="deriv_sigmoid is right in a small example", points=0.25, hidden=False)
def test_deriv_sigmoid_example(deriv_sigmoid):
    Y = np.array([[0.5, 0.8], [0.1, 1.0]])
    expect_close(
        value_of(deriv_sigmoid, "deriv_sigmoid", Y),
        [[0.25, 0.16], [0.09, 0.0]],
        "deriv_sigmoid(Y) for Y = [[0.5, 0.8], [0.1, 1.0]]",
        hint="Its argument is the activation y = sigmoid(z), not z.",
    )


@test_case(name="ReLu is right in a small example", points=0.25, hidden=False)
def test_relu_example(ReLu):
    Z = np.array([[-1.5, 0.0, 2.5], [3.0, -4.0, 0.5]])
    expect_close(
        value_of(ReLu, "ReLu", Z), [[0, 0, 2.5], [3, 0, 0.5]], "ReLu(Z) for Z = [[-1.5, 0, 2.5], [3, -4, 0.5]]"
    )


@test_case(name="deriv_ReLu is right in a small example", points=0.25, hidden=False)
def test_deriv_relu_example(deriv_ReLu):
    Y = np.array([[0.5, 2.0], [3.5, 0.1]])
    expect_close(value_of(deriv_ReLu, "deriv_ReLu", Y), np.ones((2, 2)), "deriv_ReLu(Y) for positive activations Y")
