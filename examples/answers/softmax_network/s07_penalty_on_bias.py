"""Applies the penalty to the biases as well. Has not done the experiments."""


# %% q2_3
class Network:
    def __init__(self, layers, activation_list, d_activation_list, loss_function, d_loss_function):
        self.layers = layers
        self.activation_list = activation_list
        self.d_activation_list = d_activation_list
        self.loss_function = loss_function
        self.d_loss_function = d_loss_function

    def forward(self, X):
        a, z = [X], []
        for layer, f in zip(self.layers, self.activation_list):
            z.append(a[-1] @ layer.weights + layer.bias)
            a.append(f(z[-1]))
        return a, z

    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        n = len(X)
        Y = np.reshape(Y, (n, -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            a, z = self.forward(X)
            delta = self.d_loss_function(Y, a[-1])
            losses[epoch] = self.loss_function(Y, a[-1]) / n
            gradients = []
            for j in reversed(range(len(self.layers))):
                delta = delta * self.d_activation_list[j](z[j])
                gradients.append((self.layers[j], a[j].T @ delta / n, delta.sum(axis=0, keepdims=True) / n))
                delta = delta @ self.layers[j].weights.T
            for layer, dw, db in gradients:
                layer.weights = layer.weights - learning_rate * (dw + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * (db + reg_lambda * layer.bias)
        return losses

    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] == 1:
            return np.where(outputs[:, 0] >= threshold, 1, 0)
        return outputs.argmax(axis=1)


# %% q3_1 stub

# %% q3_2 stub

# %% q3_3 stub
