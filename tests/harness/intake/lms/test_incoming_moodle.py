"""Moodle's download: a folder for each student, as a zip and unpacked, in the spellings of its versions."""

import io
import zipfile

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.intake import choosing
from autograder.intake.gather import gather
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import prepare

from .downloads import notebook, otter_zip, write_folder, write_zip, zipped

CLASS = {
    "Ada Lovelace_481516_assignsubmission_file_/tiny.ipynb": notebook("ada = 1"),
    "Ada Lovelace_481516_assignsubmission_file_/tiny.pdf": b"%PDF-1.7",
    "José Peña_234200_assignsubmission_file_/my work/tiny.ipynb": notebook("jose = 1"),
}
IDS = ["Ada Lovelace (481516)", "José Peña (234200)"]


def ids(intake) -> list[str]:
    return [submission.id for submission in intake.submissions]


def reasons(intake) -> dict[str, str]:
    return {item.path.rpartition("/")[2]: item.reason for item in intake.skipped}


def test_a_student_is_a_submission_in_a_zip_and_in_its_folder_and_in_one_around_it(tmp_path):
    packed = gather([write_zip(tmp_path / "course-hw1-77.zip", CLASS)])
    folder = write_folder(tmp_path / "wrapped" / "course-hw1-77", CLASS)
    for intake in (packed, gather([folder]), gather([folder.parent])):
        assert ids(intake) == IDS
        assert not intake.skipped
        assert [submission.read() for submission in intake.submissions] == [notebook("ada = 1"), notebook("jose = 1")]
        assert intake.submissions[0].student == Student("481516", "Ada Lovelace")
    assert packed.notes == (f"{tmp_path}/course-hw1-77.zip was read as Moodle's download of 2 students.",)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace_481516_assignsubmission_file_/tiny.ipynb",
        "Ada Lovelace_481516_assignsubmission_file/tiny.ipynb",
        "Ada Lovelace_481516_assignsubmission_file_tiny.ipynb",
    ],
)
def test_each_version_of_moodle_is_understood(tmp_path, name):
    assert ids(gather([write_zip(tmp_path / "hw.zip", {name: notebook()})])) == ["Ada Lovelace (481516)"]


def test_names_that_moodle_hides_are_numbers(tmp_path):
    files = {"Participant_17_assignsubmission_file_/a.ipynb": notebook()}
    assert ids(gather([write_zip(tmp_path / "hw.zip", files)])) == ["17"]


def test_two_students_with_one_name_stay_apart(tmp_path):
    files = {f"Kim Lee_{number}_assignsubmission_file_/a.ipynb": notebook(f"x = {number}") for number in (1, 2)}
    assert ids(gather([write_zip(tmp_path / "hw.zip", files)])) == ["Kim Lee (1)", "Kim Lee (2)"]


def test_who_is_called_as_the_folder_of_another_is_not_taken_for_that_one(tmp_path):
    called = "Ada Lovelace_481516_assignsubmission_file_ Mallory_777777_assignsubmission_file_"
    intake = gather([write_zip(tmp_path / "moodle.zip", CLASS | {f"{called}/tiny.ipynb": notebook("mallory = 1")})])
    assert ids(intake) == ["Ada Lovelace (481516)", f"{called[:-30]} (777777)", "José Peña (234200)"]
    assert intake.submissions[0].read() == notebook("ada = 1")


def test_a_file_whose_name_may_be_of_two_students_is_listed_and_graded_for_neither(tmp_path):
    others = {name.replace("_/", "_"): content for name, content in CLASS.items() if "my work" not in name}
    called = "Jo Doe_777777_assignsubmission_file_Mo Roe_888888_assignsubmission_file_tiny.ipynb"
    intake = gather([write_zip(tmp_path / "moodle.zip", others | {called: notebook("mallory = 1")})])
    assert ids(intake) == ["Ada Lovelace (481516)"]
    assert "of a file of Jo Doe or of Jo Doe_777777_assignsubmission_file_Mo Roe;" in reasons(intake)[called]


