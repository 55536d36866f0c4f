"""What `autograder` exports: few names, imported when they are asked for."""

import subprocess
import sys

import pytest

import autograder
from autograder import RunOptions, grade_class, grade_notebook, read_results
from autograder.errors import AutograderError
from autograder.grade.events import Counted, Finished, Graded, Isolated, Started
from tests.harness.jails import needs_jail
from tests.harness.tiny import notebook_text


def test_every_name_that_is_promised_is_there_and_says_what_it_does():
    for name in autograder.__all__:
        assert getattr(autograder, name).__doc__
    with pytest.raises(AttributeError, match="nothing"):
        autograder.nothing  # noqa: B018


def test_importing_the_package_imports_nothing_else():
    code = "import sys; before = set(sys.modules); import autograder; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [name for name in run.stdout.split() if name.startswith("autograder")] == ["autograder"]


@needs_jail
def test_a_class_is_graded_and_tells_how_it_goes(tmp_path, make_course):
    course = make_course()
    notebook = tmp_path / "s1.ipynb"
    notebook.write_text(notebook_text(["x = 1"], "adding"), encoding="utf-8")
    events = []
    options = RunOptions(paths=[notebook], assignment="adding", out=tmp_path / "out", course=course, jobs=1)
    results = grade_class(options, events.append)
    assert [type(event) for event in events] == [Isolated, Counted, Started, Graded, Finished]
    assert read_results(tmp_path / "out").to_json() == results.to_json()


@needs_jail
def test_a_notebook_alone_is_graded_without_a_trace(root, tmp_path, make_course, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    course = make_course()
    made = sorted(course.rglob("*"))
    result = grade_notebook(root / "examples/binary_mlp/s01_perfect.ipynb", "adding", course=course)
    assert result.status == "rejected", "it is another assignment's"
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in (*before, course, *made)] == []


@pytest.mark.parametrize("content", [None, "no JSON", "[]", '{"assignment": "a"}'])
def test_results_that_cannot_be_read_are_refused_in_a_sentence(tmp_path, content):
    if content is not None:
        (tmp_path / "results.json").write_text(content, encoding="utf-8")
    with pytest.raises(AutograderError, match=r"results\.json"):
        read_results(tmp_path)
