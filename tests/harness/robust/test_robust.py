"""Every file that is handed in gets a row, whatever it is; and what is right in it gets its marks."""

import csv
import io
import json
import os
from collections.abc import Iterable

import pytest

from autograder.results import Status
from tests.harness.jails import needs_jail
from tests.harness.robust.files import (
    BEFORE,
    DOUBLE,
    GRADED,
    LARGE,
    NAMES,
    REJECTED,
    RIGHT,
    START,
    WORK,
    special,
    write,
)
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = needs_jail

QUESTION = """
from otter.test_files import test_case
import numpy as np

OK_FORMAT = False
name = "double"
points = 2


@test_case(name="small", points=1, hidden=False)
def test_small(double):
    assert double(2) == 4, "double(2) is wrong"


@test_case(name="random", points=1, hidden=True)
def test_random(double):
    x = np.random.normal(size=3)
    assert np.array_equal(double(x), 2 * x), "double(x) is wrong"
"""

BEFORE_NAMES = {f"before_{name}.ipynb": name for name in BEFORE}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with a class of odd files."""
    place = tmp_path_factory.mktemp("class")
    for name, (content, _) in (REJECTED | GRADED).items():
        if name not in LARGE:
            write(place / name, content)
    for name, code in BEFORE.items():
        cells = [START, code, DOUBLE, "grader.check('double')"]
        (place / f"before_{name}.ipynb").write_text(notebook(*cells))
    for name in NAMES:
        (place / name).write_text(WORK)
    os.link(place / "right.ipynb", place / "hard_link.ipynb")
    special(place)
    return place


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Return the folder in which the folder `results` is the one to write to."""
    return tmp_path_factory.mktemp("out")


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    # nothing here runs without end: a slow machine, not a cell, would be what a short limit tells apart
    limits = {"cell_cpu_s": 60, "case_cpu_s": 60}
    return write_zip(tmp_path_factory.mktemp("zip") / "autograder.zip", {"double": QUESTION}, limits=limits)


@pytest.fixture(scope="module")
def graded(folder, place, assignment):
    return grade_folder(folder, assignment, place / "results", timeout_s=300)


@pytest.fixture(scope="module")
def graded_large(tmp_path_factory, assignment):
    folder = tmp_path_factory.mktemp("large")
    for name in LARGE:
        write(folder / name, (REJECTED | GRADED)[name][0])
    return grade_folder(folder, assignment, tmp_path_factory.mktemp("out"), timeout_s=300)


@pytest.fixture
def submission(request, name):
    """Return the result for the file called `name`."""
    return request.getfixturevalue("graded_large" if name in LARGE else "graded")[name]


def large_ones_slow(names: Iterable[str]) -> list:
    """Return the names as parameters, those of large files marked as slow."""
    return [pytest.param(name, marks=pytest.mark.slow) if name in LARGE else name for name in names]


def test_every_file_has_a_row(graded, folder):
    names = sorted(path.name for path in folder.iterdir())
    assert sorted(submission.id for submission in graded.results.submissions) == names
    assert [submission.id for submission in graded.results.submissions if submission.engine_failed] == []
    rows = list(csv.DictReader(io.StringIO(graded.texts["grades.csv"], newline="")))
    assert len(rows) == len(names)
    assert len(json.loads(graded.texts["results.json"])["submissions"]) == len(names)


@pytest.mark.parametrize("name", large_ones_slow(REJECTED))
def test_what_cannot_be_graded_is_rejected_with_a_sentence(submission, name):
    assert (submission.status, submission.score, submission.questions) == (Status.REJECTED, 0, ())
    assert REJECTED[name][1] in submission.error
    assert len(submission.error) < 400
    assert submission.error.isprintable()
    assert submission.error.endswith(".")


@pytest.mark.parametrize("name", large_ones_slow(GRADED))
def test_what_looks_odd_is_graded(submission, name):
    assert submission.score == GRADED[name][1]
    assert submission.status is not Status.REJECTED, submission.error


@pytest.mark.parametrize("name", BEFORE_NAMES)
def test_right_answers_get_their_marks_whatever_was_done_before(graded, name):
    assert (graded[name].score, graded[name].error) == (RIGHT, None)


@pytest.mark.parametrize("name", NAMES)
def test_any_name_will_do(graded, name):
    assert (graded[name].score, graded[name].status) == (RIGHT, Status.GRADED)


def test_what_is_no_file_is_rejected_and_never_opened(graded, tmp_path):
    for name, words in special(tmp_path).items():
        assert (graded[name].status, words in graded[name].error) == (Status.REJECTED, True), graded[name].error


def test_a_hard_link_is_a_file(graded):
    assert graded["hard_link.ipynb"].score == RIGHT


def test_nothing_is_written_outside_the_folder_of_the_results(graded, folder, place):
    assert [path.name for path in place.iterdir()] == ["results"]
    assert all(path.name.isascii() and path.name.isprintable() for path in place.rglob("*"))
    assert not list(folder.parent.glob("*evil*"))


def test_the_terminal_gets_no_codes_but_its_own(graded):
    lines = graded.texts["the terminal"]
    assert "\x1b[2J" not in lines
    assert "\x1b]0" not in lines
    assert not {"\u202e", "\r", "\x07", "\t"} & set(lines)
    assert "escape\\x1b[2J" in lines
    lines.encode("utf-8")


def test_no_cell_of_the_table_is_a_formula(graded):
    for row in csv.reader(io.StringIO(graded.texts["grades.csv"], newline="")):
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
