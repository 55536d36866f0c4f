"""What a right solution of binary_mlp must do, on random inputs: a function for each question that defines one.

The audit runs them on the reference and on a mutant of it; a mutant that gives the same everywhere makes no
difference. They look at what the questions ask for, not at titles, colours or sizes of figures.
"""

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np


def probe_q1(env, generator):
    """Whether each of the n images shown is an image of X with its own label."""
    count = int(generator.integers(1, 6))
    X = generator.integers(0, 256, (int(generator.integers(6, 12)), 5, 4))
    y = generator.permutation(len(X))
    figure = env["show_random_digits"](X, y, count)
    shown = [axes for axes in figure.axes if axes.get_images()]
    right = 0
    for axes in shown:
        image = np.asarray(axes.get_images()[0].get_array())
        (index,) = np.flatnonzero((image == X).all(axis=(1, 2)))
        right += f"{y[index]}" in axes.get_title()
    maps = [axes.get_images()[0].get_cmap().name for axes in shown]
    plt.close("all")
    return [len(shown), right, maps]


def probe_q2(env, generator):
    X = generator.integers(0, 256, (int(generator.integers(1, 30)), 4, 3))
    y = generator.integers(0, 10, len(X))
    asked = [*generator.choice(10, 2, replace=False), *generator.integers(-2, 12, 2)]
    found = []
    for first, second in (asked[:2], asked[2:]):
        try:
            found.append(env["extract_digits"](X, y, first, second))
        except AssertionError:
            found.append("refused")
    return [*found, X, y]


def probe_q3(env, generator):
    shape = tuple(generator.integers(1, 9, 3))
    X = generator.integers(1, 256, shape)
    return [env["vectorize_images"](X), env["vectorize_images"](X / 7), X]


def probe_q5(env, generator):
    spread = generator.choice([1, 30, 600, 5000])
    Z = generator.normal(0, spread, tuple(generator.integers(1, 6, 2)))
    Y = np.where(generator.random(Z.shape) < 0.2, generator.integers(0, 2, Z.shape), generator.random(Z.shape))
    found = [env["sigmoid"](Z), env["ReLu"](Z), env["deriv_sigmoid"](Y), env["deriv_ReLu"](np.maximum(Z, 0))]
    single = [float(env[name](1)) for name in ("sigmoid", "ReLu", "deriv_sigmoid", "deriv_ReLu")]
    return [*found, *single, Z, Y]


def probe_q7(env, generator):
    model, X, _ = _problem(env, generator)
    returned = env["feedforward"](model, X)
    return [returned is model, list(model.Z), list(model.Y), list(model.W), X]


def probe_q8(env, generator):
    model, X, Y = _problem(env, generator)
    model = env["feedforward"](model, X)
    eta = float(generator.uniform(0.01, 2))
    returned = env["backpropagation"](model, X, Y, eta)
    return [returned is model, list(model.W), X, Y]


def probe_q9(env, generator):
    """What training feeds to feedforward and backpropagation, and the curves it draws."""
    inputs, outputs, samples = generator.integers((1, 1, 5), (6, 6, 10))
    X, Y = generator.random((inputs, samples)), generator.integers(0, 2, (outputs, samples)).astype(float)
    epochs, batch_size = int(generator.integers(1, 4)), int(generator.integers(1, samples + 2))
    batches = []
    step = env["backpropagation"]

    def watched(model, X_batch, Y_batch, eta=0.01):
        columns = [int(np.flatnonzero((column[:, None] == X).all(axis=0))[0]) for column in X_batch.T]
        batches.append([columns, np.array_equal(Y[:, columns], Y_batch), eta])
        return step(model, X_batch, Y_batch, eta)

    env = {**env, "backpropagation": watched}
    training = _rebound(env, "train_NNet")
    rate = float(generator.uniform(0.01, 1))
    model = training(X, Y, epochs=epochs, batch_size=batch_size, eta=rate)
    curves = [sorted(len(line.get_ydata()) for line in axes.get_lines()) for axes in plt.gcf().axes]
    plt.close("all")
    sizes = [len(columns) for columns, _, _ in batches]
    seen = sorted(column for columns, _, _ in batches for column in columns)
    paired = all(right for _, right, _ in batches)
    return [sizes, seen, paired, {rate} == {eta for _, _, eta in batches}, [W.shape for W in model.W], curves, X, Y]


def probe_q10(env, generator):
    model, _, _ = _problem(env, generator, outputs=1, inputs=12)
    images = generator.integers(1, 256, (int(generator.integers(1, 9)), 4, 3))
    first, second = generator.choice(10, 2, replace=False)
    return [env["predict"](model, images, first, second), images]


def _problem(env, generator, outputs=None, inputs=None):
    """Return a network of random sizes and depth, with a batch for it."""
    sizes = [int(size) for size in generator.integers(1, 6, generator.integers(2, 6))]
    sizes[0], sizes[-1] = inputs or sizes[0], outputs or sizes[-1]
    samples = int(generator.integers(1, 8))
    model = env["NNet"](sizes[0], sizes[-1], samples, sizes[1:-1])
    model.W = [generator.normal(0, 1, weights.shape) for weights in model.W]
    X = generator.random((sizes[0], samples))
    return model, X, generator.integers(0, 2, (sizes[-1], samples)).astype(float)


def _rebound(env, name):
    """Return a function of the notebook that finds `env` as its globals."""
    function = env[name]
    return type(function)(function.__code__, env, name, function.__defaults__, function.__closure__)
