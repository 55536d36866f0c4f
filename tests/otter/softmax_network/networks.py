"""Networks for the hidden cases of Q2.3: drawing them, training them by the student's code, and what is right."""

import dataclasses

import numpy as np

from autograder.testing import (
    WrongBehaviour,
    WrongValue,
    answers,
    as_numbers,
    asking,
    call,
    central_differences,
    expect,
    expect_close,
    expect_shape,
    fresh_generator,
    give,
    helpers_in_place,
    nothing_there,
    require_function,
)

from .reference import right_functions

SIGMOID_HEAD = ("sigmoid", "l2_loss")
SOFTMAX_HEAD = ("softmax", "cross_entropy_loss")
CLEAR = 1e-4  # a difference that rounding does not make
LARGE_STEP, SMALL_STEP = 100.0, 1e-8  # the largest change of a parameter in one epoch


@dataclasses.dataclass(frozen=True)
class Problem:
    """A network and its data.

    `parameters` holds the weights and the bias of each layer, `has_bias` whether it uses one. `functions` has every
    activation and loss by name, and the derivative of each under that name with d_ before it. `hidden` names the
    activation of the hidden layers, `head` the last activation and the loss. `targets` are the labels as they are
    handed to fit: (n,), (n, 1) or (n, k).
    """

    functions: dict
    parameters: tuple
    has_bias: tuple
    hidden: str
    head: tuple
    inputs: np.ndarray
    targets: np.ndarray


def draw_problem(generator, sizes, head, n, *, has_bias=None):
    """Return a network of random weights with layers `sizes`, and n samples with labels that suit its head."""
    has_bias = has_bias or (True,) * (len(sizes) - 1)
    parameters = []
    for n_in, n_out, biased in zip(sizes[:-1], sizes[1:], has_bias, strict=True):
        bias = generator.uniform(-1, 1, (1, n_out)) if biased else np.zeros((1, n_out))
        parameters.append((generator.uniform(-1.5, 1.5, (n_in, n_out)), bias))
    if head == SOFTMAX_HEAD:
        targets = np.eye(sizes[-1])[generator.permutation(n) % sizes[-1]]
    else:
        targets = generator.integers(0, 2, (n, sizes[-1])).astype(float)
        targets[0], targets[1] = 0.0, 1.0  # both labels occur
    inputs = generator.uniform(-1.5, 1.5, (n, sizes[0]))
    return Problem(right_functions(), tuple(parameters), has_bias, "sigmoid", head, inputs, targets)


def network_of(env, problem, functions):
    """Return an instance of the student's Network with the weights of `problem`, and its layers."""
    layer_class = require_function(env.get("Layer"), "Layer (the class of Q2.2)")
    network_class = require_function(env.get("Network"), "Network (the class of Q2.3)")
    sizes = zip(problem.parameters, problem.has_bias, strict=True)
    layers = answers(asking(layer_class, "__call__", *weights.shape, add_bias=biased) for (weights, _), biased in sizes)
    for layer, (weights, bias) in zip(layers, problem.parameters, strict=True):
        give(layer, weights=weights, bias=bias)
    last, loss = problem.head
    activations = [problem.hidden] * (len(layers) - 1) + [last]
    network = call(
        network_class,
        layers,
        [functions[activation] for activation in activations],
        [functions[f"d_{activation}"] for activation in activations],
        functions[loss],
        functions[f"d_{loss}"],
    )
    return network, layers


def fitted(env, problem, *, epochs=1, learning_rate=1.0, reg_lambda=0.0):
    """Train with the student's fit and right functions; return what fit returns, and the parameters afterwards."""
    functions = problem.functions
    asked = {name: functions[name] for name in right_functions()}
    with helpers_in_place(env, asked):
        network, layers = network_of(env, problem, functions)
        (losses,) = answers(
            [asking(network, "fit", problem.inputs, problem.targets, epochs, learning_rate, reg_lambda)]
        )
    after = parameters_of(problem, layers)
    if losses is None and learning_rate and not moved(problem, after):
        raise nothing_there("what fit returns", "None, and it changes no weights")
    return losses, after


