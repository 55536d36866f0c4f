# ruff: noqa
"""Wrong solutions of softmax_network, each as a student writes it, with the hint that student should read."""

# %% one half
# question: q1_1
# hint: 0.5 is the sigmoid of 0, but z2 is not 0 here. Compute z1 = a0 w1 + b1 and a1 = sigmoid(z1), then z2 = a1 w2 +
#   b2, and take the sigmoid of that.
# fails: network_output is what the network gives for this input
network_output = 0.5

# %% no sigmoid at the end
# question: q1_1
# hint: This is z2, the weighted sum of the output node. Its activation is still missing: a2 = sigmoid(z2).
# fails: network_output is a number that a sigmoid can give
# fails: network_output is what the network gives for this input
w1, w2 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]), np.array([0.2, 0.2, 0.8])
z1 = np.array([1, 1]) @ w1 + 1
a1 = 1 / (1 + np.exp(-z1))
z2 = a1 @ w2 + 0.5
network_output = z2

# %% no biases
# question: q1_1
# hint: The biases are missing: add 1 to each z1[j] and 0.5 to z2 before you take the sigmoid.
# fails: network_output is what the network gives for this input
w1, w2 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]), np.array([0.2, 0.2, 0.8])
z1 = np.array([1, 1]) @ w1
a1 = 1 / (1 + np.exp(-z1))
z2 = a1 @ w2
network_output = 1 / (1 + np.exp(-z2))

# %% no hidden sigmoid
# question: q1_1
# hint: The hidden layer has a sigmoid too: use a1 = sigmoid(z1), not z1 itself, in z2 = a1 w2 + b2.
# fails: network_output is what the network gives for this input
w1, w2 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]), np.array([0.2, 0.2, 0.8])
z1 = np.array([1, 1]) @ w1 + 1
z2 = z1 @ w2 + 0.5
network_output = 1 / (1 + np.exp(-z2))

# %% the bias of the output node is forgotten
# question: q1_1
# hint: The output node has a bias as well: z2 = a1 w2 + b2 with b2 = 0.5.
# fails: network_output is what the network gives for this input
w1, w2 = np.array([[0.4, 0.6, 0.2], [0.3, 0.9, 0.5]]), np.array([0.2, 0.2, 0.8])
z1 = np.array([1, 1]) @ w1 + 1
a1 = 1 / (1 + np.exp(-z1))
z2 = a1 @ w2
network_output = 1 / (1 + np.exp(-z2))

# %% text
# question: q1_1
# hint: Your answer is a string. Write the number without quotes, so that Python can calculate with it.
# fails: network_output is a number that a sigmoid can give
# fails: network_output is what the network gives for this input
network_output = "0.82"


# %% truth minus prediction
# question: q1_2
# hint: dL/da2 of (y - a2)^2 / 2 is a2 - y_true: the inner derivative gives a minus. All four of your gradients have
#   the wrong sign.
# fails: db2 of the network of Q1.1 is right for y_true = 1
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (y_true - a2) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% no derivative of the output sigmoid
# question: q1_2
# hint: delta2 is dL/dz2, so it needs the slope of the last sigmoid: multiply a2 - y_true by a2 (1 - a2).
# fails: db2 of the network of Q1.1 is right for y_true = 1
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = a2 - y_true
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% no derivative of the hidden sigmoid
# question: q1_2
# hint: delta1 is dL/dz1, not dL/da1: multiply entry j by the slope a1[j] (1 - a1[j]) of the hidden sigmoid.
# fails: dw1 and db1 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = w2 @ delta2
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% the derivative takes the hidden activation
# question: q1_2
# hint: sigmoid'(z) = sigmoid(z) (1 - sigmoid(z)) is taken at z1, where it is a1 (1 - a1). You put a1 in for z1, which
#   applies the sigmoid twice.
# fails: dw1 and db1 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    s1 = 1 / (1 + np.exp(-a1))
    delta1 = (w2 @ delta2) * s1 * (1 - s1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% the hidden layer's share is forgotten
# question: q1_2
# hint: Node j of the hidden layer reaches the loss through its weight w2[j]: delta1[j] = delta2 w2[j] a1[j] (1 -
#   a1[j]). Your delta1 has no w2.
# fails: dw1 and db1 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = delta2 * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% the loss without its half
# question: q1_2
# hint: The loss has a factor of one half, which cancels the 2 of the square: dL/da2 is a2 - y_true, without a 2.
# fails: db2 of the network of Q1.1 is right for y_true = 1
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = 2 * (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% gradients without biases
# question: q1_2
# hint: Your forward pass leaves b1 and b2 out: z1 = a0 w1 + b1 and z2 = a1 w2 + b2. The formulas of the gradients are
#   then taken at the wrong a1 and a2.
# fails: db2 of the network of Q1.1 is right for y_true = 1
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% db1 is that of the output node
# question: q1_2
# hint: b1[j] belongs to hidden node j, so db1 = delta1, one number for each hidden node. You return delta2, which is
#   db2, for all of them.
# fails: dw1 and db1 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta2 * np.ones_like(b1), np.outer(a1, delta2), delta2


# %% flat dw2
# question: q1_2
# hint: dw2 must have the shape of w2, (n1, 1): a column. a1 * delta2 is a vector of shape (n1,).
# fails: each gradient has the shape of its parameter
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, a1 * delta2, delta2


# %% transposed dw1
# question: q1_2
# hint: dw1[i, j] = a0[i] delta1[j], of the shape (n0, n1) of w1. Yours is its transpose: swap the two factors of the
#   outer product.
# fails: each gradient has the shape of its parameter
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(delta1, a0), delta1, np.outer(a1, delta2), delta2


# %% output layer first
# question: q1_2
# hint: The order is dw1, db1, dw2, db2: the hidden layer comes first. You return those of the output layer first.
# fails: db2 of the network of Q1.1 is right for y_true = 1
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
# fails: each gradient has the shape of its parameter
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a1, delta2), delta2, np.outer(a0, delta1), delta1


# %% sizes of the example
# question: q1_2
# hint: Your code holds the sizes 2 and 3 of Q1.1. Take n0 and n1 from w1.shape, or use operations that suit any size.
# fails: dw1 and db1 agree with the loss when each weight is moved a little
# fails: dw2 and db2 agree with the loss when each weight is moved a little
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1).reshape(2, 3), delta1, np.outer(a1, delta2), delta2


# %% gradients changes b1
# question: q1_2
# hint: `b1 += ...` changes the array of the caller. Write `z1 = a0 @ w1 + b1`, which makes a new one.
# fails: db2 of the network of Q1.1 is right for y_true = 1
def gradients(a0, w1, b1, w2, b2, y_true):
    z1 = b1
    z1 += a0 @ w1
    a1 = 1 / (1 + np.exp(-z1))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = (w2 @ delta2) * a1 * (1 - a1)
    return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2


# %% a word for a derivation
# question: q1_2
# hint: `derivation` is to hold the steps of your derivation as text, a few sentences with the formulas.
# fails: the derivation is written down
derivation = "see paper"


# %% exp(x) in the sigmoid
# question: q2_1
# hint: The sign in the exponent is missing: 1 / (1 + e^(-x)). Yours is the mirror image, large where x is negative.
# also costs: q2_3, q2_4
# because: one case of Q2.3 trains with the functions of Q2.1, and the loss of Q2.4 rises
# fails: sigmoid is 0 and 1 far from the origin
# fails: sigmoid is right for small numbers
# fails: sigmoid takes numbers, vectors and matrices, and leaves them alone
# fails q2_3: fit works together with your own functions of Q2.1
def sigmoid(x):
    return 1 / (1 + np.exp(x))


# %% a sigmoid of numbers only
# question: q2_1
# hint: math.exp takes a single number. np.exp takes arrays as well, entry by entry.
# also costs: q2_3, q2_4, q3_1, q3_2, q3_3
# because: no network can be trained with it
# fails: sigmoid is 0 and 1 far from the origin
# fails: sigmoid is right for small numbers
# fails: sigmoid takes numbers, vectors and matrices, and leaves them alone
# fails q2_3: fit works together with your own functions of Q2.1
import math


