# ruff: noqa
"""Wrong solutions that are in no bank of the project, as students make them.

`hint` is a regular expression: what matches it is true of the mistake, and says more than that it is one.
"""


# %% one image too many
# question: q1
# hint: expected n|axes with an image
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n + 1, replace=False)
    fig, axes = plt.subplots(1, n + 1, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="gray")
        ax.set_title(str(y[i]))
    return fig


# %% all titles are that of the last image
# question: q1
# hint: has the title .*write y\[i\] over X\[i\]
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="gray")
        ax.set_title(str(y[indices[-1]]))
    return fig


# %% images are transposed
# question: q1
# hint: none of the images in X
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i].T, cmap="gray")
        ax.set_title(str(y[i]))
    return fig


# %% colour map hot
# question: q1
# hint: colour map|cmap='gray'
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="hot")
        ax.set_title(str(y[i]))
    return fig


# %% titles are words
# question: q1
# hint: has the title
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="gray")
        ax.set_title("a digit")
    return fig


# %% imshow on plt instead of the axes
# question: q1
# hint: axes with an image|own axes
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        plt.imshow(X[i], cmap="gray")
        ax.set_title(str(y[i]))
    return fig


# %% returns the list of titles
# question: q1
# hint: must return the matplotlib figure
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="gray")
        ax.set_title(str(y[i]))
    return [str(y[i]) for i in indices]


# %% title is one off
# question: q1
# hint: has the title .*write y\[i\]|index .* out of
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(X[i], cmap="gray")
        ax.set_title(str(y[i - 1]))
    return fig


# %% negative images
# question: q1
# hint: none of the images in X
def show_random_digits(X, y, n=5):
    indices = np.random.choice(len(X), n, replace=False)
    fig, axes = plt.subplots(1, n, squeeze=False)
    for ax, i in zip(axes[0], indices):
        ax.imshow(255 - X[i], cmap="gray")
        ax.set_title(str(y[i]))
    return fig


# %% the last image is never looked at
# question: q2
# hint: one row too few|one entry too few|expected \(
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y) - 1):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% or without a comparison
# question: q2
# hint: has shape
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% labels of d2 become d1
# question: q2
# hint: y_extracted.* is wrong|it is 1, expected 5
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(d1)
    return np.array(images), np.array(labels)


# %% images divided by 255
# question: q2
# hint: too small by one and the same factor|X_extracted
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i] / 255)
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% raises a text
# question: q2
# hint: ends in TypeError|check the digits first, with assert
def extract_digits(X, y, d1, d2):
    if d1 not in range(10) or d2 not in range(10):
        raise "no digit"
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% assert with or
# question: q2
# hint: goes through: check both digits|Nothing stops d1 = -1
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 or 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% prints instead of asserting
# question: q2
# hint: goes through: check both digits|Nothing stops d1 = -1
def extract_digits(X, y, d1, d2):
    if d1 > 9 or d2 > 9 or d1 < 0 or d2 < 0:
        print("digits must be 0 to 9")
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% every image twice
# question: q2
# hint: has shape|twice
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% returns one dictionary
# question: q2
# hint: must return two arrays
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return {"X": np.array(images), "y": np.array(labels)}


# %% inverted mask
# question: q2
# hint: has shape
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    keep = (y != d1) & (y != d2)
    return X[keep], y[keep]


# %% stops at the first hit
# question: q2
# hint: has shape
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    images, labels = [], []
    for i in range(len(y)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
            break
    return np.array(images), np.array(labels)


# %% sorted by label
# question: q2
# hint: in the order of X|stand in other places
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    keep = np.where((y == d1) | (y == d2))[0]
    keep = keep[np.argsort(-y[keep].astype(int), kind="stable")]
    return X[keep], y[keep]


# %% assert range up to 8
# question: q2
# hint: AssertionError|range\(9\)
def extract_digits(X, y, d1, d2):
    assert d1 in range(9) and d2 in range(9)
    keep = np.isin(y, [d1, d2])
    return X[keep], y[keep]


# %% divides by the sum
# question: q3
# hint: Each column is right up to a factor|expected (0\.25|1)
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.sum()
    return out


# %% divides by the mean
# question: q3
# hint: Each column is right up to a factor
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.mean()
    return out


# %% standardised
# question: q3
# hint: is wrong in
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = (column - column.mean()) / column.std()
    return out


# %% mirrored images
# question: q3
# hint: The rows are right, but in another order|The numbers are right, but stand
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i][:, ::-1].flatten().astype(float)
        out[:, i] = column / column.max()
    return out


