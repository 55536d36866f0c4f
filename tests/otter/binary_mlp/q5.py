"""q5: sigmoid, deriv_sigmoid, ReLu, deriv_ReLu."""

import contextlib

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    as_numbers,
    call,
    expect_attempt,
    expect_close,
    fresh_generator,
    leaving_alone,
    no_warnings,
    require_answer,
    require_function,
)

from .reference import right_deriv_ReLu, right_deriv_sigmoid, right_ReLu, right_sigmoid

OK_FORMAT = False
name = "q5"
points = 4


def value_of(function, name, argument):
    """Call one of the four functions and return what it gives."""
    return require_answer(call(require_function(function, name), argument), f"what {name} returns")


@contextlib.contextmanager
def warning_as_usual(env):
    """Have the notebook's numpy warn for the block, even where a cell has switched that off for good."""
    numpy = env.get("np")
    before = call(numpy.seterr, over="warn", divide="warn", invalid="warn") if hasattr(numpy, "seterr") else None
    try:
        yield
    finally:
        if before:
            call(numpy.seterr, **before)


def expect_same_as_matrix(function, name, numbers, right):
    """Raise unless the function gives for single numbers and for integers what it gives for a matrix of floats."""
    matrix = np.array([numbers], dtype=np.float64)
    due = as_numbers(value_of(function, name, matrix), f"{name}(Z) for a matrix Z")
    if name != "deriv_ReLu":  # whose values may well be all 1, or those it was given: no more than a small mistake
        expect_attempt(due, right(matrix), f"{name}(Z) for a matrix Z", given=matrix)
    hint = "Work elementwise with numpy functions: no indexing into the input, no result in the input's dtype."
    for number, value in zip(numbers, due.reshape(-1), strict=True):
        single = as_numbers(value_of(function, name, number), f"{name}({number})")
        expect_close(single.reshape(()) if single.size == 1 else single, value, f"{name}({number})", hint=hint)
    whole = np.array([[number] for number in numbers if float(number).is_integer()], dtype=np.int64)
    matching = [value for number, value in zip(numbers, due.reshape(-1), strict=True) if float(number).is_integer()]
    result = value_of(function, name, whole)
    expect_close(result, np.reshape(matching, whole.shape), f"{name} of a matrix of integers", hint=hint)


@test_case(name="sigmoid is right in a small example", points=0.25, hidden=False)
def test_sigmoid_example(sigmoid):
    Z = np.array([[0.0, 1.0, -1.0], [2.0, -2.0, 4.0]])
    due = [[0.5, 0.7310586, 0.2689414], [0.8807971, 0.1192029, 0.9820138]]
    expect_close(value_of(sigmoid, "sigmoid", Z), due, "sigmoid(Z) for Z = [[0, 1, -1], [2, -2, 4]]")


@test_case(name="deriv_sigmoid is right in a small example", points=0.25, hidden=False)
def test_deriv_sigmoid_example(deriv_sigmoid):
    Y = np.array([[0.5, 0.8], [0.1, 1.0]])
    expect_close(
        value_of(deriv_sigmoid, "deriv_sigmoid", Y),
        [[0.25, 0.16], [0.09, 0.0]],
        "deriv_sigmoid(Y) for Y = [[0.5, 0.8], [0.1, 1.0]]",
        hint="It is given y = sigmoid(z): the derivative there is y (1 - y).",
    )


@test_case(name="ReLu is right in a small example", points=0.25, hidden=False)
def test_relu_example(ReLu):
    Z = np.array([[-1.5, 0.0, 2.5], [3.0, -4.0, 0.5]])
    expect_close(
        value_of(ReLu, "ReLu", Z), [[0, 0, 2.5], [3, 0, 0.5]], "ReLu(Z) for Z = [[-1.5, 0, 2.5], [3, -4, 0.5]]"
    )


@test_case(name="deriv_ReLu is right in a small example", points=0.25, hidden=False)
def test_deriv_relu_example(deriv_ReLu):
    Y = np.array([[0.5, 2.0], [3.5, 0.1]])
    expect_close(value_of(deriv_ReLu, "deriv_ReLu", Y), np.ones((2, 2)), "deriv_ReLu(Y) for positive activations Y")


@test_case(name="sigmoid has the right values for random matrices", points=0.5, hidden=True)
def test_sigmoid_values(sigmoid):
    generator = fresh_generator()
    for shape, spread in (((4, 7), 4), ((1, 5), 4), ((6, 1), 4), ((2, 3), 1e-3)):
        Z = generator.normal(0, spread, shape)
        expect_close(value_of(sigmoid, "sigmoid", Z), right_sigmoid(Z), f"sigmoid(Z) for Z of shape {shape}")