def sigmoid(x):
    return 1 / (1 + math.exp(-x))


# %% a sigmoid by cases in the type of x
# question: q2_1
# hint: np.zeros_like(x) takes over the type of x: for whole numbers the sigmoid is cut off to 0. Make the result an
#   array of floats, for instance with dtype=float.
# fails: sigmoid takes numbers, vectors and matrices, and leaves them alone
def sigmoid(x):
    x = np.asarray(x)
    s = np.zeros_like(x)
    s[x >= 0] = 1 / (1 + np.exp(-x[x >= 0]))
    s[x < 0] = np.exp(x[x < 0]) / (1 + np.exp(x[x < 0]))
    return s


# %% sigmoid clips x in place
# question: q2_1
# hint: `out=x` (or `x[x < ...] = ...`) changes the caller's array. Let np.clip give you a new one.
# fails: sigmoid is 0 and 1 far from the origin
def sigmoid(x):
    x = np.asarray(x)
    if x.ndim > 0:
        x[x < -500] = -500
    return 1 / (1 + np.exp(-x))


# %% d_sigmoid of the activation
# question: q2_1
# hint: x (1 - x) is right where x is already an activation. Here d_sigmoid takes x itself: sigmoid(x) (1 -
#   sigmoid(x)).
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: d_sigmoid at 0 is a quarter
# fails: d_sigmoid is the slope of the sigmoid at x
# fails q2_3: fit works together with your own functions of Q2.1
def d_sigmoid(x):
    return x * (1 - x)


# %% minus in d_sigmoid
# question: q2_1
# hint: The sigmoid rises everywhere, so its slope is never negative. The minus of -e^(-x) and that of the outer
#   derivative cancel.
# also costs: q2_3, q2_4
# because: one case of Q2.3 trains with the functions of Q2.1, and the loss of Q2.4 rises
# fails: d_sigmoid at 0 is a quarter
# fails: d_sigmoid is the slope of the sigmoid at x
# fails q2_3: fit works together with your own functions of Q2.1
def d_sigmoid(x):
    return -sigmoid(x) * (1 - sigmoid(x))


# %% d_sigmoid without the square
# question: q2_1
# hint: The derivative of 1 / (1 + e^(-x)) is e^(-x) / (1 + e^(-x))^2: the square of the denominator is missing in
#   yours.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: d_sigmoid at 0 is a quarter
# fails: d_sigmoid is the slope of the sigmoid at x
# fails q2_3: fit works together with your own functions of Q2.1
def d_sigmoid(x):
    return np.exp(-x) / (1 + np.exp(-x))


# %% d_sigmoid is the sigmoid twice
# question: q2_1
# hint: sigmoid(x) appears in the derivative, but sigmoid(sigmoid(x)) does not: take s = sigmoid(x) once, then s (1 -
#   s).
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: d_sigmoid at 0 is a quarter
# fails: d_sigmoid is the slope of the sigmoid at x
# fails q2_3: fit works together with your own functions of Q2.1
def d_sigmoid(x):
    s = sigmoid(x)
    return sigmoid(s) * (1 - sigmoid(s))


# %% softmax over the samples
# question: q2_1
# hint: In yours each column adds up to 1. Each row is one sample and must add up to 1 by itself: sum along the last
#   axis, axis=-1.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: softmax of equal numbers is uniform
# fails: softmax works along the last axis of vectors and matrices
# fails q2_3: fit works together with your own functions of Q2.1
def softmax(x):
    e = np.exp(x - np.max(x, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


# %% softmax over everything
# question: q2_1
# hint: np.sum(e) without an axis adds all rows together. Each row must add up to 1 by itself: axis=-1 with
#   keepdims=True.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: softmax works along the last axis of vectors and matrices
# fails q2_3: fit works together with your own functions of Q2.1
def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e)


# %% softmax of matrices only
# question: q2_1
# hint: A vector has no axis 1. Count from the end: axis=-1 is the last axis of vectors and matrices alike.
# fails: softmax works along the last axis of vectors and matrices
def softmax(x):
    e = np.exp(x - np.max(x, axis=1, keepdims=True))
    return e / np.sum(e, axis=1, keepdims=True)


# %% softmax without exponentials
# question: q2_1
# hint: You divide x by its sum. Softmax takes e^x of every entry first: e^(x_j) / sum_i e^(x_i).
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: softmax stays finite for numbers as large as 1000
# fails: softmax works along the last axis of vectors and matrices
# fails q2_3: fit works together with your own functions of Q2.1
def softmax(x):
    return x / np.sum(x, axis=-1, keepdims=True)


# %% unstable softmax
# question: q2_1
# hint: e^1000 is too large for the computer, and inf / inf is nan. Subtract the largest entry of each row from the
#   row before np.exp.
# fails: softmax stays finite for numbers as large as 1000
def softmax(x):
    e = np.exp(x)
    return e / np.sum(e, axis=-1, keepdims=True)


# %% softmax subtracts the largest of all
# question: q2_1
# hint: You subtract one number from all rows, the largest of the whole matrix: a row far below it becomes 0 / 0.
#   Subtract from each row its own largest entry (axis=-1, keepdims=True).
# fails: softmax stays finite for numbers as large as 1000
def softmax(x):
    e = np.exp(x - np.max(x))
    return e / np.sum(e, axis=-1, keepdims=True)


# %% softmax changes x
# question: q2_1
# hint: `x -= ...` and `out=x` change the caller's array. Write `x - ...`, which makes a new one.
# fails: softmax works along the last axis of vectors and matrices
def softmax(x):
    x -= x.max(axis=-1, keepdims=True)
    np.exp(x, out=x)
    return x / x.sum(axis=-1, keepdims=True)


# %% softmax in the type of x
# question: q2_1
# hint: np.zeros_like(x) takes over the type of x: for whole numbers all probabilities below 1 are cut off to 0. Make
#   the result an array of floats.
# fails: softmax works along the last axis of vectors and matrices
def softmax(x):
    p = np.zeros_like(x)
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    p[:] = e / np.sum(e, axis=-1, keepdims=True)
    return p


# %% no half
# question: q2_1
# hint: The loss has a factor of one half: 1/2 sum (y_true - y_predict)^2. Yours is twice as large.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: l2_loss is half the sum of the squared differences
# fails: l2_loss is right for two samples
# fails q2_3: fit works together with your own functions of Q2.1
def l2_loss(YTrue, YPredict):
    return np.sum((YTrue - YPredict) ** 2)


# %% mean squared error
# question: q2_1
# hint: The loss is the sum over all entries, not their mean: np.sum instead of np.mean. `fit` divides by the number
#   of samples later.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: l2_loss is half the sum of the squared differences
# fails: l2_loss is right for two samples
# fails q2_3: fit works together with your own functions of Q2.1
def l2_loss(YTrue, YPredict):
    return 0.5 * np.mean((YTrue - YPredict) ** 2)


# %% a loss for each sample
# question: q2_1
# hint: You return one loss for each row. The loss is one number: the sum over everything that it is given, so without
#   an axis.
# also costs: q2_3, q2_4
# because: a network trained with it cannot keep one loss for each epoch
# fails: l2_loss is half the sum of the squared differences
# fails q2_3: fit works together with your own functions of Q2.1
def l2_loss(YTrue, YPredict):
    return 0.5 * np.sum((YTrue - YPredict) ** 2, axis=-1)


# %% the distance for its square
# question: q2_1
# hint: np.linalg.norm takes a square root at the end. The loss is half the sum of the squares, without a root.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: l2_loss is half the sum of the squared differences
# fails: l2_loss is right for two samples
# fails q2_3: fit works together with your own functions of Q2.1
def l2_loss(YTrue, YPredict):
    return 0.5 * np.linalg.norm(YTrue - YPredict)


# %% truth minus prediction in d_l2_loss
# question: q2_1
# hint: The derivative is with respect to the prediction, whose sign in the square is minus: y_predict - y_true. Yours
#   has the wrong sign.
# also costs: q2_3, q2_4
# because: one case of Q2.3 trains with the functions of Q2.1, and the loss of Q2.4 rises
# fails: d_l2_loss is the gradient with respect to the predictions
# fails q2_3: fit works together with your own functions of Q2.1
def d_l2_loss(YTrue, YPredict):
    return YTrue - YPredict


# %% two in d_l2_loss
# question: q2_1
# hint: The 2 of the square and the one half of the loss cancel: the derivative is y_predict - y_true.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: d_l2_loss is the gradient with respect to the predictions
# fails q2_3: fit works together with your own functions of Q2.1
def d_l2_loss(YTrue, YPredict):
    return 2 * (YPredict - YTrue)


# %% d_l2_loss is summed
# question: q2_1
# hint: The gradient has one number for each prediction, in the shape of YPredict: leave out the sum.
# also costs: q2_3, q2_4
# because: one case of Q2.3 trains with the functions of Q2.1, and the loss of Q2.4 may not fall
# fails: d_l2_loss has the shape of the predictions
# fails: d_l2_loss is the gradient with respect to the predictions
# fails q2_3: fit works together with your own functions of Q2.1
def d_l2_loss(YTrue, YPredict):
    return np.sum(YPredict - YTrue)


# %% d_l2_loss is a mean
# question: q2_1
# hint: l2_loss is a sum, so its gradient is not divided by anything: y_predict - y_true. `fit` divides by the number
#   of samples later.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: d_l2_loss is the gradient with respect to the predictions
# fails q2_3: fit works together with your own functions of Q2.1
def d_l2_loss(YTrue, YPredict):
    return (YPredict - YTrue) / len(YTrue)


# %% d_l2_loss writes into the predictions
# question: q2_1
# hint: `YPredict -= YTrue` changes the caller's array. Write `YPredict - YTrue`, which makes a new one.
# fails: d_l2_loss is the gradient with respect to the predictions
def d_l2_loss(YTrue, YPredict):
    YPredict -= YTrue
    return YPredict


# %% cross entropy without the minus
# question: q2_1
# hint: The logarithm of a probability is negative, so the loss needs a minus in front: -sum y_true log y_predict.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: cross_entropy_loss is minus the sum of truth times log prediction
# fails: cross_entropy_loss is right for one sample
# fails q2_3: fit works together with your own functions of Q2.1
def cross_entropy_loss(YTrue, YPredict):
    return np.sum(YTrue * np.log(np.clip(YPredict, 1e-15, None)))


# %% log of zero
# question: q2_1
# hint: The logarithm of 0 is -inf, and 0 * -inf is nan. Keep the predictions away from 0 by a tiny number such as
#   1e-15 before np.log.
# fails: cross_entropy_loss is finite when a prediction is exactly 0 or 1
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue * np.log(YPredict))