# %% one column too many
# question: q3
# hint: one column too many
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N + 1))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.max()
    return out


# %% only h rows of pixels
# question: q3
# hint: could not broadcast|stops with ValueError|line \d+ of vectorize_images
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * h, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.max()
    return out


# %% divides by max plus one
# question: q3
# hint: Each column is right up to a factor|nearly right
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / (column.max() + 1)
    return out


# %% whole images in a row vector
# question: q3
# hint: has shape
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.max()
    return out.reshape(1, -1)


# %% first pixel lost
# question: q3
# hint: one row too few
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column / column.max()
    return out[1:]


# %% integer division
# question: q3
# hint: cut or rounded to a whole number|is wrong in|fractions off
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = column // column.max()
    return out


# %% columns in reverse order
# question: q3
# hint: The columns are right, but in another order
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, N - 1 - i] = column / column.max()
    return out


# %% zero is stretched to one
# question: q3
# hint: 1 minus what it should be
def vectorize_images(X):
    N, h, w = X.shape
    out = np.zeros((h * w, N))
    for i in range(N):
        column = X[i].flatten().astype(float)
        out[:, i] = 1 - column / column.max()
    return out


# %% reads a size of the global data
# question: q3
# hint: cannot reshape|line \d+ of vectorize_images|stops with ValueError|has shape
def vectorize_images(X):
    n = train_X.shape[0]
    flat = X.reshape(n, -1)
    return (flat / flat.max(axis=1, keepdims=True)).T


# %% labels are booleans of the wrong digit
# question: q4
# hint: 1 minus what it should be|class 0, the digit 5 class 1|Each image has
X15, y15 = extract_digits(train_X, train_y, 1, 5)
train_X_1_5 = vectorize_images(X15)
train_y_1_5 = y15 == 1


# %% labels minus one and plus one
# question: q4
# hint: expected 0 and 1|class 0, the digit 5 class 1
X15, y15 = extract_digits(train_X, train_y, 1, 5)
train_X_1_5 = vectorize_images(X15)
train_y_1_5 = np.where(y15 == 5, 1, -1)


# %% images transposed after vectorize
# question: q4
# hint: Its shape is the transpose
X15, y15 = extract_digits(train_X, train_y, 1, 5)
train_X_1_5 = vectorize_images(X15).T
train_y_1_5 = np.where(y15 == 5, 1, 0)


# %% labels of all digits
# question: q4
# hint: has shape
X15, y15 = extract_digits(train_X, train_y, 1, 5)
train_X_1_5 = vectorize_images(X15)
train_y_1_5 = np.where(train_y == 5, 1, 0)


# %% first 500 images only
# question: q4
# hint: has shape|wrong number of columns
X15, y15 = extract_digits(train_X, train_y, 1, 5)
train_X_1_5 = vectorize_images(X15[:500])
train_y_1_5 = np.where(y15[:500] == 5, 1, 0)


# %% sigmoid without minus and inverted
# question: q5
# hint: sigmoid\(Z\).*is wrong|1 minus|falls from 1 to 0
def sigmoid(Z):
    Z = np.clip(Z, -500, 500)
    return np.exp(-Z) / (1 + np.exp(-Z))


# %% sigmoid with 2 in place of 1
# question: q5
# hint: sigmoid\(Z\)
def sigmoid(Z):
    return 1 / (2 + np.exp(-np.clip(Z, -500, 500)))


# %% sigmoid of half z
# question: q5
# hint: sigmoid\(Z\).*is wrong
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500) / 2))


# %% sigmoid clipped at 1
# question: q5
# hint: sigmoid\(Z\).*is wrong
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -1, 1)))


