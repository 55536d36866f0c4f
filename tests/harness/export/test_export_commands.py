"""The commands, on a gradebook as a run leaves it."""

import csv
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course.class_list import Student
from autograder.errors import AutograderError
from autograder.gradebook import Gradebook, HandedIn, RunSettings
from autograder.reports.feedback import feedback_name
from autograder.reports.names import FEEDBACK
from autograder.results import CaseResult, Engine, QuestionResult, Status, SubmissionResult, Verdict
from tests.harness.export.making import CANVAS_HEADER, MOODLE_HEADER, canvas_row, canvas_rows, csv_text, moodle_row

SETTINGS = RunSettings(Engine("bubblewrap", "engine", 1, "0.1.0"), "settings")
CASES = (
    CaseResult("doubles", False, 1.0, Verdict.PASSED),
    CaseResult("doubles a half", True, 1.0, Verdict.FAILED, "wrong", "got 7.25"),
)
ANA, LI, EVE = Student("501", "Ana Álvarez"), Student("502", "\u202eiL"), Student("503", "=cmd")
FORMATS = ("moodle", "moodle-feedback", "canvas", "gradescope", "excel", "csv")


@pytest.fixture
def run(tmp_path):
    """Return the folder of a run over three students, one of whom handed in nothing."""
    folder = tmp_path / "run"
    (folder / FEEDBACK).mkdir(parents=True)
    question = QuestionResult("q1", 1.0, 2.0, CASES)
    result = SubmissionResult("ana.ipynb", Status.GRADED, None, 1.0, 2.0, 0.1, (question,), student=ANA)
    results = (
        result,
        replace(result, id="li.ipynb", student=LI),
        SubmissionResult("=cmd", Status.MISSING, "Nothing was handed in.", 0.0, 2.0, 0.0, (), student=EVE),
    )
    with Gradebook.open(folder / "gradebook.db") as book, book.run("doubling", SETTINGS) as record:
        for each in results:
            item = HandedIn(each.id, f"/{each.id}", f"digest of {each.id}", f"key of {each.id}", student=each.student)
            record.commit(item, each)
        record.end()
    for each in results[:2]:
        (folder / FEEDBACK / feedback_name(each.id)).write_text("<!doctype html>")
    return folder


@pytest.fixture
def worksheet(tmp_path):
    path = tmp_path / "worksheet.csv"
    path.write_bytes(csv_text([MOODLE_HEADER, *(moodle_row(who, maximum="2.00") for who in (EVE, LI, ANA))]))
    return path


def call(*arguments):
    """Return what a command prints; its errors are raised, as `main` has them."""
    result = CliRunner().invoke(app, ["export", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_moodle(run, worksheet, tmp_path):
    said = call("moodle", "--gradebook", run / "gradebook.db", "--worksheet", worksheet, "--out", tmp_path / "out.csv")
    assert [row["Grade"] for row in read(tmp_path / "out.csv")] == ["", "1", "1"]
    assert "2 of 3 rows have a grade from doubling" in said
    assert "\u202e" not in said


def test_moodle_feedback_takes_the_pages_beside_the_gradebook(run, worksheet, tmp_path):
    out = tmp_path / "feedback.zip"
    call("moodle-feedback", "--gradebook", run / "gradebook.db", "--worksheet", worksheet, "--out", out)
    with zipfile.ZipFile(out) as archive:
        assert sorted(archive.namelist()) == [
            "Ana Álvarez_501_assignsubmission_file_/doubling-feedback.html",
            "iL_502_assignsubmission_file_/doubling-feedback.html",
        ]


def test_canvas(run, tmp_path):
    header = (*CANVAS_HEADER[:7], "Doubling (9)", *CANVAS_HEADER[8:])
    template = tmp_path / "canvas.csv"
    template.write_bytes(csv_text([header, *canvas_rows(*map(canvas_row, (ANA, LI, EVE)))]))
    out = tmp_path / "out.csv"
    call("canvas", "--gradebook", run, "--template", template, "--out", out, "--no-scale", "--zero-for-missing")
    assert [row["Doubling (9)"] for row in read(out)] == ["Manual Posting", "10.00", "1", "1", "0"]


def test_gradescope_says_nothing_of_hidden_values(run, tmp_path):
    call("gradescope", "--gradebook", run, "--out", tmp_path / "gs", "--hidden-visibility", "hidden")
    files = list((tmp_path / "gs").glob("*/results.json"))
    assert len(files) == 2
    for file in files:
        data = json.loads(file.read_text(encoding="utf-8"))
        assert data["tests"][1]["visibility"] == "hidden"
        assert "7.25" not in file.read_text(encoding="utf-8")


def test_excel_and_csv(run, tmp_path):
    call("excel", "--gradebook", run, "--out", tmp_path / "marks.xlsx")
    call("csv", "--gradebook", run, "--out", tmp_path / "marks.csv", "--assignment", "doubling")
    sheet = openpyxl.load_workbook(tmp_path / "marks.xlsx")["Marks"]
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {ANA.name, LI.name, EVE.name}
    assert {row["name"] for row in read(tmp_path / "marks.csv")} == {ANA.name, LI.name, "'=cmd"}


@pytest.mark.parametrize("command", FORMATS)
def test_a_gradebook_that_is_not_there_is_not_made(command, tmp_path, worksheet):
    more = {"moodle": ["--worksheet", worksheet], "canvas": ["--template", worksheet]}
    arguments = more.get(command.removesuffix("-feedback"), [])
    with pytest.raises(AutograderError, match="There is no gradebook"):
        call(command, "--gradebook", tmp_path / "absent.db", "--out", tmp_path / "out.xlsx", *arguments)
    assert not (tmp_path / "absent.db").exists()


def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    with pytest.raises(AutograderError, match="is not there; make it"):
        call("csv", "--gradebook", run, "--out", tmp_path / "absent" / "marks.csv")


@pytest.mark.parametrize(("out", "says"), [("run", "is a folder"), ("x" * 300, "cannot be written")])
def test_a_file_that_cannot_be_written_is_told(run, tmp_path, out, says):
    with pytest.raises(AutograderError, match=says):
        call("csv", "--gradebook", run, "--out", tmp_path / out)


def test_an_error_that_holds_a_name_neither_turns_the_line_round_nor_moves_the_cursor(run, tmp_path):
    worksheet = tmp_path / "worksheet.csv"
    header = ("Identifier", "Full name", "\u202e\x1b[2Jetong")
    worksheet.write_bytes(csv_text([header, ("Participant 1", "Ana", "")]))
    arguments = ["--gradebook", str(run), "--worksheet", str(worksheet), "--out", str(tmp_path / "out.csv")]
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "export", "moodle", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "Identifier, Full name, \\u202e\\x1b[2Jetong." in done.stderr


@pytest.mark.parametrize("column", ["grade", "grade=", "=Grade"])
def test_a_column_without_a_header_is_told(run, worksheet, tmp_path, column):
    arguments = ["--gradebook", run, "--worksheet", worksheet, "--out", tmp_path / "out.csv", "--column", column]
    with pytest.raises(AutograderError, match="WHAT=HEADER"):
        call("moodle", *arguments)


def test_what_a_killed_command_leaves_is_never_half_a_file(run, worksheet, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    out.write_text("old")

    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(AutograderError, match="No space left"):
        call("moodle", "--gradebook", run, "--worksheet", worksheet, "--out", out)
    assert out.read_text() == "old"
    assert not list(tmp_path.glob(".*.part"))
