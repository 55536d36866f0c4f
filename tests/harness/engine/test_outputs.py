"""What the notebook's own cells print, show and raise comes out of the jail in its order, bounded, and is kept."""

import json

import pytest

from autograder.engine.findings import Findings
from autograder.engine.jailed.bounds import FIGURES, MARKUP_CHARACTERS, OUTPUT_CHARACTERS, OUTPUTS_CHARACTERS, PLACES
from autograder.engine.outputs import in_order, read_outputs
from autograder.engine.remote import CellOutcome, Failure, StudentLine
from autograder.gradebook import Gradebook
from autograder.gradebook.notebooks import notebook_of
from autograder.results.shown import NO_FIGURE, Kind, Output
from tests.harness.sealed_class import DRAWN_NUMBERS, grade_folder, notebook, write_zip

PRINTED = Output(Kind.PRINTED, "a\n")


@pytest.fixture
def outputs(session):
    """Return a function that runs cells and returns what the last one printed and showed."""

    def run(*sources, room=FIGURES):
        for number, source in enumerate(sources):
            outcome = session.run_cell(number, source, 30, room=room)
            assert outcome.failure is None, outcome.failure
        return outcome.outputs

    return run


# ---- what is shown ----


def test_text_and_figures_come_in_the_order_of_a_notebook(outputs):
    plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2])"
    shown = outputs(f"print('before')\n{plot}\nplt.show()\nprint('after')\n{plot}\nplt.title('b')\n1 + 1")
    assert shown == (
        Output(Kind.PRINTED, "before\n"),
        Output(Kind.FIGURE, number=0),
        Output(Kind.PRINTED, "after\n2\n"),
        Output(Kind.FIGURE, number=1),
    )


@pytest.mark.parametrize("last", ["plt.gcf()", "display(plt.gcf()); plt.close()"])
def test_a_figure_stands_for_its_text(outputs, last):
    shown = outputs(f"import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nprint('a')\n{last}")
    assert shown == (PRINTED, Output(Kind.FIGURE, number=0))


def test_a_table_stands_for_its_text_and_keeps_it(outputs):
    before, table, after = outputs("import pandas as pd\nprint('a')\ndisplay(pd.DataFrame({'x': [1]}))\nprint('b')")
    assert (before, after) == (PRINTED, Output(Kind.PRINTED, "b\n"))
    assert table.kind is Kind.HTML
    assert "<table" in table.text
    assert table.plain == "   x\n0  1\n"


def test_markup_of_other_kinds_is_shown(outputs):
    shown = outputs(
        "from IPython.display import HTML, Latex, Markdown\ndisplay(Markdown('**m**'), Latex('$x$'), HTML('<b>h</b>'))"
    )
    assert [(each.kind, each.text) for each in shown] == [
        (Kind.MARKDOWN, "**m**"),
        (Kind.LATEX, "$x$"),
        (Kind.HTML, "<b>h</b>"),
    ]


def test_a_model_of_scikit_learn_is_its_text(outputs):
    assert outputs("from sklearn.linear_model import LinearRegression\nLinearRegression()") == (
        Output(Kind.PRINTED, "LinearRegression()\n"),
    )


def test_an_odd_value_costs_nothing_but_its_markup(outputs):
    odd = "class Odd:\n    def _repr_html_(self): {}\n    def __repr__(self): return 'odd'\n"
    for body in ("raise ValueError", "return 5", "return '<b>' * 100_000"):
        shown = outputs(odd.format(body) + "Odd()")
        assert shown[-1].kind is Kind.PRINTED
        assert shown[-1].text.endswith("odd\n")
    (shown,) = outputs(odd.format(r"return '\ud800'") + "Odd()")
    assert shown.text == r"\ud800"


def test_nothing_is_said_where_nobody_asks(outputs):
    assert outputs("print('a')", room=-1) == ()


def test_a_cell_prints_as_much_as_can_be_read(outputs):
    (shown,) = outputs("for _ in range(50):\n    print('x' * 1_000_000)")
    assert len(shown.text) < OUTPUT_CHARACTERS + 100
    assert shown.text.endswith("left out]\n")


# ---- what the jail may say ----


@pytest.mark.parametrize(
    "places",
    [
        "text",
        [(0, 1)],
        [(0, 1, "script", "x")],
        [(0, 1, "figure", -1)],
        [(0, 1, "figure", "x")],
        [(0, 1, "text/html", 5)],
        [(2, 1, "text/html", "x")],
        [(3, 3, "text/html", "x"), (2, 3, "text/html", "x")],
        [(0, 0, "text/html", "x")] * (PLACES + FIGURES + 2),
    ],
)
def test_what_is_not_well_formed_is_refused(places):
    with pytest.raises(ValueError, match=r"well formed|no known kind"):
        read_outputs("text", places)


