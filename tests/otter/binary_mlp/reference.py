"""Right implementations, problems to try them on, and instruments, for the hidden cases of binary_mlp.

Nothing in this file reaches students. Arrays are float64; the columns of a matrix are samples; `layers` are the sizes
of all layers, the input's first, so a network has `len(layers) - 1` weight matrices, each with the biases as last
column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from autograder.testing import answers, as_numbers, asking, call, give, leaving_alone

Matrix = NDArray[np.float64]


def right_sigmoid(Z: Any) -> Any:
    """Return 1 / (1 + exp(-Z)), without overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * np.asarray(Z, dtype=np.float64)))


def right_deriv_sigmoid(Y: Any) -> Any:
    """Return the derivative of sigmoid where its value is Y."""
    return np.asarray(Y, dtype=np.float64) * (1.0 - np.asarray(Y, dtype=np.float64))


def right_ReLu(Z: Any) -> Any:
    """Return max(0, Z)."""
    return np.maximum(np.asarray(Z, dtype=np.float64), 0.0)


def right_deriv_ReLu(Y: Any) -> Any:
    """Return the derivative of ReLu where its value is Y."""
    return (np.asarray(Y) > 0).astype(np.float64)


def right_extract_digits(X: Any, y: Any, d1: int, d2: int) -> tuple[Any, Any]:
    """Return the images and labels of the digits d1 and d2, in their order."""
    wanted = np.isin(y, [d1, d2])
    return np.asarray(X)[wanted], np.asarray(y)[wanted]


def right_vectorize_images(X: Any) -> Matrix:
    """Return the images (N, height, width) as columns (height * width, N), each divided by its largest pixel."""
    columns = np.asarray(X, dtype=np.float64).reshape(len(X), -1).T
    return np.asarray(columns / columns.max(axis=0))


def with_ones(A: Matrix) -> Matrix:
    """Return A with a row of ones below."""
    return np.vstack([A, np.ones((1, A.shape[1]))])


def forward(W: Sequence[Matrix], X: Any) -> tuple[list[Matrix], list[Matrix]]:
    """Return the Z and the Y of every layer for the columns of X: hidden layers ReLu, output sigmoid."""
    Z: list[Matrix] = []
    Y: list[Matrix] = []
    inputs = np.asarray(X, dtype=np.float64)
    for layer, weights in enumerate(W):
        Z.append(np.asarray(weights, dtype=np.float64) @ with_ones(inputs))
        inputs = right_sigmoid(Z[-1]) if layer == len(W) - 1 else right_ReLu(Z[-1])
        Y.append(inputs)
    return Z, Y


def square_cost(W: Sequence[Matrix], X: Any, targets: Any) -> float:
    """Return half the summed squared error of the network W on the columns of X."""
    return 0.5 * float(np.sum((forward(W, X)[1][-1] - np.asarray(targets)) ** 2))


def descended(W: Sequence[Matrix], X: Any, targets: Any, eta: float) -> list[Matrix]:
    """Return the weights after one step of gradient descent."""
    _, Y = forward(W, X)
    after = [np.array(weights, dtype=np.float64) for weights in W]
    slope = Y[-1] - np.asarray(targets)
    for layer in reversed(range(len(after))):
        derivative = right_deriv_sigmoid if layer == len(after) - 1 else right_deriv_ReLu
        delta = derivative(Y[layer]) * slope
        inputs = Y[layer - 1] if layer else np.asarray(X, dtype=np.float64)
        slope = after[layer][:, :-1].T @ delta
        after[layer] = after[layer] - eta * delta @ with_ones(inputs).T
    return after


def right_feedforward(model: Any, X: Any) -> Any:
    """Set Z and Y of the model for the columns of X, and return it."""
    Z, Y = forward(model.W, X)
    give(model, Z=Z, Y=Y)
    return model


