"""Mutants that make no difference are told from those that do by running both on many inputs."""

import pytest

from autograder.assignments.solution import SolutionCell
from autograder.audit.equivalence import compare, find_equivalent
from autograder.audit.trials import Kind, Trial
from autograder.errors import AutograderError

PROBE = """
def probe_q1(env, generator):
    x = generator.normal(size=3)
    return [env["double"](x), x]
"""


def is_same(mutated, reference="def double(x):\n    return x * 2\n", probe=PROBE):
    return compare({"reference": reference, "mutated": mutated, "probes": probe, "probe": "probe_q1"})


@pytest.mark.parametrize(
    ("body", "same"),
    [
        ("return 2 * x", True),
        ("return x + x", True),
        ("return x * 3", False),
        ("return list(x * 2)", True),  # the same numbers
        ("x *= 2\n    return x", False),  # changes its argument
        ("import warnings; warnings.warn('no')\n    return x * 2", False),
        ("raise ValueError", False),
        ("return (x * 2)[:2]", False),
        ("return 'text'", False),
    ],
)
def test_behaviour_decides_not_code(body, same):
    assert is_same(f"def double(x):\n    {body}\n") is same


SOLUTION = (SolutionCell("def double(x):\n    return x * 2\n", "q1", is_answer=True),)


def mutant(body):
    cell = SolutionCell(f"def double(x):\n    return {body}\n", "q1", is_answer=True)
    return Trial(Kind.MUTANT, body, "q1", (cell,), graded=("q1",))


def test_survivors_are_compared_in_processes_of_their_own(tmp_path):
    probes = tmp_path / "probes.py"
    probes.write_text(PROBE)
    same, other = mutant("2 * x"), mutant("x")
    assert find_equivalent([same, other], SOLUTION, probes, jobs=1) == {same}


def test_without_a_probe_nothing_is_taken_for_equivalent(tmp_path):
    probes = tmp_path / "probes.py"
    assert find_equivalent([mutant("2 * x")], SOLUTION, probes, jobs=1) == frozenset()
    probes.write_text("def probe_q2(env, generator): ...\n")
    assert find_equivalent([mutant("2 * x")], SOLUTION, probes, jobs=1) == frozenset()


def test_a_probe_that_fails_on_the_reference_is_named(tmp_path):
    probes = tmp_path / "probes.py"
    probes.write_text("def probe_q1(env, generator):\n    return env['triple'](1)\n")
    with pytest.raises(AutograderError, match="probe_q1 does not run on the reference solution: KeyError"):
        find_equivalent([mutant("2 * x")], SOLUTION, probes, jobs=1)
