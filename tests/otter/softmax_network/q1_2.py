"""q1_2: backpropagation by hand, and gradients."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongShape,
    as_numbers,
    call,
    central_differences,
    expect,
    expect_close,
    expect_shape,
    fresh_generator,
    leaving_alone,
    require_answer,
    require_function,
    require_text,
)

from .reference import right_network_loss

OK_FORMAT = False
name = "q1_2"
points = 3

NAMES = ("dw1", "db1", "dw2", "db2")


def four_gradients(gradients, a0, parameters, y_true):
    """Call the student's function; return the four things it gives, after checking that they are four."""
    function = require_function(gradients, "gradients")
    found = require_answer(call(function, a0, *parameters, y_true), "what gradients returns")
    expect(
        isinstance(found, (tuple, list)) and len(found) == 4,
        hint="gradients must return four arrays: dw1, db1, dw2, db2, in that order.",
    )
    return found


def network_of_q1():
    """Return the input and the parameters of Q1.1."""
    w1 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]])
    w2 = np.array([[0.2], [0.2], [0.8]])
    return np.array([1.0, 1.0]), (w1, np.ones(3), w2, np.array([0.5]))


def shaped(value, due, what):
    """Return `value` in the shape that is due when its entries are there; a wrong shape has its own case."""
    array = as_numbers(value, what)
    if array.shape == due.shape[::-1]:
        return array.T
    if array.size != due.size:
        raise WrongShape(hint=f"{what} has shape {array.shape}, expected {due.shape}.")
    return array.reshape(due.shape)


def expect_gradients(gradients, wanted):
    """Compare the gradients named in `wanted` with central differences, for networks of several sizes."""
    generator = fresh_generator()
    for n0, n1 in ((3, 5), (1, 4), (6, 2), (4, 1)):
        a0 = generator.uniform(-2, 2, n0)
        parameters = [generator.uniform(-1, 1, shape) for shape in ((n0, n1), (n1,), (n1, 1), (1,))]
        y_true = far_from_output(a0, parameters)
        found = four_gradients(gradients, a0, parameters, y_true)
        for number, gradient_name in enumerate(NAMES):
            if gradient_name in wanted:
                due = derivative(a0, parameters, number, y_true)
                what = f"{gradient_name} from gradients with n0 = {n0} and n1 = {n1}"
                expect_close(shaped(found[number], due, what), due, what)


def far_from_output(a0, parameters):
    """Return 0 or 1, whichever is farther from the output: near it rounding would decide what the gradients are."""
    return float(right_network_loss(a0, *parameters, 0.0) < right_network_loss(a0, *parameters, 1.0))


def derivative(a0, parameters, number, y_true):
    """Return the central differences of the loss with respect to one of the four parameters."""

    def loss(array):
        return right_network_loss(a0, *parameters[:number], array, *parameters[number + 1 :], y_true)

    return central_differences(loss, parameters[number], step=1e-5)


@test_case(name="each gradient has the shape of its parameter", points=0.5, hidden=False)
def test_shapes(gradients):
    a0, parameters = network_of_q1()
    found = four_gradients(gradients, a0, parameters, 1.0)
    for value, parameter, gradient_name in zip(found, parameters, NAMES, strict=True):
        expect_shape(value, parameter.shape, f"{gradient_name} from gradients with the numbers of Q1.1")


@test_case(name="db2 of the network of Q1.1 is right for y_true = 1", points=0.5, hidden=False)
def test_network_of_q1(gradients):
    a0, parameters = network_of_q1()
    function = leaving_alone(gradients, "gradients", "a0", "w1", "b1", "w2", "b2")
    found = four_gradients(function, a0, parameters, 1.0)
    what = "db2 from gradients with the numbers of Q1.1 and y_true = 1"
    expect_close(shaped(found[3], np.zeros(1), what), [-0.0260287], what)


@test_case(name="dw2 and db2 agree with the loss when each weight is moved a little", points=0.75, hidden=True)
def test_output_layer(gradients):
    expect_gradients(gradients, ("dw2", "db2"))


@test_case(name="dw1 and db1 agree with the loss when each weight is moved a little", points=1, hidden=True)
def test_hidden_layer(gradients):
    expect_gradients(gradients, ("dw1", "db1"))


@test_case(name="the derivation is written down", points=0.25, hidden=True)
def test_derivation(derivation):
    require_text(derivation, "derivation")