# %% zeros left out of the cross entropy
# question: q2_1
# hint: You leave out the entries whose prediction is 0. When that is the true class the loss must be large, not 0:
#   use a tiny number such as 1e-15 in place of 0.
# fails: cross_entropy_loss is finite when a prediction is exactly 0 or 1
def cross_entropy_loss(YTrue, YPredict):
    seen = YPredict > 0
    return -np.sum(YTrue[seen] * np.log(YPredict[seen]))


# %% cross entropy changes zeros in place
# question: q2_1
# hint: `YPredict[YPredict == 0] = ...` changes the caller's array. Let np.clip or np.maximum give you a new one.
# fails: cross_entropy_loss is finite when a prediction is exactly 0 or 1
def cross_entropy_loss(YTrue, YPredict):
    YPredict[YPredict == 0] = 1e-15
    return -np.sum(YTrue * np.log(YPredict))


# %% mean cross entropy
# question: q2_1
# hint: The loss is the sum over all samples: do not divide by len(YTrue). `fit` divides by the number of samples
#   later.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: cross_entropy_loss is minus the sum of truth times log prediction
# fails q2_3: fit works together with your own functions of Q2.1
def cross_entropy_loss(YTrue, YPredict):
    return -1 / len(YTrue) * np.sum(YTrue * np.log(np.clip(YPredict, 1e-15, None)))


# %% binary cross entropy
# question: q2_1
# hint: The term (1 - y_true) log(1 - y_predict) belongs to the loss of a single output node. With softmax it is -sum
#   y_true log y_predict alone.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: cross_entropy_loss is minus the sum of truth times log prediction
# fails: cross_entropy_loss is right for one sample
# fails q2_3: fit works together with your own functions of Q2.1
def cross_entropy_loss(YTrue, YPredict):
    p = np.clip(YPredict, 1e-15, 1 - 1e-15)
    return -np.sum(YTrue * np.log(p) + (1 - YTrue) * np.log(1 - p))


# %% cross entropy of one-hot rows only
# question: q2_1
# hint: You look up the entry of the true class, which needs one-hot rows in a matrix. The formula -sum y_true log
#   y_predict holds for any YTrue, vectors too.
# fails: cross_entropy_loss is minus the sum of truth times log prediction
def cross_entropy_loss(YTrue, YPredict):
    picked = YPredict[np.arange(len(YTrue)), np.argmax(YTrue, axis=1)]
    return -np.sum(np.log(picked + 1e-15))


# %% prediction first
# question: q2_1
# hint: YTrue and YPredict are swapped: the logarithm is that of the prediction, and the truth is the factor before
#   it.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: cross_entropy_loss is minus the sum of truth times log prediction
# fails: cross_entropy_loss is right for one sample
# fails q2_3: fit works together with your own functions of Q2.1
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YPredict * np.log(np.clip(YTrue, 1e-15, None)))


# %% logarithm to base 10
# question: q2_1
# hint: np.log10 is the logarithm to base 10. The loss takes the natural one, np.log.
# also costs: q2_3
# because: one case there trains with the functions of Q2.1
# fails: cross_entropy_loss is minus the sum of truth times log prediction
# fails: cross_entropy_loss is right for one sample
# fails q2_3: fit works together with your own functions of Q2.1
def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue * np.log10(np.clip(YPredict, 1e-15, None)))


# %% the bias is not added
# question: q2_3
# hint: Your forward pass leaves the bias out: z = a w + b, with layer.bias added to every row.
class Network(Network):
    def forward(self, X):
        activations, zs = [X], []
        for layer, activation in zip(self.layers, self.activation_list):
            zs.append(activations[-1] @ layer.weights)
            activations.append(activation(zs[-1]))
        return activations, zs


# %% the last activation is left out
# question: q2_3
# hint: The last layer has an activation too: activation_list has one for each layer. Your outputs are the z of the
#   last layer.
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: predict with a threshold gives 0 or 1 for one output node
# fails: the loss of an epoch is the mean over the samples
# fails: weights follow the gradient with sigmoid and the L2 loss
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def forward(self, X):
        activations, zs = [X], []
        for layer, activation in zip(self.layers, self.activation_list):
            zs.append(activations[-1] @ layer.weights + layer.bias)
            activations.append(activation(zs[-1]))
        activations[-1] = zs[-1]
        return activations, zs


# %% sigmoid whatever is given
# question: q2_3
# hint: Your hidden layers always use sigmoid. Use the function that layer j was given, activation_list[j].
# fails: the network uses the activations and the loss it was given
class Network(Network):
    def forward(self, X):
        activations, zs = [X], []
        for layer, activation in zip(self.layers, self.activation_list):
            zs.append(activations[-1] @ layer.weights + layer.bias)
            hidden = len(zs) < len(self.layers)
            activations.append(sigmoid(zs[-1]) if hidden else activation(zs[-1]))
        return activations, zs


# %% softmax whatever is given
# question: q2_3
# hint: Your last layer always uses softmax. Use the function that it was given, activation_list[-1].
# also costs: q2_4
# because: softmax of a single node is always 1, so that the loss of Q2.4 stays as it is
class Network(Network):
    def forward(self, X):
        activations, zs = [X], []
        for layer, activation in zip(self.layers, self.activation_list):
            zs.append(activations[-1] @ layer.weights + layer.bias)
            last = len(zs) == len(self.layers)
            activations.append(softmax(zs[-1]) if last else activation(zs[-1]))
        return activations, zs


