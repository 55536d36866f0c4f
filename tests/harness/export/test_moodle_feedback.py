import re
import zipfile

import pytest
from hypothesis import given

from autograder.errors import AutograderError
from autograder.export.moodle_feedback import FeedbackOptions, export_moodle_feedback, page_name
from autograder.reports.feedback import feedback_name, notebook_link
from autograder.results import Status
from tests.harness.export.making import MOODLE_HEADER, NAMES, a_class, csv_text, graded, moodle_row, names, student


def moodles_reading(path):
    """Return what Moodle's importer makes of a file's path: the participant's number, and the name of the file."""
    parts = path.split("/")
    while parts:
        info = parts.pop(0).split("_", 4)
        if len(info) == 5 and info[1].isdigit() and info[2:4] == ["assignsubmission", "file"]:
            return info[1], "/".join([info[4], *parts]).lstrip("/")
    return None


def export(folder, submissions, rows=None, pages=None):
    feedback = folder / "feedback"
    feedback.mkdir(exist_ok=True)
    for each in submissions if pages is None else pages:
        (feedback / feedback_name(each.mark.submission)).write_text(f"page of {each.mark.submission}")
    worksheet = folder / "worksheet.csv"
    worksheet.write_bytes(csv_text([MOODLE_HEADER, *(rows or [moodle_row(each.mark.student) for each in submissions])]))
    out = folder / "feedback.zip"
    exported = export_moodle_feedback(
        a_class(*submissions), FeedbackOptions(table=worksheet, feedback=feedback, out=out)
    )
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return exported, {name: archive.read(name).decode() for name in archive.namelist()}


def test_moodle_finds_each_page_for_its_student_whatever_the_name(tmp_path):
    submissions = [
        graded(student(500 + number, name)) for number, name in enumerate((*NAMES, "_", "..", "a_b_c_d_e", ""))
    ]
    _, pages = export(tmp_path, submissions)
    assert {moodles_reading(path): page for path, page in pages.items()} == {
        (each.mark.student.id, "binary-mlp-feedback.html"): f"page of {each.mark.submission}" for each in submissions
    }


@given(names)
def test_a_folder_is_safe_on_every_system(tmp_path_factory, name):
    _, pages = export(tmp_path_factory.mktemp("zip"), [graded(student(7, name))])
    (path,) = pages
    folder, file = path.split("/")
    assert moodles_reading(path) == ("7", file)
    assert folder.count("_") == 4
    assert not re.search(r'[<>:"\\|?*\x00-\x1f\u202a-\u202e\u2066-\u2069]', path)
    assert not folder.startswith((".", "~", " "))


def test_a_submission_without_a_page_is_named(tmp_path):
    with_page, without = graded(student(1, "Ana")), graded(student(2, "Bo"))
    exported, pages = export(tmp_path, [with_page, without], pages=[with_page])
    assert len(pages) == 1
    assert any("s2.ipynb (Bo, 2): has no page" in note for note in exported.notes)


def test_who_handed_in_nothing_gets_no_page(tmp_path):
    missing = graded(student(2, "Bo"), status=Status.MISSING)
    exported, pages = export(tmp_path, [graded(student(1, "Ana")), missing])
    assert len(pages) == 1
    assert exported.summary == "1 pages of feedback, for 1 submissions."


def test_students_who_are_not_in_the_worksheet_are_named(tmp_path):
    ana, bo = graded(student(1, "Ana")), graded(student(2, "Bo"))
    exported, pages = export(tmp_path, [ana, bo], rows=[moodle_row(student(1, "Ana"))])
    assert list(pages.values()) == ["page of s1.ipynb"]
    assert any("s2.ipynb" in note and "not in worksheet.csv" in note for note in exported.notes)


def test_without_pages_nothing_is_written(tmp_path):
    with pytest.raises(AutograderError, match="has no page for any submission"):
        export(tmp_path, [graded(student(1, "Ana"))], pages=[])
    assert not (tmp_path / "feedback.zip").exists()


@pytest.mark.parametrize("assignment", ["binary_mlp", "..", "~x", "a/b", ""])
def test_the_name_of_the_page_is_one_that_moodle_takes(assignment):
    assert re.fullmatch(r"[A-Za-z0-9-]+-feedback\.html", page_name(assignment))


def test_a_class_that_has_handed_in_nothing_has_no_zip(tmp_path):
    missing = graded(student(1, "Ana"), status=Status.MISSING)
    with pytest.raises(AutograderError, match="has no page for any submission"):
        export(tmp_path, [missing], pages=[])


def test_the_notebook_that_a_page_links_to_goes_with_it(tmp_path):
    linked, without = graded(student(1, "Ana")), graded(student(2, "Bo"))
    feedback = tmp_path / "feedback"
    (feedback / "notebooks").mkdir(parents=True)
    link = notebook_link(linked.mark.submission)
    for each in (linked, without):
        (feedback / notebook_link(each.mark.submission)).write_text("the notebook")
        (feedback / feedback_name(each.mark.submission)).write_text("a page")
    (feedback / feedback_name(linked.mark.submission)).write_text(f'<a href="{link}">')
    _, pages = export(tmp_path, [linked, without], pages=[])
    assert {moodles_reading(path): page for path, page in pages.items()} == {
        ("1", "binary-mlp-feedback.html"): '<a href="binary-mlp-notebook.html">',
        ("1", "binary-mlp-notebook.html"): "the notebook",
        ("2", "binary-mlp-feedback.html"): "a page",
    }
