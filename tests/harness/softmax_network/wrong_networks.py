"""Known mistakes in the class Network of softmax_network, and which cases each of them must fail."""

from .right_networks import LOOP
from .variants import UNTIL_THE_NETWORK, Variant, wrong

MEAN = "self.d_loss_function(Y, activations[-1]) / len(Y)"
STEP = "layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)"
BIAS_STEP = "layer.bias = layer.bias - learning_rate * d_bias"
IF_BIAS = "                if layer.add_bias:\n                    "
LOSS = "losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)"
DELTA = "delta = delta * self.d_activation_list[j](pre_activations[j])"
LABELS = "return np.argmax(outputs, axis=1)"
ONE_NODE = "return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)"
WHOLE_GRADIENT = {"test_sigmoid_head", "test_softmax_head", "test_depths", "test_biases", "test_given_functions"}
RAW_OUTPUTS = {
    *("test_small_labels", "test_labels", "test_labels_shape", "test_threshold", "test_exactly_at_threshold"),
}

EARLY = """
def fit(self, X, Y, epochs, learning_rate, reg_lambda):
    Y = np.reshape(Y, (len(X), -1))
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        activations, z = self.forward(X)
        losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            layer = self.layers[j]
            delta = delta * self.d_activation_list[j](z[j])
            d_weights = activations[j].T @ delta
            layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
            if layer.add_bias:
                layer.bias = layer.bias - learning_rate * delta.sum(axis=0, keepdims=True)
            delta = delta @ layer.weights.T
    return losses
Network.fit = fit
"""
STOCHASTIC = """
whole_fit = Network.fit
def fit(self, X, Y, epochs, learning_rate, reg_lambda):
    losses = np.zeros(epochs)
    for epoch in range(epochs):
        for i in range(len(X)):
            losses[epoch] += whole_fit(self, X[i : i + 1], Y[i : i + 1], 1, learning_rate, reg_lambda)[0] / len(X)
    return losses
Network.fit = fit
"""
MOMENTUM = """
class Network(Network):
    def backward(self, Y, activations, pre_activations):
        pairs = super().backward(Y, activations, pre_activations)
        old = getattr(self, "old", [(0.0, 0.0)] * len(pairs))
        self.old = [(a + 0.9 * c, b + 0.9 * d) for (a, b), (c, d) in zip(pairs, old)]
        return self.old
"""
HISTORY = """
plain_fit = Network.fit
def fit(self, *arguments):
    self.history = [*getattr(self, "history", []), *plain_fit(self, *arguments)]
    return np.array(self.history)
Network.fit = fit
"""
BIAS_INDEX = """
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, z = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            weight_gradients = [np.zeros_like(layer.weights) for layer in self.layers]
            bias_gradients = [np.zeros_like(layer.bias) for layer in self.layers if layer.add_bias]
            delta = self.d_loss_function(Y, activations[-1]) / len(X)
            for j in reversed(range(len(self.layers))):
                delta = delta * self.d_activation_list[j](z[j])
                weight_gradients[j] += activations[j].T @ delta
                if self.layers[j].add_bias:
                    bias_gradients[j] += delta.sum(axis=0, keepdims=True)
                delta = delta @ self.layers[j].weights.T
            for j, layer in enumerate(self.layers):
                layer.weights -= learning_rate * (weight_gradients[j] + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias -= learning_rate * bias_gradients[j]
        return losses
"""


def changed(name: str, old: str, new: str, *cases: str, **others: set[str]) -> Variant:
    """Return the mistake of writing `new` for `old`, which fails the cases of q2_3, and `others` by question."""
    return wrong(name, {"q2_3": set(cases), **others}, changes=((old, new),))


def coded(name: str, code: str, *cases: str, **others: set[str]) -> Variant:
    """Return a mistake that is written out after the class."""
    return wrong(name, {"q2_3": set(cases), **others}, code=code)


