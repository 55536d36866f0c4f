import numpy as np
from numpy.typing import NDArray
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q1_1"
points = 0.25


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


def one_number(network_output):
    """Return the answer as a number, after checking that it is one."""
    values = as_numbers(network_output, "network_output")
    expect(values.size == 1, f"network_output must be one number, but it has shape {values.shape}.")
    return float(values.ravel()[0])


@test_case(name="network_output is a number that a sigmoid can give", points=0.25, hidden=False)
def test_number(network_output):
    value = one_number(network_output)
    expect(0 < value < 1, f"network_output is {value:.4g}, but the output of a sigmoid lies between 0 and 1.")