# %% sigmoid with powers of two
# question: q5
# hint: sigmoid\(Z\).*is wrong
def sigmoid(Z):
    return 1 / (1 + 2.0 ** -np.clip(Z, -500, 500))


# %% sigmoid without exp brackets
# question: q5
# hint: sigmoid\(Z\).*is wrong
def sigmoid(Z):
    return 1 / 1 + np.exp(-np.clip(Z, -500, 500))


# %% sigmoid uses math
# question: q5
# hint: stops with TypeError|line \d+ of sigmoid
import math


def sigmoid(Z):
    return 1 / (1 + math.exp(-Z))


# %% sigmoid returns a list
# question: q5
# hint: single number|sigmoid\(-?\d|same as in a matrix|stops with
def sigmoid(Z):
    return np.array([1 / (1 + np.exp(-np.clip(z, -500, 500))) for z in Z])


# %% deriv_sigmoid with plus
# question: q5
# hint: deriv_sigmoid\(Y\).*is wrong
def deriv_sigmoid(Y):
    return Y * (1 + Y)


# %% deriv_sigmoid returns y
# question: q5
# hint: deriv_sigmoid\(Y\).*is wrong
def deriv_sigmoid(Y):
    return Y


# %% deriv_sigmoid is one minus square
# question: q5
# hint: deriv_sigmoid\(Y\).*is wrong|without a square
def deriv_sigmoid(Y):
    return Y - Y**3


# %% deriv_sigmoid divides
# question: q5
# hint: deriv_sigmoid\(Y\).*is wrong|nan or infinity
def deriv_sigmoid(Y):
    return Y / (1 - Y)


# %% deriv_sigmoid takes the sum
# question: q5
# hint: single number|has shape
def deriv_sigmoid(Y):
    return np.sum(Y * (1 - Y))


# %% ReLu is max of 1
# question: q5
# hint: ReLu\(Z\).*is wrong
def ReLu(Z):
    return np.maximum(1, Z)


# %% ReLu keeps the negative ones
# question: q5
# hint: ReLu\(Z\).*is wrong|only .*positive|negative|keeps the negative numbers
def ReLu(Z):
    return np.where(Z < 0, Z, 0)


# %% ReLu takes the largest
# question: q5
# hint: has shape|single number|the largest entry
def ReLu(Z):
    return np.max(np.maximum(Z, 0))


# %% ReLu by columns
# question: q5
# hint: ReLu\(Z\)|has shape
def ReLu(Z):
    return np.max(Z, axis=0)


# %% ReLu is the identity
# question: q5
# hint: should be 0 are wrong|ReLu\(Z\).*is wrong
def ReLu(Z):
    return Z * 1.0


# %% ReLu squared
# question: q5
# hint: square
def ReLu(Z):
    return np.maximum(Z, 0) ** 2


# %% deriv_ReLu is a constant
# question: q5
# hint: should be 0 are wrong|deriv_ReLu\(Y\).*is wrong|1 everywhere
def deriv_ReLu(Y):
    return np.ones(np.shape(Y))


# %% deriv_ReLu with threshold 1
# question: q5
# hint: deriv_ReLu\(Y\).*is wrong
def deriv_ReLu(Y):
    return (Y > 1).astype(float)


# %% deriv_ReLu is exchanged
# question: q5
# hint: deriv_ReLu\(Y\).*is wrong|1 minus
def deriv_ReLu(Y):
    return np.where(Y > 0, 0, 1)


# %% deriv_ReLu loops over rows
# question: q5
# hint: line \d+ of deriv_ReLu|stops with|has shape|columns at the end are wrong
def deriv_ReLu(Y):
    out = np.zeros(Y.shape)
    for i in range(Y.shape[0]):
        for j in range(Y.shape[0]):
            out[i, j] = 1 if Y[i, j] > 0 else 0
    return out


