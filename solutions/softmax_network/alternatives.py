# ruff: noqa
"""Right solutions of softmax_network, written as differently as students do; none may lose a point."""

# %% a rounded number
# question: q1_1
network_output = 0.82

# %% an array of one number
# question: q1_1
network_output = np.array([[0.8220594]])

# %% step by step with the math module
# question: q1_1
import math

total = 0.5
for weights, out in [((0.4, 0.3), 0.2), ((0.6, 0.9), 0.2), ((0.2, 0.5), 0.8)]:
    total += out / (1 + math.exp(-(sum(weights) + 1)))
network_output = 1 / (1 + math.exp(-total))


# %% gradients by loops
# question: q1_2
def gradients(a0, w1, b1, w2, b2, y_true):
    s = lambda t: 1 / (1 + np.exp(-t))
    n0, n1 = w1.shape
    a1 = [s(sum(a0[i] * w1[i, j] for i in range(n0)) + b1[j]) for j in range(n1)]
    a2 = s(sum(a1[j] * w2[j, 0] for j in range(n1)) + b2[0])
    d2 = (a2 - y_true) * a2 * (1 - a2)
    d1 = [d2 * w2[j, 0] * a1[j] * (1 - a1[j]) for j in range(n1)]
    return [[[a0[i] * d1[j] for j in range(n1)] for i in range(n0)], d1, [[d2 * a] for a in a1], [d2]]


# %% gradients with matrices in float32
# question: q1_2
def gradients(a0, w1, b1, w2, b2, y_true):
    s = lambda t: 1 / (1 + np.exp(-t))
    x, w1, b1, w2, b2 = (np.asarray(v, dtype=np.float32) for v in (np.reshape(a0, (1, -1)), w1, b1, w2, b2))
    a1 = s(x @ w1 + b1)
    a2 = s(a1 @ w2 + b2)
    d2 = (a2 - np.float32(y_true)) * a2 * (1 - a2)
    d1 = d2 @ w2.T * a1 * (1 - a1)
    return x.T @ d1, d1[0], a1.T @ d2, d2[0]


# %% gradients with vectors as columns
# question: q1_2
def gradients(a0, w1, b1, w2, b2, y_true):
    x = a0[:, None]
    a1 = 1 / (1 + np.exp(-(w1.T @ x + b1[:, None])))
    a2 = 1 / (1 + np.exp(-(w2.T @ a1 + b2[:, None])))
    delta2 = -(y_true - a2) * (a2 - a2**2)
    delta1 = w2 @ delta2 * (a1 - a1**2)
    return x @ delta1.T, delta1.flatten(), a1 @ delta2.T, delta2.flatten()


# %% gradients by einsum and a helper, as a list
# question: q1_2
from scipy.special import expit


def slope(activation):
    return activation - activation * activation


def gradients(a0, w1, b1, w2, b2, y_true, loss_factor=1.0):
    a1 = expit(np.einsum("i,ij->j", a0, w1) + b1)
    a2 = expit(np.einsum("i,ij->j", a1, w2) + b2)
    delta2 = loss_factor * np.subtract(a2, y_true) * slope(a2)
    delta1 = np.einsum("ij,j,i->i", w2, delta2, slope(a1))
    return [np.einsum("i,j->ij", a0, delta1), delta1, np.einsum("i,j->ij", a1, delta2), delta2]


# %% the plain formulas
# question: q2_1
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def d_sigmoid(x):
    s = sigmoid(x)
    return s * (1 - s)


def d_l2_loss(YTrue, YPredict):
    return -(YTrue - YPredict)


def cross_entropy_loss(YTrue, YPredict):
    YPredict = np.clip(YPredict, 1e-15, 1 - 1e-15)
    return -np.sum(YTrue * np.log(YPredict))


# %% scipy
# question: q2_1
from scipy import special

sigmoid, softmax = special.expit, lambda x: special.softmax(x, axis=-1)


def cross_entropy_loss(YTrue, YPredict):
    return -special.xlogy(YTrue, np.maximum(YPredict, 1e-300)).sum()


