"""A master notebook for `otter assign` is built as it stands, and what cannot be is refused with what to do."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from autograder.build.release import build_master
from autograder.cli import app
from autograder.errors import AutograderError
from tests.harness.parity.corpus.making import case, code, hidden, question


def master(path, **config):
    first = {"cell_type": "raw", "metadata": {}, "source": f"# ASSIGNMENT CONFIG\n{json.dumps(config)}"}
    cells = [first, code("a = 1"), *question("q1", "x = a + 1 # SOLUTION", case("x", "2"), hidden("x * 2", "4"))]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_what_students_get_has_no_solution_and_the_zip_has_all_tests(tmp_path):
    path = master(tmp_path / "hw1.ipynb", name="hw1")
    told = CliRunner().invoke(app, ["build", str(path), "--out", str(tmp_path / "build")])
    assert told.exception is None, told.exception
    assert told.output == f"{path}: built in {tmp_path / 'build' / 'hw1'}\n"
    student = (tmp_path / "build/hw1/student/hw1.ipynb").read_text(encoding="utf-8")
    assert ("a + 1" in student, "x = ..." in student) == (False, True)
    assert "a + 1" in (tmp_path / "build/hw1/solution/hw1.ipynb").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "build/hw1/autograder.zip") as archive:
        assert b"x * 2" in archive.read("tests/q1.py")


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("none.ipynb", None, "There is no master notebook"),
        ("hw.Rmd", "# R", "is R Markdown, and only Python"),
        ("hw.ipynb", "{}", "otter assign cannot read"),
    ],
)
def test_what_cannot_be_built_is_refused_with_a_sentence(tmp_path, name, text, part):
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(AutograderError, match=part):
        build_master(tmp_path / name, tmp_path / "build")


def test_a_master_that_otter_makes_no_zip_of_is_refused(tmp_path):
    with pytest.raises(AutograderError, match="generate: false"):
        build_master(master(tmp_path / "hw1.ipynb", generate=False), tmp_path / "build")


def test_a_master_is_no_zip_to_grade_with_and_the_sentence_says_how_to_make_one(tmp_path):
    path = master(tmp_path / "hw1.ipynb")
    told = CliRunner().invoke(app, ["grade", str(path), "--assignment", str(path), "--out", str(tmp_path / "out")])
    assert f"make one of it with: autograder build {path}" in str(told.exception)


def test_what_holds_for_assignments_of_a_course_alone_is_said(tmp_path):
    told = CliRunner().invoke(app, ["build", str(master(tmp_path / "hw1.ipynb")), "--release"])
    assert "not for master notebooks" in str(told.exception)
