"""What the graded tests are written with: requirements and expectations that name the mistake.

Test files import from here; `autograder build` copies what they use into them, so that they run with nothing but
numpy and otter. Every function takes `what`, the words for the thing that is looked at, as the student would write
it ("vectorize_images(X)"). Students' values are read, never changed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .patterns import LAYER_SENTENCES, PATTERN_SENTENCES, SHAPE_SENTENCES, name_layers, name_pattern, name_shape


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


def first_filled(env: Mapping[str, Any], *names: str) -> Any:
    """Return what stands in `env` under the first of `names` that is filled in, or None when none is.

    What stubs leave is not filled in, nor is a dictionary whose entries are all empty.
    """
    for value in map(env.get, names):
        is_void = isinstance(value, Mapping) and not any(map(np.size, value.values()))
        if not is_empty(value) and not is_void:
            return value
    return None


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
        raise WrongValue(f"{what} is wrong{_where(array, due, wrong)}.{_pattern(array, due, tolerance)}{_spaced(hint)}")


def expect_all_close(
    values: Sequence[Any], expected: Sequence[Any], what: str, *, tolerance: float = 1e-4, hint: str = ""
) -> None:
    """Raise unless each layer's array is close to the expected one, and say which layers are right and which not.

    `what` holds a {layer} in the place of the layer's number: "W[{layer}] after one step".
    """
    expect(len(values) == len(expected), f"there are {len(values)} layers in {what}, expected {len(expected)}.")
    failures: dict[int, AssertionError] = {}
    for layer, (value, due) in enumerate(zip(values, expected, strict=True)):
        try:
            expect_close(value, due, what.replace("{layer}", str(layer)), tolerance=tolerance)
        except (WrongShape, WrongValue) as error:
            failures[layer] = error
    if failures:
        first = failures[min(failures)]
        named = LAYER_SENTENCES.get(name_layers([layer not in failures for layer in range(len(expected))]), "")
        raise type(first)(f"{first}{_spaced(named)}{_spaced(hint)}")


def expect_equal(value: Any, expected: Any, what: str, *, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and equals it entry by entry."""
    expect_close(value, expected, what, tolerance=0.0, hint=hint)


@contextmanager
def unchanged(function: str, **arrays: Any) -> Iterator[None]:
    """Raise WrongBehaviour when the block changes one of the `arrays`, named by keyword."""
    before = {name: np.array(array, copy=True) for name, array in arrays.items()}
    yield
    for name, array in arrays.items():
        if np.shape(array) != before[name].shape or not np.array_equal(array, before[name]):
            raise WrongBehaviour(f"{function} changes its argument {name}. Work on a copy, or make a new array.")


@contextmanager
def no_warnings(what: str) -> Iterator[None]:
    """Raise WrongBehaviour when the block warns (overflow, division by zero, ...)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    if caught:
        raise WrongBehaviour(f"{what} warns: {caught[0].message}. Avoid the operation that overflows.")


@contextmanager
def helpers_in_place(env: MutableMapping[str, Any], helpers: Mapping[str, Any]) -> Iterator[None]:
    """Put right `helpers` into the notebook's namespace `env` for the block, and take them out whatever happens.

    This is how the marks of one question are kept apart from the mistakes of another.
    """
    nothing = object()
    before = {name: env.get(name, nothing) for name in helpers}
    try:
        env.update(helpers)
        yield
    finally:
        env.update({name: value for name, value in before.items() if value is not nothing})
        for name, value in before.items():
            if value is nothing:
                env.pop(name, None)


def fresh_generator() -> np.random.Generator:
    """Return a generator for test inputs, seeded from numpy's legacy one (which the grader seeds for each case)."""
    return np.random.default_rng(np.random.randint(2**31 - 1))


def central_differences(
    cost: Callable[[NDArray[np.float64]], float], at: NDArray[np.float64], step: float = 1e-6
) -> NDArray[np.float64]:
    """Return the gradient of `cost` at the array `at`, of the same shape, by (cost(a+h) - cost(a-h)) / 2h."""
    gradient = np.zeros_like(at, dtype=np.float64)
    for index in np.ndindex(at.shape):
        shifted = np.array(at, dtype=np.float64)
        shifted[index] = at[index] + step
        above = cost(shifted)
        shifted[index] = at[index] - step
        gradient[index] = (above - cost(shifted)) / (2 * step)
    return gradient


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


def _pattern(array: NDArray[np.float64], due: NDArray[np.float64], tolerance: float) -> str:
    """Name a difference that explains itself; a factor that has no name of its own is told as a number besides."""
    name = name_pattern(array, due, tolerance)
    if name in ("large", "small"):
        factor = float(np.sum(array * due) / np.sum(due * due))
        return f" {PATTERN_SENTENCES[name]} It is {factor:.4g} times what it should be."
    return _spaced(PATTERN_SENTENCES.get(name, ""))


def _spaced(hint: str) -> str:
    return f" {hint}" if hint else ""