# %% activations kept from the first pass
# question: q2_3
# hint: You append to the lists of an earlier pass, so that index j still finds the first epoch's values. Start every
#   forward pass with new lists.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def forward(self, X):
        if not hasattr(self, "activations"):
            self.activations, self.zs = [], []
        a = X
        self.activations.append(a)
        for layer, activation in zip(self.layers, self.activation_list):
            z = a @ layer.weights + layer.bias
            a = activation(z)
            self.zs.append(z)
            self.activations.append(a)
        return self.activations, self.zs


# %% ones first, biases last
# question: q2_3
# hint: You put the column of ones first but the row of biases last, so that the biases meet a feature and the ones
#   meet weights. Put both first, or both last.
class Network(Network):
    def forward(self, X):
        activations, zs = [X], []
        for layer, activation in zip(self.layers, self.activation_list):
            with_one = np.hstack([np.ones((len(X), 1)), activations[-1]])
            zs.append(with_one @ np.vstack([layer.weights, layer.bias]))
            activations.append(activation(zs[-1]))
        return activations, zs


# %% derivative at the activation
# question: q2_3
# hint: d_activation_list[j] takes z of layer j, not its activation a: delta[i, k] = dL/da[i, k] * f'(z[i, k]). You
#   give it a, which applies the function once more.
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: the network uses the activations and the loss it was given
# fails: weights follow the gradient with sigmoid and the L2 loss
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](activations[j + 1])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% a (1 - a) whatever is given
# question: q2_3
# hint: a (1 - a) is the derivative of the sigmoid only. Take d_activation_list[j] at z of layer j, whatever
#   activation the layer has.
# fails: the network uses the activations and the loss it was given
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if j == len(self.layers) - 1:
                delta = delta * self.d_activation_list[j](zs[j])
            else:
                delta = delta * activations[j + 1] * (1 - activations[j + 1])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% no derivative of the last activation
# question: q2_3
# hint: delta of the last layer is d_loss_function(y, output) times d_activation_list[-1](z), whatever the last
#   activation is. You leave the second factor out, which is right for softmax only.
# fails: networks may have one layer, or three, or four
# fails: weights follow the gradient with sigmoid and the L2 loss
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if j < len(self.layers) - 1:
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% no derivative of hidden activations
# question: q2_3
# hint: Going back through a hidden layer, delta is multiplied by the derivative of its activation,
#   d_activation_list[j](z[j]). You do that for the last layer only.
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: the network uses the activations and the loss it was given
# fails: weights follow the gradient with sigmoid and the L2 loss
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if j == len(self.layers) - 1:
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% derivative of softmax once more
# question: q2_3
# hint: d_cross_entropy_loss has the derivative of softmax in it already, and d_softmax gives ones for that reason.
#   Use d_activation_list[-1](z) as it is, not a (1 - a).
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: one epoch changes the small example's weights and bias as it should
# fails: the network uses the activations and the loss it was given
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            if j == len(self.layers) - 1:
                delta = delta * activations[-1] * (1 - activations[-1])
            else:
                delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% derivatives in the wrong order
# question: q2_3
# hint: Going backward, layer j needs its own derivative d_activation_list[j]. You take the derivatives from the front
#   of the list while the layers come from the back.
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: the network uses the activations and the loss it was given
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[len(self.layers) - 1 - j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% the loss is given the pre-activations
# question: q2_3
# hint: d_loss_function compares Y with the outputs of the network, the last activations. You give it z of the last
#   layer.
# also costs: q2_4
# because: its loss need not fall
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: weights follow the gradient with sigmoid and the L2 loss
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, zs[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% truth and prediction swapped
# question: q2_3
# hint: The order is d_loss_function(y, output). Swapped, every gradient gets the other sign, and the network climbs.
# also costs: q2_4
# because: the loss of Q2.4 rises
# fails: one epoch changes the small example's weights and bias as it should
# fails: the update uses the mean over the samples
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(activations[-1], Y) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% prediction minus truth whatever the loss
# question: q2_3
# hint: output - y is the derivative of the loss only for some losses. Use the function that the network was given,
#   d_loss_function(y, output).
# fails: one epoch changes the small example's weights and bias as it should
# fails: the network uses the activations and the loss it was given
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = (activations[-1] - Y) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% the mean at every layer
# question: q2_3
# hint: You divide by n again at every layer, so that layer j gets its gradient divided by n several times. Divide by
#   the number of samples once.
# fails: biases follow the gradient, in the same measure as the weights
# fails: networks may have one layer, or three, or four
# fails: the network uses the activations and the loss it was given
# fails: the update uses the mean over the samples
# fails: weights follow the gradient with sigmoid and the L2 loss
# fails: weights follow the gradient with softmax and cross entropy
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T / len(Y)
        return gradients


# %% the weights are not transposed
# question: q2_3
# hint: Going back, node i of the layer before gets sum_k delta[k] w[i, k], which is delta times the transposed
#   weights. Without the transpose it fits square weights only.
# also costs: q2_4, q3_1, q3_2, q3_3
# because: fit stops with an error where weights are not square
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights
        return gradients


# %% the weights are those of the layer before
# question: q2_3
# hint: delta of layer j goes back through the weights of layer j itself, w^(j), before index j is lowered. You take
#   those of layer j - 1.
# also costs: q2_4, q3_1, q3_2, q3_3
# because: fit stops with an error where the shapes do not fit
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[max(j - 1, 0)].weights.T
        return gradients


# %% the gradient of the weights is transposed
# question: q2_3
# hint: dL/dw[i, k] = sum over the samples of a[i] delta[k], with a the input of the layer: the shape of the weights,
#   (n_in, n_out). Yours is the transpose.
# also costs: q2_4, q3_1, q3_2, q3_3
# because: fit stops with an error where weights are not square
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((delta.T @ activations[j], delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% the layer's output for its input
# question: q2_3
# hint: The gradient of the weights of layer j is the transposed input of the layer times delta. You take its output;
#   mind that the list of activations begins with X.
# also costs: q2_4, q3_1, q3_2, q3_3
# because: fit stops with an error where weights are not square
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j + 1].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% the first layer is never reached
# question: q2_3
# hint: range(n - 1, 0, -1) stops before 0, so that layers[0] gets no update. Going down to 0 needs range(n - 1, -1,
#   -1).
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers[1:]), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% two layers only
# question: q2_3
# hint: Your backward pass treats the last two layers and no others. Loop over all layers, from the last to the first,
#   and carry delta along.
# fails: networks may have one layer, or three, or four
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j]) * (j >= len(self.layers) - 2)
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% labels broadcast to (n, n)
# question: q2_3
# hint: Y of shape (n,) minus outputs of shape (n, 1) gives an (n, n) array. Give Y one row for each sample first:
#   shape (n, 1).
# also costs: q2_4
# because: its labels have the shape (n,)
# fails: labels of shape (n,) and (n, 1) mean the same, whole numbers too
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% delta in the type of the labels
# question: q2_3
# hint: np.zeros_like(Y) takes over the type of Y: where labels are whole numbers, delta is cut off to whole numbers.
#   Make it an array of floats.
# also costs: q2_4
# because: its labels are whole numbers
# fails: labels of shape (n,) and (n, 1) mean the same, whole numbers too
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = np.zeros_like(Y)
        delta[:] = self.d_loss_function(Y, activations[-1])
        delta = delta / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% sum for mean
