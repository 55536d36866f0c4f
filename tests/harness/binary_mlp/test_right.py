"""Right solutions pass every case, however differently they are written."""

import pytest

from .graded import failures
from .variants import Variant, affected_questions, notebook_with, read_variants


@pytest.mark.parametrize("variant", read_variants("right"), ids=str)
def test_a_right_solution_passes_every_case(variant: Variant) -> None:
    namespace = notebook_with(variant)
    for question in affected_questions(variant.question):
        assert failures(namespace, question) == {}


@pytest.mark.slow
@pytest.mark.parametrize("variant", read_variants("right"), ids=str)
def test_a_right_solution_passes_whatever_is_drawn(variant: Variant) -> None:
    namespace = notebook_with(variant)
    for seed in range(10):
        assert failures(namespace, variant.question, seed=seed) == {}, seed
