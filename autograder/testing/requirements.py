"""What must be there before it can be looked at: requirements of graded tests, and the exceptions that they raise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .notebook import why_missing, why_nothing
from .wording import say

# Chinese, Japanese, Thai and their like put no spaces between words: there, two letters are taken for one.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ENTRIES = {
    "U": "text",
    "S": "bytes",
    "O": "objects",
    "c": "complex numbers",
    "M": "times",
    "m": "durations",
}  # by the kinds of numpy's types
_WORDS = re.compile(rf"[{_UNSPACED}]{{2}}|[^\W\d_{_UNSPACED}]{{2,}}")


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
        raise NotAttempted(kind="missing", name=name, hint=why_missing("name", name))
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


def require_answer(value: Any, what: str) -> Any:
    """Return `value`, or raise NotAttempted when it is still what the stub leaves."""
    if is_empty(value):
        raise nothing_there(what, "None" if value is None else "still the three dots")
    return value


def nothing_there(what: str, value: str) -> Unmet:
    """Return what is to be raised where `what` was asked for is `value`, which means nothing: "None, and ...".

    That is NotAttempted, unless the notebook is at hand and shows that the answer is filled in.
    """
    if why := why_nothing(what, value):
        return WrongBehaviour(why)
    return NotAttempted(
        kind="empty", what=what, value=value, hint=why_missing("name", what) if what.isidentifier() else ""
    )


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
    words = _WORDS.findall(text)
    if not text.strip():
        raise NotAttempted(kind="empty", what=what, value="an empty string")
    if len(words) < 3 or len({word.lower() for word in words}) < 3:
        raise WrongBehaviour(f"{what} is too short for an answer: write at least one sentence.")
    return text


def as_numbers(value: Any, what: str) -> NDArray[np.float64]:
    """Return `value` as an array of float64, or raise when it is not numeric."""
    require_answer(value, what)
    entries = ""
    try:
        array = np.asarray(value)
        entries = f" of {_ENTRIES[array.dtype.kind]}" if array.ndim and array.dtype.kind in _ENTRIES else ""
        if array.dtype.kind not in "biuf":
            raise TypeError
        return array.astype(np.float64)
    except (TypeError, ValueError):
        kind = type(value).__name__
        entries = entries or (" with entries that are no numbers" if kind == "ndarray" else "")
        raise WrongValue(kind="type", what=what, type=f"{kind}{entries}") from None
