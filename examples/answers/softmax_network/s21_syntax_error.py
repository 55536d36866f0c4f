"""Left a bracket open in the cell of Q2.1, the last thing changed before handing in. Has not done the experiments."""

# %% q2_1 text
# def sigmoid(x):
#     return 1 / (1 + np.exp(-np.clip(x, -500, 500))
#
# def d_sigmoid(x):
#     return sigmoid(x) * (1 - sigmoid(x))
#
# def l2_loss(YTrue, YPredict):
#     return 0.5 * np.sum((YTrue - YPredict) ** 2)
#
# def d_l2_loss(YTrue, YPredict):
#     return YPredict - YTrue
#
# def softmax(x):
#     e = np.exp(x - np.max(x, axis=-1, keepdims=True))
#     return e / np.sum(e, axis=-1, keepdims=True)
#
# def cross_entropy_loss(YTrue, YPredict):
#     return -np.sum(YTrue * np.log(YPredict + 1e-12))

# %% q3_1 stub

# %% q3_2 stub

# %% q3_3 stub
