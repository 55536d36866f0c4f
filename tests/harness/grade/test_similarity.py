"""A class from end to end, with a search for similar submissions; the worker is played."""

import json

import pytest

from autograder.errors import AutograderError
from autograder.grade.command import grade_command
from autograder.grade.options import RunOptions
from tests.harness.similarity.test_similarity import LOOPS, OTHER, RENAMED

from .test_run import Worker, graded, run

__all__ = ["run"]


@pytest.fixture
def files(make_notebook):
    return {name: make_notebook([code]) for name, code in {"a": LOOPS, "b": OTHER, "c": RENAMED}.items()}


@pytest.fixture
def look(run, files, tmp_path):
    """Return a function that grades the class and returns the pairs that its report shows, None for no search."""

    def grade_and_look(**options):
        run(Worker(graded()), {f"{name}.ipynb": text for name, text in files.items()}, **options)
        page = (tmp_path / "out" / "report.html").read_text()
        data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
        return data["similar"] and [pair["names"] for pair in data["similar"]["pairs"]]

    return grade_and_look


def test_similar_submissions_are_looked_for_when_that_is_asked_for(look):
    assert look() is None
    assert look(similarity=True) == [["a.ipynb", "c.ipynb"]]


def test_what_was_found_stays_in_the_report_while_the_two_do_not_change(look, files, make_notebook):
    look(similarity=True)
    assert look() == [["a.ipynb", "c.ipynb"]]
    files["b"] = make_notebook(["y = 2"])
    assert look() == [["a.ipynb", "c.ipynb"]]
    files["c"] = make_notebook(["y = 3"])
    assert look() == []


def test_a_student_notebook_that_is_none_is_told_before_anything_is_graded(tmp_path, tiny_zip):
    (tmp_path / "a.ipynb").write_text("{}")
    with pytest.raises(AutograderError, match="--student-notebook"):
        grade_command(
            RunOptions(
                paths=[tmp_path / "a.ipynb"],
                assignment=str(tiny_zip),
                out=tmp_path / "out",
                similarity=True,
                student_notebook=tmp_path / "nothing.ipynb",
            )
        )
    assert not (tmp_path / "out").exists()
