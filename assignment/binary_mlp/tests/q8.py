import numpy as np
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import MutableMapping
from contextlib import contextmanager
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q8"
points = 0.5


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


@contextmanager
def helpers_in_place(env: MutableMapping[str, Any], helpers: Mapping[str, Any]) -> Iterator[None]:
    """Put right `helpers` into the notebook's namespace `env` for the block, and take them out whatever happens.

    This is how the marks of one question are kept apart from the mistakes of another.
    """
    before = {name: env[name] for name in helpers if name in env}
    try:
        env.update(helpers)
        yield
    finally:
        for name in helpers:
            if name in before:
                env[name] = before[name]
            else:
                env.pop(name, None)


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


def small_step(env, backpropagation, helpers):
    """Return the weights of the small example after one step with eta = 0.8 and the given helpers."""
    model = require_answer(env.get("NNet"), "the given class NNet")(2, 1, 3, [2])
    model.W = [np.array([[1.0, -1.0, 1.0], [0.5, 0.0, -1.0]]), np.array([[0.5, -2.0, 0.0]])]
    before = [weights.copy() for weights in model.W]
    model.Z = [np.array([[-1.0, -1.0, 2.0], [-0.5, -1.0, 0.5]]), np.array([[0.0, 0.0, 0.0]])]
    model.Y = [np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 0.5]]), np.array([[0.5, 0.5, 0.5]])]
    X = np.array([[1.0, 0.0, 3.0], [3.0, 2.0, 2.0]])
    targets = np.array([[0.0, 1.0, 1.0]])
    with helpers_in_place(env, helpers):
        result = backpropagation(model, X, targets, 0.8)
    after = list((result if hasattr(result, "W") else model).W)
    if is_empty(result) and all(np.array_equal(old, new) for old, new in zip(before, after, strict=True)):
        raise NotAttempted("not attempted yet: backpropagation returns nothing and the weights are as before.")
    return after


@test_case(name="moves the weights of both layers rightly in a small example", points=0.5, hidden=False)
def test_small_example(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    due = [np.array([[1.15, -0.9, 1.05], [-0.1, -0.4, -1.2]]), np.array([[0.7, -1.95, 0.1]])]
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "deriv_sigmoid": lambda Y: np.interp(Y, [0, 0.5], [0, 0.25]),
        "deriv_ReLu": lambda Y: np.interp(Y, [0, 0.5, 2], [0.0, 1.0, 1.0]),
    }
    after = small_step(env, backpropagation, table)
    if not all(np.shape(new) == old.shape and np.allclose(new, old) for new, old in zip(after, due, strict=True)):
        # A step that fits the derivatives of this notebook is right too.
        after = small_step(env, backpropagation, {})
    for layer in (1, 0):
        expect_close(after[layer], due[layer], f"W[{layer}] after one step with eta = 0.8")
