"""The first and the last cell of what students get, in a real kernel."""

import shutil
import zipfile

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.build.new import new_assignment
from autograder.build.own_cells import with_own_cells
from autograder.build.release import build_assignment
from tests.harness.conftest import ROOT

RELEASED_TO = ROOT / "assignment/binary_mlp"
RELEASED = nbformat.read(RELEASED_TO / "binary_mlp.ipynb", 4)


def run(folder, *cells):
    """Return the cells after they have run in the folder."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, timeout=300, allow_errors=True, resources=resources).execute()
    return notebook.cells


@pytest.fixture
def start(tmp_path):
    """Return a function that puts files into a folder, runs the first cell there, and returns what it shows."""

    def run_there(*names):
        for name in names:
            if name == "tests":
                (tmp_path / name).mkdir()
            elif name.endswith(".py"):
                shutil.copyfile(RELEASED_TO / name, tmp_path / name)
            else:
                nbformat.write(RELEASED, tmp_path / name)
        return run(tmp_path, RELEASED.cells[0].source)[0].outputs

    return run_there


def test_all_in_place_says_nothing(start):
    assert start("binary_mlp.ipynb", "tests", "hand_in.py", "notebook_page.py") == []


@pytest.mark.parametrize(
    ("there", "sentence"),
    [
        (
            ["my copy.ipynb", "tests"],
            "The notebook must be called binary_mlp.ipynb: give it that name again, and restart.",
        ),
        (["binary_mlp.ipynb"], "The folder tests is missing in {folder}: put it there, beside the notebook."),
        (
            ["binary_mlp.ipynb", "tests"],
            "The file hand_in.py is missing in {folder}: put it there, beside the notebook.",
        ),
        (
            ["binary_mlp.ipynb", "tests", "hand_in.py"],
            "The file notebook_page.py is missing in {folder}: put it there, beside the notebook.",
        ),
        ([], "This is the wrong folder, {folder}: open the notebook in the folder of the assignment."),
    ],
    ids=["renamed", "no tests", "no hand_in", "no notebook_page", "wrong folder"],
)
def test_what_is_missing_is_one_sentence(start, tmp_path, there, sentence):
    (shown,) = start(*there)
    assert shown.output_type == "error"
    assert shown.traceback == [sentence.format(folder=tmp_path)]


@pytest.mark.parametrize(
    ("hand_in", "call"),
    [((), "grader.export(html=False, pdf=False)"), (("html", "pdf"), "grader.export(html=True, pdf=True)")],
)
def test_the_last_cell_makes_what_the_settings_ask_for(hand_in, call):
    cell = nbformat.v4.new_code_cell("grader.export(run_tests=True)", metadata={"editable": False})
    (made,) = with_own_cells(nbformat.v4.new_notebook(cells=[cell]), "small", hand_in).cells
    assert made.source.splitlines()[-1] == call


@pytest.mark.slow
def test_the_last_cell_tries_what_is_saved_and_writes_what_is_handed_in(tmp_path):
    new_assignment(tmp_path, "first_steps")
    student = build_assignment("first_steps", tmp_path / "build", course=tmp_path).student
    folder = tmp_path / "student"
    shutil.copytree(student, folder)
    first, *_, last = nbformat.read(folder / "first_steps.ipynb", 4).cells
    asked = last.source.replace("html=False", "html=True")
    saved = nbformat.read(folder / "first_steps.ipynb", 4)
    saved.cells[-1].source = asked
    nbformat.write(saved, folder / "first_steps.ipynb")
    said = run(folder, first.source, asked)[1].outputs
    texts = "\n".join(shown.get("text", "") or shown.get("data", {}).get("text/html", "") for shown in said)
    assert not [shown for shown in said if shown.output_type == "error"], texts
    assert "first_steps.ipynb could not be saved from here." in texts, "nobody is there to save the notebook"
    assert "Changed since you ran it, or not run since the start: `import numpy as np`, " in texts
    assert "results when run against available test cases" in texts
    (handed_in,) = folder.glob("*.zip")
    assert f"Hand in {handed_in.name}, or first_steps.ipynb: both are graded alike." in texts
    with zipfile.ZipFile(handed_in) as archive:
        assert archive.read("first_steps.ipynb") == (folder / "first_steps.ipynb").read_bytes()
        assert b"<math" in archive.read("first_steps.html")
    assert "both are graded alike" in saved.cells[-2].source