def test_places_outside_the_text_do_no_harm():
    assert read_outputs("ab", [(1, 10**12, "text/html", "x"), (10**15, 10**15, "figure", 3)]) == (
        Output(Kind.PRINTED, "a"),
        Output(Kind.HTML, "x", plain="b"),
        Output(Kind.FIGURE, number=3),
    )
    assert read_outputs("ab", [(0, 1, "text/html", "x" * (MARKUP_CHARACTERS + 1))]) == (
        Output(Kind.PRINTED, "a"),
        Output(Kind.PRINTED, "b"),
    )


def test_figures_are_numbered_through_and_none_is_invented():
    figure = [Output(Kind.FIGURE, number=number) for number in range(3)]
    shown = in_order({0: (figure[0],), 1: (figure[0], figure[2], figure[1])}, {0: 1, 1: 2})
    assert [each.number for each in (*shown[0], *shown[1])] == [0, 1, NO_FIGURE, 2]


def test_a_submission_has_so_much_output_and_a_word_about_the_rest():
    long = Output(Kind.PRINTED, "x" * 30_000)
    shown = in_order(dict.fromkeys(range(20), (long,)), {})
    assert sum(each.size for outputs in shown.values() for each in outputs) < OUTPUTS_CHARACTERS + 2_000
    assert shown[0] == (long,)
    assert shown[19][0].text.startswith("[the rest")


# ---- what is found out ----


def test_nothing_is_kept_once_a_hidden_input_may_be_known():
    findings = Findings({}, ["a", "b"], wants_outputs=True)
    findings.ran_cell(0, CellOutcome(None, "", outputs=(PRINTED,)))
    findings.told = True
    findings.ran_cell(0, CellOutcome(None, "", outputs=(Output(Kind.PRINTED, "secret"),)))
    findings.ran_cell(1, CellOutcome(None, "", outputs=(PRINTED,)))
    assert findings.graded().outputs == {0: (PRINTED,)}


def test_what_a_cell_raised_and_why_it_was_left_out_are_said():
    failure = Failure("ValueError", ("ValueError",), "no", (StudentLine(0, 2, 1, "f", "raise ValueError('no')"),))
    findings = Findings({}, ["a", "b"], wants_outputs=True)
    findings.ran_cell(0, CellOutcome(failure, "", outputs=(PRINTED,)))
    findings.guilty[1] = "Cell 2 was left out: it ran out of memory."
    shown = findings.graded().outputs
    assert shown[0] == (PRINTED, Output(Kind.RAISED, "ValueError: no", lines=("Line 2 of f: raise ValueError('no')",)))
    assert shown[1] == (Output(Kind.LEFT_OUT, "Cell 2 was left out: it ran out of memory."),)


# ---- on the way to the gradebook ----

CELLS = (
    "import time\nseen = []\ndef draw(x):\n    seen.append(x); print('drawn', x)",
    "import otter\notter.Notebook().check('q1')",
    "import matplotlib.pyplot as plt\nprint('seen', sorted(set(seen))); plt.plot([1]); plt.title('mine');",
    "time.sleep(0.6); print('slow')",
    "1 / 0",
    "print(sorted(set(seen)))",
)


@pytest.mark.slow
def test_the_notebook_as_it_ran_is_in_the_gradebook_without_a_hidden_input(tmp_path):
    folder, out, bundle = (
        tmp_path / "in",
        tmp_path / "out",
        write_zip(tmp_path / "a.zip", {"q1": DRAWN_NUMBERS}),
    )
    folder.mkdir()

    def graded(*cells):
        (folder / "s.ipynb").write_text(notebook(*cells))
        found = grade_folder(folder, bundle, out)
        assert found["s.ipynb"].score == 2
        with Gradebook.open(out / "gradebook.db") as book, book.database.reading() as connection:
            content = notebook_of(connection, "tiny", "s.ipynb")
        assert b"424242" not in content
        return [cell["outputs"] for cell in json.loads(content)["cells"]]

    first = graded(*CELLS)
    assert first[0] == first[1] == []
    assert first[2][0] == {"output_type": "stream", "name": "stdout", "text": "seen [1]\n"}
    assert first[2][1]["data"]["image/png"].startswith("iVBOR")
    assert first[2][1]["metadata"] == {"image/png": {"alt": "mine"}}
    assert first[3][0]["text"] == "slow\n"
    assert (first[4][0]["ename"], first[4][0]["evalue"]) == ("ZeroDivisionError", "division by zero")
    assert first[5][0]["text"] == "[1]\n"
    lost = {"output_type": "stream", "name": "stderr", "text": "Cell 3 was left out: it ended the process it ran in.\n"}
    assert graded(*CELLS[:2], "print('a'); import os; os._exit(1)") == [[], [], [lost]]