# %% tanh and logsumexp
# question: q2_1
def sigmoid(x):
    return (np.tanh(np.asarray(x) / 2) + 1) / 2


def softmax(x):
    x = np.asarray(x)
    top = x.max(axis=-1, keepdims=True)
    return np.exp(x - top - np.log(np.exp(x - top).sum(axis=-1, keepdims=True)))


def d_sigmoid(x):
    return 1 / (4 * np.cosh(np.clip(x, -300, 300) / 2) ** 2)


# %% row by row
# question: q2_1
def softmax(x):
    rows = np.atleast_2d(x)
    out = np.zeros(rows.shape)
    for i, row in enumerate(rows):
        e = np.exp(row - max(row))
        out[i] = e / sum(e)
    return out.reshape(np.shape(x))


def cross_entropy_loss(YTrue, YPredict):
    total = 0.0
    for y, p in zip(np.ravel(YTrue), np.ravel(YPredict)):
        total -= y * np.log(p + 1e-15)
    return total


def l2_loss(YTrue, YPredict):
    return sum(0.5 * (y - p) ** 2 for y, p in zip(np.ravel(YTrue), np.ravel(YPredict)))


# %% float32 and arrays of one number
# question: q2_1
def sigmoid(x):
    return np.float32(1) / (1 + np.exp(-np.clip(np.asarray(x, dtype=np.float32), -80, 80)))


def softmax(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def l2_loss(YTrue, YPredict):
    d = np.ravel(np.subtract(YTrue, YPredict))
    return np.einsum("i,i->", d, d) / 2


# %% a stable sigmoid by cases
# question: q2_1
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))


def cross_entropy_loss(YTrue, YPredict):
    return -np.vdot(YTrue, np.log(np.where(YPredict > 0, YPredict, 1e-20)))


# %% callable objects
# question: q2_1
class Sigmoid:
    def __call__(self, x):
        return 1 / (1 + np.exp(-x))


sigmoid = Sigmoid()
d_sigmoid = lambda x, s=sigmoid: s(x) * (1 - s(x))

# %% scipy's logsumexp and logaddexp
# question: q2_1
from scipy.special import logsumexp


def sigmoid(x):
    return np.exp(-np.logaddexp(0, np.negative(x)))


def d_sigmoid(x):
    return sigmoid(x) * sigmoid(np.negative(x))


def softmax(x):
    return np.exp(x - logsumexp(x, axis=-1, keepdims=True))


