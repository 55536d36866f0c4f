"""Functions that are right for most of what may come, and wrong for a part of it that is easily left untried."""

import numpy as np
import pytest

from .graded import failures, run_notebook

SHOW = """
def show_random_digits(X, y, n=5):
    figure, row = plt.subplots(1, n)
    for axes, index in zip(row, np.random.choice({images}, n, replace=False)):
        axes.imshow(X[index], cmap="gray")
        axes.set_title(str(y[index]))
    return figure
"""
STEP = """
full_step = backpropagation

def backpropagation(model, X, Y, eta=0.01):
    return full_step(model, X, Y, min(eta, 1))
"""
NEARLY_RIGHT = [
    ("q1", SHOW.format(images="len(X) // 2"), "shows other images on another call"),
    ("q1", SHOW.format(images="np.arange(len(X) // 3, len(X))"), "shows other images on another call"),
    (
        "q5",
        "right = sigmoid\ndef sigmoid(Z): return np.where(np.abs(Z) < 0.01, 0.9, right(Z))",
        "sigmoid has the right values for random matrices",
    ),
    (
        "q5",
        "def deriv_sigmoid(Y): return np.where(np.less(Y, 0.01), 0, Y * (1 - Y))",
        "deriv_sigmoid takes the activation y, not z",
    ),
    ("q5", "def ReLu(Z): return np.where(np.less(Z, 0.001), 0, Z)", "ReLu has the right values for random matrices"),
    (
        "q5",
        "def deriv_ReLu(Y): return np.where(np.less(Y, 0.001), 0, 1)",
        "deriv_ReLu is 0 where the activation is 0 and 1 elsewhere",
    ),
    (
        "q5",
        "np.seterr(all='ignore')\ndef sigmoid(Z): return 1 / (1 + np.exp(-Z))",
        "sigmoid does not overflow, not even with a warning",
    ),
    ("q8", STEP, "the step is proportional to eta"),
]


@pytest.mark.parametrize(("question", "code", "case"), NEARLY_RIGHT)
def test_who_is_right_for_a_part_of_the_inputs_alone_loses_the_case_about_values(
    question: str, code: str, case: str
) -> None:
    namespace = run_notebook(added={question: code}, questions=[f"q{number}" for number in range(1, 9)])
    assert case in failures(namespace, question)


@pytest.mark.parametrize("errors", ["all='ignore'", "all='raise'", "under='warn'"])
def test_what_a_notebook_does_with_its_own_warnings_is_as_it_was_after_the_case_on_overflow(errors: str) -> None:
    code = f"np.seterr({errors})\ndef sigmoid(Z): return 1 / (1 + np.exp(-np.clip(Z, -500, 500)))"
    with np.errstate():
        namespace = run_notebook(added={"q5": code}, questions=["q5"])
        before = np.geterr()
        assert failures(namespace, "q5", only="sigmoid does not overflow, not even with a warning") == {}
        assert np.geterr() == before


def test_who_draws_from_all_images_is_asked_for_no_more_than_a_few_calls() -> None:
    counting = SHOW.format(images="len(X)").replace("    figure,", "    calls.append(n)\n    figure,")
    namespace = run_notebook(added={"q1": f"calls = []\n{counting}"}, questions=["q1"])
    for seed in range(5):
        assert failures(namespace, "q1", seed=seed, only="shows other images on another call") == {}
    assert len(namespace["calls"]) < 5 * 4
