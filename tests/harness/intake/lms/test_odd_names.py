"""One odd name decides nothing: a download is what nearly all fits, and every notebook gets a row or a word."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError
from autograder.intake.gather import gather
from autograder.intake.notebooks import NotGradable
from autograder.intake.prepare import prepare
from tests.harness.intake.lms.downloads import (
    metadata,
    notebook,
    otter_zip,
    submission,
    write_folder,
    write_zip,
    zipped,
)

MANY = 257
MOODLE = "Smith, John_12345_assignsubmission_file_nnet.ipynb"
CANVAS = "smithjohn_12345_67890_nnet.ipynb"


def ids(intake) -> list[str]:
    return [each.id for each in intake.submissions]


def plain(number: int) -> dict[str, bytes]:
    return {f"s{n:03}.ipynb": notebook(f"x = {n}") for n in range(number)}


def moodle(number: int, first: int = 1000) -> dict[str, bytes]:
    names = ("Ada Lovelace", "José Peña", "O'Hara-Smith, Kim", "Group 3-Bo Li", "王 小明")
    folders = (f"{names[n % 5]} {n}_{first + n}_assignsubmission_file_" for n in range(number))
    return {f"{folder}/hw {n}.ipynb": notebook(f"x = {first + n}") for n, folder in enumerate(folders)}


def canvas(number: int, first: int = 7000) -> dict[str, bytes]:
    marks = ("", "_LATE")
    return {
        f"name{n}{marks[n % 7 == 0]}_{first + n}_{90_000 + first + n}_hw-1.ipynb": notebook(f"x = {first + n}")
        for n in range(number)
    }


def gradescope(number: int) -> dict[str, bytes]:
    about = metadata(*(submission(n, (f"Name {n}", f"{n:05}", f"n{n}@uni.edu")) for n in range(1, number + 1)))
    files = {f"submission_{n}/hw.ipynb": notebook(f"x = {n}") for n in range(1, number + 1)}
    return files | {"submission_metadata.yml": about.encode()}


DOWNLOADS = {"Moodle": moodle, "Canvas": canvas, "Gradescope": gradescope}


@pytest.mark.parametrize("odd", [MOODLE, CANVAS, f"{MOODLE.rpartition('_')[0]}_/nnet.ipynb"])
def test_one_odd_name_leaves_a_folder_what_it_is(tmp_path, odd):
    intake = gather([write_folder(tmp_path / "class", plain(MANY) | {odd: notebook()})])
    assert len(intake.submissions) == MANY + 1
    assert intake.skipped == ()
    assert intake.notes[0].startswith(f"{tmp_path / 'class'} was read as a folder of submissions")


def test_a_file_called_like_the_metadata_of_gradescope_leaves_a_folder_what_it_is(tmp_path):
    for about in (b"", b"{" * 1000, metadata(submission(1, ("Ada", "1", "a@x.org"))).encode()):
        files = plain(MANY) | {"submission_metadata.yml": about, "submission_1/hw.ipynb": notebook()}
        intake = gather([write_folder(tmp_path / "class", files)])
        assert len(intake.submissions) == MANY + 1


@pytest.mark.parametrize("platform", DOWNLOADS)
@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_one_odd_name_leaves_a_download_what_it_is_and_is_graded_as_it_stands(tmp_path, platform, write):
    files = DOWNLOADS[platform](40) | {"late from Bob.ipynb": notebook("x = 'bob'"), "notes.txt": b"call Bob"}
    intake = gather([write(tmp_path / "hw.zip", files)])
    assert len(intake.submissions) == 41
    assert "late from Bob.ipynb" in ids(intake)
    assert intake.notes[0].startswith(
        f"{tmp_path / 'hw.zip'} was read as {platform}'s download of 40 students. What did"
    )
    assert [Path(item.path).name for item in intake.skipped] == ["notes.txt"]


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_two_platforms_in_one_folder_are_graded_as_they_stand(tmp_path, write):
    intake = gather([write(tmp_path / "hw.zip", moodle(30) | canvas(30) | gradescope(30))])
    assert len(intake.submissions) == 90
    assert all(f"30 as {platform} names them" in intake.notes[-1] for platform in DOWNLOADS)


def test_a_zip_of_a_class_is_a_folder_and_one_of_a_student_is_a_submission(tmp_path):
    assert len(gather([write_zip(tmp_path / "class.zip", plain(MANY) | {MOODLE: notebook()})]).submissions) == MANY + 1
    assert ids(gather([write_zip(tmp_path / "hers.zip", plain(3) | {MOODLE: notebook()})])) == ["hers.zip"]


@pytest.mark.parametrize("number", range(5))
def test_names_made_by_the_rules_of_the_platforms_are_read_in_any_order(tmp_path, number):
    chance = random.Random(number)
    for platform, make in DOWNLOADS.items():
        items = list(make(300).items())
        chance.shuffle(items)
        intake = gather([write_zip(tmp_path / f"{platform}.zip", dict(items))])
        assert (len(intake.submissions), intake.skipped) == (300, ()), platform


NAMES = st.sampled_from(
    [
        *moodle(4),
        *moodle(2, 1000),
        *canvas(4),
        *(name for name in gradescope(3) if name != "submission_metadata.yml"),  # which is no work of anybody
        MOODLE,
        CANVAS,
        "hw.ipynb",
        "ada/hw.ipynb",
        "ada/deep/hw.ipynb",
        "hw.ipynb.txt",
        "hw (1).ipynb",
        "ada_2026_11_30_hw.ipynb",
        "anon_a1B2_12345_hw.ipynb",
        "hw",
        "report.pdf",
        "data.json",
        "submission_9/x.csv",
        "Ada_1_assignsubmission_onlinetext_/onlinetext.html",
        "script.py",
        "all.zip",
    ]
)


def content(name: str) -> bytes:
    if name.endswith(".zip"):
        return zipped({"inner.ipynb": notebook(name)})
    is_notebook = name.endswith((".ipynb", ".txt", "hw"))
    return notebook(f"x = {name!r}") if is_notebook else b"x = 1" if name.endswith(".py") else b"text"


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=12, unique=True), st.booleans(), st.booleans())
def test_every_file_is_graded_or_listed(tmp_path_factory, names, is_zip, has_metadata):
    place = tmp_path_factory.mktemp("made")
    files = {name: content(name) for name in names} | {"always.ipynb": notebook()}
    about = {"submission_metadata.yml": gradescope(3)["submission_metadata.yml"]} if has_metadata else {}
    path = (write_zip if is_zip else write_folder)(place / "in.zip", files | about)
    intake = gather([path])
    if is_zip and ids(intake) == ["in.zip"]:
        return  # one student's
    told = {str(each.path) for each in (*intake.submissions, *intake.skipped)}
    companions = "".join(told)
    for name in files:
        is_beside = "with" in companions and str(path / name).rpartition("/")[0] in companions
        assert str(path / name) in told or is_beside, (name, told)


# ---- whose file it is that cannot be graded ----

LISTED = ClassList(tuple(Student(str(1001 + n), name) for n, name in enumerate(("Ann One", "Bo Two", "Cy Three"))))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("1001.pdf", b"%PDF-1.7", "only 1001.pdf (a PDF)"),
        ("Ann One/report.docx", zipped({"[Content_Types].xml": "", "word/a.xml": ""}), "report.docx (a Word document)"),
        ("1001 work", b"x", "only 1001 work;"),
        ("1001.jpeg", b"\xff\xd8\xff\xe0", "(an image (JPEG))"),
    ],
)
def test_who_handed_in_no_notebook_is_not_missing_but_turned_away(tmp_path, name, content, words):
    intake = gather([write_folder(tmp_path / "class", {name: content, "1002.ipynb": notebook()})], class_list=LISTED)
    assert [student.id for student in intake.missing] == ["1003"]
    (ann,) = (each for each in intake.submissions if each.student.id == "1001")
    with pytest.raises(NotGradable, match="No notebook was handed in") as caught:
        ann.read()
    assert words in str(caught.value)


def test_what_lies_beside_a_students_notebook_is_listed(tmp_path):
    files = {
        "1001/hw.ipynb": notebook(),
        "1001/photo.png": b"\x89PNG",
        "class.csv": b"id",
        "Bo and Ann.png": b"\x89PNG",
    }
    intake = gather([write_folder(tmp_path / "class", files)], class_list=LISTED)
    assert [each.student.id for each in intake.submissions] == ["1001"]
    assert {Path(item.path).name for item in intake.skipped} == {"photo.png", "class.csv", "Bo and Ann.png"}
    assert [student.id for student in intake.missing] == ["1002", "1003"]


@pytest.mark.parametrize("name", ["1002.ipynb.txt", "1002.ipynb (1)", "1002.ipynb.json", "1002", "1002.txt", "1002.py"])
def test_a_notebook_is_known_by_its_content_whatever_its_name(tmp_path, name):
    folder = write_folder(tmp_path / "class", {"1001.ipynb": notebook("x = 1"), name: notebook("x = 2")})
    intake = gather([folder], class_list=LISTED)
    assert [each.student.id for each in intake.submissions] == ["1001", "1002"]
    assert len(gather([folder]).submissions) == 2
    download = {"Ann One_1_assignsubmission_file_/" + name: notebook("x = 2")} | moodle(2)
    (ann,) = (
        each for each in gather([write_zip(tmp_path / "hw.zip", download)]).submissions if each.id == "Ann One (1)"
    )
    assert ann.read() == notebook("x = 2")


# ---- one rule for which notebook counts ----


def places(notebooks: dict[str, bytes], tmp_path: Path) -> dict[str, Path]:
    """Return where a student's notebooks may lie: in a folder, a zip, a zip in a zip, and in downloads."""
    folder = "Ann One_1001_assignsubmission_file_/"
    others = moodle(2)
    inner = zipped(notebooks)
    return {
        "folder": write_folder(tmp_path / "f", {f"1001/{name}": text for name, text in notebooks.items()}),
        "zip": write_zip(tmp_path / "1001.zip", notebooks),
        "zip in a zip": write_zip(tmp_path / "z" / "1001.zip", {"hw.zip": inner}),
        "download": write_zip(tmp_path / "d.zip", {folder + name: text for name, text in notebooks.items()} | others),
        "zip in a download": write_zip(tmp_path / "dz.zip", {f"{folder}hw.zip": inner} | others),
    }


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        (notebook("1 + 1", assignment=None), True),
        (notebook("x = 2", assignment="homework 2"), True),
        (notebook("x = 1"), True),
        (notebook("x = 2"), False),
    ],
)
def test_one_rule_says_which_notebook_counts_wherever_they_lie(tmp_path, other, counts):
    (tmp_path / "z").mkdir()
    for place, path in places({"tiny.ipynb": notebook("x = 1"), "scratch.ipynb": other}, tmp_path).items():
        graded, passed_over = graded_and_passed_over(path, tmp_path / place)
        assert (b"x = 1" in graded) == counts, place
        is_named = counts and other != notebook("x = 1")
        assert not counts or passed_over == ({"scratch.ipynb"} if is_named else set()), place


