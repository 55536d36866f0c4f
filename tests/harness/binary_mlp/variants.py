"""The bank of binary_mlp in this process: its items, and the solution notebook with one of them in it."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, BankItem, read_bank

from .graded import NOTEBOOK, WITHOUT_TRAINING, run_notebook


@functools.cache
def misconceptions() -> tuple[BankItem, ...]:
    """Return the wrong solutions of the bank."""
    return read_bank(NOTEBOOK.with_name(MISCONCEPTIONS))


@functools.cache
def alternatives() -> tuple[BankItem, ...]:
    """Return the right solutions of the bank that are written differently."""
    return read_bank(NOTEBOOK.with_name(ALTERNATIVES))


def without_training(items: tuple[BankItem, ...]) -> list[BankItem]:
    """Return the items of the questions that can be judged without training the networks of q11 and q12."""
    return [item for item in items if item.question in WITHOUT_TRAINING]


AFFECTED = {
    "q2": ("q2", "q4"),
    "q3": ("q3", "q4", "q10"),
    "q5": ("q5", "q7", "q8", "q10"),
    "q7": ("q7", "q8", "q10"),
}


def affected_questions(question: str) -> tuple[str, ...]:
    """Return the question and those whose answers call its functions, which could lose points by its mistakes.

    q9 is left out: its cases bring their own feedforward and backpropagation, but for the one that has its own test.
    """
    return AFFECTED.get(question, (question,))


QUICK_TRAINING = """
def train_NNet(X, Y, epochs=20, batch_size=1000, eta=0.01):
    model = NNet(len(X), len(Y), batch_size, [8])
    history = []
    for _ in range(epochs):
        order = np.random.permutation(X.shape[1])
        for part in np.split(order, range(batch_size, len(order), batch_size)):
            old = list(model.W)
            model = feedforward(model, X[:, part])
            cost = 0.5 * np.sum((model.Y[-1] - Y[:, part]) ** 2)
            model = backpropagation(model, X[:, part], Y[:, part], eta)
            history.append([cost] + [np.linalg.norm(new - before) for new, before in zip(model.W, old)])
    plt.plot(history)
    return model
"""


def notebook_with(item: BankItem) -> dict[str, Any]:
    """Return the namespace of the solution notebook with the item's answer; what it does not need is left out."""
    np.random.seed(7)
    replaced = {} if item.question == "q9" else {"q9": QUICK_TRAINING}
    questions = {*WITHOUT_TRAINING} - {"q1"} | {item.question}
    return run_notebook(replaced, added={item.question: item.code}, questions=questions)
