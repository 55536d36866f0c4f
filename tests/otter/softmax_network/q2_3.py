"""q2_3: the class Network, its fit and predict."""

from dataclasses import replace

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongBehaviour,
    WrongValue,
    as_numbers,
    call,
    expect,
    expect_attempt,
    expect_close,
    expect_equal,
    expect_shape,
    fresh_generator,
    give,
    helpers_in_place,
    leaving_alone,
    require_answer,
    require_function,
)

from .networks import (
    SIGMOID_HEAD,
    SOFTMAX_HEAD,
    called_again,
    clearly_labelled,
    draw_problem,
    expect_descent,
    expect_mean,
    expect_missing_bias_left_alone,
    expect_penalty,
    expect_some_gradient,
    fitted,
    moved,
    network_of,
    parameters_of,
    right_mean_loss,
    right_outputs,
    student_gradients,
    threshold_between,
)
from .reference import right_functions, unusual_functions

OK_FORMAT = False
name = "q2_3"
points = 16


def linear(z):
    """Return z: the activation of the small examples."""
    return z


def d_linear(z):
    """Return ones of the shape of z."""
    return np.ones_like(z)


def squared_error(YTrue, YPredict):
    """Return the summed squared difference, the loss of the small examples."""
    return np.sum((YTrue - YPredict) ** 2)


def d_squared_error(YTrue, YPredict):
    """Return the gradient of squared_error with respect to the predictions."""
    return 2 * (YPredict - YTrue)


def small_network(env, weights, bias):
    """Return a network of one linear layer with the given weights and bias, and that layer."""
    layer_class = require_function(env.get("Layer"), "Layer (the class of Q2.2)")
    network_class = require_function(env.get("Network"), "Network (the class of Q2.3)")
    layer = call(layer_class, *np.shape(weights))
    give(layer, weights=np.array(weights), bias=np.array(bias))
    return call(network_class, [layer], [linear], [d_linear], squared_error, d_squared_error), layer


def small_data():
    """Return two samples with two numbers each, and their labels."""
    return np.array([[1.0, 2.0], [3.0, -1.0]]), np.array([[1.0], [0.0]])


@test_case(name="one epoch changes the small example's weights and bias as it should", points=0.5, hidden=False)
def test_small_update(env):
    network, layer = small_network(env, [[0.5], [-0.25]], [[0.1]])
    losses = call(network.fit, *small_data(), 1, 0.05, 0.0)
    if losses is None and np.array_equal(layer.weights, [[0.5], [-0.25]]):
        require_answer(losses, "what fit returns")
    expect_close(layer.weights, [[0.2675], [-0.0675]], "layer.weights of the small example after fit for one epoch")
    expect_close(layer.bias, [[0.0525]], "layer.bias of the small example after fit for one epoch")


@test_case(name="fit returns one loss for each epoch", points=0.5, hidden=False)
def test_losses_shape(env):
    network, _ = small_network(env, [[0.5], [-0.25]], [[0.1]])
    losses = expect_shape(call(network.fit, *small_data(), 4, 0.01, 0.0), (4,), "what fit returns for epochs = 4")
    expect(np.all(np.isfinite(losses)), hint="what fit returns contains nan or infinity.")


def labels_of(labels, what):
    """Return labels in one row: whether they come as a vector of shape (n,) is judged in a case of its own."""
    return as_numbers(labels, what).ravel()


@test_case(name="predict gives the number of the largest output", points=0.5, hidden=False)
def test_small_labels(env):
    network, _ = small_network(env, [[1.0, 0.0, 2.0], [0.0, 1.0, 0.0]], [[0.0, 0.0, 0.0]])
    labels = call(network.predict, np.array([[0.1, 0.9], [0.8, 0.2], [-1.0, -2.0], [0.3, 0.4]]))
    what = "predict(X) of the small example"
    expect_equal(labels_of(labels, what), [1, 2, 0, 2], what)


@test_case(name="predict with a threshold gives 0 or 1 for one output node", points=0.5, hidden=True)
def test_threshold(env):
    answers = []  # judged at the end: on one network alone, other mistakes may give the same labels
    for sizes in ((3, 1), (4, 5, 1), (2, 3, 4, 1)):
        problem = draw_problem(fresh_generator(), sizes, SIGMOID_HEAD, 13)
        threshold = threshold_between(right_outputs(problem))
        with helpers_in_place(env, problem.functions):
            network, _ = network_of(env, problem, problem.functions)
            labels = call(network.predict, problem.inputs, threshold=threshold)
        due = (right_outputs(problem).ravel() >= threshold).astype(float)
        what = f"predict(X, threshold={threshold:.3g}) for 13 samples and one output node"
        answers.append((labels_of(labels, what), due, what))
    for labels, due, what in answers:
        expect_equal(labels, due, what)


