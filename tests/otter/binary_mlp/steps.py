"""Steps of the student's backpropagation for the hidden cases of q8: taking them, and judging each layer by itself.

What a layer does is measured against the student's own step of the layer above, and biases against the weights of the
same layer, so that a mistake in one place does not show in the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograder.testing import (
    WrongBehaviour,
    WrongValue,
    answers,
    as_numbers,
    asking,
    call,
    expect,
    expect_close,
    give,
    helpers_in_place,
    is_empty,
    leaving_alone,
    nothing_there,
    require_answer,
    require_function,
)

from .reference import (
    Matrix,
    Problem,
    activations_for,
    forward,
    gradients_of,
    make_model,
    right_deriv_ReLu,
    right_feedforward,
    sizes_of,
)

ETA = 0.01  # the document's default: cases about the gradient's values use it, so that eta is judged in its own case
TINY_ETA = 1e-7  # here a step back through weights that are updated already is a right one: that has its own case


class Notebook(NamedTuple):
    """A notebook for one case, and the helpers that stand in it while backpropagation is called."""

    env: MutableMapping[str, Any]
    helpers: Mapping[str, Any]


def with_right_helpers(env: MutableMapping[str, Any]) -> Notebook:
    """Return the notebook with all that backpropagation may call right: the student's own, or ours.

    Feedforward is in its place before the student's own functions are tried: where a case waits with what it lends,
    nothing is tried twice.
    """
    right = {"feedforward": right_feedforward}
    with helpers_in_place(env, right):
        return Notebook(env, {**activations_for(env), **right})


def feeding_its_own(notebook: Notebook) -> Notebook:
    """Return it with a right feedforward only: backpropagation calls the student's own functions of q5."""
    return notebook._replace(helpers={"feedforward": right_feedforward})


def stepped(backpropagation: Any, model: Any, X: Any, targets: Any, eta: float) -> list[Matrix]:
    """Call backpropagation; return the weights of the network that holds the result, as arrays."""
    function = require_function(backpropagation, "backpropagation")
    before = [np.array(weights) for weights in model.W]
    return weights_after(call(function, model, X, targets, eta), model, before)


def weights_after(result: Any, model: Any, before: list[Matrix]) -> list[Matrix]:
    """Return the weights of the network that holds the result of a call of backpropagation, as arrays."""
    network = result if hasattr(result, "W") else model
    after = [as_numbers(weights, f"W[{layer}] after backpropagation") for layer, weights in enumerate(network.W)]
    if is_empty(result) and all(np.array_equal(old, new) for old, new in zip(before, after, strict=True)):
        raise nothing_there("what backpropagation returns", "None, and the weights are as before")
    return after


def changes_of(before: list[Matrix], after: list[Matrix], eta: float) -> list[Matrix]:
    """Return (W before - W after) / eta of every layer, or raise when a shape has changed."""
    for layer, (old, new) in enumerate(zip(before, after, strict=True)):
        expect(
            new.shape == old.shape,
            hint=f"W[{layer}] has shape {new.shape} after backpropagation, expected {old.shape} as before.",
        )
    return [(old - new) / eta for old, new in zip(before, after, strict=True)]


def weight_changes(notebook: Notebook, problem: Problem, eta: float, *, batch_size: int | None = None) -> list[Matrix]:
    """Return the changes of one step with the notebook's helpers and a network fed forward by the test."""
    return all_weight_changes(notebook, [problem], eta, batch_size=batch_size)[0]


def all_weight_changes(
    notebook: Notebook, problems: Sequence[Problem], eta: float, *, batch_size: int | None = None
) -> list[list[Matrix]]:
    """Return the changes of one step on each of the problems, each by a network of its own, as `weight_changes` does.

    All are asked for together: that is much quicker where the notebook is in another process.
    """
    backpropagation = require_function(notebook.env.get("backpropagation"), "backpropagation")
    NNet = require_answer(notebook.env.get("NNet"), "the given class NNet")
    with helpers_in_place(notebook.env, notebook.helpers):
        models = answers(
            asking(NNet, "__call__", batch_size=batch_size or problem.X.shape[1], **sizes_of(problem))
            for problem in problems
        )
        for model, problem in zip(models, problems, strict=True):
            give(model, W=problem.W)
            right_feedforward(model, problem.X)
        results = answers(
            asking(backpropagation, "__call__", model, problem.X, problem.targets, eta)
            for model, problem in zip(models, problems, strict=True)
        )
        return [
            changes_of(problem.W, weights_after(result, model, problem.W), eta)
            for result, model, problem in zip(results, models, problems, strict=True)
        ]


