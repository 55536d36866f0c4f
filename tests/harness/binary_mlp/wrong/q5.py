# ruff: noqa
"""Wrong answers to q5, each with the cases that must catch it."""


# %% sigmoid overflows with a warning
# fails: sigmoid does not overflow, not even with a warning
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


# %% sigmoid overflows to nan
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
# fails: sigmoid does not overflow, not even with a warning
def sigmoid(Z):
    return np.exp(Z) / (1 + np.exp(Z))


# %% sigmoid is cut off far too early
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -5, 5)))


# %% sigmoid with the wrong value below its threshold
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return np.where(Z < -500, 1, 1 / (1 + np.exp(-np.clip(Z, -500, 500))))


# %% sigmoid with the wrong sign
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return 1 / (1 + np.exp(np.clip(Z, -500, 500)))


# %% tanh for sigmoid
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
def sigmoid(Z):
    return np.tanh(Z)


# %% sigmoid changes its input
# fails: the four functions leave their input as it is
def sigmoid(Z):
    Z = np.asarray(Z)
    if Z.ndim:
        Z[Z < -500] = -500
        Z[Z > 500] = 500
    return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))


# %% sigmoid by masks, for matrices only
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    result = np.ones(Z.shape)
    result[Z < 0] = np.exp(Z[Z < 0]) / (1 + np.exp(Z[Z < 0]))
    result[Z >= 0] = 1 / (1 + np.exp(-Z[Z >= 0]))
    return result


# %% sigmoid in the dtype of its input
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    result = np.zeros_like(Z)
    result[...] = 1 / (1 + np.exp(-np.clip(Z, -500, 500)))
    return result


# %% sigmoid sums to one over a column
# fails: sigmoid is right in a small example
# fails: sigmoid has the right values for random matrices
# fails: sigmoid goes to 0 and 1 for very large negative and positive z
# fails: sigmoid does not overflow, not even with a warning
# fails: the four functions take single numbers and integers
def sigmoid(Z):
    exponentials = np.exp(Z - np.max(Z))
    return exponentials / np.sum(exponentials, axis=0)


# %% deriv_sigmoid takes z
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return sigmoid(Y) * (1 - sigmoid(Y))


# %% deriv_sigmoid squared
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
def deriv_sigmoid(Y):
    return Y * (1 - Y**2)


# %% deriv_sigmoid is a matrix product
# fails: deriv_sigmoid is right in a small example
# fails: deriv_sigmoid takes the activation y, not z
# fails: the four functions take single numbers and integers
def deriv_sigmoid(Y):
    return Y @ (1 - Y).T


# %% ReLu is the absolute value
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.abs(Z)


# %% ReLu leaks
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.where(Z > 0, Z, 0.01 * Z)


# %% ReLu is a step
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.where(Z > 0, 1, 0)


# %% ReLu by assignment, changing its input
# fails: the four functions leave their input as it is
def ReLu(Z):
    Z = np.asarray(Z)
    if Z.ndim:
        Z[Z < 0] = 0
        return Z
    return max(Z, 0)


# %% ReLu for single numbers only
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
# fails: the four functions take single numbers and integers
# fails: the four functions leave their input as it is
def ReLu(Z):
    return Z if Z > 0 else 0


# %% ReLu truncates to integers
# fails: ReLu is right in a small example
# fails: ReLu has the right values for random matrices
def ReLu(Z):
    return np.maximum(0, Z).astype(int)


# %% deriv_ReLu is 1 at 0
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.where(Y >= 0, 1, 0)


# %% deriv_ReLu is the activation
# fails: deriv_ReLu is right in a small example
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.maximum(0, Y)


# %% deriv_ReLu is -1 below
# fails: deriv_ReLu is 0 where the activation is 0 and 1 elsewhere
def deriv_ReLu(Y):
    return np.where(Y > 0, 1, -1)


# %% deriv_ReLu changes its input
# fails: the four functions leave their input as it is
def deriv_ReLu(Y):
    Y = np.asarray(Y)
    if Y.ndim:
        Y[Y > 0] = 1
        return Y
    return 1 if Y > 0 else 0
