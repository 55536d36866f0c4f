"""The words for what a test found: a failure is data (`facts`) until here, where it becomes a sentence.

`facts` is a dictionary with the key "kind"; which other keys there are depends on it:

    missing    name                                   there is no such function
    empty      what, value                            the stub is still there
    said       text                                   whatever a test says in words of its own
    type       what, type                             not an array of numbers
    shape      what, came, due, pattern               another shape than the one asked for
    infinite   what                                   nan or infinity where numbers are due
    value      what, wrong, size, index, came, due, pattern, factor
    trained    what, came, due                        something trained that does less well than asked for
    changed    function, argument                     an argument is another one after the call
    warns      what, warning

and with any of them `layers` (a key of LAYER_SENTENCES) and `hint`, the author's advice. `pattern` is a key of
PATTERN_SENTENCES or SHAPE_SENTENCES. The graded tests' expectations say it all (`testing`); hints for students leave
out what belongs to a hidden test alone (see `autograder.diagnosis.sentences`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .patterns import LAYER_SENTENCES, PATTERN_SENTENCES, SHAPE_SENTENCES

Facts = Mapping[str, Any]


def say(facts: Facts) -> str:
    """Return everything that the facts say: what came, what was due, what sort of difference it is, and the hint."""
    return joined(words_of(facts), name_of(facts), facts.get("hint", ""))


def words_of(facts: Facts) -> str:
    """Return what came and what was due, in words."""
    return WORDS[facts["kind"]](facts)


def sort_of(facts: Facts) -> str:
    """Return what sort of failure it is, without any value and without a word that student code may have chosen."""
    return SORTS.get(facts["kind"], "")


def name_of(facts: Facts) -> str:
    """Return the sentence that names the difference as a whole, or ""; it holds no value and nothing of the test."""
    pattern = facts.get("pattern", "")
    sentences = SHAPE_SENTENCES if facts["kind"] == "shape" else PATTERN_SENTENCES
    named = sentences.get(pattern, "")
    if pattern in ("large", "small", "factor") and facts["factor"] is not None:
        named = f"{named} It is {facts['factor']:.4g} times what it should be."
    return joined(named, LAYER_SENTENCES.get(facts.get("layers", ""), ""))


def joined(*parts: str) -> str:
    """Return the sentences that are not empty, one after the other, each once."""
    return " ".join(part for part in dict.fromkeys(parts) if part)


def _say_missing(facts: Facts) -> str:
    return f"not attempted yet: there is no function {facts['name']}. Fill in its cell and run it."


def _say_empty(facts: Facts) -> str:
    returned = facts["value"].startswith("None") and facts["what"].startswith("what ")  # "what sigmoid returns"
    advice = "A function must end with a return statement." if returned else "Fill in the answer."
    return f"not attempted yet: {facts['what']} is {facts['value']}. {advice}"


def _say_said(facts: Facts) -> str:
    return str(facts["text"])


def _say_type(facts: Facts) -> str:
    return (
        f"{facts['what']} must hold real numbers in one rectangular array, but it is a value of type {facts['type']}."
    )


def _say_shape(facts: Facts) -> str:
    return f"{facts['what']} has shape {facts['came']}, expected {facts['due']}."


def _say_infinite(facts: Facts) -> str:
    return f"{facts['what']} contains nan or infinity."


def _say_value(facts: Facts) -> str:
    values = f"it is {facts['came']:.6g}, expected {facts['due']:.6g}"
    if not facts["index"]:
        return f"{facts['what']} is wrong: {values}."
    place = ", ".join(map(str, facts["index"]))
    return f"{facts['what']} is wrong in {facts['wrong']} of {facts['size']} entries, most at [{place}]: {values}."


def _say_trained(facts: Facts) -> str:
    return f"{facts['what']} is {facts['came']:.4f}; this step asks for {facts['due']:.4f}."


def _say_changed(facts: Facts) -> str:
    return f"{facts['function']} changes its argument {facts['argument']}. Work on a copy, or make a new array."


def _say_warns(facts: Facts) -> str:
    return f"{facts['what']} warns: {facts['warning']}. Avoid the operation that overflows."


SORTS: Mapping[str, str] = {
    "type": "It is not an array of numbers: look at what is returned.",
    "shape": "The shape is not the one that is asked for.",
    "infinite": "It contains nan or infinity: look for a division by zero, log(0), or exp of a large number.",
    "changed": "It changes its argument: work on a copy, or make a new array.",
    "warns": "It warns: avoid the operation that overflows or divides by zero.",
}
WORDS: Mapping[str, Callable[[Facts], str]] = {
    "missing": _say_missing,
    "empty": _say_empty,
    "said": _say_said,
    "type": _say_type,
    "shape": _say_shape,
    "infinite": _say_infinite,
    "value": _say_value,
    "trained": _say_trained,
    "changed": _say_changed,
    "warns": _say_warns,
}
