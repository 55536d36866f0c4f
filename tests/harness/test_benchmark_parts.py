"""The benchmark tells what part of the CPU time is what from three measurements."""

import pytest

from benchmarks.parts import Parts, table
from benchmarks.tools import Timing


def run(submissions, *, start, each, own, forks):
    parts = {"own_s": own, "processes": 50 + forks * submissions}
    return Timing("autograder grade", submissions, 0.0, start + each * submissions + own, {}, parts)


def test_the_parts_add_up_to_what_the_run_took():
    whole = run(100, start=8.0, each=2.0, own=5.0, forks=6)
    few = run(2, start=8.0, each=2.0, own=1.0, forks=6)
    alone = Timing("cells and tests alone", 4, 0.0, 4.0, {}, {"cells_s": 1.0, "tests_s": 3.0, "fork_s": 0.01})
    parts = Parts.of(whole, few, alone)
    assert (parts.cells_s, parts.tests_s, parts.forks) == (0.25, 0.75, 6)
    assert parts.forks_s == pytest.approx(0.06)
    assert parts.wire_s == pytest.approx(2.0 - 1.0 - 0.06)
    assert (parts.start_s, parts.command_s) == (pytest.approx(0.08), 0.05)
    assert parts.times_alone == pytest.approx(whole.cpu_each_s)
    assert "| a class | 0.250 | 0.750 | 0.060 (6.0) | 0.940 | 0.080 | 0.050 | 2.13 |" in table([("a class", parts)])
