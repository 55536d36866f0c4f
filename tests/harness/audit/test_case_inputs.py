"""Without a probe, the inputs of a question's own cases tell a mutant that makes no difference from one that does."""

import pytest

from autograder.assignments.solution import SolutionCell
from autograder.audit.equivalence import compare, find_equivalent
from autograder.audit.trials import Kind, Trial
from autograder.build.bundle import bundle
from autograder.build.graded_tests import read_graded_tests

REFERENCE = "import numpy as np\nlimit = 2\n\ndef add_three(x):\n    return x + 3\n"


@pytest.fixture
def cases(make_course):
    return bundle(read_graded_tests(make_course() / "tests/otter/adding/q1.py"))


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ("return 3 + x", True),
        ("return x + 3 if x > -1e9 else 0", True),  # no case draws such a number
        ("return x + 4", False),
        ("return x + 3 + 1e-6", False),  # within the tolerance of the case, and yet another number
        ("return None", False),
        ("raise ValueError", False),
    ],
)
def test_what_the_cases_see_decides(cases, body, same):
    mutated = REFERENCE.replace("return x + 3", body)
    assert compare({"reference": REFERENCE, "mutated": mutated, "cases": cases}) is same


def test_a_survivor_of_a_question_without_a_probe_is_compared_on_the_inputs_of_its_cases(cases, tmp_path):
    solution = (SolutionCell(REFERENCE, "q1", is_answer=True),)

    def mutant(body):
        cell = SolutionCell(REFERENCE.replace("return x + 3", body), "q1", is_answer=True)
        return Trial(Kind.MUTANT, body, "q1", (cell,), graded=("q1",))

    same, other = mutant("return 3 + x"), mutant("return x + 3.000001")
    found = find_equivalent([same, other], solution, tmp_path / "probes.py", 1, cases={"q1": cases}, beside=tmp_path)
    assert found == {same}


def test_cases_that_need_more_than_definitions_say_nothing(cases, tmp_path):
    reference = "value = print(1)\n"
    trial = Trial(Kind.MUTANT, "", "q1", (SolutionCell(reference, "q1", is_answer=True),), graded=("q1",))
    assert find_equivalent([trial], trial.cells, tmp_path / "no.py", 1, cases={"q1": cases}) == frozenset()
