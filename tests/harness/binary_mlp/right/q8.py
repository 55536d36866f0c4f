# ruff: noqa
"""Right answers to q8, each written differently."""


# %% gradients in lists, updated in place at the end
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    dC_dY = model.Y[-1] - Y
    for l in reversed(range(L)):
        below = X if l == 0 else model.Y[l - 1]
        derivative = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dC_dZ = derivative * dC_dY
        gradients[l] = np.dot(dC_dZ, np.vstack([below, np.ones((1, below.shape[1]))]).T)
        dC_dY = np.dot(model.W[l][:, :-1].T, dC_dZ)
    for l in range(L):
        model.W[l] -= eta * gradients[l]
    return model


# %% one pass: each layer is updated after it was used
def backpropagation(model, X, Y, eta=0.01):
    inputs = [X, *model.Y[:-1]]
    slope = model.Y[-1] - Y
    for l in range(len(model.W) - 1, -1, -1):
        if l == len(model.W) - 1:
            delta = deriv_sigmoid(model.Y[l]) * slope
        else:
            delta = deriv_ReLu(model.Y[l]) * slope
        slope = model.W[l][:, :-1].T @ delta
        change = np.column_stack([delta @ inputs[l].T, delta.sum(axis=1)])
        model.W[l] = model.W[l] - eta * change
    return model


# %% column by column
def backpropagation(model, X, Y, eta=0.01):
    gradients = [np.zeros(W.shape) for W in model.W]
    for j in range(X.shape[1]):
        slope = model.Y[-1][:, j] - Y[:, j]
        for l in range(len(model.W) - 1, -1, -1):
            y = model.Y[l][:, j]
            delta = slope * (y * (1 - y) if l == len(model.W) - 1 else (y > 0))
            below = model.Y[l - 1][:, j] if l else X[:, j]
            gradients[l] += np.outer(delta, np.append(below, 1.0))
            slope = model.W[l].T[:-1] @ delta
    model.W = [W - eta * gradient for W, gradient in zip(model.W, gradients)]
    return model


# %% einsum, all deltas first
def backpropagation(model, X, Y, eta=0.01):
    deltas = [deriv_sigmoid(model.Y[-1]) * (model.Y[-1] - Y)]
    for W, y in zip(model.W[:0:-1], model.Y[-2::-1]):
        deltas.insert(0, deriv_ReLu(y) * (W.T @ deltas[0])[:-1])
    for l, (delta, below) in enumerate(zip(deltas, [X] + model.Y[:-1])):
        model.W[l] = model.W[l].copy()
        model.W[l][:, :-1] -= eta * np.einsum("in,jn->ij", delta, below)
        model.W[l][:, -1] -= eta * np.einsum("in->i", delta)
    return model


# %% derivative of ReLu from Z
def backpropagation(model, X, Y, eta=0.01):
    old = [W.copy() for W in model.W]
    slope = model.Y[-1] - Y
    for l in reversed(range(len(old))):
        prime = deriv_sigmoid(model.Y[l]) if l == len(old) - 1 else (model.Z[l] > 0).astype(float)
        delta = slope * prime
        below = np.r_[X if l == 0 else model.Y[l - 1], np.ones((1, X.shape[1]))]
        model.W[l] = old[l] - eta * delta @ below.T
        slope = old[l].T[: old[l].shape[1] - 1] @ delta
    return model


# %% single precision
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    y = [np.asarray(a, dtype=np.float32) for a in [X, *model.Y]]
    slope = y[-1] - np.asarray(Y, dtype=np.float32)
    changes = []
    for l in range(L - 1, -1, -1):
        delta = slope * (deriv_sigmoid(y[l + 1]) if l == L - 1 else deriv_ReLu(y[l + 1]))
        delta = delta.astype(np.float32)
        changes.append(delta @ np.vstack([y[l], np.ones((1, X.shape[1]), np.float32)]).T)
        slope = model.W[l][:, :-1].T.astype(np.float32) @ delta
    model.W = [W - eta * change for W, change in zip(model.W, reversed(changes))]
    return model


# %% feeds forward once more, numbers of columns from Y, a copy of the model
import copy


def backpropagation(model, X, Y, eta=0.01):
    model = feedforward(copy.deepcopy(model), X)
    n = Y.shape[1]
    slope, changes = model.Y[-1][:, :n] - Y, {}
    for l in sorted(range(len(model.W)), reverse=True):
        delta = np.multiply(slope, deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = (model.Y[l - 1] if l > 0 else X)[:, :n]
        changes[l] = np.hstack((np.matmul(delta, below.T), np.matmul(delta, np.ones((n, 1)))))
        slope = np.delete(model.W[l], -1, axis=1).T @ delta
    for l, change in changes.items():
        model.W[l] = np.subtract(model.W[l], eta * change)
    return model


# %% derivatives that are written for Z, and given Z
def deriv_sigmoid(Z):
    return sigmoid(Z) * (1 - sigmoid(Z))


def deriv_ReLu(Z):
    return (Z > 0) * 1.0


def backpropagation(model, X, Y, eta=0.01):
    slope, gradients = model.Y[-1] - Y, []
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Z[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Z[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% weights in single precision
def backpropagation(model, X, Y, eta=0.01):
    slope, gradients = model.Y[-1] - Y, []
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [(W - eta * g).astype(np.float32) for W, g in zip(model.W, gradients)]
    return model
