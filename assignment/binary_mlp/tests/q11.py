import numpy as np
from collections.abc import Callable
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q11"
points = 0


class NotAttempted(AssertionError):
    """The stub is still there."""


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


def accuracy(predict, model, images, labels):
    """Return the share of the images that the student's own predict gives their label (1 or 5)."""
    answers = as_numbers(predict(model, images, 1, 5), "what predict returns").reshape(-1)
    expect(len(answers) == len(labels), f"predict gives {len(answers)} labels for {len(labels)} images.")
    return float(np.mean(answers == labels))


@test_case(name="model_1_5 tells a 1 from a 5 better than chance on its training images", points=0, hidden=False)
def test_training_images(predict, model_1_5):
    require_function(predict, "predict")
    require_answer(model_1_5, "model_1_5")
    with np.load("train_mnist.npz") as data:
        X, y = data["x"], data["y"]
    chosen = np.concatenate([np.flatnonzero(y == digit)[:100] for digit in (1, 5)])
    reached = accuracy(predict, model_1_5, X[chosen], y[chosen])
    expect(reached > 0.6, f"model_1_5 recognises {reached:.0%} of its training images: that is not better than chance.")
