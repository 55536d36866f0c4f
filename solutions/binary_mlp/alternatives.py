# ruff: noqa
"""Right solutions of binary_mlp, each written differently: no graded case may refuse one."""


# %% show_random_digits with pyplot's state machine
# question: q1
def show_random_digits(X, y, n=5):
    figure = plt.figure(figsize=(10, 5))
    for place, index in enumerate(np.random.choice(X.shape[0], size=n, replace=False)):
        plt.subplot(1, n, place + 1)
        plt.imshow(X[index], cmap="gray")
        plt.title("Label: " + str(y[index]))
        plt.axis("off")
    plt.show()
    return figure


# %% show_random_digits with inverted greys and scaled pixels in a grid with empty places
# question: q1
def show_random_digits(X, y, n=5):
    rng = np.random.default_rng()
    fig, grid = plt.subplots(-(-n // 3), 3, squeeze=False)
    for axes in grid.flat:
        axes.set_axis_off()
    for axes, i in zip(grid.flat, rng.permutation(len(X))[:n]):
        axes.imshow(X[i] / 255.0, cmap=plt.cm.Greys)
        axes.set_title(int(y[i]), loc="left")
    return fig


# %% show_random_digits with the standard library's random and matshow
# question: q1
import random


def show_random_digits(X, y, n=5):
    fig = plt.figure()
    for k in range(n):
        i = random.randrange(len(X))
        ax = fig.add_subplot(n, 1, k + 1)
        ax.matshow(X[i] / X[i].max(), cmap="binary")
        ax.set_title(f"#{k + 1}: digit {y[i]}")
    return plt.gcf()


# %% show_random_digits with axes placed by hand and an extra option
# question: q1
def show_random_digits(X, y, n=5, **style):
    figure = plt.figure()
    for k, i in enumerate(np.random.randint(0, len(X), n)):
        place = figure.add_axes([k / n, 0, 0.9 / n, 0.8])
        place.imshow(X[i], cmap="gist_gray", vmin=0, vmax=255, **style)
        place.set_title("%d" % y[i])
    return figure


# %% show_random_digits drawn by a helper into a grid of axes
# question: q1
def draw_digit(axes, image, label, **style):
    axes.imshow(image, **style)
    axes.set(title=f"Label: {int(label)}", xticks=[], yticks=[])


def show_random_digits(X, y, n=5, cmap="Greys_r"):
    figure = plt.figure(layout="tight")
    grid = figure.add_gridspec(1, n)
    for place, i in enumerate(np.random.permutation(len(y))[:n]):
        draw_digit(figure.add_subplot(grid[0, place]), X[i], y[i], cmap=cmap)
    return figure


# %% show_random_digits with a negative in a reversed grey map
# question: q1
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n, squeeze=False)
    for axes, i in zip(row[0], np.random.choice(len(X), n, replace=False)):
        axes.imshow(255 - X[i], cmap="gray_r", vmin=0, vmax=255)
        axes.set_title(f"Label: {y[i]}")
    return figure


# %% show_random_digits with grey images of three channels
# question: q1
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n, squeeze=False)
    for axes, i in zip(row[0], np.random.choice(len(X), n, replace=False)):
        axes.imshow(np.stack([X[i] / 255] * 3, axis=-1))
        axes.set_title(f"Label: {y[i]}")
    return figure


# %% show_random_digits with rows counted from below
# question: q1
def show_random_digits(X, y, n=5):
    figure = plt.figure()
    for k, i in enumerate(np.random.choice(len(X), n, replace=False)):
        plt.subplot(1, n, k + 1)
        plt.imshow(X[i][::-1], cmap="Greys_r", origin="lower")
        plt.title(y[i])
    return figure


# %% show_random_digits with a mirrored image on mirrored axes, standardized
# question: q1
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n, squeeze=False)
    for axes, i in zip(row[0], np.random.choice(len(X), n, replace=False)):
        axes.matshow((X[i, :, ::-1] - X[i].mean()) / X[i].std(), cmap="binary_r")
        axes.invert_xaxis()
        axes.set_title(f"{y[i]}")
    return figure


# %% extract_digits with np.where
# question: q2
def extract_digits(X, y, d1, d2):
    assert d1 in range(0, 10), "no digit"
    assert d2 in range(0, 10), "no digit"
    (indices,) = np.where((y == d1) | (y == d2))
    return (X[indices], y[indices])


# %% extract_digits with a loop and lists
# question: q2
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for image, label in zip(X, y):
        if label == d1 or label == d2:
            images.append(image)
            labels.append(label)
    return np.array(images), np.array(labels)


# %% extract_digits with np.isin, a list of the two
# question: q2
def extract_digits(X, y, d1, d2):
    for d in (d1, d2):
        assert 0 <= d < 10
    wanted = np.isin(y, (d1, d2))
    return [np.compress(wanted, X, axis=0), np.extract(wanted, y)]


# %% extract_digits with sorted indices, and a raised AssertionError
# question: q2
def extract_digits(X, y, d1, d2):
    if {d1, d2} - set(range(10)):
        raise AssertionError("digits go from 0 to 9")
    indices = np.sort(np.concatenate([np.flatnonzero(y == d) for d in {d1, d2}]))
    return np.take(X, indices, axis=0), np.take(y, indices)


# %% extract_digits with np.logical_or and np.nonzero
# question: q2
def extract_digits(X, y, d1, d2):
    for digit in d1, d2:
        if not 0 <= digit <= 9:
            raise AssertionError(f"{digit} is no digit")
    (places,) = np.nonzero(np.logical_or(np.equal(y, d1), np.equal(y, d2)))
    return X[places].copy(), y[places].copy()