# %% a sigmoid piece by piece
# question: q2_1
def sigmoid(x):
    x = np.asarray(x)
    s = np.empty(x.shape, dtype=float)
    positive = x >= 0
    s[positive] = 1 / (1 + np.exp(-x[positive]))
    s[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return s


# %% one number at a time
# question: q2_1
import math


def sigmoid_of_one(t):
    return 1 / (1 + math.exp(-t)) if t > -700 else 0.0


sigmoid = np.vectorize(sigmoid_of_one, otypes=[float])
d_sigmoid = np.vectorize(lambda t: sigmoid_of_one(t) * (1 - sigmoid_of_one(t)), otypes=[float])
softmax = lambda x: np.apply_along_axis(lambda row: np.exp(row - row.max()) / np.exp(row - row.max()).sum(), -1, x)


# %% optional parameters and other names
# question: q2_1
def sigmoid(z, slope=1.0):
    return 1 / (1 + np.exp(-slope * np.clip(z, -700, 700)))


def softmax(z, axis=-1):
    shifted = z - np.max(z, axis=axis, keepdims=True)
    return np.exp(shifted) / np.exp(shifted).sum(axis=axis, keepdims=True)


def cross_entropy_loss(y, p, epsilon=1e-12):
    return float(-np.sum(np.multiply(y, np.log(np.maximum(p, epsilon)))))


def l2_loss(y, p, factor=0.5):
    return factor * np.linalg.norm(np.ravel(y - p)) ** 2


def d_l2_loss(y, p, factor=0.5):
    return 2 * factor * np.negative(y - p)


# %% rows divided after transposing
# question: q2_1
def softmax(x):
    e = np.exp((np.transpose(x) - np.max(x, axis=-1)).T)
    return (e.T / e.T.sum(axis=0)).T


def cross_entropy_loss(YTrue, YPredict):
    safe = np.array(YPredict, dtype=float)
    safe[safe <= 0] = np.finfo(float).tiny
    return -np.einsum("i,i", np.ravel(YTrue), np.log(safe).ravel())


# %% losses as means times the size
# question: q2_1
def l2_loss(YTrue, YPredict):
    error = YTrue - YPredict
    return np.mean(error * error) * error.size / 2


def cross_entropy_loss(YTrue, YPredict):
    return np.mean(-YTrue * np.log(YPredict + 1e-15)) * np.size(YTrue)


def d_l2_loss(YTrue, YPredict):
    gradient = YPredict.copy()
    gradient -= YTrue
    return gradient


# %% sample by sample
# question: q2_3
class Network(Network):
    def forward_pass(self, x):
        x = np.reshape(x, (1, -1))
        activations, zs = [x], []
        for layer, f in zip(self.layers, self.activation_list):
            z = np.dot(activations[-1], layer.weights)
            if layer.add_bias:
                z = z + layer.bias
            zs.append(z)
            activations.append(f(z))
        return activations, zs

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        loss = np.zeros(epochs)
        for epoch in range(epochs):
            total = 0.0
            dW = [np.zeros_like(layer.weights) for layer in self.layers]
            dB = [np.zeros_like(layer.bias) for layer in self.layers]
            for i in range(len(X)):
                y = np.reshape(Y[i], (1, -1))
                activations, zs = self.forward_pass(X[i])
                total += self.loss_function(y, activations[-1])
                delta = self.d_loss_function(y, activations[-1])
                for j in range(len(self.layers) - 1, -1, -1):
                    delta = delta * self.d_activation_list[j](zs[j])
                    dW[j] += np.dot(activations[j].T, delta)
                    dB[j] += delta
                    delta = np.dot(delta, self.layers[j].weights.T)
            for j, layer in enumerate(self.layers):
                layer.weights -= learning_rate * (dW[j] / len(X) + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias -= learning_rate * dB[j] / len(X)
            loss[epoch] = total / len(X)
        return loss

    def predict(self, X, threshold=None):
        labels = np.zeros(len(X))
        for i in range(len(X)):
            output = self.forward_pass(X[i])[0][-1][0]
            labels[i] = np.argmax(output) if len(output) > 1 else output[0] >= (threshold or 0.5)
        return labels


# %% softmax told by its name
# question: q2_3
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if not (getattr(self.activation_list[j], "__name__", "") == "softmax"):
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% softmax told by what it is
# question: q2_3
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if not (self.activation_list[j] is softmax):
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% softmax told by its loss
# question: q2_3
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if not (j == len(self.layers) - 1 and self.loss_function is cross_entropy_loss):
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% vectors and lists
# question: q2_3
class Network(Network):
    def run(self, x):
        values = [(None, np.asarray(x, dtype=float))]
        for layer, f in zip(self.layers, self.activation_list):
            z = values[-1][1] @ layer.weights + layer.bias[0]
            values.append((z, f(z)))
        return values

    def fit(self, X, Y, epochs, learning_rate, reg_lambda, verbose=False):
        history = []
        for _ in range(epochs):
            sums = [[0.0, 0.0] for _ in self.layers]
            losses = []
            for x, y in zip(X, Y):
                values = self.run(x)
                losses.append(self.loss_function(np.atleast_1d(y), values[-1][1]))
                delta = self.d_loss_function(np.atleast_1d(y), values[-1][1])
                for layer, d, (z, _), (_, a), s in list(
                    zip(self.layers, self.d_activation_list, values[1:], values[:-1], sums)
                )[::-1]:
                    delta = delta * d(z)
                    s[0] = s[0] + np.outer(a, delta)
                    s[1] = s[1] + delta
                    delta = layer.weights @ delta
            for layer, (weights, bias) in zip(self.layers, sums):
                layer.weights = (1 - learning_rate * reg_lambda) * layer.weights - learning_rate * weights / len(X)
                layer.bias = layer.bias - learning_rate * layer.add_bias * bias / len(X)
            history.append(np.mean(losses))
        return history

    def predict(self, X, threshold=None):
        outputs = [self.run(x)[-1][1] for x in X]
        if len(self.layers[-1].bias[0]) > 1:
            return [int(np.argmax(output)) for output in outputs]
        return [int(output[0] >= (0.5 if threshold is None else threshold)) for output in outputs]


# %% float32 inside
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        for layer in self.layers:
            layer.weights, layer.bias = layer.weights.astype(np.float32), layer.bias.astype(np.float32)
        X = np.asarray(X, dtype=np.float32)
        losses = super().fit(X, np.asarray(Y, dtype=np.float32), epochs, learning_rate, reg_lambda)
        for layer in self.layers:
            layer.weights, layer.bias = layer.weights.astype(np.float32), layer.bias.astype(np.float32)
        return losses


# %% recursion and einsum
# question: q2_3
class Network(Network):
    def descend(self, a, j, Y, steps):
        layer = self.layers[j]
        z = np.einsum("ni,ij->nj", a, layer.weights) + layer.bias
        out = self.activation_list[j](z)
        if j + 1 == len(self.layers):
            self.total = self.loss_function(Y, out)
            back = self.d_loss_function(Y, out)
        else:
            back = self.descend(out, j + 1, Y, steps)
        delta = back * self.d_activation_list[j](z)
        steps[layer] = np.einsum("ni,nj->ij", a, delta), np.einsum("nj->j", delta)[None]
        return np.einsum("nj,ij->ni", delta, layer.weights)

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = X.shape[0]
        Y = Y[:, None] if Y.ndim == 1 else Y
        losses = []
        while len(losses) < epochs:
            steps = {}
            self.descend(X, 0, Y, steps)
            losses.append(self.total / n)
            for layer, (w, b) in steps.items():
                layer.weights += -learning_rate * w / n - learning_rate * reg_lambda * layer.weights
                layer.bias += -learning_rate * b / n * (1 if layer.add_bias else 0)
        return np.array(losses)


# %% biases in the matrix
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.array(Y, dtype=float).reshape(len(X), -1)
        one = np.ones((len(X), 1))
        table = []
        for _ in range(epochs):
            inputs, zs, a = [], [], np.array(X)
            for layer, f in zip(self.layers, self.activation_list):
                inputs.append(np.hstack([a, one]))
                zs.append(inputs[-1] @ np.vstack([layer.weights, layer.bias]))
                a = f(zs[-1])
            table.append(self.loss_function(Y, a) / len(X))
            delta = self.d_loss_function(Y, a)
            gradients = [None] * len(zs)
            for j in range(len(zs))[::-1]:
                delta = delta * self.d_activation_list[j](zs[j])
                gradients[j] = inputs[j].T @ delta / len(X)
                delta = delta @ self.layers[j].weights.T
            for g, layer in zip(gradients, self.layers):
                layer.weights = layer.weights * (1 - learning_rate * reg_lambda) - learning_rate * g[:-1]
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * g[-1:]
        return np.array(table)

    def predict(self, X, threshold=None):
        for layer, f in zip(self.layers, self.activation_list):
            X = f(X @ layer.weights + layer.bias)
        if threshold is not None:
            return X[:, 0] >= threshold
        return X.argmax(axis=-1)


# %% labels as floats
# question: q2_3
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1).astype(float)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% labels as booleans
# question: q2_3
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return outputs[:, 0] >= (0.5 if threshold is None else threshold)


# %% labels as a list
# question: q2_3
class Network(Network):
    def predict(self, X, threshold=0.5):
        labels = []
        for x in X:
            output = self.forward(np.reshape(x, (1, -1)))[0][-1].ravel().tolist()
            labels.append(output.index(max(output)) if len(output) > 1 else int(output[0] >= threshold))
        return labels


# %% labels by sorting
# question: q2_3
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[-1] == 1:
            return np.where(outputs.ravel() < (threshold or 0.5), 0, 1)
        return np.argsort(outputs, axis=1)[:, -1]


# %% losses as a list
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses.tolist()


# %% losses as numpy numbers
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = []
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses.append(np.float64(self.loss_function(Y, activations[-1])) / len(X))
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% the penalty apart
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                shrunk = layer.weights * (1 - learning_rate * reg_lambda)
                layer.weights = shrunk - learning_rate * d_weights
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% in place
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights -= learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias -= learning_rate * d_bias
        return losses


# %% the outputs where one node has no threshold
# question: q2_3
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        if threshold is None:
            return outputs[:, 0]
        return (outputs[:, 0] >= threshold).astype(int)


# %% keyword calls
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.array(Y, ndmin=2, dtype=float).reshape(len(X), -1)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X=X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y=Y, activations=activations, pre_activations=zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% optional parameters
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda, verbose=False, tolerance=None, callback=None):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
            if verbose:
                print(epoch, losses[epoch])
        return losses


