"""What a right solution of softmax_network must do, on random inputs: a function for each question that defines one.

The audit runs them on the reference and on a mutant of it; a mutant that gives the same everywhere makes no
difference. They look at what the questions ask for, not at helper methods or at titles of figures.
"""

from itertools import pairwise

import numpy as np
from sklearn import datasets


def probe_q1_2(env, generator):
    inputs, hidden = generator.integers(1, 6, 2)
    a0, b1, b2 = (generator.normal(0, 2, size) for size in (inputs, hidden, 1))
    w1, w2 = generator.normal(0, 2, (inputs, hidden)), generator.normal(0, 2, (hidden, 1))
    label = float(generator.integers(0, 2))
    return [*env["gradients"](a0, w1, b1, w2, b2, label), a0, w1, b1, w2, b2]


def probe_q2_1(env, generator):
    shape = tuple(generator.integers(1, 6, generator.integers(1, 3)))
    x = generator.normal(0, generator.choice([1, 30, 900]), shape)
    if x.ndim == 2:
        x += generator.normal(0, 2000, (len(x), 1))
    truth = generator.random(shape)
    prediction = np.where(generator.random(shape) < 0.2, generator.integers(0, 2, shape), generator.random(shape))
    near = np.clip(x, -30, 30)
    softmax = np.asarray(env["softmax"](x))
    loss = float(env["cross_entropy_loss"](truth, prediction))
    return [
        *(env["sigmoid"](x), env["d_sigmoid"](near), softmax, env["l2_loss"](truth, x), env["d_l2_loss"](truth, x)),
        # how a logarithm of 0 is avoided is free, as long as the loss is finite
        *(np.isfinite(loss), loss if np.all((prediction > 0) & (prediction < 1)) else 0.0),
        np.broadcast_to(env["d_softmax"](near) * env["d_cross_entropy_loss"](truth, near), shape),
        *(x, truth, prediction),
    ]


def probe_q2_3(env, generator):
    sizes = [int(size) for size in generator.integers(1, 6, generator.integers(2, 6))]
    samples = int(generator.integers(1, 8))
    one = sizes[-1] == 1
    X = generator.normal(0, 1, (samples, sizes[0]))
    Y = generator.integers(0, 2, (samples, 1)) if one else np.eye(sizes[-1])[generator.integers(0, sizes[-1], samples)]
    names = ["sigmoid"] * (len(sizes) - 2) + ["sigmoid" if one else "softmax"]
    losses = ("l2_loss", "d_l2_loss") if one else ("cross_entropy_loss", "d_cross_entropy_loss")
    layers = [env["Layer"](n_in, n_out, bool(generator.random() < 0.7)) for n_in, n_out in pairwise(sizes)]
    functions = [env[name] for name in names], [env[f"d_{name}"] for name in names]
    network = env["Network"](layers, *functions, *(env[name] for name in losses))
    rate, penalty = generator.uniform(0.1, 2), generator.uniform(0, 1)
    labels = Y[:, 0] if one and generator.random() < 0.5 else Y
    history = network.fit(X, labels, int(generator.integers(1, 4)), rate, penalty)
    predicted = [network.predict(X, threshold) for threshold in (None, 0.3, 0.6)]
    parameters = [part for layer in layers for part in (layer.weights, np.ravel(layer.bias))]
    return [history, *predicted, *parameters, X, Y]


def probe_q3_1(env, generator):
    images, labels = datasets.load_digits(return_X_y=True)
    chosen = generator.permutation(len(images))[:60]
    encoded = np.eye(10)[labels[chosen]]
    env.update(XTrain=images[chosen[:40]] / 16, YTrain=labels[chosen[:40]], YTrain_encoded=encoded[:40])
    env.update(XTest=images[chosen[40:]] / 16, YTest=labels[chosen[40:]])
    hidden, epochs = (int(number) for number in generator.integers(2, 12, 2))
    scores = env["run_experiment"](hidden, epochs, generator.uniform(0.1, 3), generator.uniform(0, 0.1))
    return [[part[name] for name in ("Accuracy", "F1 (Macro)")] for part in scores]
