"""A submission is known by what is graded of it: not by the file in which it comes, but by all that decides a mark."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from autograder.engine.prepared import read_prepared
from autograder.grade.keys import identify
from autograder.intake.prepare import prepare
from autograder.intake.submission import Submission

PICTURE = {"plot.png": {"image/png": "AAAA"}}


def notebook(**changes):
    """Return a notebook with a text, code and a picture; `changes` put something else in the place of its parts."""
    parts = {
        "text": "An answer",
        "code": "x = 1",
        "outputs": [],
        "count": None,
        "pictures": PICTURE,
        "tags": [],
    } | changes
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": parts["text"], "attachments": parts["pictures"]},
        {
            "cell_type": "code",
            "metadata": {"tags": parts["tags"], "collapsed": parts.get("collapsed", False)},
            "source": parts["code"],
            "outputs": parts["outputs"],
            "execution_count": parts["count"],
        },
        {"cell_type": "code", "metadata": {}, "source": "y = 2", "outputs": [], "execution_count": None},
    ]
    whole = {"cells": cells, "metadata": parts.get("metadata", {}), "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole, indent=parts.get("indent")).encode()


def zipped(*members, date=(2026, 11, 1, 8, 0, 0), compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name, date), content)
    return stream.getvalue()


def keys(content, name):
    """Return by what the gradebook knows a submission, and by what its hidden inputs are drawn."""
    submission = Submission(name, Path(name), content=content)
    return identify(submission, "settings").key


def drawn_by(content, name, folder):
    folder.mkdir(parents=True)
    return read_prepared(prepare(Path(name), folder, content=content)).digest


OUTPUT = [{"output_type": "stream", "name": "stdout", "text": "1"}]
SAME = {
    "saved with outputs": (notebook(outputs=OUTPUT, count=7), "a.ipynb"),
    "saved by another editor": (notebook(metadata={"language_info": {"name": "python"}, "colab": {}}), "a.ipynb"),
    "with other metadata of cells": (notebook(collapsed=True), "a.ipynb"),
    "indented": (notebook(indent=4), "a.ipynb"),
    "its source in lines": (notebook(code=["x = ", "1"]), "a.ipynb"),
    "under another name": (notebook(), "b (1).ipynb"),
    "in a zip": (zipped(("a.ipynb", notebook())), "a.zip"),
    "in a folder of a zip": (zipped(("work/b.ipynb", notebook(count=3))), "a.zip"),
    "in a zip of another day": (zipped(("a.ipynb", notebook()), date=(2026, 12, 1, 8, 0, 0)), "a.zip"),
    "in a zip that is not compressed": (zipped(("a.ipynb", notebook()), compression=zipfile.ZIP_STORED), "a.zip"),
    "in a zip of macOS": (zipped(("a.ipynb", notebook()), ("__MACOSX/._a.ipynb", b"x")), "a.zip"),
    "in a zip with what otter notes": (zipped(("a.ipynb", notebook()), (".OTTER_LOG", b"x"), ("a.pdf", b"x")), "a.zip"),
}
OTHER = {
    "code": (notebook(code="x = 2"), "a.ipynb"),
    "a written answer": (notebook(text="Another answer"), "a.ipynb"),
    "a tag that leaves a cell out": (notebook(tags=["otter_ignore"]), "a.ipynb"),
    "a picture in an answer": (notebook(pictures={"plot.png": {"image/png": "AAAB"}}), "a.ipynb"),
    "a file beside it": (zipped(("a.ipynb", notebook()), ("data.npy", b"1")), "a.zip"),
    "the file's content": (zipped(("a.ipynb", notebook()), ("data.npy", b"2")), "a.zip"),
    "the file's name": (zipped(("a.ipynb", notebook()), ("more.npy", b"1")), "a.zip"),
    "the names of two files exchanged": (zipped(("a.ipynb", notebook()), ("b", b"1"), ("c", b"2")), "a.zip"),
    "exchanged back": (zipped(("a.ipynb", notebook()), ("b", b"2"), ("c", b"1")), "a.zip"),
    "a script": (b"x = 1\ny = 2\n", "a.py"),
    "what is no notebook": (b"x", "a.ipynb"),
    "what is no notebook either": (b"y", "a.ipynb"),
}


@pytest.mark.parametrize("how", SAME)
def test_what_is_graded_alike_has_one_key_and_the_same_hidden_inputs(how, tmp_path):
    content, name = SAME[how]
    assert keys(content, name) == keys(notebook(), "a.ipynb")
    assert drawn_by(content, name, tmp_path / "one") == drawn_by(notebook(), "a.ipynb", tmp_path / "two")


def test_what_may_be_marked_otherwise_has_another_key():
    found = {how: keys(*submission) for how, submission in OTHER.items()}
    assert len({keys(notebook(), "a.ipynb"), *found.values()}) == len(OTHER) + 1


def test_the_order_of_files_in_a_zip_does_not_matter(tmp_path):
    files = [("a.ipynb", notebook()), ("b.npy", b"1"), ("c.npy", b"2")]
    one, two = (zipped(*order) for order in (files, files[::-1]))
    assert keys(one, "a.zip") == keys(two, "a.zip")
    assert drawn_by(one, "a.zip", tmp_path / "one") == drawn_by(two, "a.zip", tmp_path / "two")


@pytest.mark.parametrize("how", ["code", "a file beside it", "the file's content", "the file's name"])
def test_what_runs_otherwise_has_other_hidden_inputs(how, tmp_path):
    content, name = OTHER[how]
    assert drawn_by(content, name, tmp_path / "one") != drawn_by(notebook(), "a.ipynb", tmp_path / "two")


def test_the_settings_are_in_the_key():
    submission = Submission("a", Path("a.ipynb"), content=notebook())
    assert identify(submission, "one").key != identify(submission, "other").key


def test_the_assignment_by_whose_name_a_notebook_counts_is_asked_for():
    own = notebook(metadata={"otter": {"assignment_name": "mine"}})
    other = notebook(code="z = 3", metadata={"otter": {"assignment_name": "other"}})
    both = Submission("a", Path("a.zip"), content=zipped(("one.ipynb", own), ("two.ipynb", other)))
    alone = Submission("a", Path("a.ipynb"), content=own)
    assert identify(both, "settings", "mine").digest != identify(both, "settings", "other").digest
    assert identify(alone, "settings", "mine").digest == identify(alone, "settings").digest
