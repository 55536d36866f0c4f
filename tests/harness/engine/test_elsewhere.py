"""Work that seems not attempted is pointed to where it stands: in text, under another name, or after its check."""

import json
import shutil
import zipfile

import pytest

from autograder.engine.elsewhere import Elsewhere, is_known
from autograder.results import Verdict
from autograder.testing.spelling import close_name
from autograder.text.places import Places
from tests.harness.engine.test_grading_causes import START, TEST
from tests.harness.sealed_class import grade_folder, notebook, write_zip

DOUBLE = "def double(x):\n    return 2 * x"
STUB = 'def double(x):\n    """Return it."""\n    ...'
CHECK = "grader.check('double')"


def found(*cells, name="double", message="", checked=1, texts=(), known=()):
    return Elsewhere(cells, texts, Places(), known.__contains__).find(name, message, checked)


def test_a_definition_after_the_check_is_pointed_to():
    assert found(START, CHECK, DOUBLE) == (
        "`double` is defined in cell 3, after the check in cell 2 that counts: move it up."
    )
    assert found(STUB, CHECK, "x = 1", DOUBLE) == (
        "`double` is defined again in cell 4, after the check in cell 1 that counts: move it up."
    ).replace("cell 1 ", "cell 2 ")
    assert found(CHECK, STUB, DOUBLE, name="", message="not attempted yet: what double returns is None.", checked=0)


@pytest.mark.parametrize("later", [STUB, "double = ...", "double = None", "def double(x):\n    pass", "print(double)"])
def test_a_stub_after_the_check_is_nothing(later):
    assert not found(STUB, CHECK, later)


def test_a_word_of_the_message_that_is_no_function_is_not_taken_for_what_is_missing():
    assert not found(STUB, CHECK, "weights = [1]", name="", message="the weights are as before")


@pytest.mark.parametrize("text", [DOUBLE, f"```python\n{DOUBLE}\n```", "import numpy as np\ndouble = lambda x: 2 * x"])
def test_code_in_a_text_cell_is_pointed_to(text):
    said = "`double` stands in a text cell, after cell 1, and text is not run: make it a code cell."
    assert found(START, CHECK, texts=[(1, text)]) == said


@pytest.mark.parametrize("text", ["Write `double(x)`, which returns 2x.", f"```\n{STUB}\n```", "the double = the sum"])
def test_a_prompt_in_a_text_cell_is_none(text):
    assert not found(START, CHECK, texts=[(1, text)])


def test_a_name_that_is_almost_the_one_asked_for_is_pointed_to():
    said = "There is no `deriv_ReLu`, but `derivReLU` in cell 1: is that its name?"
    assert found("def derivReLU(Y):\n    return Y > 0", CHECK, name="deriv_ReLu") == said


@pytest.mark.parametrize(
    ("cell", "known"), [("def triple(x): return 3 * x", ()), ("def doubles(x): return x", {"doubles"}), (STUB, ())]
)
def test_a_name_that_is_far_or_that_the_assignment_knows_is_no_misspelling(cell, known):
    assert not found(cell, CHECK, known=known)


def test_case_and_underscores_do_not_count():
    assert close_name("feedforward", ["feed_forward", "backward"]) == "feed_forward"
    assert close_name("ReLu", ["sigmoid", "relu"]) == "relu"
    assert close_name("ReLu", ["sigmoid"]) == ""


def test_the_names_of_an_assignment_are_those_of_its_code():
    source = 'def test(double, env):\n    """About ReLU."""\n    env["x"] = triple(1)'

    assert all(is_known((source, "class NNet: pass"), name) for name in ("double", "triple", "NNet"))
    assert not is_known((source, ""), "ReLU")


SILENT = "def double(x):\n    result = 2 * x"
METHOD = "class Net:\n    def fit(self, X):\n        {0}"


