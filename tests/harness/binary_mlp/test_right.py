"""Right solutions pass every case, however differently they are written."""

import pytest

from autograder.assignments.bank import BankItem

from ..bank import one_of_each_question
from .graded import failures
from .variants import affected_questions, alternatives, notebook_with, without_training

MATRIX_IS_ALLOWED = pytest.mark.filterwarnings("ignore:the matrix subclass:PendingDeprecationWarning")
RIGHT = without_training(alternatives())


@MATRIX_IS_ALLOWED
@pytest.mark.parametrize("item", one_of_each_question(RIGHT), ids=str)
def test_a_right_solution_passes_every_case(item: BankItem) -> None:
    namespace = notebook_with(item)
    for question in affected_questions(item.question):
        assert failures(namespace, question) == {}


@MATRIX_IS_ALLOWED
@pytest.mark.exhaustive
@pytest.mark.parametrize("item", RIGHT, ids=str)
def test_a_right_solution_passes_whatever_is_drawn(item: BankItem) -> None:
    namespace = notebook_with(item)
    for seed in range(10):
        assert failures(namespace, item.question, seed=seed) == {}, seed


def test_there_are_at_least_forty_and_none_is_there_twice() -> None:
    assert len({item.code for item in alternatives()}) == len(alternatives()) >= 40