def parameters_of(problem, layers):
    """Return copies of the weights and the bias of each of the student's layers.

    The shapes of weights are checked; a bias of another shape has its own case.
    """
    found = []
    values = iter(answers(asking(layer, part) for layer in layers for part in ("weights", "bias")))
    for number, ((weights, _), new, bias) in enumerate(zip(problem.parameters, values, values, strict=True)):
        new_weights = expect_shape(new, weights.shape, f"layers[{number}].weights after fit")
        new_bias = as_numbers(bias, f"layers[{number}].bias after fit")
        found.append((new_weights.copy(), new_bias.copy()))
    return found


def moved(problem, after):
    """Tell whether any weight or bias differs from the problem's."""
    return any(
        not np.array_equal(a, b)
        for old, new in zip(problem.parameters, after, strict=True)
        for a, b in zip(old, new, strict=True)
    )


def right_outputs(problem, parameters=None):
    """Return the network's outputs for the problem's inputs, (n, k)."""
    layers = parameters or problem.parameters
    outputs = problem.inputs
    for number, (weights, bias) in enumerate(layers, start=1):
        activation = problem.head[0] if number == len(layers) else problem.hidden
        outputs = problem.functions[activation](outputs @ weights + bias)
    return outputs


def clearly_labelled(sizes, n, *, has_bias=None):
    """Return a problem with softmax whose samples have one output that is clearly the largest."""
    generator = fresh_generator()
    while True:
        problem = draw_problem(generator, sizes, SOFTMAX_HEAD, n, has_bias=has_bias)
        ranked = np.sort(right_outputs(problem), axis=1)
        if np.min(ranked[:, -1] - ranked[:, -2]) > CLEAR:
            return problem


def threshold_between(outputs):
    """Return a threshold among the 13 outputs of one node, in the widest gap that does not hold one half.

    So rounding decides nothing, and one half in its place gives another label to some sample.
    """
    ordered = np.sort(outputs.ravel())
    lower, upper = ordered[2:10], ordered[3:11]
    gaps = np.where((lower <= 0.5) & (upper >= 0.5), 0.0, upper - lower)
    widest = int(np.argmax(gaps))
    return float((lower[widest] + upper[widest]) / 2)


def right_mean_loss(problem, parameters=None):
    """Return the loss of the problem's data divided by the number of samples."""
    outputs = right_outputs(problem, parameters)
    loss = problem.functions[problem.head[1]]
    return float(loss(problem.targets.reshape(outputs.shape), outputs)) / len(problem.inputs)


def right_gradients(problem):
    """Return the central differences of the mean loss, a pair (weights, bias) a layer."""

    def differences(number, part):
        def cost(array):
            changed = [list(pair) for pair in problem.parameters]
            changed[number][part] = array
            return right_mean_loss(problem, changed)

        return central_differences(cost, problem.parameters[number][part], step=1e-5)

    return [(differences(number, 0), differences(number, 1)) for number in range(len(problem.parameters))]


def student_gradients(env, problem, learning_rate):
    """Return the change of each weight matrix and bias over one epoch, divided by -learning_rate."""
    _, after = fitted(env, problem, learning_rate=learning_rate)
    expect(moved(problem, after), hint="fit changes no weight.")
    return [
        ((weights - new_weights) / learning_rate, (bias - new_bias) / learning_rate)
        for (weights, bias), (new_weights, new_bias) in zip(problem.parameters, after, strict=True)
    ]


