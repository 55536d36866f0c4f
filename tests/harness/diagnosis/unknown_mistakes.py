# ruff: noqa
"""Wrong solutions that are in no bank, in the bank's format; `hint` is a part of what must be said of each, if anything."""


# %% the derivative of ReLu is a half
# question: q5
# hint: Every entry is half of what it should be.
def deriv_ReLu(Y):
    return np.where(Y > 0, 0.5, 0.0)


# %% sigmoid never reaches 1
# question: q5
# hint: Every entry is too small by one and the same factor.
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500))) * 0.995


# %% ReLu is doubled
# question: q5
# hint: Every entry is twice what it should be.
def ReLu(Z):
    return np.maximum(0, Z) + np.maximum(0, Z)


# %% deriv_sigmoid is squared
# question: q5
# hint: Every entry is the square of what it should be.
def deriv_sigmoid(Y):
    return (Y * (1 - Y)) ** 2


# %% deriv_sigmoid is negative
# question: q5
# hint: Every entry has the wrong sign.
def deriv_sigmoid(Y):
    return Y * (Y - 1)


# %% ReLu takes arrays only
# question: q5
# hint: An object has not the attribute that is asked for
def ReLu(Z):
    return np.maximum(np.zeros(Z.shape), Z)


# %% pixels upside down
# question: q3
# hint: The rows are right, but in another order.
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return (columns / columns.max(axis=0))[::-1]


# %% the last image is missing
# question: q3
# hint: It has one column too few.
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return (columns / columns.max(axis=0))[:, :-1]


# %% one minus the grey value
# question: q3
# hint: Every entry is 1 minus what it should be
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return 1 - columns / columns.max(axis=0)


# %% rounded to two digits
# question: q3
# hint: It is nearly right
def vectorize_images(X):
    columns = X.reshape(len(X), -1).T
    return np.round(columns / columns.max(axis=0), 2)


# %% the last image and label come first
# question: q2
# hint: The numbers are right, but stand in other places.
def extract_digits(X, y, d1, d2):
    wanted = np.flatnonzero((y == d1) | (y == d2))
    wanted = np.roll(wanted, 1)
    return X[wanted], y[wanted]


# %% one index too many
# question: q2
# hint: index is out of range
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    wanted = [index for index in range(len(y) + 1) if y[index] in (d1, d2)]
    return X[wanted], y[wanted]


# %% the bias counts twice
# question: q7
# hint: Each row is off by an amount of its own
def feedforward(model, X):
    inputs = X
    last = len(model.W) - 1
    for layer, weights in enumerate(model.W):
        model.Z[layer] = weights @ np.vstack([inputs, 2 * np.ones((1, inputs.shape[1]))])
        model.Y[layer] = (sigmoid if layer == last else ReLu)(model.Z[layer])
        inputs = model.Y[layer]
    return model


# %% Z and Y are exchanged
# question: q7
# hint: Only entries that should be negative are wrong.
def feedforward(model, X):
    inputs = X
    last = len(model.W) - 1
    for layer, weights in enumerate(model.W):
        z = weights @ np.vstack([inputs, np.ones((1, inputs.shape[1]))])
        model.Y[layer] = z
        model.Z[layer] = inputs = (sigmoid if layer == last else ReLu)(z)
    return model


# %% a bias that is subtracted
# question: q7
# hint: Each row is off by an amount of its own
def feedforward(model, X):
    inputs = X
    last = len(model.W) - 1
    for layer, weights in enumerate(model.W):
        model.Z[layer] = weights[:, :-1] @ inputs - weights[:, -1:]
        model.Y[layer] = (sigmoid if layer == last else ReLu)(model.Z[layer])
        inputs = model.Y[layer]
    return model


# %% three times the step
# question: q8
# hint: the step of the last layer is … times what it should be
def backpropagation(model, X, Y, eta=0.01):
    last = len(model.W) - 1
    gradients = []
    dC_dY = 3 * (model.Y[last] - Y)
    for layer in range(last, -1, -1):
        inputs = model.Y[layer - 1] if layer > 0 else X
        dC_dZ = (deriv_sigmoid if layer == last else deriv_ReLu)(model.Y[layer]) * dC_dY
        gradients.insert(0, dC_dZ @ np.vstack([inputs, np.ones((1, inputs.shape[1]))]).T)
        dC_dY = model.W[layer][:, :-1].T @ dC_dZ
    model.W = [weights - eta * gradient for weights, gradient in zip(model.W, gradients)]
    return model


# %% the biases go uphill
# question: q8
# hint: Every entry has the wrong sign.
def backpropagation(model, X, Y, eta=0.01):
    last = len(model.W) - 1
    gradients = []
    dC_dY = model.Y[last] - Y
    for layer in range(last, -1, -1):
        inputs = model.Y[layer - 1] if layer > 0 else X
        dC_dZ = (deriv_sigmoid if layer == last else deriv_ReLu)(model.Y[layer]) * dC_dY
        gradients.insert(0, dC_dZ @ np.vstack([inputs, -np.ones((1, inputs.shape[1]))]).T)
        dC_dY = model.W[layer][:, :-1].T @ dC_dZ
    model.W = [weights - eta * gradient for weights, gradient in zip(model.W, gradients)]
    return model


# %% eta is squared
# question: q8
# hint: with the eta that was passed
def backpropagation(model, X, Y, eta=0.01):
    last = len(model.W) - 1
    gradients = []
    dC_dY = model.Y[last] - Y
    for layer in range(last, -1, -1):
        inputs = model.Y[layer - 1] if layer > 0 else X
        dC_dZ = (deriv_sigmoid if layer == last else deriv_ReLu)(model.Y[layer]) * dC_dY
        gradients.insert(0, dC_dZ @ np.vstack([inputs, np.ones((1, inputs.shape[1]))]).T)
        dC_dY = model.W[layer][:, :-1].T @ dC_dZ
    model.W = [weights - eta**2 * gradient for weights, gradient in zip(model.W, gradients)]
    return model


# %% the digits are answered as texts
# question: q10
# hint: It is not an array of numbers
def predict(model, test_images, d1, d2):
    model = feedforward(model, vectorize_images(test_images))
    return [str(d1) if output < 0.5 else str(d2) for output in np.ravel(model.Y[-1])]


# %% the labels come in reverse order
# question: q10
# hint: The entries are right, but in reverse order.
def predict(model, test_images, d1, d2):
    model = feedforward(model, vectorize_images(test_images))
    return np.where(np.ravel(model.Y[-1]) < 0.5, d1, d2)[::-1]


# %% the model is fed without being passed
# question: q10
# hint: A name is used that is not defined
def predict(model, test_images, d1, d2):
    network = feedforward(model, vectorize_images(images))
    return np.where(np.ravel(network.Y[-1]) < 0.5, d1, d2)