# %% extract_digits that deletes the others
# question: q2
def extract_digits(X, y, d1, d2):
    assert set((d1, d2)) <= set(range(10)), "digits go from 0 to 9"
    others = [i for i in range(len(y)) if y[i] not in (d1, d2)]
    return np.delete(X, others, axis=0), np.delete(y, others)


# %% vectorize_images step by step
# question: q3
def vectorize_images(X):
    X_vectorized = X.reshape(X.shape[0], -1)
    X_vectorized = X_vectorized.T
    largest = np.max(X_vectorized, axis=0)
    return X_vectorized / largest


# %% vectorize_images with a loop over images
# question: q3
def vectorize_images(X):
    return np.array([np.ravel(image) / np.max(image) for image in X]).T


# %% vectorize_images with einsum, in float32
# question: q3
def vectorize_images(X):
    flat = np.asarray(X, dtype=np.float32).reshape(len(X), X.shape[1] * X.shape[2])
    return np.einsum("np,n->pn", flat, 1 / flat.max(axis=1))


# %% vectorize_images that divides before it reshapes
# question: q3
def vectorize_images(X):
    scaled = np.divide(X, np.amax(X, axis=(1, 2), keepdims=True))
    return np.moveaxis(scaled, 0, -1).reshape(-1, len(X))


# %% vectorize_images into a prepared array
# question: q3
def vectorize_images(X):
    X_transformed = np.zeros((np.prod(X.shape[1:]), X.shape[0]))
    for i in range(X.shape[0]):
        X_transformed[:, i] = X[i].flatten() / np.amax(X[i])
    return X_transformed


# %% vectorize_images along an axis
# question: q3
def vectorize_images(X, dtype=float):
    rows = np.array(X, dtype=dtype).reshape(X.shape[0], X.shape[1] * X.shape[2])
    return np.apply_along_axis(lambda row: row / row.max(), 1, rows).transpose()


# %% train_y_1_5 as a row of bools
# question: q4
X_1_5, y_1_5 = extract_digits(train_X, train_y, d1=1, d2=5)
train_X_1_5 = vectorize_images(X_1_5)
train_y_1_5 = (y_1_5 == 5).reshape(1, -1)


# %% train_y_1_5 by arithmetic, images in float32
# question: q4
X_1_5, y_1_5 = extract_digits(train_X, train_y, 5, 1)
train_X_1_5 = vectorize_images(X_1_5).astype(np.float32)
train_y_1_5 = (y_1_5.astype(float) - 1) / 4


# %% train_y_1_5 by a loop over the labels
# question: q4
train_y_1_5 = np.array([0 if label == 1 else 1 for label in y_1_5])


# %% train_y_1_5 made together with train_X_1_5 by a helper
# question: q4
def classes_of(d1, d2):
    images, labels = extract_digits(X=train_X, y=train_y, d1=d1, d2=d2)
    return vectorize_images(X=images), np.array([{d1: 0, d2: 1}[int(label)] for label in labels], dtype=np.float32)


train_X_1_5, train_y_1_5 = classes_of(1, 5)


# %% sigmoid clipped, derivatives by np.where
# question: q5
def sigmoid(Z):
    Z = np.clip(Z, -500, 500)
    sigma = 1 / (1 + np.exp(-Z))
    return sigma


def deriv_sigmoid(Y):
    sigma_prime = Y * (1 - Y)
    return sigma_prime


def ReLu(Z):
    return np.maximum(0, Z)


def deriv_ReLu(Y):
    return np.where(Y > 0, 1, 0)


# %% sigmoid by tanh, a derivative of bools
# question: q5
def sigmoid(Z):
    return (np.tanh(np.asarray(Z) / 2) + 1) / 2


def deriv_sigmoid(Y):
    return Y - np.square(Y)


def ReLu(Z):
    return (np.abs(Z) + Z) / 2


def deriv_ReLu(Y):
    return np.asarray(Y) > 0


# %% sigmoid in two stable branches, in float32
# question: q5
def sigmoid(Z):
    Z = np.asarray(Z, dtype=np.float32)
    small = np.exp(-np.abs(Z))
    return np.where(Z >= 0, 1 / (1 + small), small / (1 + small))


def deriv_sigmoid(Y):
    return np.multiply(Y, np.subtract(1, Y))


def ReLu(Z):
    return np.where(np.asarray(Z) > 0, Z, 0.0)


def deriv_ReLu(Y):
    return np.sign(Y)


# %% sigmoid with a threshold far out, and warnings silenced
# question: q5
def sigmoid(Z):
    with np.errstate(over="ignore"):
        return np.where(np.asarray(Z) < -100, 0.0, 1 / (1 + np.exp(-np.asarray(Z, dtype=float))))


def deriv_sigmoid(Y):
    return Y * (1.0 - Y)


def ReLu(Z):
    return Z * (np.asarray(Z) > 0)


def deriv_ReLu(Y):
    return 1 * (np.asarray(Y) != 0)


# %% activations as vectorised scalar functions
# question: q5
import math


def _one_sigmoid(z):
    return 1 / (1 + math.exp(-z)) if z > -700 else 0.0


sigmoid = np.vectorize(_one_sigmoid, otypes=[float])
deriv_sigmoid = lambda Y: (1 - Y) * Y
ReLu = np.vectorize(lambda z: z if z > 0 else 0.0, otypes=[float])
deriv_ReLu = np.vectorize(lambda y: 0 if y == 0 else 1, otypes=[int])


# %% sigmoid by scipy's expit, activations as instances that can be called
# question: q5
from scipy.special import expit


class Activation:
    def __init__(self, function):
        self.function = function

    def __call__(self, values):
        return self.function(np.asarray(values))


sigmoid = Activation(expit)
deriv_sigmoid = Activation(lambda Y: Y * (1 - Y))
ReLu = Activation(lambda Z: Z.clip(min=0))
deriv_ReLu = Activation(lambda Y: np.heaviside(Y, 0))


