"""The bank's reader: what an item says, what is malformed and where, and the notebook with an item in it."""

from pathlib import Path

import pytest

from autograder.assignments.bank import ALTERNATIVES, MISCONCEPTIONS, BankItem, as_cells, read_bank
from autograder.assignments.solution import SolutionCell
from autograder.errors import AutograderError

WRONG = '''# ruff: noqa
"""Wrong solutions."""

import numpy as np

# %% slope applies the square once more
# question: q2
# hint: slope is given the square already, so it is 2 * root; yours
#   squares it once more.
# also costs: q3, q4
# because: both call it.
# fails: slope is right
# fails q3: works together with your own slope
# may fail: slope is right far out
def slope(y):
    # a comment of the code
    return 2 * y**2


# %% the answer is text
# question: q1
# hint: Write the number without quotes.

answer = "3"
'''


def bank_file(folder: Path, text: str, name: str = MISCONCEPTIONS) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_an_item_says_all_that_its_comments_say(tmp_path: Path) -> None:
    first, second = read_bank(bank_file(tmp_path, WRONG))
    assert first == BankItem(
        title="slope applies the square once more",
        question="q2",
        code="def slope(y):\n    # a comment of the code\n    return 2 * y**2\n",
        hint="slope is given the square already, so it is 2 * root; yours squares it once more.",
        also_costs=("q3", "q4"),
        because="both call it.",
        fails=(("q2", "slope is right"), ("q3", "works together with your own slope")),
        may_fail=(("q2", "slope is right far out"),),
        line=6,
    )
    assert (second.question, second.code, second.fails) == ("q1", 'answer = "3"\n', ())
    assert str(second) == "q1: the answer is text"


def test_alternatives_need_no_hint(tmp_path: Path) -> None:
    text = "# %% a sum\n# question: q1\nanswer = 1 + 2\n"
    (item,) = read_bank(bank_file(tmp_path, text, ALTERNATIVES))
    assert item.hint == ""
    with pytest.raises(AutograderError, match=r"misconceptions\.py:1: 'a sum' has no hint"):
        read_bank(bank_file(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("# %% a\n# hint: h\nx = 1\n", r":1: 'a' does not say which question"),
        ("\n# %%\n# question: q1\n# hint: h\nx = 1\n", r":2: an item needs a title"),
        ("# %% a\n# question: q1\n# hint:\nx = 1\n", r":1: 'a' has an empty # hint:"),
        ("# %% a\n# question: q1\n# hint: h\n", r":1: 'a' has no code"),
        ("# %% a\n# question: q1\n# hint: h\n\nx = 1\ny = (\n", r":6: the code of 'a' does not parse"),
        ("# %% a\n# question: q1\n# hint: h\n# question: q2\nx = 1\n", r":4: # question: may stand there once"),
        ("# %% a\n# question: q1\n# note: h\nx = 1\n", r":3: cannot read '# note: h'"),
        ("# %% a\n#   goes on\n# question: q1\nx = 1\n", r":2: cannot read '#   goes on'"),
        ("# %% a\n# question: q1\n# hint: h\n# also costs: q2\nx = 1\n", r":1: 'a' also costs q2; add # because:"),
        ("# %% a\n# question: q1\n# hint: h\n# because: so\nx = 1\n", r":1: 'a' says because"),
        (2 * "# %% a\n# question: q1\n# hint: h\nx = 1\n", r":5: 'a' is the title of line 1 too"),
    ],
)
def test_what_is_malformed_is_named_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(AutograderError, match=r"misconceptions\.py" + complaint):
        read_bank(bank_file(tmp_path, text))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AutograderError, match="Cannot read the bank"):
        read_bank(tmp_path / MISCONCEPTIONS)


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("def f(x):\n    y = x\n    return y\n", {"f"}),
        ("class Network:\n    rate = 1\n", {"Network"}),
        ("def fit(self): ...\nNetwork.fit = fit\n", {"fit", "Network.fit"}),
        ("import numpy as np\nfrom math import pi\nW, (b, *rest) = 1, (2, 3)\n", {"W", "b", "rest"}),
        ("if True:\n    f = abs\nelse:\n    g = abs\nh: int = 1\nh += 1\n", {"f", "g", "h"}),
        ("x: int\nlist_of[0] = 1\nmake().slot = 2\nprint(3)\n", set()),
    ],
)
def test_an_item_replaces_what_its_code_binds_at_the_top(code: str, names: set[str]) -> None:
    assert BankItem("t", "q1", code).replaces == names


CELLS = (
    SolutionCell("import otter"),
    SolutionCell("answer = 3", "q1", is_answer=True),
    SolutionCell('grader.check("q1")', "q1", is_check=True),
    SolutionCell("def slope(y): ...", "q2", is_answer=True),
    SolutionCell("limit = 1", "q2", is_answer=True),
    SolutionCell('grader.check("q2")', "q2", is_check=True),
    SolutionCell("last = 1"),
)


def test_an_items_cell_runs_after_the_last_answer_and_before_the_check() -> None:
    cells = as_cells(CELLS, BankItem("t", "q2", "def slope(y): return y\n"))
    assert [cell.source for cell in cells[4:7]] == ["limit = 1", "def slope(y): return y\n", 'grader.check("q2")']
    assert (cells[:5], cells[6:]) == (CELLS[:5], CELLS[5:])


def test_an_item_of_no_question_of_the_solution_is_refused() -> None:
    item = BankItem("t", "q7", "x = 1\n")
    with pytest.raises(AutograderError, match="no question q7"):
        as_cells(CELLS, item)
