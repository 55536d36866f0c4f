"""q2_4: the network on two classes of irises."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import as_numbers, expect, require_answer

OK_FORMAT = False
name = "q2_4"
points = 1


def losses_of(loss):
    """Return the losses as a vector of at least two finite numbers."""
    values = as_numbers(require_answer(loss, "loss"), "loss")
    expect(
        values.ndim == 1 and len(values) >= 2,
        f"loss has shape {values.shape}, expected (epochs,): one number for each epoch.",
    )
    expect(np.all(np.isfinite(values)), "loss contains nan or infinity.")
    return values


@test_case(name="loss holds one finite number for each epoch", points=0.5, hidden=False)
def test_shape(env, loss):
    values = losses_of(loss)
    epochs = env.get("epochs")
    if isinstance(epochs, int):  # a later question may use the name for a list
        expect(len(values) == epochs, f"loss has {len(values)} numbers, expected one for each of {epochs} epochs.")


@test_case(name="loss falls", points=0.5, hidden=True)
def test_falls(loss):
    values = losses_of(loss)
    expect(
        values[-1] < values[0],
        f"loss goes from {values[0]:.4g} to {values[-1]:.4g}.",
        hint="The loss must fall.",
    )
