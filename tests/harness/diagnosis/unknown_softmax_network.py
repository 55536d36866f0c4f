# ruff: noqa
"""Wrong solutions that are in no bank of the project, as students make them.

`hint` is a regular expression: what matches it is true of the mistake, and says more than that it is one.
"""

# %% only the hidden layer
# question: q1_1
# hint: Is the sigmoid applied in both|not what the network
network_output = float(
    (1 / (1 + np.exp(-(np.array([1.0, 1.0]) @ np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]) + 1.0)))).mean()
)


# %% sigmoid twice at the end
# question: q1_1
# hint: Is the sigmoid applied in both|not what the network
network_output = 1 / (1 + np.exp(-0.822))


# %% d2 without the label
# question: q1_2
# hint: dw2|db2
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = a0 @ w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = a2 * a2 * (1 - a2)
    dw2 = np.outer(a1, d2)
    d1 = (w2[:, 0] * d2) * a1 * (1 - a1)
    dw1 = np.outer(a0, d1)
    return dw1, d1, dw2, d2


# %% tanh derivative in the hidden layer
# question: q1_2
# hint: dw1|db1
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = a0 @ w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = (a2 - y_true) * a2 * (1 - a2)
    dw2 = np.outer(a1, d2)
    d1 = (w2[:, 0] * d2) * (1 - a1**2)
    dw1 = np.outer(a0, d1)
    return dw1, d1, dw2, d2


# %% biases and weights exchanged
# question: q1_2
# hint: shape|must return four
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = a0 @ w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = (a2 - y_true) * a2 * (1 - a2)
    dw2 = np.outer(a1, d2)
    d1 = (w2[:, 0] * d2) * a1 * (1 - a1)
    dw1 = np.outer(a0, d1)
    return d1, dw1, d2, dw2


# %% gradient summed
# question: q1_2
# hint: shape
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = a0 @ w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = (a2 - y_true) * a2 * (1 - a2)
    dw2 = np.outer(a1, d2)
    d1 = (w2[:, 0] * d2) * a1 * (1 - a1)
    dw1 = np.outer(a0, d1)
    return dw1.sum(), d1, dw2, d2


# %% twice the loss
# question: q1_2
# hint: twice|factor of one half
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = a0 @ w1 + b1
    a1 = 1 / (1 + np.exp(-z1))
    z2 = a1 @ w2 + b2
    a2 = 1 / (1 + np.exp(-z2))
    d2 = 2 * (a2 - y_true) * a2 * (1 - a2)
    dw2 = np.outer(a1, d2)
    d1 = (w2[:, 0] * d2) * a1 * (1 - a1)
    dw1 = np.outer(a0, d1)
    return dw1, d1, dw2, d2


# %% sigmoid of minus x
# question: q2_1
# hint: sigmoid.*is wrong|1 minus|mirror image
def sigmoid(x):
    return 1 / (1 + np.exp(np.clip(x, -500, 500)))


# %% d_sigmoid is twice
# question: q2_1
# hint: twice
def d_sigmoid(x):
    return 2 * sigmoid(x) * (1 - sigmoid(x))


# %% l2 loss by abs
# question: q2_1
# hint: l2_loss.*is wrong
def l2_loss(YTrue, YPredict):
    return 0.5 * np.sum(np.abs(YTrue - YPredict))


# %% l2 loss a third
# question: q2_1
# hint: l2_loss.*is wrong
def l2_loss(YTrue, YPredict):
    return np.sum((YTrue - YPredict) ** 2) / 3


# %% l2 loss per column
# question: q2_1
# hint: one number|shape
def l2_loss(YTrue, YPredict):
    return 0.5 * np.sum((YTrue - YPredict) ** 2, axis=0)


# %% d_l2 squared
# question: q2_1
# hint: square
def d_l2_loss(YTrue, YPredict):
    return (YPredict - YTrue) ** 2


# %% d_l2 of plus
# question: q2_1
# hint: d_l2_loss.*is wrong
def d_l2_loss(YTrue, YPredict):
    return YPredict + YTrue


# %% softmax without sum
# question: q2_1
# hint: softmax.*is wrong
def softmax(x):
    return np.exp(x - np.max(x, axis=-1, keepdims=True))


# %% softmax sum without keepdims
# question: q2_1
# hint: could not be broadcast|line \d+ of softmax|stops with|softmax
def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1)


# %% softmax divided by the largest
# question: q2_1
# hint: softmax.*is wrong|add up to 1
def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.max(axis=-1, keepdims=True)


# %% cross entropy of log 2
# question: q2_1
# hint: cross_entropy_loss.*is wrong
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue * np.log2(np.clip(YPredict, 1e-15, None)))


# %% cross entropy squared
# question: q2_1
# hint: cross_entropy_loss.*is wrong
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue**2 * np.log(np.clip(YPredict, 1e-15, 1)) * 0.5)


# %% cross entropy of the sum
# question: q2_1
# hint: cross_entropy_loss
def cross_entropy_loss(YTrue, YPredict):
    return -np.log(np.clip(np.sum(YTrue * YPredict), 1e-15, None))


# %% delta with plus
# question: q2_3
# hint: is wrong|differ
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) + self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% hidden derivative of the output
# question: q2_3
# hint: line \d+|is wrong|stops
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% learning rate halved
# question: q2_3
# hint: half of what|0\.5
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - 0.5 * learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% weights of the first layer only
# question: q2_3
# hint: leaves|is wrong|layers\[1\]
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates[-1:]:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% penalty of the square
# question: q2_3
# hint: penalty|reg_lambda|is wrong
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights**2)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% penalty halved
# question: q2_3
# hint: half of what|penalty
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + 0.5 * reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% loss not averaged
# question: q2_3
# hint: 9 times|multiplied|too large|is wrong|average loss
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1])
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% loss stored one epoch late
# question: q2_3
# hint: loss|what fit returns|returns|other places
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch - 1] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% bias gradient from the mean of weights
# question: q2_3
# hint: bias
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = dw.mean(axis=0, keepdims=True)
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% bias goes up
# question: q2_3
# hint: bias.*wrong sign|bias
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias + learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% predict with argmin
# question: q2_3
# hint: predict\(X\)
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmin(axis=1)