def expect_descent(env, problem, part, what):
    """Raise unless one epoch moves every weight matrix (part 0) or bias (part 1) along the gradient of the mean loss.

    One factor for the whole network passes whatever it is: a sum where a mean is due, or the other sign, has its own
    case. So do weights that are updated too early, which show in large steps only: small ones get a second try.
    Large steps come first since work in float32 loses small ones.
    """
    due = right_gradients(problem)
    steepest = max(float(np.max(np.abs(array))) for pair in due for array in pair)
    try:
        expect_directions(student_gradients(env, problem, LARGE_STEP / steepest), due, part, what)
    except WrongValue:
        try:
            expect_directions(student_gradients(env, problem, SMALL_STEP / steepest), due, part, what, tolerance=1e-3)
            return
        except WrongValue:
            pass
        raise


def expect_directions(gradients, due, part, what, *, tolerance=1e-4):
    """Raise unless the arrays of `gradients` are those that are due, up to one factor: that of the last weights."""
    factor = factor_of(gradients[-1][0], due[-1][0])
    for number, (found, right) in enumerate(zip(gradients, due, strict=True)):
        name = f"layers[{number}].{('weights', 'bias')[part]}"
        if not np.all(np.isfinite(found[part])):
            raise WrongValue(hint=f"{what}: {name} contains nan or infinity after one epoch.")
        if not np.any(found[part]):
            raise WrongValue(hint=f"{what}: one epoch of fit leaves {name} as it was.")
        expect_close(
            found[part],
            factor * right[part],
            f"{what}: (before - after) / learning_rate of {name} in one epoch, measured by that of the last "
            "layer's weights,",
            tolerance=tolerance,
            hint="The step of weights and biases alike is learning_rate times the gradient of the mean loss.",
        )


def expect_some_gradient(env, problem):
    """Raise unless fit has something of gradient descent; what it lacks is judged in cases of its own.

    With copies of one sample, another label moves the weights of the first output along what comes into the last
    layer. Cases that compare fit with itself ask for this first: what has nothing to do with the gradient may be
    consistent. A network of one layer or one of two layers will do, as the first layer may be the one that is wrong.
    """
    n_in, n_out = problem.parameters[-1][0].shape
    generator = fresh_generator()
    sizes = ((n_in + 2, n_out), (n_in + 2, 3, n_out))
    networks = [[draw_problem(generator, each, problem.head, 2) for _ in range(3)] for each in sizes]
    if not any(all(moves_with_the_label(env, problem, drawn) for drawn in each) for each in networks):
        raise WrongValue(
            hint="one epoch of fit does not move the weights along the gradient: see what other tests say."
        )


COPIES = 64  # of one sample: whoever trains in batches and drops the last one trains on these, too


def moves_with_the_label(env, problem, drawn):
    """Tell whether another label moves the weights of the first output of `drawn` along what comes into that layer."""
    n_out = drawn.parameters[-1][0].shape[1]
    targets = np.eye(n_out)[[0, -1]] if drawn.head == SOFTMAX_HEAD else np.array([[0.0], [1.0]]) + np.zeros(n_out)
    steps = []
    for target in targets:
        alone = dataclasses.replace(
            drawn,
            functions=problem.functions,
            inputs=np.repeat(drawn.inputs[:1], COPIES, axis=0),
            targets=np.repeat(target[None, :], COPIES, axis=0),
        )
        try:
            steps.append(student_gradients(env, alone, 0.01)[-1][0][:, 0])
        except WrongBehaviour:
            return False
    moved_by, incoming = steps[0] - steps[1], drawn.inputs[0]
    for weights, bias in drawn.parameters[:-1]:
        incoming = right_functions()[drawn.hidden](incoming @ weights + bias).ravel()
    return bool(abs(moved_by @ incoming) >= 0.9 * np.linalg.norm(moved_by) * np.linalg.norm(incoming) > 0)


def factor_of(found, due):
    """Return by what factor `found` is larger than `due`, as well as one number can say."""
    factor = float(np.sum(found * due) / np.sum(due**2))
    return factor if np.isfinite(factor) and factor else 1.0


