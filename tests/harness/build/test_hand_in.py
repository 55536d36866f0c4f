"""What the last cell of students' notebooks does, with the editors that run it played by stand-ins."""

import os
import sys
import time
import zipfile
from types import SimpleNamespace

import nbformat
import pytest

from tests.harness.conftest import ROOT

NAME = "small.ipynb"
BESIDE = ROOT / "autograder/build/beside"
FIRST, SQUARE, LAST = "grader = 1", "# how?\ndef square(x):\n    return x * x", "grader.export()"


class Editor:
    """A notebook in an editor: its kernel, its cells as they are seen, and its file."""

    def __init__(self, folder, hand_in, monkeypatch):
        self.path = folder / NAME
        self.cells = [FIRST, SQUARE, LAST]
        self.history = SimpleNamespace(input_hist_raw=[""])
        self.called = []
        shell = SimpleNamespace(
            user_ns={}, history_manager=self.history, events=SimpleNamespace(register=self.register)
        )
        self.shell = shell
        monkeypatch.setattr(hand_in, "get_ipython", lambda: self.shell)
        monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
        monkeypatch.setattr(hand_in, "SECONDS_TO_SAVE", 0)
        monkeypatch.chdir(folder)
        self.save()
        self.grader = hand_in.Grader(SimpleNamespace(export=self.otters_export, check=lambda question: question), NAME)
        self.history.input_hist_raw.append(FIRST)  # what runs while the grader is made is not told to it

    def register(self, event, function):
        assert event == "pre_run_cell"
        self.called.append(function)

    def otters_export(self, path, written, *, files, **options):
        assert options == {"pdf": False, "run_tests": True, "ignore_log": True}
        with zipfile.ZipFile(written, "w") as archive:
            for name in (path, *files):
                archive.write(name)

    def save(self):
        before = self.path.stat().st_mtime_ns if self.path.exists() else time.time_ns()
        cells = [nbformat.v4.new_code_cell(source) for source in self.cells]
        cells.append(nbformat.v4.new_markdown_cell("$x^2$"))
        nbformat.write(nbformat.v4.new_notebook(cells=cells), self.path)
        os.utime(self.path, ns=(before + 1, before + 1))

    def run(self, *sources):
        for source in sources:
            self.history.input_hist_raw.append(source)
            for function in self.called:
                function(SimpleNamespace(raw_cell=source, store_history=True))

    def hand_in(self, **options):
        self.run(LAST)
        self.grader.export(**options)


@pytest.fixture
def hand_in(monkeypatch):
    monkeypatch.syspath_prepend(str(BESIDE))
    import hand_in

    yield hand_in
    for name in ("hand_in", "notebook_page"):
        sys.modules.pop(name, None)


@pytest.fixture
def editor(tmp_path, hand_in, monkeypatch):
    return Editor(tmp_path, hand_in, monkeypatch)


def written(editor):
    return sorted(path.suffix for path in editor.path.parent.iterdir() if path.name != NAME)


def test_what_is_saved_and_run_in_order_is_written_without_a_word_of_doubt(editor, capsys):
    editor.run(SQUARE)
    editor.save()
    editor.hand_in()
    said = capsys.readouterr().out
    assert "Changed since" not in said
    assert "Run before" not in said
    (zipped,) = editor.path.parent.glob("*.zip")
    with zipfile.ZipFile(zipped) as archive:
        assert archive.read(NAME) == editor.path.read_bytes()
    assert f"Hand in {zipped.name}, or {NAME}: both are graded alike." in said
    assert editor.grader.check("q1") == "q1", "everything else is otter's"


def test_a_cell_that_was_run_and_not_saved_is_named_and_nothing_written(editor, hand_in):
    editor.run("def square(x):\n    return x ** 2")
    with pytest.raises(hand_in.NotHandedIn) as refused:
        editor.hand_in()
    assert "does not have `def square(x):` as you ran it. Save the notebook (Ctrl+S, or ⌘S)" in str(refused.value)
    assert refused.value._render_traceback_() == [str(refused.value)]
    assert written(editor) == []


def test_after_saving_it_is_written(editor, capsys):
    editor.cells[1] = "def square(x):\n    return x ** 2"
    editor.run(editor.cells[1])
    editor.save()
    editor.hand_in()
    assert written(editor) == [".zip"]


def test_a_cell_that_was_tried_and_deleted_is_not_missed_once_it_is_saved(editor, capsys):
    editor.run("print('a try')", SQUARE)
    editor.save()
    editor.hand_in()
    assert "Changed since" not in capsys.readouterr().out


def test_a_cell_that_was_changed_after_it_was_run_is_named(editor, capsys):
    editor.run(SQUARE)
    editor.cells[1] = "def square(x):\n    return x ** 2"
    editor.save()
    editor.hand_in()
    assert "Changed since you ran it, or not run since the start: `def square(x):`." in capsys.readouterr().out


