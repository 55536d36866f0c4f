"""What is wrong in general, in sentences that hold no value: for mistakes that nobody has written down before.

A student may read them of a hidden case, so they come from closed sets alone: the patterns that expectations name, what
Python's own exceptions mean, and the advice that stands in the test file itself (the constant text of `hint=` and of
`expect`). The message of a case only chooses among them; nothing of it is passed on. Where advice has values in
braces, three dots stand for them.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from autograder.diagnosis.seen import CaseSeen
from autograder.patterns import LAYER_SENTENCES, PATTERN_SENTENCES, SHAPE_SENTENCES
from autograder.results import Verdict

MOST: Final = 3  # sentences for one question
_SHORTEST: Final = 15  # characters of advice: less is found by accident
_WRITTEN_WITH: Final = "class WrongBehaviour(AssertionError)"  # the expectations of `autograder.testing`
_GENERAL: Final = (
    *PATTERN_SENTENCES.values(),
    *SHAPE_SENTENCES.values(),
    *LAYER_SENTENCES.values(),
)
_PHRASES: Final = {
    "contains nan or infinity.": "It contains nan or infinity: look for a division by zero, log(0), or exp of a large "
    "number.",
    "must hold real numbers in one rectangular array": "It is not an array of numbers: look at what is returned.",
    "Work on a copy, or make a new array.": "It changes its argument: work on a copy, or make a new array.",
    "Avoid the operation that overflows.": "It warns: avoid the operation that overflows or divides by zero.",
}
_UNFITTING: Final = "Arrays whose shapes do not fit meet here: is a size fixed, or an axis the wrong one?"
_NO_RESULT: Final = "Something is None where a value is needed: does every function end with a return statement?"
_CALLED: Final = "A function is called with arguments that it does not take: compare its first line with the given one."
_CAST: Final = "A result does not fit the type of the array in which it is stored: make a new array of floats."
_EXCEPTIONS: Final = {
    "IndexError": "An index is out of range here: is a size fixed that depends on the input?",
    "KeyError": "A dictionary has not the key that is looked up.",
    "NameError": "A name is used that is not defined: functions should use their own parameters.",
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
_TEXTS: Final = (
    (re.compile(r"^ValueError: .*(matmul|shapes? |broadcast|dimension|inhomogeneous|same size)"), _UNFITTING),
    (re.compile(r"NoneType"), _NO_RESULT),
    (re.compile(r"^TypeError: .*(positional argument|keyword argument|multiple values)"), _CALLED),
)


def sentences(specs: Sequence[Any], cases: Sequence[CaseSeen], advice: Sequence[Advice] = ()) -> tuple[str, ...]:
    """Return what can be said about the failed cases of a question: one sentence or two a case, hidden cases first.

    `specs` are otter's test cases, `cases` how they went, `advice` what `advice_in` found in the test file.
    """
    found = []
    for spec, seen in sorted(zip(specs, cases, strict=True), key=lambda pair: not pair[0].hidden):
        said = " ".join(dict.fromkeys(_about(seen, advice)))
        if said:
            found.append(f'In the test "{spec.name}": {said}')
    return tuple(found[:MOST])


def _about(seen: CaseSeen, advice: Sequence[Advice]) -> Iterator[str]:
    if seen.verdict is Verdict.ERROR:
        yield from _about_exception(seen.message)
    elif seen.verdict is Verdict.FAILED:
        yield from (sentence for sentence in _GENERAL if sentence in seen.message)
        yield from (sentence for phrase, sentence in _PHRASES.items() if phrase in seen.message)
        yield from (part.text for part in advice if part.is_in(seen.message))


def _about_exception(message: str) -> Iterator[str]:
    for pattern, sentence in _TEXTS:
        if pattern.search(message):
            yield sentence
            return
    name = message.partition(":")[0]
    if name in _EXCEPTIONS:
        yield _EXCEPTIONS[name]


@dataclass(frozen=True, slots=True)
class Advice:
    """Constant text of a test file, and the parts of it that a message must hold one after the other."""

    text: str
    parts: tuple[str, ...]

    def is_in(self, message: str) -> bool:
        """Tell whether the message says it, whatever stands between the parts."""
        place = 0
        for part in self.parts:
            place = message.find(part, place)
            if place < 0:
                return False
            place += len(part)
        return True


def advice_in(source: str) -> tuple[Advice, ...]:
    """Return the advice in the test file `source` if it is written with this project's expectations, else ().

    Of others nobody knows whether what they say is meant for students.
    """
    if _WRITTEN_WITH not in source:
        return ()
    found: dict[str, Advice] = {}
    for node in _texts(ast.parse(source)):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        constants = [part.value if isinstance(part, ast.Constant) else None for part in parts]
        known = "".join(part for part in constants if isinstance(part, str))
        if len(known.strip()) < _SHORTEST or (len(parts) > 1 and re.search(r"\d*[3-9]\d*|\d\d", known)):
            continue  # numbers beside values are sizes of what is tested
        text = "".join("…" if part is None else str(part) for part in constants).strip(" …")
        stated = tuple(part.strip() for part in constants if isinstance(part, str) and part.strip())
        found[text] = Advice(_as_sentence(text), stated)
    return tuple(found.values())


def _as_sentence(text: str) -> str:
    """Return the text beginning with a capital, unless it begins with a name or a formula: dC/dW[l] is not DC/dW[l]."""
    first, _, _ = text.partition(" ")
    return text[:1].upper() + text[1:] if first.rstrip(",;:").isalpha() and first[1:2] else text


def _texts(tree: ast.Module) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the texts that are given to `hint=` or to `expect`, at once or by a variable named hint."""
    for node in ast.walk(tree):
        candidates: list[ast.expr] = []
        if isinstance(node, ast.Call):
            candidates += [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
            if isinstance(node.func, ast.Name) and node.func.id == "expect":
                candidates += node.args[1:2]
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "hint" for t in node.targets):
            candidates.append(node.value)
        yield from (
            value
            for value in candidates
            if isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str))
        )
