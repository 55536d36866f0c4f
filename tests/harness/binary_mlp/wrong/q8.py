# ruff: noqa
"""Wrong answers to q8, each with the cases that must catch it."""


# %% the mean over the columns
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T / X.shape[1]
        slope = model.W[l][:, :-1].T @ delta
    for l in range(L):
        model.W[l] = model.W[l] - eta * gradients[l]
    return model


# %% goes back through weights that are already updated
# fails: moves the weights of both layers rightly in a small example
# fails: all gradients come from the weights before the update
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        model.W[l] = model.W[l] - eta * delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    return model


# %% updated in place before going back
# fails: moves the weights of both layers rightly in a small example
# fails: all gradients come from the weights before the update
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        W = model.W[l]
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        W -= eta * delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = W[:, :-1].T @ delta
    return model


# %% the derivative of the sigmoid is applied to Z
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Z[l]) if l == L - 1 else deriv_ReLu(model.Z[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the derivative of the output layer is forgotten
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope if l == L - 1 else slope * deriv_ReLu(model.Y[l])
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the derivative of the hidden layers is forgotten
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    delta = (model.Y[-1] - Y) * deriv_sigmoid(model.Y[-1])
    for l in reversed(range(L)):
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        delta = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% sigmoid's derivative in every layer
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * deriv_sigmoid(model.Y[l])
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the bias is never updated
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the bias column fits that of the weights in every layer
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.zeros((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the bias gets the mean, the weights the sum
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the bias column fits that of the weights in every layer
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = np.hstack([delta @ below.T, delta.mean(axis=1, keepdims=True)])
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the row of ones goes first
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([np.ones((1, X.shape[1])), below]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% goes back without the first column instead of the last
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, 1:].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% eta is ignored
# fails: moves the weights of both layers rightly in a small example
# fails: the step is proportional to eta
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - 0.01 * g for W, g in zip(model.W, gradients)]
    return model


# %% climbs instead of descending
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = Y - model.Y[-1]
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% the cost without its half
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = 2 * (model.Y[-1] - Y)
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% only the last layer learns
# fails: moves the weights of both layers rightly in a small example
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    delta = (model.Y[-1] - Y) * deriv_sigmoid(model.Y[-1])
    below = model.Y[-2] if len(model.W) > 1 else X
    model.W[-1] = model.W[-1] - eta * delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
    return model


# %% the first layer does not learn
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    slope = model.Y[-1] - Y
    W = [w.copy() for w in model.W]
    for l in range(L - 1, 0, -1):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        W[l] = model.W[l] - eta * delta @ np.vstack([model.Y[l - 1], np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = W
    return model


# %% as many ones as batch_size says
# fails: takes any number of columns, whatever batch_size the model was made with
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, model.batch_size))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% one hidden layer is assumed
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    ones = np.ones((1, X.shape[1]))
    delta2 = (model.Y[1] - Y) * deriv_sigmoid(model.Y[1])
    delta1 = model.W[1][:, :-1].T @ delta2 * deriv_ReLu(model.Y[0])
    model.W[1] = model.W[1] - eta * delta2 @ np.vstack([model.Y[0], ones]).T
    model.W[0] = model.W[0] - eta * delta1 @ np.vstack([X, ones]).T
    return model


# %% returns nothing
# fails: returns the model with the new weights
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]


# %% returns the gradients
# fails: returns the model with the new weights
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    slope = model.Y[-1] - Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return gradients


# %% computes the error in the labels' own array
# fails: leaves X and Y as they are
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    Y -= model.Y[-1]
    slope = -Y
    for l in reversed(range(L)):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients[l] = delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% divided by the number of columns, eta as well doubled
# fails: moves the weights of both layers rightly in a small example
# fails: the step is the gradient itself, summed over the columns, and goes downhill
def backpropagation(model, X, Y, eta=0.01):
    eta = 2 * eta / Y.shape[1]
    gradients = []
    slope = model.Y[-1] - Y
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% moves the weights at random
# fails: moves the weights of both layers rightly in a small example
# fails: the change of the last layer's weights is along the gradient of the cost
# fails: the change of every hidden layer's weights follows from that of the layer above
# fails: the change of the bias column fits that of the weights in every layer
# fails: the step is the gradient itself, summed over the columns, and goes downhill
# fails: the step is proportional to eta
# fails: all gradients come from the weights before the update
# fails: takes any number of columns, whatever batch_size the model was made with
# fails: works together with your own feedforward and derivatives
def backpropagation(model, X, Y, eta=0.01):
    model.W = [W - eta * np.random.normal(size=W.shape) for W in model.W]
    return model
