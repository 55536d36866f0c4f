"""Leaves the row of ones out of the gradient, so that the biases stay as they are. Has not trained yet."""


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    dY = model.Y[-1] - Y
    for l in reversed(range(L)):
        dZ = dY * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l > 0 else X
        gradients[l] = dZ @ below.T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l][:, :-1] -= eta * gradients[l]
    return model


# %% q11 stub

# %% q12 stub
