"""q2_1: activation and loss functions."""

import warnings

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    as_numbers,
    call,
    central_differences,
    expect,
    expect_close,
    expect_shape,
    fresh_generator,
    helpers_in_place,
    leaving_alone,
    no_warnings,
    require_function,
)

from .reference import right_functions, right_sigmoid

OK_FORMAT = False
name = "q2_1"
points = 8

SHAPES = ((), (4,), (3, 5), (6, 1), (1, 1))
PAIRS = ((4,), (3, 5), (6, 1), (1, 7))


def predictions(generator, shape):
    """Return random truth and predictions, both in (0, 1), of one shape."""
    return generator.uniform(0, 1, shape), generator.uniform(0.02, 0.98, shape)


def arguments(generator):
    """Return random numbers of many shapes, large ones, and whole ones, whose type must not decide the result's."""
    small = (np.asarray(generator.uniform(-5, 5, shape)) for shape in SHAPES)
    # where sigmoid and its slope are small, they are not nothing yet
    return (*small, generator.uniform(-9, -6, (2, 4)), generator.integers(-4, 5, (3, 4)))


def described(x):
    """Say what kind of argument `x` is."""
    return f"an array of {'whole numbers of ' if x.dtype.kind in 'iu' else ''}shape {x.shape}"


def expect_loss(function, function_name, right):
    """Compare a loss with the right one for vectors, matrices and columns; then check that it leaves them alone."""
    for shape in PAIRS:
        truth, predicted = predictions(fresh_generator(), shape)
        value = call(leaving_alone(function, function_name, "YTrue", "YPredict"), truth, predicted)
        what = f"{function_name} of two arrays of shape {shape}"
        found = as_numbers(value, what)
        expect(found.size == 1, hint=f"{what} has shape {found.shape}, expected one number: the sum over all entries.")
        expect_close(found.reshape(()), right(truth, predicted), what)


@test_case(name="sigmoid is right for small numbers", points=0.5, hidden=False)
def test_sigmoid_examples(sigmoid):
    function = require_function(sigmoid, "sigmoid")
    expect_close(call(function, 0.0), 0.5, "sigmoid(0)")
    expect_close(call(function, np.array([[0.0, 2.0]])), [[0.5, 0.880797]], "sigmoid(np.array([[0, 2]]))")


@test_case(name="d_sigmoid at 0 is a quarter", points=0.25, hidden=False)
def test_d_sigmoid_example(env, d_sigmoid):
    function = require_function(d_sigmoid, "d_sigmoid")
    # A stand-in that knows value and slope at 0 alone, so that a mistake in sigmoid does not matter.
    with helpers_in_place(env, {"sigmoid": lambda x: 0.5 + np.asarray(x) / 4}):
        expect_close(call(function, 0.0), 0.25, "d_sigmoid(0)")


@test_case(name="l2_loss is right for two samples", points=0.25, hidden=False)
def test_l2_loss_example(l2_loss):
    function = require_function(l2_loss, "l2_loss")
    value = as_numbers(call(function, np.array([1.0, 0.0]), np.array([0.0, 2.0])), "l2_loss([1, 0], [0, 2])")
    expect(value.size == 1, hint=f"l2_loss must return one number, but it has shape {value.shape}.")
    expect_close(value.reshape(()), 2.5, "l2_loss([1, 0], [0, 2])")


@test_case(name="d_l2_loss has the shape of the predictions", points=0.25, hidden=False)
def test_d_l2_loss_example(d_l2_loss):
    value = call(require_function(d_l2_loss, "d_l2_loss"), np.zeros((3, 1)), np.ones((3, 1)))
    expect_shape(value, (3, 1), "d_l2_loss of two arrays of shape (3, 1)")


@test_case(name="softmax of equal numbers is uniform", points=0.5, hidden=False)
def test_softmax_example(softmax):
    value = call(require_function(softmax, "softmax"), np.array([[1.0, 1.0, 1.0, 1.0]]))
    expect_close(value, [[0.25, 0.25, 0.25, 0.25]], "softmax(np.array([[1, 1, 1, 1]]))")


@test_case(name="cross_entropy_loss is right for one sample", points=0.25, hidden=False)
def test_cross_entropy_example(cross_entropy_loss):
    function = require_function(cross_entropy_loss, "cross_entropy_loss")
    what = "cross_entropy_loss([[0, 1, 0]], [[0.2, 0.5, 0.3]])"
    value = as_numbers(call(function, np.array([[0.0, 1.0, 0.0]]), np.array([[0.2, 0.5, 0.3]])), what)
    expect(value.size == 1, hint=f"{what} must be one number, but it has shape {value.shape}.")
    expect_close(value.reshape(()), 0.693147, what)


@test_case(name="sigmoid takes numbers, vectors and matrices, and leaves them alone", points=0.5, hidden=True)
def test_sigmoid_values(sigmoid):
    function = require_function(sigmoid, "sigmoid")
    for x in arguments(fresh_generator()):
        value = call(leaving_alone(function, "sigmoid", "x"), x)
        expect_close(value, right_sigmoid(x), f"sigmoid of {described(x)}")


