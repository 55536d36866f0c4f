# ruff: noqa
"""Right answers to q7, each written differently."""


# %% new lists
def feedforward(model, X):
    Z, Y, inputs = [], [], X
    for weights in model.W[:-1]:
        Z.append(weights[:, :-1] @ inputs + weights[:, -1:])
        Y.append(ReLu(Z[-1]))
        inputs = Y[-1]
    Z.append(np.dot(model.W[-1], np.concatenate((inputs, np.ones((1, inputs.shape[1]))), axis=0)))
    Y.append(sigmoid(Z[-1]))
    model.Z, model.Y = Z, Y
    return model


# %% recursion on layers
def _feed(model, inputs, layer):
    ones = np.ones_like(inputs[:1])
    model.Z[layer] = np.matmul(model.W[layer], np.r_[inputs, ones])
    if layer + 1 == len(model.W):
        model.Y[layer] = sigmoid(model.Z[layer])
        return model
    model.Y[layer] = ReLu(model.Z[layer])
    return _feed(model, model.Y[layer], layer + 1)


def feedforward(model, X):
    return _feed(model, X, 0)


# %% column by column
def feedforward(model, X):
    L, n = len(model.W), X.shape[1]
    for l in range(L):
        model.Z[l] = np.zeros((model.W[l].shape[0], n))
        model.Y[l] = np.zeros((model.W[l].shape[0], n))
    for j in range(n):
        y = X[:, j]
        for l in range(L):
            z = model.W[l].dot(np.append(y, 1))
            y = sigmoid(z) if l == L - 1 else ReLu(z)
            model.Z[l][:, j], model.Y[l][:, j] = z, y
    return model


# %% single precision
def feedforward(model, X):
    A = np.asarray(X, dtype=np.float32)
    for l in range(len(model.W)):
        W = model.W[l].astype(np.float32)
        model.Z[l] = W @ np.pad(A, ((0, 1), (0, 0)), constant_values=1)
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% einsum, and a copy of the model
import copy


def feedforward(model, X):
    model = copy.copy(model)
    model.Z, model.Y = list(model.Z), list(model.Y)
    for l, W in enumerate(model.W):
        below = X if l == 0 else model.Y[l - 1]
        model.Z[l] = np.einsum("ij,jn->in", W[:, :-1], below) + W[:, [-1]]
        model.Y[l] = (ReLu, sigmoid)[l == len(model.W) - 1](model.Z[l])
    return model


# %% activations inlined, batch_size kept up to date
def feedforward(model, X):
    model.batch_size = X.shape[1]
    layers = model.hidden_layers + [model.output_size]
    Y = X
    for l in range(len(layers)):
        model.Z[l] = np.zeros((layers[l], model.batch_size))
        model.Z[l][...] = model.W[l] @ np.vstack((Y, np.ones(model.batch_size)))
        Y = np.maximum(model.Z[l], 0) if l < len(layers) - 1 else 1 / (1 + np.exp(-model.Z[l]))
        model.Y[l] = Y
    return model
