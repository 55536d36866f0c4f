"""Every wrong solution loses exactly the cases that are about its mistake, and other questions only what it states.

A mistake may also show in the cases "works together with your own ..." of the questions that call its functions:
that is what these are for. The bank states such questions as `also costs`.
"""

from collections import Counter

import pytest

from autograder.assignments.bank import BankItem

from ..bank import one_of_each_question
from .graded import QUESTIONS, WITHOUT_TRAINING, failures, graded_tests
from .variants import affected_questions, misconceptions, notebook_with, without_training

WRONG = without_training(misconceptions())


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("item", one_of_each_question(WRONG), ids=str)
def test_a_wrong_solution_fails_the_cases_about_its_mistake(item: BankItem) -> None:
    namespace = notebook_with(item)
    failed = {
        (question, case) for question in affected_questions(item.question) for case in failures(namespace, question)
    }
    elsewhere = {(question, case) for question, case in failed if question != item.question}
    assert failed - elsewhere - set(item.may_fail) == {pair for pair in item.fails if pair[0] == item.question}
    assert {question for question, _ in elsewhere} <= set(item.also_costs)
    more_than_working_together = {pair for pair in elsewhere if not pair[1].startswith("works together with your own")}
    assert more_than_working_together == {pair for pair in item.fails if pair[0] != item.question}


@pytest.mark.exhaustive
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("item", WRONG, ids=str)
def test_a_wrong_solution_fails_the_same_cases_whatever_is_drawn(item: BankItem) -> None:
    namespace = notebook_with(item)
    due = {(question, case) for question, case in item.fails if question == item.question}
    for seed in range(10):
        failed = {(item.question, case) for case in failures(namespace, item.question, seed=seed)}
        assert failed - set(item.may_fail) == due


CALLED_IN_TRAINING = [item for item in WRONG if item.question in ("q5", "q7", "q8")]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("item", [item for item in CALLED_IN_TRAINING if "q9" not in item.also_costs], ids=str)
def test_a_mistake_with_which_training_works_costs_nothing_in_q9(item: BankItem) -> None:
    assert failures(notebook_with(item), "q9", only="works together with your own") == {}


@pytest.mark.parametrize("question", ["q5", "q7", "q8"])
def test_no_mistake_of_another_question_costs_more_than_one_case_of_q9(question: str) -> None:
    item = next(item for item in CALLED_IN_TRAINING if item.question == question and "q9" in item.also_costs)
    assert all(case.startswith("works together with your own") for case in failures(notebook_with(item), "q9"))


def test_every_case_is_failed_by_some_wrong_solution() -> None:
    caught = {pair for item in WRONG for pair in item.fails}
    cases = {(question, case.name) for question in WITHOUT_TRAINING for case in graded_tests(question).test_cases}
    assert cases - caught == set()


def test_every_question_has_wrong_solutions_and_there_are_at_least_sixty() -> None:
    assert {item.question for item in misconceptions()} == set(QUESTIONS)
    assert len(misconceptions()) >= 60


def test_no_wrong_solution_and_no_hint_is_there_twice() -> None:
    for values in ([item.code for item in misconceptions()], [item.hint for item in misconceptions()]):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_hints_are_short_and_hold_no_code_of_a_whole_answer() -> None:
    for item in misconceptions():
        assert len(item.hint) <= 320, item
        assert "def " not in item.hint, item


FOR_ONE_ROW_ALONE = {
    "the derivative of the first row": "def deriv_sigmoid(Y):\n    Y = np.array(Y, dtype=float)\n"
    "    Y[:1] = Y[:1] * (1 - Y[:1])\n    return Y",
    "ones for more rows": "def deriv_ReLu(Y):\n    Y = np.asarray(Y)\n"
    "    return (Y > 0).astype(float) if len(Y) == 1 else np.ones(Y.shape)",
}


@pytest.mark.parametrize("code", FOR_ONE_ROW_ALONE.values(), ids=list(FOR_ONE_ROW_ALONE))
def test_a_function_of_q5_that_is_right_for_one_row_alone_costs_q8_no_more_than_working_together(code: str) -> None:
    namespace = notebook_with(BankItem("for one row alone", "q5", code))
    assert failures(namespace, "q5") != {}
    assert all(case.startswith("works together with your own") for case in failures(namespace, "q8"))
