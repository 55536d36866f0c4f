"""What hangs costs its own question only, however often it hangs."""

import pytest

from autograder.results import Status, Verdict
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = needs_jail

TIME = 36.0  # seconds: a cell may take a third of it, so three that take that much leave nothing to the rest

QUESTION = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = 2


@test_case(name="small", points=1, hidden=False)
def test_small({name}):
    assert {name}(2) == 2


@test_case(name="large", points=1, hidden=True)
def test_large({name}):
    assert {name}(3) == 3
"""

START = "import otter\ngrader = otter.Notebook('tiny.ipynb')"
HANG = "while True:\n    pass"


def same(name, *, hangs=False):
    return f"def {name}(x):\n    {HANG.replace(chr(10), chr(10) + '    ') if hangs else 'return x'}"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    cells = {
        "cells": [START, same("first"), "grader.check('first')", *[HANG] * 3, same("last")],
        "cases": [START, same("first", hangs=True), "grader.check('first')", same("last")],
    }
    for name, sources in cells.items():
        (folder / f"{name}.ipynb").write_text(notebook(*sources))
    tests = {name: QUESTION.format(name=name) for name in ("first", "last")}
    limits = {"cell_cpu_s": TIME, "case_cpu_s": TIME}
    assignment = write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", tests, limits=limits)
    return grade_folder(folder, assignment, tmp_path_factory.mktemp("out"), timeout_s=TIME)


@pytest.mark.slow
def test_cells_that_hang_cost_nothing_else(graded):
    submission = graded["cells.ipynb"]
    assert (submission.status, submission.error.count("was left out")) == (Status.PARTIAL, 3)
    assert graded.verdicts("cells.ipynb", "first") == [Verdict.PASSED, Verdict.PASSED]
    assert graded.verdicts("cells.ipynb", "last") == [Verdict.PASSED, Verdict.PASSED]


@pytest.mark.slow
def test_a_function_that_hangs_costs_its_own_question(graded):
    assert graded.verdicts("cases.ipynb", "first") == [Verdict.TIMEOUT, Verdict.TIMEOUT]
    assert graded.verdicts("cases.ipynb", "last") == [Verdict.PASSED, Verdict.PASSED]