def graded_and_passed_over(path: Path, copy: Path) -> tuple[bytes, set[str]]:
    """Return what is graded of Ann's, nothing if only a person can tell, and the notebooks that are listed."""
    copy.mkdir()
    try:
        intake = gather([path], class_list=ClassList((Student("1001", "Ann One"),)), assignment="tiny")
        (ann,) = intake.submissions
        made = prepare(ann.path, copy, assignment="tiny", content=ann.read())
    except (NotGradable, AutograderError):
        return b"", set()
    return made.read_bytes(), {Path(item.path).name for item in intake.skipped if item.path.endswith(".ipynb")} - {
        "hw 0.ipynb",
        "hw 1.ipynb",
    }


def test_data_in_a_zip_beside_the_notebook_is_no_other_submission(tmp_path):
    folder = "Ann One_1_assignsubmission_file_/"
    files = {folder + "tiny.ipynb": notebook(assignment=None), folder + "data.zip": zipped({"a.csv": "1"})} | moodle(2)
    assert "Ann One (1)" in ids(gather([write_zip(tmp_path / "hw.zip", files)], assignment="tiny"))


def test_the_zip_of_otter_and_a_renamed_copy_are_one(tmp_path):
    folder = "Ann One_1_assignsubmission_file_/"
    files = {folder + "a.zip": otter_zip(notebook()), folder + "a.ipynb.txt": notebook()} | moodle(2)
    (ann,) = (each for each in gather([write_zip(tmp_path / "hw.zip", files)]).submissions if each.id == "Ann One (1)")
    assert ann.path.suffix == ".zip"


