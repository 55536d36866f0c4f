"""Solved everything rightly, but in other ways: scipy, einsum, one matrix for weights and biases, loops, numpy for the files."""

# %% q1_1
from math import exp

hidden = [1 / (1 + exp(-(first + second + 1))) for first, second in [(0.4, 0.3), (0.6, 0.9), (0.2, 0.5)]]
network_output = round(1 / (1 + exp(-(0.2 * hidden[0] + 0.2 * hidden[1] + 0.8 * hidden[2] + 0.5))), 3)

# %% q1_2
derivation = "With d2 = (a2 - y) a2 (1 - a2): dL/dw2_i = d2 a1_i and dL/db2 = d2. With d1_j = d2 w2_j a1_j (1 - a1_j): dL/dw1_ij = d1_j a0_i and dL/db1_j = d1_j, all by the chain rule."


# %% q1_2
def gradients(a0, w1, b1, w2, b2, y_true):
    s = lambda z: 0.5 + 0.5 * np.tanh(z / 2)
    hidden = s(np.einsum("i,ij->j", a0, w1) + b1)
    output = s(np.dot(hidden, w2) + b2)
    db2 = (output - y_true) * output * (1 - output)
    db1 = np.array([db2[0] * w2[j, 0] * hidden[j] * (1 - hidden[j]) for j in range(len(hidden))])
    dw1 = np.array([[x * d for d in db1] for x in a0])
    dw2 = hidden[:, np.newaxis] * db2
    return [dw1, db1, dw2, db2]


# %% q2_1
import scipy.special


def sigmoid(x):
    return scipy.special.expit(np.asarray(x, dtype=np.float64))


def d_sigmoid(x):
    return sigmoid(x) * sigmoid(-np.asarray(x))


def l2_loss(YTrue, YPredict):
    difference = np.ravel(YTrue) - np.ravel(YPredict)
    return np.dot(difference, difference) / 2


def d_l2_loss(YTrue, YPredict):
    return -1 * np.subtract(YTrue, YPredict)


def softmax(x):
    return scipy.special.softmax(x, axis=-1)


def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(np.multiply(YTrue, np.log(np.maximum(YPredict, 1e-12))))


# %% q2_3
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    def _with_ones(self, a, layer):
        return np.hstack([a, np.full((len(a), 1), float(layer.add_bias))])

    def _steps(self, X):
        a = np.asarray(X, dtype=float)
        for layer, f in zip(self.layers, self.activation_list):
            extended = self._with_ones(a, layer)
            z = np.einsum("ni,ij->nj", extended, np.vstack([layer.weights, layer.bias]))
            a = f(z)
            yield extended, z, a

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = np.asarray(Y, dtype=float)
        if Y.ndim == 1:
            Y = Y[:, None]
        history = []
        while len(history) < epochs:
            steps = list(self._steps(X))
            outputs = steps[-1][2]
            history.append(sum(self.loss_function(Y[i], outputs[i]) for i in range(n)) / n)
            blame = self.d_loss_function(Y, outputs)
            changes = []
            for layer, d, (extended, z, _) in list(zip(self.layers, self.d_activation_list, steps))[::-1]:
                blame = blame * d(z)
                gradient = np.einsum("ni,nj->ij", extended, blame) / n
                gradient[:-1] += reg_lambda * layer.weights
                changes.append((layer, learning_rate * gradient))
                blame = blame @ layer.weights.T
            for layer, change in changes:
                layer.weights = layer.weights - change[:-1]
                layer.bias = layer.bias - change[-1:]
        return np.array(history)

    def predict(self, X, threshold=None):
        *_, (_, _, outputs) = self._steps(X)
        if outputs.shape[1] == 1:
            return [1 if o[0] >= (threshold or 0.5) else 0 for o in outputs]
        return [list(o).index(max(o)) for o in outputs]


# %% q3_0
from pathlib import Path

XTrain, XTest, YTrain, YTest = (
    np.loadtxt(Path("dataset") / f"Digit_{letter}_{part}.csv", delimiter=",", ndmin=2)
    for letter, part in [("X", "train"), ("X", "test"), ("y", "train"), ("y", "test")]
)
YTrain_encoded = (YTrain == np.arange(10)).astype(int)
YTest_encoded = (YTest == np.arange(10)).astype(int)


# %% q3_1
def score(hidden, epochs, learning_rate, reg_lambda):
    sizes = [64, *np.atleast_1d(hidden), 10]
    layers = [Layer(m, n) for m, n in zip(sizes, sizes[1:])]
    k = len(layers) - 1
    net = Network(
        layers, [sigmoid] * k + [softmax], [d_sigmoid] * k + [d_softmax], cross_entropy_loss, d_cross_entropy_loss
    )
    net.fit(XTrain, YTrain_encoded, epochs, learning_rate, reg_lambda)
    return [
        measure(Y.flatten(), net.predict(X))
        for X, Y in ((XTrain, YTrain), (XTest, YTest))
        for measure in (accuracy_score, lambda y, p: f1_score(y, p, average="macro"))
    ]


# %% q3_1
fixed_epochs = {"hidden": [24], "learning_rate": 0.8, "reg_lambda": 0.001}
epoch_choices = (5, 10, 20, 40, 80)
table = np.array([score(epochs=e, **fixed_epochs) for e in epoch_choices])
scores_train_epochs = {"Accuracy": table[:, 0], "F1 (Macro)": table[:, 1]}
scores_test_epochs = {"Accuracy": table[:, 2], "F1 (Macro)": table[:, 3]}

# %% q3_2
fixed_rates = {"hidden": 24, "epochs": 60, "reg_lambda": 0.0}
rate_choices = np.array([0.01, 0.05, 0.2, 0.5, 0.9])
table = np.array([score(learning_rate=rate, **fixed_rates) for rate in rate_choices])
scores_train_rates = {"Accuracy": table[:, 0], "F1 (Macro)": table[:, 1]}
scores_test_rates = {"Accuracy": table[:, 2], "F1 (Macro)": table[:, 3]}

# %% q3_3
fixed_lambdas = {"hidden": 40, "epochs": 60, "learning_rate": 0.9}
lambda_choices = [0.3, 0.1, 0.01, 0.001, 0]
table = np.array([score(reg_lambda=value, **fixed_lambdas) for value in lambda_choices])
scores_train_lambdas = {"Accuracy": list(table[:, 0]), "F1 (Macro)": list(table[:, 1])}
scores_test_lambdas = {"Accuracy": list(table[:, 2]), "F1 (Macro)": list(table[:, 3])}