def test_a_zip_in_the_zip_is_a_submission_and_one_in_that_is_not(tmp_path):
    inner = otter_zip(notebook())
    files = {
        "Ada_1_assignsubmission_file_/tiny_2026_11_20T10_00_00_000001.zip": inner,
        "Ben_2_assignsubmission_file_/all.zip": zipped({"Ada_1_assignsubmission_file_/tiny.ipynb": notebook("forged")}),
    }
    intake = gather([write_zip(tmp_path / "hw.zip", files)])
    assert ids(intake) == ["Ada (1)", "Ben (2)"]
    assert intake.submissions[0].read() == inner


def test_names_are_the_same_whether_the_zip_says_that_they_are_utf8_or_not(tmp_path):
    path = write_zip(tmp_path / "hw.zip", {"Jos\u00e9_1_assignsubmission_file_/a.ipynb": notebook()})
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.index(mark) + offset + 1
        assert content[place] & 8
        content[place] &= ~8
    path.write_bytes(content)
    assert zipfile.ZipFile(path).namelist() != ["Jos\u00e9_1_assignsubmission_file_/a.ipynb"]
    assert ids(gather([path])) == ["Jos\u00e9 (1)"]
    write_folder(tmp_path / "mac", {"Jose\u0301_1_assignsubmission_file_/a.ipynb": notebook()})
    assert ids(gather([tmp_path / "mac"])) == ["Jos\u00e9 (1)"]


def test_a_student_without_a_notebook_is_told_so(tmp_path):
    files = CLASS | {"Cleo_3_assignsubmission_file_/report.pdf": b"%PDF"}
    intake = gather([write_zip(tmp_path / "hw.zip", files)])
    (cleo,) = (submission for submission in intake.submissions if submission.id == "Cleo (3)")
    with pytest.raises(NotGradable, match=r"No notebook was handed in, only report\.pdf"):
        cleo.read()


def test_what_is_typed_into_moodle_is_listed_and_what_lies_outside_is_graded_as_it_stands(tmp_path):
    outside = {"notes.ipynb": notebook("x = 5"), "worksheet.csv": "id"}
    files = CLASS | {"Cleo_3_assignsubmission_onlinetext_/onlinetext.html": "<p>"} | outside
    intake = gather([write_zip(tmp_path / "hw.zip", files)])
    assert reasons(intake) == {
        "onlinetext.html": "text that was typed into Moodle, not a file",
        "worksheet.csv": "not a notebook (.ipynb), a script (.py) or a zip",
    }
    assert "notes.ipynb" in ids(intake)
    assert intake.notes[0].endswith("What did not fit is graded as it stands: 1 file.")


# ---- attempts, and several notebooks ----


def test_of_two_downloads_the_later_counts_and_the_earlier_is_listed(tmp_path):
    first = write_zip(tmp_path / "hw.zip", CLASS)
    name = "Ada Lovelace_481516_assignsubmission_file_/final.ipynb"
    files = {
        name: notebook("newer"),
        "José Peña_234200_assignsubmission_file_/my work/tiny.ipynb": notebook("jose = 1"),
    }
    second = write_zip(tmp_path / "hw (1).zip", files, date=(2026, 11, 21, 9, 0, 0))
    for order in ([first, second], [second, first]):
        intake = gather(order)
        assert ids(intake) == IDS
        assert intake.submissions[0].read() == notebook("newer")
        assert reasons(intake) == {"tiny.ipynb": f"an older attempt of Ada Lovelace (481516); {second}/{name} counts"}


def test_of_downloads_that_do_not_say_which_is_later_neither_is_taken(tmp_path):
    name = "Ada_1_assignsubmission_file_/a.ipynb"
    other = {"Ben_2_assignsubmission_file_/a.ipynb": notebook()}
    one = write_folder(tmp_path / "one", {name: notebook("x = 1")} | other)
    two = write_folder(tmp_path / "two", {name: notebook("x = 2")} | other)
    intake = gather([one, two])
    assert ids(intake) == ["Ben (2)"]
    assert [item.path for item in intake.skipped] == [str(one / name), str(two / name)]
    assert all("which of them is newer is not known, then run again" in item.reason for item in intake.skipped)


