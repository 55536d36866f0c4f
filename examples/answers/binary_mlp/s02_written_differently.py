"""Solved everything rightly, but in other ways: loops, einsum, float32, scipy, a network class of the student's own habits."""

# %% q1
import random


def show_random_digits(X, y, n=5):
    fig = plt.figure(figsize=(12, 3))
    for place, i in enumerate(random.sample(range(len(X)), n), start=1):
        ax = fig.add_subplot(1, n, place)
        ax.imshow(X[i], cmap="Greys")
        ax.set_title(str(y[i]))
        ax.set_axis_off()
    return fig


# %% q2
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9, "digits go from 0 to 9"
    indices = [i for i in range(len(y)) if y[i] in (d1, d2)]
    return np.array([X[i] for i in indices]), np.array([y[i] for i in indices])


# %% q3
def vectorize_images(X):
    columns = [(image / image.max()).flatten() for image in np.asarray(X, dtype=np.float32)]
    return np.stack(columns, axis=-1)


# %% q4
images, digits = extract_digits(y=train_y, X=train_X, d1=5, d2=1)
X_1_5, y_1_5 = images, digits
train_X_1_5 = vectorize_images(images)
train_y_1_5 = (digits == 5).reshape(1, -1)

# %% q5
from scipy.special import expit

sigmoid = expit


def deriv_sigmoid(Y):
    return np.multiply(Y, np.subtract(1, Y))


def ReLu(Z):
    return Z * (np.asarray(Z) > 0)


deriv_ReLu = np.sign

# %% q6
ans_i = """W: the weights of each layer, which training changes.
Z: the weighted sums that go into the activation of each layer.
Y: what comes out of the activation; it is the input of the next layer and is needed again in backpropagation."""
ans_ii = "Reserves a matrix of zeros for the outputs of layer i, neurons by samples."
ans_iii = "The same for the weighted sums before the activation: neurons by samples."
ans_iv = (
    "Random start weights between -1 and 1, neurons by inputs plus one column for the bias. "
    "Equal weights would make all neurons of a layer learn the same."
)


# %% q7
def feedforward(model, X):
    model.Z, model.Y = [], []
    Y = X
    for l in range(len(model.W)):
        weights, bias = model.W[l][:, :-1], model.W[l][:, -1:]
        Z = np.einsum("ij,jk->ik", weights, Y) + bias
        Y = (sigmoid if l == len(model.W) - 1 else ReLu)(Z)
        model.Z.append(Z)
        model.Y.append(Y)
    return model


# %% q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dZ = [None] * L
    dZ[-1] = (model.Y[-1] - Y) * deriv_sigmoid(model.Y[-1])
    for l in range(L - 2, -1, -1):
        back = np.einsum("ji,jn->in", model.W[l + 1][:, :-1], dZ[l + 1])
        dZ[l] = back * deriv_ReLu(model.Y[l])
    for l in range(L):
        below = X if l == 0 else model.Y[l - 1]
        dW = np.concatenate([np.einsum("in,jn->ij", dZ[l], below), dZ[l].sum(axis=1, keepdims=True)], axis=1)
        model.W[l] = model.W[l] - eta * dW
    return model


# %% q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, hidden=(64,), scale=None):
    N = X.shape[1]
    model = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size, hidden_layers=list(hidden))
    for l in range(len(model.W)):
        inputs = model.W[l].shape[1]
        model.W[l] *= scale or 1 / inputs**0.5
    history = {"C": [], "dW": []}
    for epoch in range(epochs):
        columns = np.arange(N)
        np.random.shuffle(columns)
        X_epoch, Y_epoch = X[:, columns], Y[:, columns]
        for batch in np.split(np.arange(N), range(batch_size, N, batch_size)):
            old = [np.array(W) for W in model.W]
            feedforward(model, X_epoch[:, batch])
            history["C"].append(np.mean((model.Y[-1] - Y_epoch[:, batch]) ** 2) * Y.shape[0] / 2)
            backpropagation(model, X_epoch[:, batch], Y_epoch[:, batch], eta=eta)
            history["dW"].append([np.sqrt(np.sum((new - W) ** 2)) for new, W in zip(model.W, old)])
    plt.figure()
    plt.plot(history["C"], label="cost")
    plt.legend()
    plt.figure()
    plt.plot(np.array(history["dW"]))
    plt.show()
    return model


# %% q10
def predict(model, test_images, d1, d2):
    outputs = feedforward(model, vectorize_images(test_images)).Y[-1][0]
    return np.array([d1 if output < 0.5 else d2 for output in outputs])


# %% q11
model_1_5 = train_NNet(train_X_1_5, train_y_1_5.astype(float), epochs=40, batch_size=16, eta=0.02)

# %% q11
print("errors on the training images:", sum(predict(model_1_5, X_1_5, 1, 5) != y_1_5))

# %% q12
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
model_7_9 = train_NNet(
    vectorize_images(X_7_9), (y_7_9 == 9)[None, :].astype(float), epochs=40, batch_size=16, eta=0.02, hidden=(48,)
)

# %% q12
print("errors on the training images:", sum(predict(model_7_9, X_7_9, 7, 9) != y_7_9))
