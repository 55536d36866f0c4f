"""Read the right and wrong solutions in the folders right/ and wrong/.

A file is named after the question it answers and holds one variant a cell:

    # %% the row of ones goes first
    # fails: every Z and Y is right in networks with one hidden layer
    # fails q8: works together with ...
    def feedforward(model, X): ...

The code runs right after the reference's answer to that question. `# fails:` names the cases of the question that must
fail, `# fails q8:` those of another one. No other case may fail but those that `# may fail:` names: whether the
training in them still gets anywhere with the mistake depends on what is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .graded import WITHOUT_TRAINING, run_notebook

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Variant:
    """One solution: its question, what is special about it, its code, and the (question, case) pairs that fail."""

    question: str
    title: str
    code: str
    fails: frozenset[tuple[str, str]]
    may_fail: frozenset[tuple[str, str]] = frozenset()

    def __str__(self) -> str:
        return f"{self.question}: {self.title}"


def read_variants(kind: str) -> list[Variant]:
    """Return the variants in the folder `kind`, "right" or "wrong"."""
    files = sorted((FOLDER / kind).glob("q*.py"), key=lambda path: int(path.stem[1:]))
    return [variant for path in files for variant in _variants(path)]


def _variants(path: Path) -> Iterator[Variant]:
    parts = re.split(r"^# %% (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for title, code in zip(parts[1::2], parts[2::2], strict=True):
        stated = re.findall(r"^# fails(?: (q\d+))?: (.+)$", code, flags=re.MULTILINE)
        fails = frozenset((question or path.stem, case.strip()) for question, case in stated)
        may_fail = frozenset(
            (path.stem, case.strip()) for case in re.findall(r"^# may fail: (.+)$", code, flags=re.MULTILINE)
        )
        yield Variant(path.stem, title.strip(), code, fails, may_fail)


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


def notebook_with(variant: Variant) -> dict[str, Any]:
    """Return the namespace of the solution notebook with the variant's answer; what it does not need is left out."""
    np.random.seed(7)
    replaced = {} if variant.question == "q9" else {"q9": QUICK_TRAINING}
    questions = {*WITHOUT_TRAINING} - {"q1"} | {variant.question}
    return run_notebook(replaced, added={variant.question: variant.code}, questions=questions)