# question: q2_3
# hint: The update takes the mean over the samples: divide the sum of their gradients by n, once, for weights and
#   biases.
# fails: one epoch changes the small example's weights and bias as it should
# fails: the update uses the mean over the samples
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1])
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% mean over all outputs
# question: q2_3
# hint: You divide by n times the number of output nodes (np.mean or Y.size). The mean is over the n samples only.
# fails: the update uses the mean over the samples
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / Y.size
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% up the gradient
# question: q2_3
# hint: The update subtracts: w - learning_rate * (...). With a plus the loss climbs.
# also costs: q2_4
# because: the loss of Q2.4 rises
# fails: one epoch changes the small example's weights and bias as it should
# fails: the penalty is on all weights, in full, and on no bias
# fails: the update uses the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights + learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias + learning_rate * d_bias
        return losses


# %% penalty on the bias
# question: q2_3
# hint: The penalty is on the weights only: leave reg_lambda out of the update of the bias.
# fails: the penalty is on all weights, in full, and on no bias
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
                    layer.bias = layer.bias - learning_rate * (d_bias + reg_lambda * layer.bias)
        return losses


# %% penalty with the wrong sign
# question: q2_3
# hint: The penalty pulls weights towards 0: inside the brackets it is + reg_lambda * w, so that it is subtracted with
#   the gradient. Yours lets them grow.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights - reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty divided by n
# question: q2_3
# hint: Only the gradient is averaged over the samples. reg_lambda * w is added in full, not divided by n.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda / len(X) * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty twice
# question: q2_3
# hint: The update adds reg_lambda * w as it stands: there is no factor of 2.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + 2 * reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% no penalty
# question: q2_3
# hint: reg_lambda is not used: the update of each weight adds reg_lambda * w to its gradient.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * d_weights
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty without the learning rate
# question: q2_3
# hint: The learning rate multiplies both, the gradient and the penalty: w - learning_rate * (gradient + reg_lambda *
#   w). Yours has reg_lambda * w outside the brackets.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * d_weights - reg_lambda * layer.weights
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty on the weights after the update
# question: q2_3
# hint: The penalty takes the weights from before the update. You subtract the gradient first and then shrink the new
#   weights.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * d_weights
                layer.weights = layer.weights - learning_rate * reg_lambda * layer.weights
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty by the sign
# question: q2_3
# hint: np.sign(w) belongs to a penalty on |w|. Here it is reg_lambda * w, in proportion to each weight.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * np.sign(layer.weights))
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% penalty on the last layer only
# question: q2_3
# hint: The penalty is on the weights of every layer. Yours is added to those of the last layer only.
# fails: the penalty is on all weights, in full, and on no bias
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (
                    d_weights + reg_lambda * layer.weights * (layer is self.layers[-1])
                )
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% bias never updated
# question: q2_3
# hint: The biases stay as they were drawn. They are trained as well: b - learning_rate * (mean of dL/db), where dL/db
#   of one sample is its delta.
# fails: biases follow the gradient, in the same measure as the weights
# fails: one epoch changes the small example's weights and bias as it should
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
        return losses


# %% bias by the sum over samples
# question: q2_3
# hint: The gradient of the bias is a mean over the samples too: divide the sum of the deltas by n, as for the
#   weights.
# fails: biases follow the gradient, in the same measure as the weights
# fails: one epoch changes the small example's weights and bias as it should
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, len(Y) * delta.sum(axis=0, keepdims=True)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% one bias gradient for all nodes
# question: q2_3
# hint: np.sum(delta) without an axis adds all nodes together. Each node has its own bias: sum over the samples only,
#   axis=0.
# fails: biases follow the gradient, in the same measure as the weights
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, np.sum(delta)))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% a bias for each sample
# question: q2_3
# hint: The bias has shape (1, n_out), but delta has one row for each sample: sum over the samples (axis=0,
#   keepdims=True) before you subtract it.
# also costs: q3_1, q3_2, q3_3
# because: its network predicts for as many samples as it was trained with, no others
# fails: biases follow the gradient, in the same measure as the weights
# fails: one epoch changes the small example's weights and bias as it should
class Network(Network):
    def backward(self, Y, activations, zs):
        gradients = []
        delta = self.d_loss_function(Y, activations[-1]) / len(Y)
        for j in reversed(range(len(self.layers))):
            delta = delta * self.d_activation_list[j](zs[j])
            gradients.append((activations[j].T @ delta, delta))
            delta = delta @ self.layers[j].weights.T
        return gradients


# %% bias where there is none
# question: q2_3
# hint: A layer made with add_bias=False keeps its bias of zeros. Update the bias only where layer.add_bias is true.
# fails: a layer without bias keeps its zeros, wherever it stands
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
                layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% bias gradients counted apart