def changes_in_a_row(notebook: Notebook, problem: Problem, etas: Sequence[float]) -> list[list[Matrix]]:
    """Return the changes of one step for each eta, all taken by one network whose weights are put back in between."""
    backpropagation = require_function(notebook.env.get("backpropagation"), "backpropagation")
    NNet = require_answer(notebook.env.get("NNet"), "the given class NNet")
    rows = []
    with helpers_in_place(notebook.env, notebook.helpers):
        model = make_model(NNet, problem, batch_size=problem.X.shape[1])
        for eta in etas:
            give(model, W=problem.W)
            right_feedforward(model, problem.X)
            after = stepped(backpropagation, model, problem.X, problem.targets, eta)
            rows.append(changes_of(problem.W, after, eta))
    return rows


def changes_labels(notebook: Notebook, problem: Problem) -> bool:
    """Tell whether a step on the problem writes into its labels."""
    env = notebook.env
    NNet = require_answer(env.get("NNet"), "the given class NNet")
    with helpers_in_place(env, notebook.helpers):
        model = make_model(NNet, problem, batch_size=problem.X.shape[1], fed_forward=True)
        function = leaving_alone(env.get("backpropagation"), "backpropagation", "", "", "Y")
        try:
            call(function, model, problem.X, problem.targets, ETA)
        except WrongBehaviour:
            return True
    return False


def own_changes(env: MutableMapping[str, Any], problem: Problem, eta: float) -> list[Matrix]:
    """Return the changes of one step with nothing but the student's own functions."""
    feedforward = require_function(env.get("feedforward"), "feedforward")
    backpropagation = require_function(env.get("backpropagation"), "backpropagation")
    NNet = require_answer(env.get("NNet"), "the given class NNet")
    model = make_model(NNet, problem, batch_size=problem.X.shape[1])
    fed = call(feedforward, model, problem.X)
    network = fed if hasattr(fed, "W") else model
    after = stepped(backpropagation, network, problem.X, problem.targets, eta)
    return changes_of(problem.W, after, eta)


def factor_of(found: Any, due: Any) -> float:
    """Return by what factor `found` is larger than `due`, as well as one number can say; 1 where none can."""
    factor = float(np.sum(found * due) / max(float(np.sum(due**2)), 1e-30))
    return factor if np.isfinite(factor) and factor else 1.0


class Trace(NamedTuple):
    """A student's step on all columns of a problem, and what each column alone says about it.

    `changes[l]` is that of W[l]. For column j, `inputs[j][l]` is what layer l gets, `outputs[j][l]` what it gives, and
    `signals[j][l]` the student's dC/dZ[l], read from how the weights change: they move by dC/dZ[l] times the inputs.
    """

    problem: Problem
    changes: list[Matrix]
    inputs: list[list[Matrix]]
    outputs: list[list[Matrix]]
    signals: list[list[Matrix]]

    def summed(self, layer: int, signals: list[Matrix]) -> Matrix:
        """Return by how much the weights of a layer move for the given dC/dZ, one for each column."""
        parts = [np.outer(signal, inputs[layer]) for signal, inputs in zip(signals, self.inputs, strict=True)]
        return np.asarray(sum(parts))

    def factor(self) -> float:
        """Return how the step on all columns compares with the sum of those on each: 1, or 1 / n for a mean."""
        own = [signals[-1] for signals in self.signals]
        return factor_of(self.changes[-1][:, :-1], self.summed(-1, own))


def traced(notebook: Notebook, problem: Problem, eta: float) -> Trace:
    """Take the steps of a Trace."""
    columns = range(problem.X.shape[1])
    alone = [problem._replace(X=problem.X[:, [column]], targets=problem.targets[:, [column]]) for column in columns]
    changes, *of_columns = all_weight_changes(notebook, [problem, *alone], eta)
    expect(np.any(changes[-1]), hint="backpropagation leaves the weights of the last layer as they are.")
    all_inputs, all_outputs, all_signals = [], [], []
    for column, steps in zip(alone, of_columns, strict=True):
        outputs = [Y[:, 0] for Y in forward(problem.W, column.X)[1]]
        inputs = [column.X[:, 0], *outputs[:-1]]
        signals = [step[:, :-1] @ x / max(float(x @ x), 1e-30) for step, x in zip(steps, inputs, strict=True)]
        all_inputs.append(inputs)
        all_outputs.append(outputs)
        all_signals.append(signals)
    return Trace(problem, changes, all_inputs, all_outputs, all_signals)


def expect_signal(notebook: Notebook, problem: Problem) -> None:
    """Raise unless a step has something of the gradient; what it lacks is judged in cases of its own.

    For a single column, another label moves the weights of the last layer along what that layer gets, be it with the
    row of ones in the wrong place, or Z for Y. Cases that compare a step with other steps of the same function ask for
    this first: what has nothing to do with the gradient may be consistent.
    """
    if not any(follows_labels(each, problem) for each in (notebook, feeding_its_own(notebook))):
        raise WrongValue(
            hint="the step of the last layer's weights is not along the gradient: for one column of X it must be along "
            "(Y[L] - Y) times the column of Y[L-1]."
        )


