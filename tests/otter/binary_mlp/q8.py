"""q8: backpropagation."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    call,
    expect,
    expect_all_close,
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
)

from .reference import draw_problem, gradients_of, is_model, make_model
from .steps import (
    ETA,
    TINY_ETA,
    accepted,
    along_the_gradient,
    changes_in_a_row,
    changes_labels,
    expect_bias_columns,
    expect_hidden_layers,
    expect_last_layer,
    expect_signal,
    expect_step,
    factor_of,
    own_changes,
    stepped,
    traced,
    weight_changes,
    with_right_helpers,
)

OK_FORMAT = False
name = "q8"
points = 6


def small_step(env, backpropagation, helpers):
    """Return the weights of the small example after one step with eta = 0.8 and the given helpers."""
    model = call(require_answer(env.get("NNet"), "the given class NNet"), 2, 1, 3, [2])
    before = [np.array([[1.0, -1.0, 1.0], [0.5, 0.0, -1.0]]), np.array([[0.5, -2.0, 0.0]])]
    Z = [np.array([[-1.0, -1.0, 2.0], [-0.5, -1.0, 0.5]]), np.array([[0.0, 0.0, 0.0]])]
    Y = [np.array([[0.0, 0.0, 2.0], [0.0, 0.0, 0.5]]), np.array([[0.5, 0.5, 0.5]])]
    give(model, W=before, Z=Z, Y=Y)
    X = np.array([[1.0, 0.0, 3.0], [3.0, 2.0, 2.0]])
    targets = np.array([[0.0, 1.0, 1.0]])
    with helpers_in_place(env, helpers):
        result = call(backpropagation, model, X, targets, 0.8)
    after = list((result if hasattr(result, "W") else model).W)
    if is_empty(result) and all(np.array_equal(old, new) for old, new in zip(before, after, strict=True)):
        raise nothing_there("what backpropagation returns", "None, and the weights are as before")
    return after


@test_case(name="moves the weights of both layers rightly in a small example", points=0.5, hidden=False)
def test_small_example(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    due = [np.array([[1.15, -0.9, 1.05], [-0.1, -0.4, -1.2]]), np.array([[0.7, -1.95, 0.1]])]
    # Stand-ins that know the values which occur here, so that a mistake in q5 does not matter.
    table = {
        "deriv_sigmoid": lambda Y: np.interp(Y, [0, 0.5], [0, 0.25]),
        "deriv_ReLu": lambda Y: np.interp(Y, [0, 0.5, 2], [0.0, 1.0, 1.0]),
    }
    after = small_step(env, backpropagation, table)
    if not all(np.shape(new) == old.shape and np.allclose(new, old) for new, old in zip(after, due, strict=True)):
        # A step that fits the derivatives of this notebook is right too.
        after = small_step(env, backpropagation, {})
    before = [np.array([[1.0, -1.0, 1.0], [0.5, 0.0, -1.0]]), np.array([[0.5, -2.0, 0.0]])]
    changes = [
        old - expect_shape(new, old.shape, f"W[{layer}] after one step")
        for layer, (old, new) in enumerate(zip(before, after, strict=True))
    ]
    expect_all_close(
        changes,
        [old - new for old, new in zip(before, due, strict=True)],
        "the change of W[{layer}] in one step with eta = 0.8 (W before minus W after)",
    )


def weights_only(matrices):
    """Return the matrices without their last columns, the biases."""
    return [matrix[:, :-1] for matrix in matrices]


def last_factor(notebook, problem):
    """Return how many times what it should be the step of the last layer's weights is."""
    changes, due = weight_changes(notebook, problem, ETA), gradients_of(problem)
    return factor_of(weights_only(changes)[-1], weights_only(due)[-1])


