"""The page of a notebook that students can hand in beside it, in a real browser without a network."""

import sys

import nbformat
import pytest

from tests.harness.conftest import ROOT

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
TEXT = r"""# Größe und 数字

Inline $a^2$, and

$$\frac{\partial C}{\partial W} = \delta$$

\begin{equation}x = \unknown{y}\end{equation}

<script>document.title = "run"</script><img src="https://example.org/a.png" alt="far away">
"""


@pytest.fixture
def as_page(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "autograder/build/beside"))
    from notebook_page import as_page

    yield as_page
    sys.modules.pop("notebook_page")


@pytest.fixture
def page(as_page, tmp_path):
    shown = nbformat.v4.new_output("display_data", {"image/png": PNG, "text/plain": "<Figure>"})
    scripted = {"text/html": "<b>bold</b><script>document.title = 'run'</script>", "text/plain": "bold"}
    outputs = [
        shown,
        nbformat.v4.new_output("display_data", {"application/javascript": "document.title = 'run'"}),
        nbformat.v4.new_output("execute_result", scripted, execution_count=1),
        nbformat.v4.new_output("stream", text="printed <here>"),
    ]
    cells = [nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell("print('<here>')", outputs=outputs)]
    return as_page(nbformat.v4.new_notebook(cells=cells), "my <work>", tmp_path)


@pytest.mark.browser
def test_it_opens_without_a_network_and_runs_no_script(page, tmp_path, open_page):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    opened = open_page(tmp_path / "page.html", width=400)
    assert opened.requests == []
    assert opened.tab.title() == "my <work>"
    assert opened.tab.evaluate("[...document.images].filter(image => image.naturalWidth).length") == 1
    assert opened.sticking_out() == []
    assert "printed <here>" in opened.text()


def test_formulas_are_mathml_and_scripts_are_left_out(page):
    assert page.count("<math") == 3
    assert "<script" not in page
    assert "document.title" not in page
    assert "<b>bold</b>" in page


def test_without_the_converter_formulas_are_shown_as_they_were_written(as_page, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "latex2mathml.converter", None)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("$a < b$")])
    assert "<code>$a &lt; b$</code>" in as_page(notebook, "small", tmp_path)