# %% sigmoid by logaddexp, ReLu by a product
# question: q5
def sigmoid(Z):
    return np.exp(-np.logaddexp(0, -np.asarray(Z, dtype=float)))


def deriv_sigmoid(Y):
    return 0.25 - (np.asarray(Y) - 0.5) ** 2


def ReLu(Z):
    return np.multiply(Z, np.greater(Z, 0))


def deriv_ReLu(Y):
    return np.greater(Y, 0)


# %% sigmoid filled in by masks, with an extra option
# question: q5
def sigmoid(Z, dtype=float):
    Z = np.array(Z, dtype=dtype)
    result = np.empty_like(Z)
    positive = Z >= 0
    result[positive] = 1 / (1 + np.exp(-Z[positive]))
    small = np.exp(Z[~positive])
    result[~positive] = small / (1 + small)
    return result


def ReLu(Z):
    result = np.array(Z, dtype=float)
    result[result < 0] = 0
    return result


def deriv_ReLu(Y):
    result = np.zeros(np.shape(Y))
    result[np.asarray(Y) > 0] = 1
    return result


# %% sigmoid by np.piecewise, the others by lambda
# question: q5
def sigmoid(Z):
    Z = np.asarray(Z, dtype=float)
    return np.piecewise(Z, [Z < 0], [lambda z: np.exp(z) / (1 + np.exp(z)), lambda z: 1 / (1 + np.exp(-z))])


deriv_sigmoid = lambda Y: np.subtract(Y, np.power(Y, 2))
ReLu = lambda Z: np.amax([np.asarray(Z, dtype=float), np.zeros(np.shape(Z))], axis=0)
deriv_ReLu = lambda Y: np.ceil(np.minimum(Y, 1))


# %% the four functions as methods of one class
# question: q5
class Activations:
    limit = 300.0

    def sigmoid(self, Z):
        return 1.0 / (1.0 + np.exp(np.clip(np.negative(Z), -self.limit, self.limit)))

    def deriv_sigmoid(self, Y):
        return (1 - Y) * Y

    @staticmethod
    def ReLu(Z):
        return np.clip(Z, 0, None)

    @classmethod
    def deriv_ReLu(cls, Y):
        return np.asarray(Y, dtype=bool).astype(np.int8)


activations = Activations()
sigmoid, deriv_sigmoid = activations.sigmoid, activations.deriv_sigmoid
ReLu, deriv_ReLu = activations.ReLu, Activations.deriv_ReLu


# %% the answers in another language
# question: q6
ans_i = "Y sind die Aktivierungen, Z die Summen davor, W die Gewichte."
ans_ii = "Platz für die Aktivierungen der Schicht."
ans_iii = """Platz für die
Summen vor der Aktivierung."""
ans_iv = "Zufällige Gewichte zwischen -1 und 1."


# %% feedforward with new lists, the bias apart
# question: q7
def feedforward(model, X):
    Z, Y, inputs = [], [], X
    for weights in model.W[:-1]:
        Z.append(weights[:, :-1] @ inputs + weights[:, -1:])
        Y.append(ReLu(Z[-1]))
        inputs = Y[-1]
    Z.append(np.dot(model.W[-1], np.concatenate((inputs, np.ones((1, inputs.shape[1]))), axis=0)))
    Y.append(sigmoid(Z[-1]))
    model.Z, model.Y = Z, Y
    return model


# %% feedforward by recursion
# question: q7
def _feed(model, inputs, layer):
    ones = np.ones_like(inputs[:1])
    model.Z[layer] = np.matmul(model.W[layer], np.r_[inputs, ones])
    if layer + 1 == len(model.W):
        model.Y[layer] = sigmoid(model.Z[layer])
        return model
    model.Y[layer] = ReLu(model.Z[layer])
    return _feed(model, model.Y[layer], layer + 1)


def feedforward(model, X):
    return _feed(model, X, 0)


# %% feedforward column by column
# question: q7
def feedforward(model, X):
    L, n = len(model.W), X.shape[1]
    for l in range(L):
        model.Z[l] = np.zeros((model.W[l].shape[0], n))
        model.Y[l] = np.zeros((model.W[l].shape[0], n))
    for j in range(n):
        y = X[:, j]
        for l in range(L):
            z = model.W[l].dot(np.append(y, 1))
            y = sigmoid(z) if l == L - 1 else ReLu(z)
            model.Z[l][:, j], model.Y[l][:, j] = z, y
    return model


# %% feedforward in float32
# question: q7
def feedforward(model, X):
    A = np.asarray(X, dtype=np.float32)
    for l in range(len(model.W)):
        W = model.W[l].astype(np.float32)
        model.Z[l] = W @ np.pad(A, ((0, 1), (0, 0)), constant_values=1)
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% feedforward that calls itself for the next layer
# question: q7
def feedforward(model, X, layer=0):
    if layer == len(model.W):
        return model
    model.Z[layer] = model.W[layer] @ np.pad(X, ((0, 1), (0, 0)), constant_values=1)
    model.Y[layer] = (sigmoid if layer == len(model.W) - 1 else ReLu)(model.Z[layer])
    return feedforward(model, model.Y[layer], layer + 1)


# %% feedforward with einsum, on a copy of the model
# question: q7
import copy


def feedforward(model, X):
    model = copy.copy(model)
    model.Z, model.Y = list(model.Z), list(model.Y)
    for l, W in enumerate(model.W):
        below = X if l == 0 else model.Y[l - 1]
        model.Z[l] = np.einsum("ij,jn->in", W[:, :-1], below) + W[:, [-1]]
        model.Y[l] = (ReLu, sigmoid)[l == len(model.W) - 1](model.Z[l])
    return model


