"""What students read when they check a question in their own notebook, in a real kernel."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.testing import call
from autograder.testing.chain import in_a_cell
from autograder.testing.notebook import _cells, told_where, why_missing
from autograder.testing.statements import statements_for
from tests.harness.conftest import ROOT

NNET = next(
    cell.source
    for cell in nbformat.read(ROOT / "assignment/binary_mlp/binary_mlp.ipynb", 4).cells
    if cell.source.startswith("class NNet")
)
RELEASED = ROOT / "assignment/binary_mlp"
START = "import otter\ngrader = otter.Notebook('binary_mlp.ipynb')"
IMPORTS = "import os\nfrom google.colab import drive\nimport numpy as np"
SIGMOID = "# a comment\ndef sigmoid(Z):\n    Z = -Z\n    return 1 / (1 + np.exp(Z))"
DERIVED = "def deriv_sigmoid(Y):\n    return Y * (1 - Y).T.reshape(3, 7)"
NEAR = "def ReLU(Z):\n    return Z * (Z > 0)"
SILENT = "import numpy as np\ndef vectorize_images(X):\n    columns = X.reshape(len(X), -1).T"
STUB = "def feedforward(model, X):\n    ..."
LOST = "zeros = np.zeros(3)\ndef deriv_ReLu(Y):\n    return Y > 0"


def said_by(folder: Path, *cells: str) -> str:
    """Return what the last of the cells shows."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    nbformat.write(notebook, folder / "binary_mlp.ipynb")
    client = NotebookClient(notebook, timeout=120, allow_errors=True, resources={"metadata": {"path": str(folder)}})
    client.execute()
    (shown,) = notebook.cells[-1].outputs
    return " ".join(shown["data"]["text/plain"].split())


@pytest.fixture(scope="module")
def said_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("student")
    shutil.copytree(RELEASED / "tests", folder / "tests")
    return folder


@pytest.fixture(scope="module")
def said(said_folder):
    return said_by(said_folder, START, IMPORTS, SIGMOID, DERIVED, NEAR, LOST, "grader.check('q5')")


def test_the_check_names_the_cell_that_stopped(said):
    assert "`np` is missing because In [2] stopped: ModuleNotFoundError: No module named 'google.colab'." in said, said


def test_the_check_shows_the_students_own_line(said):
    assert "NameError: name 'np' is not defined in line 3 of sigmoid: return 1 / (1 + np.exp(Z))" in said
    assert "in line 2 of deriv_sigmoid: return Y * (1 - Y).T.reshape(3, 7)" in said


def test_the_check_points_to_a_name_that_is_almost_the_one_that_is_missing(said):
    assert "There is ReLU: is it meant to be ReLu?" in said


def test_the_check_follows_what_is_missing_to_its_root(said):
    assert "`deriv_ReLu` is missing because In [6] needs `np`, which is missing because In [2] stopped:" in said


@pytest.mark.parametrize(
    ("cells", "question", "due"),
    [
        ([SILENT], "q3", "although vectorize_images is filled in: does it return its result?"),
        ([STUB], "q7", "not attempted yet: what feedforward returns is None, and the model's Z are the zeros"),
    ],
)
def test_the_check_tells_a_stub_from_a_function_without_return(said_folder, cells, question, due):
    given = f"import numpy as np\n{NNET}"
    said = said_by(said_folder, START, given, *cells, f"grader.check({question!r})")
    assert due in said
    assert ("not attempted" in said) is (cells == [STUB])


def test_cells_are_numbered_as_in_the_notebook_when_otter_has_put_its_own_before_them():
    init, path = "from otter import Notebook as notebook_ab\nx", 'import sys\nsys.path.append(r"/tmp/w")'
    seeds = "import numpy as np_ab\nimport random as random_ab"
    seed = "np_ab.random.seed(42)\nrandom_ab.seed(42)\n"
    assert _cells({"In": ["", init, path, seeds, seed + "a = 1", seed + "b = 2"]}) == {1: "a = 1", 2: "b = 2"}
    assert _cells({"In": ["", "a = 1", init]}) == {1: "a = 1", 2: init}


def test_a_cell_is_not_called_by_the_name_of_its_file():
    assert in_a_cell("SyntaxError: invalid syntax (3780865247.py, line 5)") == "SyntaxError: invalid syntax"
    assert in_a_cell("SyntaxError: bad (helper.py, line 5)") == "SyntaxError: bad (helper.py, line 5)"


def test_what_a_failing_import_takes_away_does_not_come_back_in_a_second_computation():
    cells = ["import tensorflow\nimport numpy as np", "y = np.where(labels == 5, 1, 0)"]
    assert statements_for(cells, ["y"], ["labels"]) == ["y = np.where(labels == 5, 1, 0)"]


def test_where_there_is_no_notebook_nothing_is_added():
    def fails():
        raise KeyError("a")

    with pytest.raises(KeyError) as caught:
        call(fails)
    assert type(caught.value) is KeyError
    assert why_missing("name", "np") == ""
    assert told_where(caught.value) is caught.value


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("raise NotImplementedError()", "NotAttempted: "),
        ("return [][X]", "because In [4] stopped: IndexError: list index out of range"),
    ],
)
def test_an_answer_whose_cell_stopped_is_not_attempted_where_a_stub_stopped_it(said_folder, body, due):
    functions = f"def predict(model, X):\n    return X\ndef trained(X):\n    {body}"
    said = said_by(said_folder, START, functions, "model_1_5 = None", "model_1_5 = trained(1)", "grader.check('q11')")
    assert due in said
    assert ("stopped" in said) is (due != "NotAttempted: ")