# question: q2_3
# hint: Your list of bias gradients leaves out layers without bias, so that index j means another layer there. Keep
#   one entry for every layer.
# fails: a layer without bias keeps its zeros, wherever it stands
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            d_weights = [np.zeros_like(layer.weights) for layer in self.layers]
            d_biases = [np.zeros_like(layer.bias) for layer in self.layers if layer.add_bias]
            delta = self.d_loss_function(Y, activations[-1]) / len(X)
            for j in reversed(range(len(self.layers))):
                delta = delta * self.d_activation_list[j](zs[j])
                d_weights[j] += activations[j].T @ delta
                if self.layers[j].add_bias:
                    d_biases[j] += delta.sum(axis=0, keepdims=True)
                delta = delta @ self.layers[j].weights.T
            for j, layer in enumerate(self.layers):
                layer.weights = layer.weights - learning_rate * (d_weights[j] + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_biases[j]
        return losses


# %% weights updated before they are used
# question: q2_3
# hint: You update the weights of layer j and then send delta back through the new ones. Compute the gradients of all
#   layers with the weights as they are, then update.
# fails: all samples and all layers use the weights from before the update
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            delta = self.d_loss_function(Y, activations[-1]) / len(X)
            for j in reversed(range(len(self.layers))):
                layer = self.layers[j]
                delta = delta * self.d_activation_list[j](zs[j])
                d_weights = activations[j].T @ delta
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * delta.sum(axis=0, keepdims=True)
                delta = delta @ layer.weights.T
        return losses


# %% the update stays in a local variable
# question: q2_3
# hint: `weights = weights - ...` makes a new array that the layer never sees. Store it again: layer.weights = ...
# also costs: q2_4, q3_1, q3_2, q3_3
# because: the loss of Q2.4 stays as it is, and experiments with a network that never changes show nothing
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                weights, bias = layer.weights, layer.bias
                weights = weights - learning_rate * (d_weights + reg_lambda * weights)
                if layer.add_bias:
                    bias = bias - learning_rate * d_bias
        return losses


# %% an update for each sample
# question: q2_3
# hint: You update after every sample. Full-batch gradient descent adds up the gradients of all samples with the
#   weights as they are, and updates once in each epoch.
# fails: all samples and all layers use the weights from before the update
# fails: one epoch changes the small example's weights and bias as it should
# fails: the loss of an epoch is taken before its update and without the penalty
# fails: the penalty is on all weights, in full, and on no bias
# fails: the update uses the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            for i in range(len(X)):
                x, y = X[i : i + 1], Y[i : i + 1]
                activations, zs = self.forward(x)
                losses[epoch] += self.loss_function(y, activations[-1]) / len(X)
                gradients = self.backward(y, activations, zs)
                for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                    layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                    if layer.add_bias:
                        layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% mini-batches of 32
# question: q2_3
# hint: You update after every 32 samples. Full-batch gradient descent takes all samples at once, however many there
#   are, and updates once in each epoch.
# fails: all samples and all layers use the weights from before the update
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            losses[epoch] = self.loss_function(Y, self.forward(X)[0][-1]) / len(X)
            for start in range(0, len(X), 32):
                x, y = X[start : start + 32], Y[start : start + 32]
                gradients = self.backward(y, *self.forward(x))
                for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                    layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                    if layer.add_bias:
                        layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% batches of 32, the last one dropped
# question: q2_3
# hint: len(X) // 32 counts whole batches only: what is left over is never seen, and fewer than 32 samples train
#   nothing. Each update is to use all samples.
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            losses[epoch] = self.loss_function(Y, self.forward(X)[0][-1]) / len(X)
            for batch in range(len(X) // 32):
                x, y = X[batch * 32 : batch * 32 + 32], Y[batch * 32 : batch * 32 + 32]
                gradients = self.backward(y, *self.forward(x))
                for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                    layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                    if layer.add_bias:
                        layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% X shuffled without Y
# question: q2_3
# hint: You permute the rows of X but not those of Y, so that images get the labels of others. Use one permutation for
#   both, or none: a full batch needs no shuffling.
# also costs: q2_4
# because: its loss falls by chance only
# may fail: one epoch changes the small example's weights and bias as it should
# may fail: labels of shape (n,) and (n, 1) mean the same, whole numbers too
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X[np.random.permutation(len(X))])
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% the caller's rows are shuffled
# question: q2_3
# hint: `X[:] = ...` rearranges the caller's array. Use new names for what you permute; a full batch needs no
#   shuffling at all.
# also costs: q3_0
# because: its arrays are those that later calls of fit shuffle
# fails: fit leaves X, Y and other networks alone
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        order = np.random.permutation(len(X))
        X[:], Y[:] = X[order], Y[order]
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
        return losses


# %% only the last sample counts
# question: q2_3
# hint: `=` inside the loop over the samples keeps the last sample's gradient alone. Start from zeros and add each
#   sample's share with `+=`.
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            d_weights = [np.zeros_like(layer.weights) for layer in self.layers]
            d_biases = [np.zeros_like(layer.bias) for layer in self.layers]
            for x, y in zip(X, Y):
                y = np.reshape(y, (1, -1))
                activations, zs = self.forward(np.reshape(x, (1, -1)))
                losses[epoch] += self.loss_function(y, activations[-1]) / len(X)
                delta = self.d_loss_function(y, activations[-1])
                for j in reversed(range(len(self.layers))):
                    delta = delta * self.d_activation_list[j](zs[j])
                    d_weights[j] = activations[j].T @ delta / len(X)
                    d_biases[j] = delta / len(X)
                    delta = delta @ self.layers[j].weights.T
            for j, layer in enumerate(self.layers):
                layer.weights = layer.weights - learning_rate * (d_weights[j] + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_biases[j]
        return losses


# %% gradients never set to zero
# question: q2_3
# hint: You add to the gradients of the epochs before. Every epoch starts with sums of zero.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def backward(self, Y, activations, zs):
        found = super().backward(Y, activations, zs)
        if not hasattr(self, "sums"):
            self.sums = [(0.0, 0.0)] * len(found)
        self.sums = [(w + d_w, b + d_b) for (w, b), (d_w, d_b) in zip(self.sums, found)]
        return self.sums


# %% momentum
# question: q2_3
# hint: You add a share of the last epoch's step (momentum). Plain gradient descent uses the gradient of this epoch
#   alone.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def backward(self, Y, activations, zs):
        found = super().backward(Y, activations, zs)
        last = getattr(self, "last", [(0.0, 0.0)] * len(found))
        self.last = [(d_w + 0.9 * w, d_b + 0.9 * b) for (d_w, d_b), (w, b) in zip(found, last)]
        return self.last


# %% a learning rate that decays
# question: q2_3
# hint: You make learning_rate smaller from epoch to epoch. It is the same number in every epoch.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            if epoch > 0:
                learning_rate = learning_rate * 0.99
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% weights drawn anew
# question: q2_3
# hint: fit draws new weights before it trains. It starts from the weights that the layers have, so that a second call
#   goes on from the first.
# also costs: q3_1, q3_2, q3_3
# because: a training that begins anew each time is not told from one that does not follow the gradient
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        for layer in self.layers:
            layer.weights = np.random.uniform(-1, 1, layer.weights.shape)
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% stops where the loss rises
# question: q2_3
# hint: Your fit stops when the loss rises; make as many updates as epochs says, whatever the loss does.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, pre_activations = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            if epoch > 0 and losses[epoch] > losses[epoch - 1]:
                break
            gradients = self.backward(Y, activations, pre_activations)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% one epoch only
# question: q2_3
# hint: `return` stands inside the loop over the epochs, so that fit stops after the first one. Move it to the left,
#   behind the loop.
# fails: each epoch goes on where the last one stopped
# fails: the loss of an epoch is the mean over the samples
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
            return losses


# %% loss of all samples
# question: q2_3
# hint: fit returns the average loss: divide what loss_function gives, a sum over the samples, by their number.
# fails: the loss of an epoch is the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1])
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% loss averaged over the nodes too
# question: q2_3
# hint: You divide the loss by n times the number of output nodes. The average is over the n samples only.
# fails: the loss of an epoch is the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / Y.size
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% loss of the last sample
# question: q2_3
# hint: `=` inside the loop over the samples keeps the last sample's loss. Add them up with `+=` and divide by n.
# also costs: q2_4
# because: the loss of one flower need not fall
# fails: the loss of an epoch is the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            for y, output in zip(Y, activations[-1]):
                losses[epoch] = self.loss_function(y, output)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% loss with the penalty
# question: q2_3
# hint: fit returns the average loss without the penalty: leave the term with reg_lambda out of what you store.
# fails: the loss of an epoch is taken before its update and without the penalty
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            losses[epoch] = self.loss_function(Y, activations[-1]) / len(X)
            losses[epoch] += reg_lambda / 2 * sum(np.sum(layer.weights**2) for layer in self.layers)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% loss after the update
# question: q2_3
# hint: You compute the loss after the update. The loss of an epoch belongs to the outputs that its gradients come
#   from, before the weights change.
# fails: the loss of an epoch is taken before its update and without the penalty
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
            losses[epoch] = self.loss_function(Y, self.forward(X)[0][-1]) / len(X)
        return losses


# %% losses added up over the epochs
# question: q2_3
# hint: Your running total is not set back to 0, so that each epoch's loss holds all those before it. Start every
#   epoch at 0.
# also costs: q2_4
# because: its loss rises
# fails: each epoch goes on where the last one stopped
# fails: the loss of an epoch is the mean over the samples
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        losses = np.zeros(epochs)
        total = 0
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            total += self.loss_function(Y, activations[-1]) / len(X)
            losses[epoch] = total
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return losses


# %% losses kept from the last call
# question: q2_3
# hint: The list of losses outlives the call, so that a second fit returns those of the first as well. Make a new one
#   in each call.
# fails: each epoch goes on where the last one stopped
class Network(Network):
    def fit(self, X, Y, epochs, learning_rate, reg_lambda):
        Y = np.reshape(Y, (len(X), -1))
        self.losses = getattr(self, "losses", [])
        for epoch in range(epochs):
            activations, zs = self.forward(X)
            self.losses.append(self.loss_function(Y, activations[-1]) / len(X))
            gradients = self.backward(Y, activations, zs)
            for layer, (d_weights, d_bias) in zip(reversed(self.layers), gradients):
                layer.weights = layer.weights - learning_rate * (d_weights + reg_lambda * layer.weights)
                if layer.add_bias:
                    layer.bias = layer.bias - learning_rate * d_bias
        return np.array(self.losses)


# %% a loss before and one after each epoch
# question: q2_3
# hint: You return epochs + 1 losses, with one from after the last update. There is one for each epoch, from before
#   its update.
# also costs: q2_4
# because: its loss has one number too many
# fails: each epoch goes on where the last one stopped
# fails: fit returns one loss for each epoch
# fails: the loss of an epoch is taken before its update and without the penalty
# fails: the loss of an epoch is the mean over the samples
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
        return np.append(losses, self.loss_function(Y, self.forward(X)[0][-1]) / len(X))


# %% fit returns nothing
# question: q2_3
# hint: fit has no return statement at its end: return the array of the losses, one for each epoch.
# also costs: q2_4
# because: it has no loss then
# fails: fit returns one loss for each epoch
# fails: the loss of an epoch is taken before its update and without the penalty
# fails: the loss of an epoch is the mean over the samples
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


# %% one loss in all
# question: q2_3
# hint: fit returns a single number. Keep the loss of every epoch and return them all, shape (epochs,).
# also costs: q2_4
# because: its loss is one number then
# fails: each epoch goes on where the last one stopped
# fails: fit returns one loss for each epoch
# fails: the loss of an epoch is the mean over the samples
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
        return losses[-1]


# %% raw outputs
# question: q2_3
# hint: predict returns the outputs themselves. It is to return labels: the number of the largest output of each row,
#   or 0 and 1 by the threshold.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives 1 for an output exactly at the threshold
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        return self.forward(X)[0][-1]


# %% raw outputs, sample by sample
# question: q2_3
# hint: predict returns outputs and takes no threshold. It is predict(self, X, threshold=None), and it returns one
#   label for each sample.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives 1 for an output exactly at the threshold
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X):
        return np.vstack([self.forward(x.reshape(1, -1))[0][-1] for x in X])


# %% one-hot rows for labels
# question: q2_3
# hint: You return a row of 0 and 1 for each sample. The label is the number of the largest output, one integer a
#   sample.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return (outputs == outputs.max(axis=1, keepdims=True)).astype(int)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% labels in a column
# question: q2_3
# hint: The labels come in a column of shape (n, 1). Return a vector of shape (n,).
# fails: predict gives one label a sample, in a vector of shape (n,)
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1).reshape(-1, 1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% the largest probability
# question: q2_3
# hint: np.max gives the largest output itself. The label is its place in the row: np.argmax with axis=1.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.max(outputs, axis=1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% the largest of all outputs
# question: q2_3
# hint: You return one place in the whole matrix, that of the largest of all outputs. Look for the largest output of
#   each row: np.argmax with axis=1.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% the largest of each column
# question: q2_3
# hint: You find for each node the sample where it is largest. Find for each sample, a row, the node: np.argmax with
#   axis=1.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=0)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% predicted labels from 1
# question: q2_3
# hint: Your labels begin at 1. Output node 0 stands for the label 0.
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1) + 1
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% ten classes
# question: q2_3
# hint: Your predict has the number 10 in it. Take the number of classes from the shape of the outputs.
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs.reshape(-1, 10), axis=1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% threshold of one half
# question: q2_3
# hint: Your predict always compares with 0.5. Use the threshold that was given, and 0.5 only when it is None.
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] >= 0.5).astype(int)