# %% feedforward with inlined activations that keeps batch_size up to date
# question: q7
def feedforward(model, X):
    model.batch_size = X.shape[1]
    layers = model.hidden_layers + [model.output_size]
    Y = X
    for l in range(len(layers)):
        model.Z[l] = np.zeros((layers[l], model.batch_size))
        model.Z[l][...] = model.W[l] @ np.vstack((Y, np.ones(model.batch_size)))
        Y = np.maximum(model.Z[l], 0) if l < len(layers) - 1 else 1 / (1 + np.exp(-model.Z[l]))
        model.Y[l] = Y
    return model


# %% feedforward with a helper for the ones, and keyword calls
# question: q7
def with_ones(A):
    return np.append(A, np.ones((1, A.shape[1])), axis=0)


def feedforward(model, X):
    last = len(model.W) - 1
    for l in range(last):
        model.Z[l] = np.dot(model.W[l], with_ones(A=model.Y[l - 1] if l > 0 else X))
        model.Y[l] = ReLu(Z=model.Z[l])
    model.Z[last] = np.dot(model.W[last], with_ones(A=model.Y[last - 1] if last > 0 else X))
    model.Y[last] = sigmoid(Z=model.Z[last])
    return model


# %% feedforward with samples as rows inside
# question: q7
def feedforward(model, X, keep=True):
    rows = X.T
    for l, W in enumerate(model.W):
        sums = np.c_[rows, np.ones(len(rows))] @ W.T
        rows = 1 / (1 + np.exp(-sums)) if l + 1 == len(model.W) else sums * (sums > 0)
        if keep:
            model.Z[l], model.Y[l] = sums.T, rows.T
    return model


# %% feedforward into slices of larger arrays
# question: q7
def feedforward(model, X):
    n = X.shape[1]
    below = np.ones((X.shape[0] + 1, n))
    below[:-1] = X
    for l in range(len(model.W)):
        layer = np.ones((model.W[l].shape[0] + 1, n))
        model.Z[l] = model.W[l] @ below
        layer[:-1] = sigmoid(model.Z[l]) if model.W[l] is model.W[-1] else ReLu(model.Z[l])
        model.Y[l] = layer[:-1]
        below = layer
    return model


# %% feedforward with a list of activations, and Z kept in bounds
# question: q7
def feedforward(model, X):
    functions = [ReLu] * len(model.hidden_layers) + [sigmoid]
    model.Y = []
    model.Z = []
    for function, W in zip(functions, model.W):
        inputs = model.Y[-1] if model.Y else X
        model.Z.append(np.clip(np.add(W[:, :-1] @ inputs, W[:, -1][:, None]), -500, 500))
        model.Y.append(function(model.Z[-1]))
    return model


# %% feedforward as an instance that can be called
# question: q7
class Feedforward:
    def __call__(self, model, X):
        self.inputs = X
        for l, W in enumerate(model.W):
            self.layer(model, l, W)
        return model

    def layer(self, model, l, W):
        model.Z[l] = W @ np.vstack((self.inputs, np.ones_like(self.inputs[0])))
        model.Y[l] = self.inputs = (sigmoid if l == len(model.W) - 1 else ReLu)(model.Z[l])


feedforward = Feedforward()


# %% backpropagation that updates in place at the end
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    gradients = [None] * L
    dC_dY = model.Y[-1] - Y
    for l in reversed(range(L)):
        below = X if l == 0 else model.Y[l - 1]
        derivative = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dC_dZ = derivative * dC_dY
        gradients[l] = np.dot(dC_dZ, np.vstack([below, np.ones((1, below.shape[1]))]).T)
        dC_dY = np.dot(model.W[l][:, :-1].T, dC_dZ)
    for l in range(L):
        model.W[l] -= eta * gradients[l]
    return model


# %% backpropagation that updates each layer after it was used
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    inputs = [X, *model.Y[:-1]]
    slope = model.Y[-1] - Y
    for l in range(len(model.W) - 1, -1, -1):
        if l == len(model.W) - 1:
            delta = deriv_sigmoid(model.Y[l]) * slope
        else:
            delta = deriv_ReLu(model.Y[l]) * slope
        slope = model.W[l][:, :-1].T @ delta
        change = np.column_stack([delta @ inputs[l].T, delta.sum(axis=1)])
        model.W[l] = model.W[l] - eta * change
    return model


# %% backpropagation column by column
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    gradients = [np.zeros(W.shape) for W in model.W]
    for j in range(X.shape[1]):
        slope = model.Y[-1][:, j] - Y[:, j]
        for l in range(len(model.W) - 1, -1, -1):
            y = model.Y[l][:, j]
            delta = slope * (y * (1 - y) if l == len(model.W) - 1 else (y > 0))
            below = model.Y[l - 1][:, j] if l else X[:, j]
            gradients[l] += np.outer(delta, np.append(below, 1.0))
            slope = model.W[l].T[:-1] @ delta
    model.W = [W - eta * gradient for W, gradient in zip(model.W, gradients)]
    return model


# %% backpropagation with einsum, all deltas first
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    deltas = [deriv_sigmoid(model.Y[-1]) * (model.Y[-1] - Y)]
    for W, y in zip(model.W[:0:-1], model.Y[-2::-1]):
        deltas.insert(0, deriv_ReLu(y) * (W.T @ deltas[0])[:-1])
    for l, (delta, below) in enumerate(zip(deltas, [X] + model.Y[:-1])):
        model.W[l] = model.W[l].copy()
        model.W[l][:, :-1] -= eta * np.einsum("in,jn->ij", delta, below)
        model.W[l][:, -1] -= eta * np.einsum("in->i", delta)
    return model