@test_case(name="predict gives 1 for an output exactly at the threshold", points=0.5, hidden=True)
def test_exactly_at_threshold(env):
    network, _ = small_network(env, [[1.0]], [[0.0]])
    inputs = np.array([[0.25], [0.5], [0.5], [0.5], [0.5], [0.75]])  # several of each: a single label tells nothing
    what = "predict(X, threshold=0.4) for the outputs 0.25, 0.5, 0.75"
    labels = labels_of(call(network.predict, inputs, threshold=0.4), what)
    expect_equal(labels, [0, 1, 1, 1, 1, 1], what)  # else it is not the comparison that is wrong
    what = "predict(X, threshold=0.5) for six samples"
    labels = expect_shape(labels_of(call(network.predict, inputs, threshold=0.5), what), (6,), what)
    expect(np.all(labels[1:5] == 1), hint="an output of exactly 0.5 with threshold 0.5 must get the label 1: use >=.")
    expect(labels[0] == 0 and labels[5] == 1, hint="predict(X, threshold=0.5) must be 0 below 0.5 and 1 above.")


@test_case(name="predict is right for any number of classes and layers", points=0.5, hidden=True)
def test_labels(env):
    for sizes, n, has_bias in (((5, 3), 8, None), ((4, 6, 7), 1, None), ((3, 4, 5, 2), 11, (True, False, True))):
        problem = clearly_labelled(sizes, n, has_bias=has_bias)
        with helpers_in_place(env, problem.functions):
            network, _ = network_of(env, problem, problem.functions)
            labels = call(network.predict, problem.inputs)
        due = np.argmax(right_outputs(problem), axis=1)
        what = f"predict(X) for {n} samples and {sizes[-1]} classes"
        expect_equal(labels_of(labels, what), due, what)


@test_case(name="predict gives one label a sample, in a vector of shape (n,)", points=0.5, hidden=True)
def test_labels_shape(env):
    ten_nodes, _ = small_network(
        env, np.array([[1.0], [2.0]]) * np.eye(2, 10), np.zeros((1, 10))
    )  # a fixed number of nodes has its own case
    one_node, _ = small_network(env, [[1.0], [0.0]], [[0.0]])
    for n in (5, 1):
        inputs = np.array([[1.0, 0.0], [0.0, 1.0]] * n)[:n]
        labels = call(ten_nodes.predict, inputs)
        what = f"predict(X) for n = {n} and ten output nodes"
        expect_attempt(expect_shape(labels, (n,), what), inputs[:, 1], what)
        labels = call(one_node.predict, inputs, threshold=0.5)
        what = f"predict(X, threshold=0.5) for n = {n} and one output node"
        expect_attempt(expect_shape(labels, (n,), what), inputs[:, 0], what)


@test_case(name="weights follow the gradient with sigmoid and the L2 loss", points=1.5, hidden=True)
def test_sigmoid_head(env):
    for sizes in ((3, 5, 1), (5, 4, 3)):
        problem = draw_problem(fresh_generator(), sizes, SIGMOID_HEAD, 7)
        expect_descent(env, problem, 0, f"sigmoid with L2, layer sizes {sizes}")


@test_case(name="weights follow the gradient with softmax and cross entropy", points=1.5, hidden=True)
def test_softmax_head(env):
    for sizes in ((4, 5, 3), (3, 2, 6)):
        problem = draw_problem(fresh_generator(), sizes, SOFTMAX_HEAD, 7)
        expect_descent(env, problem, 0, f"softmax with cross entropy, layer sizes {sizes}")


@test_case(name="networks may have one layer, or three, or four", points=1.5, hidden=True)
def test_depths(env):
    for head in (SOFTMAX_HEAD, SIGMOID_HEAD):
        for sizes in ((6, 3), (4, 5, 3, 2), (3, 4, 2, 5, 3)):
            problem = draw_problem(fresh_generator(), sizes, head, 5)
            expect_descent(env, problem, 0, f"{head[0]} with layer sizes {sizes}")


@test_case(name="biases follow the gradient, in the same measure as the weights", points=1, hidden=True)
def test_biases(env):
    problem = draw_problem(fresh_generator(), (4, 5, 3), SOFTMAX_HEAD, 7)
    expect_descent(env, problem, 1, "softmax with layer sizes (4, 5, 3)")


@test_case(name="a layer without bias keeps its zeros, wherever it stands", points=1, hidden=True)
def test_without_bias(env):
    generator = fresh_generator()
    for has_bias in ((False, True), (True, False), (True, False, True), (False, False, True)):
        sizes = (*(4, 3, 5, 2)[: len(has_bias)], 3)
        expect_missing_bias_left_alone(env, draw_problem(generator, sizes, SOFTMAX_HEAD, 6, has_bias=has_bias))