@test_case(name="sigmoid goes to 0 and 1 for very large negative and positive z", points=0.25, hidden=True)
def test_sigmoid_saturates(sigmoid):
    Z = fresh_generator().uniform(40, 1e4, (2, 9)) * [[-1], [1]]
    with np.errstate(all="ignore"):
        result = value_of(sigmoid, "sigmoid", Z)
    expect_close(
        result,
        right_sigmoid(Z),
        "sigmoid(Z) for |z| from 40 to 10000",
    )


# earned without a right value: it asks for no warning, and a wrong sigmoid may give none
@test_case(name="sigmoid does not overflow, not even with a warning", points=0.25, hidden=True)
def test_sigmoid_warning(env, sigmoid):
    Z = np.array([[-1e4, -1000.0, 0.0], [750.0, 1000.0, 1e4]])
    with warning_as_usual(env), no_warnings("sigmoid(Z) for z from -10000 to 10000"):
        result = value_of(sigmoid, "sigmoid", Z)
    expect_attempt(result, right_sigmoid(Z), "sigmoid(Z) for z from -10000 to 10000", given=Z)


@test_case(name="deriv_sigmoid takes the activation y, not z", points=0.5, hidden=True)
def test_deriv_sigmoid_values(deriv_sigmoid):
    generator = fresh_generator()
    for largest in (1, 1e-2):
        Y = generator.uniform(0, largest, (5, 6))
        Y[0, 0], Y[1, 1] = 0.0, 1.0 if largest == 1 else largest
        expect_close(
            value_of(deriv_sigmoid, "deriv_sigmoid", Y),
            right_deriv_sigmoid(Y),
            "deriv_sigmoid(Y)",
            hint="It is given y = sigmoid(z): the derivative there is y (1 - y).",
        )


@test_case(name="ReLu has the right values for random matrices", points=0.25, hidden=True)
def test_relu_values(ReLu):
    generator = fresh_generator()
    for spread in (30, 1e-3):
        Z = generator.normal(0, spread, (7, 4))
        expect_close(value_of(ReLu, "ReLu", Z), right_ReLu(Z), "ReLu(Z)")


@test_case(name="deriv_ReLu is 0 where the activation is 0 and 1 elsewhere", points=0.5, hidden=True)
def test_deriv_relu_values(deriv_ReLu):
    generator = fresh_generator()
    Y = right_ReLu(generator.normal(0, 1, (6, 9)))  # many of them small: q8's public stand-in knows large ones
    Y[0, :4] = 10 ** generator.uniform(-5, -1, 4)
    expect_close(
        value_of(deriv_ReLu, "deriv_ReLu", Y),
        right_deriv_ReLu(Y),
        "deriv_ReLu(Y)",
        hint="It is given y = ReLu(z): 0 where y = 0, and 1 where y > 0.",
    )


# earned without a right value: it compares each function with itself, so that a wrong formula costs once
@test_case(name="the four functions take single numbers and integers", points=0.5, hidden=True)
def test_scalars_and_integers(sigmoid, deriv_sigmoid, ReLu, deriv_ReLu):
    generator = fresh_generator()
    between = generator.uniform(0.1, 0.9, 2).round(3).tolist()
    whole = int(generator.integers(2, 5))
    expect_same_as_matrix(sigmoid, "sigmoid", [-whole, -between[0], 0.0, whole, between[1]], right_sigmoid)
    expect_same_as_matrix(deriv_sigmoid, "deriv_sigmoid", [0, *between, 1], right_deriv_sigmoid)
    expect_same_as_matrix(ReLu, "ReLu", [-whole, -between[0], 0, between[1], whole], right_ReLu)
    expect_same_as_matrix(deriv_ReLu, "deriv_ReLu", [0, *between, 1, whole], right_deriv_ReLu)


# earned without a right value: it is about the arguments, so that a wrong formula costs once
@test_case(name="the four functions leave their input as it is", points=0.25, hidden=True)
def test_input_unchanged(sigmoid, deriv_sigmoid, ReLu, deriv_ReLu):
    Z = fresh_generator().normal(0, 300, (5, 8))
    Y = right_ReLu(Z) / 1000
    for function, name, argument, given, right in (
        (sigmoid, "sigmoid", "Z", Z, right_sigmoid),
        (ReLu, "ReLu", "Z", Z, right_ReLu),
        (deriv_sigmoid, "deriv_sigmoid", "Y", Y, right_deriv_sigmoid),
        (deriv_ReLu, "deriv_ReLu", "Y", Y, right_deriv_ReLu),
    ):
        with np.errstate(all="ignore"):
            result = value_of(leaving_alone(function, name, argument), name, given)
        if name != "deriv_ReLu":
            expect_attempt(result, right(given), f"{name}({argument})", given=given)
