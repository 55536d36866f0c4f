"""Works with the arrays that NNet reserves, so a larger batch does not fit, and trains the default wide network as it is."""


# %% q7
def feedforward(model, X):
    n = X.shape[1]
    current = X
    for l in range(len(model.W)):
        extended = np.vstack((current, np.ones((1, n))))
        model.Z[l][:, :n] = model.W[l].dot(extended)
        if l < len(model.W) - 1:
            model.Y[l][:, :n] = ReLu(model.Z[l][:, :n])
        else:
            model.Y[l][:, :n] = sigmoid(model.Z[l][:, :n])
        current = model.Y[l][:, :n]
    return model


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    n = X.shape[1]
    dW = [0] * len(model.W)
    error = model.Y[-1][:, :n] - Y
    for l in range(len(model.W) - 1, -1, -1):
        Y_l = model.Y[l][:, :n]
        slope = deriv_sigmoid(Y_l) if l == len(model.W) - 1 else deriv_ReLu(Y_l)
        dZ = slope * error
        below = model.Y[l - 1][:, :n] if l else X
        dW[l] = dZ.dot(np.vstack((below, np.ones((1, n)))).T)
        error = model.W[l][:, :-1].T.dot(dZ)
    for l in range(len(model.W)):
        model.W[l] -= eta * dW[l]
    return model


# %% q9
def make_room(model, n):
    """Give the model's arrays n columns."""
    if model.batch_size != n:
        model.batch_size = n
        model.Z = [np.zeros((len(W), n)) for W in model.W]
        model.Y = [np.zeros((len(W), n)) for W in model.W]


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size)
    N = X.shape[1]
    costs = []
    changes = [[] for W in model.W]
    for epoch in range(epochs):
        order = np.random.permutation(N)
        for start in range(0, N, batch_size):
            chosen = order[start : start + batch_size]
            X_batch, Y_batch = X[:, chosen], Y[:, chosen]
            make_room(model, len(chosen))
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2) / len(chosen))
            for l in range(len(model.W)):
                changes[l].append(np.linalg.norm(model.W[l] - before[l]))
    plt.figure(figsize=(10, 4))
    plt.subplot(121)
    plt.plot(costs)
    plt.subplot(122)
    for l, change in enumerate(changes):
        plt.plot(change, label=f"layer {l + 1}")
    plt.legend()
    plt.show()
    return model


# %% q10
def predict(model, test_images, d1, d2):
    columns = vectorize_images(test_images)
    make_room(model, columns.shape[1])
    model = feedforward(model, columns)
    answers = (model.Y[-1] >= 0.5).astype(int).flatten()
    return np.where(answers == 0, d1, d2)


# %% q11
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.reshape(1, -1), epochs=20, batch_size=256, eta=0.0005)

# %% q12
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
train_X_7_9 = vectorize_images(X_7_9)
train_y_7_9 = np.where(y_7_9 == 7, 0, 1)
model_7_9 = train_NNet(train_X_7_9, train_y_7_9.reshape(1, -1), epochs=20, batch_size=128, eta=0.0005)
