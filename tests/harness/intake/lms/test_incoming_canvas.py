"""Canvas's download: all files in one place, with name, number and file in front of each."""

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.intake.gather import gather

from .downloads import notebook, otter_zip, write_folder, write_zip

CLASS = {
    "lovelaceada_7001_91001_tiny.ipynb": notebook("ada = 1"),
    "lovelaceada_7001_91002_report.pdf": b"%PDF",
    "peñajosé_LATE_7002_91003_tiny-1.ipynb": notebook("jose = 1"),
    "hoppergrace_7003_text.html": b"<p>",
}
LISTED = ClassList((Student("7001", "Ada Lovelace"), Student("7002", "José Peña"), Student("7003", "Grace Hopper")))


def ids(intake) -> list[str]:
    return [submission.id for submission in intake.submissions]


def reasons(intake) -> dict[str, str]:
    return {item.path.rpartition("/")[2]: item.reason for item in intake.skipped}


def test_a_student_is_a_submission_in_a_zip_and_in_its_folder(tmp_path):
    for path in (write_zip(tmp_path / "submissions.zip", CLASS), write_folder(tmp_path / "submissions", CLASS)):
        intake = gather([path])
        assert ids(intake) == ["lovelaceada (7001)", "peñajosé (7002)"]
        assert [submission.read() for submission in intake.submissions] == [notebook("ada = 1"), notebook("jose = 1")]
        assert reasons(intake) == {"hoppergrace_7003_text.html": "text that was typed into Canvas, not a file"}
        assert intake.notes == (
            f"{path} was read as Canvas's download of 2 students.",
            "Canvas calls late, without saying by how much: peñajosé (7002). Give the days with autograder marks late.",
        )


def test_who_is_not_late_was_in_time_where_canvas_calls_anybody_late(tmp_path):
    intake = gather([write_zip(tmp_path / "submissions.zip", CLASS)])
    assert [submission.late_days for submission in intake.submissions] == [0.0, None]
    nobody = {name: content for name, content in CLASS.items() if "LATE" not in name}
    assert gather([write_zip(tmp_path / "in_time.zip", nobody)]).submissions[0].late_days is None


def test_students_get_the_names_of_the_class_list(tmp_path):
    intake = gather([write_zip(tmp_path / "submissions.zip", CLASS)], class_list=LISTED)
    assert ids(intake) == ["lovelaceada (7001)", "peñajosé (7002)"]
    assert [submission.student for submission in intake.submissions] == list(LISTED.students[:2])
    assert intake.missing == LISTED.students[2:]


def test_anonymous_students_are_codes(tmp_path):
    files = {"anon_Xy12z_91001_a.ipynb": notebook(), "LATE_anon_Qr34s_91002_a.ipynb": notebook("x = 2")}
    intake = gather([write_zip(tmp_path / "submissions.zip", files)])
    assert ids(intake) == ["Qr34s", "Xy12z"]
    assert intake.notes[1].startswith("Canvas calls late, without saying by how much: Qr34s. ")


def test_the_newest_attempt_counts_and_the_others_are_listed(tmp_path):
    files = {
        f"lovelaceada_7001_{file}_tiny{again}.ipynb": notebook(f"x = {file}")
        for file, again in ((91001, ""), (100005, "-2"), (91900, "-1"))
    }
    intake = gather([write_folder(tmp_path / "merged", files)])
    (ada,) = intake.submissions
    assert ada.read() == notebook("x = 100005")
    counts = "an older attempt of lovelaceada (7001); lovelaceada_7001_100005_tiny-2.ipynb counts"
    assert reasons(intake) == dict.fromkeys(
        ("lovelaceada_7001_91001_tiny.ipynb", "lovelaceada_7001_91900_tiny-1.ipynb"), counts
    )


def test_a_newer_file_of_another_assignment_is_not_a_newer_attempt(tmp_path):
    files = {
        "lovelaceada_7001_91001_homework-1.ipynb": notebook("x = 1"),
        "lovelaceada_7001_91002_homework-2.ipynb": notebook("x = 2", assignment="homework 2"),
    }
    (ada,) = gather([write_zip(tmp_path / "submissions.zip", files)], assignment="tiny").submissions
    assert ada.read() == notebook("x = 1")


def test_of_two_downloads_the_one_with_the_newer_file_counts(tmp_path):
    old = write_zip(tmp_path / "old.zip", {"lovelaceada_7001_91001_draft.ipynb": notebook("x = 1")})
    new = write_zip(tmp_path / "new.zip", {"lovelaceada_7001_91002_final.ipynb": notebook("x = 2")})
    intake = gather([new, old])
    assert intake.submissions[0].read() == notebook("x = 2")
    assert list(reasons(intake)) == ["lovelaceada_7001_91001_draft.ipynb"]


@pytest.mark.parametrize(
    "names",
    [
        ("ada_2026_11_hw.ipynb", "ben_2026_11_hw.ipynb"),
        ("ada_2026_1120_hw.ipynb", "ben_2026_1120_hw.ipynb"),
        ("tiny_2026_11_20T10_00_00_000001.zip", "tiny_2026_11_20T11_00_00_000001.zip"),
        ("lovelaceada_7001_91001_tiny.ipynb", "notes.ipynb"),
    ],
)
def test_other_folders_are_not_taken_for_canvas(tmp_path, names):
    files = {name: otter_zip(notebook(name)) if name.endswith("zip") else notebook(name) for name in names}
    assert ids(gather([write_folder(tmp_path / "class", files)])) == sorted(names)