def two(first: bytes, second: bytes, names=("a.ipynb", "b.ipynb")) -> dict[str, bytes]:
    folder = "Ada_1_assignsubmission_file_/"
    other = {"Ben_2_assignsubmission_file_/a.ipynb": notebook()}
    return {folder + names[0]: first, folder + names[1]: second} | other


@pytest.mark.parametrize("other", [notebook("x = 2", assignment="homework 2"), notebook("x = 2", assignment=None)])
def test_of_two_notebooks_the_one_of_this_assignment_counts(tmp_path, other):
    intake = gather([write_zip(tmp_path / "hw.zip", two(notebook("x = 1"), other))], assignment="tiny")
    assert ids(intake) == ["Ada (1)", "Ben (2)"]
    assert intake.submissions[0].read() == notebook("x = 1")
    assert list(reasons(intake)) == ["b.ipynb"]


@pytest.mark.parametrize("assignment", ["tiny", None])
def test_of_two_notebooks_that_may_both_be_meant_none_is_taken(tmp_path, assignment):
    name = "hw.zip"
    intake = gather([write_zip(tmp_path / name, two(notebook("x = 1"), notebook("x = 2")))], assignment=assignment)
    assert ids(intake) == ["Ben (2)"]
    sentence = (
        "one of 2 files of Ada (1) that may be meant (a.ipynb, b.ipynb); delete all but the one to be graded, then run "
        "again"
    )
    assert reasons(intake) == {"a.ipynb": sentence, "b.ipynb": sentence}


def test_equal_notebooks_are_one(tmp_path):
    intake = gather([write_zip(tmp_path / "hw.zip", two(notebook(), notebook()))], assignment="tiny")
    assert ids(intake) == ["Ada (1)", "Ben (2)"]


def test_a_notebook_and_the_zip_that_otter_made_of_it_are_one(tmp_path):
    zip_name = "tiny_2026_11_20T10_00_00_000001.zip"
    packed = otter_zip(notebook())
    intake = gather([write_zip(tmp_path / "hw.zip", two(notebook(), packed, ("tiny.ipynb", zip_name)))])
    assert intake.submissions[0].read() == packed


def test_of_two_zips_of_otter_the_later_counts(tmp_path):
    names = ("tiny_2026_11_20T10_00_00_000001.zip", "tiny_2026_11_20T09_00_00_000001.zip")
    late, early = otter_zip(notebook("x = 2")), otter_zip(notebook("x = 1"))
    intake = gather([write_zip(tmp_path / "hw.zip", two(late, early, names))], assignment="tiny")
    assert intake.submissions[0].read() == late
    assert list(reasons(intake)) == [names[1]]
    assert reasons(intake)[names[1]].startswith("an older attempt of Ada (1); ")


# ---- what lies beside a notebook ----


def test_modules_and_data_beside_a_notebook_go_with_it_and_what_is_for_people_does_not(tmp_path):
    folder = "Ada_1_assignsubmission_file_/"
    files = {
        folder + "hw/tiny.ipynb": notebook(),
        folder + "hw/helper.py": "import os",
        folder + "hw/data/x.csv": "1",
        folder + "report.pdf": "%PDF",
        folder + "hw/tiny.pdf": "%PDF",
        folder + "elsewhere.csv": "2",
    }
    (ada,) = gather([write_zip(tmp_path / "hw.zip", files)]).submissions
    assert ada.read() == ada.read()
    (tmp_path / "copy").mkdir()
    with zipfile.ZipFile(prepare(ada.path, tmp_path / "copy", content=ada.read())) as archive:
        assert sorted(archive.namelist()) == ["data/x.csv", "helper.py", "submission.ipynb"]
        assert archive.read("helper.py") == b"import os"


def test_a_file_beside_a_notebook_that_cannot_be_read_is_left_out(tmp_path):
    folder = write_folder(tmp_path / "hw", {"Ada_1_assignsubmission_file_/tiny.ipynb": notebook()})
    (folder / "Ada_1_assignsubmission_file_" / "secret.csv").symlink_to("/etc/passwd")
    (ada,) = gather([folder]).submissions
    with zipfile.ZipFile(io.BytesIO(ada.read())) as archive:
        assert archive.namelist() == ["tiny.ipynb"]


