"""Gradescope's export: a folder for each submission, and a file that says by whom and when."""

from datetime import UTC, datetime

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.intake.gather import gather

from .downloads import metadata, notebook, submission, write_folder, write_zip

ADA, JOSE, GRACE = (
    ("Ada Lovelace", "00123", "ada@uni.edu"),
    ("José Peña", "456", "jose@uni.edu"),
    ("Grace Hopper", "789", "grace@uni.edu"),
)
CLASS = {
    "assignment_99_export/submission_metadata.yml": metadata(submission(11, ADA), submission(12, JOSE, GRACE)),
    "assignment_99_export/submission_11/tiny.ipynb": notebook("ada = 1"),
    "assignment_99_export/submission_11/tiny.pdf": b"%PDF",
    "assignment_99_export/submission_12/work/tiny.ipynb": notebook("pair = 1"),
}


def ids(intake) -> list[str]:
    return [submission.id for submission in intake.submissions]


def export(tmp_path, about: str, files: dict[str, bytes]):
    return write_zip(tmp_path / "export.zip", {"submission_metadata.yml": about, **files})


def test_a_submitter_is_a_submission_and_a_group_is_one_for_each(tmp_path):
    folder = write_folder(tmp_path / "unpacked", CLASS)
    for path in (write_zip(tmp_path / "export.zip", CLASS), folder, folder / "assignment_99_export"):
        intake = gather([path])
        assert ids(intake) == ["Ada Lovelace (00123)", "Grace Hopper (789)", "José Peña (456)"]
        assert [each.read() for each in intake.submissions] == [
            notebook("ada = 1"),
            notebook("pair = 1"),
            notebook("pair = 1"),
        ]
        assert intake.submissions[0].student == Student("00123", "Ada Lovelace", "ada@uni.edu")
        assert intake.submissions[0].handed_in == datetime(2026, 11, 20, 10, 0, 0, 123456, tzinfo=UTC)
        assert not intake.skipped
        assert intake.notes == (f"{path} was read as Gradescope's download of 3 students.",)


def test_students_are_found_in_the_class_list_by_their_addresses(tmp_path):
    listed = ClassList((Student("a1", "A. Lovelace", "ADA@uni.edu"), Student("b1", "Ben", "ben@uni.edu")))
    path = export(tmp_path, metadata(submission(11, ADA)), {"submission_11/tiny.ipynb": notebook()})
    intake = gather([path], class_list=listed)
    assert [each.student for each in intake.submissions] == [listed.students[0]]
    assert intake.missing == (listed.students[1],)


def test_of_two_submissions_of_one_student_the_newer_counts(tmp_path):
    about = metadata(submission(11, ADA), submission(12, ADA, JOSE, at="2026-11-21 09:00:00 Z"))
    files = {f"submission_{number}/tiny.ipynb": notebook(f"x = {number}") for number in (11, 12)}
    intake = gather([export(tmp_path, about, files)])
    assert [each.read() for each in intake.submissions] == [notebook("x = 12"), notebook("x = 12")]
    assert [item.path.partition("export.zip/")[2] for item in intake.skipped] == ["submission_11/tiny.ipynb"]


def test_two_students_with_one_name_and_nothing_else_are_not_taken_for_one(tmp_path):
    kim = ("Kim Lee", "", '""')
    about = metadata(submission(11, kim), submission(12, kim), submission(13, ADA))
    files = {f"submission_{number}/tiny.ipynb": notebook(f"x = {number}") for number in (11, 12, 13)}
    intake = gather([export(tmp_path, about, files)])
    assert ids(intake) == ["Ada Lovelace (00123)"]
    assert len(intake.skipped) == 2
    assert all("they may be of two students" in item.reason for item in intake.skipped)


def test_what_the_metadata_and_the_folders_do_not_agree_on_is_listed_or_graded_as_it_stands(tmp_path):
    about = metadata(submission(11, ADA), submission(12, JOSE), "submission_13:\n  :submitters: []\n")
    files = {f"submission_{number}/tiny.ipynb": notebook() for number in (11, 13, 14)}
    intake = gather([export(tmp_path, about, files)])
    assert ids(intake) == ["Ada Lovelace (00123)", "tiny.ipynb"]
    assert intake.submissions[1].path.parts[-2:] == ("submission_14", "tiny.ipynb")
    assert {item.path.rpartition("export.zip/")[2]: item.reason for item in intake.skipped} == {
        "submission_12": "submission_metadata.yml speaks of it, but it holds no file",
        "submission_13": "submission_metadata.yml does not say by whom it is",
    }