def follows_labels(notebook: Notebook, problem: Problem) -> bool:
    """Tell whether for each of the first columns the first neuron of the last layer moves with its label."""
    columns = range(min(3, problem.X.shape[1]))
    labelled = [
        problem._replace(
            X=problem.X[:, [column]], targets=np.full_like(problem.targets[:, [column]], label, dtype=float)
        )
        for column in columns
        for label in (0, 1)
    ]
    steps = [changes[-1][0] for changes in all_weight_changes(notebook, labelled, ETA)]
    return all(
        is_along(steps[2 * column] - steps[2 * column + 1], problem.W, problem.X[:, [column]]) for column in columns
    )


def is_along(moved: Matrix, W: Sequence[Matrix], X: Matrix) -> bool:
    """Tell whether the weights of a neuron of the last layer move along what that layer gets for the column X."""
    Z, Y = forward(W, X)
    above = [values[-2][:, 0] if len(values) > 1 else X[:, 0] for values in (Y, Z)]
    pairs = ((moved[:-1], above[0]), (moved[1:], above[0]), (moved[:-1], above[1]))
    return any(abs(part @ due) >= 0.9 * np.linalg.norm(part) * np.linalg.norm(due) > 0 for part, due in pairs)


def network_of(problem: Problem) -> str:
    """Name the network in a message."""
    return f"in a network with layers of {', '.join(map(str, problem.layers))}"


def expect_last_layer(trace: Trace) -> None:
    """Raise unless the weights of the last layer move along the gradient of the cost, by whatever factor."""
    change, due = trace.changes[-1][:, :-1], gradients_of(trace.problem)[-1][:, :-1]
    expect_close(
        change,
        factor_of(change, due) * due,
        f"(W_before - W_after) / eta of the last layer {network_of(trace.problem)}, judged by its direction alone,",
        tolerance=1e-3,
        hint="dC/dW[L] = (deriv_sigmoid(Y[L]) * (Y[L] - Y)) @ Y[L-1].T, a sum over the columns.",
    )


def expect_hidden_layers(trace: Trace) -> None:
    """Raise unless the weights of each hidden layer move as the student's dC/dZ of the layer above demands."""
    for layer in range(len(trace.problem.layers) - 3, -1, -1):
        upper = trace.problem.W[layer + 1][:, :-1]
        due = [
            right_deriv_ReLu(outputs[layer]) * (upper.T @ signals[layer + 1])
            for outputs, signals in zip(trace.outputs, trace.signals, strict=True)
        ]
        expect_close(
            trace.changes[layer][:, :-1],
            trace.factor() * trace.summed(layer, due),
            f"(W_before - W_after) / eta of W[{layer}] {network_of(trace.problem)}, judged by that of W[{layer + 1}],",
            tolerance=1e-3,
            hint="dC/dY[l-1] = W[l].T @ dC/dZ[l], with W[l] without its bias column; "
            "dC/dZ[l] = deriv_ReLu(Y[l]) * dC/dY[l].",
        )


def expect_bias_columns(trace: Trace) -> None:
    """Raise unless the bias column of each layer moves as the weights beside it demand."""
    for layer in range(len(trace.problem.W)):
        expect_close(
            trace.changes[layer][:, -1],
            trace.factor() * np.sum([signals[layer] for signals in trace.signals], axis=0),
            f"(W_before - W_after) / eta in the last column of W[{layer}] {network_of(trace.problem)}, "
            "judged by the columns beside it,",
            tolerance=1e-3,
            hint="Y[l-1] gets its row of ones, the last row, when dC/dW[l] is computed.",
        )


def expect_step(notebook: Notebook, problem: Problem, judge: Callable[[Trace], None]) -> None:
    """Raise unless `judge` accepts the student's step on the problem.

    A mistake that has a case of its own gets another try without it: a step back through updated weights at a tiny
    eta, and derivatives of q5 that are written for Z, together with a backpropagation that passes them Z.
    """
    expect_signal(notebook, problem)
    first = None
    for each in (notebook, feeding_its_own(notebook)):
        for eta in (ETA, TINY_ETA):
            try:
                judge(traced(each, problem, eta))
                return
            except WrongValue as error:
                first = first or error
            except Exception:
                if first is None:
                    raise
    raise first or WrongBehaviour(hint="backpropagation could not be judged.")


def along_the_gradient(changes: list[Matrix], gradients: list[Matrix]) -> bool:
    """Tell whether the changes of all layers are their gradients times one common factor."""
    factor = factor_of(changes[-1], gradients[-1])
    return all(
        np.allclose(change / factor, due, rtol=0, atol=1e-3 * np.max(np.abs(due)))
        for change, due in zip(changes, gradients, strict=True)
    )


def accepted(judge: Callable[[Trace], None], trace: Trace) -> bool:
    """Tell whether `judge` accepts the trace."""
    try:
        judge(trace)
    except WrongValue:
        return False
    return True