def is_near(found, due):
    """Tell whether two arrays differ by at most a thousandth of the largest entry that is due."""
    return bool(np.all(np.abs(found - due) <= 1e-3 * np.max(np.abs(due))))


def expect_mean(env, problem):
    """Raise unless one epoch moves the weights by the mean gradient over the samples.

    Where another mistake, which has its own case, makes the gradient wrong, this compares the network with itself:
    the mean does not change when every sample comes twice. What is looked for is at least a factor of two.
    """
    due = [weights for weights, _ in right_gradients(problem)]
    found = [weights for weights, _ in student_gradients(env, problem, 0.5)]
    factor = factor_of(found[-1], due[-1])
    expect_some_gradient(env, problem)
    if not all(is_near(own / factor, right) for own, right in zip(found, due, strict=True)):
        inputs, targets = (np.concatenate([array, array]) for array in (problem.inputs, problem.targets))
        due = [
            weights
            for weights, _ in student_gradients(env, dataclasses.replace(problem, inputs=inputs, targets=targets), 0.5)
        ]
    for number, (own, right) in enumerate(zip(found, due, strict=True)):
        what = f"the change of layers[{number}].weights divided by -learning_rate, for {len(problem.inputs)} samples,"
        hint = "Divide the sum of the samples' gradients by their number."
        expect_close(own, right, what, tolerance=0.02, hint=hint)


def expect_penalty(env, problem, learning_rate, reg_lambda):
    """Raise unless reg_lambda adds the weights from before the update to their gradients, and nothing else."""
    expect_some_gradient(env, problem)
    _, without = fitted(env, problem, learning_rate=learning_rate)
    _, penalised = fitted(env, problem, learning_rate=learning_rate, reg_lambda=reg_lambda)
    for number, (plain, other) in enumerate(zip(without, penalised, strict=True)):
        weights, _ = problem.parameters[number]
        what = f"what reg_lambda adds to layers[{number}].weights, divided by -learning_rate * reg_lambda"
        expect_close(
            (plain[0] - other[0]) / (learning_rate * reg_lambda),
            weights,
            what,
            tolerance=1e-3,
            hint="The penalty adds reg_lambda times the weights to their gradient.",
        )
        expect(
            np.allclose(plain[1], other[1], rtol=0, atol=1e-4),
            hint=f"reg_lambda makes layers[{number}].bias another one: the penalty is on the weights only.",
        )


def expect_missing_bias_left_alone(env, problem):
    """Raise unless layers without bias keep their zeros and the others move as if every layer had a bias.

    Biases that start at zero change nothing else in the first epoch, whether they are used or not. The steps are
    small, so that this holds as well where parameters are updated too early, which has its own case.
    """
    expect_some_gradient(env, problem)
    found = student_gradients(env, problem, 1e-4)
    with_all = student_gradients(env, dataclasses.replace(problem, has_bias=(True,) * len(problem.has_bias)), 1e-4)
    where = f"of a network whose layers have add_bias = {problem.has_bias}"
    for number, biased in enumerate(problem.has_bias):
        layer = f"layers[{number}]"
        expect(
            biased or not np.any(found[number][1]),
            hint=f"{layer} {where}: fit changes its bias, which must stay zero.",
        )
        for part, parameter in enumerate(("weights", "bias")[: 1 + biased]):
            what = f"the change of {layer}.{parameter} {where}, compared with one whose layers all have a bias,"
            expect_close(found[number][part], with_all[number][part], what, tolerance=0.02)


def called_again(env, problem):
    """Return what the second of two calls of the student's fit on one network returns."""
    with helpers_in_place(env, problem.functions):
        network, _ = network_of(env, problem, problem.functions)
        call(network.fit, problem.inputs, problem.targets, 1, 0.3, 0.1)
        return call(network.fit, problem.inputs, problem.targets, 2, 0.3, 0.1)