@test_case(name="the update uses the mean over the samples", points=1, hidden=True)
def test_mean(env):
    for sizes, head, n in (((4, 3), SOFTMAX_HEAD, 9), ((3, 2), SIGMOID_HEAD, 5), ((3, 4, 2), SOFTMAX_HEAD, 6)):
        expect_mean(env, draw_problem(fresh_generator(), sizes, head, n))


@test_case(name="the penalty is on all weights, in full, and on no bias", points=1, hidden=True)
def test_penalty(env):
    generator = fresh_generator()
    # the gradient's part is tiny beside the penalty's: weights updated too early have their own case
    expect_penalty(env, draw_problem(generator, (4, 5, 3), SOFTMAX_HEAD, 7), 1e-4, 200.0)
    # in one layer it does not matter which is updated first
    expect_penalty(env, draw_problem(generator, (4, 3), SOFTMAX_HEAD, 7), 1.0, 0.5)


@test_case(name="the loss of an epoch is the mean over the samples", points=0.5, hidden=True)
def test_loss_values(env):
    for sizes, head in (((4, 3, 5), SOFTMAX_HEAD), ((3, 4, 1), SIGMOID_HEAD), ((5, 2), SIGMOID_HEAD)):
        problem = draw_problem(fresh_generator(), sizes, head, 9)
        losses, _ = fitted(env, problem, epochs=3, learning_rate=0.0)
        due = np.full(3, right_mean_loss(problem))
        expect_close(losses, due, f"what fit returns with learning_rate = 0 ({head[1]}, 9 samples)")


def expect_loss_of_data(env, problem, loss):
    """Raise when the loss has nothing to do with the data: that of others must be another one."""
    other = replace(problem, inputs=-3.0 * problem.inputs)
    there, _ = fitted(env, other, learning_rate=0.0)
    here, there = as_numbers(loss, "what fit returns").ravel(), as_numbers(there, "what fit returns").ravel()
    expect(
        here.shape != there.shape or not np.allclose(there, here, rtol=1e-6, atol=0),
        hint="what fit returns is the same for other data.",
    )


@test_case(name="the loss of an epoch is taken before its update and without the penalty", points=0.5, hidden=True)
def test_loss_before_update(env):
    problem = draw_problem(fresh_generator(), (4, 3, 5), SOFTMAX_HEAD, 8)
    due, _ = fitted(env, problem, learning_rate=0.0)
    expect_loss_of_data(env, problem, due)
    before_update, _ = fitted(env, problem, learning_rate=0.7)
    expect_close(
        before_update, require_answer(due, "what fit returns"), "the first loss, which learning_rate must not change"
    )
    penalised, _ = fitted(env, problem, learning_rate=0.7, reg_lambda=0.4)
    expect_close(penalised, due, "the first loss, which reg_lambda must not change")


@test_case(name="labels of shape (n,) and (n, 1) mean the same, whole numbers too", points=0.5, hidden=True)
def test_label_shapes(env):
    column = draw_problem(fresh_generator(), (3, 4, 1), SIGMOID_HEAD, 6)
    expect_some_gradient(env, column)
    losses, after = fitted(env, column, epochs=2, learning_rate=0.5)
    vector_losses, vector_after = fitted(
        env, replace(column, targets=column.targets.ravel().astype(int)), epochs=2, learning_rate=0.5
    )
    expect(moved(column, vector_after), hint="fit with labels of shape (n,) changes nothing.")
    for number, (own, vector) in enumerate(zip(after, vector_after, strict=True)):
        what = f"layers[{number}].weights after fit with whole numbers of shape (n,) as labels, compared with (n, 1),"
        expect_close(vector[0], own[0], what, hint="Y - output makes an (n, n) array of (n,) and (n, 1).")
    if losses is not None:
        expect_close(vector_losses, losses, "the loss with labels of shape (n,), compared with (n, 1),")


@test_case(name="all samples and all layers use the weights from before the update", points=0.5, hidden=True)
def test_before_update(env):
    for head, n in ((SOFTMAX_HEAD, 130), (SIGMOID_HEAD, 7)):  # 130 is more than a batch is wont to hold
        problem = draw_problem(fresh_generator(), (4, 5, 3), head, n)
        expect_some_gradient(env, problem)
        fast, slow = (student_gradients(env, problem, rate) for rate in (100.0, 1.0))
        for number, ((found, _), (due, _)) in enumerate(zip(fast, slow, strict=True)):
            what = f"the change of layers[{number}].weights divided by learning_rate, at 100 compared with 1,"
            hint = "Compute every gradient of an epoch first, then update."
            expect_close(found, due, what, tolerance=0.01, hint=hint)


