import numpy as np
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q2_4"
points = 0.5


class NotAttempted(AssertionError):
    """The stub is still there."""


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


def losses_of(loss):
    """Return the losses as a vector of at least two finite numbers."""
    values = as_numbers(require_answer(loss, "loss"), "loss")
    expect(
        values.ndim == 1 and len(values) >= 2,
        f"loss has shape {values.shape}, expected (epochs,): one number for each epoch.",
    )
    expect(np.all(np.isfinite(values)), "loss contains nan or infinity.")
    return values


@test_case(name="loss holds one finite number for each epoch", points=0.5, hidden=False)
def test_shape(env, loss):
    values = losses_of(loss)
    epochs = env.get("epochs")
    if isinstance(epochs, int):  # a later question may use the name for a list
        expect(len(values) == epochs, f"loss has {len(values)} numbers, expected one for each of {epochs} epochs.")
