"""q8: backpropagation."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    NotAttempted,
    WrongValue,
    as_numbers,
    central_differences,
    expect,
    expect_close,
    fresh_generator,
    helpers_in_place,
    is_empty,
    require_answer,
    require_function,
    unchanged,
)

from .reference import (
    descended,
    draw_problem,
    is_model,
    make_model,
    right_activations,
    right_feedforward,
    square_cost,
)

OK_FORMAT = False
name = "q8"
points = 6

ETA = 0.01  # the document's default: cases about the gradient's values use it, so that eta is judged in its own case


def stepped(backpropagation, model, X, targets, eta):
    """Call backpropagation; return the weights of the network that holds the result, as arrays."""
    function = require_function(backpropagation, "backpropagation")
    before = [np.array(weights) for weights in model.W]
    result = function(model, X, targets, eta)
    network = result if hasattr(result, "W") else model
    after = [as_numbers(weights, f"W[{layer}] after backpropagation") for layer, weights in enumerate(network.W)]
    if is_empty(result) and all(np.array_equal(old, new) for old, new in zip(before, after, strict=True)):
        raise NotAttempted("not attempted yet: backpropagation returns nothing and the weights are as before.")
    return after


def right_helpers():
    """Return what backpropagation may call, all of it right."""
    return {**right_activations(), "feedforward": right_feedforward}


def weight_changes(env, backpropagation, problem, eta, *, batch_size=None):
    """Return (W before - W after) / eta of every layer, with right helpers and a network fed forward by the test."""
    require_function(backpropagation, "backpropagation")
    NNet = require_answer(env.get("NNet"), "the given class NNet")
    with helpers_in_place(env, right_helpers()):
        model = make_model(NNet, problem, batch_size=batch_size or problem.X.shape[1], fed_forward=True)
        after = stepped(backpropagation, model, problem.X.copy(), problem.targets.copy(), eta)
    for layer, (old, new) in enumerate(zip(problem.W, after, strict=True)):
        expect(
            new.shape == old.shape,
            f"W[{layer}] has shape {new.shape} after backpropagation, expected {old.shape} as before.",
        )
    return [(old - new) / eta for old, new in zip(problem.W, after, strict=True)]


def numeric_gradients(problem):
    """Return the gradient of the cost with respect to every W[l], by central differences."""

    def cost_with(layer):
        return lambda weights: square_cost(
            [*problem.W[:layer], weights, *problem.W[layer + 1 :]], problem.X, problem.targets
        )

    return [central_differences(cost_with(layer), weights) for layer, weights in enumerate(problem.W)]


def updated_first_changes(problem, eta):
    """Return the changes / eta of a step back through weights that are already updated (judged in its own case)."""
    after = descended(problem.W, problem.X, problem.targets, eta, updated_first=True)
    return [(old - new) / eta for old, new in zip(problem.W, after, strict=True)]


def expect_gradient(change, gradient, put_up_with, what, hint):
    """Raise unless the change is the gradient, or the value to put up with."""
    try:
        expect_close(change, put_up_with, what)
    except WrongValue:
        expect_close(change, gradient, what, hint=hint)


def network_of(problem):
    """Name the network in a message."""
    return f"in a network with layers of {', '.join(map(str, problem.layers))}"


@test_case(name="moves the weights of both layers rightly in a small example", points=0.5, hidden=False)
def test_small_example(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    model = require_answer(env.get("NNet"), "the given class NNet")(2, 1, 3, [2])
    model.W = [np.array([[1.0, -1.0, 1.0], [0.5, 0.0, -1.0]]), np.array([[0.5, -2.0, 0.0]])]
    model.Z = [np.array([[-1.0, -1.0, 2.0], [-0.5, -1.0, 0.5]]), np.array([[0.0, 0.0, 0.0]])]
    model.Y = [np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 0.5]]), np.array([[0.5, 0.5, 0.5]])]
    X = np.array([[1.0, 0.0, 3.0], [3.0, 2.0, 2.0]])
    targets = np.array([[0.0, 1.0, 1.0]])
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "deriv_sigmoid": lambda Y: np.interp(Y, [0, 0.5], [0, 0.25]),
        "deriv_ReLu": lambda Y: np.interp(Y, [0, 0.5, 2], [0.0, 1.0, 1.0]),
    }
    with helpers_in_place(env, table):
        after = stepped(backpropagation, model, X, targets, 0.8)
    due = [[[1.15, -0.9, 1.05], [-0.1, -0.4, -1.2]], [[0.7, -1.95, 0.1]]]
    for layer in (1, 0):
        expect_close(after[layer], due[layer], f"W[{layer}] after one step with eta = 0.8")


@test_case(name="the change of the last layer's weights is eta times the gradient of the cost", points=1, hidden=True)
def test_last_layer(env, backpropagation):
    generator = fresh_generator()
    for layers in ((5, 1), (4, 3, 2), (3, 5, 4, 1)):
        problem = draw_problem(generator, layers, 7)
        change = weight_changes(env, backpropagation, problem, ETA)[-1]
        expect_close(
            change[:, :-1],
            numeric_gradients(problem)[-1][:, :-1],
            f"(W_before - W_after) / eta of the last layer {network_of(problem)}",
            hint="dC/dW[L] = (deriv_sigmoid(Y[L]) * (Y[L] - Y)) @ Y[L-1].T, a sum over the columns.",
        )


@test_case(
    name="the change of every hidden layer's weights is eta times the gradient of the cost", points=1, hidden=True
)
def test_hidden_layers(env, backpropagation):
    generator = fresh_generator()
    for layers in ((5, 3, 1), (4, 6, 3, 2), (3, 5, 4, 4, 1)):
        problem = draw_problem(generator, layers, 7)
        changes = weight_changes(env, backpropagation, problem, ETA)
        rows = zip(changes, numeric_gradients(problem), updated_first_changes(problem, ETA), strict=True)
        for layer, (change, gradient, put_up_with) in list(enumerate(rows))[-2::-1]:
            expect_gradient(
                change[:, :-1],
                gradient[:, :-1],
                put_up_with[:, :-1],
                f"(W_before - W_after) / eta of W[{layer}] {network_of(problem)}",
                "dC/dY[l-1] = W[l].T @ dC/dZ[l], with W[l] without its bias column; "
                "dC/dZ[l] = deriv_ReLu(Y[l]) * dC/dY[l].",
            )


@test_case(name="the change of the bias column is eta times the gradient in every layer", points=1, hidden=True)
def test_bias_columns(env, backpropagation):
    generator = fresh_generator()
    for layers in ((6, 2), (5, 4, 1), (3, 4, 5, 2)):
        problem = draw_problem(generator, layers, 6)
        changes = weight_changes(env, backpropagation, problem, ETA)
        rows = zip(changes, numeric_gradients(problem), updated_first_changes(problem, ETA), strict=True)
        for layer, (change, gradient, put_up_with) in enumerate(rows):
            expect_gradient(
                change[:, -1],
                gradient[:, -1],
                put_up_with[:, -1],
                f"(W_before - W_after) / eta in the last column of W[{layer}] {network_of(problem)}",
                "Y[l-1] gets its row of ones, the last row, when dC/dW[l] is computed.",
            )


def step_sizes(changes, base, layers):
    """Return for each of the `layers` how far `changes` is `base` times one factor: (factor, largest difference)."""
    found = []
    for layer in layers:
        factor = float(np.sum(changes[layer] * base[layer]) / np.sum(base[layer] ** 2))
        difference = np.max(np.abs(changes[layer] - factor * base[layer])) / np.max(np.abs(base[layer]))
        found.append((factor, float(difference)))
    return found


@test_case(name="the step is proportional to eta", points=0.5, hidden=True)
def test_several_etas(env, backpropagation):
    problem = draw_problem(fresh_generator(), (5, 4, 2), 8)
    base = weight_changes(env, backpropagation, problem, ETA)
    expect(np.any(base[-1]), "backpropagation leaves the weights of the last layer as they are.")
    for eta in (0.5, 0.1, 0.05):
        factor, _ = step_sizes(weight_changes(env, backpropagation, problem, eta), base, [-1])[0]
        expect(
            abs(factor - 1) < 1e-3,
            f"the step with eta = {eta} is {factor * eta / ETA:.4g} times the step with eta = {ETA}, "
            f"expected {eta / ETA:.4g} times: W[l] becomes W[l] - eta * dC/dW[l], with the eta that was passed.",
        )


@test_case(name="all gradients come from the weights before the update", points=0.75, hidden=True)
def test_weights_before_update(env, backpropagation):
    generator = fresh_generator()
    for layers in ((4, 5, 1), (4, 6, 5, 2)):
        problem = draw_problem(generator, layers, 9)
        base = weight_changes(env, backpropagation, problem, ETA)
        expect(all(np.any(change) for change in base), "backpropagation leaves the weights of a layer as they are.")
        for eta in (0.5, 0.1):
            changes = weight_changes(env, backpropagation, problem, eta)
            for layer, (_, difference) in enumerate(step_sizes(changes, base, range(len(base)))):
                expect(
                    difference < 1e-3,
                    f"the direction in which W[{layer}] moves depends on eta: compute dC/dW[l] of all layers with the "
                    f"old weights, then update; dC/dY[{layer}] must not use a W[{layer + 1}] that is updated already.",
                )


@test_case(name="takes any number of columns, whatever batch_size the model was made with", points=0.25, hidden=True)
def test_any_number_of_columns(env, backpropagation):
    generator = fresh_generator()
    for columns in (4, 1, 13):
        problem = draw_problem(generator, (4, 3, 1), columns)
        base = weight_changes(env, backpropagation, problem, ETA, batch_size=columns)
        other = weight_changes(env, backpropagation, problem, ETA, batch_size=6)
        expect(np.any(base[-1]), "backpropagation leaves the weights of the last layer as they are.")
        for layer, (change, due) in enumerate(zip(other, base, strict=True)):
            expect_close(
                change,
                due,
                f"the change of W[{layer}] for {columns} columns in a model made with batch_size 6",
                hint="Take the number of columns from X, not from model.batch_size.",
            )


@test_case(name="leaves X and Y as they are", points=0.25, hidden=True)
def test_arguments_unchanged(env, backpropagation):
    problem = draw_problem(fresh_generator(), (5, 4, 2), 7)
    X, Y = problem.X.copy(), problem.targets.copy()
    with helpers_in_place(env, right_helpers()):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=7, fed_forward=True)
        with unchanged("backpropagation", X=X, Y=Y):
            stepped(backpropagation, model, X, Y, 0.1)


@test_case(name="returns the model with the new weights", points=0.25, hidden=True)
def test_returns_the_model(env, backpropagation):
    problem = draw_problem(fresh_generator(), (5, 4, 1), 7)
    with helpers_in_place(env, right_helpers()):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=7, fed_forward=True)
        stepped(backpropagation, model, problem.X.copy(), problem.targets.copy(), 0.1)
        model = make_model(env["NNet"], problem, batch_size=7, fed_forward=True)
        result = backpropagation(model, problem.X.copy(), problem.targets.copy(), 0.1)
    expect(is_model(result), "backpropagation must end with return model.")
    moved = [not np.array_equal(new, old) for new, old in zip(result.W, problem.W, strict=True)]
    expect(any(moved), "the model that backpropagation returns still has the old weights.")


@test_case(name="works together with your own feedforward and derivatives", points=0.5, hidden=True)
def test_with_own_helpers(env, backpropagation):
    problem = draw_problem(fresh_generator(), (6, 4, 3, 1), 8)
    model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=8)
    feedforward = require_function(env.get("feedforward"), "feedforward")
    require_function(backpropagation, "backpropagation")
    fed = feedforward(model, problem.X.copy())
    after = stepped(backpropagation, fed if hasattr(fed, "W") else model, problem.X.copy(), problem.targets.copy(), ETA)
    for layer, (old, new, gradient) in enumerate(zip(problem.W, after, numeric_gradients(problem), strict=True)):
        expect_close((old - new) / ETA, gradient, f"(W_before - W_after) / eta of W[{layer}], with your own functions")