# %% outputs are rounded
# question: q2_3
# hint: np.round compares with one half, whatever the threshold, and rounds 0.5 to 0. Use output >= threshold.
# fails: predict gives 1 for an output exactly at the threshold
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return np.round(outputs[:, 0])


# %% above the threshold
# question: q2_3
# hint: An output exactly at the threshold gets the label 1: use >= instead of >.
# fails: predict gives 1 for an output exactly at the threshold
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] > (0.5 if threshold is None else threshold)).astype(int)


# %% below the threshold
# question: q2_3
# hint: The comparison is the wrong way round: the label is 1 where the output is at least the threshold.
# fails: predict gives 1 for an output exactly at the threshold
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] < (0.5 if threshold is None else threshold)).astype(int)


# %% the threshold meets z
# question: q2_3
# hint: You compare z of the last layer with the threshold. Compare the output, after the last activation.
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        z = self.forward(X)[1][-1]
        return (z[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% labels of one node in a column
# question: q2_3
# hint: With one output node your labels have shape (n, 1). Return a vector of shape (n,).
# fails: predict gives one label a sample, in a vector of shape (n,)
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs >= (0.5 if threshold is None else threshold)).astype(int)


# %% the label of one sample as a number
# question: q2_3
# hint: np.squeeze turns the label of a single sample into a bare number. The shape is (n,) for n = 1 too.
# fails: predict gives one label a sample, in a vector of shape (n,)
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = self.forward(X)[0][-1]
        if outputs.shape[1] > 1:
            return np.squeeze(np.argmax(outputs, axis=1))
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% predict without the biases
# question: q2_3
# hint: Your predict computes z = a w without the bias, other than your fit. Use the same forward pass in both.
# may fail: predict is right for any number of classes and layers
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def predict(self, X, threshold=None):
        outputs = X
        for layer, activation in zip(self.layers, self.activation_list):
            outputs = activation(outputs @ layer.weights)
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% predict looks at the training outputs
# question: q2_3
# hint: predict uses the outputs that fit kept and not its own X. Run the forward pass with the X that it was given.
# also costs: q3_1, q3_2, q3_3
# because: scores of such labels cannot be computed
# fails: predict gives 1 for an output exactly at the threshold
# fails: predict gives one label a sample, in a vector of shape (n,)
# fails: predict gives the number of the largest output
# fails: predict is right for any number of classes and layers
# fails: predict with a threshold gives 0 or 1 for one output node
class Network(Network):
    def forward(self, X):
        self.activations, self.zs = super().forward(X)
        return self.activations, self.zs

    def predict(self, X, threshold=None):
        outputs = self.activations[-1]
        if outputs.shape[1] > 1:
            return np.argmax(outputs, axis=1)
        return (outputs[:, 0] >= (0.5 if threshold is None else threshold)).astype(int)


# %% loss of another network
# question: q2_4
# hint: `loss` rises. It is to be what this call of fit returns, with X, Y, epochs, learning_rate and reg_lambda as
#   given.
# fails: loss falls
loss = np.linspace(1, 2, 100)

# %% loss of some epochs
# question: q2_4
# hint: `loss` has fewer numbers than there are epochs. Train for all `epochs` and keep what fit returns as it is.
# fails: loss holds one finite number for each epoch
loss = loss[:50]

# %% first line lost as a header
# question: q3_0
# hint: One row is missing: the files have no header line, so read them with header=None.
# fails: column j of the encoded labels stands for digit j
# fails: the encoded labels are one-hot rows
# fails: the images and labels are those of the files, in their order
# fails: the images have shapes (898, 64) and (899, 64)
# fails: the labels are 898 and 899 numbers from 0 to 9
XTrain = pandas.read_csv("dataset/Digit_X_train.csv").values
YTrain = pandas.read_csv("dataset/Digit_y_train.csv").values
YTrain_encoded = encoder.fit_transform(YTrain)

# %% training and test images swapped
# question: q3_0
# hint: XTest holds the file of the training images, or XTrain that of the test images. Compare the names of the files
#   with those of the variables.
# fails: column j of the encoded labels stands for digit j
# fails: the encoded labels are one-hot rows
# fails: the images and labels are those of the files, in their order
# fails: the images have shapes (898, 64) and (899, 64)
# fails: the labels are 898 and 899 numbers from 0 to 9
XTrain, XTest = XTest, XTrain
YTrain, YTest = YTest, YTrain
YTrain_encoded, YTest_encoded = YTest_encoded, YTrain_encoded

# %% images shuffled
# question: q3_0
# hint: The images stand in another order than in the file, but the labels do not. Leave the rows as they are.
# fails: the images and labels are those of the files, in their order
XTrain = XTrain[::-1].copy()

# %% images centred
# question: q3_0
# hint: You have changed the pixels (centred or scaled). Keep XTrain and XTest as they are in the files, between 0 and
#   1 already.
# fails: the images and labels are those of the files, in their order
XTrain = XTrain - XTrain.mean(axis=0)

# %% labels not encoded
# question: q3_0
# hint: YTrain_encoded still holds the digits. Each row is to have ten numbers with a single 1:
#   encoder.fit_transform(YTrain).
# fails: column j of the encoded labels stands for digit j
# fails: the encoded labels are one-hot rows
YTrain_encoded = YTrain

# %% columns in another order
# question: q3_0
# hint: Column j of the encoded labels must stand for the digit j, as the encoder makes them.
# fails: column j of the encoded labels stands for digit j
YTrain_encoded = YTrain_encoded[:, ::-1]

# %% labels from 1
# question: q3_0
# hint: The labels are the digits 0 to 9 as they stand in the file: do not add 1.
# fails: the images and labels are those of the files, in their order
# fails: the labels are 898 and 899 numbers from 0 to 9
YTest = YTest + 1

# %% four choices
# question: q3_1
# hint: Five choices are asked for, and five scores of each kind.
# fails: F1 is averaged over the classes, not over the samples
# fails: accuracy and macro F1 are recorded for each, all in [0, 1]
# fails: five different numbers of epochs are recorded
# fails: one of the five, trained again with your network, gives about the same
epoch_choices = epoch_choices[:4]

# %% a choice twice
# question: q3_1
# hint: Two of your choices are the same. Take five different numbers of epochs.
# fails: five different numbers of epochs are recorded
epoch_choices[4] = epoch_choices[3]

# %% half an epoch
# question: q3_1
# hint: A number of epochs is a whole number, 1 or more.
# fails: five different numbers of epochs are recorded
epoch_choices[0] = 1.5

# %% per cent
# question: q3_1
# hint: Scores are shares from 0 to 1, as accuracy_score returns them: leave out the factor of 100.
# fails: accuracy and macro F1 are recorded for each, all in [0, 1]
scores_train_epochs["Accuracy"] = [100 * score for score in scores_train_epochs["Accuracy"]]

# %% micro F1
# question: q3_1
# hint: average="micro" gives the accuracy once more. Use average="macro", the mean of the F1 of each class.
# fails: F1 is averaged over the classes, not over the samples
for scores in (scores_train_epochs, scores_test_epochs):
    scores["F1 (Macro)"] = scores["Accuracy"]

# %% invented scores for epochs
# question: q3_1
# hint: These scores are not what your network gives with these settings. Record what accuracy_score and f1_score
#   return.
# fails: one of the five, trained again with your network, gives about the same
scores_test_epochs = {"Accuracy": [0.75, 0.8, 0.85, 0.9, 0.92], "F1 (Macro)": [0.75, 0.8, 0.85, 0.9, 0.91]}

# %% one network for all choices
# question: q3_1
# hint: You go on training the same network, so that each choice starts from the weights of the last. Make a new
#   network for every choice.
# fails: one of the five, trained again with your network, gives about the same
layers = [Layer(64, 32), Layer(32, 10)]
network = Network(layers, [sigmoid, softmax], [d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss)
epoch_choices = [60, 70, 80, 90, 100]
scores_train_epochs = {"Accuracy": [], "F1 (Macro)": []}
scores_test_epochs = {"Accuracy": [], "F1 (Macro)": []}
for choice in epoch_choices:
    network.fit(XTrain, YTrain_encoded, choice, 0.1, 0.01)
    for scores, images, digits in [(scores_train_epochs, XTrain, YTrain), (scores_test_epochs, XTest, YTest)]:
        labels = network.predict(images)
        scores["Accuracy"].append(accuracy_score(digits.ravel(), labels))
        scores["F1 (Macro)"].append(f1_score(digits.ravel(), labels, average="macro"))

# %% scores on training and on test images exchanged
# question: q3_1
# hint: The scores on the training images and those on the test images are exchanged: see which images each dictionary
#   belongs to.
# fails: one of the five, trained again with your network, gives about the same
scores_train_epochs = {"Accuracy": [], "F1 (Macro)": []}
scores_test_epochs = {"Accuracy": [], "F1 (Macro)": []}
for choice in epoch_choices:
    train, test = run_experiment(**fixed_epochs, epochs=choice)
    for key in train:
        scores_train_epochs[key].append(test[key])
        scores_test_epochs[key].append(train[key])

# %% the same network in every experiment
# question: q3_1
# hint: Your experiments share one network, which goes on learning from choice to choice: make the layers and the
#   network anew in each.
# fails: one of the five, trained again with your network, gives about the same
shared = Network(
    [Layer(64, 32), Layer(32, 10)], [sigmoid, softmax], [d_sigmoid, d_softmax], cross_entropy_loss, d_cross_entropy_loss
)


def run_on(epochs):
    shared.fit(XTrain, YTrain_encoded, epochs, 0.1, 0.01)
    both = []
    for images, digits in ((XTrain, YTrain.ravel()), (XTest, YTest.ravel())):
        labels = shared.predict(images)
        score = f1_score(digits, labels, average="macro")
        both.append({"Accuracy": accuracy_score(digits, labels), "F1 (Macro)": score})
    return both


scores_train_epochs = {"Accuracy": [], "F1 (Macro)": []}
scores_test_epochs = {"Accuracy": [], "F1 (Macro)": []}
for choice in epoch_choices:
    for scores, found in zip((scores_train_epochs, scores_test_epochs), run_on(choice)):
        for key in found:
            scores[key].append(found[key])

# %% no F1
# question: q3_2
# hint: The key "F1 (Macro)" is missing in one of your dictionaries: record f1_score with average="macro" beside the
#   accuracy.
# fails: accuracy and macro F1 are recorded for each, all in [0, 1]
# fails: the best and the worst of the five, trained again, give about the same
del scores_test_rates["F1 (Macro)"]

# %% a negative rate
# question: q3_2
# hint: A learning rate is positive.
# fails: five different learning rates are recorded
rate_choices[0] = -1.0

# %% invented scores for rates
# question: q3_2
# hint: These scores are not what your network gives with these learning rates. Record what accuracy_score and
#   f1_score return.
# fails: the best and the worst of the five, trained again, give about the same
scores_test_rates = {"Accuracy": [0.75, 0.8, 0.85, 0.9, 0.92], "F1 (Macro)": [0.75, 0.8, 0.85, 0.9, 0.92]}

# %% other epochs recorded than trained
# question: q3_2
# hint: The number of epochs in fixed_rates is not the one that you trained with. Take the numbers from there in your
#   code.
# fails: the best and the worst of the five, trained again, give about the same
fixed_rates = {"hidden": 32, "epochs": 5, "reg_lambda": 0.01}
rate_choices = [0.4, 0.5, 0.6, 0.7, 0.8]
scores_test_rates = {"Accuracy": [], "F1 (Macro)": []}
for rate in rate_choices:
    for key, score in run_experiment(32, 100, rate, 0.01)[1].items():
        scores_test_rates[key].append(score)

# %% a negative lambda
# question: q3_3
# hint: A penalty is 0 or positive.
# fails: five different values of lambda are recorded
lambda_choices[0] = -1.0

# %% invented scores for lambdas
# question: q3_3
# hint: These scores are not what your network gives with these values of lambda. Record what accuracy_score and
#   f1_score return.
# fails: the best and the worst of the five, trained again, give about the same
scores_test_lambdas = {"Accuracy": [0.75, 0.8, 0.85, 0.9, 0.92], "F1 (Macro)": [0.75, 0.8, 0.85, 0.9, 0.92]}

# %% percent for lambdas
# question: q3_3
# hint: Accuracies and F1 scores go from 0 to 1; yours are percent. Record what accuracy_score and f1_score return.
# fails: accuracy and macro F1 are recorded for each, all in [0, 1]
# fails: the best and the worst of the five, trained again, give about the same
scores_test_lambdas = {key: [100 * value for value in values] for key, values in scores_test_lambdas.items()}

# %% invented F1
# question: q3_3
# hint: The F1 scores do not belong to these accuracies. Record what f1_score with average="macro" returns for the
#   same labels.
# fails: the best and the worst of the five, trained again, give about the same
scores_test_lambdas["F1 (Macro)"] = [0.75, 0.8, 0.85, 0.9, 0.92]

# %% one word
# question: q4_1
# hint: One word is not an explanation: write a few sentences.
# fails: ans_q4_1 is answered
ans_q4_1 = "softmax"

# %% nothing but spaces
# question: q4_2
# hint: The answer is empty: write a few sentences between quotes.
# fails: ans_q4_2 is answered
ans_q4_2 = "   "

# %% a list of words
# question: q4_3
# hint: The answer is text, not a list: write a few sentences between quotes.
# fails: ans_q4_3 is answered
ans_q4_3 = ["more", "layers"]

# %% a number
# question: q4_4
# hint: The answer is text: write a few sentences between quotes.
# fails: ans_q4_4 is answered
ans_q4_4 = 42