# %% W transposed
# question: q7
# hint: model\.W\[l\]\.T @ A1|mismatch in its core dimension
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l].T @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% product in the other order
# question: q7
# hint: A1 @ model\.W\[l\]
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = A1 @ model.W[l]
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% elementwise product
# question: q7
# hint: model\.W\[l\] \* A1
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] * A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% twos for ones
# question: q7
# hint: Each row is off by an amount of its own|Z\[0\].*is wrong
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, 2 * np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% negative bias
# question: q7
# hint: Each row is off by an amount of its own
def feedforward(model, X):
    depth = len(model.W)
    Zs, Ys = [], []
    current = X
    for index in range(depth):
        weights, bias = model.W[index][:, :-1], model.W[index][:, -1:]
        z = weights.dot(current) - bias
        if index < depth - 1:
            current = ReLu(z)
        else:
            current = sigmoid(z)
        Zs.append(z)
        Ys.append(current)
    model.Z, model.Y = Zs, Ys
    return model


# %% no bias at all
# question: q7
# hint: Each row is off by an amount of its own|have no effect in yours
def feedforward(model, X):
    depth = len(model.W)
    Zs, Ys = [], []
    current = X
    for index in range(depth):
        weights, bias = model.W[index][:, :-1], model.W[index][:, -1:]
        z = weights.dot(current)
        if index < depth - 1:
            current = ReLu(z)
        else:
            current = sigmoid(z)
        Zs.append(z)
        Ys.append(current)
    model.Z, model.Y = Zs, Ys
    return model


# %% first column taken for the bias
# question: q7
# hint: Z\[0\].*is wrong|first column of W
def feedforward(model, X):
    depth = len(model.W)
    Zs, Ys = [], []
    current = X
    for index in range(depth):
        weights, bias = model.W[index][:, 1:], model.W[index][:, :1]
        z = weights.dot(current) + bias
        if index < depth - 1:
            current = ReLu(z)
        else:
            current = sigmoid(z)
        Zs.append(z)
        Ys.append(current)
    model.Z, model.Y = Zs, Ys
    return model


# %% ones of the wrong length
# question: q7
# hint: line \d+ of feedforward|stops with ValueError
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[0]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% hstack for vstack
# question: q7
# hint: hstack|line \d+ of feedforward
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.hstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% sigmoid decided by the first layer
# question: q7
# hint: Y\[\d\]|ReLu\(Z
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == 0 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% off by one in the last layer
# question: q7
# hint: Y\[\d\] .*is wrong|sigmoid\(Z|ReLu in all layers
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% tanh at the output
# question: q7
# hint: Y\[\d\] .*is wrong
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = np.tanh(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% activation of Y before
# question: q7
# hint: line \d+ of feedforward|is wrong|stops
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(A)
        A = model.Y[l]
    return model


# %% Z holds the activation
# question: q7
# hint: Z\[0\] .*is wrong
def feedforward(model, X):
    depth = len(model.W)
    Zs, Ys = [], []
    current = X
    for index in range(depth):
        weights, bias = model.W[index][:, :-1], model.W[index][:, -1:]
        z = weights.dot(current) + bias
        if index < depth - 1:
            current = ReLu(z)
        else:
            current = sigmoid(z)
        Zs.append(current)
        Ys.append(current)
    model.Z, model.Y = Zs, Ys
    return model


# %% loop stops early
# question: q7
# hint: Z\[\d\]|Y\[\d\]|never computed
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L - 1):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% X is fed every time
# question: q7
# hint: line \d+ of feedforward|stops with ValueError
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
    return model


# %% half of Z
# question: q7
# hint: Z\[0\] .*is wrong|half of what
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = 0.5 * model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% undefined helper relu
# question: q7
# hint: name 'relu' is not defined
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else relu(model.Z[l])
        A = model.Y[l]
    return model


# %% attribute weights
# question: q7
# hint: attribute 'weights'|no attribute
def feedforward(model, X):
    depth = len(model.W)
    Zs, Ys = [], []
    current = X
    for index in range(depth):
        weights, bias = model.weights[index][:, :-1], model.W[index][:, -1:]
        z = weights.dot(current) + bias
        if index < depth - 1:
            current = ReLu(z)
        else:
            current = sigmoid(z)
        Zs.append(z)
        Ys.append(current)
    model.Z, model.Y = Zs, Ys
    return model


