"""What the pages say of places that the tests cannot go to, as far as it can be seen here."""

import json
import os
import shutil
import subprocess
import sys
import zipfile

import nbformat
import pytest

from tests.harness.conftest import ROOT
from tests.harness.docs.markdown import read_page
from tests.harness.jails import needs_jail

# A shell that calls itself what Colab's does, which is how otter knows it; it begins in a folder without a notebook.
COLAB = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

Shell = type("Shell", (InteractiveShell,), {"__module__": "google.colab._shell"})
shell = Shell.instance()
for cell in json.load(sys.stdin):
    result = shell.run_cell(cell)
    assert result.success, cell
    print(result.result)
"""


def run_in_colab(cells, folder):
    return subprocess.run(
        [sys.executable, "-c", COLAB],
        input=json.dumps(cells),
        cwd=folder,
        env={**os.environ, "IPYTHONDIR": str(folder / "ipython")},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def uploaded(tmp_path):
    """A folder of Colab's with the student's zip in it, whose notebook is somewhere else."""
    archive = tmp_path / "binary_mlp"
    shutil.copytree(ROOT / "assignment" / "binary_mlp", archive / "binary_mlp")
    folder = tmp_path / "content"
    folder.mkdir()
    with zipfile.ZipFile(folder / "binary_mlp.zip", "w") as target:
        for path in sorted(archive.rglob("*")):
            target.write(path, path.relative_to(archive))
    return folder


@pytest.mark.slow
def test_the_checks_run_in_colab_from_the_unpacked_zip(uploaded):
    notebook = json.loads((ROOT / "assignment/binary_mlp/binary_mlp.ipynb").read_text())
    first = "".join(notebook["cells"][0]["source"])
    unpack = "import zipfile; zipfile.ZipFile('binary_mlp.zip').extractall()"  # for unzip, which this machine may lack
    answer = "def vectorize_images(X):\n    return X.reshape(len(X), -1).T / X.max(axis=(1, 2))"
    run = run_in_colab([unpack, "%cd binary_mlp", first, "import numpy as np", answer, 'grader.check("q3")'], uploaded)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "q3 results: All test cases passed!" in run.stdout


@pytest.mark.slow
def test_without_the_zip_colab_says_what_is_missing(uploaded):
    run = run_in_colab(['import otter\ngrader = otter.Notebook("binary_mlp.ipynb")'], uploaded)
    assert run.returncode != 0
    assert "tests does not exist" in run.stdout + run.stderr


@needs_jail
@pytest.mark.slow
def test_the_cell_for_colab_does_no_harm_when_a_notebook_is_graded(make_course):
    course = make_course()
    cell = next(block.content for block in read_page(ROOT / "docs" / "faq.md") if "%cd" in block.content)
    cells = [cell, "def add_three(x):\n    return x + 3"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    nbformat.write(notebook, course / "ada.ipynb")
    call = ["grade", "ada.ipynb", "--assignment", "adding", "--out", "results", "--quiet"]
    subprocess.run([sys.executable, "-m", "autograder", *call], cwd=course, check=True)
    (result,) = json.loads((course / "results" / "results.json").read_text())["submissions"]
    assert (result["status"], result["score"]) == ("graded", 2)