# %% backpropagation with the derivative of ReLu taken at Z
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    old = [W.copy() for W in model.W]
    slope = model.Y[-1] - Y
    for l in reversed(range(len(old))):
        prime = deriv_sigmoid(model.Y[l]) if l == len(old) - 1 else (model.Z[l] > 0).astype(float)
        delta = slope * prime
        below = np.r_[X if l == 0 else model.Y[l - 1], np.ones((1, X.shape[1]))]
        model.W[l] = old[l] - eta * delta @ below.T
        slope = old[l].T[: old[l].shape[1] - 1] @ delta
    return model


# %% backpropagation in float32
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    y = [np.asarray(a, dtype=np.float32) for a in [X, *model.Y]]
    slope = y[-1] - np.asarray(Y, dtype=np.float32)
    changes = []
    for l in range(L - 1, -1, -1):
        delta = slope * (deriv_sigmoid(y[l + 1]) if l == L - 1 else deriv_ReLu(y[l + 1]))
        delta = delta.astype(np.float32)
        changes.append(delta @ np.vstack([y[l], np.ones((1, X.shape[1]), np.float32)]).T)
        slope = model.W[l][:, :-1].T.astype(np.float32) @ delta
    model.W = [W - eta * change for W, change in zip(model.W, reversed(changes))]
    return model


# %% backpropagation that feeds forward once more, on a copy of the model
# question: q8
import copy


