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

from .patterns import name_layers, name_pattern, name_shape
from .wording import say


class Unmet(AssertionError):
    """An expectation that is not met. `facts` say as data what was found (see `wording`), the text says it in words.

    Made with a text alone, that text is all that is known; `hint` is what students may read of a hidden test, too.
    """

    def __init__(self, text: str = "", **facts: Any) -> None:
        self.facts = facts if "kind" in facts else {"kind": "said", "text": text, **facts}
        super().__init__(say(self.facts))


class NotAttempted(Unmet):
    """The stub is still there."""


class WrongShape(Unmet):
    """An array of another shape than the one asked for."""


class WrongValue(Unmet):
    """A value that differs from the specification by more than the tolerance."""


class WrongBehaviour(Unmet):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(kind="missing", name=name)
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


def require_answer(value: Any, what: str) -> Any:
    """Return `value`, or raise NotAttempted when it is still what the stub leaves."""
    if is_empty(value):
        raise NotAttempted(kind="empty", what=what, value="None" if value is None else "still the three dots")
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
        raise NotAttempted(kind="empty", what=what, value="an empty string")
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
        raise WrongValue(kind="type", what=what, type=type(value).__name__) from None


def expect(condition: Any, message: str = "", *, hint: str = "") -> None:
    """Raise WrongBehaviour with `message` and `hint` unless `condition` holds.

    Of a hidden test students read the hint and never the message.
    """
    if not condition:
        raise WrongBehaviour(message, hint=hint)


def expect_shape(value: Any, shape: tuple[int, ...], what: str, *, hint: str = "") -> NDArray[np.float64]:
    """Return `value` as float64, or raise WrongShape saying which shape came and which was due."""
    array = as_numbers(value, what)
    if array.shape != shape:
        pattern = name_shape(array.shape, shape)
        raise WrongShape(kind="shape", what=what, came=array.shape, due=shape, pattern=pattern, hint=hint)
    return array


def expect_close(value: Any, expected: Any, what: str, *, tolerance: float = 1e-4, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and differs by at most `tolerance` times its largest entry.

    The default tolerance lets work in float32 pass and a wrong formula not. Where all is due to vanish, a millionth
    stands for the largest entry. NaN and infinity never pass.
    """
    due = np.asarray(expected, dtype=np.float64)
    array = expect_shape(value, due.shape, what, hint=hint)
    if not np.all(np.isfinite(array)):
        raise WrongValue(kind="infinite", what=what, hint=hint)
    scale = float(np.max(np.abs(due), initial=1e-6))
    wrong = np.abs(array - due) > tolerance * scale
    if np.any(wrong):
        raise WrongValue(kind="value", what=what, **_difference(array, due, wrong, tolerance), hint=hint)


def expect_all_close(
    values: Sequence[Any], expected: Sequence[Any], what: str, *, tolerance: float = 1e-4, hint: str = ""
) -> None:
    """Raise unless each layer's array is close to the expected one, and say which layers are right and which not.

    `what` holds a {layer} in the place of the layer's number: "W[{layer}] after one step".
    """
    expect(len(values) == len(expected), f"there are {len(values)} layers in {what}, expected {len(expected)}.")
    failures: dict[int, Unmet] = {}
    for layer, (value, due) in enumerate(zip(values, expected, strict=True)):
        try:
            expect_close(value, due, what.replace("{layer}", str(layer)), tolerance=tolerance, hint=hint)
        except (WrongShape, WrongValue) as error:
            failures[layer] = error
    if failures:
        first = failures[min(failures)]
        layers = name_layers([layer not in failures for layer in range(len(expected))])
        raise type(first)(**{**first.facts, "layers": layers})


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
            raise WrongBehaviour(kind="changed", function=function, argument=name)


@contextmanager
def no_warnings(what: str) -> Iterator[None]:
    """Raise WrongBehaviour when the block warns (overflow, division by zero, ...)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    if caught:
        raise WrongBehaviour(kind="warns", what=what, warning=str(caught[0].message))


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


def _difference(
    array: NDArray[np.float64], due: NDArray[np.float64], wrong: NDArray[np.bool_], tolerance: float
) -> dict[str, Any]:
    """Return as facts where the largest difference is, both values there, and what sort of difference it is."""
    index = tuple(int(i) for i in np.unravel_index(np.argmax(np.abs(array - due)), due.shape))
    return {
        "index": index,
        "came": float(array[index]),
        "due": float(due[index]),
        "wrong": int(np.count_nonzero(wrong)),
        "size": int(wrong.size),
        "pattern": name_pattern(array, due, tolerance),
        "factor": float(np.sum(array * due) / max(float(np.sum(due * due)), 1e-300)),
    }
