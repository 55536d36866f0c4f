"""Changes the model in place, rightly, in feedforward and backpropagation, but returns nothing from either."""


# %% q7
def feedforward(model, X):
    Y = X
    for l, W in enumerate(model.W):
        model.Z[l] = W @ np.vstack([Y, np.ones((1, Y.shape[1]))])
        model.Y[l] = Y = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    dY = model.Y[-1] - Y
    steps = {}
    for l in reversed(range(len(model.W))):
        dZ = dY * (deriv_sigmoid(model.Y[l]) if l == len(model.W) - 1 else deriv_ReLu(model.Y[l]))
        below = np.vstack([model.Y[l - 1] if l > 0 else X, np.ones((1, X.shape[1]))])
        steps[l] = eta * dZ @ below.T
        dY = model.W[l][:, :-1].T @ dZ
    for l, step in steps.items():
        model.W[l] = model.W[l] - step


# %% q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    costs, changes = [], []
    for epoch in range(epochs):
        order = np.random.permutation(X.shape[1])
        for start in range(0, len(order), batch_size):
            chosen = order[start : start + batch_size]
            old = list(model.W)
            feedforward(model, X[:, chosen])
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, chosen]) ** 2))
            backpropagation(model, X[:, chosen], Y[:, chosen], eta)
            changes.append([np.linalg.norm(new - W) for new, W in zip(model.W, old)])
    fig, (ax1, ax2) = plt.subplots(2)
    ax1.plot(costs)
    ax2.plot(changes)
    plt.show()
    return model


# %% q10
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images))
    return np.where(model.Y[-1][0] >= 0.5, d2, d1)


# %% q11 stub

# %% q12 stub