def test_files_beside_a_notebook_are_not_more_than_a_zip_may_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(choosing, "MAX_UNPACKED_MB", 1)
    folder = "Ada_1_assignsubmission_file_/"
    files = {folder + "tiny.ipynb": notebook()} | {f"{folder}{number}.csv": bytes(600_000) for number in range(3)}
    (ada,) = gather([write_zip(tmp_path / "hw.zip", files)]).submissions
    with pytest.raises(NotGradable, match="beside the notebook have more than 1 MB"):
        ada.read()


def test_a_script_is_graded_without_the_modules_of_the_assignment_beside_it(tmp_path):
    folder = "Ada_1_assignsubmission_file_/"
    files = {folder + "answer.py": "x = 1", folder + "checks.py": "y = 1"}
    (ada,) = gather([write_zip(tmp_path / "hw.zip", files)], support_files={"checks.py"}).submissions
    assert (ada.path.name, ada.read()) == ("answer.py", b"x = 1")


# ---- with a class list ----

LISTED = ClassList(
    (Student("m1", "Ada Lovelace", "ada@uni.edu"), Student("m2", "Pena, Jose"), Student("m3", "Grace Hopper"))
)


def test_students_are_those_of_the_class_list_and_who_is_not_there_is_missing(tmp_path):
    intake = gather([write_zip(tmp_path / "hw.zip", CLASS)], class_list=LISTED)
    assert ids(intake) == IDS
    assert [submission.student for submission in intake.submissions] == [
        Student("m1", "Ada Lovelace", "ada@uni.edu"),
        Student("m2", "Pena, Jose"),
    ]
    assert intake.missing == (Student("m3", "Grace Hopper"),)


def test_the_name_of_a_group_before_that_of_a_student_is_no_harm(tmp_path):
    files = {"Group A-Ada Lovelace_9_assignsubmission_file_/a.ipynb": notebook()}
    assert len(gather([write_zip(tmp_path / "hw.zip", files)], class_list=LISTED).submissions) == 1


def test_a_hidden_name_is_known_by_the_number_of_the_worksheet_and_by_no_other(tmp_path):
    (tmp_path / "sheet.csv").write_text("Identifier,Full name,ID number\nParticipant 17,Ada,m1\nParticipant 3,Ben,17\n")
    worksheet = ClassList.read(tmp_path / "sheet.csv")
    files = {f"Participant_{number}_assignsubmission_file_/a.ipynb": notebook() for number in (17, 3)}
    path = write_zip(tmp_path / "hw.zip", files)
    assert {each.id: each.student.name for each in gather([path], class_list=worksheet).submissions} == {
        "3": "Ben",
        "17": "Ada",
    }
    plain = ClassList((Student("17", "Somebody"), Student("3", "Else")))
    with pytest.raises(AutograderError, match="who is not on the class list"):
        gather([path], class_list=plain)


def test_who_is_not_on_the_class_list_is_listed_and_not_graded(tmp_path):
    files = CLASS | {"Eve Stranger_9_assignsubmission_file_/e.ipynb": notebook()}
    intake = gather([write_zip(tmp_path / "hw.zip", files)], class_list=LISTED)
    assert ids(intake) == IDS
    assert reasons(intake) == {
        "e.ipynb": "of Eve Stranger (9), who is not on the class list; add the student to it, or for a group a column "
        "group, then run again"
    }


def test_who_may_be_either_of_two_students_is_neither_graded_nor_missing(tmp_path):
    twins = (Student("k1", "Kim Lee"), Student("k2", "Lee Kim"))
    files = CLASS | {"Kim Lee_9_assignsubmission_file_/k.ipynb": notebook()}
    intake = gather([write_zip(tmp_path / "hw.zip", files)], class_list=ClassList((*LISTED.students, *twins)))
    assert ids(intake) == IDS
    assert reasons(intake)["k.ipynb"].startswith("may be of Kim Lee (k1) or Lee Kim (k2); put the id")
    assert intake.missing == (Student("m3", "Grace Hopper"),)