def test_what_ruby_adds_to_yaml_is_read(tmp_path):
    about = submission(11, ADA).replace("submission_11:", "submission_11: !ruby/hash:ActiveSupport::HashWithAccess", 1)
    (ada,) = gather([export(tmp_path, metadata(about), {"submission_11/tiny.ipynb": notebook()})]).submissions
    assert ada.id == "Ada Lovelace (00123)"


@pytest.mark.parametrize(
    ("sid", "name", "student"),
    [
        ("~", "Ada", Student("", "Ada", "ada@uni.edu")),
        ("null", "Ada", Student("", "Ada", "ada@uni.edu")),
        ("", "Ada", Student("", "Ada", "ada@uni.edu")),
        ("'~'", "'Null'", Student("~", "Null", "ada@uni.edu")),
        ("yes", "No", Student("yes", "No", "ada@uni.edu")),
        ("1_000", "0o17", Student("1_000", "0o17", "ada@uni.edu")),
        ("017", "12:30:45", Student("017", "12:30:45", "ada@uni.edu")),
        ("1e3", "2026-11-20", Student("1e3", "2026-11-20", "ada@uni.edu")),
        ("&a 7", "*a", Student("7", "7", "ada@uni.edu")),
        ("7", "!binary |-\n      Sm9zw6k=", Student("7", "José", "ada@uni.edu")),
        ("7", '"A\\0d\\x07a\\t\\u202e L"', Student("7", "Ada L", "ada@uni.edu")),
        ("7", "Ada\n    <<: {':email': 'eve@uni.edu'}", Student("7", "Ada", "ada@uni.edu")),
    ],
)
def test_ids_and_names_are_the_text_that_stands_there_and_nothing_is_nothing(tmp_path, sid, name, student):
    about = f"submission_11:\n  :submitters:\n  - :name: {name}\n    :sid: {sid}\n    :email: ada@uni.edu\n"
    if sid.startswith("&"):
        about = about.replace("  - :name: *a\n    :sid: &a 7\n", "  - :sid: &a 7\n    :name: *a\n")
    (found,) = gather([export(tmp_path, about, {"submission_11/tiny.ipynb": notebook()})]).submissions
    assert found.student == student


def test_a_student_who_stands_there_as_an_alias_is_not_lost(tmp_path):
    about = (
        "submission_11:\n  :submitters:\n  - &ada\n    :name: Ada\n    :sid: '1'\n"
        "submission_12:\n  :submitters:\n  - :name: Bo\n    :sid: '2'\n  - *ada\n"
    )
    files = {f"submission_{number}/tiny.ipynb": notebook() for number in (11, 12)}
    assert ids(gather([export(tmp_path, about, files)])) == ["Ada (1)", "Bo (2)"]


@pytest.mark.parametrize(
    "about",
    [
        "submission_11: {}\nsubmission_12: {}\nsubmission_11: {}",
        "a: [",
        "- a list",
        "{" * 100_000,
        "\x00",
        b"\xff\xfe\xff",
    ],
)
def test_metadata_that_cannot_be_read_are_one_sentence(tmp_path, about):
    path = export(tmp_path, about, {"submission_11/tiny.ipynb": notebook()})
    with pytest.raises(AutograderError, match=r"submission_metadata\.yml (cannot be read|does not describe)"):
        gather([path])


def test_nothing_in_the_metadata_is_run_or_made_large(tmp_path):
    told = "submission_12: !!python/object/apply:os.abort []\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    path = export(tmp_path, metadata(submission(11, ADA), told), {"submission_11/tiny.ipynb": notebook()})
    assert ids(gather([path])) == ["Ada Lovelace (00123)"]


@pytest.mark.parametrize("value", ["5", "[5]", "{a: 1}", '[{":name": [1], ":sid": {}}]', "null"])
def test_odd_submitters_are_listed_and_not_graded(tmp_path, value):
    about = metadata(submission(11, ADA), f"submission_12:\n  :submitters: {value}\n  :created_at: 5\n")
    files = {f"submission_{number}/tiny.ipynb": notebook() for number in (11, 12)}
    intake = gather([export(tmp_path, about, files)])
    assert ids(intake) == ["Ada Lovelace (00123)"]
    assert len(intake.skipped) == 1
