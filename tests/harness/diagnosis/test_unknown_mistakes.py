"""Mistakes that are in no bank get a sentence that is true and of use, nearly all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.bank import BankItem, read_bank

from .conftest import Grade, needs_jail

pytestmark = needs_jail
ITEMS = read_bank(Path(__file__).with_name("unknown_mistakes.py"))


@pytest.mark.slow
def test_at_least_eight_of_ten_get_the_sentence_that_is_true_of_them(grade_answer: Grade) -> None:
    missed = [str(item) for item in ITEMS if not is_explained(grade_answer, item)]
    assert len(ITEMS) >= 20
    assert len(missed) <= 0.2 * len(ITEMS), missed


def is_explained(grade_answer: Grade, item: BankItem) -> bool:
    """Tell whether the hints have what is true of the mistake; those of other mistakes are not."""
    hints = grade_answer("binary_mlp", item).hints.get(item.question, [])
    return any(item.hint in hint for hint in hints)
