# ruff: noqa
"""Wrong answers to q9, each with the cases that must catch it."""


# %% X is permuted without Y
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% Y gets a permutation of its own
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, np.random.permutation(N)]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% no permutation
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.arange(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one permutation for all epochs
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    order = np.random.permutation(N)
    for epoch in range(epochs):
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% a fixed seed in every epoch
# fails: permutes the columns anew in every epoch
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        np.random.seed(epoch * 0)
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% columns drawn with replacement
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.randint(0, N, N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the last batch is dropped when it is smaller
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N - batch_size + 1, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% batches of about the same size
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for part in np.array_split(order, -(-N // batch_size)):
            X_batch, Y_batch = X[:, part], Y[:, part]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one batch an epoch
# fails: trains an NNet in batches of the size asked for
# fails: permutes the columns anew in every epoch
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
# may fail: works together with your own feedforward and backpropagation
# may fail: brings the cost down on a small separable problem, and returns the trained model
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, batch_size, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% whole epochs at once
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in [0]:
            X_batch, Y_batch = X_shuffled[:, start:], Y_shuffled[:, start:]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% batch_size is ignored
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, 4):
            X_batch, Y_batch = X_shuffled[:, start : start + 4], Y_shuffled[:, start : start + 4]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the last batch is filled up from the start
# fails: uses each column once an epoch, the last batch being smaller
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            part = np.arange(start, start + batch_size) % N
            X_batch, Y_batch = X_shuffled[:, part], Y_shuffled[:, part]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% batches overlap
# fails: trains an NNet in batches of the size asked for
# fails: uses each column once an epoch, the last batch being smaller
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = (
                X_shuffled[:, start : start + batch_size + 1],
                Y_shuffled[:, start : start + batch_size + 1],
            )
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one epoch too many
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs + 1):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one epoch too few
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(1, epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% always twenty epochs
# fails: trains an NNet in batches of the size asked for
# fails: runs as many epochs as asked for
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(20):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% eta is not passed on
# fails: passes its eta on to backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% eta decays
# fails: passes its eta on to backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        eta = eta * 0.9
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% 784 inputs whatever X is
# fails: makes a network for the sizes of X and Y
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=784, output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one output whatever Y is
# fails: makes a network for the sizes of X and Y
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=1, batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% X and Y are permuted in place
# fails: leaves X and Y as they are
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X[...] = X[:, order]
        Y[...] = Y[:, order]
        X_shuffled, Y_shuffled = X, Y
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% no feedforward
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% feedforward once an epoch, on everything
# fails: trains an NNet in batches of the size asked for
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        model = feedforward(model, X)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% feedforward after backpropagation
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = backpropagation(model, X_batch, Y_batch, eta)
            model = feedforward(model, X_batch)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% feedforward on the batch before
# fails: runs feedforward on a batch before backpropagation on it
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_shuffled[:, max(0, start - batch_size) : max(batch_size, start)])
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% returns nothing
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()


# %% returns a new network
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return NNet(X.shape[0], Y.shape[0], batch_size, [12])


# %% returns the network as it was at the start
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    import copy

    start_model = copy.deepcopy(model)
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return start_model


# %% a new network in every epoch
# fails: works together with your own feedforward and backpropagation
# may fail: brings the cost down on a small separable problem, and returns the trained model
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the network is kept from call to call
# fails: makes a network for the sizes of X and Y
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: starts afresh in a second call
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
kept = None


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    global kept
    if kept is None:
        kept = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    model = kept
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the curves are kept from call to call
# fails: starts afresh in a second call
costs, changes = [], []


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N = X.shape[1]
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% a list of layers is shared between the calls
# fails: starts afresh in a second call
# may fail: works together with your own feedforward and backpropagation
# may fail: brings the cost down on a small separable problem, and returns the trained model
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, layers=[12]):
    layers.append(6)
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=list(layers))
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% no curves
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    return model


# %% only the cost is drawn
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.show()
    return model


# %% one point an epoch
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
        costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
        changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% one curve for the change of all layers
# fails: draws a curve for the cost and one for every layer's change, with one point an iteration
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append(sum(np.linalg.norm(W - old) for W, old in zip(model.W, before)))
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the norm of the weights, not of their change
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% no copy of the old weights
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            before = list(model.W)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the largest change instead of the norm
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.max(np.abs(W - old)) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the cost without its half
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% the error is not squared
# fails: the curves show the cost, and the norm of the change of each weight matrix
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum(np.abs(model.Y[-1] - Y_batch)))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% works on copies that are thrown away
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: the curves show the cost, and the norm of the change of each weight matrix
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            import copy

            backpropagation(copy.deepcopy(model), X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model


# %% labels of 0 and 1 exchanged
# fails: keeps every label with its image
# fails: brings the cost down on a small separable problem, and returns the trained model
# fails: works together with your own feedforward and backpropagation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=[12])
    N, costs, changes = X.shape[1], [], []
    for epoch in range(epochs):
        order = np.random.permutation(N)
        X_shuffled, Y_shuffled = X[:, order], 1 - Y[:, order]
        for start in range(0, N, batch_size):
            X_batch, Y_batch = X_shuffled[:, start : start + batch_size], Y_shuffled[:, start : start + batch_size]
            before = [W.copy() for W in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Y_batch) ** 2))
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    plt.plot(costs)
    plt.plot(changes)
    plt.show()
    return model