@test_case(name="the change of the last layer's weights is along the gradient of the cost", points=0.75, hidden=True)
def test_last_layer(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    # Networks with several outputs are in this case alone: who thinks of one output loses it once.
    for layers in ((5, 1), (4, 3, 2), (3, 5, 4, 1)):
        expect_step(notebook, draw_problem(generator, layers, 7), expect_last_layer)
    one, two = (last_factor(notebook, draw_problem(generator, (4, 3, outputs), 7)) for outputs in (1, 2))
    expect(
        abs(one - 1) > 1e-3 or abs(two - 1) < 1e-3,  # a step that is wrong with one output has a case of its own
        hint=f"with two outputs the step of the last layer is {two:.4g} times what it should be, with one it is right: "
        "C = 1/2 * sum of (Y[L] - Y)**2 is a sum over the outputs, too, not a mean.",
    )
    # np.where(y == 5, 1, 0) gives integers, so labels come as such too. Changing them has a case of its own.
    problem = draw_problem(generator, (4, 3, 1), 7)
    if not changes_labels(notebook, problem):
        expect_step(notebook, problem._replace(targets=problem.targets.astype(np.int64)), expect_last_layer)


@test_case(
    name="the change of every hidden layer's weights follows from that of the layer above", points=0.75, hidden=True
)
def test_hidden_layers(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    for layers in ((5, 3, 1), (4, 6, 3, 1), (3, 5, 4, 4, 1)):
        expect_step(notebook, draw_problem(generator, layers, 7), expect_hidden_layers)


@test_case(name="the change of the bias column fits that of the weights in every layer", points=0.75, hidden=True)
def test_bias_columns(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    for layers in ((5, 4, 1), (3, 6, 1)):
        expect_step(notebook, draw_problem(generator, layers, 6), expect_bias_columns)


def repeated(problem, times):
    """Return the problem with every column so many times."""
    return problem._replace(X=np.tile(problem.X, (1, times)), targets=np.tile(problem.targets, (1, times)))


@test_case(name="the step is the gradient itself, summed over the columns, and goes downhill", points=1, hidden=True)
def test_factor(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    # The many columns of the last one have a gradient that is large, as it is for a whole batch.
    for layers, columns, times in (((5, 4, 1), 5, 1), ((4, 6, 1), 8, 1), ((4, 5, 1), 6, 30)):
        problem = repeated(draw_problem(generator, layers, columns), times)
        expect_signal(notebook, problem)
        changes, due = (
            weights_only(matrices) for matrices in (weight_changes(notebook, problem, ETA), gradients_of(problem))
        )
        expect(np.any(changes[-1]), hint="backpropagation leaves the weights of the last layer as they are.")
        if not along_the_gradient(changes, due):
            # The gradient is wrong, which has cases of its own: the step on every column twice still says sum or mean.
            growth = factor_of(weights_only(weight_changes(notebook, repeated(problem, 2), ETA))[-1], changes[-1])
            expect(
                abs(growth / 2 - 1) < 1e-3,
                hint=f"when every column of X and Y comes twice, the step of the last layer is {growth:.4g} times as "
                "large as before, expected 2 times: C = 1/2 * sum of (Y[L] - Y)**2 is a sum over the columns.",
            )
            continue
        factor = factor_of(changes[-1], due[-1])
        is_mean = abs(factor * columns * times - 1) < 1e-2
        advice = ", and C = 1/2 * sum of (Y[L] - Y)**2 is a sum over the columns, not a mean" if is_mean else ""
        expect(
            abs(factor - 1) < 1e-3,
            hint=f"for {columns * times} columns the step of the last layer is {factor:.4g} times what it should be: "
            f"W[l] becomes W[l] - eta * dC/dW[l]{advice}.",
        )


def bend(change, base):
    """Return how far `change` is from being `base` times a number, relative to the largest entry of `base`."""
    difference = np.max(np.abs(change - factor_of(change, base) * base))
    return float(difference / max(np.max(np.abs(base)), 1e-30)) if np.any(base) or np.any(change) else 0.0


@test_case(name="the step is proportional to eta", points=0.5, hidden=True)
def test_several_etas(env, backpropagation):
    notebook = with_right_helpers(env)
    problem, etas = draw_problem(fresh_generator(), (5, 4, 1), 8), (3.0, 0.5, 0.05)
    expect_signal(notebook, problem)
    # One network takes all the steps: what a call leaves behind must not change the next one.
    base, *steps = changes_in_a_row(notebook, problem, (ETA, *etas))
    expect(np.any(base[-1]), hint="backpropagation leaves the weights of the last layer as they are.")
    for eta, changes in zip(etas, steps, strict=True):
        factor = factor_of(changes[-1], base[-1])
        expect(
            abs(factor - 1) < 1e-3,
            hint=f"after a step with eta = {ETA}, the step of the same network with eta = {eta} is "
            f"{factor * eta / ETA:.4g} times as large, expected {eta / ETA:.4g} times: W[l] becomes "
            "W[l] - eta * dC/dW[l], with the eta that was passed and nothing kept from earlier calls.",
        )


@test_case(name="all gradients come from the weights before the update", points=0.5, hidden=True)
def test_weights_before_update(env, backpropagation):
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    for layers in ((4, 5, 1), (4, 6, 1)):
        problem = draw_problem(generator, layers, 9)
        expect_signal(notebook, problem)
        base = weight_changes(notebook, problem, ETA)
        expect(np.any(base[-1]), hint="backpropagation leaves the weights of the last layer as they are.")
        for eta in (0.5, 0.1):
            changes = weight_changes(notebook, problem, eta)
            for layer, (change, due) in enumerate(zip(changes, base, strict=True)):
                expect(
                    bend(change, due) < 1e-3,
                    hint=f"the direction in which W[{layer}] moves depends on eta: compute dC/dW[l] of all layers with "
                    "the old weights, then update all of them.",
                )


# earned without a right value: it compares backpropagation with itself, so that a wrong formula costs once
@test_case(name="takes any number of columns, whatever batch_size the model was made with", points=0.25, hidden=True)
def test_any_number_of_columns(env, backpropagation):
    notebook = with_right_helpers(env)
    generator = fresh_generator()
    for columns in (4, 1, 13):
        problem = draw_problem(generator, (4, 3, 1), columns)
        expect_signal(notebook, problem)
        base = weight_changes(notebook, problem, ETA, batch_size=columns)
        other = weight_changes(notebook, problem, ETA, batch_size=6)
        expect(np.any(base[-1]), hint="backpropagation leaves the weights of the last layer as they are.")
        for layer, (change, due) in enumerate(zip(other, base, strict=True)):
            expect_close(
                change,
                due,
                f"the change of W[{layer}] for {columns} columns in a model made with batch_size 6",
                hint="Take the number of columns from X, not from model.batch_size.",
            )


# earned without a right value: it is about the arguments, so that a wrong formula costs once
@test_case(name="leaves X and Y as they are", points=0.25, hidden=True)
def test_arguments_unchanged(env, backpropagation):
    notebook = with_right_helpers(env)
    problem = draw_problem(fresh_generator(), (5, 4, 1), 7)
    expect_signal(notebook, problem)
    function = leaving_alone(backpropagation, "backpropagation", "", "X", "Y")
    with helpers_in_place(env, notebook.helpers):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=7, fed_forward=True)
        stepped(function, model, problem.X, problem.targets, 0.1)


# earned without a right value: it is about what is returned, so that a wrong formula costs once
@test_case(name="returns the model with the new weights", points=0.25, hidden=True)
def test_returns_the_model(env, backpropagation):
    notebook = with_right_helpers(env)
    problem = draw_problem(fresh_generator(), (5, 4, 1), 7)
    expect_signal(notebook, problem)
    with helpers_in_place(env, notebook.helpers):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=7, fed_forward=True)
        result = call(backpropagation, model, problem.X, problem.targets, 0.1)
    expect(is_model(result), hint="backpropagation must end with return model.")
    moved = [not np.array_equal(new, old) for new, old in zip(result.W, problem.W, strict=True)]
    expect(any(moved), hint="the model that backpropagation returns still has the old weights.")


@test_case(name="works together with your own feedforward and derivatives", points=0.5, hidden=True)
def test_with_own_helpers(env, backpropagation):
    require_function(backpropagation, "backpropagation")
    notebook = with_right_helpers(env)
    problem = draw_problem(fresh_generator(), (6, 5, 4, 1), 8)
    expect_signal(notebook, problem)
    own = own_changes(env, problem, ETA)
    gradients = gradients_of(problem)
    if along_the_gradient(own, gradients) or along_the_gradient(own_changes(env, problem, TINY_ETA), gradients):
        return
    # What is wrong with right helpers too has cases of its own, unless nothing is right.
    trace = traced(notebook, problem, ETA)
    same = all(np.allclose(mine, right, rtol=1e-3, atol=1e-6) for mine, right in zip(own, trace.changes, strict=True))
    if same and (accepted(expect_last_layer, trace) or accepted(expect_hidden_layers, trace)):
        return
    for layer, (change, gradient) in enumerate(zip(own, gradients, strict=True)):
        expect_close(change, gradient, f"(W_before - W_after) / eta of W[{layer}], with your own functions,")