# %% predict over samples
# question: q2_3
# hint: predict\(X\)|shape|for each node the sample
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=0)


# %% threshold of the wrong side
# question: q2_3
# hint: predict\(X, threshold|predict|wrong way round
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] < threshold).astype(int)
        return out.argmax(axis=1)


# %% labels plus one
# question: q2_3
# hint: predict\(X\)|off by one and the same|begin at 1
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1) + 1


# %% forward misses the last layer
# question: q2_3
# hint: line \d+|stops|shape|is wrong
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers[:-1], self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% fit on half the samples
# question: q2_3
# hint: is wrong|differ|shape|stops
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X) // 2
        X, Y = X[:n], Y[:n]
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% no reshape of labels
# question: q2_3
# hint: \(n, n\)|shape|\(n,\)
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% loss of a copy of Y
# question: q2_3
# hint: loss|what fit returns
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(acts[-1], Y) / n + 1
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        return out.argmax(axis=1)


# %% one-hot without the last class
# question: q3_0
# hint: has shape|one column too few
YTrain_encoded = np.eye(10)[YTrain.astype(int).ravel()][:, :9]
YTest_encoded = np.eye(10)[YTest.astype(int).ravel()][:, :9]


# %% images divided by 16
# question: q3_0
# hint: too small by one and the same factor|header|factor
XTrain = XTrain / 16
XTest = XTest / 16


# %% labels shifted
# question: q3_0
# hint: other order|stand in other places|is wrong|columns
YTrain_encoded = np.eye(10)[(YTrain.astype(int).ravel() + 1) % 10]
YTest_encoded = np.eye(10)[(YTest.astype(int).ravel() + 1) % 10]


# %% bias gradient is a mean over nodes
# question: q2_3
# hint: biases? .*(is wrong|same number)|All entries are the same number
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=1, keepdims=True).mean() / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% weights updated inside the backward loop
# question: q2_3
# hint: Compute every gradient of an epoch first
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                self.layers[j].weights = self.layers[j].weights - learning_rate * (
                    dw + reg_lambda * self.layers[j].weights
                )
                updates.append((j, 0 * dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% penalty on the bias too
# question: q2_3
# hint: penalty is on the weights only
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * (db + reg_lambda * layer.bias)
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% penalty divided by n
# question: q2_3
# hint: added in full
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda / n * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% one epoch too few
# question: q2_3
# hint: changes no weight|Only the last entry is wrong
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs - 1):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% loss summed over epochs
# question: q2_3
# hint: running total
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = losses[epoch - 1] + self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% loss divided by classes
# question: q2_3
# hint: number of output nodes
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / Y.size
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% predict argmax over axis 0 of transposed
# question: q2_3
# hint: for each node the sample
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out.T, axis=1)


# %% threshold rounded
# question: q2_3
# hint: threshold
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return np.round(out[:, 0] - threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% returns list
# question: q2_3
# hint: type tuple
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.f = activation_list
        self.df = d_activation_list
        self.loss = loss_function
        self.dloss = d_loss_function

    def forward(self, X):
        a, zs, acts = X, [], [X]
        for layer, f in zip(self.layers, self.f):
            z = a @ layer.weights + layer.bias
            a = f(z)
            zs.append(z)
            acts.append(a)
        return zs, acts

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = Y.reshape(n, -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            zs, acts = self.forward(X)
            losses[epoch] = self.loss(Y, acts[-1]) / n
            delta = self.dloss(Y, acts[-1]) * self.df[-1](zs[-1])
            updates = []
            for j in range(len(self.layers) - 1, -1, -1):
                dw = acts[j].T @ delta / n
                db = delta.sum(axis=0, keepdims=True) / n
                updates.append((j, dw, db))
                if j > 0:
                    delta = (delta @ self.layers[j].weights.T) * self.df[j - 1](zs[j - 1])
            for j, dw, db in updates:
                layer = self.layers[j]
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * db
        return self.layers, losses

    def predict(self, X, threshold=None):
        out = self.forward(X)[1][-1]
        if threshold is not None:
            return (out[:, 0] >= threshold).astype(int)
        if out.shape[1] == 1:
            return (out[:, 0] >= 0.5).astype(int)
        return np.argmax(out, axis=1)


# %% softmax over the last axis of the transposed
# question: q2_1
# hint: each column adds up to 1
def softmax(x):
    e = np.exp(x - np.max(x))
    return (e.T / e.sum(axis=0)[:, None]).T if x.ndim > 1 else e / e.sum()


# %% cross entropy adds one inside the log
# question: q2_1
# hint: cross_entropy_loss.*is wrong
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue * np.log(1 + YPredict))


# %% l2 loss is a mean of both axes halves
# question: q2_1
# hint: sum over all entries, not their mean
def l2_loss(YTrue, YPredict):
    return np.mean((YTrue - YPredict) ** 2) / 2


# %% d_softmax ones of one row
# question: q2_1
# hint: d_sigmoid.*is wrong
def d_sigmoid(x):
    s = sigmoid(x)
    return s * (1 - x)


# %% d_l2 over n
# question: q2_1
# hint: half of what it should be|is wrong in
def d_l2_loss(YTrue, YPredict):
    return (YPredict - YTrue) / np.sqrt(len(YTrue))
