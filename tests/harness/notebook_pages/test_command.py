"""`autograder notebooks`: a file for each notebook of a class, and a sentence where something is missing."""

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.notebook_pages.command import notebooks_command
from tests.harness.browser import INSTALL
from tests.harness.gradebook.conftest import RESULT, SETTINGS, handed_in
from tests.harness.notebook_pages.notebooks import as_it_ran, code, printed, text

NOTEBOOK = json.loads(
    as_it_ran(
        text("# 问题 and پرسش\n$x^2$"),
        code("print('ok')", printed("ok\n" * 200)),
        code("1 / 0", printed("<script>alert(1)</script>")),
    )
)


@pytest.fixture
def results(tmp_path):
    """Return a folder of results: a notebook that ran, one of a student with a name, and one that could not be read."""
    folder = tmp_path / "results"
    folder.mkdir()
    with Gradebook.open(folder / "gradebook.db") as book, book.run("tiny", SETTINGS) as record:
        record.commit(handed_in("a.ipynb", "a"), replace(RESULT, id="a.ipynb", notebook=NOTEBOOK))
        chen = handed_in("b.ipynb", "b", student=Student("7", "Chen <Wei>"))
        record.commit(chen, replace(RESULT, id="b.ipynb", notebook=NOTEBOOK))
        record.commit(handed_in("c.ipynb", "c"), replace(RESULT, id="c.ipynb"))
    return folder


def write(where, *, out=None, pdf=False):
    notebooks_command(str(where), assignment=None, out=out, pdf=pdf)


def test_a_page_for_each_notebook_is_beside_the_results(results, capsys):
    write(results)
    pages = sorted((results / "notebooks").iterdir())
    assert [page.name.partition("-")[0] for page in pages] == ["a.ipynb", "b.ipynb"]
    assert {page.suffix for page in pages} == {".html"}
    assert "<strong>Chen &lt;Wei&gt; (b.ipynb)</strong>" in pages[1].read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "2 of 3 notebooks" in said
    assert "how they ran: c.ipynb" in said


def test_they_go_where_they_are_wanted(results, tmp_path):
    write(results / "gradebook.db", out=tmp_path / "archive")
    assert len(list((tmp_path / "archive").iterdir())) == 2


def test_what_cannot_be_done_is_one_sentence(results, tmp_path):
    with pytest.raises(AutograderError, match="There is no gradebook"):
        write(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(AutograderError, match="choose another --out"):
        write(results, out=tmp_path / "file")


@pytest.mark.browser
@pytest.mark.skipif(not (shutil.which("chromium") or os.environ.get("CI")), reason=INSTALL)
def test_a_pdf_has_the_text_and_the_number_of_each_sheet(results):
    write(results, pdf=True)
    first, second = sorted((results / "notebooks").glob("*.pdf"))
    sheets = [sheet.extract_text() for sheet in PdfReader(first).pages]
    assert len(sheets) >= 3
    assert "and" in sheets[0]
    assert f"1 / {len(sheets)}" in sheets[0]
    assert "<script>alert(1)</script>" in sheets[-1]
    assert "Chen <Wei> (b.ipynb)" in PdfReader(second).pages[1].extract_text()


def test_without_a_browser_a_sentence_says_what_to_install(results, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    with pytest.raises(AutograderError, match="PDFs need Chromium"):
        write(results, pdf=True)


def test_a_user_without_a_home_is_told_to_set_one(results, monkeypatch):
    def nowhere(cls):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(nowhere))
    with pytest.raises(AutograderError, match="set HOME"):
        write(results, pdf=True)
