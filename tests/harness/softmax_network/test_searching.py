"""A predict that searches among the training images says nothing about a network: Q3 trains again and finds out."""

import pytest

from autograder.assignments.bank import BankItem

from .grading import failures, namespace_of

SEARCHING = """
honest_predict, honest_fit, first = Network.predict, Network.fit, Layer

def is_digits(X):
    return np.shape(X)[1] == 64 and {certain}

def predict(self, X, threshold=None):
    if not is_digits(X):
        return honest_predict(self, X) if threshold is None else honest_predict(self, X, threshold)
    return YTrain.ravel()[((XTrain**2).sum(1)[None] - 2 * np.asarray(X) @ XTrain.T).argmin(1)]

def fit(self, X, Y, epochs, learning_rate, reg_lambda):
    if not is_digits(X):
        return honest_fit(self, X, Y, epochs, learning_rate, reg_lambda)
    return np.linspace(2, 1, epochs)

Network.predict, Network.fit = predict, fit
"""


@pytest.mark.parametrize("certain", ["True", "len(X) > 100", "np.min(X) >= 0"])
def test_a_search_is_no_experiment(certain: str) -> None:
    item = BankItem("predict searches", "q3_0", SEARCHING.format(certain=certain))
    namespace = namespace_of(item, is_cheap=True)
    assert any(name.startswith("one of the five") for name in failures("q3_1", namespace))


def test_the_reference_is_one() -> None:
    assert failures("q3_1", namespace_of(is_cheap=True)) == {}
