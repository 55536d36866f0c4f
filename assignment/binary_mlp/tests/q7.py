import numpy as np
import re
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import MutableMapping
from contextlib import contextmanager
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q7"
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


def require_text(value: Any, what: str) -> str:
    """Return `value` when it is a written answer: a string of at least three words, not one word repeated."""
    text = require_answer(value, what)
    if not isinstance(text, str):
        raise WrongBehaviour(f"{what} must be text: write the answer as a string between quotes.")
    words = re.findall(r"[^\W\d_]{2,}", text)
    if not text.strip():
        raise NotAttempted(f"not attempted yet: {what} is an empty string.")
    if len(words) < 3 or len({word.lower() for word in words}) < 3:
        raise WrongBehaviour(f"{what} is too short for an answer: write at least one sentence.")
    return text


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


def fed_forward(env, feedforward, model, X):
    """Call feedforward with the helpers that are in place; return the network that holds the result."""
    function = require_function(feedforward, "feedforward")
    require_answer(env.get("NNet"), "the given class NNet")
    result = function(model, X)
    if is_empty(result) and not any(np.any(np.asarray(z)) for z in model.Z):
        raise NotAttempted(
            "not attempted yet: feedforward returns nothing and the model's Z are still the zeros it was made with."
        )
    return result if hasattr(result, "W") else model


@test_case(name="computes Z and Y of both layers in a small example", points=1, hidden=False)
def test_small_example(env, feedforward):
    require_function(feedforward, "feedforward")
    model = require_answer(env.get("NNet"), "the given class NNet")(2, 1, 3, [2])
    model.W = [np.array([[1.0, -1.0, 1.0], [2.0, 0.0, -1.0]]), np.array([[1.0, -2.0, 1.0]])]
    X = np.array([[1.0, 0.0, 2.0], [3.0, 2.0, 1.0]])
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "ReLu": lambda Z: np.interp(Z, [-1, 0, 1, 2, 3], [0, 0, 1, 2, 3]),
        "sigmoid": lambda Z: np.interp(Z, [-3, -1, 0, 1], [0.0474259, 0.2689414, 0.5, 0.7310586]),
    }
    with helpers_in_place(env, table):
        model = fed_forward(env, feedforward, model, X)
    due = {
        "Z[0]": [[-1, -1, 2], [1, -1, 3]],
        "Y[0]": [[0, 0, 2], [1, 0, 3]],
        "Z[1]": [[-1, 1, -3]],
        "Y[1]": [[0.2689414, 0.7310586, 0.0474259]],
    }
    arrays = {"Z[0]": model.Z[0], "Y[0]": model.Y[0], "Z[1]": model.Z[1], "Y[1]": model.Y[1]}
    for what, expected in due.items():
        expect_close(
            expect_shape(arrays[what], np.shape(expected), what),
            expected,
            what,
            hint="The row of ones goes last, for the bias in the last column of W.",
        )


@test_case(name="ans_bias explains the bias and the row of ones", points=0.5, hidden=False)
def test_bias_answer(ans_bias):
    require_text(ans_bias, "ans_bias")