# %% a callable network with properties
# question: q2_3
class Network(Network):
    @property
    def depth(self):
        return len(self.layers)

    @property
    def is_binary(self):
        return self.layers[-1].weights.shape[1] == 1

    def __call__(self, X):
        return self.forward(X)[0][-1]

    def predict(self, X, threshold=None):
        if self.is_binary:
            return (self(X) >= (threshold if threshold is not None else 0.5)).flatten() * 1
        return self(X).argmax(1)


# %% a dataclass for the layer
# question: q2_3
from dataclasses import dataclass, field


@dataclass
class Layer:
    n_in: int
    n_out: int
    add_bias: bool = True
    weights: np.ndarray = field(init=False)
    bias: np.ndarray = field(init=False)

    def __post_init__(self):
        self.weights = np.random.uniform(-1, 1, (self.n_in, self.n_out))
        self.bias = np.random.uniform(-1, 1, (1, self.n_out)) * self.add_bias


# %% layers that know their own steps
# question: q2_3
class Layer(Layer):
    def forward(self, a, activation):
        self.a, self.z = a, a @ self.weights + self.bias
        return activation(self.z)

    def backward(self, back, derivative):
        delta = back * derivative(self.z)
        self.d_weights = self.a.T @ delta
        self.d_bias = delta.sum(axis=0)[np.newaxis, :]
        return delta @ self.weights.T

    def step(self, rate, n, reg_lambda):
        self.weights = self.weights - rate * (self.d_weights / n + reg_lambda * self.weights)
        if self.add_bias:
            self.bias = self.bias - rate * self.d_bias / n


