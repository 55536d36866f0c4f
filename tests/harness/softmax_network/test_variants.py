"""Mistakes fail the cases that they should and no others; right solutions written differently pass."""

import pytest

from .right_experiments import RIGHT_EXPERIMENTS
from .right_functions import RIGHT_FUNCTIONS
from .right_networks import RIGHT_NETWORKS
from .variants import Variant
from .wrong_experiments import EXPERIMENT_MISTAKES
from .wrong_functions import FUNCTION_MISTAKES
from .wrong_networks import NETWORK_MISTAKES

MISTAKES = (*FUNCTION_MISTAKES, *NETWORK_MISTAKES)
DIFFERENT = (*RIGHT_FUNCTIONS, *RIGHT_NETWORKS)
RANDOM_INPUTS = ("q1_2", "q2_1", "q2_3")  # and no training, which has a spread of its own
EVERY = (*MISTAKES, *EXPERIMENT_MISTAKES, *DIFFERENT, *RIGHT_EXPERIMENTS)


@pytest.mark.parametrize("variant", MISTAKES, ids=str)
def test_a_mistake_costs_its_own_cases(variant: Variant) -> None:
    assert variant.fails
    assert variant.failures_before_part_3() == variant.fails


@pytest.mark.parametrize("variant", DIFFERENT, ids=str)
def test_a_right_solution_passes(variant: Variant) -> None:
    assert variant.failures_before_part_3() == {}


@pytest.mark.parametrize("variant", [*EXPERIMENT_MISTAKES, *RIGHT_EXPERIMENTS], ids=str)
def test_experiments_cost_their_own_cases_or_nothing(variant: Variant) -> None:
    assert variant.failures() == variant.fails


@pytest.mark.slow
@pytest.mark.parametrize("variant", [*MISTAKES, *DIFFERENT], ids=str)
def test_no_mistake_in_the_network_costs_the_experiments(variant: Variant) -> None:
    assert variant.failures() == variant.fails


@pytest.mark.slow
@pytest.mark.parametrize("variant", [*MISTAKES, *DIFFERENT], ids=str)
def test_no_verdict_depends_on_the_random_inputs(variant: Variant) -> None:
    due = {question: cases for question, cases in variant.fails.items() if question in RANDOM_INPUTS}
    seeds = range(20)
    assert variant.failures_by_seed(RANDOM_INPUTS, seeds) == dict.fromkeys(seeds, due)


def test_there_are_many_variants_with_names_of_their_own() -> None:
    assert len({variant.name for variant in EVERY}) == len(EVERY)
    assert len(DIFFERENT) + len(RIGHT_EXPERIMENTS) >= 25