def expect_steps(env, problem, reg_lambda, hint, epochs=3):
    """Raise unless several epochs do what as many calls of fit with one epoch do; return the losses."""
    losses, after = fitted(env, problem, epochs=epochs, learning_rate=0.3, reg_lambda=reg_lambda)
    step, single = problem, []
    for _ in range(epochs):
        loss, reached = fitted(env, step, epochs=1, learning_rate=0.3, reg_lambda=reg_lambda)
        step = replace(step, parameters=tuple(reached))
        single.append(loss)
    for number, (own, due) in enumerate(zip(after, step.parameters, strict=True)):
        what = f"layers[{number}].weights after fit(epochs={epochs}), compared with {epochs} calls of fit(epochs=1),"
        expect_close(own[0], due[0], what, hint=hint)
    if losses is not None:
        what = f"what fit(epochs={epochs}) returns, compared with {epochs} calls of fit,"
        expect_close(losses, np.ravel(single), what)
    return losses


def forgetful(problem):
    """Return a problem that the network solves as it is, so that a penalty makes its loss rise."""
    *others, (weights, bias) = problem.parameters
    sure = replace(problem, parameters=(*others, (20 * weights, bias)))
    outputs = right_outputs(sure)
    return replace(sure, targets=np.eye(outputs.shape[1])[np.argmax(outputs, axis=1)])


@test_case(name="each epoch goes on where the last one stopped", points=0.5, hidden=True)
def test_epochs(env):
    problem = draw_problem(fresh_generator(), (4, 3, 3), SOFTMAX_HEAD, 6)
    expect_some_gradient(env, problem)
    losses = expect_steps(env, problem, 0.1, "Every epoch is one step from where the last one stopped.")
    many = "Make as many updates as epochs says, also where the loss rises."
    expect_steps(env, forgetful(problem), 0.5, many, epochs=7)
    if losses is not None:
        again = expect_shape(called_again(env, problem), (2,), "what a second call of fit returns for epochs = 2")
        expect_close(again, np.ravel(losses)[1:], "what a second call of fit returns, which goes on from the first,")


@test_case(name="fit leaves X, Y and other networks alone", points=0.5, hidden=True)
def test_leaves_alone(env):
    problem = draw_problem(fresh_generator(), (4, 3, 3), SOFTMAX_HEAD, 6)
    expect_some_gradient(env, problem)
    _, due = fitted(env, problem, epochs=2)
    with helpers_in_place(env, problem.functions):
        first, first_layers = network_of(env, problem, problem.functions)
        other, _ = network_of(env, problem, problem.functions)
        call(leaving_alone(other.fit, "fit", "X", "Y"), problem.inputs, problem.targets, 2, 1.0, 0.0)
        untouched = parameters_of(problem, first_layers)
        call(first.fit, problem.inputs, problem.targets, 2, 1.0, 0.0)
    expect(not moved(problem, untouched), hint="training one network changes the weights of another.")
    for number, (own, right) in enumerate(zip(parameters_of(problem, first_layers), due, strict=True)):
        expect_close(own[0], right[0], f"layers[{number}].weights of a second network trained on the same data")


@test_case(name="the network uses the activations and the loss it was given", points=0.5, hidden=True)
def test_given_functions(env):
    functions = {**right_functions(), **unusual_functions()}
    drawn = draw_problem(fresh_generator(), (3, 4, 2), SIGMOID_HEAD, 6)
    problem = replace(drawn, functions=functions, hidden="tanh", head=("identity", "quartic_error"))
    expect_descent(env, problem, 0, "a tanh layer, one without activation and the summed fourth power of the error")


@test_case(name="fit works together with your own functions of Q2.1", points=0.5, hidden=True)
def test_own_functions(env):
    problem = draw_problem(fresh_generator(), (4, 5, 3), SOFTMAX_HEAD, 6)
    for head in (SOFTMAX_HEAD, SIGMOID_HEAD):
        problem = replace(problem, head=head)
        expect_some_gradient(env, problem)
        own = {name: require_function(env.get(name), name) for name in right_functions()}
        due_losses, due = fitted(env, problem, epochs=3, learning_rate=0.5)
        expect(moved(problem, due), hint="fit changes no weight.")
        losses, after = fitted(env, replace(problem, functions=own), epochs=3, learning_rate=0.5)
        for number, (found, right) in enumerate(zip(after, due, strict=True)):
            if not np.allclose(found[0], right[0], rtol=0, atol=1e-4):
                what = f"layers[{number}].weights after fit with your own functions of Q2.1, {head[0]} at the end,"
                raise WrongValue(hint=f"{what} differ from those with right functions. See what Q2.1 says.")
        if due_losses is not None and not np.allclose(losses, due_losses, rtol=1e-4, atol=1e-6):
            raise WrongBehaviour(hint=f"the loss of fit with your own {head[1]} differs from the right one. See Q2.1.")
