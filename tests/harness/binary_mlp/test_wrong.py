"""Every wrong solution loses exactly the cases that are about its mistake, and other questions lose none.

A mistake may also show in the cases "works together with your own ..." of the questions that call its functions:
that is what these are for.
"""

import pytest

from .graded import failures, graded_tests
from .variants import Variant, affected_questions, notebook_with, read_variants

WRONG = read_variants("wrong")


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_a_wrong_solution_fails_the_cases_about_its_mistake(variant: Variant) -> None:
    namespace = notebook_with(variant)
    failed = {
        (question, case)
        for question in affected_questions(variant.question)
        for case in failures(namespace, question)
        if question == variant.question or not case.startswith("works together with your own")
    }
    assert failed - variant.may_fail == variant.fails


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("variant", WRONG, ids=str)
def test_a_wrong_solution_fails_the_same_cases_whatever_is_drawn(variant: Variant) -> None:
    namespace = notebook_with(variant)
    due = {(question, case) for question, case in variant.fails if question == variant.question}
    for seed in range(10):
        failed = {(variant.question, case) for case in failures(namespace, variant.question, seed=seed)}
        assert failed - variant.may_fail == due


TRAINS_ALL_THE_SAME = {
    "the mean over the columns",
    "divided by the number of columns, eta as well doubled",
    "goes back through weights that are already updated",
    "updated in place before going back",
    "the bias is never updated",
    "the derivative of the hidden layers is forgotten",
    "the cost without its half",
}


@pytest.mark.parametrize(
    "variant",
    [variant for variant in WRONG if variant.title in TRAINS_ALL_THE_SAME and variant.question == "q8"],
    ids=str,
)
def test_a_backpropagation_that_trains_costs_nothing_in_q9(variant: Variant) -> None:
    namespace = notebook_with(variant)
    assert failures(namespace, "q9", only="works together with your own") == {}


@pytest.mark.parametrize("question", ["q5", "q7", "q8"])
def test_no_mistake_of_another_question_costs_more_than_one_case_of_q9(question: str) -> None:
    variant = next(variant for variant in WRONG if variant.question == question)
    assert all(case.startswith("works together with your own") for case in failures(notebook_with(variant), "q9"))


def test_every_case_is_failed_by_some_wrong_solution() -> None:
    caught = frozenset[tuple[str, str]]().union(*(variant.fails for variant in WRONG))
    questions = {variant.question for variant in WRONG}
    cases = {(question, case.name) for question in questions for case in graded_tests(question).test_cases}
    assert cases - caught == set()


def test_every_question_has_wrong_solutions() -> None:
    assert {variant.question for variant in WRONG} == {f"q{number}" for number in range(1, 11)}
