"""Right solutions of parts 1 and 2.1 of softmax_network, written differently."""

from .variants import right

FUNCTIONS = "def cross_entropy_loss"
BY_HAND = "def gradients"

RIGHT_FUNCTIONS = (
    right("a rounded number", "network_output = 0.82", after="network_output"),
    right("an array of one number", "network_output = np.array([[0.8220594]])", after="network_output"),
    right(
        "gradients by loops",
        """
def gradients(a0, w1, b1, w2, b2, y_true):
    s = lambda t: 1 / (1 + np.exp(-t))
    n0, n1 = w1.shape
    a1 = [s(sum(a0[i] * w1[i, j] for i in range(n0)) + b1[j]) for j in range(n1)]
    a2 = s(sum(a1[j] * w2[j, 0] for j in range(n1)) + b2[0])
    d2 = (a2 - y_true) * a2 * (1 - a2)
    d1 = [d2 * w2[j, 0] * a1[j] * (1 - a1[j]) for j in range(n1)]
    return [[[a0[i] * d1[j] for j in range(n1)] for i in range(n0)], d1, [[d2 * a] for a in a1], [d2]]
""",
        after=BY_HAND,
    ),
    right(
        "gradients with matrices in float32",
        """
def gradients(a0, w1, b1, w2, b2, y_true):
    s = lambda t: 1 / (1 + np.exp(-t))
    x, w1, b1, w2, b2 = (np.asarray(v, dtype=np.float32) for v in (np.reshape(a0, (1, -1)), w1, b1, w2, b2))
    a1 = s(x @ w1 + b1)
    a2 = s(a1 @ w2 + b2)
    d2 = (a2 - np.float32(y_true)) * a2 * (1 - a2)
    d1 = d2 @ w2.T * a1 * (1 - a1)
    return x.T @ d1, d1[0], a1.T @ d2, d2[0]
""",
        after=BY_HAND,
    ),
    right(
        "the plain formulas",
        """
def sigmoid(x):
    return 1 / (1 + np.exp(-x))
def d_sigmoid(x):
    s = sigmoid(x)
    return s * (1 - s)
def d_l2_loss(YTrue, YPredict):
    return -(YTrue - YPredict)
def cross_entropy_loss(YTrue, YPredict):
    YPredict = np.clip(YPredict, 1e-15, 1 - 1e-15)
    return -np.sum(YTrue * np.log(YPredict))
""",
        after=FUNCTIONS,
    ),
    right(
        "scipy",
        """
from scipy import special
sigmoid, softmax = special.expit, lambda x: special.softmax(x, axis=-1)
def cross_entropy_loss(YTrue, YPredict):
    return -special.xlogy(YTrue, np.maximum(YPredict, 1e-300)).sum()
""",
        after=FUNCTIONS,
    ),
    right(
        "tanh and logsumexp",
        """
def sigmoid(x):
    return (np.tanh(np.asarray(x) / 2) + 1) / 2
def softmax(x):
    x = np.asarray(x)
    top = x.max(axis=-1, keepdims=True)
    return np.exp(x - top - np.log(np.exp(x - top).sum(axis=-1, keepdims=True)))
def d_sigmoid(x):
    return 1 / (4 * np.cosh(np.clip(x, -300, 300) / 2) ** 2)
""",
        after=FUNCTIONS,
    ),
    right(
        "row by row",
        """
def softmax(x):
    rows = np.atleast_2d(x)
    out = np.zeros(rows.shape)
    for i, row in enumerate(rows):
        e = np.exp(row - max(row))
        out[i] = e / sum(e)
    return out.reshape(np.shape(x))
def cross_entropy_loss(YTrue, YPredict):
    total = 0.0
    for y, p in zip(np.ravel(YTrue), np.ravel(YPredict)):
        total -= y * np.log(p + 1e-15)
    return total
def l2_loss(YTrue, YPredict):
    return sum(0.5 * (y - p) ** 2 for y, p in zip(np.ravel(YTrue), np.ravel(YPredict)))
""",
        after=FUNCTIONS,
    ),
    right(
        "float32 and arrays of one number",
        """
def sigmoid(x):
    return np.float32(1) / (1 + np.exp(-np.clip(np.asarray(x, dtype=np.float32), -80, 80)))
def softmax(x):
    x = np.asarray(x, dtype=np.float32)
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)
def l2_loss(YTrue, YPredict):
    d = np.ravel(np.subtract(YTrue, YPredict))
    return np.einsum("i,i->", d, d) / 2
""",
        after=FUNCTIONS,
    ),
    right(
        "a stable sigmoid by cases",
        """
def sigmoid(x):
    x = np.asarray(x, dtype=float)
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1 / (1 + e), e / (1 + e))
def cross_entropy_loss(YTrue, YPredict):
    return -np.vdot(YTrue, np.log(np.where(YPredict > 0, YPredict, 1e-20)))
""",
        after=FUNCTIONS,
    ),
    right(
        "callable objects",
        """
class Sigmoid:
    def __call__(self, x):
        return 1 / (1 + np.exp(-x))
sigmoid = Sigmoid()
d_sigmoid = lambda x, s=sigmoid: s(x) * (1 - s(x))
""",
        after=FUNCTIONS,
    ),
)