@pytest.mark.parametrize(
    ("what", "value", "cells", "said"),
    [
        ("what double returns", "None", [SILENT], "is None, although double is filled in: does it return its result?"),
        ("what double returns", "None, and more", [SILENT], "is None, and more, although double is filled in"),
        ("double(2)", "None", [STUB, SILENT], "double(2) is None, although double is filled in"),
        ("the sum from double", "None", [SILENT], "although double is filled in"),
        ("what fit returns", "None", [METHOD.format("self.X = X")], "although fit is filled in"),
        (
            "a.w after fit for long",
            "None",
            [METHOD.format("w = 1")],
            "although fit is filled in: what does it put there?",
        ),
        ("answer", "None", ["answer = print(1)"], "in answer after cell 1, which sets it: does what it is made with"),
        (
            "answer",
            "an empty string",
            ["text = ''", "answer = text"],
            "no value in answer after cell 2, which sets it.",
        ),
    ],
)
def test_an_answer_that_is_filled_in_and_gives_nothing_is_asked_for_its_result(what, value, cells, said):
    assert said in Elsewhere(cells).without_result(what, value, None, {})


def test_of_an_answer_whose_cell_stopped_it_is_said_how_that_ended():
    said = Elsewhere([STUB, "answer = double(2)"]).without_result("answer", "None", None, {1: "NotImplementedError"})
    assert said == "There is no value in answer, because cell 2, which sets it, stopped: NotImplementedError"
    assert Elsewhere([STUB, "answer = double(2)"]).without_result("answer", "None", None, {1: ""}) == ""


@pytest.mark.parametrize(
    ("what", "cells"),
    [
        ("what double returns", [STUB]),
        ("what double returns", [SILENT, STUB]),
        ("what double returns", [STUB, CHECK, SILENT]),
        ("what fit returns", [METHOD.format("...")]),
        ("answer", ["answer = ..."]),
        ("answer", ["answer = '  '"]),
        ("answer", ["x = 1"]),
        ("what double returns", ["double = (", "double(1)"]),
    ],
)
def test_a_stub_is_not_asked_for_its_result(what, cells):
    assert Elsewhere(cells).without_result(what, "None", 1, {}) == ""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elsewhere")
    bundle = write_zip(folder / "autograder.zip", {"double": TEST.format("double")})
    (folder / "class").mkdir()
    (folder / "class" / "late.ipynb").write_text(notebook(START, CHECK, DOUBLE))
    (folder / "class" / "none.ipynb").write_text(notebook(START, CHECK))
    text = json.loads(notebook(START, "x = 1"))
    text["cells"].insert(1, {"cell_type": "markdown", "metadata": {}, "source": DOUBLE})
    (folder / "class" / "text.ipynb").write_text(json.dumps(text))
    return folder, bundle, grade_folder(folder / "class", bundle, folder / "out")


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="the jail needs bubblewrap")
def test_not_attempted_is_only_what_is_nowhere(graded):
    _, _, results = graded
    assert results.verdicts("none.ipynb", "double") == [Verdict.NOT_ATTEMPTED] * 2
    assert results.verdicts("late.ipynb", "double") == [Verdict.FAILED] * 2
    assert "in cell 3, after the check in cell 2" in results.case("late.ipynb", "double", "of two").message
    assert "stands in a text cell, after cell 1" in results.case("text.ipynb", "double", "of two").message


@pytest.mark.skipif(shutil.which("bwrap") is None, reason="the jail needs bubblewrap")
def test_where_the_assignment_says_so_the_last_definition_counts(graded):
    folder, bundle, _ = graded
    with zipfile.ZipFile(bundle) as source, zipfile.ZipFile(folder / "last.zip", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "assignment.json":
                content = json.dumps({**json.loads(content), "last_definition_counts": True}).encode()
            target.writestr(name, content)
    assert grade_folder(folder / "class", folder / "last.zip", folder / "out2")["late.ipynb"].score == 2