def backpropagation(model, X, Y, eta=0.01):
    model = feedforward(copy.deepcopy(model), X)
    n = Y.shape[1]
    slope, changes = model.Y[-1][:, :n] - Y, {}
    for l in sorted(range(len(model.W)), reverse=True):
        delta = np.multiply(slope, deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = (model.Y[l - 1] if l > 0 else X)[:, :n]
        changes[l] = np.hstack((np.matmul(delta, below.T), np.matmul(delta, np.ones((n, 1)))))
        slope = np.delete(model.W[l], -1, axis=1).T @ delta
    for l, change in changes.items():
        model.W[l] = np.subtract(model.W[l], eta * change)
    return model


# %% backpropagation with derivatives of its own that are written for Z
# question: q8
def deriv_sigmoid(Z):
    return sigmoid(Z) * (1 - sigmoid(Z))


def deriv_ReLu(Z):
    return (Z > 0) * 1.0


def backpropagation(model, X, Y, eta=0.01):
    slope, gradients = model.Y[-1] - Y, []
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Z[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Z[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [W - eta * g for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation that leaves float32 weights
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    slope, gradients = model.Y[-1] - Y, []
    for l in reversed(range(len(model.W))):
        delta = slope * (deriv_sigmoid(model.Y[l]) if l + 1 == len(model.W) else deriv_ReLu(model.Y[l]))
        below = model.Y[l - 1] if l else X
        gradients.insert(0, delta @ np.vstack([below, np.ones((1, X.shape[1]))]).T)
        slope = model.W[l][:, :-1].T @ delta
    model.W = [(W - eta * g).astype(np.float32) for W, g in zip(model.W, gradients)]
    return model


# %% backpropagation with the ones kept apart, and keyword calls
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dW, db = {}, {}
    dY = np.subtract(model.Y[L - 1], Y)
    l = L - 1
    while l >= 0:
        dZ = dY * (deriv_sigmoid(Y=model.Y[l]) if l == L - 1 else deriv_ReLu(Y=model.Y[l]))
        A = X if l == 0 else model.Y[l - 1]
        dW[l], db[l] = np.matmul(dZ, A.T), np.sum(dZ, axis=1, keepdims=True)
        dY = np.matmul(model.W[l][:, :-1].T, dZ)
        l -= 1
    for l in dW:
        model.W[l] = model.W[l] - eta * np.concatenate([dW[l], db[l]], axis=1)
    return model


# %% backpropagation by recursion
# question: q8
def step_back(model, X, slope, eta, l):
    if l < 0:
        return
    prime = deriv_sigmoid(model.Y[l]) if l == len(model.W) - 1 else deriv_ReLu(model.Y[l])
    delta = prime * slope
    below = X if l == 0 else model.Y[l - 1]
    step_back(model, X, model.W[l][:, :-1].T @ delta, eta, l - 1)
    model.W[l] = model.W[l] - eta * (delta @ np.vstack([below, np.ones(below.shape[1])]).T)


def backpropagation(model, X, Y, eta=0.01):
    step_back(model, X, model.Y[-1] - Y, eta, len(model.W) - 1)
    return model


# %% backpropagation as a mean times the number of columns
# question: q8
def backpropagation(model, X, Y, eta=0.01, decay=0.0):
    n = X.shape[1]
    W_old = [np.array(W) for W in model.W]
    delta = deriv_sigmoid(model.Y[-1]) * (model.Y[-1] - Y) / n
    for l in range(len(W_old) - 1, -1, -1):
        below = model.Y[l - 1] if l else X
        extended = np.r_[below, [np.ones(n)]]
        model.W[l] = W_old[l] - eta * (n * (delta @ extended.T) + decay * W_old[l])
        if l:
            delta = (W_old[l].T @ delta)[:-1] * deriv_ReLu(model.Y[l - 1])
    return model


# %% backpropagation with np.tensordot
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    activations = [np.vstack([A, np.ones((1, X.shape[1]))]) for A in (X, *model.Y[:-1])]
    slope, steps = model.Y[-1] - Y, []
    for l in range(1, len(model.W) + 1):
        slope = slope * (deriv_sigmoid(model.Y[-l]) if l == 1 else deriv_ReLu(model.Y[-l]))
        steps.append(np.tensordot(slope, activations[-l], axes=(1, 1)))
        slope = np.tensordot(model.W[-l][:, :-1], slope, axes=(0, 0))
    model.W = [W - eta * step for W, step in zip(model.W, steps[::-1])]
    return model


# %% backpropagation as a chain of closures
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    def layer(W, below, above, derivative):
        def back(slope):
            delta = derivative(above) * slope
            return W[:, :-1].T @ delta, W - eta * np.column_stack((delta @ below.T, delta @ np.ones(below.shape[1])))

        return back

    derivatives = [deriv_ReLu] * (len(model.W) - 1) + [deriv_sigmoid]
    layers = [layer(*parts) for parts in zip(model.W, [X, *model.Y], model.Y, derivatives)]
    slope, weights = model.Y[-1] - Y, []
    for back in reversed(layers):
        slope, W = back(slope)
        weights.append(W)
    model.W = list(reversed(weights))
    return model


# %% backpropagation neuron by neuron
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    below, slope, new = [X, *model.Y], model.Y[-1] - Y, []
    for l in range(len(model.W) - 1, -1, -1):
        prime = deriv_sigmoid(model.Y[l]) if l == len(model.W) - 1 else deriv_ReLu(model.Y[l])
        W, passed_on = np.array(model.W[l]), np.zeros(below[l].shape)
        for i in range(len(W)):
            signal = slope[i] * prime[i]
            if l:
                passed_on += np.outer(W[i, :-1], signal)
            W[i, :-1] -= eta * (below[l] @ signal)
            W[i, -1] -= eta * signal.sum()
        slope = passed_on
        new.insert(0, W)
    model.W[:] = new
    return model


# %% train_NNet with arrays made anew for a smaller batch
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    input_size, output_size = X.shape[0], Y.shape[0]
    model = NNet(input_size=input_size, output_size=output_size, batch_size=batch_size, hidden_layers=[100, 30])
    model.W = [W * np.sqrt(6 / W.shape[1]) for W in model.W]
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


# %% train_NNet with a generator of batches, extra options and keyword calls
# question: q9
def _batches(X, Y, size, rng):
    order = rng.permutation(X.shape[1])
    for part in np.split(order, range(size, len(order), size)):
        yield np.take(X, part, axis=1), np.take(Y, part, axis=1)


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, hidden=(48,), seed=None, verbose=False):
    rng = np.random.default_rng(seed)
    net = NNet(X.shape[0], Y.shape[0], batch_size, list(hidden))
    net.W = [W * np.sqrt(3 / W.shape[1]) for W in net.W]
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


# %% train_NNet with shuffled indices and the cost of all columns
# question: q9
import random


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, scale=True):
    model = NNet(input_size=len(X), output_size=len(Y), hidden_layers=[16])
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
    return model


# %% train_NNet that permutes X and Y as one matrix
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    both = np.vstack([X, Y])
    rows = X.shape[0]
    model = NNet(rows, Y.shape[0], batch_size, [32, 16])
    model.W = [W * (6 / W.shape[1]) ** 0.5 for W in model.W]
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


# %% train_NNet with shuffled copies, by sorting random numbers
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    X, Y = X.copy(), Y.copy()
    model = NNet(X.shape[0], Y.shape[0], min(batch_size, X.shape[1]), [64])
    for w in model.W:
        w /= np.sqrt(w.shape[1])
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


# %% train_NNet as an instance that can be called
# question: q9
class Trainer:
    hidden_layers = (64,)

    def __call__(self, X, Y, epochs=20, batch_size=1000, eta=0.01):
        self.model = NNet(X.shape[0], Y.shape[0], batch_size, self.hidden_layers)
        self.model.W = [W / np.sqrt(W.shape[1]) for W in self.model.W]
        self.points = []
        for _ in range(epochs):
            order = np.arange(X.shape[1])
            np.random.shuffle(order)
            for start in range(0, len(order), batch_size):
                self.iterate(X[:, order[start : start + batch_size]], Y[:, order[start : start + batch_size]], eta)
        self.draw()
        return self.model

    def iterate(self, x, y, eta):
        before = [np.copy(W) for W in self.model.W]
        self.model = feedforward(self.model, x)
        cost = np.sum(np.square(self.model.Y[-1] - y)) / 2
        self.model = backpropagation(self.model, x, y, eta)
        self.points.append([cost] + [np.linalg.norm(a - b, "fro") for a, b in zip(self.model.W, before)])

    def draw(self):
        figure, panels = plt.subplots(len(self.points[0]), squeeze=False)
        for axes, values in zip(panels[:, 0], np.transpose(self.points)):
            axes.plot(values)


train_NNet = Trainer()


# %% train_NNet with boolean masks for the batches, and the curves in arrays
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01, *, hidden_layers=(64,)):
    N = X.shape[1]
    iterations = -(-N // batch_size)
    model = NNet(len(X), len(Y), min(batch_size, N), list(hidden_layers))
    for l in range(len(model.W)):
        model.W[l] *= (3 / model.W[l].shape[1]) ** 0.5
    C = np.zeros(epochs * iterations)
    D = np.zeros((len(model.W), epochs * iterations))
    k = 0
    for _ in range(epochs):
        batch_of = np.random.permutation(np.arange(N) // batch_size)
        for b in range(iterations):
            mask = batch_of == b
            old = [W * 1.0 for W in model.W]
            model = backpropagation(feedforward(model, X[:, mask]), X[:, mask], Y[:, mask], eta)
            C[k] = np.linalg.norm(model.Y[-1] - Y[:, mask]) ** 2 / (2 * np.count_nonzero(mask))
            D[:, k] = [np.sqrt(((W - V) ** 2).sum()) for W, V in zip(model.W, old)]
            k += 1
    fig, (ax1, ax2) = plt.subplots(1, 2)
    ax1.plot(C)
    ax2.plot(D.T)
    return model


# %% train_NNet that pops batches off a list, in float32
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    x, y = X.astype(np.float32), Y.astype(np.float32)
    model = NNet(input_size=x.shape[0], output_size=y.shape[0], batch_size=batch_size, hidden_layers=[50])
    model.W = [np.random.normal(0, W.shape[1] ** -0.5, W.shape) for W in model.W]
    costs, norms = [], {}
    for epoch in range(1, epochs + 1):
        waiting = list(np.random.choice(x.shape[1], size=x.shape[1], replace=False))
        while waiting:
            batch, waiting = waiting[:batch_size], waiting[batch_size:]
            W_before = [W.copy() for W in model.W]
            feedforward(model, x[:, batch])
            costs.append(float(((model.Y[-1] - y[:, batch]) ** 2).sum() * 0.5))
            backpropagation(model, x[:, batch], y[:, batch], eta)
            for l in range(len(model.W)):
                norms.setdefault(l, []).append(np.linalg.norm(model.W[l] - W_before[l]))
    plt.figure()
    plt.plot(costs, label="cost")
    plt.legend()
    plt.figure()
    for l in norms:
        plt.plot(np.arange(len(costs)), norms[l], label=str(l))
    plt.legend()
    plt.show()
    return model


# %% predict with arrays made anew for the number of images
# question: q10
def predict(model, test_images, d1, d2):
    X_test = vectorize_images(test_images)
    n = X_test.shape[1]
    if n != model.batch_size:
        model.batch_size = n
        for l in range(len(model.W)):
            model.Y[l] = np.zeros((model.Y[l].shape[0], n))
            model.Z[l] = np.zeros((model.Z[l].shape[0], n))
    model = feedforward(model, X_test)
    Y_pred = model.Y[-1][:, : X_test.shape[1]]
    classes = (Y_pred >= 0.5).astype(int).flatten()
    return np.where(classes == 0, d1, d2)


# %% predict from the sign of Z, a list
# question: q10
def predict(model, test_images, d1, d2):
    scores = feedforward(model=model, X=vectorize_images(test_images)).Z[-1][0]
    return [d1 if score < 0 else d2 for score in scores]


# %% predict by arithmetic, in floats
# question: q10
def predict(model, test_images, d1, d2):
    Y = feedforward(model, vectorize_images(test_images)).Y[-1].reshape(-1)
    return d1 + (d2 - d1) * np.floor(Y + 0.5)


# %% predict one image after the other
# question: q10
import copy


def predict(model, test_images, d1, d2):
    answers = np.empty(len(test_images), dtype=np.uint8)
    for i in range(len(test_images)):
        other = feedforward(copy.deepcopy(model), vectorize_images(test_images[i : i + 1]))
        answers[i] = d2 if other.Y[-1].item() >= 0.5 else d1
    return answers


# %% predict by indexing
# question: q10
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images))
    return np.array([d1, d2])[np.greater_equal(model.Y[-1][0], 0.5).astype(np.int64)]


# %% predict in portions, with np.choose
# question: q10
def predict(model, test_images, d1, d2, portion=7):
    parts = []
    for start in range(0, len(test_images), portion):
        model = feedforward(model=model, X=vectorize_images(X=test_images[start : start + portion]))
        parts.append(model.Y[-1].flatten())
    return np.choose((np.concatenate(parts) >= 0.5) * 1, [d1, d2])


# %% predict into an array that is filled with d1
# question: q10
def predict(model, test_images, d1, d2):
    predicted = np.full(len(test_images), d1)
    output = feedforward(model, vectorize_images(test_images)).Y[-1]
    predicted[output[0, :] >= 0.5] = d2
    return predicted


# %% predict with a vectorised rule, by keyword
# question: q10
def label_of(output, low, high):
    return high if not output < 0.5 else low


def predict(model, test_images, d1, d2, threshold=None):
    outputs = feedforward(model, vectorize_images(test_images)).Y[-1]
    return np.vectorize(label_of, otypes=[int])(outputs.ravel(), low=d1, high=d2)


# %% predict with a forward pass of its own, by sigmoid and ReLu
# question: q10
def predict(model, test_images, d1, d2):
    Y = vectorize_images(test_images)
    for weights in model.W[:-1]:
        Y = ReLu(weights @ np.vstack([Y, np.ones(Y.shape[1])]))
    Y = sigmoid(model.W[-1] @ np.vstack([Y, np.ones(Y.shape[1])]))
    return np.where(Y[0] < 0.5, d1, d2)


# %% predict with nothing but numpy
# question: q10
def predict(model, test_images, d1, d2):
    A = np.asarray(test_images, dtype=float).reshape(len(test_images), -1)
    A = A / A.max(axis=1, keepdims=True)
    for weights in model.W[:-1]:
        A = np.clip(A @ weights[:, :-1].T + weights[:, -1], 0, None)
    return np.where((A @ model.W[-1][:, :-1].T + model.W[-1][:, -1]).ravel() >= 0, d2, d1)


# %% show_random_digits as a mosaic
# question: q1
import random


def show_random_digits(X, y, n=5):
    chosen = random.sample(range(len(X)), k=n)
    fig, axd = plt.subplot_mosaic([[f"a{i}" for i in range(n)]])
    for (name, ax), i in zip(axd.items(), chosen):
        ax.imshow(X[i], cmap="binary")
        ax.set_title(y[i])
    plt.show()
    return fig


# %% extract_digits by a match statement
# question: q2
def extract_digits(X, y, d1, d2):
    match (d1, d2):
        case (a, b) if a in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9) and b in (0, 1, 2, 3, 4, 5, 6, 7, 8, 9):
            pass
        case _:
            assert False, "not digits"
    keep = np.flatnonzero(np.isin(y, np.array([d1, d2])))
    return X.take(keep, axis=0), y.take(keep)


