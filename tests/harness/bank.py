"""The items of an assignment's bank as parameters of a test."""

from collections.abc import Sequence
from typing import Any

import pytest

from autograder.assignments.bank import BankItem


def one_of_each_question(items: Sequence[BankItem]) -> list[Any]:
    """Return the items, all but the first one of each question marked as slow: changes of the bank alone need them."""
    first = {item.question: item for item in reversed(items)}
    return [item if item is first[item.question] else pytest.param(item, marks=pytest.mark.slow) for item in items]
