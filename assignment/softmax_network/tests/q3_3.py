import numpy as np
from collections.abc import Mapping
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q3_3"
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


def first_filled(env: Mapping[str, Any], *names: str) -> Any:
    """Return what stands in `env` under the first of `names` that is filled in, or None when none is.

    What stubs leave is not filled in, nor is a dictionary whose entries are all empty.
    """
    for value in map(env.get, names):
        is_void = isinstance(value, Mapping) and not any(map(np.size, value.values()))
        if not is_empty(value) and not is_void:
            return value
    return None


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


CHOICES = ("lambda_choices", "lambdas")


SCORES = (("scores_train_lambdas", "scores_train"), ("scores_test_lambdas", "scores_test"))


KEYS = ("Accuracy", "F1 (Macro)")


def five_choices(env):
    """Return the five values of lambda that were tried."""
    choices = first_filled(env, *CHOICES)
    choices = None if np.ndim(choices) == 0 else choices  # one number is not five
    return expect_shape(require_answer(choices, CHOICES[0]), (5,), CHOICES[0])


def both_scores(env):
    """Return the dictionaries of the scores on training and on test images."""
    five_choices(env)
    found = []
    for names in SCORES:
        scores = require_answer(first_filled(env, *names), names[0])
        expect(hasattr(scores, "keys"), f"{names[0]} must be a dictionary with the keys {KEYS[0]!r} and {KEYS[1]!r}.")
        for key in KEYS:
            expect(key in scores, f"{names[0]} has no key {key!r}.")
            expect_shape(scores[key], (5,), f"{names[0]}[{key!r}]")
        found.append(scores)
    return found


@test_case(name="five different values of lambda are recorded", points=0.5, hidden=False)
def test_choices(env):
    choices = five_choices(env)
    expect(len(np.unique(choices)) == 5, f"{CHOICES[0]} must hold five different values of lambda.")
    expect(np.all(choices >= 0), f"{CHOICES[0]} must hold numbers that are not negative.")


@test_case(name="accuracy and macro F1 are recorded for each, all in [0, 1]", points=0.5, hidden=False)
def test_scores(env):
    for scores, names in zip(both_scores(env), SCORES, strict=True):
        for key in KEYS:
            what = f"{names[0]}[{key!r}]"
            values = expect_shape(scores[key], (5,), what)
            expect(np.all((values >= 0) & (values <= 1)), f"{what} must hold numbers from 0 to 1.")
