"""What is known of a failed case that no known mistake explains: what came on a practice input, and what was due.

All of it was found on practice inputs, so values may be shown. What is written in a hidden test may not, but for what
its author marks as `hint=`; and of a hidden case whose inputs are fixed nothing is shown that could hold one of them:
no value, no text of the student's code, no hint with anything put into it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from autograder.diagnosis.practised import Practised, Try
from autograder.engine.remote import Failure
from autograder.engine.seen import COMPARED
from autograder.results.values import in_case
from autograder.testing.wording import Facts, joined, name_of, sort_of, words_of
from autograder.text.places import Places

MOST: Final = 3  # sentences for one question
_TEXT: Final = 300
_OF_TEST: Final = ("said", "trained")  # kinds whose words are about what a hidden test asks
_UNFITTING: Final = "Arrays whose shapes do not fit meet here: is a size fixed, or an axis the wrong one?"
_NO_RESULT: Final = "Something is None where a value is needed: does a function end without a return statement?"
_CALLED: Final = (
    "A function is called with arguments that it does not take; if it is your own, compare its first line with the "
    "given one."
)
_NO_FUNCTION: Final = (
    "What stands before the parentheses is no function: was its name given to a value, or is a * missing?"
)
_UNPACKED: Final = "A result has another number of parts than there are names for them."
_TRUTH: Final = (
    "An array of several values stands where a single yes or no is needed: are np.all, np.any or a mask meant?"
)
_UNTOLD: Final = (
    "Your code stops with an exception here; its inputs are secret, so no more is shown: try it on other inputs than "
    "those of the tests that you can see."
)
_CAST: Final = "A result does not fit the type of the array in which it is stored: make a new array of floats."
_EXCEPTIONS: Final = {
    "IndexError": "An index is out of range here.",
    "KeyError": "A dictionary has not the key that is looked up.",
    "NameError": "A name is used that is not defined: is it misspelt, or has a parameter another name?",
    "UnboundLocalError": "A variable is used in a function before it has a value there.",
    "AttributeError": "An object has not the attribute that is asked for: look at the names of attributes.",
    "TypeError": "An operation meets a value of a type that it does not take.",
    "ValueError": "A function is given a value that it cannot take.",
    "ZeroDivisionError": "A number is divided by zero.",
    "RecursionError": "A function calls itself without end.",
    "OverflowError": "A number gets too large.",
    "UFuncTypeError": _CAST,
    "UFuncOutputCastingError": _CAST,
    "_UFuncOutputCastingError": _CAST,
    "NotFittedError": "A model is used before it is trained.",
}
_TEXTS: Final = (  # Python's and numpy's own words
    (re.compile(r"^ValueError: .*(matmul|shapes? |broadcast|dimension|inhomogeneous|same size)"), _UNFITTING),
    (re.compile(r"NoneType"), _NO_RESULT),
    (re.compile(r"^TypeError: .* is not callable"), _NO_FUNCTION),
    (re.compile(r"^ValueError: .*values to unpack"), _UNPACKED),
    (re.compile(r"^ValueError: The truth value of an array"), _TRUTH),
    (re.compile(r"^TypeError: .*(positional argument|keyword argument|multiple values)"), _CALLED),
)


def sentences(question: Practised) -> tuple[str, ...]:
    """Return what can be said about the failed cases of a question: a sentence or two a case, hidden cases first."""
    constants = texts_in(getattr(question.test_file, "source", ""))
    found: dict[str, str] = {}
    places = set[tuple[object, ...]]()
    cases = question.by_case
    for number in sorted(cases, key=lambda number: (number not in question.hidden, number)):
        lost = [each for each in cases[number] if each.seen.verdict in COMPARED]
        lost = [each for each in lost if not set(each.seen.needs) & set(question.explained)]
        said = _about(
            lost,
            hidden=number in question.hidden,
            constants=constants if number in question.secret else None,
            places=question.places,
        )
        place = _place(lost)
        if said and place not in places:
            places |= {place} if place else set()
            found.setdefault(said, question.cases[number])
    return tuple(f"{in_case(case)}{said}" for said, case in found.items())[:MOST]


def _place(lost: Sequence[Try]) -> tuple[object, ...]:
    """Return where the student's code stopped, of which it is enough to read once; () where it did not."""
    failure = lost[0].seen.failure if lost else None
    return (failure.type_name, failure.lines[-1]) if failure and failure.lines else ()


def _about(lost: Sequence[Try], *, hidden: bool, constants: Collection[str] | None, places: Places) -> str:
    """Return what is known from the tries of a case that went wrong; of a secret one `constants` may be said."""
    if not lost:
        return ""
    seen = lost[0].seen
    if seen.failure is not None:
        return _about_exception(seen.failure, places if constants is None else None)
    if seen.facts is None:
        return ""
    facts = _as_in_all(seen.facts, [each.seen.facts for each in lost])
    hint = facts.get("hint", "")
    if constants is not None:
        return joined(sort_of(facts), name_of({**facts, "factor": None}), hint if hint in constants else "")
    return joined("" if hidden and facts["kind"] in _OF_TEST else words_of(facts), name_of(facts), hint)


def _as_in_all(facts: Facts, others: Sequence[Facts | None]) -> dict[str, Any]:
    """Return the facts without the name of a difference that is another one on other inputs: it was an accident."""
    kept = dict(facts)
    for key in ("pattern", "layers"):
        if any(other is not None and other.get(key) != facts.get(key) for other in others):
            kept[key] = ""
    return kept


def _about_exception(failure: Failure, places: Places | None) -> str:
    """Return what is known of an exception; without `places` no word of it is quoted."""
    said = next(_meanings(failure), "")
    if places is None:
        return said or _UNTOLD
    text = f"{failure.type_name}: {failure.text}"[:_TEXT].rstrip(": ")
    place = ""
    if failure.lines:
        line = failure.lines[-1]
        where = places.line(line.cell, line.line, line.function, line.begin)
        place = f"{where}, {line.source.strip()!r}, stops with "
    return joined(f"{place or 'your code stops with '}{text}.".replace("..", "."), said)


def _meanings(failure: Failure) -> Iterator[str]:
    for pattern, sentence in _TEXTS:
        if pattern.search(f"{failure.type_name}: {failure.text}"):
            yield sentence
    for name in (failure.type_name, *failure.bases):
        if name in _EXCEPTIONS:
            yield _EXCEPTIONS[name]


def texts_in(source: str) -> frozenset[str]:
    """Return the constant texts of a test file."""
    nodes = ast.walk(ast.parse(source)) if source else ()
    return frozenset(node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
