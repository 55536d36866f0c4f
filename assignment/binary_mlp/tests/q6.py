import re
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q6"
points = 2


class NotAttempted(AssertionError):
    """The stub is still there."""


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


@test_case(name="ans_i says what Y, Z and W are for", points=0.5, hidden=False)
def test_variables(ans_i):
    require_text(ans_i, "ans_i")


@test_case(name="ans_ii explains line 1", points=0.5, hidden=False)
def test_line_1(ans_ii):
    require_text(ans_ii, "ans_ii")


@test_case(name="ans_iii explains line 2", points=0.5, hidden=False)
def test_line_2(ans_iii):
    require_text(ans_iii, "ans_iii")


@test_case(name="ans_iv explains line 3", points=0.5, hidden=False)
def test_line_3(ans_iv):
    require_text(ans_iv, "ans_iv")
