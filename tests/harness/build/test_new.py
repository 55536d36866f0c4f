"""`autograder new`: a small assignment that works, wherever it is made."""

import json
import os
import subprocess
import sys

import pytest

from autograder.build.graded_tests import read_graded_tests
from autograder.build.new import new_assignment
from autograder.course.settings import course_for_new, find_course
from autograder.errors import AutograderError
from tests.harness.jails import needs_jail


def autograder(*words, folder):
    command = [sys.executable, "-m", "autograder", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@needs_jail
@pytest.mark.slow
def test_in_an_empty_folder_its_solution_gets_every_point_and_its_notebook_none(tmp_path):
    notebooks = [f"build/first_steps/{part}/first_steps.ipynb" for part in ("solution", "student")]
    for words in (
        ("new", "first_steps"),
        ("build", "first_steps"),
        ("grade", *notebooks, "--assignment", "first_steps", "--out", "results"),
    ):
        done = autograder(*words, folder=tmp_path)
        assert done.returncode == 0, done.stderr
    graded = json.loads((tmp_path / "results" / "results.json").read_text())["submissions"]
    assert [one["score"] for one in graded] == [5, 0]
    assert all(case["verdict"] == "not_attempted" for name in graded[1]["questions"].values() for case in name["cases"])


def test_it_has_a_case_of_each_kind_and_an_item_in_each_bank(tmp_path):
    new_assignment(tmp_path, "first_steps")
    assignment = find_course(tmp_path).assignment("first_steps")
    cases = [case for name in assignment.points for case in read_graded_tests(assignment.tests / f"{name}.py").cases]
    assert {case.hidden for case in cases} == {True, False}
    assert assignment.title == "First steps"
    assert assignment.manual
    assert assignment.rubric
    assert assignment.training
    for bank in ("misconceptions.py", "alternatives.py"):
        assert "# %% " in assignment.notebook.with_name(bank).read_text()


def test_in_a_course_it_is_one_more_whatever_the_current_folder(make_course):
    course = make_course()
    assert course_for_new(course / "solutions" / "adding") == course
    new_assignment(course, "second")
    assert find_course(course).names == ("adding", "second")


@pytest.mark.parametrize("name", ["", "two words", "../up", "9lives", "a.b", "-x"])
def test_a_name_that_cannot_be_one_is_refused_and_nothing_written(tmp_path, name):
    with pytest.raises(AutograderError, match="cannot name an assignment"):
        new_assignment(tmp_path, name)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(make_course):
    course = make_course()
    before = (course / "solutions/adding/master.py").read_bytes()
    with pytest.raises(AutograderError, match=r"already a folder solutions.adding"):
        new_assignment(course, "adding")
    assert (course / "solutions/adding/master.py").read_bytes() == before


def test_what_is_written_is_formatted_as_linters_want_it(tmp_path, root):
    new_assignment(tmp_path, "first_steps")
    ruff = [sys.executable, "-m", "ruff", "format", "--check", "--config", root / "pyproject.toml", tmp_path]
    done = subprocess.run(ruff, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