# %% vectorize_images by scikit-learn's normalize
# question: q3
from sklearn.preprocessing import normalize


def vectorize_images(X):
    return normalize(X.reshape(len(X), -1).astype(float), norm="max", axis=1).T


# %% activations of single numbers, decorated for arrays
# question: q5
import math


def _elementwise(fn):
    def wrapped(A):
        A = np.asarray(A)
        out = np.empty(A.shape, dtype=float)
        with np.nditer([A, out], op_flags=[["readonly"], ["writeonly"]]) as it:
            for a, o in it:
                o[...] = fn(float(a))
        return out if out.shape else float(out)

    return wrapped


@_elementwise
def sigmoid(z):
    try:
        return 1 / (1 + math.exp(-z))
    except OverflowError:
        return 0.0


@_elementwise
def deriv_sigmoid(y):
    return y * (1 - y)


@_elementwise
def ReLu(z):
    return max(0.0, z)


@_elementwise
def deriv_ReLu(y):
    return 1.0 if y > 0 else 0.0


# %% feedforward with matrices of class matrix inside
# question: q7
def feedforward(model, X):
    a = np.asmatrix(X)
    for l in range(len(model.W)):
        b = np.asmatrix(np.vstack([a, np.ones((1, a.shape[1]))]))
        z = np.asmatrix(model.W[l]) * b
        act = sigmoid if l == len(model.W) - 1 else ReLu
        a = np.asmatrix(act(np.asarray(z)))
        model.Z[l] = np.asarray(z)
        model.Y[l] = np.asarray(a)
    return model


