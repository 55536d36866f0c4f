"""Hidden cases run last, and find the notebook as it was where their question was checked."""

import pytest

from autograder.results import Verdict
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = needs_jail

QUESTION = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = 2


@test_case(name="public", points=1, hidden=False)
def test_public({name}):
    assert {name}(2) == 2


@test_case(name="hidden", points=1, hidden=True)
def test_hidden(env):
    assert env["{name}"](3) == 3 and env.get("after_{name}") is None
"""

START = "import otter\ngrader = otter.Notebook('tiny.ipynb')"
FIRST = "def first(x):\n    return x"
SECOND = "def second(x):\n    return x"
CHECK = "grader.check('first')"
LIMITS = {"cell_cpu_s": 0.5, "case_cpu_s": 0.5, "cell_wall_s": 3, "case_wall_s": 3}
BOTH_PASS, HIDDEN_FAILS = [Verdict.PASSED, Verdict.PASSED], [Verdict.PASSED, Verdict.FAILED]
BOTH_RAISE = [Verdict.ERROR, Verdict.ERROR]

NOTEBOOKS = {
    "nothing_after": ([START, FIRST, CHECK], BOTH_PASS),
    "other_functions_after": (
        [START, FIRST, CHECK, SECOND, "grader.check('second')", "def third():\n    pass"],
        BOTH_PASS,
    ),
    "defined_again": ([START, FIRST, CHECK, "def first(x):\n    return 0"], BOTH_PASS),
    "changed_in_the_same_cell": ([START, FIRST, f"{CHECK}\ndef first(x):\n    return 0"], BOTH_PASS),
    "what_it_uses_changed": ([START, "n = 1", "def first(x):\n    return x * n", CHECK, "n = 0"], BOTH_PASS),
    "what_it_uses_came_later": (
        [
            START,
            "def first(x):\n    return helper(x)",
            CHECK,
            "def helper(x):\n    return x",
            CHECK.replace("first", "second"),
        ],
        BOTH_RAISE,
    ),
    "what_the_test_looks_for_came_later": ([START, FIRST, CHECK, "def after_first():\n    pass"], BOTH_PASS),
    "what_the_test_looks_for_came_before": ([START, FIRST, "def after_first():\n    pass", CHECK], HIDDEN_FAILS),
    "checked_again": ([START, "def first(x):\n    return 0", CHECK, FIRST, CHECK, SECOND, "first = None"], BOTH_PASS),
    "checked_together": (
        [START, FIRST, SECOND, f"{CHECK}\ngrader.check('second')", "first = second = None"],
        BOTH_PASS,
    ),
    "never_checked": ([START, FIRST, SECOND, "def third():\n    pass"], BOTH_PASS),
    "a_cell_hangs_later": ([START, FIRST, CHECK, "while True:\n    pass", "first = None"], BOTH_PASS),
    "a_public_case_hangs_later": (
        [
            START,
            FIRST,
            CHECK,
            "def second(x):\n    while True:\n        pass",
            "grader.check('second')",
            "first = None",
        ],
        BOTH_PASS,
    ),
    "the_same_after_training": (
        [
            START,
            "import time\ntime.sleep(1.2)",
            FIRST,
            CHECK,
            "def second(x):\n    while True:\n        pass",
            "grader.check('second')",
            "first = None",
        ],
        BOTH_PASS,
    ),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for name, (cells, _) in NOTEBOOKS.items():
        (folder / f"{name}.ipynb").write_text(notebook(*cells))
    tests = {name: QUESTION.format(name=name) for name in ("first", "second")}
    assignment = write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", tests, limits=LIMITS)
    return grade_folder(folder, assignment, tmp_path_factory.mktemp("out"))


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_hidden_cases_find_the_notebook_as_it_was_at_the_check(graded, name):
    assert graded.verdicts(f"{name}.ipynb", "first") == NOTEBOOKS[name][1]


def test_questions_checked_in_one_cell_are_graded_there(graded):
    assert graded.verdicts("checked_together.ipynb", "second") == BOTH_PASS
