"""Trains sample by sample in loops and keeps the names of an older text; predict returns the raw outputs, and the labels are picked outside. The rest is right."""


# %% q2_3
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    def run(self, x):
        """Return the inputs of the layers and the output, and the sums before the activations, for one sample."""
        a, z = [x.reshape(1, -1)], []
        for layer, f in zip(self.layers, self.activation_list):
            z.append(a[-1].dot(layer.weights))
            if layer.add_bias:
                z[-1] = z[-1] + layer.bias
            a.append(f(z[-1]))
        return a, z

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n_samples = len(X)
        loss = np.zeros(epochs)
        for epoch in range(epochs):
            total = 0.0
            dW = [np.zeros(layer.weights.shape) for layer in self.layers]
            db = [np.zeros(layer.bias.shape) for layer in self.layers]
            for sample in range(n_samples):
                y = np.reshape(Y[sample], (1, -1))
                a, z = self.run(X[sample])
                total += self.loss_function(y, a[-1])
                delta = self.d_loss_function(y, a[-1])
                for j in range(len(self.layers) - 1, -1, -1):
                    delta = delta * self.d_activation_list[j](z[j])
                    dW[j] += a[j].T.dot(delta)
                    db[j] += delta
                    delta = delta.dot(self.layers[j].weights.T)
            for j, layer in enumerate(self.layers):
                layer.weights -= learning_rate * (dW[j] / n_samples + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias -= learning_rate * db[j] / n_samples
            loss[epoch] = total / n_samples
        return loss

    def predict(self, X):
        return np.vstack([self.run(x)[0][-1] for x in X])


# %% q3_1 stub


# %% q3_1
def new_model():
    layers = [Layer(64, hidden_dim), Layer(hidden_dim, 10)]
    return Network(layers, [sigmoid, softmax], [d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss)


def add_scores(model):
    for scores, images, digits in ((scores_train, XTrain, YTrain), (scores_test, XTest, YTest)):
        labels = np.argmax(model.predict(images), axis=1)
        scores["Accuracy"].append(accuracy_score(digits.flatten(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.flatten(), labels, average="macro"))


hidden_dim = 32
learning_rate = 1.0
reg_lambda = 0.01
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
epochs = [2, 4, 6, 8, 10]
for n_epochs in epochs:
    model = new_model()
    model.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, reg_lambda)
    add_scores(model)

# %% q3_2
n_epochs = 8
reg_lambda = 0.01
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
LRs = [0.01, 0.1, 0.5, 1.0, 2.0]
for lr in LRs:
    model = new_model()
    model.fit(XTrain, YTrain_encoded, n_epochs, lr, reg_lambda)
    add_scores(model)

# %% q3_3
n_epochs = 8
learning_rate = 1.0
scores_train = {"Accuracy": [], "F1 (Macro)": []}
scores_test = {"Accuracy": [], "F1 (Macro)": []}
lambdas = [0, 0.001, 0.01, 0.1, 1]
for value in lambdas:
    model = new_model()
    model.fit(XTrain, YTrain_encoded, n_epochs, learning_rate, value)
    add_scores(model)
