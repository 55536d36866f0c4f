"""Which files are submissions, and what they are called."""

from pathlib import Path

import pytest

from autograder.errors import AutograderError
from autograder.intake.gather import gather


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


def ids(intake) -> list[str]:
    return [submission.id for submission in intake.submissions]


def test_a_folder_is_a_class(tmp_path):
    touch(tmp_path, "s10.ipynb", "s2.py", "s3.zip", "S4.IPYNB", "notes.txt", "s6.Rmd", ".hidden.ipynb", "~$s5.ipynb")
    touch(tmp_path, ".ipynb_checkpoints/s2-checkpoint.ipynb", "__MACOSX/s2.ipynb", "tests/q1.py", "checks.py")
    intake = gather([tmp_path], support_files={"checks.py"})
    assert ids(intake) == ["s2.py", "s3.zip", "S4.IPYNB", "s10.ipynb"]
    assert {Path(item.path).name: item.reason for item in intake.skipped} == {
        "notes.txt": "not a notebook (.ipynb), a script (.py) or a zip",
        "s6.Rmd": "written in R, and only Python can be graded",
        "checks.py": "a file of the assignment, not a submission",
        ".hidden.ipynb": "its name begins with a dot, so that it may not be meant; rename it, then run again",
    }


def test_a_folder_for_each_student(tmp_path):
    touch(tmp_path, "ada/hw.ipynb", "ada/helpers.py", "ben/hw.ipynb", "cleo/answer.py", "dan/other.ipynb")
    intake = gather([tmp_path])
    assert ids(intake) == ["ada/hw.ipynb", "answer.py", "ben/hw.ipynb", "other.ipynb"]
    assert [Path(item.path).name for item in intake.skipped] == ["helpers.py"]


def test_names_that_clash_deeper_get_longer(tmp_path):
    touch(tmp_path, "one/ada/hw.ipynb", "two/ada/hw.ipynb", "two/ben/hw.ipynb")
    assert ids(gather([tmp_path])) == ["ben/hw.ipynb", "one/ada/hw.ipynb", "two/ada/hw.ipynb"]


def test_files_and_folders_together_count_each_file_once(tmp_path):
    touch(tmp_path, "a.ipynb", "b.ipynb")
    assert ids(gather([tmp_path / "a.ipynb", tmp_path, tmp_path / "a.ipynb"])) == ["a.ipynb", "b.ipynb"]


def test_a_link_that_the_instructor_names_is_followed(tmp_path):
    touch(tmp_path, "real/a.ipynb")
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "real" / "a.ipynb")
    (submission,) = gather([tmp_path / "link.ipynb"]).submissions
    assert submission.path == tmp_path.resolve() / "real" / "a.ipynb"


def test_a_link_to_a_folder_in_a_class_is_skipped(tmp_path):
    touch(tmp_path, "class/a.ipynb", "secret/b.ipynb")
    (tmp_path / "class" / "more").symlink_to(tmp_path / "secret")
    intake = gather([tmp_path / "class"])
    assert ids(intake) == ["a.ipynb"]
    assert [item.reason for item in intake.skipped] == ["a link to a folder"]


def test_a_class_does_not_end_at_folders_without_end(tmp_path):
    touch(tmp_path, "a.ipynb", "/".join(["d"] * 40) + "/b.ipynb", "/".join(["e"] * 200) + "/c.ipynb")
    intake = gather([tmp_path])
    assert ids(intake) == ["a.ipynb", "b.ipynb"]
    assert [item.reason for item in intake.skipped] == ["a folder in too many folders"]


def test_a_folder_that_cannot_be_read_is_skipped(tmp_path, monkeypatch):
    touch(tmp_path, "a.ipynb", "closed/b.ipynb")
    listed = Path.iterdir

    def refusing(folder):
        if folder.name == "closed":
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    intake = gather([tmp_path])
    assert ids(intake) == ["a.ipynb"]
    assert [item.reason for item in intake.skipped] == ["a folder that cannot be read (Permission denied)"]


def test_a_missing_path_is_a_wrong_call(tmp_path):
    with pytest.raises(AutograderError, match=r"no file or folder .*nowhere"):
        gather([tmp_path / "nowhere"])


def test_nothing_to_grade_is_a_wrong_call(tmp_path):
    touch(tmp_path, "notes.txt")
    with pytest.raises(AutograderError, match="nothing to grade"):
        gather([tmp_path])