# %% returns Y and Z
# question: q7
# hint: must end with return model|stops with|returns
def feedforward(model, X):
    A = X
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model.Y, model.Z


# %% normalises X
# question: q7
# hint: Z\[0\] .*is wrong
def feedforward(model, X):
    A = X / X.max()
    L = len(model.W)
    for l in range(L):
        A1 = np.vstack([A, np.ones((1, A.shape[1]))])
        model.Z[l] = model.W[l] @ A1
        model.Y[l] = sigmoid(model.Z[l]) if l == L - 1 else ReLu(model.Z[l])
        A = model.Y[l]
    return model


# %% delta with a matrix product
# question: q8
# hint: d @ dY
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d @ dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% bias column kept
# question: q8
# hint: d \* dY
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% error with plus
# question: q8
# hint: last layer.*is wrong|is wrong in
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] + Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% targets minus output
# question: q8
# hint: wrong sign|-1 times
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = Y - model.Y[-1]
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% squared error
# question: q8
# hint: is wrong in
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = (model.Y[-1] - Y) ** 2
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% derivatives of the layer below
# question: q8
# hint: line \d+ of backpropagation|is wrong in
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Z[l - 1])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% gradient not transposed
# question: q8
# hint: line \d+ of backpropagation|mismatch
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))])
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% eta is squared
# question: q8
# hint: with the eta that was passed|eta
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta**2 * grads[l]
    return model


# %% eta halved
# question: q8
# hint: 0\.5 times|half of what
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - 0.5 * eta * grads[l]
    return model


# %% summed with ten
# question: q8
# hint: 10 times
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - 10 * eta * grads[l]
    return model


# %% sigmoid derivative at last layer of one network only
# question: q8
# hint: is wrong in|sigmoid
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% inputs of the last layer for all
# question: q8
# hint: line \d+ of backpropagation|shape|is wrong
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[-2]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% first layer left out of the update
# question: q8
# hint: W\[0\]|first layer|is wrong
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(1, L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% bias is not updated
# question: q8
# hint: is 0|last column|bias|row of ones|never learn in yours
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l][:, :-1] = model.W[l][:, :-1] - eta * grads[l][:, :-1]
    return model


# %% biases doubled
# question: q8
# hint: last column.*is wrong|twice what
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, 2 * np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% plus in the update
# question: q8
# hint: wrong sign|-1 times
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] + eta * grads[l]
    return model


