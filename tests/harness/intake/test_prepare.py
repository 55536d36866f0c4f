"""The clean copy of a submission, and the sentence for each that cannot be graded."""

import json
import stat
import zipfile
from pathlib import Path

import pytest

from autograder.intake.contents import MAX_FILE_MB
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import prepare
from autograder.intake.zips import MAX_UNPACKED_MB


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "copy"
    path.mkdir()
    return path


def submit(tmp_path: Path, content: bytes | str, name: str = "s1.ipynb") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def refusal(path: Path, folder: Path, assignment: str | None = "tiny") -> str:
    with pytest.raises(NotGradable) as caught:
        prepare(path, folder, assignment=assignment)
    return str(caught.value)


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def test_the_copy_runs_in_a_plain_kernel_and_says_the_same(tmp_path, folder, make_notebook):
    path = submit(tmp_path, make_notebook(["x = 1", "y = 'é'"]))
    copy = read(prepare(path, folder, assignment="tiny"))
    assert [cell["source"] for cell in copy["cells"]] == ["x = 1", "y = 'é'"]
    assert copy["metadata"]["kernelspec"]["name"] == "python3"
    assert copy["metadata"]["otter"] == {"assignment_name": "tiny"}


def test_the_copy_has_the_name_by_which_the_notebook_asks_for_itself(tmp_path, folder, make_notebook):
    cell = 'import otter\ngrader = otter.Notebook("tiny.ipynb")'
    assert prepare(submit(tmp_path, make_notebook([cell])), folder).name == "tiny.ipynb"


@pytest.mark.parametrize("name", ["../evil.ipynb", ".hidden.ipynb", "/etc/x.ipynb", "..\\x.ipynb"])
def test_no_other_name_is_taken_from_the_notebook(tmp_path, folder, make_notebook, name):
    cell = f'grader = otter.Notebook("{name}")'
    assert prepare(submit(tmp_path, make_notebook([cell])), folder) == folder / "submission.ipynb"


def test_tests_that_a_notebook_brings_along_are_left_out(tmp_path, folder, make_notebook):
    metadata = {"otter": {"assignment_name": "tiny", "tests": {"q1": "x"}, "OK_FORMAT": True}}
    copy = prepare(submit(tmp_path, make_notebook(["x = 1"], metadata=metadata)), folder, assignment="tiny")
    assert read(copy)["metadata"]["otter"] == {"assignment_name": "tiny"}


def test_an_old_notebook_is_converted(tmp_path, folder):
    cell = {"cell_type": "code", "language": "python", "input": "x = 1", "outputs": [], "metadata": {}, "collapsed": 0}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [cell]}]}
    assert read(prepare(submit(tmp_path, json.dumps(old)), folder))["cells"][0]["source"] == "x = 1"


def test_a_byte_order_mark_is_no_harm(tmp_path, folder, make_notebook):
    assert prepare(submit(tmp_path, b"\xef\xbb\xbf" + make_notebook(["x = 1"]).encode()), folder).is_file()


@pytest.mark.parametrize("encoding", ["punycode", "idna", "utf-7", "unicode_escape", "hz"])
def test_a_script_is_decoded_by_no_escape_whose_decoding_may_take_for_ever(tmp_path, folder, encoding):
    source = f"# coding: {encoding}\nx = 1\n#~+\\-" + "9" * 3000
    (cell,) = read(prepare(submit(tmp_path, source, "s1.py"), folder, scripts_in_pieces=False))["cells"]
    assert cell["source"] == source


def test_a_script_becomes_a_notebook_of_one_cell(tmp_path, folder):
    path = submit(tmp_path, "# -*- coding: latin-1 -*-\nx = 'é'\r\n".encode("latin-1"), "s1.py")
    (cell,) = read(prepare(path, folder))["cells"]
    assert cell["source"] == "# -*- coding: latin-1 -*-\nx = 'é'\n"


def test_a_notebook_without_a_name_is_accepted(tmp_path, folder, make_notebook):
    assert prepare(submit(tmp_path, make_notebook(["x = 1"], name=None)), folder, assignment="tiny").is_file()


def test_a_notebook_of_another_assignment(tmp_path, folder, make_notebook):
    text = refusal(submit(tmp_path, make_notebook(["x = 1"], name="other")), folder)
    assert (
        text == "The notebook belongs to the assignment 'other', but this is 'tiny'; hand in the notebook of this "
        "assignment."
    )


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"PK\x03\x04 not json", "is a zip, but is not called so"),
        (b"[" * 100_000, "JSON is damaged"),
        (b'{"cells": [', "JSON is damaged"),
        (b"[1, 2]", "not a Jupyter notebook"),
        (b'{"a": 1}', "not a Jupyter notebook"),
        ("{}".encode("utf-16"), "not a Jupyter notebook"),
        (b"import numpy as np\nx = 1\n", "Python code"),
        (b'{"nbformat": 5, "nbformat_minor": 0, "metadata": {}, "cells": []}', "newer than"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}', "damaged"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": [], "cells": []}', "damaged"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "damaged"),
        (b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}', "no code cells"),
    ],
)
def test_what_is_not_a_notebook(tmp_path, folder, content, part):
    assert part in refusal(submit(tmp_path, content), folder)


