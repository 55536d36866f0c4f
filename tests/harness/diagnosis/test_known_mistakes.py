"""A submission with a known mistake gets its hint, any other none that is not true of it."""

import contextlib
import zipfile

import pytest

from autograder.assignments.solution import SolutionCell
from autograder.build.grading_zip import write_grading_zip
from autograder.course.settings import find_course
from autograder.grader.bundle import open_bundle
from tests.harness.jails import needs_jail

from .conftest import MISCONCEPTIONS, NEVER_ENDS, grade, grading_worker, write_sums_course

pytestmark = needs_jail


def test_the_hint_is_that_of_the_mistake_however_it_is_written(grade_sum):
    for source in (
        "def add_three(x):\n    return x * 3.0",
        "def add_three(number):\n    total = 0\n    for _ in range(3):\n        total += number\n    return total",
        "class Times:\n    def __call__(self, x):\n        return [x + x + x][0]\nadd_three = Times()",
    ):
        assert grade_sum(source).hints == {"q1": ["You multiply by three; add it."]}
    assert grade_sum("add_three = lambda x: 4.0").hints == {
        "q1": ["You add three to 1 only; add it to x, whatever x is."]
    }


def test_a_mistake_of_which_the_bank_does_not_say_what_it_fails_is_found_too(grade_sum):
    assert grade_sum("def add_three(x):\n    return 2 + x").hints == {"q1": ["You add two, not three."]}


def test_a_mistake_that_remembers_is_found_by_what_it_does_in_the_order_of_the_calls(grade_sum):
    source = "sums = [0]\ndef add_three(x):\n    sums.append(sums[-1] + x + 3)\n    return sums[-1]"
    assert grade_sum(source).hints == {"q1": ["Your sum goes on from the last call; begin anew in every call."]}


def test_a_mistake_that_draws_when_its_cell_runs_draws_what_the_submission_drew(grade_sum):
    source = "import numpy as np\nextra = np.random.randint(10, 20)\ndef add_three(x):\n    return extra + x"
    assert grade_sum(source).hints == {
        "q1": ["The number that you add is drawn at random when the cell runs; add three."]
    }


@pytest.mark.parametrize("before", ["", "other_number = 10\n"], ids=["which it has not", "which it has"])
def test_a_mistake_that_uses_a_name_from_elsewhere_is_found_in_a_notebook(grade_sum, before):
    source = f"{before}def add_three(x):\n    return other_number + x"
    assert grade_sum(source).hints == {"q1": ["You add a number from another cell; add three."]}


def test_a_known_mistake_that_never_ends_keeps_no_other_from_being_found(tmp_path):
    bank = MISCONCEPTIONS.replace("\n# %%", f"{NEVER_ENDS}\n\n# %%", 1)  # before all others
    worker = grading_worker(write_sums_course(tmp_path / "course", bank), "adding", tmp_path)
    with contextlib.closing(worker):
        graded = grade(worker, tmp_path, "adding", [SolutionCell("def add_three(x):\n    return x * 3.0")], ["q1"])
    assert graded.hints == {"q1": ["You multiply by three; add it."]}


@pytest.mark.parametrize(
    "source",
    ["def add_three(x):\n    return 3 + x", "def add_three(x):\n    ...", "add_three = None"],
    ids=["right", "stub", "none"],
)
def test_where_nothing_is_wrong_or_nothing_is_done_there_is_no_hint(grade_sum, source):
    assert grade_sum(source).hints == {}


def test_where_the_cell_is_no_python_that_is_the_hint(grade_sum):
    assert grade_sum("\ndef add_three(x):\n    return x +* 3").hints == {
        "q1": ["`add_three` is missing because cell 1 stopped: SyntaxError: invalid syntax (line 3 of cell 1)."]
    }


def test_a_mistake_that_is_almost_a_known_one_does_not_get_its_hint(grade_sum):
    (hidden, public) = grade_sum("def add_three(x):\n    return 2.999 * x").hints["q1"]
    assert 'In the test "adds three to any number": add_three(x) is wrong: it is' in hidden
    assert "it is 2.999, expected 4." in public


def test_hints_hold_no_number_of_a_hidden_case(grade_sum):
    graded = grade_sum("def add_three(x):\n    return x - 1")
    hidden = graded.messages("q1")[1]
    numbers = [word.rstrip(".,;") for word in hidden.split() if any(map(str.isdigit, word))]
    assert numbers
    assert not any(number in hint for number in numbers for hint in graded.hints.get("q1", []))


def test_the_solution_is_in_the_zip_for_grading_alone(sums_course, tmp_path):
    write_grading_zip(find_course(sums_course).assignment("adding"), tmp_path / "grading.zip")
    open_bundle(tmp_path / "grading.zip").write_copy(tmp_path / "otter.zip", seed=1)
    with zipfile.ZipFile(tmp_path / "grading.zip") as grading, zipfile.ZipFile(tmp_path / "otter.zip") as otter:
        assert b"return x + 3" in grading.read("diagnosis/solution.py")
        assert not any(b"return x + 3" in otter.read(name) for name in otter.namelist())
        assert set(grading.namelist()) - set(otter.namelist()) == {
            "assignment.json",  # with the rubric for those who mark
            "diagnosis/misconceptions.py",
            "diagnosis/solution.py",
        }


def test_a_submission_finds_nothing_of_the_solution(grade_sum):
    search = """
import os
found = [os.path.join(folder, name) for folder, _, names in os.walk("/") for name in names
         if name in ("misconceptions.py", "solution.py") and "site-packages" not in folder]
def add_three(x):
    return x + (3 if not found else 0)
"""
    assert grade_sum(search).hints == {}
