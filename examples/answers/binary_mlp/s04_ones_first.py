"""Puts the row of ones first, and so takes the first column of the weights for the biases, everywhere alike. Has not written train_NNet yet."""


# %% q7
def feedforward(model, X):
    Y = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([np.ones((1, Y.shape[1])), Y])
        Y = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = Y
    return model


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    dY = model.Y[-1] - Y
    for l in reversed(range(L)):
        dZ = dY * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l > 0 else X
        gradients[l] = dZ @ np.vstack([np.ones((1, below.shape[1])), below]).T
        dY = model.W[l][:, 1:].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * gradients[l]
    return model


# %% q9 stub

# %% q11 stub

# %% q12 stub
