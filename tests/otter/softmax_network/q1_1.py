"""q1_1: the forward pass by hand."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import WrongValue, as_numbers, expect

OK_FORMAT = False
name = "q1_1"
points = 1


def one_number(network_output):
    """Return the answer as a number, after checking that it is one."""
    values = as_numbers(network_output, "network_output")
    expect(values.size == 1, f"network_output must be one number, but it has shape {values.shape}.")
    return float(values.ravel()[0])


@test_case(name="network_output is a number that a sigmoid can give", points=0.25, hidden=False)
def test_number(network_output):
    value = one_number(network_output)
    expect(0 < value < 1, f"network_output is {value:.4g}, but the output of a sigmoid lies between 0 and 1.")


@test_case(name="network_output is what the network gives for this input", points=0.75, hidden=True)
def test_value(network_output):
    value = one_number(network_output)
    if not np.abs(value - 0.822) <= 0.005:
        raise WrongValue(
            f"network_output is {value:.4g}, which is not what the network gives.",
            hint="Is the sigmoid applied in both layers, and is each bias added?",
        )
