"""A cell that stops early is named at the first question that it touches; student code that raises, by its line."""

import shutil

import pytest

from autograder.reports.attention import needs_a_person
from autograder.results import Verdict
from tests.harness.sealed_class import grade_folder, notebook, write_zip

pytestmark = pytest.mark.skipif(shutil.which("bwrap") is None, reason="the jail needs bubblewrap")

TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "{0}"
points = 2


class NotAttempted(AssertionError):
    facts = {{"kind": "missing", "name": "{0}"}}


@test_case(name="of two", points=1, hidden=False)
def test_two({0}):
    if {0} is None:
        raise NotAttempted("not attempted yet")
    assert {0}(2) == 4


@test_case(name="of three", points=1, hidden=True)
def test_three({0}):
    if {0} is None:
        raise NotAttempted("not attempted yet")
    assert {0}(3) in (6, 9)
"""
IMPORTS = "import otter\nfrom google.colab import drive\nimport numpy as np"
START = "import otter\ngrader = otter.Notebook('tiny.ipynb')"
DOUBLE = "def double(x):\n\n    return np.add(x, x)"
SQUARE = "square = np.square"
SAID = "`np` is missing because cell 2 stopped: ModuleNotFoundError: No module named 'google.colab'."
SCRIPT = f"{START}\n\n# the imports\nfrom google.colab import drive; import numpy as np\n\n{DOUBLE}\n\n\n{SQUARE}\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("causes")
    (folder / "class").mkdir()
    questions = {name: TEST.format(name) for name in ("double", "square")}
    bundle = write_zip(folder / "autograder.zip", questions, limits={"cell_cpu_s": 1, "case_cpu_s": 1})
    submissions = {
        "colab.ipynb": notebook(START, IMPORTS, DOUBLE, SQUARE),
        "colab.py": SCRIPT,
        "quote.ipynb": notebook(START, "def double(x):\n    return list(3)('a')", "square = lambda x: {}['a']"),
        "draws.py": "import matplotlib.pyplot as plt\n\n# %% plot\nplt.plot([1, 2])\nplt.title('two')\n",
        "hangs.py": "x = 1\nwhile True:\n    x = 2\n",
        "right.ipynb": notebook(START, "import numpy as np", DOUBLE, SQUARE),
    }
    for name, content in submissions.items():
        (folder / "class" / name).write_text(content)
    return grade_folder(folder / "class", bundle, folder / "out")


def messages(graded, name):
    return {(q.name, case.name): case.message for q in graded[name].questions for case in q.cases if not case.hidden}


def test_the_cause_is_told_at_the_first_question_and_not_told_again(graded):
    double, square = graded["colab.ipynb"].questions
    assert double.hints[0].startswith(SAID)
    assert square.hints == ("`square` is missing here, too: see double.",)
    assert [case.verdict for case in square.cases] == [Verdict.ERROR] * 2


def test_the_cause_is_told_to_the_instructor(graded):
    (matter,) = [matter for matter in needs_a_person(graded.results) if "took answers" in matter.title]
    assert [name for name, _ in matter.items] == ["colab.ipynb", "colab.py"]
    assert matter.items[0][1].startswith(SAID)
    assert matter.items[0][1].endswith("(double, square)")


def test_in_a_script_the_cause_has_the_line_of_the_script(graded):
    said = SAID.replace("cell 2", "line 5 of your script")
    assert graded["colab.py"].questions[0].hints[0].startswith(said)
    assert messages(graded, "colab.py")["double", "of two"].startswith(
        "line 9 of your script, in double: return np.add"
    )


def test_a_right_notebook_has_no_cause(graded):
    assert not graded["right.ipynb"].causes
    assert graded["right.ipynb"].score == 4


def test_what_the_students_code_raised_has_the_line_of_the_student_and_keeps_its_quotes(graded):
    said = messages(graded, "quote.ipynb")
    assert said["double", "of two"] == (
        "line 2 of double: return list(3)('a')\nTypeError: 'int' object is not iterable"
    )
    assert said["square", "of two"] == "line 1 of cell 3: square = lambda x: {}['a']\nKeyError: 'a'"


def test_what_a_script_drew_or_lost_has_the_line_of_the_script(graded):
    (page,) = [text for name, text in graded.texts.items() if name.startswith("feedback/draws.py")]
    assert "Figure 1, from line 3 of your script" in page
    assert graded["hangs.py"].error == ("Line 2 of your script was left out: it was not done within the time limit.")
    (page,) = [text for name, text in graded.texts.items() if name.startswith("feedback/hangs.py")]
    assert "To find the place, run it from the beginning." in page