def right_backpropagation(model: Any, X: Any, Y: Any, eta: float = 0.01) -> Any:
    """Take one step of gradient descent on W of the model, and return it."""
    give(model, W=descended(model.W, X, Y, eta))
    return model


def right_activations() -> dict[str, Callable[..., Any]]:
    """Return the right functions of q5 by their names."""
    return {
        "sigmoid": right_sigmoid,
        "deriv_sigmoid": right_deriv_sigmoid,
        "ReLu": right_ReLu,
        "deriv_ReLu": right_deriv_ReLu,
    }


def activations_for(env: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """Return the right functions of q5, or none of them where the notebook's own are as good: those stay in place.

    To lend one is slow where the notebook is in another process, for each call of it is answered from here.
    """
    Z, sizes = np.linspace(-9, 9, 36), np.geomspace(1e-7, 9, 28)
    samples = {"sigmoid": Z, "ReLu": Z, "deriv_sigmoid": right_sigmoid(Z), "deriv_ReLu": np.append(sizes, np.zeros(8))}
    right = right_activations()
    return {} if are_as_good({name: env.get(name) for name in right}, samples) else right


def are_as_good(own: Mapping[str, Any], samples: Mapping[str, Matrix]) -> bool:
    """Tell whether functions of the notebook give what right ones do, and leave alone what they are given.

    Each is asked for the 36 numbers that are its sample, as a matrix, a row and a column, and for a single one, as the
    layers of networks have them.
    """
    right = right_activations()
    matrices = {name: sample.reshape(4, 9) for name, sample in samples.items()}
    parts = [
        (name, part) for name, sample in samples.items() for part in (sample[None], sample[:, None], sample[:1, None])
    ]
    due = [right[name](part) for name, part in parts]
    try:
        found = answers(asking(own[name], "__call__", part) for name, part in parts)
        return all(map(is_close, found, due)) and all(
            is_close(call(leaving_alone(own[name], "", "array"), matrix), right[name](matrix))
            for name, matrix in matrices.items()
        )
    except Exception:
        return False


def is_close(one: Any, due: Matrix) -> bool:
    """Tell whether a value is the array that is due, up to rounding."""
    array = as_numbers(one, "")
    return array.shape == due.shape and np.allclose(array, due, rtol=1e-6, atol=1e-9)


class Problem(NamedTuple):
    """A small network with data: weights W, inputs X (layers[0], n), labels 0 or 1 as targets (layers[-1], n)."""

    layers: tuple[int, ...]
    W: list[Matrix]
    X: Matrix
    targets: Matrix


def draw_problem(generator: np.random.Generator, layers: tuple[int, ...], columns: int) -> Problem:
    """Return a random problem whose gradients are neither zero nor undefined in any layer.

    Weights are drawn again until no ReLu is near its kink (where central differences are wrong), every weight matrix
    has a gradient well above rounding, and each column alone excites every layer.
    """
    while True:
        W = [generator.uniform(-1, 1, (rows, inputs + 1)) for inputs, rows in pairwise(layers)]
        X = generator.uniform(0, 1, (layers[0], columns))
        targets = generator.integers(0, 2, (layers[-1], columns)).astype(np.float64)
        Z, Y = forward(W, X)
        problem = Problem(layers, W, X, targets)
        gradients = gradients_of(problem)
        away_from_kink = all(np.min(np.abs(z)) > 1e-3 for z in Z)
        awake = all(np.min(np.max(outputs, axis=0)) > 0.05 for outputs in Y[:-1])
        if away_from_kink and awake and all(np.max(np.abs(gradient[:, :-1])) > 5e-2 for gradient in gradients):
            return problem


def gradients_of(problem: Problem) -> list[Matrix]:
    """Return the gradient of the cost with respect to every W[l]."""
    after = descended(problem.W, problem.X, problem.targets, 1.0)
    return [old - new for old, new in zip(problem.W, after, strict=True)]


def sizes_of(problem: Problem) -> dict[str, Any]:
    """Return the sizes of a problem's layers as NNet takes them."""
    layers = problem.layers
    return {"input_size": layers[0], "output_size": layers[-1], "hidden_layers": list(layers[1:-1])}


def make_model(NNet: Any, problem: Problem, *, batch_size: int, fed_forward: bool = False) -> Any:
    """Return a new instance of the notebook's NNet with the problem's weights; its Z and Y set if `fed_forward`."""
    model = call(NNet, batch_size=batch_size, **sizes_of(problem))
    give(model, W=problem.W)
    if fed_forward:
        right_feedforward(model, problem.X)
    return model


def is_model(value: Any) -> bool:
    """Tell whether `value` has what makes a network: W, Y and Z."""
    return all(hasattr(value, attribute) for attribute in ("W", "Y", "Z"))


class Step(NamedTuple):
    """One call of backpropagation: its batch, whether that batch was fed forward before, and what it did to W."""

    X: Matrix
    Y: Matrix
    eta: float
    fed_forward: bool
    W_before: list[Matrix]
    W_after: list[Matrix]


class Recorder:
    """Right feedforward and backpropagation that note how train_NNet uses them.

    With `start`, the first network that is fed forward gets small weights drawn from that generator, so that
    how training goes does not hang on how it was initialised; with `eta`, steps are taken with that one, not with the
    one that is passed. A network that does not fit its data is left as it is.
    """

    def __init__(self, start: np.random.Generator | None = None, eta: float | None = None) -> None:
        self.start = start
        self.eta = eta
        self.steps: list[Step] = []
        self.models: list[Any] = []

    def feedforward(self, model: Any, X: Any) -> Any:
        """Feed X forward as right_feedforward does; the first time, put the starting weights in."""
        W = [np.asarray(weights) for weights in model.W]
        if self.start is not None:
            W = small_weights(self.start, W)
            self.start = None
            give(model, W=W)
        Z, Y = forward_or_zeros(W, X)
        give(model, Z=Z, Y=Y)
        return model

    def backpropagation(self, model: Any, X: Any, Y: Any, eta: float = 0.01) -> Any:
        """Take the right step whatever Z and Y the model holds, and note it."""
        before = [np.array(weights, dtype=np.float64) for weights in model.W]
        outputs = np.array(model.Y[-1])
        inputs, targets = np.array(X, dtype=np.float64), np.array(Y, dtype=np.float64)
        fed = forward_or_zeros(before, inputs)
        due = fed[1][-1]
        fed_forward = outputs.shape == due.shape and np.allclose(outputs, due, rtol=1e-3, atol=1e-6)
        if not fed_forward:
            give(model, Z=fed[0], Y=fed[1])
        after = before
        if fits(before, inputs) and targets.shape == due.shape:
            after = descended(before, inputs, targets, float(eta) if self.eta is None else self.eta)
            give(model, W=after)
        self.steps.append(Step(inputs, targets, float(eta), fed_forward, before, after))
        self.models.append(model)
        return model

    def helpers(self) -> dict[str, Callable[..., Any]]:
        """Return what to put into the notebook's namespace: right helpers, these two among them."""
        return {
            **right_activations(),
            "feedforward": lambda model, X, *own, **options: self.feedforward(model, X),
            "backpropagation": lambda model, X, Y, eta=0.01, *own, **options: self.backpropagation(model, X, Y, eta),
        }


def forward_or_zeros(W: Sequence[Matrix], X: Any) -> tuple[list[Matrix], list[Matrix]]:
    """Return the Z and the Y of every layer as `forward` does, zeros where the columns of X do not fit W."""
    if fits(W, X):
        return forward(W, X)
    zeros = [np.zeros((len(weights), np.shape(X)[1])) for weights in W]
    return zeros, zeros


def fits(W: Sequence[Matrix], X: Any) -> bool:
    """Tell whether the first weight matrix takes the rows of X and one of ones."""
    return W[0].shape[1] == np.shape(X)[0] + 1


def small_weights(generator: np.random.Generator, W: Sequence[Any]) -> list[Matrix]:
    """Return new weights in the shapes of W with which training goes well.

    They are scaled by the number of inputs, so that no layer saturates or dies out; those of the last layer are
    smaller, so that all outputs are near 0.5 at the start.
    """
    drawn = []
    for shape in map(np.shape, W):
        weights = generator.uniform(-1, 1, shape) * np.sqrt(6.0 / shape[1])
        weights[:, -1] = 0.1
        drawn.append(weights)
    drawn[-1] *= 0.2
    return drawn


def narrow_networks(NNet: Any, width: int) -> Callable[..., Any]:
    """Return a stand-in for the class NNet that makes all hidden layers `width` wide, so that tests are quick."""

    def make(
        input_size: int = 784,
        output_size: int = 1,
        batch_size: int = 1000,
        hidden_layers: Sequence[int] = (512, 256, 64),
    ) -> Any:
        widths = [width for _ in hidden_layers]
        sizes = {"input_size": input_size, "output_size": output_size, "hidden_layers": widths}
        return call(NNet, batch_size=batch_size, **sizes)

    return make


def column_numbers(X: Matrix, batch: Matrix) -> list[int]:
    """Return for each column of `batch` which column of X it is, or -1 where it is none of them."""
    if batch.ndim != 2 or batch.shape[0] != X.shape[0]:
        return [-1] * (batch.shape[-1] if batch.ndim else 1)
    distances = np.abs(batch.T[:, None, :] - X.T[None, :, :]).max(axis=2)
    nearest = distances.argmin(axis=1)
    return [
        int(column) if distance < 1e-5 else -1 for column, distance in zip(nearest, distances.min(axis=1), strict=True)
    ]


def draw_data(generator: np.random.Generator, rows: int, columns: int, outputs: int = 1) -> tuple[Matrix, Matrix]:
    """Return distinct random columns X (rows, columns) and labels Y (outputs, columns) of 0 and 1."""
    X = generator.uniform(0, 1, (rows, columns))
    Y = (generator.permuted(np.tile(np.arange(columns) % 2, (outputs, 1)), axis=1)).astype(np.float64)
    return X, Y


def separable(generator: np.random.Generator) -> tuple[Matrix, Matrix]:
    """Return two clouds of 20 points each, far apart in 6 dimensions, as X (6, 40) and Y (1, 40)."""
    labels = generator.permutation(40) % 2  # were they in turn, those of the neighbours would be all exchanged
    centres = np.where(labels, 0.85, 0.15)
    X = np.clip(centres + generator.normal(0, 0.08, (6, 40)), 0, 1)
    return X, labels[None, :].astype(np.float64)


def cost_candidates(steps: Sequence[Step], X: Matrix, Y: Matrix) -> Iterator[Matrix]:
    """Yield the curves that are the cost of each iteration: batch or all columns, before or after, sum or mean."""
    for before in (True, False):
        networks = [step.W_before if before else step.W_after for step in steps]
        batch = np.array([square_cost(W, step.X, step.Y) for W, step in zip(networks, steps, strict=True)])
        whole = np.array([square_cost(W, X, Y) for W in networks])
        columns = np.array([step.X.shape[1] for step in steps])
        yield from (batch, batch / columns, whole, whole / X.shape[1])


def threshold_steps(rows: Sequence[Mapping[str, str]], data_set: str, question: str) -> list[float]:
    """Return the accuracies to reach for each step of a question, from the rows of thresholds.csv."""
    for row in rows:
        if row["data_set"] == data_set and row["question"] == question:
            return [float(value) for name, value in row.items() if name.startswith("step_")]
    raise LookupError(f"thresholds.csv has no row for {question} on {data_set}")
