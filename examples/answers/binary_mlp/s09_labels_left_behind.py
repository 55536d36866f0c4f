"""Permutes the columns of X but not those of Y, and wonders why nothing is learned. Has not trained the final networks yet."""


# %% q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [64])
    N = X.shape[1]
    costs = []
    changes = [[] for W in model.W]
    for epoch in range(epochs):
        X = X[:, np.random.permutation(N)]
        for start in range(0, N, batch_size):
            X_batch = X[:, start : start + batch_size]
            Y_batch = Y[:, start : start + batch_size]
            old = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            for l in range(len(old)):
                changes[l].append(np.linalg.norm(model.W[l] - old[l]))
    plt.plot(costs)
    plt.show()
    for change in changes:
        plt.plot(change)
    plt.show()
    return model


# %% q11 stub

# %% q12 stub
