"""Known mistakes in parts 1 and 2.1 of softmax_network, and which cases each of them must fail."""

from .variants import wrong

OWN = {"q2_3": {"test_own_functions"}}
FUNCTIONS = "def cross_entropy_loss"
BY_HAND = "def gradients"

THEORY = (
    wrong("one half", {"q1_1": {"test_value"}}, code="network_output = 0.5", after="network_output"),
    wrong(
        "no sigmoid at the end",
        {"q1_1": {"test_number", "test_value"}},
        code="network_output = 1.530363",
        after="network_output",
    ),
    wrong("no biases", {"q1_1": {"test_value"}}, code="network_output = 0.691", after="network_output"),
    wrong("no hidden sigmoid", {"q1_1": {"test_value"}}, code="network_output = 0.933", after="network_output"),
    wrong("text", {"q1_1": {"test_number", "test_value"}}, code="network_output = '0.82'", after="network_output"),
    wrong(
        "truth minus prediction",
        {"q1_2": {"test_network_of_q1", "test_output_layer", "test_hidden_layer"}},
        changes=(("(a2 - y_true) * a2", "(y_true - a2) * a2"),),
    ),
    wrong(
        "no derivative of the output sigmoid",
        {"q1_2": {"test_network_of_q1", "test_output_layer", "test_hidden_layer"}},
        changes=(("(a2 - y_true) * a2 * (1 - a2)", "(a2 - y_true)"),),
    ),
    wrong(
        "no derivative of the hidden sigmoid",
        {"q1_2": {"test_hidden_layer"}},
        changes=(("(w2 @ delta2) * a1 * (1 - a1)", "(w2 @ delta2)"),),
    ),
    wrong("flat dw2", {"q1_2": {"test_shapes"}}, changes=(("np.outer(a1, delta2)", "a1 * delta2"),)),
    wrong("transposed dw1", {"q1_2": {"test_shapes"}}, changes=(("np.outer(a0, delta1)", "np.outer(delta1, a0)"),)),
    wrong(
        "output layer first",
        {"q1_2": {"test_shapes", "test_network_of_q1", "test_output_layer", "test_hidden_layer"}},
        changes=(
            (
                "return np.outer(a0, delta1), delta1, np.outer(a1, delta2), delta2",
                "return np.outer(a1, delta2), delta2, np.outer(a0, delta1), delta1",
            ),
        ),
    ),
    wrong(
        "sizes of the example",
        {"q1_2": {"test_output_layer", "test_hidden_layer"}},
        changes=(("np.outer(a0, delta1), delta1,", "np.outer(a0, delta1).reshape(2, 3), delta1,"),),
    ),
    wrong("a word for a derivation", {"q1_2": {"test_derivation"}}, code="derivation = 'see paper'", after=BY_HAND),
)

ACTIVATIONS = (
    wrong(
        "exp(x) in the sigmoid",
        {
            "q2_1": {"test_sigmoid_examples", "test_sigmoid_values", "test_sigmoid_limits"},
            **OWN,
            "q2_4": {"test_falls"},
        },
        changes=(("np.exp(-np.clip(x, -500, 500))", "np.exp(np.clip(x, -500, 500))"),),
    ),
    wrong(
        "a sigmoid of numbers only",
        {
            "q2_1": {"test_sigmoid_examples", "test_sigmoid_values", "test_sigmoid_limits"},
            **OWN,
        },
        code="import math\ndef sigmoid(x):\n    return 1 / (1 + math.exp(-x))",
        after=FUNCTIONS,
        only=("q2_1", "q2_3"),
        end="def plot_losses",
    ),
    wrong(
        "d_sigmoid of the activation",
        {"q2_1": {"test_d_sigmoid_example", "test_d_sigmoid_values"}, **OWN},
        code="def d_sigmoid(x):\n    return x * (1 - x)",
        after=FUNCTIONS,
        only=("q2_1", "q2_3"),
    ),
    wrong(
        "minus in d_sigmoid",
        {"q2_1": {"test_d_sigmoid_example", "test_d_sigmoid_values"}, **OWN, "q2_4": {"test_falls"}},
        code="def d_sigmoid(x):\n    return -sigmoid(x) * (1 - sigmoid(x))",
        after=FUNCTIONS,
    ),
    wrong(
        "softmax over the samples",
        {"q2_1": {"test_softmax_example", "test_softmax_values"}, **OWN},
        changes=(("axis=-1, keepdims=True", "axis=0, keepdims=True"),),
    ),
    wrong(
        "softmax over everything",
        {"q2_1": {"test_softmax_values"}, **OWN},
        changes=(("np.sum(exponentials, axis=-1, keepdims=True)", "np.sum(exponentials)"),),
    ),
    wrong(
        "unstable softmax",
        {"q2_1": {"test_softmax_large"}},
        changes=(("np.exp(x - np.max(x, axis=-1, keepdims=True))", "np.exp(x)"),),
    ),
    wrong(
        "softmax changes x",
        {"q2_1": {"test_softmax_values"}},
        code="def softmax(x):\n    x -= x.max(axis=-1, keepdims=True)\n    np.exp(x, out=x)\n"
        "    return x / x.sum(axis=-1, keepdims=True)",
        after=FUNCTIONS,
    ),
)