class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = Y if Y.ndim == 2 else Y[:, np.newaxis]
        losses = []
        for _ in range(epochs):
            a = X
            for layer, f in zip(self.layers, self.activation_list):
                a = layer.forward(a, f)
            losses.append(self.loss_function(Y, a) / X.shape[0])
            back = self.d_loss_function(Y, a)
            for layer, d in zip(self.layers[::-1], self.d_activation_list[::-1]):
                back = layer.backward(back, d)
            for layer in self.layers:
                layer.step(learning_rate, X.shape[0], reg_lambda)
        return np.array(losses)


# %% gradients in dictionaries
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n, Y = len(X), np.array(Y).reshape(len(X), -1)
        losses = np.full(epochs, np.nan)
        for epoch in range(epochs):
            a, z = {-1: X}, {}
            for j, layer in enumerate(self.layers):
                z[j] = np.dot(a[j - 1], layer.weights) + np.tile(layer.bias, (n, 1))
                a[j] = self.activation_list[j](z[j])
            last = len(self.layers) - 1
            losses[epoch] = np.divide(self.loss_function(Y, a[last]), n)
            delta = {last: np.multiply(self.d_loss_function(Y, a[last]), self.d_activation_list[last](z[last]))}
            for j in range(last, 0, -1):
                delta[j - 1] = np.dot(delta[j], self.layers[j].weights.T) * self.d_activation_list[j - 1](z[j - 1])
            for j, layer in enumerate(self.layers):
                layer.weights = (
                    layer.weights
                    - learning_rate * np.dot(a[j - 1].T, delta[j]) / n
                    - (learning_rate * reg_lambda * layer.weights)
                )
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * np.mean(delta[j], axis=0, keepdims=True)
        return losses


