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


class NotAttempted(AssertionError):
    """The stub is still there."""


class WrongBehaviour(AssertionError):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(f"not attempted yet: there is no function {name}. Fill in its cell and run it.")
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


def expect(condition: Any, message: str) -> None:
    """Raise WrongBehaviour with `message` unless `condition` holds."""
    if not condition:
        raise WrongBehaviour(message)


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
    plt.show = plt.close = lambda *arguments, **settings: None
    try:
        yield plt
    finally:
        plt.show, plt.close = show, close
        close("all")


def expect_called(result, steps):
    """Raise unless train_NNet called backpropagation at least once."""
    if is_empty(result) and not steps:
        raise NotAttempted("not attempted yet: train_NNet returns nothing and never calls backpropagation.")
    expect(len(steps) > 0, "train_NNet never calls backpropagation(model, X_batch, Y_batch, eta).")


@test_case(name="trains an NNet in batches of the size asked for", points=0.5, hidden=False)
def test_batches_of_a_small_example(env, train_NNet):
    sizes = []

    # Stand-ins that only count: what they do to the model has no meaning.
    def feedforward(model, X):
        model.Z = model.Y = [np.full((len(weights), np.shape(X)[1]), 0.5) for weights in model.W]
        return model

    def backpropagation(model, X, Y, eta=0.01):
        sizes.append((np.shape(X), np.shape(Y)))
        model.W = [0.9 * np.asarray(weights) for weights in model.W]
        return model

    function = require_function(train_NNet, "train_NNet")
    X, Y = np.arange(36.0).reshape(3, 12) / 36, np.array([[0, 1] * 6])
    helpers = {"feedforward": feedforward, "backpropagation": backpropagation}
    with figures_kept(env), helpers_in_place(env, helpers):
        model = function(X, Y, epochs=2, batch_size=4, eta=0.1)
    expect_called(model, sizes)
    expect(
        set(sizes) == {((3, 4), (1, 4))},
        f"backpropagation was given X and Y of the shapes {sorted(set(sizes))}, "
        "expected (3, 4) and (1, 4) for batch_size=4.",
    )
    expect(
        len(sizes) == 6,
        f"backpropagation was called {len(sizes)} times, expected 6: 12 columns in batches of 4, 2 epochs.",
    )