@test_case(name="sigmoid is 0 and 1 far from the origin", points=0.25, hidden=True)
def test_sigmoid_limits(sigmoid):
    function = require_function(sigmoid, "sigmoid")
    x = np.array([-1000.0, 1000.0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the plain formula overflows to the right limit
        value = call(leaving_alone(function, "sigmoid", "x"), x)
    expect_close(value, [0.0, 1.0], "sigmoid(np.array([-1000, 1000]))")


@test_case(name="d_sigmoid is the slope of the sigmoid at x", points=0.75, hidden=True)
def test_d_sigmoid_values(env, d_sigmoid):
    function = require_function(d_sigmoid, "d_sigmoid")
    with helpers_in_place(env, {"sigmoid": right_functions()["sigmoid"]}):
        for x in arguments(fresh_generator()):
            slopes = [central_differences(right_sigmoid, np.array(at), step=1e-5) for at in x.ravel()]
            due = np.reshape(slopes, x.shape)
            value = as_numbers(call(leaving_alone(function, "d_sigmoid", "x"), x), f"d_sigmoid of {described(x)}")
            of_activation = np.shape(value) == x.shape and np.allclose(value, x * (1 - x))
            hint = "It takes x itself, not the activation sigmoid(x)." if of_activation else ""
            expect_close(value, due, f"d_sigmoid of {described(x)}", hint=hint)


@test_case(name="l2_loss is half the sum of the squared differences", points=0.5, hidden=True)
def test_l2_loss_values(l2_loss):
    expect_loss(require_function(l2_loss, "l2_loss"), "l2_loss", right_functions()["l2_loss"])


@test_case(name="d_l2_loss is the gradient with respect to the predictions", points=0.75, hidden=True)
def test_d_l2_loss_values(d_l2_loss):
    function = require_function(d_l2_loss, "d_l2_loss")
    for shape in PAIRS:
        truth, predicted = predictions(fresh_generator(), shape)
        due = central_differences(lambda p, y=truth: right_functions()["l2_loss"](y, p), predicted, step=1e-5)
        value = call(leaving_alone(function, "d_l2_loss", "YTrue", "YPredict"), truth, predicted)
        expect_close(value, due, f"d_l2_loss of two arrays of shape {shape}")


@test_case(name="softmax works along the last axis of vectors and matrices", points=0.75, hidden=True)
def test_softmax_values(softmax):
    function = require_function(softmax, "softmax")
    generator = fresh_generator()
    shapes = ((5,), (4, 3), (3, 4), (1, 6), (7, 2))
    for x in (*(generator.normal(0, 2, shape) for shape in shapes), generator.integers(-3, 4, (5, 3))):
        value = as_numbers(call(leaving_alone(function, "softmax", "x"), x), f"softmax of {described(x)}")
        adds_up = np.shape(value) != x.shape or np.allclose(np.sum(value, axis=-1), 1)
        hint = "" if adds_up else "Each row must add up to 1 by itself."
        expect_close(value, right_functions()["softmax"](x), f"softmax of {described(x)}", hint=hint)


# earned without a right value: it is about large numbers; by what factor all are wrong has its own case
@test_case(name="softmax stays finite for numbers as large as 1000", points=0.75, hidden=True)
def test_softmax_large(softmax):
    function = require_function(softmax, "softmax")
    hint = (
        "softmax of numbers as large as 1000 has nan or infinity in it: subtract the largest entry of each row first."
    )
    for large, small, due in ((1000, 999, 0.731059), (1000, -1000, 1.0), (-999, -1000, 0.731059)):
        what = f"softmax(np.array([[{large}, {small}], [{small}, {large}]]))"
        with no_warnings(what):
            value = as_numbers(call(function, np.array([[large, small], [small, large]], dtype=float)), what)
        expect(np.all(np.isfinite(value)), what, hint=hint)
        # whether rows add up to 1, or columns, or everything, has its own case
        expect_close(2 * value / np.sum(value), [[due, 1 - due], [1 - due, due]], what)
    what = "softmax(np.array([[1000, 999], [-1000, -999]]))"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 0 / 0 has a message that says more
        value = as_numbers(call(function, np.array([[1000.0, 999.0], [-1000.0, -999.0]])), what)
    expect(np.all(np.isfinite(value)), what, hint=hint)


@test_case(name="cross_entropy_loss is minus the sum of truth times log prediction", points=1, hidden=True)
def test_cross_entropy_values(cross_entropy_loss):
    function = require_function(cross_entropy_loss, "cross_entropy_loss")
    right = right_functions()["cross_entropy_loss"]
    expect_loss(function, "cross_entropy_loss", right)
    truth, predicted = np.array([[0.0, 1.0, 0.0]]), np.array([[0.6, 2e-4, 0.3998]])
    value = np.sum(as_numbers(call(function, truth, predicted), "cross_entropy_loss"))
    # what keeps 0 away from the log may change a little here, but not cut off what is wrong and sure of it
    expect_close(value, right(truth, predicted), "cross_entropy_loss of a prediction of 2e-4", tolerance=1e-3)


# earned without a right value: it is about zeros; sign and factor have their own case
@test_case(name="cross_entropy_loss is finite when a prediction is exactly 0 or 1", points=0.75, hidden=True)
def test_cross_entropy_zeros(cross_entropy_loss):
    function = require_function(cross_entropy_loss, "cross_entropy_loss")
    truth = np.array([[0.0, 1.0], [1.0, 0.0]])
    opposite = 1 - truth
    what = "cross_entropy_loss of predictions that are exactly 0 and 1"
    function = leaving_alone(function, "cross_entropy_loss", "YTrue", "YPredict")
    with no_warnings(what):
        right = np.sum(as_numbers(call(function, truth, truth), what))
        wrong = np.sum(as_numbers(call(function, truth, opposite), what))
    expect(
        np.all(np.isfinite(right)) and np.all(np.isfinite(wrong)),
        what,
        hint="it is not finite where a prediction is exactly 0: keep 0 away from the log.",
    )
    expect(abs(right) < 1e-3, f"{what} is {right:.4g}.", hint="it must be about 0 where all predictions are right.")
    expect(abs(wrong) > 10, f"{what} is {wrong:.4g}.", hint="it must be a large number where all are wrong.")
