"""In the style of INF8245E (machine learning): numpy models as classes and functions, `otter assign` with a seed."""

from collections.abc import Collection

from .making import Assigned, Case, Cell, Changes, case, code, hidden, question

START = code(
    "import numpy as np\nimport matplotlib.pyplot as plt\n%matplotlib inline\n"
    "np.set_printoptions(precision=3, suppress=True)"
)


def homework(
    name: str, *cells: list[Cell], wrong: Changes, differs: Collection[Case] = (), **config: object
) -> Assigned:
    """Return an assignment that begins as all of this course do."""
    every = [START, *(cell for part in cells for cell in part)]
    return Assigned(f"inf8245e_{name}", every, wrong, config=config, differs=differs)


ASSIGNMENTS = (
    homework(
        "knn",
        question(
            "Q1",
            "class KNN:\n    def __init__(self, k=1):\n        self.k = k\n    def fit(self, X, y):\n"
            "        self.X, self.y = X, y # SOLUTION\n        return self\n    def predict(self, X):\n"
            "        # BEGIN SOLUTION\n        distances = ((X[:, None, :] - self.X[None]) ** 2).sum(-1)\n"
            "        nearest = np.argsort(distances, axis=1, kind='stable')[:, : self.k]\n"
            "        return np.array([np.bincount(row).argmax() for row in self.y[nearest]])\n        # END SOLUTION",
            case("KNN(3).k", "3"),
            case("isinstance(KNN().fit(np.eye(2), np.array([0, 1])), KNN)", "True"),
            case("KNN().fit(np.eye(2), np.array([0, 1])).predict(np.array([[0.9, 0], [0, 2]]))", "array([0, 1])"),
            hidden(
                "X = np.arange(12).reshape(6, 2)\nmodel = KNN(3).fit(X, np.array([0, 0, 0, 1, 1, 1]))\n"
                "int((model.predict(X) == np.array([0, 0, 0, 1, 1, 1])).sum())",
                "6",
            ),
            points=4,
        ),
        question(
            "Q2",
            "def accuracy(y, predicted):\n    return np.mean(y == predicted) # SOLUTION",
            case("accuracy(np.array([0, 1]), np.array([0, 0]))", "np.float64(0.5)"),
            hidden("accuracy(np.array([1, 1, 1]), np.array([1, 1, 1])) == 1", "np.True_"),
        ),
        wrong={
            "farthest": [("np.argsort(distances", "np.argsort(-distances")],
            "not_fitted": [("X, y # SOLUTION\n        return self", "X, y")],
        },
    ),
    homework(
        "printed_arrays",
        question(
            "Q1",
            "weights = np.array([1 / 3, 2e-9, -2.0]) # SOLUTION\nmatrix = np.outer(weights, [1, 10]) # SOLUTION",
            case("weights", "array([ 0.333,  0.   , -2.   ])"),
            case("print(matrix)", "[[  0.333   3.333]\n [  0.      0.   ]\n [ -2.    -20.   ]]\n"),
            hidden("np.round(matrix.sum(axis=0), 4)", "array([ -1.667, -16.667])"),
        ),
        question(
            "Q2",
            "def softmax(z):\n    # BEGIN SOLUTION\n    e = np.exp(z - z.max(axis=-1, keepdims=True))\n"
            "    return e / e.sum(axis=-1, keepdims=True)\n    # END SOLUTION",
            case("softmax(np.array([[1.0, 2.0], [0.0, 0.0]]))", "array([[0.269, 0.731],\n       [0.5  , 0.5  ]])"),
            hidden("softmax(np.array([[1000.0, 1000.0]]))", "array([[0.5, 0.5]])"),
            hidden("np.allclose(softmax(np.arange(6.0).reshape(2, 3)).sum(axis=1), 1)", "True"),
        ),
        wrong={
            "overflow": [("np.exp(z - z.max(axis=-1, keepdims=True))", "np.exp(z)")],
            "rounded": [
                ("np.array([1 / 3, 2e-9, -2.0])", "np.array([0.34, 0.0, -2.0])"),
                ("axis=-1, keepdims=True)\n", "keepdims=True)\n"),
            ],
        },
    ),
    homework(
        "logistic_seeded",
        question(
            "Q1",
            "def initial(n):\n    return np.random.randn(n) * 0.01 # SOLUTION\nw0 = initial(3)",
            case("w0.shape == (3,) and np.abs(w0).max() < 0.1", "np.True_"),
            hidden("w0.round(4).tolist()", "[0.005, -0.0014, 0.0065]"),
            hidden("initial(2).round(4).tolist()", "[0.005, -0.0014]"),
        ),
        question(
            "Q2",
            "class Logistic:\n    def __init__(self, rate=0.5, steps=200):\n"
            "        self.rate, self.steps, self.losses = rate, steps, []\n"
            "    def probability(self, X):\n        return 1 / (1 + np.exp(-X @ self.w))\n    def fit(self, X, y):\n"
            "        # BEGIN SOLUTION\n        self.w = initial(X.shape[1])\n        for _ in range(self.steps):\n"
            "            p = self.probability(X)\n"
            "            self.losses.append(-np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)))\n"
            "            self.w -= self.rate * X.T @ (p - y) / len(y)\n        # END SOLUTION\n        return self\n"
            "X = np.array([[1, 0.2], [1, 0.9], [1, 1.8], [1, 2.5]])\ny = np.array([0, 0, 1, 1])\n"
            "model = Logistic().fit(X, y)",
            case("len(model.losses)", "200"),
            case("model.losses[0] > model.losses[-1]", "np.True_"),
            hidden("(model.probability(X) > 0.5).astype(int)", "array([0, 0, 1, 1])"),
            hidden("round(float(Logistic(steps=5).fit(X, y).losses[0]), 3)", "0.694"),
        ),
        wrong={
            "zeros": [("np.random.randn(n) * 0.01", "np.zeros(n)")],
            "ascends": [("self.w -=", "self.w +="), ("self.losses.append", "(lambda loss: None)")],
        },
        generate={"seed": 42},
    ),
    homework(
        "perceptron_seed_variable",
        [code("seed = 3")],
        question(
            "Q1",
            "rng = np.random.default_rng(seed)\ndata = rng.integers(0, 10, 5) # SOLUTION",
            case("len(data)", "5"),
            hidden("data.tolist()", "[0, 7, 6, 5, 7]"),
        ),
        question(
            "Q2",
            "import random\nrandom.seed(seed)\npicked = random.sample(range(100), 3) # SOLUTION",
            case("len(set(picked))", "3"),
            hidden("seed", "77"),
        ),
        wrong={"own_generator": [("rng.integers(0, 10, 5)", "np.random.default_rng(0).integers(0, 10, 5)")]},
        seed={"variable": "seed", "autograder_value": 77, "student_value": 3},
    ),
    homework(
        "tree",
        question(
            "Q1",
            "def gini(labels):\n    # BEGIN SOLUTION\n    _, counts = np.unique(labels, return_counts=True)\n"
            "    return 1 - np.sum((counts / counts.sum()) ** 2)\n    # END SOLUTION",
            case("gini(np.array([0, 0, 1, 1])) == 0.5", "np.True_"),
            hidden("gini(['a', 'a'])", "np.float64(0.0)"),
        ),
        question(
            "Q2",
            "def grow(X, y, depth=2):\n    # BEGIN SOLUTION\n    values, counts = np.unique(y, return_counts=True)\n"
            "    if depth == 0 or len(values) == 1:\n        return int(values[counts.argmax()])\n"
            "    splits = [(f, t) for f in range(X.shape[1]) for t in np.unique(X[:, f])[:-1]]\n"
            "    if not splits:\n        return int(values[counts.argmax()])\n"
            "    def cost(split):\n        left = X[:, split[0]] <= split[1]\n"
            "        return sum(part.mean() * gini(y[part]) for part in (left, ~left))\n"
            "    feature, threshold = min(splits, key=cost)\n    left = X[:, feature] <= threshold\n"
            "    return {'feature': feature, 'threshold': float(threshold),\n"
            "            'left': grow(X[left], y[left], depth - 1), 'right': grow(X[~left], y[~left], depth - "
            "1)}\n    # END SOLUTION",
            case(
                "grow(np.array([[0.0], [1.0]]), np.array([0, 1]))",
                "{'feature': 0, 'threshold': 0.0, 'left': 0, 'right': 1}",
            ),
            case("grow(np.array([[0.0], [1.0]]), np.array([1, 1]))", "1"),
            hidden("grow(np.array([[0, 1], [0, 2], [1, 5]]), np.array([0, 1, 1]), depth=1)['feature']", "1"),
            points=[1, 1, 3],
        ),
        wrong={
            "entropy": [
                (
                    "1 - np.sum((counts / counts.sum()) ** 2)",
                    "-np.sum(counts / counts.sum() * np.log2(counts / counts.sum()))",
                )
            ],
            "leaf": [("return int(values[counts.argmax()])\n    splits", "return values.tolist()\n    splits")],
        },
    ),
    homework(
        "network",
        question(
            "Q1",
            "class Layer:\n    def __init__(self, inputs, outputs):\n"
            "        self.W, self.b = np.ones((inputs, outputs)), np.zeros(outputs)\n"
            "    def forward(self, X):\n        # BEGIN SOLUTION\n        self.X = X\n"
            "        return X @ self.W + self.b\n        # END SOLUTION\n"
            "    def backward(self, delta):\n        # BEGIN SOLUTION\n"
            "        self.dW, self.db = self.X.T @ delta, delta.sum(axis=0)\n"
            "        return delta @ self.W.T\n        # END SOLUTION",
            case("Layer(2, 3).forward(np.ones((4, 2))).shape", "(4, 3)"),
            case(
                "layer = Layer(2, 1)\nout = layer.forward(np.array([[1.0, 2.0]]))\n"
                "back = layer.backward(np.array([[0.5]]))\n"
                "layer.dW.ravel().tolist(), layer.db.tolist(), back.tolist()",
                "([0.5, 1.0], [0.5], [[0.5, 0.5]])",
            ),
            hidden("layer.X is not None and layer.W.sum() == 2", "np.True_"),
        ),
        question(
            "Q2",
            "network = [Layer(3, 4), Layer(4, 1)]\ndef run(network, X):\n    # BEGIN SOLUTION\n"
            "    for layer in network:\n"
            "        X = np.maximum(layer.forward(X), 0)\n    return X\n    # END SOLUTION",
            case("[type(layer).__name__ for layer in network]", "['Layer', 'Layer']"),
            case("run(network, np.ones((2, 3)))", "array([[12.],\n       [12.]])"),
            hidden("network[0].b[:] = -5\nrun(network, np.ones((1, 3))).item()", "0.0"),
            hidden("network[0].b.sum().item()", "-20.0"),
        ),
        wrong={
            "no_bias": [("X @ self.W + self.b", "X @ self.W")],
            "no_relu": [
                ("np.maximum(layer.forward(X), 0)", "layer.forward(X)"),
                ("delta @ self.W.T", "delta @ self.W"),
            ],
        },
        differs={
            (name, "Q2", 4) for name in ("right", "untouched", "no_bias", "no_relu")
        },  # relies on what Q2's third did
    ),
)
