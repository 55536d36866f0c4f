"""`--only`: one submission out of a download, and all others as they are."""

import zipfile
from pathlib import Path
from typing import Any

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.grade import keys
from autograder.results import ClassResult, Status
from tests.harness.graded import grade

from .test_run import Worker, graded

ADA, JOSE, CLEO = Student("m1", "Ada Lovelace", "ada@uni.edu"), Student("m2", "José Peña"), Student("m3", "Cleo Wu")


@pytest.fixture(autouse=True)
def _same_program(monkeypatch):
    monkeypatch.setattr(keys, "_source_digest", lambda: "as it is")


@pytest.fixture
def download(tmp_path, make_notebook):
    """Return a function that writes a Moodle download: a notebook for each name, and one that is nobody's."""

    def write(**contents: str) -> Path:
        path = tmp_path / "hw.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for number, (name, line) in enumerate(contents.items()):
                file = f"{name.replace('_', ' ')}_{number}_assignsubmission_file_/hw.ipynb"
                archive.writestr(file, make_notebook([line]))
        return path

    return write


@pytest.fixture
def run(tmp_path, no_guardian, tiny_zip):
    def run(path: Path, **changes: Any) -> tuple[ClassResult, Worker]:
        worker = Worker(graded())
        call = {"jobs": 1, "isolation": "none"} | changes
        return grade(
            [path], assignment_zip=tiny_zip, assignment_name="tiny", out=tmp_path / "out", call=worker, **call
        ), worker

    return run


@pytest.mark.parametrize("class_list", [None, ClassList((ADA, JOSE, CLEO))])
@pytest.mark.parametrize("by_place", [False, True])
def test_one_is_graded_again_under_its_name_and_the_others_stay(run, download, class_list, by_place):
    path = download(Ada_Lovelace="x = 1", José_Peña="x = 2")
    before, _ = run(path, class_list=class_list)
    inside = str(path / "José Peña_1_assignsubmission_file_" / "hw.ipynb")
    after, worker = run(path, only=inside if by_place else "José Peña (1)", resume=False)
    assert len(worker.calls) == 1
    assert after.submissions == before.submissions
    assert [each.student for each in after.submissions] == [each.student for each in before.submissions]


def test_nobody_is_missing_because_one_was_graded_alone(run, download):
    listed = ClassList((ADA, JOSE, CLEO))
    path = download(Ada_Lovelace="x = 1", José_Peña="x = 2")
    run(path, class_list=listed)
    after, _ = run(path, class_list=listed, only="Ada Lovelace (0)", resume=False)
    status = [each.status for each in after.submissions]
    assert status == [Status.GRADED, Status.MISSING, Status.GRADED]


def test_what_is_not_there_any_more_is_one_sentence_and_changes_nothing(run, download):
    path = download(Ada_Lovelace="x = 1", José_Peña="x = 2")
    before, _ = run(path)
    download(Ada_Lovelace="x = 1", Cleo_Wu="x = 3")
    with pytest.raises(AutograderError, match=r"^There is no José Peña \(1\) \(any more\) in .*hw\.zip\.$"):
        run(path, only="José Peña (1)", resume=False)
    after, _ = run(path, only="Ada Lovelace (0)")
    assert after.submissions == before.submissions


def test_files_of_nobody_in_particular_stay_too(run, tmp_path, make_notebook):
    folder = tmp_path / "class"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.ipynb").write_text(make_notebook([f"x = '{name}'"]))
    before, _ = run(folder)
    after, worker = run(folder, only="b.ipynb", resume=False)
    assert len(worker.calls) == 1
    assert [each.id for each in after.submissions] == [each.id for each in before.submissions]