# %% backpropagation in place, weights and biases apart
# question: q8
def backpropagation(model, X, Y, eta=0.01):
    err = model.Y[-1] - Y
    for l in range(len(model.W) - 1, -1, -1):
        W = model.W[l].copy()
        d = err * (deriv_sigmoid if l == len(model.W) - 1 else deriv_ReLu)(model.Y[l])
        below = (X, *model.Y)[l]
        err = W[:, :-1].T @ d
        model.W[l][:, :-1] -= eta * d @ below.T
        model.W[l][:, -1] -= eta * d.sum(1)
    return model


# %% backpropagation with a dataclass of gradients
# question: q8
from dataclasses import dataclass, field


@dataclass
class Gradient:
    layer: int
    value: np.ndarray = field(repr=False)

    def step(self, eta: float) -> np.ndarray:
        return eta * self.value


def backpropagation(model: "NNet", X: np.ndarray, Y: np.ndarray, eta: float = 0.01) -> "NNet":
    gradients: list[Gradient] = []
    dC = model.Y[-1] - Y
    for layer, W in reversed(list(enumerate(model.W))):
        is_last = layer == len(model.W) - 1
        dC = dC * (deriv_sigmoid(model.Y[layer]) if is_last else deriv_ReLu(model.Y[layer]))
        A = np.ones((W.shape[1], X.shape[1]))
        A[:-1] = model.Y[layer - 1] if layer > 0 else X
        gradients.append(Gradient(layer, dC @ A.T))
        dC = W[:, :-1].T @ dC
    for g in gradients:
        model.W[g.layer] = model.W[g.layer] - g.step(eta)
    return model


# %% train_NNet that keeps a table and plots it with pandas
# question: q9
import pandas as pd


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [40])
    for i in range(len(model.W)):
        model.W[i] /= np.sqrt(model.W[i].shape[1])
    rows = []
    for epoch in range(epochs):
        p = np.random.permutation(X.shape[1])
        Xp, Yp = X.T[p].T, Y.T[p].T
        k = 0
        while k < X.shape[1]:
            xb, yb = Xp[:, k : k + batch_size], Yp[:, k : k + batch_size]
            old = list(map(np.array, model.W))
            model = backpropagation(feedforward(model, xb), xb, yb, eta)
            row = {"cost": ((model.Y[-1] - yb) ** 2).sum() / 2}
            row |= {f"W{i + 1}": np.linalg.norm(model.W[i] - old[i]) for i in range(len(old))}
            rows.append(row)
            k += batch_size
    frame = pd.DataFrame(rows)
    frame[["cost"]].plot(title="cost")
    frame.drop(columns="cost").plot(title="norms")
    plt.show()
    return model


# %% train_NNet with two scales in one figure
# question: q9
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [24, 12])
    model.W = [np.random.normal(0, 1 / np.sqrt(W.shape[1]), W.shape) for W in model.W]
    hist = []
    for _ in range(epochs):
        perm = np.random.permutation(X.shape[1])
        batches = [perm[i : i + batch_size] for i in range(0, perm.size, batch_size)]
        for b in batches:
            xb, yb = np.take(X, b, axis=1), np.take(Y, b, axis=1)
            snap = tuple(w + 0 for w in model.W)
            feedforward(model, xb)
            c = float(((model.Y[-1] - yb) ** 2).sum() / 2)
            backpropagation(model, xb, yb, eta)
            hist.append((c, *(float(np.sqrt(((w - s) ** 2).sum())) for w, s in zip(model.W, snap))))
    cost, *rest = zip(*hist)
    fig, ax1 = plt.subplots()
    ax1.plot(cost, color="k")
    ax2 = ax1.twinx()
    for i, r in enumerate(rest):
        ax2.plot(r, "--", label=str(i))
    ax2.legend()
    fig.savefig("training.png")
    return model


# %% train_NNet with pyplot under another name
# question: q9
import matplotlib.pyplot as drawing

del plt


def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size, [64])
    model.W = [W / np.sqrt(W.shape[1]) for W in model.W]
    costs, changes = [], []
    for _ in range(epochs):
        order = np.random.permutation(X.shape[1])
        for start in range(0, len(order), batch_size):
            some = order[start : start + batch_size]
            before = [W.copy() for W in model.W]
            feedforward(model, X[:, some])
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, some]) ** 2))
            backpropagation(model, X[:, some], Y[:, some], eta)
            changes.append([np.linalg.norm(W - old) for W, old in zip(model.W, before)])
    drawing.plot(costs)
    drawing.figure()
    drawing.plot(changes)
    drawing.show()
    return model
