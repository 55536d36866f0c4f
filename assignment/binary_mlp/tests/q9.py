import numpy as np
from collections.abc import Callable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import MutableMapping
from contextlib import contextmanager
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q9"
points = 0.5


PATTERN_SENTENCES = {
    "zeros": "Every entry is 0.",
    "same": "All entries are the same number.",
    "sign": "Every entry has the wrong sign.",
    "signs": "The sizes are right, but some entries have the wrong sign.",
    "twice": "Every entry is twice what it should be.",
    "half": "Every entry is half of what it should be.",
    "mean": "Every entry is divided by the number of columns.",
    "sum": "Every entry is multiplied by the number of columns.",
    "large": "Every entry is too large by one and the same factor.",
    "small": "Every entry is too small by one and the same factor.",
    "factor": "Every entry is off by one and the same factor.",
    "offset": "Every entry is off by one and the same amount.",
    "transpose": "It is the transpose of what is asked for.",
    "complement": "Every entry is 1 minus what it should be.",
    "square": "Every entry is the square of what it should be.",
    "root": "Every entry is the square root of what it should be.",
    "reciprocal": "Every entry is 1 divided by what it should be.",
    "whole": "Every entry is cut or rounded to a whole number.",
    "reversed": "The entries are right, but in reverse order.",
    "rows": "The rows are right, but in another order.",
    "columns": "The columns are right, but in another order.",
    "entries": "The numbers are right, but stand in other places.",
    "last column": "Only the last column is wrong.",
    "first column": "Only the first column is wrong.",
    "last row": "Only the last row is wrong.",
    "first row": "Only the first row is wrong.",
    "but the last column": "Only the last column is right.",
    "one column": "Only one column is wrong.",
    "one row": "Only one row is wrong.",
    "last columns": "Only columns at the end are wrong.",
    "last rows": "Only rows at the end are wrong.",
    "last entry": "Only the last entry is wrong.",
    "first entry": "Only the first entry is wrong.",
    "last entries": "Only entries at the end are wrong.",
    "one entry": "Only one entry is wrong.",
    "where zero": "Only entries that should be 0 are wrong.",
    "where not zero": "Only entries that should be 0 are right.",
    "where negative": "Only entries that should be negative are wrong.",
    "where positive": "Only entries that should be positive are wrong.",
    "cut off": "Only the largest entries are wrong: they are all the same number.",
    "row factors": "Each row is right up to a factor of its own: look at what it is divided or multiplied by.",
    "column factors": "Each column is right up to a factor of its own: look at what it is divided or multiplied by.",
    "row offsets": "Each row is off by an amount of its own: look at what is added to it.",
    "column offsets": "Each column is off by an amount of its own: look at what is added to it.",
    "rounding": "It is right up to rounding, but has to be exact.",
    "nearly": "It is nearly right: off by less than a hundredth of the largest entry.",
}


SHAPE_SENTENCES = {
    "transposed": "Its shape is the transpose of the one that is asked for.",
    "number": "It is a single number where an array is asked for.",
    "flat": "It has the right number of entries, but another shape.",
    "row more": "It has one row too many.",
    "row less": "It has one row too few.",
    "column more": "It has one column too many.",
    "column less": "It has one column too few.",
    "rows": "It has the right number of columns, but a wrong number of rows.",
    "columns": "It has the right number of rows, but a wrong number of columns.",
    "axes": "It has a wrong number of axes.",
    "entry more": "It has one entry too many.",
    "entry less": "It has one entry too few.",
    "entries": "It has a wrong number of entries.",
    "length": "Its first axis has a wrong length.",
}


LAYER_SENTENCES = {
    "last": "Only the last layer is wrong, the others are right.",
    "first": "Only the first layer is wrong, the others are right.",
    "one": "Only one layer is wrong, the others are right.",
    "hidden": "Only the last layer is right: what is wrong begins on the way back to the hidden layers.",
    "back": "The layers at the end are right, those before them are wrong.",
    "on": "The layers at the beginning are right, those after them are wrong.",
}


Facts = Mapping[str, Any]


def say(facts: Facts) -> str:
    """Return everything that the facts say: what came, what was due, what sort of difference it is, and the hint."""
    return joined(words_of(facts), name_of(facts), facts.get("hint", ""))


def words_of(facts: Facts) -> str:
    """Return what came and what was due, in words."""
    return WORDS[facts["kind"]](facts)


def name_of(facts: Facts) -> str:
    """Return the sentence that names the difference as a whole, or ""; it holds no value and nothing of the test."""
    pattern = facts.get("pattern", "")
    sentences = SHAPE_SENTENCES if facts["kind"] == "shape" else PATTERN_SENTENCES
    named = sentences.get(pattern, "")
    if pattern in ("large", "small", "factor") and facts["factor"] is not None:
        named = f"{named} It is {facts['factor']:.4g} times what it should be."
    return joined(named, LAYER_SENTENCES.get(facts.get("layers", ""), ""))


def joined(*parts: str) -> str:
    """Return the sentences that are not empty, one after the other."""
    return " ".join(part for part in parts if part)


