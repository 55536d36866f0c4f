"""Updates the weights of a layer before they are used for the layer below. Has not trained yet."""


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    for l in reversed(range(L)):
        dZ = dY * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l > 0 else X
        model.W[l] = model.W[l] - eta * dZ @ np.vstack([below, np.ones((1, below.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    return model


# %% q11 stub

# %% q12 stub
