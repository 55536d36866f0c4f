"""Mistakes that authors make: each is refused in one sentence that says where it is and what to do."""

import codecs
import os
import subprocess
import sys

import pytest
from rich.console import Console

from autograder.audit.check import check
from autograder.build.faults import quick_faults, refuse_faults
from autograder.build.new import new_assignment
from autograder.build.release import build
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from tests.harness.audit.mistakes import (
    DATA,
    MASTER,
    NAME,
    Q1,
    SEEN_AT_ONCE,
    SETTINGS,
    SHOWN_BY_TRYING,
    SOLUTION_NOT_RIGHT,
    STUB_BROKEN,
    WRONG,
    Mistake,
)
from tests.harness.jails import needs_jail

AUTHORS_FILES = (SETTINGS, MASTER, Q1, Q1.replace("q1", "reference"), WRONG)


@pytest.fixture
def course(tmp_path):
    new_assignment(tmp_path, NAME)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.csv").write_text("1,2\n")
    return tmp_path


def checked(course, *mistakes):
    for mistake in mistakes:
        mistake.make(course)
    return check(find_course(course), NAME, console=Console(stderr=True), jobs=1)


def test_there_are_forty_of_them_and_more():
    assert len({mistake.what for mistake in (*SEEN_AT_ONCE, *SOLUTION_NOT_RIGHT, *SHOWN_BY_TRYING, STUB_BROKEN)}) >= 40


def test_nothing_is_said_of_an_assignment_without_a_mistake(course):
    assert quick_faults(find_course(course).assignment(NAME)) == ()


@pytest.mark.parametrize("file", AUTHORS_FILES)
def test_a_file_in_another_encoding_is_named_with_the_line(course, file):
    path = course / file
    line = path.read_text(encoding="utf-8").count("\n") + 1
    path.write_bytes(path.read_bytes() + "# Müller\n".encode("latin-1"))
    with pytest.raises(AutograderError) as caught:
        refuse_faults(find_course(course).assignment(NAME))
    assert f"{path.name}:{line}: this is not UTF-8; save the file in that encoding." in str(caught.value)
    assert not checked(course).ready


@pytest.mark.parametrize("file", AUTHORS_FILES)
def test_a_file_as_editors_of_windows_write_it_is_read(course, file):
    path = course / file
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n"))
    assert quick_faults(find_course(course).assignment(NAME)) == ()


@pytest.mark.parametrize("mistake", SEEN_AT_ONCE, ids=[mistake.what for mistake in SEEN_AT_ONCE])
def test_what_reading_shows_is_said_by_check_without_running_anything(course, mistake):
    mistake.make(course)
    try:
        said = [fault.sentence for fault in quick_faults(find_course(course).assignment(NAME))]
    except AutograderError as error:
        said = [str(error)]
    assert "\n".join(said) == mistake.says


def test_a_copy_of_an_answer_in_a_file_for_students_is_refused(course):
    (course / "data" / "x.csv").write_text("def tools(X, w, b):\n    return (X @ w + b > 0).astype(int)\n")
    Mistake("", SETTINGS, "# [late]", DATA + "\n# [late]").make(course)
    said = [fault.sentence for fault in quick_faults(find_course(course).assignment(NAME))]
    assert said == ["[files.student] 'x.csv' has a copy of the answer to q1; take it out."]


@pytest.mark.parametrize(
    "given",
    [
        "def predict(X, w, b):\n    raise NotImplementedError",
        "b = 0.0\nlabels = np.zeros(3).astype(int)",
        "def show(predict, X):\n    return predict(X, np.ones(2), 0.0)",
    ],
    ids=["a stub", "a part of an answer", "a use of the answer"],
)
def test_given_code_that_is_no_answer_is_let_through(course, given):
    Mistake("", MASTER, "# Given code and imports", f"{given}\n\n# Given code and imports").make(course)
    assert quick_faults(find_course(course).assignment(NAME)) == ()