def test_a_cell_that_ran_before_one_above_it_is_named(editor, capsys):
    editor.cells[2:2] = ["print(square(2))"]
    editor.save()
    editor.run("print(square(2))", SQUARE)
    editor.hand_in()
    assert "what it shows may be old: `print(square(2))`." in capsys.readouterr().out


def test_of_many_cells_three_are_named(editor, capsys):
    editor.cells[2:2] = [f"a{number} = 1" for number in range(5)]
    editor.save()
    editor.run(SQUARE)
    editor.hand_in()
    assert "since the start: `a0 = 1`, `a1 = 1`, `a2 = 1` and 2 more." in capsys.readouterr().out


def test_vs_code_is_not_asked_to_save_and_says_which_file_it_runs(editor, tmp_path, capsys):
    editor.run(SQUARE)
    copy = editor.path.rename(tmp_path / "my copy.ipynb")
    editor.shell.user_ns["__vsc_ipynb_file__"] = str(copy)
    editor.hand_in()
    said = capsys.readouterr().out
    assert "my copy.ipynb could not be saved from here. It is taken as it was saved at " in said
    (zipped,) = tmp_path.glob("my copy_*.zip")
    with zipfile.ZipFile(zipped) as archive:
        assert archive.namelist() == ["my copy.ipynb"]


def test_the_copy_that_jupyter_runs_is_handed_in_and_not_the_notebook_beside_it(editor, tmp_path, monkeypatch):
    editor.cells[1] = "def square(x):\n    return x ** 2"
    copy = tmp_path / "copy.ipynb"
    copy.write_bytes(editor.path.read_bytes())
    monkeypatch.setenv("JPY_SESSION_NAME", str(copy))
    editor.hand_in()
    assert [path.name[:5] for path in tmp_path.glob("*.zip")] == ["copy_"]


def test_a_name_that_the_notebook_had_when_it_was_opened_and_has_no_more_is_passed_over(editor, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/copy.ipynb")
    editor.hand_in()
    assert [path.name[:6] for path in editor.path.parent.glob("*.zip")] == ["small_"]


def test_a_notebook_that_was_renamed_while_it_ran_is_asked_for(editor, hand_in):
    editor.path.rename(editor.path.with_name("other.ipynb"))
    with pytest.raises(hand_in.NotHandedIn, match=r"There is no small\.ipynb in .*: give the notebook that name again"):
        editor.hand_in()


def test_colab_has_no_file_and_says_what_to_press(editor, capsys):
    class Shell:
        __module__ = "google.colab._shell"

    editor.grader._shell = Shell()
    editor.grader.export()
    assert capsys.readouterr().out == "On Colab, hand in the notebook itself: File, Download, Download .ipynb.\n"
    assert written(editor) == []


def test_a_notebook_whose_cells_go_to_another_folder_is_written_where_it_lies(editor, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path / "data")
    editor.hand_in()
    assert written(editor) == ["", ".zip"]


def test_where_otter_cannot_try_the_notebook_it_says_so_and_what_is_written_stays(editor, capsys, monkeypatch):
    def fails(*arguments, **options):
        editor.otters_export(*arguments, **options)
        raise RuntimeError("no kernel")

    monkeypatch.setattr(editor.grader._otter, "export", fails)
    editor.hand_in()
    assert "What is saved could not be tried (RuntimeError: no kernel)." in capsys.readouterr().out
    assert written(editor) == [".zip"]


def test_where_no_zip_can_be_written_the_notebook_itself_is_what_to_hand_in(editor, hand_in, monkeypatch):
    def fails(*arguments, **options):
        raise OSError("no space left")

    monkeypatch.setattr(editor.grader._otter, "export", fails)
    with pytest.raises(hand_in.NotHandedIn, match=r"\(OSError: no space left\)\. Hand in small\.ipynb itself\.$"):
        editor.hand_in()


def test_the_page_is_in_the_zip_and_needs_neither_network_nor_script(editor, hand_in):
    editor.hand_in(html=True)
    assert written(editor) == [".html", ".zip"]
    page = editor.path.with_suffix(".html").read_text(encoding="utf-8")
    assert "<math" in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/1998/Math/MathML", "")


def test_without_a_browser_the_pdf_is_one_sentence_and_the_page_stays(editor, capsys, monkeypatch):
    import notebook_page

    monkeypatch.setattr(notebook_page, "_BROWSERS", ())
    editor.hand_in(pdf=True)
    assert "Open small.html in your browser, and print it there into a PDF" in capsys.readouterr().out
    assert written(editor) == [".html", ".zip"]
