"""q7: feedforward and ans_bias."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    as_numbers,
    call,
    expect,
    expect_close,
    expect_shape,
    fresh_generator,
    give,
    helpers_in_place,
    is_empty,
    leaving_alone,
    nothing_there,
    require_answer,
    require_function,
    require_text,
)

from .reference import draw_problem, forward, is_model, make_model, right_activations

OK_FORMAT = False
name = "q7"
points = 5


def fed_forward(env, feedforward, model, X):
    """Call feedforward with the helpers that are in place; return the network that holds the result."""
    function = require_function(feedforward, "feedforward")
    require_answer(env.get("NNet"), "the given class NNet")
    result = call(function, model, X)
    if is_empty(result) and not any(np.any(np.asarray(z)) for z in model.Z):
        raise nothing_there("what feedforward returns", "None, and the model's Z are the zeros it was made with")
    return result if hasattr(result, "W") else model


def expect_layers(model, problem, *, formula):
    """Raise unless every Z[l] and Y[l] of the model has the right values for the problem's X, be it with ones below.

    `formula` says how one comes about.
    """
    Z, Y = forward(problem.W, problem.X)
    network = f"a network with layers of {', '.join(map(str, problem.layers))}"
    for layer in range(len(problem.W)):
        for letter, values, due in (("Z", model.Z, Z[layer]), ("Y", model.Y, Y[layer])):
            expect(
                len(values) == len(Z),
                hint=f"model.{letter} holds {len(values)} arrays in {network}, expected {len(Z)}.",
            )
            what = f"{letter}[{layer}] of {network}"
            array = as_numbers(values[layer], what)
            if letter == "Y" and array.shape == (len(due) + 1, due.shape[1]):
                array = without_ones(array)
            expect_close(array, due, what, hint=formula(letter, layer, len(Z)))


def expect_something(model):
    """Raise when all Z and Y of the model are single numbers over and over, as before feedforward."""
    arrays = [as_numbers(values, "Z and Y") for letter in (model.Z, model.Y) for values in letter]
    expect(
        any(len(np.unique(array)) > 1 for array in arrays),
        hint="Z and Y have nothing of what they should be: see what the other tests say.",
    )


def without_ones(array):
    """Return the array without its first or last row when that is all ones."""
    if np.all(array[-1] == 1):
        return array[:-1]
    return array[1:] if np.all(array[0] == 1) else array


def formula(letter, layer, depth):
    """Say how this array comes about."""
    inputs = "X" if layer == 0 else f"Y[{layer - 1}]"
    if letter == "Z":
        return f"Z[{layer}] = W[{layer}] @ ({inputs} with a row of ones below)."
    activation = "sigmoid" if layer == depth - 1 else "ReLu"
    return f"Y[{layer}] = {activation}(Z[{layer}]): hidden layers have ReLu, the last one sigmoid."


def check_networks(env, feedforward, sizes, *, columns, largest=1.0):
    """Compare feedforward with the reference in a random network of each of the `sizes`, with weights to `largest`."""
    generator = fresh_generator()
    for layers in sizes:
        problem = draw_problem(generator, layers, columns)
        problem = problem._replace(W=[largest * weights for weights in problem.W])
        with helpers_in_place(env, right_activations()):
            model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=columns)
            model = fed_forward(env, feedforward, model, problem.X)
        expect_layers(model, problem, formula=formula)


@test_case(name="computes Z and Y of both layers in a small example", points=1, hidden=False)
def test_small_example(env, feedforward):
    require_function(feedforward, "feedforward")
    model = call(require_answer(env.get("NNet"), "the given class NNet"), 2, 1, 3, [2])
    give(model, W=[np.array([[1.0, -1.0, 1.0], [2.0, 0.0, -1.0]]), np.array([[1.0, -2.0, 1.0]])])
    X = np.array([[1.0, 0.0, 2.0], [3.0, 2.0, 1.0]])
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "ReLu": lambda Z: np.interp(Z, [-1, 0, 1, 2, 3], [0, 0, 1, 2, 3]),
        "sigmoid": lambda Z: np.interp(Z, [-3, -1, 0, 1], [0.0474259, 0.2689414, 0.5, 0.7310586]),
    }
    with helpers_in_place(env, table):
        model = fed_forward(env, feedforward, model, X)
    due = {
        "Z[0]": [[-1, -1, 2], [1, -1, 3]],
        "Y[0]": [[0, 0, 2], [1, 0, 3]],
        "Z[1]": [[-1, 1, -3]],
        "Y[1]": [[0.2689414, 0.7310586, 0.0474259]],
    }
    arrays = {"Z[0]": model.Z[0], "Y[0]": model.Y[0], "Z[1]": model.Z[1], "Y[1]": model.Y[1]}
    for what, expected in due.items():
        expect_close(
            expect_shape(arrays[what], np.shape(expected), what),
            expected,
            what,
            hint=formula(what[0], int(what[2]), 2),
        )


@test_case(name="ans_bias explains the bias and the row of ones", points=0.5, hidden=False)
def test_bias_answer(ans_bias):
    require_text(ans_bias, "ans_bias")


@test_case(name="every Z and Y is right in networks with one hidden layer", points=1, hidden=True)
def test_one_hidden_layer(env, feedforward):
    check_networks(env, feedforward, [(5, 4, 1), (8, 2, 3)], columns=7)
    check_networks(env, feedforward, [(3, 6, 2)], columns=7, largest=8.0)  # Z is large: whoever clips it is seen


@test_case(name="every Z and Y is right without a hidden layer and with several", points=1, hidden=True)
def test_any_depth(env, feedforward):
    check_networks(env, feedforward, [(6, 2), (4, 5, 3, 1), (3, 4, 6, 5, 2)], columns=6)


# earned without a right value: it compares feedforward with itself, so that a wrong formula costs once
@test_case(name="takes any number of columns, whatever batch_size the model was made with", points=0.5, hidden=True)
def test_any_number_of_columns(env, feedforward):
    generator = fresh_generator()
    require_function(feedforward, "feedforward")
    NNet = require_answer(env.get("NNet"), "the given class NNet")
    for columns in (3, 1, 11):
        problem = draw_problem(generator, (5, 4, 1), columns)
        with helpers_in_place(env, right_activations()):
            # Against what the same function gives when batch_size fits: other mistakes are judged in other cases.
            fitting = make_model(NNet, problem, batch_size=columns)
            fitting = fed_forward(env, feedforward, fitting, problem.X)
            model = fed_forward(env, feedforward, make_model(NNet, problem, batch_size=6), problem.X)
        expect_something(fitting)
        for layer in range(2):
            for letter, value, due in (("Z", model.Z, fitting.Z), ("Y", model.Y, fitting.Y)):
                what = f"{letter}[{layer}] for {columns} columns in a model made with batch_size 6"
                due_there = as_numbers(due[layer], f"{letter}[{layer}]")
                expect(due_there.shape[-1:] == (columns,), hint=f"{letter}[{layer}] has not one column for each of X.")
                expect_close(value[layer], due_there, what, hint="Take the number of columns from X.")


# earned without a right value: it is about shapes and the argument, so that a wrong formula costs once
@test_case(name="leaves no row of ones behind, and X as it is", points=0.25, hidden=True)
def test_ones_not_left_behind(env, feedforward):
    problem = draw_problem(fresh_generator(), (4, 6, 3, 1), 7)
    function = leaving_alone(feedforward, "feedforward", "", "X")
    with helpers_in_place(env, right_activations()):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=7)
        model = fed_forward(env, function, model, problem.X)
    expect_something(model)
    for layer, rows in enumerate(problem.layers[1:]):
        shape = np.shape(model.Y[layer])
        question = f": is the row of ones still in Y[{layer}]?" if shape == (rows + 1, 7) else "."
        expect(shape == (rows, 7), hint=f"Y[{layer}] has shape {shape}, expected {(rows, 7)}{question}")


# earned without a right value: it is about what is returned, so that a wrong formula costs once
@test_case(name="returns the model, with its weights as they were", points=0.25, hidden=True)
def test_returns_the_model(env, feedforward):
    problem = draw_problem(fresh_generator(), (5, 3, 2), 4)
    with helpers_in_place(env, right_activations()):
        # a network for each call: two changes of the weights might make none
        one, other = (make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=4) for _ in range(2))
        network = fed_forward(env, feedforward, one, problem.X)
        result = call(feedforward, other, problem.X)
    expect_something(network)
    expect(is_model(result), hint="feedforward must end with return model.")
    for layer, weights in enumerate(problem.W):
        expect_close(
            result.W[layer], weights, f"W[{layer}] after feedforward", hint="feedforward must not change the weights."
        )


@test_case(name="works together with your own sigmoid and ReLu", points=0.5, hidden=True)
def test_with_own_helpers(env, feedforward):
    problem = draw_problem(fresh_generator(), (6, 5, 3, 1), 8)
    model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=8)
    # what is wrong with right helpers, too, is said in other cases
    expect_layers(fed_forward(env, feedforward, model, problem.X), problem, formula=lambda *place: "")
