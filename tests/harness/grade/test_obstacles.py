"""What would cost a whole class marks and is the instructor's matter stops the run before anything is graded."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.errors import AutograderError
from autograder.grade.obstacles import missing_packages, obstacles
from autograder.grader.bundle import open_bundle
from autograder.intake.imports import missing_in
from autograder.intake.submission import Submission
from tests.harness.graded import grade

TEST = "OK_FORMAT = True\ntest = {'name': 'q1', 'points': 1, 'suites': [{'cases': [{'code': '>>> x\\n1'}]}]}\n"
ENVIRONMENT = "dependencies:\n  - python=3.13\n  - pip\n  - pip:\n    - otter-grader[grading]==7.0.0\n    - {}\n"


@pytest.fixture
def zip_with(tmp_path, make_zip):
    """Make a zip whose test has `code` before it, with these files and settings besides."""

    def make(code="", config=None, **files):
        given = {"tests/q1.py": code + TEST, "otter_config.json": json.dumps(config or {})}
        return open_bundle(make_zip(tmp_path / "course.zip", given | files))

    return make


@pytest.fixture
def class_of(tmp_path, make_notebook):
    """Return submissions with these first cells."""

    def make(*cells):
        found = []
        for number, cell in enumerate(cells):
            path = tmp_path / f"s{number}.ipynb"
            path.write_text(make_notebook([cell, "x = 1"]), encoding="utf-8")
            found.append(Submission(path.name, path))
        return found

    return make


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        ("import nowhere", {"nowhere"}),
        ("from nowhere.deep import *", {"nowhere"}),
        ("import numpy as np, nowhere as n, other.deep", {"nowhere", "other"}),
        ("def f():\n    import nowhere", {"nowhere"}),
        ("try:\n    import nowhere\nexcept ImportError:\n    nowhere = None", set()),
        ("if colab:\n    import nowhere", set()),
        ("from google.colab import drive", set()),
        ("import os, sklearn.svm, otter", set()),
        ("test = {'code': '>>> import nowhere\\n>>> from other import a'}", {"nowhere", "other"}),
        ("print('where to import from')", set()),
        ("from . import nowhere", set()),
        ("%matplotlib inline\n!pip install nowhere\nif a:\n    import nowhere", set()),
    ],
)
def test_what_code_imports_that_is_not_here(source, missing):
    assert missing_in(source) == missing


def test_what_most_submissions_import_is_named_with_how_many_and_what_to_do(zip_with, class_of):
    (said,) = obstacles(zip_with(), class_of("import nowhere", "from nowhere import *", "import numpy"), None)
    assert said == "nowhere, which 2 of 3 submissions import, is not installed here: pip install nowhere."


def test_a_students_own_odd_import_stops_nobody(zip_with, class_of):
    assert list(obstacles(zip_with(), class_of("import nowhere", "x = 1"), None)) == []


def test_one_is_enough_where_the_zip_itself_names_the_package(zip_with, class_of):
    bundle = zip_with(**{"environment.yml": ENVIRONMENT.format("nowhere>=2")})
    assert "1 of 3 submissions import" in "".join(obstacles(bundle, class_of("import nowhere", "a = 1", "b = 2"), None))
    assert missing_packages(bundle) == ["nowhere"]


def test_what_tests_import_is_named_without_any_submission(zip_with, class_of):
    said = obstacles(zip_with("import bs5, cv2\n"), class_of("x = 1"), None)
    assert list(said) == [
        "bs5, which the tests q1 import, is not installed here: pip install bs5.",
        "cv2, which the tests q1 import, is not installed here: pip install opencv-python.",
    ]


def test_what_lies_beside_the_notebook_is_no_package(zip_with, class_of, tmp_path, make_notebook):
    bundle = zip_with("import helpers\n", **{"files/helpers.py": "", "files/tools/__init__.py": ""})
    assert list(obstacles(bundle, class_of("import helpers, tools"), None)) == []
    assert list(obstacles(bundle, class_of("%%writefile own.py\na = 1", "import own  # own.py"), None)) == []
    with zipfile.ZipFile(tmp_path / "s.zip", "w") as archive:
        archive.writestr("s.ipynb", make_notebook(["import mine"]))
        archive.writestr("mine.py", "")
    assert list(obstacles(bundle, [Submission("s.zip", tmp_path / "s.zip")], None)) == []


def test_in_an_assignment_of_ours_a_few_students_decide_nothing(zip_with, class_of):
    bundle = zip_with(**{"assignment.json": "{}"})
    assert list(obstacles(bundle, class_of("import nowhere", "import nowhere"), None)) == []
    assert len(list(obstacles(bundle, class_of(*["import nowhere"] * 3), None))) == 1


def test_plugins_that_are_not_run_here_are_named(zip_with):
    (said,) = obstacles(zip_with(config={"plugins": ["course.Curve"]}), [], None)
    assert said.startswith("The zip runs course.Curve under otter")


def test_the_run_stops_before_anything_is_graded(zip_with, class_of, tmp_path, no_guardian):
    bundle, out = zip_with(), tmp_path / "out"
    (submission,) = class_of("import nowhere")
    with pytest.raises(AutograderError, match=r"nowhere, which 1 of 1 submissions import.*--even-so"):
        grade([submission.path], assignment_zip=bundle.path, assignment_name="course", out=out, isolation="none")
    assert not (out / "results.json").exists()


def test_the_doctor_says_the_same(zip_with, class_of):
    (submission,) = class_of("import nowhere")
    bundle = zip_with("import bs5\n", {"show_stdout": True})
    told = CliRunner().invoke(app, ["doctor", "--assignment", str(bundle.path), str(submission.path)])
    lines = told.stdout.splitlines()
    assert "missing  assignment: bs5, which the tests q1 import, is not installed here: pip install bs5." in lines
    assert any("nowhere, which 1 of 1 submissions import" in line for line in lines)
    assert any(line.startswith("weaker   assignment: The zip's setting show_stdout") for line in lines)
    assert told.exit_code == 3


def test_the_doctor_finds_nothing_wrong_with_a_sound_zip(zip_with):
    told = CliRunner().invoke(app, ["doctor", "--assignment", str(zip_with().path)])
    assert "fine     assignment: all that it imports is installed" in told.stdout.splitlines()
