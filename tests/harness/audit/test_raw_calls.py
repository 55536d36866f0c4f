"""The graded tests of this repository hand nothing of their own to a submission."""

from pathlib import Path

import pytest

from autograder.audit.raw_calls import raw_calls

TESTS = Path(__file__).parents[2] / "otter"


@pytest.mark.parametrize("assignment", sorted(path.name for path in TESTS.iterdir() if path.is_dir()))
def test_graded_tests_call_the_students_code_with_copies_alone(assignment):
    assert raw_calls(TESTS / assignment) == []
