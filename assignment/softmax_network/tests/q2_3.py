import numpy as np
from collections.abc import Callable
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q2_3"
points = 1.5


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


def expect_equal(value: Any, expected: Any, what: str, *, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and equals it entry by entry."""
    expect_close(value, expected, what, tolerance=0.0, hint=hint)


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


def linear(z):
    """Return z: the activation of the small examples."""
    return z


def d_linear(z):
    """Return ones of the shape of z."""
    return np.ones_like(z)


def squared_error(YTrue, YPredict):
    """Return the summed squared difference, the loss of the small examples."""
    return np.sum((YTrue - YPredict) ** 2)


def d_squared_error(YTrue, YPredict):
    """Return the gradient of squared_error with respect to the predictions."""
    return 2 * (YPredict - YTrue)


def small_network(env, weights, bias):
    """Return a network of one linear layer with the given weights and bias, and that layer."""
    layer_class = require_function(env.get("Layer"), "Layer (the class of Q2.2)")
    network_class = require_function(env.get("Network"), "Network (the class of Q2.3)")
    layer = layer_class(*np.shape(weights))
    layer.weights = np.array(weights)
    layer.bias = np.array(bias)
    return network_class([layer], [linear], [d_linear], squared_error, d_squared_error), layer


def small_data():
    """Return two samples with two numbers each, and their labels."""
    return np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [0.0]])


@test_case(name="one epoch changes the small example's weights and bias as it should", points=0.5, hidden=False)
def test_small_update(env):
    network, layer = small_network(env, [[0.5], [-0.25]], [[0.1]])
    losses = network.fit(*small_data(), 1, 0.05, 0.0)
    if losses is None and np.array_equal(layer.weights, [[0.5], [-0.25]]):
        require_answer(losses, "what fit returns")
    expect_close(layer.weights, [[0.2675], [-0.0675]], "layer.weights of the small example after one epoch")
    expect_close(layer.bias, [[0.0525]], "layer.bias of the small example after one epoch")


@test_case(name="fit returns one loss for each epoch", points=0.5, hidden=False)
def test_losses_shape(env):
    network, _ = small_network(env, [[0.5], [-0.25]], [[0.1]])
    losses = expect_shape(network.fit(*small_data(), 4, 0.01, 0.0), (4,), "what fit returns for epochs = 4")
    expect(np.all(np.isfinite(losses)), "what fit returns contains nan or infinity.")


def labels_of(labels, what):
    """Return labels in one row: whether they come as a vector of shape (n,) is judged in a case of its own."""
    return as_numbers(labels, what).ravel()


@test_case(name="predict gives the number of the largest output", points=0.5, hidden=False)
def test_small_labels(env):
    network, _ = small_network(env, [[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]], [[0.0, 0.0, 0.0]])
    labels = network.predict(np.array([[0.1, 0.9], [0.8, 0.2], [-1.0, -2.0], [0.3, 0.4]]))
    what = "predict(X) of the small example"
    expect_equal(labels_of(labels, what), [1, 2, 0, 2], what)
