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


UNLEARNABLE = {
    "labels_by_lot": ("YTrain_encoded = np.eye(10)[np.random.default_rng(0).integers(0, 10, 898)]", 0.1),
    "no_labels": ("YTrain_encoded = np.zeros((898, 10))", 0.1),
    "no_images": ("XTrain, XTest = np.zeros((898, 64)), np.zeros((899, 64))", 0.1),
    "images_of_next_to_nothing": ("XTrain, XTest = XTrain / 1e5, XTest / 1e5", 0.1),
    "images_that_saturate": ("XTrain, XTest = XTrain + 100, XTest + 100", 0.1),
    "one_digit": ("YTrain_encoded = np.eye(10)[np.zeros(898, int)]\nYTest = np.zeros((899, 1), int)", 1.0),
    "perfect": ("", 1.0),
    "all_the_same": ("", 0.1),
}


@pytest.mark.parametrize("name", UNLEARNABLE)
def test_scores_that_anybody_can_say_beforehand_are_no_experiment(name: str) -> None:
    code, score = UNLEARNABLE[name]
    namespace = namespace_of(is_cheap=True)
    exec(code, namespace)
    for fixed in ("fixed_rates", "fixed_lambdas"):
        namespace[fixed] |= {"hidden": 32, "epochs": 100}
    for part in ("train", "test"):
        for varied in ("epochs", "rates", "lambdas"):
            namespace[f"scores_{part}_{varied}"] = {"Accuracy": [score] * 5, "F1 (Macro)": [score * 0.999] * 5}
    for question in ("q3_2", "q3_3"):
        assert any(case.startswith("the best and the worst") for case in failures(question, namespace)), question


@pytest.mark.parametrize(
    "code",
    [
        "XTrain, XTest = XTrain * 16, XTest * 16",
        "XTrain, XTest = XTrain / 16, XTest / 16",
        "XTrain, XTest = XTrain / 255, XTest / 255",
        "YTrain_encoded = YTrain_encoded[:, ::-1]",
        "XTrain, XTest = XTrain[:, ::-1], XTest[:, ::-1]",
    ],
)
def test_data_that_are_wrong_and_can_be_learned_from_cost_no_experiment(code: str) -> None:
    item = BankItem("loads wrongly", "q3_0", code)
    assert failures("q3_2", namespace_of(item)) == {}
