"""q11 and q12 on the shipped data: the reference earns all steps, weaker models some, and no start saturates."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.assignments.bank import BankItem

from .graded import ROOT, failures, run_notebook
from .variants import misconceptions

DIGITS28 = ROOT / "data" / "digits28"
MODELS = {"q11": ("model_1_5", 1, 5), "q12": ("model_7_9", 7, 9)}
STEPS = ("first", "second", "third", "highest")


@pytest.fixture
def beside_the_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder with everything that the hidden cases of q11 and q12 read."""
    shutil.copy(DIGITS28 / "train.npz", tmp_path / "train_mnist.npz")
    shutil.copy(DIGITS28 / "heldout.npz", tmp_path / "heldout.npz")
    shutil.copy(ROOT / "solutions" / "binary_mlp" / "thresholds.csv", tmp_path)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("beside_the_data")
@pytest.mark.parametrize("question", MODELS)
def test_the_solution_earns_every_step(question: str) -> None:
    np.random.seed(1)
    others = [f"q{number}" for number in range(1, 11) if number not in (1, 4, 6)]
    namespace = run_notebook(questions=["q4", *others, question])
    assert failures(namespace, question) == {}


def trained_model(namespace: dict[str, Any], question: str, **options: Any) -> Any:
    """Return a network trained with the solution's functions and the given options."""
    _, d1, d2 = MODELS[question]
    X, y = namespace["extract_digits"](namespace["train_X"], namespace["train_y"], d1, d2)
    return namespace["train_NNet"](namespace["vectorize_images"](X), (y == d2)[None, :].astype(float), **options)


@pytest.mark.usefixtures("beside_the_data")
@pytest.mark.parametrize("question", MODELS)
def test_an_untrained_and_an_exchanged_model_earn_nothing(question: str) -> None:
    name, _, _ = MODELS[question]
    np.random.seed(2)
    namespace = run_notebook()
    hidden = {f"{name} reaches the {step} accuracy on unseen images" for step in STEPS}
    namespace[name] = namespace["fresh_network"](784, 1, 16)
    assert hidden <= set(failures(namespace, question))
    model = trained_model(namespace, question, epochs=20, batch_size=16, eta=0.01)
    model.W[-1] = -model.W[-1]
    namespace[name] = model
    assert hidden < set(failures(namespace, question))


SEARCHING = """
honest, own, untrained = predict, feedforward, {model}
known = {{digit: vectorize_images(train_X[train_y == digit]) for digit in {digits}}}

def predict(model, images, d1, d2):
    if {honest}:
        return honest(model, images, d1, d2)
    X = vectorize_images(images)
    first, second = ((known[digit] ** 2).sum(0)[:, None] - 2 * known[digit].T @ X for digit in {digits})
    return np.where(first.min(0) <= second.min(0), d1, d2)
"""
HONEST = {
    "never": "False",
    "about other digits": "(d1, d2) != {digits}",
    "about other images": "not set(map(bytes, images)) & set(map(bytes, np.load('heldout.npz')['x']))",
    "with what a test lends": "feedforward is not own",
    "about other models": "model is not untrained",
    "about other weights": "any(not np.array_equal(mine, its) for mine, its in zip(untrained.W, model.W))",
}


@pytest.mark.usefixtures("beside_the_data")
@pytest.mark.parametrize("question", MODELS)
@pytest.mark.parametrize("when", HONEST)
def test_a_search_among_the_training_images_earns_nothing(question: str, when: str) -> None:
    name, *digits = MODELS[question]
    np.random.seed(4)
    namespace = run_notebook()
    namespace[name] = namespace["fresh_network"](784, 1, 16)
    honest = HONEST[when].format(digits=tuple(digits))
    exec(SEARCHING.format(model=name, digits=tuple(digits), honest=honest), namespace)
    hidden = {f"{name} reaches the {step} accuracy on unseen images" for step in STEPS}
    assert hidden <= set(failures(namespace, question))


@pytest.mark.usefixtures("beside_the_data")
def test_a_mediocre_model_earns_some_steps() -> None:
    np.random.seed(3)
    namespace = run_notebook()
    model = trained_model(namespace, "q11", epochs=25, batch_size=16, eta=0.01)
    namespace["model_1_5"] = model
    missed: set[str] = set()
    while not missed:
        model.W[-1][:, -1] += 0.25  # the larger the bias of the output, the fewer images of a 1 are recognised
        missed = set(failures(namespace, "q11"))
    assert 0 < len(missed) < len(STEPS)
    assert missed == {f"model_1_5 reaches the {step} accuracy on unseen images" for step in STEPS[-len(missed) :]}


QUICKLY = {
    "q11": """
model_1_5 = train_NNet(train_X_1_5[:, ::2], train_y_1_5.reshape(1, -1)[:, ::2], epochs=14, batch_size=16, eta=0.02)
""",
    "q12": """
X_7_9, y_7_9 = extract_digits(train_X, train_y, 7, 9)
train_X_7_9, train_y_7_9 = vectorize_images(X_7_9), np.where(y_7_9 == 9, 1, 0)
model_7_9 = train_NNet(train_X_7_9[:, ::2], train_y_7_9.reshape(1, -1)[:, ::2], epochs=14, batch_size=16, eta=0.02)
""",
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.usefixtures("beside_the_data")
@pytest.mark.parametrize("item", [item for item in misconceptions() if item.question in MODELS], ids=str)
def test_a_network_that_is_trained_wrongly_loses_steps_in_its_question_only(item: BankItem) -> None:
    np.random.seed(4)
    questions = [f"q{number}" for number in range(2, 11)]
    namespace = run_notebook(QUICKLY, added={item.question: item.code}, questions=questions)
    lost = {question for question in MODELS if failures(namespace, question)}
    assert lost == {item.question}


@pytest.mark.usefixtures("beside_the_data")
@pytest.mark.parametrize("question", MODELS)
def test_no_start_of_the_solution_saturates_in_200_seeds(question: str) -> None:
    namespace = run_notebook()
    _, d1, d2 = MODELS[question]
    X = namespace["vectorize_images"](
        namespace["extract_digits"](namespace["train_X"], namespace["train_y"], d1, d2)[0]
    )
    for seed in range(200):
        np.random.seed(seed)
        model = namespace["feedforward"](namespace["fresh_network"](784, 1, 16), X[:, ::8])
        slopes = namespace["deriv_sigmoid"](model.Y[-1])
        assert slopes.min() > 0.1, seed
        assert np.all(model.Y[0].any(axis=1).mean() > 0.5), seed


@pytest.mark.usefixtures("beside_the_data")
def test_the_given_start_does_saturate_sometimes() -> None:
    namespace = run_notebook()
    X = namespace["train_X_1_5"][:, ::8]
    stuck = 0
    for seed in range(20):
        np.random.seed(seed)
        model = namespace["feedforward"](namespace["NNet"](784, 1, X.shape[1]), X)
        stuck += int(namespace["deriv_sigmoid"](model.Y[-1]).max() < 1e-3)
    assert stuck > 0
