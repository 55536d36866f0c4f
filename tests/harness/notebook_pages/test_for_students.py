"""Notebooks for students: with the marks that they may see, linked from their pages, and never out of date."""

import json
from dataclasses import replace

import pytest

from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.marks.overrides import override
from autograder.notebook_pages import for_students
from autograder.notebook_pages.command import notebooks_command
from autograder.notebook_pages.for_students import renew
from autograder.reports.feedback import feedback_name, write_feedback
from autograder.reports.hidden_cases import HiddenCases
from autograder.results import ClassResult
from autograder.results.json_file import RESULTS, write_results_json
from tests.harness.gradebook.conftest import RESULT, SETTINGS, handed_in
from tests.harness.notebook_pages.notebooks import as_it_ran, code, printed

NOTEBOOK = json.loads(as_it_ran(code("print(1)", printed("one\n"), question="q1")))
CHEN = Student("7", "Chen Wei")
PAGE = feedback_name("a.ipynb")


@pytest.fixture
def results(tmp_path):
    """Return a folder of results as a run leaves it: a notebook that ran, and one that could not be read."""
    folder = tmp_path / "results"
    folder.mkdir()
    done = [replace(RESULT, id="a.ipynb", notebook=NOTEBOOK, student=CHEN), replace(RESULT, id="c.ipynb")]
    with Gradebook.open(folder / "gradebook.db") as book, book.run("tiny", SETTINGS) as record:
        record.commit(handed_in("a.ipynb", "a", student=CHEN), done[0])
        record.commit(handed_in("c.ipynb", "c"), done[1])
        record.end()
    result = ClassResult("tiny", 2.5, SETTINGS.engine, tuple(each.without_outputs() for each in done))
    write_results_json(result, folder / RESULTS)
    write_feedback(result, folder / "feedback", hidden_cases=HiddenCases.COUNT)
    return folder


def pages(results) -> tuple[str, str]:
    """Return a student's page of feedback, and the notebook beside it."""
    folder = results / "feedback"
    return (folder / PAGE).read_text("utf-8"), (folder / "notebooks" / PAGE).read_text("utf-8")


def test_the_page_of_feedback_links_to_the_notebook_and_others_have_no_link(results, capsys):
    assert "notebook" not in (results / "feedback" / PAGE).read_text("utf-8")
    notebooks_command(str(results), for_students=True)
    feedback, notebook = pages(results)
    assert f'<a href="notebooks/{PAGE}">Your notebook as it ran</a>' in feedback
    assert "<strong>Chen Wei (7)</strong>" in notebook
    assert "as it ran" not in (results / "feedback" / feedback_name("c.ipynb")).read_text("utf-8")
    assert "(1 notebook)" in capsys.readouterr().out


def test_it_says_of_hidden_cases_as_much_as_the_page_of_feedback(results):
    notebooks_command(str(results), for_students=True)
    _, notebook = pages(results)
    assert "Of 1 hidden test 0 passed." in notebook
    assert "doubles a fraction" not in notebook
    assert "double(0.5)" not in notebook


def test_it_follows_what_people_decide_and_is_left_alone_otherwise(results):
    notebooks_command(str(results), for_students=True)
    page = results / "feedback" / "notebooks" / PAGE
    before = page.stat().st_mtime_ns
    with Gradebook.open(results / "gradebook.db") as book:
        renew(book, "tiny", results)
        assert page.stat().st_mtime_ns == before
        override(book, "tiny", "a.ipynb", points=2.0, who="A. Lecturer", why="it is right", question="q1")
        renew(book, "tiny", results)
    feedback, notebook = pages(results)
    assert "2 of 6.5 points" in notebook
    assert f'href="notebooks/{PAGE}"' in feedback


def test_without_the_packages_that_make_them_they_go_with_their_links(results, monkeypatch):
    notebooks_command(str(results), for_students=True)

    def missing(*arguments):
        raise ModuleNotFoundError

    monkeypatch.setattr(for_students, "write_notebooks", missing)
    with Gradebook.open(results / "gradebook.db") as book:
        renew(book, "tiny", results)
    assert not list((results / "feedback" / "notebooks").iterdir())
    assert "as it ran" not in (results / "feedback" / PAGE).read_text("utf-8")


def test_nobody_gets_one_who_was_not_to_have_one(results):
    with Gradebook.open(results / "gradebook.db") as book:
        renew(book, "tiny", results)
    assert not (results / "feedback" / "notebooks").exists()


def test_a_folder_that_no_run_has_written_is_one_sentence(results):
    for page in (results / "feedback").iterdir():
        page.unlink()
    with pytest.raises(AutograderError, match=r"has no pages of feedback; name the folder that autograder grade wrote"):
        notebooks_command(str(results), for_students=True)


def test_anonymous_ones_have_codes_and_no_names(results, tmp_path, capsys):
    notebooks_command(str(results), assignment=None, out=tmp_path / "archive", pdf=False, anonymous=True)
    (page,) = (tmp_path / "archive").iterdir()
    assert not any(said in page.read_text("utf-8") + page.name for said in ("Chen", "a.ipynb", "7)"))
    assert "c.ipynb" not in capsys.readouterr().out


def test_the_order_of_anonymous_ones_says_nothing_of_names(tmp_path, capsys):
    with Gradebook.open(tmp_path / "gradebook.db") as book, book.run("tiny", SETTINGS) as record:
        for number in range(6):
            record.commit(handed_in(f"{number}.ipynb", f"{number}"), replace(RESULT, id=f"{number}.ipynb"))
        record.end()
    notebooks_command(str(tmp_path), assignment=None, out=tmp_path / "archive", pdf=False, anonymous=True)
    *named, last = capsys.readouterr().out.split("is kept of how they ran: ")[1].split(", ")
    assert len(named) == 4
    assert [*named, last] == sorted([*named, last])