@pytest.mark.parametrize(
    ("metadata", "language"),
    [({"kernelspec": {"name": "ir", "language": "R"}}, "R"), ({"language_info": {"name": "julia"}}, "julia")],
)
def test_a_notebook_in_another_language(tmp_path, folder, make_notebook, metadata, language):
    said = refusal(submit(tmp_path, make_notebook(["x <- c(1, 2)"], metadata=metadata)), folder)
    assert said.startswith(f"The notebook is written in {language}, and only Python can be graded here")


def test_python_with_the_wrong_kernel_is_python(tmp_path, folder, make_notebook):
    metadata = {"kernelspec": {"name": "ir", "language": "R"}, "language_info": {"name": 3}}
    path = submit(tmp_path, make_notebook(["import numpy as np", "x = 1"], metadata=metadata))
    assert len(read(prepare(path, folder))["cells"]) == 2


def test_a_notebook_with_empty_cells_only(tmp_path, folder, make_notebook):
    assert "no code cells" in refusal(submit(tmp_path, make_notebook(["", "  \n"])), folder)


def test_half_a_character_costs_only_itself(tmp_path, folder, make_notebook):
    copy = read(prepare(submit(tmp_path, make_notebook(["x = '\ud800'", "y = '\U0001f600'"])), folder))
    assert [cell["source"] for cell in copy["cells"]] == ["x = '\ufffd'", "y = '\U0001f600'"]


@pytest.mark.parametrize(
    ("content", "part"), [(b"", "is empty"), (b"\xef\xbb\xbf \r\n", "is empty"), (b"x = 1\0", "not a Python script")]
)
def test_what_is_not_a_script(tmp_path, folder, content, part):
    assert part in refusal(submit(tmp_path, content, "s1.py"), folder)


def test_a_link(tmp_path, folder, make_notebook):
    real = submit(tmp_path, make_notebook(["x = 1"]))
    link = tmp_path / "link.ipynb"
    link.symlink_to(real)
    assert "is a link" in refusal(link, folder)


def test_a_file_that_is_too_large(tmp_path, folder):
    path = tmp_path / "s1.ipynb"
    with path.open("wb") as file:
        file.truncate((MAX_FILE_MB + 1) << 20)
    assert "more than the" in refusal(path, folder)


def test_an_exported_zip_keeps_its_files_but_not_otters_log(tmp_path, folder, make_notebook, make_zip):
    files = {
        "work/hw.ipynb": make_notebook(["x = 1"]),
        "work/helpers.py": "y = 2",
        "work/data/a.csv": "1",
        "work/.OTTER_LOG": "a pickle",
        "work/hw.pdf": "",
        "work/x.otter": "{}",
        "work/tests/q1.py": "",
        "work/__zip_filename__": "x",
        "__MACOSX/work/hw.ipynb": "",
        "work/.ipynb_checkpoints/hw-checkpoint.ipynb": "{}",
        "elsewhere.txt": "",
    }
    copy = prepare(make_zip(tmp_path / "s1.zip", files), folder, assignment="tiny")
    with zipfile.ZipFile(copy) as archive:
        assert sorted(archive.namelist()) == ["data/a.csv", "helpers.py", "submission.ipynb"]
    assert list(folder.iterdir()) == [copy]


@pytest.mark.parametrize(
    ("files", "part"),
    [
        ({"a.txt": ""}, "holds no notebook"),
        ({"a.ipynb": "{}", "b/c.ipynb": "[]"}, "holds 2 notebooks or scripts ('a.ipynb', 'b/c.ipynb')"),
        ({"a.ipynb": ""}, "is empty"),
        ({"../a.ipynb": "{}"}, "would lie outside"),
        ({"/a.ipynb": "{}"}, "would lie outside"),
        ({"..\\a.ipynb": "{}"}, "would lie outside"),
        ({"C:/a.ipynb": "{}"}, "would lie outside"),
    ],
)
def test_zips_that_cannot_be_graded(tmp_path, folder, make_zip, files, part):
    assert part in refusal(make_zip(tmp_path / "s1.zip", files), folder)


def test_a_zip_with_a_link(tmp_path, folder, make_notebook):
    info = zipfile.ZipInfo("data.csv")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "s1.zip", "w") as archive:
        archive.writestr("hw.ipynb", make_notebook(["x = 1"]))
        archive.writestr(info, "/etc/passwd")
    assert "holds a link" in refusal(tmp_path / "s1.zip", folder)


def test_a_damaged_zip(tmp_path, folder, make_notebook, make_zip):
    assert "damaged" in refusal(submit(tmp_path, b"PK\x03\x04nonsense", "s1.zip"), folder)
    content = make_zip(tmp_path / "whole.zip", {"hw.ipynb": make_notebook(["x = 1"])}).read_bytes()
    assert "damaged" in refusal(submit(tmp_path, content.replace(b"x = 1", b"x = 2"), "s2.zip"), folder)


def test_a_zip_that_grows(tmp_path, folder, make_notebook):
    with zipfile.ZipFile(tmp_path / "s1.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("hw.ipynb", make_notebook(["x = 1"]))
        archive.writestr("bomb", bytes((MAX_UNPACKED_MB + 1) << 20))
    assert "more than" in refusal(tmp_path / "s1.zip", folder)
