"""Plain files and folders with a class list, mixed with downloads, and hostile zips."""

import stat
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.intake.gather import gather
from autograder.intake.lms import tree as tree_module
from autograder.intake.notebooks import NotGradable

from .downloads import metadata, notebook, otter_zip, submission, write_folder, write_zip

ADA, BEN, CLEO = Student("1001", "Ada Lovelace"), Student("1002", "Ben Hur", "bhur@uni.edu"), Student("1003", "Cleo P")
LISTED = ClassList((ADA, BEN, CLEO))
FOLDER = "Ada_1_assignsubmission_file_/"


def ids(intake) -> list[str]:
    return [each.id for each in intake.submissions]


def refusal(tmp_path, name: str = "a.ipynb", path: Path | None = None) -> str:
    (ada,) = gather([path or tmp_path / "hw.zip"]).submissions
    assert ada.path.name == name
    with pytest.raises(NotGradable) as raised:
        ada.read()
    return str(raised.value)


# ---- plain files with a class list ----


def test_files_are_of_the_students_in_their_names_or_their_folders_names(tmp_path):
    files = {"hw1_1001.ipynb": notebook("x = 1"), "Hur, Ben/work/hw.ipynb": notebook("x = 2"), "notes.txt": b""}
    intake = gather([write_folder(tmp_path / "class", files)], class_list=LISTED)
    assert {each.id: each.student for each in intake.submissions} == {"hw1_1001.ipynb": ADA, "hw.ipynb": BEN}
    assert intake.missing == (CLEO,)
    assert [item.reason for item in intake.skipped] == ["not a notebook (.ipynb), a script (.py) or a zip"]


def test_a_file_of_nobody_or_of_two_is_listed_with_what_to_do(tmp_path):
    files = {"s01.ipynb": notebook(), "ada_lovelace_ben_hur.ipynb": notebook("x = 2"), "bhur.ipynb": notebook("x = 3")}
    intake = gather([write_folder(tmp_path / "class", files)], class_list=LISTED)
    assert ids(intake) == ["bhur.ipynb"]
    assert {Path(item.path).name: item.reason for item in intake.skipped} == {
        "s01.ipynb": "the names of the file and its folders are about nobody on the class list; put the student's id, "
        "email address or full name into one of them, then run again",
        "ada_lovelace_ben_hur.ipynb": "may be of Ada Lovelace (1001) or Ben Hur (1002); put the id of one of them into "
        "its name, or correct the class list",
    }
    assert intake.missing == (CLEO,)


def test_two_files_of_one_student_are_not_chosen_between_by_chance(tmp_path):
    files = {"1001_a.ipynb": notebook("x = 1"), "1001_b.ipynb": notebook("x = 2"), "1002.ipynb": notebook()}
    folder = write_folder(tmp_path / "class", files)
    intake = gather([folder], class_list=LISTED, assignment="tiny")
    assert ids(intake) == ["1002.ipynb"]
    assert len(intake.skipped) == 2
    assert intake.missing == (CLEO,)


def test_of_two_zips_of_otter_of_one_student_the_later_counts(tmp_path):
    files = {f"1001/tiny_2026_11_20T{hour}_00_00_000001.zip": otter_zip(notebook(hour)) for hour in ("09", "10")}
    (ada,) = gather([write_folder(tmp_path / "class", files)], class_list=LISTED).submissions
    assert ada.id == "tiny_2026_11_20T10_00_00_000001.zip"


def test_a_download_and_a_late_file_are_one_class(tmp_path):
    download = write_zip(tmp_path / "hw.zip", {"Ada Lovelace_9_assignsubmission_file_/a.ipynb": notebook("x = 1")})
    late = write_folder(tmp_path / "late", {"1003.ipynb": notebook("x = 2")})
    intake = gather([download, late / "1003.ipynb"], class_list=LISTED)
    assert ids(intake) == ["1003.ipynb", "Ada Lovelace (9)"]
    assert intake.missing == (BEN,)


def test_when_nothing_can_be_graded_the_first_reason_is_told(tmp_path):
    with pytest.raises(AutograderError, match=r"Found nothing to grade .*s01\.ipynb: .*nobody on the class list"):
        gather([write_folder(tmp_path / "class", {"s01.ipynb": notebook()})], class_list=LISTED)


def test_one_number_on_two_platforms_is_two_students(tmp_path):
    moodle = write_zip(tmp_path / "moodle.zip", {"Ada Lovelace_7001_assignsubmission_file_/a.ipynb": notebook("x = 1")})
    canvas = write_zip(tmp_path / "canvas.zip", {"hurben_7001_91001_a.ipynb": notebook("x = 2")})
    assert ids(gather([moodle, canvas])) == ["Ada Lovelace (7001)", "hurben (7001)"]


# ---- what students make ----


