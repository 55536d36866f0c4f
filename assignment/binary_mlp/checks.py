"""Tools to check your own gradients with: numerical derivatives, and a comparison that says what differs.

    from checks import check_gradients
    check_gradients(model, X, Y, feedforward, backpropagation)

prints one line for each weight matrix of the model.
"""

import copy

import numpy as np


def numerical_gradient(cost, at, step=1e-6):
    """Return the gradient of a cost, entry by entry (cost(a + step) - cost(a - step)) / (2 step).

    cost: a function that takes an array like `at` and returns a number.
    at: the array of floats at which the gradient is wanted; it is not changed.
    Returns an array of floats of the same shape. Example: numerical_gradient(np.sum, np.ones((2, 3))) is all ones.
    """
    gradient = np.zeros(np.shape(at))
    for index in np.ndindex(gradient.shape):
        above, below = np.array(at, dtype=float), np.array(at, dtype=float)
        above[index] += step
        below[index] -= step
        gradient[index] = (cost(above) - cost(below)) / (2 * step)
    return gradient


def compare(value, expected, what="the value", tolerance=1e-5):
    """Print in one line whether two arrays agree, and where they differ most; return True when they agree.

    They agree when they have the same shape and no entry differs by more than `tolerance` times the largest
    expected entry (nan never agrees).
    """
    value, expected = np.asarray(value, dtype=float), np.asarray(expected, dtype=float)
    if value.shape != expected.shape:
        print(f"{what}: shape {value.shape}, expected {expected.shape}")
        return False
    difference = np.abs(value - expected)
    scale = np.max(np.abs(expected), initial=0.0) or 1.0
    if np.all(difference <= tolerance * scale):
        print(f"{what}: agrees (largest difference {np.max(difference, initial=0.0):.2g})")
        return True
    index = np.unravel_index(np.argmax(np.nan_to_num(difference, nan=np.inf)), expected.shape)
    place = ", ".join(str(i) for i in index)
    print(f"{what}: differs most at [{place}]: {value[index]:.6g}, expected {expected[index]:.6g}")
    return False


def check_gradients(model, X, Y, feedforward, backpropagation, eta=0.01, tolerance=1e-5):
    """Compare what backpropagation does to every weight matrix with the numerical gradient of the cost.

    model: a small NNet (a few neurons a layer: every single weight is moved twice); it is not changed.
    X: (inputs, n) floats; Y: (outputs, n) labels; feedforward, backpropagation: your functions.
    The cost is half the summed squared error of the model's last Y. Prints a line a layer; True when all agree.
    """
    trained = feedforward(copy.deepcopy(model), X)
    trained = backpropagation(trained, X, Y, eta)
    verdicts = []
    for layer, weights in enumerate(model.W):

        def cost(moved, layer=layer):
            other = copy.deepcopy(model)
            other.W[layer] = moved
            return 0.5 * np.sum((feedforward(other, X).Y[-1] - Y) ** 2)

        change = (weights - trained.W[layer]) / eta
        verdicts.append(compare(change, numerical_gradient(cost, weights), f"gradient of W[{layer}]", tolerance))
    return all(verdicts)