# %% deriv of Z for hidden
# question: q8
# hint: is wrong in|line \d+
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else ReLu(model.Z[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% dY is never passed on
# question: q8
# hint: stops with ValueError|line \d+ of backpropagation|is wrong
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% mean over the outputs
# question: q8
# hint: times what it should be
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = (model.Y[-1] - Y) / Y.shape[0]
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% returns the weights
# question: q8
# hint: return model|must end with|stops
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model.W


# %% weights are a fresh list of gradients
# question: q8
# hint: is wrong in|W\[0\]|alone; the step is subtracted
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = -eta * grads[l]
    return model


# %% label is rounded
# question: q8
# hint: is wrong in
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = np.round(model.Y[-1]) - Y
    grads = [None] * L
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        prev = X if l == 0 else model.Y[l - 1]
        grads[l] = dZ @ np.vstack([prev, np.ones((1, prev.shape[1]))]).T
        dY = model.W[l][:, :-1].T @ dZ
    for l in range(L):
        model.W[l] = model.W[l] - eta * grads[l]
    return model


# %% eta is the default
# question: q9
# hint: backpropagation is called with eta
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% only half the epochs
# question: q9
# hint: used 0\.5 times|used 1 times|used .* times each|as often as epochs says|epochs
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs // 2):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% batches of batch_size plus one
# question: q9
# hint: has batches of|shapes
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size + 1]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% the rest is dropped by integer division
# question: q9
# hint: has batches of|exactly once
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for k in range(N // batch_size):
            sel = idx[k * batch_size : (k + 1) * batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% labels of the unpermuted
# question: q9
# hint: the Y of a batch is wrong|same permutation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, i : i + batch_size]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% permuted once
# question: q9
# hint: same order|new permutation
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    idx = np.random.permutation(N)
    dW = [[] for _ in net.W]
    for e in range(epochs):
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% forward on everything
# question: q9
# hint: not those of this batch|line \d+|stops with
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, X)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% input size is the number of images
# question: q9
# hint: input_size=X.shape\[0\]|network takes|does not take
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[1], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% cost only plotted
# question: q9
# hint: draws curves|curves
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    return net


# %% returns net and cost
# question: q9
# hint: must end with return model
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net, cost


# %% net made in the loop
# question: q9
# hint: NNet|new network|curves|weights
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[:, sel], Y[:, sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% shuffles rows
# question: q9
# hint: not a column of X|stops with IndexError|line \d+
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    net = NNet(input_size=X.shape[0], output_size=Y.shape[0], batch_size=batch_size)
    N = X.shape[1]
    cost = []
    dW = [[] for _ in net.W]
    for e in range(epochs):
        idx = np.random.permutation(N)
        for i in range(0, N, batch_size):
            sel = idx[i : i + batch_size]
            Xb, Yb = X[sel], Y[sel]
            old = [W.copy() for W in net.W]
            net = feedforward(net, Xb)
            cost.append(0.5 * np.sum((net.Y[-1] - Yb) ** 2))
            net = backpropagation(net, Xb, Yb, eta)
            for l in range(len(net.W)):
                dW[l].append(np.linalg.norm(net.W[l] - old[l]))
    plt.plot(cost)
    plt.show()
    for c in dW:
        plt.plot(c)
    plt.show()
    return net


# %% threshold at 0.4
# question: q10
# hint: predict\(model, images.*is wrong|is wrong
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.4 else d2
    return labels


# %% two labels exchanged
# question: q10
# hint: is wrong|the other way round
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d2 if out[i] < 0.5 else d1
    return labels


# %% rounded outputs
# question: q10
# hint: is wrong
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = round(out[i])
    return labels


# %% returns the indices
# question: q10
# hint: is wrong|has shape
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.5 else d2
    return np.where(labels == d2)[0]


# %% labels in a column
# question: q10
# hint: shape
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.5 else d2
    return labels.reshape(-1, 1)


# %% first label only
# question: q10
# hint: has shape|is wrong|gives|one label for all
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.5 else d2
    return labels[0]


# %% greater than one half and never d2
# question: q10
# hint: is wrong|same number
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.5 or out[i] > 0.5 else d2
    return labels


# %% forgets to vectorise each time
# question: q10
# hint: line \d+ of |stops with
def predict(model, test_images, d1, d2):
    X = test_images.reshape(len(test_images), -1)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out)):
        labels[i] = d1 if out[i] < 0.5 else d2
    return labels


# %% last image skipped
# question: q10
# hint: last entry is wrong|is wrong
def predict(model, test_images, d1, d2):
    X = vectorize_images(test_images)
    model = feedforward(model, X)
    out = model.Y[-1][0]
    labels = np.zeros(len(out), dtype=int)
    for i in range(len(out) - 1):
        labels[i] = d1 if out[i] < 0.5 else d2
    return labels


# %% the figure is closed before it is returned
# question: q1
# hint: axes with an image
def show_random_digits(X, y, n=5):
    fig = plt.figure()
    for k in range(n):
        i = np.random.randint(len(X))
        fig.add_subplot(1, n, k + 1)
    plt.imshow(X[i], cmap="gray")
    plt.title(y[i])
    return fig


# %% extract keeps where instead of values
# question: q2
# hint: has shape .* expected|labels of shape
def extract_digits(X, y, d1, d2):
    assert 0 <= d1 <= 9 and 0 <= d2 <= 9
    idx = np.where((y == d1) | (y == d2))
    return X[idx], idx


# %% extract loops over range(1, n)
# question: q2
# hint: one entry too few
def extract_digits(X, y, d1, d2):
    assert d1 in range(10) and d2 in range(10)
    images, labels = [], []
    for i in range(1, len(X)):
        if y[i] == d1 or y[i] == d2:
            images.append(X[i])
            labels.append(y[i])
    return np.array(images), np.array(labels)


# %% normalised before the transposition by rows of pixels
# question: q3
# hint: for each pixel the maximum over all images
def vectorize_images(X):
    rows = X.reshape(X.shape[0], -1)
    rows = rows / rows.max(axis=0).clip(1)
    return rows.T


# %% list of columns
# question: q3
# hint: Your images are rows
def vectorize_images(X):
    return [list((image.flatten() / image.max())) for image in X]


# %% moves the axes
# question: q3
# hint: largest pixel of them all
def vectorize_images(X):
    columns = X.transpose(1, 2, 0).reshape(-1, X.shape[0])
    return columns / columns.max()


# %% floor of the maximum
# question: q3
# hint: all your pixels but the largest become 0|All your pixels but the largest become 0
def vectorize_images(X):
    flat = X.reshape(len(X), -1).T
    return flat // flat.max(axis=0) * 1.0


# %% deriv_ReLu rounds the activation up
# question: q5
# hint: deriv_ReLu.*is wrong|rounded to a whole number
def deriv_ReLu(Y):
    return np.ceil(Y)


# %% sigmoid by the wrong branch
# question: q5
# hint: it is 0\.\d+, expected
def sigmoid(Z):
    Z = np.asarray(Z, dtype=float)
    return np.where(Z >= 0, 1 / (1 + np.exp(-np.abs(Z))), np.exp(-np.abs(Z)))


# %% deriv_sigmoid in place
# question: q5
# hint: changes its argument Y
def deriv_sigmoid(Y):
    Y *= 1 - Y
    return Y


# %% adds the bias column after the activation of each row mean
# question: q7
# hint: Each row is off by an amount
def feedforward(model, X):
    A = X
    for l in range(len(model.W)):
        Z = model.W[l][:, :-1] @ A + model.W[l][:, -1].mean()
        model.Z[l] = Z
        A = sigmoid(Z) if l == len(model.W) - 1 else ReLu(Z)
        model.Y[l] = A
    return model


# %% bias added along the wrong axis
# question: q7
# hint: shapes
def feedforward(model, X):
    A = X
    for l, W in enumerate(model.W):
        Z = W[:, :-1] @ A + W[:, -1]
        model.Z[l] = Z
        A = ReLu(Z) if l < len(model.W) - 1 else sigmoid(Z)
        model.Y[l] = A
    return model


# %% loop starts with the second layer
# question: q7
# hint: Every entry is 0
def feedforward(model, X):
    model.Y[0] = X
    for l in range(1, len(model.W)):
        ones = np.ones((1, X.shape[1]))
        model.Z[l] = model.W[l] @ np.concatenate([model.Y[l - 1], ones])
        model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
    return model


# %% stores Y of the layer with its ones
# question: q7
# hint: off by one and the same amount
def feedforward(model, X):
    A = np.vstack([X, np.ones(X.shape[1])])
    for l in range(len(model.W)):
        model.Z[l] = model.W[l] @ A
        model.Y[l] = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        A = np.vstack([model.Y[l], np.ones(X.shape[1])])
        model.Y[l] = A[:-1] + 0.01
    return model


# %% last bias shared by all layers
# question: q7
# hint: Each row is off by an amount
def feedforward(model, X):
    A = X
    bias = model.W[-1][0, -1]
    for l in range(len(model.W)):
        model.Z[l] = model.W[l][:, :-1] @ A + bias
        A = sigmoid(model.Z[l]) if l == len(model.W) - 1 else ReLu(model.Z[l])
        model.Y[l] = A
    return model


# %% gradient of the weights by the mean over rows
# question: q8
# hint: too small by one and the same factor|half of what
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    new = [None] * L
    for l in reversed(range(L)):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        A = X if l == 0 else model.Y[l - 1]
        A = np.vstack([A, np.ones((1, A.shape[1]))])
        new[l] = model.W[l] - eta * dZ @ A.T / len(dZ)
        dY = model.W[l][:, :-1].T @ dZ
    model.W = new
    return model


# %% X used as is at each layer for the gradient of the first two
# question: q8
# hint: first column
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    acts = [X] + model.Y
    dY = model.Y[-1] - Y
    new = list(model.W)
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        new[l] = model.W[l] - eta * (dZ @ np.vstack([acts[l], np.ones(X.shape[1])]).T)
        dY = model.W[l].T[1:] @ dZ
    model.W = new
    return model


# %% the error is divided by n only in the last layer
# question: q8
# hint: sum over the columns
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    new = list(model.W)
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        A = np.vstack([X if l == 0 else model.Y[l - 1], np.ones(X.shape[1])])
        gradient = dZ @ A.T
        if l == L - 1:
            gradient = gradient / X.shape[1]
        new[l] = model.W[l] - eta * gradient
        dY = model.W[l][:, :-1].T @ dZ
    model.W = new
    return model


# %% eta from a global
# question: q8
# hint: argument eta
learning_rate = 0.01


def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    new = list(model.W)
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        A = np.vstack([X if l == 0 else model.Y[l - 1], np.ones(X.shape[1])])
        new[l] = model.W[l] - learning_rate * dZ @ A.T
        dY = model.W[l][:, :-1].T @ dZ
    model.W = new
    return model


# %% returns model.W and model in a tuple
# question: q8
# hint: return model
def backpropagation(model, X, Y, eta=0.01):
    L = len(model.W)
    dY = model.Y[-1] - Y
    new = list(model.W)
    for l in range(L - 1, -1, -1):
        d = deriv_sigmoid(model.Y[l]) if l == L - 1 else deriv_ReLu(model.Y[l])
        dZ = d * dY
        A = np.vstack([X if l == 0 else model.Y[l - 1], np.ones(X.shape[1])])
        new[l] = model.W[l] - eta * dZ @ A.T
        dY = model.W[l][:, :-1].T @ dZ
    model.W = new
    return model.W, model


# %% X and Y indexed by rows of the permutation
# question: q9
# hint: batches of \[|1\.83 times
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size)
    costs = []
    for e in range(epochs):
        p = np.random.permutation(X.shape[1] - 1)
        Xp, Yp = X[:, p], Y[:, p]
        for b in range(0, Xp.shape[1], batch_size):
            feedforward(model, Xp[:, b : b + batch_size])
            backpropagation(model, Xp[:, b : b + batch_size], Yp[:, b : b + batch_size], eta)
            costs.append(0.5 * np.sum((model.Y[-1] - Yp[:, b : b + batch_size]) ** 2))
    plt.plot(costs)
    plt.show()
    return model