def test_a_mistake_that_is_about_a_name_that_is_not_there_says_so(course):
    path = course / WRONG
    item = "\n\n# %% w without self\n# question: q1\n# hint: There is no {}: say self.weights.\ndef predict(X, w, b):\n"
    path.write_text(path.read_text() + item.format("weights") + "    return X @ weights\n")
    assert quick_faults(find_course(course).assignment(NAME)) == ()


def test_settings_that_cannot_be_read_are_a_row_like_any_other(course):
    readiness = checked(course, Mistake("", "solutions/lines/assignment.toml", "[points]", "[point]"))
    assert [(row.what, bool(row.found), len(row.faults)) for row in readiness.rows][:2] == [
        ("settings", True, 1),
        ("master notebook", False, 0),
    ]


def test_a_stub_that_is_not_python_is_not_built(course):
    STUB_BROKEN.make(course)
    sentence = r"Students' notebook, cell \d+ \(def train.*not valid Python in line"
    with pytest.raises(AutograderError, match=sentence):
        build(find_course(course).assignment(NAME), course / "build")
    assert not (course / "build").exists()


@needs_jail
@pytest.mark.slow
def test_a_solution_that_is_not_right_is_told_before_what_follows_from_it(course):
    readiness = checked(course, *SOLUTION_NOT_RIGHT)
    rows = {row.what: row for row in readiness.rows}
    assert [row.what for row in readiness.rows if row.faults] == ["solution, sealed engine"]
    assert rows["solution, sealed engine"].found == "3.5 of 5 points"
    assert rows["bank items run"].found == ""
    said = readiness.faults
    assert (
        said[0]
        == "The solution's cell 'import numpy as np' (given code) stops with ZeroDivisionError: division by zero"
    )
    assert said[1].startswith("q1, 'a point on the line is of class 0': the solution does not get its")
    assert said[2].startswith(
        "q2, 'works together with your own predict after one point': the solution does not get its"
    )
    assert len(said) == 3


@needs_jail
@pytest.mark.slow
def test_what_running_shows_is_said_case_by_case_and_item_by_item(course):
    readiness = checked(course, *SHOWN_BY_TRYING)
    beginnings = [
        "q3, 'ans_xor is answered': the untouched notebook gets its points (1); is the whole answer in it",
        "q1, 'tells two points apart': fails for nothing that was tried, not even for functions that return zeros;",
        "misconceptions.py:17: 'ans_xor is a single word' costs nothing: no case of q3 fails by it;",
        "misconceptions.py:25: 'is 0' has # fails: tells two points apart, but that case of q1 passes;",
        "misconceptions.py:34: 'all are 1' costs points in q2, too; put right helpers there (helpers_in_place), or say",
        "misconceptions.py:42: 'for ever' never ends, or takes far longer than the solution; let its loops end, or",
        "misconceptions.py:51: 'no such function' cannot be run: AttributeError: module 'numpy' has no attribute 'sin",
        "misconceptions.py:59: 'no such name' cannot be run: AttributeError: module 'numpy' has no attribute 'preditc'",
        "misconceptions.py:66: 'right after all' costs nothing: no case of q1 fails by it;",
        "alternatives.py:4: 'predict with a list' is right, but q1, 'is right for any number of points and",
    ]
    for sentence, beginning in zip(readiness.faults, beginnings, strict=True):
        assert sentence.startswith(beginning)


def test_a_build_refuses_what_reading_shows_unless_it_is_told_to_build_anyway(course):
    (course / WRONG).write_text((course / WRONG).read_text().replace("# question: q3", "# question: q4"))

    def built(*more):
        command = [sys.executable, "-m", "autograder", "build", NAME, *more]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, check=False)

    refused = built()
    assert refused.returncode == 2
    assert "'ans_xor is a single word' has # question: q4, which is no question" in refused.stderr
    assert not (course / "build").exists()
    assert built("--anyway").returncode == 0