def test_names_that_are_one_in_a_gradebook_are_not_two_rows_in_which_one_has_the_marks_of_the_other(tmp_path):
    for name in (b"b\xff.ipynb", rb"b\udcff.ipynb", b"c.ipynb"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_bytes(notebook(f"x = {name[1]}"))
    intake = gather([tmp_path])
    assert ids(intake) == ["c.ipynb"]
    assert [item.reason.endswith("as well; grade the two apart") for item in intake.skipped] == [True, True]


def test_a_notebook_that_programs_do_not_show_is_listed_and_what_programs_leave_is_not(tmp_path):
    names = (".ipynb", ".tiny.ipynb", "._tiny.ipynb", ".~tiny.ipynb", ".tiny.ipynb.swp", ".ipynb_checkpoints/t.ipynb")
    inside = {f"Ada_1_assignsubmission_file_/{name}": notebook("x = 1") for name in names}
    handed_in = inside | {"Bo_2_assignsubmission_file_/tiny.ipynb": notebook("x = 2")}
    loose = {name: notebook("x = 1") for name in (*names, "tiny.ipynb")}
    for place in (
        write_zip(tmp_path / "moodle.zip", handed_in),
        write_folder(tmp_path / "moodle", handed_in),
        write_folder(tmp_path / "folder", loose),
    ):
        skipped = [Path(item.path).name for item in gather([place]).skipped if "begins with a dot" in item.reason]
        assert skipped == [".ipynb", ".tiny.ipynb"]
