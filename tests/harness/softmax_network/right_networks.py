"""Right solutions of Q2.3 of softmax_network, written differently."""

from .variants import right

LOOP = """
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
                    if not (j == len(self.layers) - 1 and SKIP):
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
"""
VECTORS = """
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
"""
FLOAT32 = """
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        for layer in self.layers:
            layer.weights, layer.bias = layer.weights.astype(np.float32), layer.bias.astype(np.float32)
        X = np.asarray(X, dtype=np.float32)
        losses = super().fit(X, np.asarray(Y, dtype=np.float32), epochs, learning_rate, reg_lambda)
        for layer in self.layers:
            layer.weights, layer.bias = layer.weights.astype(np.float32), layer.bias.astype(np.float32)
        return losses
"""
RECURSIVE = """
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
"""
AUGMENTED = """
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
"""

RIGHT_NETWORKS = (
    right("sample by sample", LOOP.replace("SKIP", "False")),
    right(
        "softmax told by its name",
        LOOP.replace("SKIP", "getattr(self.activation_list[j], '__name__', '') == 'softmax'"),
    ),
    right("softmax told by what it is", LOOP.replace("SKIP", "self.activation_list[j] is softmax")),
    right("softmax told by its loss", LOOP.replace("SKIP", "self.loss_function is cross_entropy_loss")),
    right("vectors and lists", VECTORS),
    right("float32 inside", FLOAT32),
    right("recursion and einsum", RECURSIVE),
    right("biases in the matrix", AUGMENTED),
    right(
        "labels as floats",
        changes=(("return np.argmax(outputs, axis=1)", "return np.argmax(outputs, axis=1).astype(float)"),),
    ),
    right("labels as booleans", changes=(("threshold)).astype(int)", "threshold))"),)),
    right("losses as a list", changes=(("return losses", "return losses.tolist()"),)),
    right("losses as numpy numbers", changes=(("return losses", "return [np.float64(x) for x in losses]"),)),
    right(
        "the penalty apart",
        changes=(
            (
                "layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)",
                "layer.weights * (1 - learning_rate * reg_lambda) - learning_rate * d_weights",
            ),
        ),
    ),
    right(
        "in place",
        changes=(
            ("layer.weights = layer.weights - learning_rate *", "layer.weights -= learning_rate *"),
            ("layer.bias = layer.bias - learning_rate", "layer.bias -= learning_rate"),
        ),
    ),
    right(
        "the outputs where one node has no threshold",
        changes=(
            (
                "        if outputs.shape[1] > 1:",
                "        if outputs.shape[1] == 1 and threshold is None:\n            return outputs[:, 0]\n"
                "        if outputs.shape[1] > 1:",
            ),
        ),
    ),
)