LOSSES = (
    wrong(
        "no half",
        {"q2_1": {"test_l2_loss_example", "test_l2_loss_values"}, **OWN},
        changes=(("0.5 * np.sum((YTrue", "np.sum((YTrue"),),
    ),
    wrong(
        "mean squared error",
        {"q2_1": {"test_l2_loss_example", "test_l2_loss_values"}, **OWN},
        changes=(("0.5 * np.sum((YTrue", "0.5 * np.mean((YTrue"),),
    ),
    wrong(
        "a loss for each sample",
        {"q2_1": {"test_l2_loss_values"}, **OWN},
        changes=(("(YTrue - YPredict) ** 2)", "(YTrue - YPredict) ** 2, axis=-1)"),),
        only=("q2_1", "q2_3"),
        end="def plot_losses",
    ),
    wrong(
        "truth minus prediction in d_l2_loss",
        {"q2_1": {"test_d_l2_loss_values"}, **OWN, "q2_4": {"test_falls"}},
        code="def d_l2_loss(YTrue, YPredict):\n    return YTrue - YPredict",
        after=FUNCTIONS,
    ),
    wrong(
        "two in d_l2_loss",
        {"q2_1": {"test_d_l2_loss_values"}, **OWN},
        code="def d_l2_loss(YTrue, YPredict):\n    return 2 * (YPredict - YTrue)",
        after=FUNCTIONS,
    ),
    wrong(
        "d_l2_loss is summed",
        {"q2_1": {"test_d_l2_loss_example", "test_d_l2_loss_values"}, **OWN},
        code="def d_l2_loss(YTrue, YPredict):\n    return np.sum(YPredict - YTrue)",
        after=FUNCTIONS,
        only=("q2_1", "q2_3"),
    ),
    wrong(
        "cross entropy without the minus",
        {"q2_1": {"test_cross_entropy_example", "test_cross_entropy_values"}, **OWN},
        changes=(("-np.sum(YTrue * np.log", "np.sum(YTrue * np.log"),),
    ),
    wrong(
        "log of zero",
        {"q2_1": {"test_cross_entropy_zeros"}},
        changes=(("np.log(np.clip(YPredict, 1e-15, None))", "np.log(YPredict)"),),
    ),
    wrong(
        "cross entropy changes zeros in place",
        {"q2_1": {"test_cross_entropy_zeros"}},
        code="def cross_entropy_loss(YTrue, YPredict):\n    YPredict[YPredict == 0] = 1e-15\n"
        "    return -np.sum(YTrue * np.log(YPredict))",
        after=FUNCTIONS,
    ),
    wrong(
        "mean cross entropy",
        {"q2_1": {"test_cross_entropy_values"}, **OWN},
        changes=(("return -np.sum(YTrue * np.log", "return -1 / len(YTrue) * np.sum(YTrue * np.log"),),
    ),
    wrong(
        "prediction first",
        {"q2_1": {"test_cross_entropy_example", "test_cross_entropy_values"}, **OWN},
        changes=(("np.sum(YTrue * np.log(np.clip(YPredict,", "np.sum(YPredict * np.log(np.clip(YTrue,"),),
    ),
    wrong(
        "logarithm to base 10",
        {"q2_1": {"test_cross_entropy_example", "test_cross_entropy_values"}, **OWN},
        changes=(("np.log(np.clip", "np.log10(np.clip"),),
    ),
)
FUNCTION_MISTAKES = (*THEORY, *ACTIVATIONS, *LOSSES)
