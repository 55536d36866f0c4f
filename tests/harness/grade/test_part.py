"""Grading a part of a class into the class's folder leaves the rows of all others as they are, everywhere."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.export.graded import read_class
from autograder.export.marks_csv import marks_csv
from autograder.grade import keys
from autograder.gradebook import Gradebook
from autograder.marks.final import final_marks
from autograder.reports.feedback import feedback_name
from autograder.results import ClassResult, Status
from tests.harness.graded import grade

from .test_run import Worker, graded

LISTED = ClassList(tuple(Student(str(1001 + n), f"Name {n}") for n in range(6)))
IDS = [f"{1001 + n}.ipynb" for n in range(5)]


@pytest.fixture(autouse=True)
def _same_program(monkeypatch):
    monkeypatch.setattr(keys, "_source_digest", lambda: "as it is")


@pytest.fixture
def course(tmp_path, make_notebook) -> Path:
    folder = tmp_path / "class"
    folder.mkdir()
    for number, name in enumerate(IDS):
        (folder / name).write_text(make_notebook([f"x = {number}"]))
    return folder


@pytest.fixture
def run(tmp_path, tiny_zip) -> Callable[..., ClassResult]:
    def run(*paths: Path, **changes: Any) -> ClassResult:
        call = {"call": Worker(graded()), "jobs": 1, "isolation": "none"} | changes
        return grade(list(paths), assignment_zip=tiny_zip, assignment_name="tiny", out=tmp_path / "out", **call)

    return run


def rows(out: Path) -> dict[str, Any]:
    """Return all that the folder of results says of each submission, by its id."""
    results = json.loads((out / "results.json").read_bytes())
    table = {row["id"]: row for row in csv.DictReader((out / "grades.csv").read_text("utf-8-sig").splitlines())}
    with Gradebook.open(out / "gradebook.db") as book:
        marks = {mark.submission: mark for mark in final_marks(book, "tiny")}
    report = (out / "report.html").read_text("utf-8")
    found = {}
    for item in results["submissions"]:
        name = item["id"]
        page = (out / "feedback" / feedback_name(name)).read_bytes()
        found[name] = (item, table[name], marks.get(name), page, name in report)
    assert found.keys() == table.keys()
    return found


def without(found: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: row for name, row in found.items() if name not in names}


@pytest.mark.parametrize("class_list", [None, LISTED])
@pytest.mark.parametrize("with_list_again", [False, True])
def test_the_others_stay_as_they_are(run, course, tmp_path, make_notebook, class_list, with_list_again):
    run(course, class_list=class_list)
    before = rows(tmp_path / "out")
    assert (len(before), "Name 5 (1006)" in before) == ((6, True) if class_list else (5, False))
    (course / IDS[2]).write_text(make_notebook(["x = 'again'"]))
    result = run(course / IDS[2], class_list=class_list if with_list_again else None)
    after = rows(tmp_path / "out")
    assert list(after) == list(before)
    assert without(after, IDS[2]) == without(before, IDS[2])
    assert after[IDS[2]][1] == before[IDS[2]][1]
    assert f"{len(before) - 1} rows stay as an earlier run left them: this run was not asked for more." in result.notes


def test_a_part_that_is_graded_twice_and_then_the_class_is_the_class(run, course, tmp_path):
    run(course)
    before = rows(tmp_path / "out")
    for _ in range(2):
        run(course / IDS[0], course / IDS[1])
        assert rows(tmp_path / "out").keys() == before.keys()
    assert not [note for note in run(course).notes if "earlier run" in note]
    assert rows(tmp_path / "out") == before


def test_a_class_that_comes_in_parts_is_one_class(run, course, tmp_path):
    for name in IDS:
        run(course / name)
    assert list(rows(tmp_path / "out")) == IDS


def test_what_was_withdrawn_from_the_folder_that_is_graded_goes(run, course, tmp_path, make_notebook):
    run(course)
    (course / IDS[0]).unlink()
    (course / IDS[1]).write_text(make_notebook(["x = 'changed'"]))
    run(course)
    assert list(rows(tmp_path / "out")) == IDS[1:]


def test_a_file_named_alone_is_the_row_that_it_has_in_the_class(run, tmp_path, make_notebook):
    for name in ("ada", "ben"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "hw.ipynb").write_text(make_notebook([f"x = {name!r}"]))
    run(tmp_path / "class")
    (tmp_path / "class" / "ada" / "hw.ipynb").write_text(make_notebook(["x = 'again'"]))
    run(tmp_path / "class" / "ada" / "hw.ipynb")
    assert list(rows(tmp_path / "out")) == ["ada/hw.ipynb", "ben/hw.ipynb"]


def test_a_student_of_a_download_who_is_graded_alone_is_the_same_student(run, tmp_path, make_notebook):
    for name in ("Ada_1", "Ben_2", "Cleo_3"):
        folder = tmp_path / "moodle" / f"{name}_assignsubmission_file_"
        folder.mkdir(parents=True)
        (folder / "hw.ipynb").write_text(make_notebook([f"x = {name!r}"]))
    run(tmp_path / "moodle")
    before = rows(tmp_path / "out")
    result = run(tmp_path / "moodle" / "Ben_2_assignsubmission_file_" / "hw.ipynb", resume=False)
    assert [(each.id, each.student.name) for each in result.submissions] == [
        ("Ada (1)", "Ada"),
        ("Ben (2)", "Ben"),
        ("Cleo (3)", "Cleo"),
    ]
    assert without(rows(tmp_path / "out"), "Ben (2)") == without(before, "Ben (2)")


def test_who_was_missing_and_hands_in_alone_takes_the_place_of_the_row(run, course, tmp_path, make_notebook):
    run(course, class_list=LISTED)
    before = rows(tmp_path / "out")
    (tmp_path / "1006.ipynb").write_text(make_notebook(["x = 6"]))
    run(tmp_path / "1006.ipynb", class_list=LISTED)
    after = rows(tmp_path / "out")
    assert list(after) == [*IDS, "1006.ipynb"]
    assert without(after, "1006.ipynb") == without(before, "Name 5 (1006)")


def test_a_student_has_one_page_whatever_the_file_is_called(run, course, tmp_path, make_notebook):
    run(course, class_list=LISTED)
    (tmp_path / "out" / "feedback" / "notes.html").write_text("<title>Feedback on tiny: Name 5 (1006)</title>")
    (tmp_path / "1006.ipynb").write_text(make_notebook(["x = 6"]))
    run(tmp_path / "1006.ipynb", class_list=LISTED)
    (course / IDS[1]).rename(course / "1002_again.ipynb")
    run(course, tmp_path / "1006.ipynb", class_list=LISTED)
    pages = {page.name for page in (tmp_path / "out" / "feedback").iterdir()}
    now = {feedback_name(name) for name in rows(tmp_path / "out")}
    assert len(now) == 6
    assert pages == now | {"notes.html"}


def test_who_is_no_longer_on_the_class_list_is_no_longer_missing(run, course, tmp_path):
    run(course, class_list=LISTED)
    run(course / IDS[0], class_list=ClassList(LISTED.students[:5]))
    assert list(rows(tmp_path / "out")) == IDS


def test_the_others_are_in_the_exports(run, course, tmp_path):
    run(course)
    gradebook = str(tmp_path / "out" / "gradebook.db")
    before = marks_csv(read_class(gradebook, "tiny"))
    run(course / IDS[3], resume=False)
    assert marks_csv(read_class(gradebook, "tiny")) == before
    assert all(name in before for name in IDS)


def test_a_part_that_is_stopped_leaves_the_others_too(run, course, tmp_path, monkeypatch):
    run(course)
    before = rows(tmp_path / "out")

    def stop(*arguments: Any, **options: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(course / IDS[0], resume=False, on_result=stop)
    assert without(rows(tmp_path / "out"), IDS[0]) == without(before, IDS[0])


def test_rejected_and_failed_rows_stay_too(run, course, tmp_path):
    (course / "1006.ipynb").write_text("no notebook")
    run(course)
    result = run(course / IDS[0])
    assert {each.id: each.status for each in result.submissions}["1006.ipynb"] is Status.REJECTED
