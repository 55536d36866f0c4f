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
    assert failed == variant.fails


def test_every_case_is_failed_by_some_wrong_solution() -> None:
    caught = frozenset[tuple[str, str]]().union(*(variant.fails for variant in WRONG))
    questions = {variant.question for variant in WRONG}
    cases = {(question, case.name) for question in questions for case in graded_tests(question).test_cases}
    assert cases - caught == set()


def test_every_question_has_wrong_solutions() -> None:
    assert {variant.question for variant in WRONG} == {f"q{number}" for number in range(1, 11)}
