"""Counts whole batches only, so the columns that are left over are not used, and none at all when there are few."""


# %% q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    N = X.shape[1]
    costs = []
    changes = [[] for W in model.W]
    for epoch in range(epochs):
        order = np.random.permutation(N)
        for b in range(N // batch_size):
            chosen = order[b * batch_size : (b + 1) * batch_size]
            old = [W.copy() for W in model.W]
            model = feedforward(model, X[:, chosen])
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, chosen]) ** 2))
            model = backpropagation(model, X[:, chosen], Y[:, chosen], eta)
            for l in range(len(old)):
                changes[l].append(np.linalg.norm(model.W[l] - old[l]))
    plt.plot(costs)
    plt.show()
    for change in changes:
        plt.plot(change)
    plt.show()
    return model


# %% q11
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.reshape(1, -1), epochs=40, batch_size=16, eta=0.02)

# %% q12 stub
