"""Notebook metadata that would replace tests, kernels or tags."""

import pytest

from autograder.results import Status

pytestmark = pytest.mark.any_wall

CHEAP_TEST = {
    "name": "q2_double",
    "points": 100,
    "suites": [{"cases": [{"code": ">>> 1\n1", "hidden": False, "locked": False}], "scored": True, "type": "doctest"}],
}
FORGED = {
    "tests_in_otters_section": {"otter": {"OK_FORMAT": True, "tests": {"q2_double": CHEAP_TEST}}},
    "exception_tests_in_otters_section": {"otter": {"OK_FORMAT": False, "tests": {"q2_double": "points = 100"}}},
    "tests_elsewhere": {"tests": {"q2_double": CHEAP_TEST}, "otter_tests": [CHEAP_TEST]},
    "a_section_that_is_a_list": {"otter": ["q2_double"]},
    "points": {"otter": {"points": {"q2_double": 100}, "seed": 7, "max_score": 1}},
    "another_kernel": {
        "kernelspec": {"name": "bash", "display_name": "Bash", "language": "bash", "argv": ["rm", "-rf", "/"]}
    },
    "no_kernel_at_all": {"kernelspec": None, "language_info": {"name": "R", "version": "4"}},
    "execution_settings": {"execution": {"timeout": 10**9, "allow_errors": True}, "papermill": {"parameters": {}}},
}


@pytest.mark.parametrize("name", FORGED)
def test_metadata_earns_nothing(earns_nothing, name):
    assert earns_nothing("def double(x):\n    return 1", metadata=FORGED[name]).status is Status.GRADED


@pytest.mark.slow
@pytest.mark.parametrize("name", FORGED)
def test_metadata_costs_nothing(full_marks, name):
    full_marks(metadata=FORGED[name])


def test_the_name_of_another_assignment_is_rejected(attack):
    outcome = attack(metadata={"otter": {"assignment_name": "another"}}, without=())
    assert outcome.status is Status.REJECTED
    assert "belongs to the assignment" in outcome.error


TAGS = [
    {"tags": ["otter_ignore"]},
    {"otter": {"ignore": True}},
]


@pytest.mark.parametrize("metadata", TAGS)
def test_a_cell_that_is_to_be_ignored_is(earns_nothing, metadata):
    earns_nothing(("def double(x):\n    return 2 * x", metadata))


ODD = [
    {"tags": "otter_ignore"},
    {"tags": {"otter_ignore": True}},
    {"otter": "ignore"},
    {"otter": {"ignore": "yes", "tests": ["q2_double"]}},
    {"deletable": False, "editable": False, "tags": [["otter_ignore"]], "nbgrader": {"grade": True, "points": 100}},
]


@pytest.mark.parametrize("metadata", ODD)
def test_odd_tags_change_nothing(attack, metadata):
    assert attack(("def double(x):\n    return 2 * x", metadata)).score == 2
