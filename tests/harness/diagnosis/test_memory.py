"""Which mistakes may keep something from one call to the next."""

import pytest

from autograder.diagnosis.memory import may_remember


@pytest.mark.parametrize(
    "code",
    [
        "last = None\ndef f(x):\n    global last\n    last = x",
        "seen = []\ndef f(x):\n    seen.append(x)",
        "drawn = np.random.rand(3)\nf = lambda x: x + drawn",
        "def f(x, seen=[]):\n    seen.append(x)",
        "def f(x, *, seen=dict()):\n    return seen",
        "def f(x):\n    f.calls = 1",
        "@functools.cache\ndef f(x):\n    return x",
        "class Network:\n    layers = []\n    def add(self, layer):\n        self.layers.append(layer)",
        "def outer():\n    n = 0\n    def f(x):\n        nonlocal n\n        n += 1\n    return f\nf = outer()",
    ],
)
def test_what_is_kept_outside_of_a_call_may_be_remembered(code):
    assert may_remember(code)


@pytest.mark.parametrize(
    "code",
    [
        "def f(x, n=5, rate=-1.0, kind=None):\n    y = x * n\n    y[0] = rate\n    return y",
        "import numpy as np\ndef f(x):\n    return np.ones(x)",
        "class Network:\n    size = 3\n    def __init__(self):\n        self.layers = []",
        "def f(x):\n    x.seen = 1\n    return g(x)",
    ],
)
def test_a_function_of_its_arguments_remembers_nothing(code):
    assert not may_remember(code)
