# ruff: noqa
"""Right answers to q9, each written differently."""


# %% the default hidden layers, arrays made anew for a smaller batch, two subplots
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    input_size, output_size = X.shape[0], Y.shape[0]
    model = NNet(input_size=input_size, output_size=output_size, batch_size=batch_size)
    samples = X.shape[1]
    batches = int(np.ceil(samples / batch_size))
    L = len(model.W)
    costs, changes = [], [[] for _ in range(L)]
    for epoch in range(epochs):
        permutation = np.random.permutation(samples)
        X_permuted, Y_permuted = X[:, permutation], Y[:, permutation]
        for b in range(batches):
            first, last = b * batch_size, min((b + 1) * batch_size, samples)
            X_batch, Y_batch = X_permuted[:, first:last], Y_permuted[:, first:last]
            if X_batch.shape[1] != model.batch_size:
                model.batch_size = X_batch.shape[1]
                for l in range(L):
                    model.Y[l] = np.zeros((model.Y[l].shape[0], X_batch.shape[1]))
                    model.Z[l] = np.zeros((model.Z[l].shape[0], X_batch.shape[1]))
            W_old = [w.copy() for w in model.W]
            model = feedforward(model, X_batch)
            model = backpropagation(model, X_batch, Y_batch, eta)
            Y_out = model.Y[-1][:, : Y_batch.shape[1]]
            costs.append(0.5 * np.sum((Y_out - Y_batch) ** 2) / Y_batch.shape[1])
            for l in range(L):
                changes[l].append(np.linalg.norm(model.W[l] - W_old[l]))
    plt.figure(figsize=(12, 5))
    plt.subplot(1, 2, 1)
    plt.plot(costs)
    plt.title("Cost")
    plt.subplot(1, 2, 2)
    for l in range(L):
        plt.plot(changes[l], label=f"Layer {l + 1}")
    plt.legend()
    plt.tight_layout()
    plt.show()
    return model


# %% a generator of batches, extra options, keywords, one figure a curve
def _batches(X, Y, size, rng):
    order = rng.permutation(X.shape[1])
    for part in np.split(order, range(size, len(order), size)):
        yield np.take(X, part, axis=1), np.take(Y, part, axis=1)


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, hidden=(20, 10), seed=None, verbose=False):
    rng = np.random.default_rng(seed)
    net = NNet(X.shape[0], Y.shape[0], batch_size, list(hidden))
    net.W = [W * 0.5 for W in net.W]
    history = {"C": []} | {l: [] for l in range(len(net.W))}
    for _ in range(epochs):
        for x, y in _batches(X, Y, batch_size, rng):
            old = list(net.W)
            feedforward(model=net, X=x)
            history["C"].append(np.linalg.norm(net.Y[-1] - y) ** 2 / 2)
            backpropagation(model=net, X=x, Y=y, eta=eta)
            for l, W in enumerate(net.W):
                history[l].append(np.linalg.norm(W - old[l], ord=2))
    for name, values in history.items():
        figure, axes = plt.subplots()
        axes.semilogy(range(1, len(values) + 1), values, "--")
        axes.axhline(0.1)
        axes.set_title(str(name))
        plt.show()
        plt.close(figure)
    return net


# %% shuffled indices, cost of all columns after each step, everything in one axes
import random


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, scale=True):
    model = NNet(input_size=len(X), output_size=len(Y), hidden_layers=[24])
    if scale:
        for l in range(len(model.W)):
            model.W[l] = model.W[l] / np.sqrt(model.W[l].shape[1])
    C, D = [], []
    columns = list(range(X.shape[1]))
    for epoch in range(epochs):
        random.shuffle(columns)
        start = 0
        while start < len(columns):
            chosen = columns[start : start + batch_size]
            before = [W + 0 for W in model.W]
            model = backpropagation(feedforward(model, X[:, chosen]), X[:, chosen], Y[:, chosen], eta)
            D.append([np.sqrt(np.sum((a - b) ** 2)) for a, b in zip(before, model.W)])
            model = feedforward(model, X)
            C.append(((model.Y[-1] - Y) ** 2).sum() / 2)
            start += batch_size
    plt.plot(np.array(C), color="black")
    plt.plot(np.array(D))
    plt.savefig("curves.png") if False else None
    return model


# %% X and Y permuted as one matrix, cost after the step, norms in the loop
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    both = np.vstack([X, Y])
    rows = X.shape[0]
    model = NNet(rows, Y.shape[0], batch_size, [10, 10])
    steps, cost, norms = [], [], []
    for _ in range(epochs):
        both = both[:, np.random.permutation(both.shape[1])]
        for k in range((both.shape[1] + batch_size - 1) // batch_size):
            part = both[:, k * batch_size : (k + 1) * batch_size]
            x, y = part[:rows], part[rows:]
            W = [np.array(w) for w in model.W]
            model = feedforward(model, x)
            model = backpropagation(model, x, y, eta=eta)
            model = feedforward(model, x)
            cost.append(np.mean(np.sum(0.5 * (model.Y[-1] - y) ** 2, axis=0)))
            norms.append(tuple(np.linalg.norm((w - v).ravel()) for w, v in zip(model.W, W)))
            steps.append(len(steps))
    fig, (top, bottom) = plt.subplots(2, sharex=True)
    top.plot(steps, cost, marker=".")
    bottom.plot(steps, norms, label=["first", "second", "third"])
    bottom.legend()
    return model


# %% shuffled copies, by sorting random numbers
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    X, Y = X.copy(), Y.copy()
    model = NNet(X.shape[0], Y.shape[0], min(batch_size, X.shape[1]), [14])
    for w in model.W:
        w *= 0.3
    cost, change = [], []
    for epoch in range(1, epochs + 1):
        order = np.argsort(np.random.rand(X.shape[1]))
        X[:], Y[:] = X[:, order], Y[:, order]
        edges = [*range(0, X.shape[1], batch_size), X.shape[1]]
        for left, right in zip(edges, edges[1:]):
            old = [w.copy() for w in model.W]
            feedforward(model, X[:, left:right])
            cost.append(0.5 * np.sum(np.square(model.Y[-1] - Y[:, left:right])) / (right - left))
            backpropagation(model, X[:, left:right], Y[:, left:right], eta)
            change.append([np.linalg.norm(a - b, "fro") for a, b in zip(model.W, old)])
    plt.subplot(211)
    plt.plot(cost, "r")
    plt.subplot(212)
    for layer in zip(*change):
        plt.plot(layer)
    plt.show()
    plt.close()
    return model
