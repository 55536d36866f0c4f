"""Uses the sigmoid in the hidden layers too, as the formula of an older worksheet says. Has not written train_NNet yet."""


# %% q7
def feedforward(model, X):
    Y = X
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ np.vstack([Y, np.ones((1, Y.shape[1]))])
        model.Y[l] = Y = sigmoid(model.Z[l])
    return model


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    gradients = []
    dY = model.Y[-1] - Y
    for l in reversed(range(len(model.W))):
        dZ = dY * deriv_sigmoid(model.Y[l])
        below = model.Y[l - 1] if l > 0 else X
        gradients.append(dZ @ np.vstack([below, np.ones((1, below.shape[1]))]).T)
        dY = model.W[l][:, :-1].T @ dZ
    model.W = [W - eta * gradient for W, gradient in zip(model.W, reversed(gradients))]
    return model


# %% q9 stub

# %% q11 stub

# %% q12 stub
