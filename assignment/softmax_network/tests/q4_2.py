import re
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q4_2"
points = 0.5


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


@test_case(name="ans_q4_2 is answered", points=0.5, hidden=False)
def test_answered(ans_q4_2):
    require_text(ans_q4_2, "ans_q4_2")
