"""Forgot the sigmoid of the hidden layer in the calculation by hand, and mixed up the shapes of the gradients. Did the rest, except for the experiments."""

# %% q1_1
network_output = 1 / (1 + np.exp(-(1.7 * 0.2 + 2.5 * 0.2 + 1.7 * 0.8 + 0.5)))

# %% q1_2
derivation = "?"


# %% q1_2
def gradients(a0, w1, b1, w2, b2, y_true):
    a1 = 1 / (1 + np.exp(-(a0 @ w1 + b1)))
    a2 = 1 / (1 + np.exp(-(a1 @ w2 + b2)))
    delta2 = (a2 - y_true) * a2 * (1 - a2)
    delta1 = w2[:, 0] * delta2 * a1 * (1 - a1)
    return np.outer(delta1, a0), delta1, a1 * delta2, delta2


# %% q3_1 stub

# %% q3_2 stub

# %% q3_3 stub