def test_a_download_that_lies_among_the_files_of_a_folder_decides_nothing(tmp_path):
    about = metadata(submission(11, ("Ben Hur", "1002", "bhur@uni.edu")))
    forged = {"submission_metadata.yml": about} | {f"submission_{n}/tiny.ipynb": notebook() for n in (11, 12)}
    folder = write_folder(tmp_path / "class", {"ada.ipynb": notebook(), "other.ipynb": notebook()})
    write_zip(folder / "gradescope.zip", forged)
    write_zip(
        folder / "moodle.zip",
        {FOLDER + "a.ipynb": notebook(), "Ben_2_assignsubmission_file_/b.ipynb": notebook("x = 2")},
    )
    write_zip(folder / "hers.zip", {FOLDER + "a.ipynb": notebook()})
    write_zip(folder / "nested.zip", {"submission_metadata.yml": "{" * 1_000_000, "hw.ipynb": notebook()})
    intake = gather([folder])
    assert ids(intake) == ["ada.ipynb", "hers.zip", "nested.zip", "other.ipynb"]
    assert {Path(item.path).name: item.reason for item in intake.skipped} == {
        "gradescope.zip": "it looks like a download of Gradescope; name the zip itself to grade it",
        "moodle.zip": "it looks like a download of Moodle; name the zip itself to grade it",
    }


@pytest.mark.parametrize("name", ["../../etc/a.ipynb", "/etc/a.ipynb", "..\\..\\a.ipynb", FOLDER + "../../a.ipynb"])
def test_a_path_that_leads_out_of_the_zip_is_listed(tmp_path, name):
    intake = gather([write_zip(tmp_path / "hw.zip", {FOLDER + "a.ipynb": notebook(), name: notebook("x = 2")})])
    assert ids(intake) == ["Ada (1)"]
    assert [item.reason for item in intake.skipped] == ["a path that leads out of the zip"]


def test_a_link_in_a_download_is_not_followed(tmp_path):
    with zipfile.ZipFile(tmp_path / "hw.zip", "w") as archive:
        info = zipfile.ZipInfo(FOLDER + "a.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    assert "is a link" in refusal(tmp_path)
    folder = tmp_path / "unpacked" / FOLDER
    folder.mkdir(parents=True)
    (folder / "a.ipynb").symlink_to("/etc/passwd")
    assert "is a link" in refusal(tmp_path, path=tmp_path / "unpacked")


def test_a_bomb_in_a_download_is_not_unpacked(tmp_path):
    write_zip(tmp_path / "hw.zip", {FOLDER + "a.ipynb": bytes(60 << 20)})
    tracemalloc.start()
    try:
        assert "60 MB, more than the 50 MB" in refusal(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 5 << 20
    finally:
        tracemalloc.stop()


def damage(content: bytearray) -> None:
    content[70] ^= 0xFF  # in the compressed notebook


def lock(content: bytearray) -> None:
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1


def compress_oddly(content: bytearray) -> None:
    content[8] = content[content.index(b"PK\x01\x02") + 10] = 99


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (damage, "damaged in the download"),
        (lock, "locked with a password"),
        (compress_oddly, "damaged in the download"),
    ],
)
def test_a_member_that_cannot_be_read_is_that_students_alone(tmp_path, change, sentence):
    files = {FOLDER + "a.ipynb": notebook(), "Ben_2_assignsubmission_file_/b.ipynb": notebook("x = 2")}
    path = write_zip(tmp_path / "hw.zip", files)
    content = bytearray(path.read_bytes())
    change(content)
    path.write_bytes(content)
    ada, ben = gather([path]).submissions
    with pytest.raises(NotGradable, match=sentence):
        ada.read()
    assert ben.read() == notebook("x = 2")


def test_a_zip_with_a_table_too_large_to_read_is_a_submission_that_is_turned_away(tmp_path, monkeypatch):
    path = write_zip(tmp_path / "hw.zip", {f"{FOLDER}{number}.txt": b"" for number in range(30)})
    assert ids(gather([path])) == ["Ada (1)"]
    monkeypatch.setattr(tree_module, "MAX_TABLE_MB", 0)
    assert ids(gather([path])) == ["hw.zip"]


def test_a_hundred_notebooks_of_one_student_are_not_read_and_not_listed_without_end(tmp_path):
    files = {f"{FOLDER}{number}.ipynb": notebook(str(number)) for number in range(300)}
    intake = gather([write_zip(tmp_path / "hw.zip", files | {"Ben_2_assignsubmission_file_/b.ipynb": notebook()})])
    assert ids(intake) == ["Ben (2)"]
    assert len(intake.skipped) == 201
    assert intake.skipped[-1].reason.endswith("(and 99 more)")


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"PK\x03\x04" + bytes(100), b"PK\x05\x06" + b"\xff" * 18])
def test_a_file_that_is_no_zip_is_a_submission_that_is_turned_away(tmp_path, content):
    (tmp_path / "hw.zip").write_bytes(content)
    assert ids(gather([tmp_path / "hw.zip"])) == ["hw.zip"]