def _say_missing(facts: Facts) -> str:
    return f"not attempted yet: there is no function {facts['name']}. Fill in its cell and run it."


def _say_empty(facts: Facts) -> str:
    returned = facts["value"] == "None" and facts["what"].startswith("what ")  # "what sigmoid returns"
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


def _say_changed(facts: Facts) -> str:
    return f"{facts['function']} changes its argument {facts['argument']}. Work on a copy, or make a new array."


def _say_warns(facts: Facts) -> str:
    return f"{facts['what']} warns: {facts['warning']}. Avoid the operation that overflows."


WORDS: Mapping[str, Callable[[Facts], str]] = {
    "missing": _say_missing,
    "empty": _say_empty,
    "said": _say_said,
    "type": _say_type,
    "shape": _say_shape,
    "infinite": _say_infinite,
    "value": _say_value,
    "changed": _say_changed,
    "warns": _say_warns,
}


class Unmet(AssertionError):
    """An expectation that is not met. `facts` say as data what was found (see `wording`), the text says it in words.

    Made with a text alone, that text is all that is known; `hint` is what students may read of a hidden test, too.
    """

    def __init__(self, text: str = "", **facts: Any) -> None:
        self.facts = facts if "kind" in facts else {"kind": "said", "text": text, **facts}
        super().__init__(say(self.facts))


class NotAttempted(Unmet):
    """The stub is still there."""


class WrongBehaviour(Unmet):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(kind="missing", name=name)
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


def expect(condition: Any, message: str = "", *, hint: str = "") -> None:
    """Raise WrongBehaviour with `message` and `hint` unless `condition` holds.

    Of a hidden test students read the hint and never the message.
    """
    if not condition:
        raise WrongBehaviour(message, hint=hint)


def own_copy(value: Any) -> Any:
    """Return `value` with every array, list, tuple, dict and set in it copied; anything else stays the same object."""
    if isinstance(value, np.ndarray):
        return np.array(value, copy=True, subok=True)
    if type(value) in (list, tuple, set):
        return type(value)(map(own_copy, value))
    if type(value) is dict:
        return {key: own_copy(entry) for key, entry in value.items()}
    return value


def call(function: Callable[..., Any], /, *arguments: Any, **options: Any) -> Any:
    """Call what a student has written with copies of the arguments, and return what it returns.

    Tests call students' functions, classes and methods in no other way: whatever a submission writes into what it was
    given, what is due is computed from the test's own arrays.
    """
    return function(*map(own_copy, arguments), **{name: own_copy(option) for name, option in options.items()})


def give(target: Any, /, **values: Any) -> None:
    """Set attributes of a student's object, each to a copy of its value, which then is the submission's to change."""
    for name, value in values.items():
        setattr(target, name, own_copy(value))


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


@contextmanager
def figures_kept(env):
    """Keep figures open and unshown during the block, so that their curves can be read; close them afterwards."""
    plt = env.get("plt")
    if plt is None:
        yield None
        return
    show, close = plt.show, plt.close
    close("all")
    give(plt, show=lambda *arguments, **settings: None, close=lambda *arguments, **settings: None)
    try:
        yield plt
    finally:
        give(plt, show=show, close=close)
        close("all")


def expect_called(result, steps):
    """Raise unless train_NNet called backpropagation at least once."""
    if is_empty(result) and not steps:
        raise NotAttempted("not attempted yet: train_NNet returns nothing and never calls backpropagation.")
    expect(len(steps) > 0, hint="train_NNet never calls backpropagation(model, X_batch, Y_batch, eta).")


@test_case(name="trains an NNet in batches of the size asked for", points=0.5, hidden=False)
def test_batches_of_a_small_example(env, train_NNet):
    sizes = []

    # Stand-ins that only count: what they do to the model has no meaning.
    def feedforward(model, X, *own, **options):
        outputs = [np.full((len(weights), np.shape(X)[1]), 0.5) for weights in model.W]
        give(model, Z=outputs, Y=outputs)
        return model

    def backpropagation(model, X, Y, eta=0.01, *own, **options):
        sizes.append((np.shape(X), np.shape(Y)))
        give(model, W=[0.9 * np.asarray(weights) for weights in model.W])
        return model

    function = require_function(train_NNet, "train_NNet")
    X, Y = np.arange(36.0).reshape(3, 12) / 36, np.array([[0, 1] * 6])
    helpers = {"feedforward": feedforward, "backpropagation": backpropagation}
    with figures_kept(env), helpers_in_place(env, helpers):
        model = call(function, X, Y, epochs=2, batch_size=4, eta=0.1)
    expect_called(model, sizes)
    expect(
        set(sizes) == {((3, 4), (1, 4))},
        hint=f"backpropagation was given X and Y of the shapes {sorted(set(sizes))}, "
        "expected (3, 4) and (1, 4) for batch_size=4.",
    )
    expect(
        len(sizes) == 6,
        hint=f"backpropagation was called {len(sizes)} times, expected 6: 12 columns in batches of 4, 2 epochs.",
    )
