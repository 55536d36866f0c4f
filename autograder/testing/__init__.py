"""What the graded tests are written with: requirements and expectations that name the mistake.

Test files import from here; `autograder build` copies what they use into them, so that they run with nothing but
numpy and otter. Every expectation takes `what`, the words for the thing that is looked at, as the student would write
it ("vectorize_images(X)"). Students' values are read, never changed, and what is theirs is called by `call` alone.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .calls import answers, asking, bringing_changes, call, give, leaving_alone, own_copy
from .in_notebook import computed_again, for_one_call, found_by, helpers_in_place
from .patterns import name_layers, name_pattern, name_shape
from .requirements import (
    NotAttempted,
    Unmet,
    WrongBehaviour,
    WrongShape,
    WrongValue,
    as_numbers,
    first_filled,
    is_empty,
    nothing_there,
    require_answer,
    require_function,
    require_text,
)

__all__ = (
    "NotAttempted",
    "Unmet",
    "WrongBehaviour",
    "WrongShape",
    "WrongValue",
    "answers",
    "as_numbers",
    "asking",
    "bringing_changes",
    "call",
    "central_differences",
    "computed_again",
    "expect",
    "expect_all_close",
    "expect_attempt",
    "expect_close",
    "expect_either",
    "expect_equal",
    "expect_shape",
    "expect_trained",
    "first_filled",
    "for_one_call",
    "found_by",
    "fresh_generator",
    "give",
    "helpers_in_place",
    "is_empty",
    "leaving_alone",
    "measured",
    "no_warnings",
    "nothing_there",
    "own_copy",
    "require_answer",
    "require_function",
    "require_text",
)


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


def expect_trained(reached: float, due: float, what: str, *, hint: str = "") -> None:
    """Raise WrongValue unless what was trained has `reached` what is `due`.

    Training depends on random numbers: where only this fails, the grader trains again from other seeds, and the best
    counts. `what` names what is measured: "the accuracy of model on images it has not seen".
    """
    if not reached >= due:
        raise WrongValue(kind="trained", what=what, came=float(reached), due=float(due), hint=hint)


def measured(what: str, value: float) -> None:
    """Say how good something that was trained is, on data that students have: a public case's page shows it."""
    logging.getLogger("autograder.measured").info("%s is %.4g.", what, float(value))


def expect_equal(value: Any, expected: Any, what: str, *, hint: str = "") -> None:
    """Raise unless `value` has the shape of `expected` and equals it entry by entry."""
    expect_close(value, expected, what, tolerance=0.0, hint=hint)


def expect_attempt(value: Any, due: Any, what: str, *, given: Any = None) -> None:
    """Raise unless `value` can be taken for an attempt at `due`; its values may be wrong, which other cases judge.

    It is not all one number where `due` is not, nor what was `given`; one of another size is a mistake of its own.
    Cases that look at behaviour alone, or compare a function with itself, ask for this first: nonsense is consistent,
    too.
    """
    array, right = as_numbers(value, what), np.asarray(due, dtype=np.float64)
    if array.size == right.size and len(np.unique(array)) == 1 < len(np.unique(right)):
        raise WrongValue(hint=f"{what} has nothing of what it should be: see what the other tests say.")
    if given is not None and np.array_equal(array, given) and not np.array_equal(right, given):
        raise WrongValue(hint=f"{what} is what it was given: see what the other tests say.")


@contextmanager
def no_warnings(what: str) -> Iterator[None]:
    """Raise WrongBehaviour when the block warns (overflow, division by zero, ...)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    if caught:
        raise WrongBehaviour(kind="warns", what=what, warning=str(caught[0].message))


def expect_either(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Raise what `first` raises unless it or `second` goes through; the second is tried only when the first fails."""
    try:
        first()
    except Exception as error:
        try:
            second()
        except Exception:
            raise error from None


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
