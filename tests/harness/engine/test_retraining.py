"""What was trained and is not good enough is trained twice more, from other seeds; the best counts, and no more."""

import shutil

import pytest

from autograder.results import Verdict
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="the jail needs bubblewrap")

QUESTION = """
from autograder.testing import call, expect_trained, fresh_generator, measured, require_answer
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = 2


@test_case(name="there is one", points=0, hidden=False)
def test_there({name}):
    measured("{name}", require_answer({name}, "{name}"))


@test_case(name="it is a large number", points=1, hidden=True)
def test_large({name}):
    expect_trained(require_answer({name}, "{name}"), 0.5, "{name}")


@test_case(name="it is near a number that nobody knows", points=1, hidden=True)
def test_near(env, {name}):
    secret = fresh_generator().integers(10**6)
    if env.get("tell") is not None:
        call(env.get("tell"), secret)
    expect_trained(1 - min(abs(require_answer({name}, "{name}") - secret) / 10, 1), 0.5, "the nearness of {name}")
"""

START = "import numpy as np\nimport otter\ngrader = otter.Notebook('tiny.ipynb')"
# With the class's seed, which is 1, np.random.rand() gives 0.417; with 2 it gives 0.436, and with 3 it gives 0.551.
CELLS = {
    "lucky": ["first = np.random.rand()", "grader.check('first')"],
    "unchecked": ["first = np.random.rand()"],
    "good": ["first = 0.9", "grader.check('first')"],
    "stuck": ["np.random.seed(7)\nfirst = np.random.rand() / 10", "grader.check('first')"],
    "empty": ["first = ...", "grader.check('first')"],
    "elsewhere": [
        "trained = np.random.rand()",
        "grader.check('second')",
        "first = float(trained)",
        "grader.check('first')",
    ],
    "earlier": [
        "second = np.random.rand() + 0.2",
        "grader.check('second')",
        "first = np.random.rand()",
        "grader.check('first')",
    ],
    "fishing": [
        "from pathlib import Path",
        "def tell(secret):\n    Path('told').write_text(str(secret))",
        "first = float(Path('told').read_text()) if Path('told').exists() else 0.1",
        "grader.check('first')",
    ],
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for name, cells in CELLS.items():
        (folder / f"{name}.ipynb").write_text(notebook(START, *cells))
    tests = {name: QUESTION.format(name=name) for name in ("first", "second")}
    assignment = write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", tests)
    return grade_folder(folder, assignment, tmp_path_factory.mktemp("out"))


def large(graded, name, question="first"):
    return graded.case(f"{name}.ipynb", question, "it is a large number").verdict


def said(graded, name, question="first"):
    return graded.case(f"{name}.ipynb", question, "there is one").message


@pytest.mark.parametrize("name", ["lucky", "unchecked"])
def test_the_best_of_three_trainings_counts_and_each_is_told(graded, name):
    assert large(graded, name) is Verdict.PASSED
    assert said(graded, name) == (
        "first is 0.417; trained again from other seeds, 0.436 and 0.5508. The best training counts."
    )


def test_what_is_no_better_stays_as_it_was(graded):
    assert large(graded, "stuck") is Verdict.FAILED
    assert said(graded, "stuck").count("0.00763") == 3


def test_what_is_not_there_is_not_trained_again(graded):
    assert graded.verdicts("empty.ipynb", "first") == [Verdict.NOT_ATTEMPTED] * 3
    assert "again" not in said(graded, "empty")


def test_what_was_trained_for_an_earlier_question_is_not_trained_again(graded):
    assert said(graded, "earlier", "second").startswith("second is 0.617; trained again from other seeds, ")
    assert said(graded, "earlier") == (
        "first is 0.417; trained again from other seeds, 0.436 and 0.5508. The best training counts."
    )


def test_where_nothing_changes_the_whole_notebook_is_run_again(graded):
    assert large(graded, "elsewhere") is Verdict.PASSED
    assert said(graded, "elsewhere") == (
        "first is 0.417; trained again from other seeds, 0.417 and 0.5508. The best training counts."
    )


def test_nothing_that_hidden_cases_asked_finds_its_way_into_a_training(graded):
    near = graded.case("fishing.ipynb", "first", "it is near a number that nobody knows")
    assert near.verdict is Verdict.FAILED
    assert said(graded, "fishing") == (
        "first is 0.1; trained again from other seeds, 0.1 and 0.1. The best training counts."
    )


def test_all_trainings_together_have_the_time_of_one_submission(tmp_path):
    wait = "import time\ntime.sleep(1)"
    path = tmp_path / "class" / "slow.ipynb"
    path.parent.mkdir()
    path.write_text(notebook(START, wait, f"{wait}\nfirst = np.random.rand()", "grader.check('first')"))
    limits = {"submission_wall_s": 56}  # of 600 seconds of CPU time; it is given 60
    assignment = write_zip(tmp_path / "autograder.zip", {"first": QUESTION.format(name="first")}, limits=limits)
    graded = grade_folder(path.parent, assignment, tmp_path / "out")
    assert said(graded, "slow") == ("first is 0.417; trained again from other seeds, 0.436. The best training counts.")