# %% column vectors throughout
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n, targets, losses = len(X), np.reshape(Y, (len(X), -1)).T, []
        for _ in range(epochs):
            a, z = [X.T], []
            for layer, f in zip(self.layers, self.activation_list):
                z.append(layer.weights.T @ a[-1] + layer.bias.T)
                a.append(f(z[-1].T).T)
            losses.append(self.loss_function(targets.T, a[-1].T) / n)
            back = self.d_loss_function(targets.T, a[-1].T).T
            steps = []
            for layer, d, a_in, z_out in zip(self.layers[::-1], self.d_activation_list[::-1], a[-2::-1], z[::-1]):
                delta = back * d(z_out.T).T
                steps.append((delta @ a_in.T / n, delta.mean(axis=1, keepdims=True)))
                back = layer.weights @ delta
            for layer, (d_weights, d_bias) in zip(self.layers[::-1], steps):
                layer.weights = layer.weights - learning_rate * (d_weights.T + reg_lambda * layer.weights)
                layer.bias = layer.bias - learning_rate * d_bias.T if layer.add_bias else layer.bias
        return np.asarray(losses)


# %% all of the batch, in parts that are added up
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = [[0, 0] for _ in self.layers]
            for start in range(0, len(X), 32):
                x, y = X[start : start + 32], Y[start : start + 32]
                for total, part in zip(gradients, self.backward(y, *self.forward(x))):
                    for i in range(2):
                        total[i] = total[i] + part[i] * len(x) / len(X)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% rows shuffled in a copy, X and Y alike
# question: q2_3
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            order = np.random.permutation(len(X))
            X, Y = X[order], Y[order]
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% fit and predict as functions put into the class
# question: q2_3
def run(network, X):
    for layer, activation in zip(network.layers, network.activation_list):
        X = activation(np.matmul(X, layer.weights) + layer.bias)
    return X


def label(network, X, threshold=None):
    outputs = run(network, X)
    return np.argmax(outputs, -1) if outputs.shape[1] > 1 else np.int64(outputs[:, 0] >= (threshold or 0.5))


Network.predict = label

# %% labels in a vector
# question: q3_0
YTrain, YTest = YTrain.ravel(), YTest.ravel()

# %% one-hot without scikit-learn
# question: q3_0
YTrain_encoded = np.eye(10, dtype=int)[YTrain.ravel().astype(int)]
YTest_encoded = (YTest == np.arange(10)).astype(np.float32)

# %% loaded with numpy
# question: q3_0
XTrain = np.loadtxt("dataset/Digit_X_train.csv", delimiter=",")

# %% names of the original text for epochs
# question: q3_1
del epoch_choices, scores_train_epochs, scores_test_epochs, fixed_epochs

