"""Known mistakes fail the cases that they should and no others; right solutions written differently pass."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, BankItem, read_bank

from ..bank import one_of_each_question
from .grading import QUESTIONS, all_failures, assignment, namespace_of

BY_SOLUTION = tuple(question for question in QUESTIONS if question < "q2_4")  # they need no training
WITHOUT_DIGITS = tuple(question for question in QUESTIONS if question < "q3")
RANDOM_INPUTS = ("q1_2", "q2_1", "q2_3")


@cache
def bank(name: str) -> tuple[BankItem, ...]:
    return read_bank(assignment().notebook.with_name(name))


EARLY_MISTAKES = [item for item in bank(MISCONCEPTIONS) if item.question in BY_SOLUTION]
LATE_MISTAKES = [item for item in bank(MISCONCEPTIONS) if item.question not in BY_SOLUTION]
EARLY_ALTERNATIVES = [item for item in bank(ALTERNATIVES) if item.question in BY_SOLUTION]
LATE_ALTERNATIVES = [item for item in bank(ALTERNATIVES) if item.question not in BY_SOLUTION]


def assert_costs_its_own(item: BankItem, failed: dict[str, set[str]], questions: tuple[str, ...]) -> None:
    """Fail unless the item fails what its bank says of these questions: in its own, and in no other unnamed one."""
    assert item.question not in questions or item.question in failed
    for question in questions:
        due = {case for where, case in item.fails if where == question}
        allowed = due | {case for where, case in item.may_fail if where == question}
        found = failed.get(question, set())
        assert due <= found, question
        if due or question not in (item.question, *item.also_costs):
            assert found <= allowed, question


@pytest.mark.parametrize("item", one_of_each_question(EARLY_MISTAKES), ids=str)
def test_a_mistake_costs_its_own_cases(item: BankItem) -> None:
    failed = all_failures(namespace_of(item, until="q3_0"), WITHOUT_DIGITS)
    assert_costs_its_own(item, failed, WITHOUT_DIGITS)


@pytest.mark.parametrize("item", one_of_each_question(LATE_MISTAKES), ids=str)
def test_a_mistake_in_the_experiments_costs_its_own_cases(item: BankItem) -> None:
    assert_costs_its_own(item, all_failures(namespace_of(item, is_cheap=True)), QUESTIONS)


@pytest.mark.parametrize("item", one_of_each_question(EARLY_ALTERNATIVES), ids=str)
def test_a_right_solution_passes(item: BankItem) -> None:
    assert all_failures(namespace_of(item, until="q3_0"), WITHOUT_DIGITS) == {}


@pytest.mark.parametrize("item", one_of_each_question(LATE_ALTERNATIVES), ids=str)
def test_a_right_experiment_passes(item: BankItem) -> None:
    assert all_failures(namespace_of(item, is_cheap=True)) == {}


@pytest.mark.slow
@pytest.mark.parametrize("item", EARLY_MISTAKES, ids=str)
def test_no_mistake_in_the_network_costs_the_experiments(item: BankItem) -> None:
    assert_costs_its_own(item, all_failures(namespace_of(item, is_cheap=True)), QUESTIONS)


@pytest.mark.slow
@pytest.mark.parametrize("item", EARLY_ALTERNATIVES, ids=str)
def test_a_right_solution_passes_to_the_end(item: BankItem) -> None:
    assert all_failures(namespace_of(item, is_cheap=True)) == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("item", [*EARLY_MISTAKES, *EARLY_ALTERNATIVES], ids=str)
def test_no_verdict_depends_on_the_random_inputs(item: BankItem) -> None:
    namespace: dict[str, Any] = namespace_of(item, until="q3_0")
    for seed in range(20):
        failed = all_failures(namespace, RANDOM_INPUTS, seed)
        if item.hint:
            assert_costs_its_own(item, failed, RANDOM_INPUTS)
        else:
            assert failed == {}


def test_the_bank_is_large_and_every_mistake_has_a_hint_of_its_own() -> None:
    mistakes, alternatives = bank(MISCONCEPTIONS), bank(ALTERNATIVES)
    assert len(mistakes) >= 50
    assert len(alternatives) >= 40
    assert len({item.hint for item in mistakes}) == len(mistakes)


def test_mistakes_in_the_network_and_in_its_functions_are_the_most() -> None:
    counts = np.array([sum(item.question == question for item in bank(MISCONCEPTIONS)) for question in QUESTIONS])
    assert counts[QUESTIONS.index("q2_3")] >= 0.4 * counts.sum()


def test_a_slope_that_is_cut_off_far_from_the_origin_fails_the_case_about_values() -> None:
    cut = "right = d_sigmoid\ndef d_sigmoid(x): return np.where(np.abs(x) > 6, 0, right(x))"
    failed = all_failures(namespace_of(BankItem("cut off", "q2_1", cut), until="q2_3"), ("q2_1",))
    assert failed == {"q2_1": {"d_sigmoid is the slope of the sigmoid at x"}}


def test_a_cross_entropy_that_cuts_off_large_losses_fails_the_case_about_values() -> None:
    cut = "def cross_entropy_loss(YTrue, YPredict): return -np.sum(YTrue * np.log(np.clip(YPredict, 1e-3, 1)))"
    item = BankItem("cut off", "q2_1", cut)
    failed = all_failures(namespace_of(item, until="q2_3"), ("q2_1",))
    assert failed == {"q2_1": {"cross_entropy_loss is minus the sum of truth times log prediction"}}
