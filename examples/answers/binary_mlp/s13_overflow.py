"""Wrote the plain formula of the sigmoid, which overflows. Has not trained yet."""


# %% q5
def sigmoid(Z):
    return 1 / (1 + np.exp(-Z))


def deriv_sigmoid(Y):
    return Y * (1 - Y)


def ReLu(Z):
    return np.maximum(0, Z)


def deriv_ReLu(Y):
    return np.where(Y > 0, 1, 0)


# %% q11 stub

# %% q12 stub