# %% batches counted by floor division, one more for the rest that is empty
# question: q9
# hint: \(3, 0\)
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(X.shape[0], Y.shape[0], batch_size)
    costs, norms = [], [[] for _ in model.W]
    for e in range(epochs):
        p = np.random.permutation(X.shape[1])
        for b in range(X.shape[1] // batch_size + 1):
            c = p[b * batch_size : (b + 1) * batch_size]
            old = [W.copy() for W in model.W]
            model = feedforward(model, X[:, c])
            costs.append(0.5 * np.sum((model.Y[-1] - Y[:, c]) ** 2))
            model = backpropagation(model, X[:, c], Y[:, c], eta)
            for l in range(len(model.W)):
                norms[l].append(np.linalg.norm(model.W[l] - old[l]))
    plt.plot(costs)
    for line in norms:
        plt.plot(line)
    plt.show()
    return model


# %% predict with argmax over both axes
# question: q10
# hint: wrong number of entries
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images))
    return np.where(model.Y[-1].argmax(axis=1) == 0, d1, d2)


# %% predict returns a list of floats
# question: q10
# hint: it is \d\.\d+, expected
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images))
    return [d1 + (d2 - d1) * o for o in model.Y[-1][0]]


# %% predict normalises twice with 255
# question: q10
# hint: All entries are the same number|it is \d, expected \d
def predict(model, test_images, d1, d2):
    feedforward(model, vectorize_images(test_images) / 255)
    return np.where(model.Y[-1][0] < 0.5, d1, d2)
