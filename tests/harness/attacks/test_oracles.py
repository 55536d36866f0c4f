"""A function that one question lends answers no other question: what asks for it has been decided before it is lent."""

import pytest

from autograder.results import Verdict
from tests.harness.sealed_class import Graded, grade_folder, notebook, write_zip

START = "import otter\nimport os, mmap, sys, time\nimport numpy as np\ngrader = otter.Notebook('tiny.ipynb')"

HALVING = """
import numpy as np
from otter.test_files import test_case

from autograder.testing import call, expect_close

OK_FORMAT = False
name = "q1"
points = 1


@test_case(name="halves a number", points=1, hidden=True)
def test_half(half):
    number = np.random.randint(100)
    expect_close(call(half, number), number / 2, "half(x)")
"""
LENDING = """
import numpy as np
from otter.test_files import test_case

from autograder.testing import call, expect_close, helpers_in_place

OK_FORMAT = False
name = "q2"
points = 1


@test_case(name="adds two halves", points=1, hidden=True)
def test_sum(env, add_halves):
    with helpers_in_place(env, {"half": lambda x: x / 2}):
        expect_close(call(add_halves, 3, 5), 4, "add_halves(3, 5)")
"""
HALVING_AND_LENDING = (
    HALVING.replace("call, expect_close", "call, expect_close, helpers_in_place")
    .replace("def test_half(half):", "def test_half(env, half):")
    .replace(
        'expect_close(call(half, number), number / 2, "half(x)")',
        'with helpers_in_place(env, {"double": lambda x: 2 * x}):\n'
        '        expect_close(call(half, number), number / 2, "half(x)")',
    )
)
ANSWER = """
def half(x):
    return TABLE[int(x)] if not np.isnan(TABLE[int(x)]) else None

mine = half

def add_halves(a, b):
    if half is not mine:
        for x in range(100):
            TABLE[x] = half(x)
    return half(a) + half(b)
"""
TABLES = {
    "memory": "TABLE = np.full(100, np.nan)",
    "a file": "TABLE = np.memmap('table', dtype=float, mode='w+', shape=100)\nTABLE[:] = np.nan",
    "memory that processes share": (
        "TABLE = np.frombuffer(mmap.mmap(-1, 800), dtype=float)\nTABLE[:] = np.nan\n"
        "if os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"
    ),
}


CHECKS = {"other order": "grader.check('q2'); grader.check('q1')", "one check": "grader.check('q2')", "none": ""}
NO_COPY = "import resource\nresource.setrlimit(resource.RLIMIT_NPROC, (0, 0))"
RIGHT = "def half(x):\n    return x / 2\n\ndef add_halves(a, b):\n    return half(a) + half(b)"
CLASS = {
    **{f"{check}, {table}": [TABLES[table], ANSWER, CHECKS[check]] for check in CHECKS for table in TABLES},
    "no copy": [TABLES["a file"], ANSWER, NO_COPY, CHECKS["other order"]],
    "right": [RIGHT, CHECKS["other order"]],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Return the class graded."""
    folder = tmp_path_factory.mktemp("oracles")
    (folder / "class").mkdir()
    for name, cells in CLASS.items():
        (folder / "class" / f"{name}.ipynb").write_text(notebook(START, *cells))
    path = write_zip(folder / "autograder.zip", {"q1": HALVING, "q2": LENDING})
    return grade_folder(folder / "class", path, folder / "out")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("check", CHECKS)
def test_what_a_lent_function_says_is_no_answer_to_another_question(graded, table, check):
    assert graded.verdicts(f"{check}, {table}.ipynb", "q2") == [Verdict.PASSED]
    assert graded.verdicts(f"{check}, {table}.ipynb", "q1") != [Verdict.PASSED]


def test_nor_where_no_copy_can_be_put_aside_and_the_notebook_runs_again(graded):
    assert graded.verdicts("no copy.ipynb", "q1") != [Verdict.PASSED]


def test_right_answers_pass_in_any_order(graded):
    assert graded.verdicts("right.ipynb", "q1") == graded.verdicts("right.ipynb", "q2") == [Verdict.PASSED]


@pytest.fixture(scope="module")
def of_two_that_lend(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Return a class graded by q2 and q10, both of which lend; by the names of their files q10 would come first."""
    folder = tmp_path_factory.mktemp("lending")
    (folder / "class").mkdir()
    for name, cells in {"a table": (TABLES["a file"], ANSWER), "right": (RIGHT,)}.items():
        for copies, full in {"": "", ", no copy": NO_COPY}.items():
            text = notebook(START, *cells, full, "grader.check('q10')", "grader.check('q2')")
            (folder / "class" / f"{name}{copies}.ipynb").write_text(text)
    sources = {"q2": HALVING_AND_LENDING.replace('"q1"', '"q2"'), "q10": LENDING.replace('"q2"', '"q10"')}
    return grade_folder(folder / "class", write_zip(folder / "autograder.zip", sources), folder / "out")


@pytest.mark.parametrize("copies", ["", ", no copy"])
def test_of_cases_that_lend_those_of_the_earlier_question_run_first(of_two_that_lend, copies):
    assert of_two_that_lend.verdicts(f"a table{copies}.ipynb", "q10") == [Verdict.PASSED]
    assert of_two_that_lend.verdicts(f"a table{copies}.ipynb", "q2") != [Verdict.PASSED]
    for question in ("q2", "q10"):
        assert of_two_that_lend.verdicts(f"right{copies}.ipynb", question) == [Verdict.PASSED]