UPDATES = (
    changed("sum for mean", MEAN, MEAN.removesuffix(" / len(Y)"), "test_small_update", "test_mean"),
    changed("mean over all outputs", MEAN, MEAN.replace("len(Y)", "Y.size"), "test_mean"),
    changed(
        "up the gradient",
        "- learning_rate",
        "+ learning_rate",
        *("test_small_update", "test_mean", "test_penalty"),
        q2_4={"test_falls"},
    ),
    changed("penalty on the bias", "* d_bias", "* (d_bias + reg_lambda * layer.bias)", "test_penalty"),
    changed("penalty with the wrong sign", "d_weights + reg_lambda", "d_weights - reg_lambda", "test_penalty"),
    changed("penalty divided by n", "+ reg_lambda *", "+ reg_lambda / len(X) *", "test_penalty"),
    changed("penalty twice", "+ reg_lambda *", "+ 2 * reg_lambda *", "test_penalty"),
    changed("no penalty", "+ reg_lambda * layer.weights", "", "test_penalty"),
    changed("bias never updated", BIAS_STEP, "pass", "test_small_update", "test_biases"),
    changed(
        "bias by the sum over samples",
        "delta.sum(axis=0, keepdims=True)",
        "len(Y) * delta.sum(axis=0, keepdims=True)",
        *("test_small_update", "test_biases"),
    ),
    wrong(
        "a bias for each sample",
        {"q2_3": {"test_small_update", "test_biases"}},
        changes=(("delta.sum(axis=0, keepdims=True)", "delta"),),
        **UNTIL_THE_NETWORK,
    ),
    changed("bias where there is none", IF_BIAS + BIAS_STEP, f"                {BIAS_STEP}", "test_without_bias"),
    coded("bias gradients counted apart", BIAS_INDEX, "test_without_bias"),
    coded("weights updated before they are used", EARLY, "test_before_update"),
    coded(
        "an update for each sample",
        STOCHASTIC,
        *("test_small_update", "test_mean", "test_before_update", "test_loss_before_update", "test_penalty"),
    ),
    coded("gradients never set to zero", MOMENTUM.replace("0.9 * ", ""), "test_epochs"),
    coded("momentum", MOMENTUM, "test_epochs"),
    coded("losses kept from the last call", HISTORY, "test_epochs"),
    changed(
        "X rounded in place",
        "Y = np.reshape(Y, (len(X), -1))",
        "Y = np.reshape(Y, (len(X), -1))\n        X[:] = np.round(X, 7)",
        "test_leaves_alone",
    ),
)
GRADIENTS = (
    changed(
        "derivative at the activation",
        DELTA,
        DELTA.replace("pre_activations[j]", "activations[j + 1]"),
        *WHOLE_GRADIENT,
    ),
    changed(
        "no derivative of the last activation",
        DELTA,
        f"if j < len(self.layers) - 1:\n                {DELTA}",
        *("test_sigmoid_head", "test_depths"),
    ),
    changed(
        "no derivative of hidden activations",
        DELTA,
        f"if j == len(self.layers) - 1:\n                {DELTA}",
        *WHOLE_GRADIENT,
    ),
    changed(
        "derivative of softmax once more",
        DELTA,
        "a = activations[j + 1]\n            delta = delta * (a * (1 - a) if j == len(self.layers) - 1 else "
        "self.d_activation_list[j](pre_activations[j]))",
        *("test_softmax_head", "test_depths", "test_biases", "test_small_update", "test_given_functions"),
    ),
    changed(
        "the mean at every layer",
        "delta @ self.layers[j].weights.T",
        "delta @ self.layers[j].weights.T / len(Y)",
        *WHOLE_GRADIENT,
        "test_mean",
    ),
    changed(
        "two layers only",
        DELTA,
        f"{DELTA} * (j >= len(self.layers) - 2)",
        "test_depths",
    ),
    changed(
        "sigmoid whatever is given",
        "activation(pre_activations[-1])",
        "activation(pre_activations[-1]) if activation is self.activation_list[-1] else sigmoid(pre_activations[-1])",
        "test_given_functions",
    ),
    changed(
        "prediction minus truth whatever the loss",
        "self.d_loss_function(Y, activations[-1])",
        "(activations[-1] - Y)",
        *("test_small_update", "test_given_functions"),
    ),
    wrong(
        "labels broadcast to (n, n)",
        {"q2_3": {"test_label_shapes"}},
        changes=(("Y = np.reshape(Y, (len(X), -1))", "Y = np.asarray(Y)"),),
        **UNTIL_THE_NETWORK,
    ),
)
RESULTS = (
    changed("loss of all samples", LOSS, LOSS.removesuffix(" / len(X)"), "test_loss_values"),
    changed(
        "loss with the penalty",
        LOSS,
        LOSS + " + reg_lambda / 2 * sum(np.sum(layer.weights**2) for layer in self.layers)",
        "test_loss_before_update",
    ),
    wrong(
        "loss after the update",
        {"q2_3": {"test_loss_before_update"}},
        changes=(
            (LOSS, "pass"),
            (
                "                    " + BIAS_STEP,
                f"                    {BIAS_STEP}\n            "
                + LOSS.replace("activations[-1]", "self.forward(X)[0][-1]"),
            ),
        ),
    ),
    changed(
        "losses added up over the epochs",
        LOSS,
        LOSS.replace("= ", "= losses[epoch - 1] * (epoch > 0) + "),
        *("test_loss_values", "test_epochs"),
        q2_4={"test_falls"},
    ),
    changed(
        "fit returns nothing",
        "return losses",
        "return None",
        *("test_losses_shape", "test_loss_values", "test_loss_before_update"),
        q2_4={"test_shape", "test_falls"},
    ),
    changed(
        "one loss in all",
        "return losses",
        "return losses[-1]",
        *("test_losses_shape", "test_loss_values", "test_epochs"),
        q2_4={"test_shape", "test_falls"},
    ),
)
PREDICTIONS = (
    wrong(
        "raw outputs",
        {"q2_3": RAW_OUTPUTS},
        changes=(
            (LABELS, "return outputs"),
            (ONE_NODE, "return outputs"),
            ("predicted = network.predict(images)", "predicted = np.argmax(network.predict(images), axis=1)"),
        ),
    ),
    wrong(
        "raw outputs and no threshold",
        {"q2_3": RAW_OUTPUTS},
        code="Network.predict = lambda self, X: self.forward(X)[0][-1]",
        changes=(("predicted = network.predict(images)", "predicted = np.argmax(network.predict(images), axis=1)"),),
    ),
    wrong(
        "the original text's student: sample by sample, raw outputs, no threshold",
        {"q2_3": RAW_OUTPUTS},
        code=LOOP.replace("SKIP", "getattr(self.activation_list[j], '__name__', '') == 'softmax'")
        + "Network.predict = lambda self, X: np.vstack([self.forward_pass(x)[0][-1] for x in X])",
        changes=(("predicted = network.predict(images)", "predicted = np.argmax(network.predict(images), axis=1)"),),
    ),
    changed(
        "labels in a column",
        LABELS,
        "return np.argmax(outputs, axis=1).reshape(-1, 1)",
        "test_labels_shape",
    ),
    wrong(
        "the largest probability",
        {"q2_3": {"test_small_labels", "test_labels"}},
        changes=((LABELS, "return np.max(outputs, axis=1)"),),
        only=("q1_1", "q1_2", "q2_1", "q2_3", "q2_4", "q3_0"),
        end="def run_experiment",
    ),
    changed("predicted labels from 1", LABELS, LABELS + " + 1", *("test_small_labels", "test_labels")),
    changed("threshold of one half", "threshold)).astype", "0.5)).astype", "test_threshold"),
    changed("above the threshold", "outputs[:, 0] >=", "outputs[:, 0] >", "test_exactly_at_threshold"),
    changed(
        "below the threshold", "outputs[:, 0] >=", "outputs[:, 0] <", "test_threshold", "test_exactly_at_threshold"
    ),
    changed(
        "labels of one node in a column",
        ONE_NODE,
        ONE_NODE.replace("outputs[:, 0]", "outputs"),
        "test_labels_shape",
    ),
    changed(
        "the label of one sample as a number",
        LABELS,
        "return np.squeeze(np.argmax(outputs, axis=1))",
        "test_labels_shape",
    ),
    changed(
        "ten classes", LABELS, "return np.argmax(outputs.reshape(-1, 10), axis=1)", "test_small_labels", "test_labels"
    ),
)
NETWORK_MISTAKES = (*UPDATES, *GRADIENTS, *RESULTS, *PREDICTIONS)
