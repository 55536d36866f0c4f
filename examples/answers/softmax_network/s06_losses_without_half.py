"""Forgot the one half of the L2 loss, and with it a factor in its gradient. Has not done the experiments."""


# %% q2_1
def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


def d_sigmoid(x):
    return sigmoid(x) * (1 - sigmoid(x))


def l2_loss(YTrue, YPredict):
    return np.sum((YTrue - YPredict) ** 2)


def d_l2_loss(YTrue, YPredict):
    return 2 * (YPredict - YTrue)


def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def cross_entropy_loss(YTrue, YPredict):
    return -np.sum(YTrue * np.log(np.clip(YPredict, 1e-15, 1)))


# %% q3_1 stub

# %% q3_2 stub

# %% q3_3 stub
