"""What the graded tests are written with: requirements and expectations that name the mistake.

Test files import from here; `autograder build` copies what they use into them, so that they run with nothing but
numpy and otter. Every expectation takes `what`, the words for the thing that is looked at, as the student would write
it ("vectorize_images(X)"). Students' values are read, never changed, and what is theirs is called by `call` alone.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .notebook import told_where, why_missing, why_nothing
from .patterns import name_layers, name_pattern, name_shape
from .statements import defined_names, statements_for
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


def for_one_call(env: MutableMapping[str, Any], name: str, helper: Callable[..., Any]) -> Callable[..., Any]:
    """Return `helper` as one that gives its place in `env` back when it is called: what comes after is not watched."""
    own = env.get(name)

    def first(*arguments: Any, **options: Any) -> Any:
        env[name] = own
        return helper(*arguments, **options)

    return first


def expect_either(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Raise what `first` raises unless it or `second` goes through; the second is tried only when the first fails."""
    try:
        first()
    except Exception as error:
        try:
            second()
        except Exception:
            raise error from None


def computed_again(
    env: MutableMapping[str, Any], names: Sequence[str], helpers: Mapping[str, Any], prelude: str = ""
) -> dict[str, Any]:
    """Return what the notebook's own statements make of `names` when they find other `helpers`; {} when they fail.

    So a value that was computed with what another question asks for is judged by itself. Of all cells those top-level
    statements are executed, in a namespace of their own, on which the names depend; never those that define one of
    the helpers. The `prelude` is source that is executed before them, for helpers that must be classes.
    """
    kept = statements_for(env.get("In"), names, {*helpers, *defined_names(prelude)})
    if not kept:
        return {}
    given = {**helpers, "__statements__": "\n".join([prelude, *kept]), "__helpers__": dict(helpers)}
    found = found_by(
        env,
        "__space__ = {**globals(), **__helpers__}; exec(__statements__, __space__); "
        f"__found__ = {{name: __space__.get(name) for name in {list(names)}}}; del __space__",
        given,
    )
    return found if isinstance(found, dict) else {}


def found_by(env: MutableMapping[str, Any], source: str, given: Mapping[str, Any]) -> Any:
    """Return what a source leaves as `__found__` when the notebook executes it, with what is `given` by name in place.

    It is None where the source raises, of which the notebook shows nothing, or where there is no notebook.
    """
    if is_empty(env.get("get_ipython")):
        return None
    with helpers_in_place(env, {**given, "__found__": None, "__source_of_found__": source}):
        quietly = "try:\n    exec(__source_of_found__)\nexcept Exception:\n    pass"
        call(call(env["get_ipython"]).run_cell, quietly, store_history=False)
        return env.get("__found__")


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