hidden_dim, learning_rate, reg_lambda, n_epochs = 6, 0.1, 0.01, 5
choices = [1, 2, 3, 5, 8]
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
for n_epochs in choices:
    network = Network(
        [Layer(64, hidden_dim), Layer(hidden_dim, 10)],
        [sigmoid, softmax],
        [d_sigmoid, d_softmax],
        cross_entropy_loss,
        d_cross_entropy_loss,
    )
    network.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, reg_lambda)
    for scores, images, digits in ((scores_train, XTrain, YTrain), (scores_test, XTest, YTest)):
        labels = network.predict(images)
        scores["Accuracy"].append(accuracy_score(digits.flatten(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.flatten(), labels, average="macro"))
epochs = choices

# %% some names of the original text for epochs, and the dictionary for the rest
# question: q3_1
del epoch_choices, scores_train_epochs, scores_test_epochs
learning_rate, reg_lambda = 0.01, 0  # left over from another question
epochs = [10, 50, 100, 200, 500]
scores_train, scores_test = ({"Accuracy": [], "F1 (Macro)": []} for _ in range(2))
for each in epochs:
    for scores, found in zip((scores_train, scores_test), run_experiment(epochs=each, **fixed_epochs)):
        for key in found:
            scores[key].append(found[key])

# %% names of the original text for rates
# question: q3_2
del rate_choices, scores_train_rates, scores_test_rates, fixed_rates

hidden_dim, learning_rate, reg_lambda, n_epochs = 6, 0.1, 0.01, 5
choices = [0.1, 0.2, 0.3, 0.4, 0.5]
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
for learning_rate in choices:
    network = Network(
        [Layer(64, hidden_dim), Layer(hidden_dim, 10)],
        [sigmoid, softmax],
        [d_sigmoid, d_softmax],
        cross_entropy_loss,
        d_cross_entropy_loss,
    )
    network.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, reg_lambda)
    for scores, images, digits in ((scores_train, XTrain, YTrain), (scores_test, XTest, YTest)):
        labels = network.predict(images)
        scores["Accuracy"].append(accuracy_score(digits.flatten(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.flatten(), labels, average="macro"))
LRs = choices

# %% arrays and tuples
# question: q3_2
rate_choices = np.array(rate_choices)
scores_test_rates = {key: np.array(value) for key, value in scores_test_rates.items()}
scores_train_rates = {key: tuple(value) for key, value in scores_train_rates.items()}

# %% names of the original text for lambdas
# question: q3_3
del lambda_choices, scores_train_lambdas, scores_test_lambdas, fixed_lambdas

hidden_dim, learning_rate, reg_lambda, n_epochs = 6, 0.1, 0.01, 5
choices = [0, 0.1, 0.2, 0.3, 0.4]
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
for reg_lambda in choices:
    network = Network(
        [Layer(64, hidden_dim), Layer(hidden_dim, 10)],
        [sigmoid, softmax],
        [d_sigmoid, d_softmax],
        cross_entropy_loss,
        d_cross_entropy_loss,
    )
    network.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, reg_lambda)
    for scores, images, digits in ((scores_train, XTrain, YTrain), (scores_test, XTest, YTest)):
        labels = network.predict(images)
        scores["Accuracy"].append(accuracy_score(digits.flatten(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.flatten(), labels, average="macro"))
lambdas = choices

# %% two hidden layers
# question: q3_3
fixed_lambdas = {"hidden": [9, 7], "epochs": 20, "learning_rate": 1.0}
runs = []
for choice in lambda_choices:
    network = Network(
        [Layer(64, 9), Layer(9, 7), Layer(7, 10)],
        [sigmoid, sigmoid, softmax],
        [d_sigmoid, d_sigmoid, d_softmax],
        cross_entropy_loss,
        d_cross_entropy_loss,
    )
    network.fit(XTrain, YTrain_encoded, 20, 1.0, choice)
    labels = network.predict(XTest)
    runs.append((accuracy_score(YTest.ravel(), labels), f1_score(YTest.ravel(), labels, average="macro")))
scores_test_lambdas = dict(zip(("Accuracy", "F1 (Macro)"), zip(*runs)))

# %% an answer in another language
# question: q4_2
ans_q4_2 = "به‌زبان ساده، داده‌ها لایه به لایه جلو می‌روند."

# %% an answer of many lines with formulas
# question: q4_3
ans_q4_3 = r"""
1. $\delta = a - y$ for the last layer
2. $\delta_{j-1} = (\delta_j w_j^T) \odot f'(z)$ for each layer before
3. gradients are $a^T \delta$, then all weights take one step
"""


# %% scipy's softmax and xlogy
# question: q2_1
from scipy.special import softmax as _softmax, expit, xlogy


def sigmoid(x):
    return expit(x)


def d_sigmoid(x):
    return expit(x) * expit(-np.asarray(x))


def l2_loss(YTrue, YPredict):
    return np.linalg.norm(np.asarray(YTrue) - np.asarray(YPredict)) ** 2 / 2


def d_l2_loss(YTrue, YPredict):
    return -1 * (YTrue - YPredict)


def softmax(x):
    return _softmax(x, axis=-1)


def cross_entropy_loss(YTrue, YPredict):
    return -xlogy(YTrue, np.maximum(YPredict, 1e-15)).sum()


# %% losses that ask for one shape
# question: q2_1
def same_shape(f):
    def g(YTrue, YPredict):
        YTrue, YPredict = np.asarray(YTrue), np.asarray(YPredict)
        assert YTrue.shape == YPredict.shape, (YTrue.shape, YPredict.shape)
        return f(YTrue, YPredict)

    return g


@same_shape
def l2_loss(t, p):
    return ((t - p) ** 2 * 0.5).sum()


@same_shape
def d_l2_loss(t, p):
    return p - t


@same_shape
def cross_entropy_loss(t, p):
    p = p.astype(float).copy()
    p[p < 1e-15] = 1e-15
    return -(t * np.log(p)).sum()


# %% a recursion forward and back
# question: q2_3
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    def __repr__(self):
        return f"Network({len(self.layers)} layers)"

    def __len__(self):
        return len(self.layers)

    def propagate(self, a, Y, j=0):
        """Recursion: gradients of layer j and above; returns (loss, dL/da_{j-1})."""
        if j == len(self):
            self._out = a
            return self.d_loss_function(Y, a)
        layer = self.layers[j]
        z = a @ layer.weights + layer.bias
        back = self.propagate(self.activation_list[j](z), Y, j + 1)
        delta = back * self.d_activation_list[j](z)
        self._grads[j] = (a.T @ delta, np.sum(delta, axis=0).reshape(1, -1))
        return delta @ layer.weights.T

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.asarray(Y)
        Y = Y if Y.ndim == 2 else np.atleast_2d(Y).T
        res = []
        for _ in range(epochs):
            self._grads = {}
            self.propagate(X, Y)
            res += [self.loss_function(Y, self._out) / X.shape[0]]
            for j, (gw, gb) in self._grads.items():
                self.layers[j].weights = (1 - learning_rate * reg_lambda) * self.layers[
                    j
                ].weights - learning_rate / X.shape[0] * gw
                if self.layers[j].add_bias:
                    self.layers[j].bias = self.layers[j].bias - learning_rate / X.shape[0] * gb
        return np.asarray(res)

    def predict(self, X, threshold=None):
        from functools import reduce

        out = reduce(lambda a, lf: lf[1](a @ lf[0].weights + lf[0].bias), zip(self.layers, self.activation_list), X)
        if out.shape[-1] == 1:
            return np.array([int(o[0] >= (threshold or 0.5)) if threshold != 0 else int(o[0] >= 0) for o in out])
        return np.array([int(np.argmax(o)) for o in out])


# %% a generator of the steps forward
# question: q2_3
import copy


class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    def steps(self, X):
        a = X
        for l, f, df in zip(self.layers, self.activation_list, self.d_activation_list):
            z = np.dot(a, l.weights) + np.repeat(l.bias, len(a), axis=0)
            yield a, z, f(z), df(z)
            a = f(z)

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        m = X.shape[0]
        Y = Y.reshape((m, 1)) if len(Y.shape) < 2 else Y
        loss_per_epoch = np.zeros((epochs,))
        epoch = 0
        while epoch < epochs:
            ins, zs, outs, slopes = map(list, zip(*self.steps(X)))
            loss_per_epoch[epoch] = (1 / m) * self.loss_function(Y, outs[-1])
            old = copy.deepcopy(self.layers)
            err = self.d_loss_function(Y, outs[-1])
            for j, layer in reversed(list(enumerate(self.layers))):
                err = np.multiply(err, slopes[j])
                dW = (1 / m) * ins[j].T @ err + reg_lambda * old[j].weights
                layer.weights = old[j].weights - learning_rate * dW
                if layer.add_bias:
                    layer.bias = old[j].bias - learning_rate * np.mean(err, axis=0, keepdims=True)
                err = err @ old[j].weights.T
            epoch += 1
        return loss_per_epoch

    def predict(self, X, threshold=None):
        *_, (_, _, out, _) = self.steps(X)
        n, k = out.shape
        if k == 1:
            threshold = 0.5 if threshold is None else threshold
            labels = np.zeros(n, dtype=int)
            labels[out[:, 0] >= threshold] = 1
            return labels
        return np.argsort(out, axis=1)[:, -1]
