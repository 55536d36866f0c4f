"""How graded tests call and change what is the student's: with copies, whatever a submission does to what it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np

from .notebook import told_where
from .requirements import WrongBehaviour, require_function


def own_copy(value: Any) -> Any:
    """Return `value` with each array, list, tuple, dict, set and table in it copied; all else stays the same object."""
    if isinstance(value, np.ndarray):
        return np.array(value, copy=True, subok=True)
    if type(value) in (list, tuple, set):
        return type(value)(map(own_copy, value))
    if type(value) is dict:
        return {key: own_copy(entry) for key, entry in value.items()}
    if type(value).__name__ in ("DataFrame", "Series") and type(value).__module__.startswith("pandas"):
        return value.copy()
    return value


def call(function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
    """Call what a student has written with copies of the arguments, and return what it returns.

    Tests call students' functions, classes and methods in no other way: whatever a submission writes into what it was
    given, what is due is computed from the test's own arrays. What it raises says in which line of the notebook.
    """
    given, named = [own_copy(value) for value in arguments], {name: own_copy(value) for name, value in options.items()}
    try:
        return function(*given, **named)
    except Exception as error:
        raise told_where(error) from error.__cause__


class _Question(NamedTuple):
    """What an object of a student is asked for: an attribute, which is called with what goes with it if it can be."""

    value: Any
    name: str
    arguments: tuple[Any, ...]
    options: dict[str, Any]


def asking(value: Any, name: str, /, *arguments: Any, **options: Any) -> _Question:
    """Return the question for `value.name`, or for `value.name(...)` where that can be called; names may have dots."""
    return _Question(value, name, arguments, options)


def answers(questions: Iterable[_Question]) -> list[Any]:
    """Return what students' objects answer to the questions, to which copies of the arguments go along.

    The grader, where the objects are in another process, fetches all of them at once.
    """
    asked = [_Question(value, name, own_copy(given), own_copy(named)) for value, name, given, named in questions]
    together = getattr(asked[0].value, "__answers__", None) if asked else None
    try:
        return together(list(map(tuple, asked))) if together else [_answer(*question) for question in asked]
    except Exception as error:
        raise told_where(error) from error.__cause__


def _answer(value: Any, name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Any:
    answer = attrgetter(name)(value)
    return answer(*arguments, **options) if callable(answer) else answer


def give(target: Any, /, **values: Any) -> None:
    """Set attributes of a student's object, each to a copy of its value, which then is the submission's to change."""
    copies = {name: own_copy(value) for name, value in values.items()}
    together = getattr(target, "__giving__", None)
    if together:
        together(copies)
        return
    for name, value in copies.items():
        setattr(target, name, value)


def bringing_changes(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return `function` as one whose changes to its arguments come back, for a task that is to be done in place.

    The grader, where the function runs in another process, brings none back unless it is asked in this way.
    """
    return getattr(function, "__bringing_changes__", function)


def leaving_alone(function: Any, name: str, *arguments: str) -> Callable[..., Any]:
    """Return `function` as one that raises WrongBehaviour when a call changes one of its arguments.

    `arguments` names them in the function's order, as in `leaving_alone(train, "train", "X", "y")`; one that is named
    "" may change. What is compared are copies: `call` the function that is returned.
    """
    bringing = bringing_changes(require_function(function, name))

    def watched(*given: Any, **options: Any) -> Any:
        handed = own_copy(given)
        result = bringing(*handed, **options)
        for argument, before, after in zip(arguments, given, handed, strict=False):
            if argument and (np.shape(after) != np.shape(before) or not np.array_equal(after, before)):
                raise WrongBehaviour(kind="changed", function=name, argument=argument)
        return result

    return watched
