"""q2_4: the network on two classes of irises."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import as_numbers, computed_again, expect, expect_either, require_answer

from .reference import right_functions, right_losses

OK_FORMAT = False
name = "q2_4"
points = 1

# A network that leaves training to a function of the test: so mistakes of Q2.1 and Q2.3 are not paid here again.
STAND_INS = """
class Layer:
    def __init__(self, n_in, n_out, add_bias=True):
        self.sizes, self.add_bias = (n_in, n_out), add_bias

class Network:
    def __init__(self, layers, *functions, **named):
        self.layers = layers

    def fit(self, X, Y, epochs, learning_rate, reg_lambda=0.0):
        return train([layer.sizes for layer in self.layers], X, Y, epochs, learning_rate, reg_lambda)
"""


def with_stand_ins(env, functions):
    """Return the loss that the student's own statements get when their network is trained by the test."""
    return computed_again(env, ["loss"], functions, STAND_INS).get("loss")


def losses_of(loss):
    """Return the losses as a vector of at least two finite numbers."""
    values = as_numbers(require_answer(loss, "loss"), "loss")
    expect(
        values.ndim == 1 and len(values) >= 2,
        f"loss has shape {values.shape}, expected (epochs,): one number for each epoch.",
    )
    expect(np.all(np.isfinite(values)), "loss contains nan or infinity.")
    return values


def expect_one_for_each_epoch(env, loss):
    """Raise unless there are as many losses as epochs."""
    values = losses_of(loss)
    epochs = env.get("epochs")
    if isinstance(epochs, int):  # a later question may use the name for a list
        expect(len(values) == epochs, f"loss has {len(values)} numbers, expected one for each of {epochs} epochs.")


def expect_falling(loss):
    """Raise unless the last loss is less than the first."""
    values = losses_of(loss)
    expect(
        values[-1] < values[0],
        f"loss goes from {values[0]:.4g} to {values[-1]:.4g}.",
        hint="The loss must fall.",
    )


@test_case(name="loss holds one finite number for each epoch", points=0.5, hidden=False)
def test_shape(env, loss):
    names = ("sigmoid", "d_sigmoid", "l2_loss", "d_l2_loss", "softmax", "cross_entropy_loss")
    functions = {each: lambda *arguments: 0.0 for each in names}
    functions["train"] = lambda sizes, X, Y, epochs, *rates: np.linspace(1.0, 0.5, epochs)
    expect_either(
        lambda: expect_one_for_each_epoch(env, loss),
        lambda: expect_one_for_each_epoch(env, with_stand_ins(env, functions)),
    )


@test_case(name="loss falls", points=0.5, hidden=True)
def test_falls(env, loss):
    functions = {**right_functions(), "train": right_losses}
    expect_either(lambda: expect_falling(loss), lambda: expect_falling(with_stand_ins(env, functions)))
