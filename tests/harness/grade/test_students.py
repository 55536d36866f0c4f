"""A class with a class list: who has handed in nothing is a row too, until there is something."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from rich.console import Console

from autograder.course.class_list import ClassList, Remark, Student
from autograder.errors import AutograderError
from autograder.export.graded import read_class
from autograder.grade import keys
from autograder.results import ClassResult, Status
from autograder.results.table import print_table
from tests.harness.graded import grade

from .test_run import Worker, graded

ADA, JOSE, CLEO = Student("m1", "Ada Lovelace", "ada@uni.edu"), Student("m2", "José Peña"), Student("m3", "Cleo Wu")


@pytest.fixture(autouse=True)
def _same_program(monkeypatch):
    monkeypatch.setattr(keys, "_source_digest", lambda: "as it is")


@pytest.fixture
def run(tmp_path, no_guardian, tiny_zip, make_notebook):
    """Grade a Moodle download of the students named, and return the results and the worker that was asked."""

    def run(*names: str, **changes) -> tuple[ClassResult, Worker]:
        download = tmp_path / "hw.zip"
        with zipfile.ZipFile(download, "w") as archive:
            for number, name in enumerate(names):
                archive.writestr(f"{name}_{number}_assignsubmission_file_/hw.ipynb", make_notebook([f"x = {number}"]))
        worker = Worker(graded())
        call = {"class_list": ClassList((ADA, JOSE, CLEO)), "jobs": 1, "isolation": "none"} | changes
        result = grade(
            [download], assignment_zip=tiny_zip, assignment_name="tiny", out=tmp_path / "out", call=worker, **call
        )
        return result, worker

    return run


def states(result: ClassResult) -> dict[str, tuple[Status, Student | None, float]]:
    return {each.id: (each.status, each.student, each.score) for each in result.submissions}


def test_who_handed_in_nothing_is_a_row_and_is_not_graded(run):
    result, worker = run("Ada Lovelace", "José Peña")
    assert states(result) == {
        "Ada Lovelace (0)": (Status.GRADED, ADA, 1.5),
        "Cleo Wu (m3)": (Status.MISSING, CLEO, 0.0),
        "José Peña (1)": (Status.GRADED, JOSE, 1.5),
    }
    assert result.submissions[1].error == "Nothing was handed in."
    assert result.submissions[1].max_score == 2.5
    assert len(worker.calls) == 2
    assert result.exit_status == 0


def test_the_files_say_who_is_who(run, tmp_path):
    run("Ada Lovelace", "José Peña")
    written = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))
    ada, cleo, _ = written["submissions"]
    assert ada["student"] == {"id": "m1", "name": "Ada Lovelace", "email": "ada@uni.edu"}
    assert (cleo["status"], cleo["student"]) == ("missing", {"id": "m3", "name": "Cleo Wu"})
    assert f"{tmp_path}/hw.zip was read as Moodle's download of 2 students." in written["notes"]
    assert ClassResult.from_json(written).to_json() == written
    rows = list(csv.DictReader((tmp_path / "out" / "grades.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["student"], row["name"], row["email"], row["status"], row["score"]) for row in rows] == [
        ("m1", "Ada Lovelace", "ada@uni.edu", "graded", "1.5"),
        ("m3", "Cleo Wu", "", "missing", "0"),
        ("m2", "José Peña", "", "graded", "1.5"),
    ]


def test_the_table_names_who_is_missing_and_leaves_them_out_of_the_means(run):
    result, _ = run("Ada Lovelace", "José Peña")
    stream = io.StringIO()
    print_table(result, Console(file=stream))
    assert "mean of the 2 graded" in stream.getvalue()
    assert "Missing, 1 of the class list: Cleo Wu (m3).\n" in stream.getvalue()
    assert "was read as Moodle's download of 2 students.\n" in stream.getvalue()


def test_who_hands_in_later_takes_the_place_of_the_row_that_said_missing(run):
    run("Ada Lovelace", "José Peña")
    result, worker = run("Ada Lovelace", "José Peña", "Cleo Wu")
    assert states(result) == {
        "Ada Lovelace (0)": (Status.GRADED, ADA, 1.5),
        "Cleo Wu (2)": (Status.GRADED, CLEO, 1.5),
        "José Peña (1)": (Status.GRADED, JOSE, 1.5),
    }
    assert len(worker.calls) == 1


def test_the_mark_of_a_student_whose_work_has_gone_stays_everywhere_and_it_is_said(run, tmp_path):
    run("Ada Lovelace", "José Peña")
    result, worker = run("Ada Lovelace")
    assert states(result) == {
        "Ada Lovelace (0)": (Status.GRADED, ADA, 1.5),
        "Cleo Wu (m3)": (Status.MISSING, CLEO, 0.0),
        "José Peña (1)": (Status.GRADED, JOSE, 1.5),
    }
    said = "What an earlier run has graded of José Peña (m2) is not there any more."
    assert [note for note in result.notes if note.startswith(said)]
    assert not [note for note in result.notes if "not asked for more" in note]
    table = list(csv.DictReader((tmp_path / "out" / "grades.csv").read_text("utf-8-sig").splitlines()))
    exported = read_class(str(tmp_path / "out"), None).submissions
    assert {row["id"]: row["status"] for row in table} == {
        each.mark.submission: each.result.status for each in exported
    }
    assert not worker.calls
    assert states(run("Ada Lovelace", "José Peña")[0]) == states(result)


def test_a_class_list_that_comes_later_names_what_was_graded_before(run):
    first, _ = run("Ada Lovelace", class_list=None)
    assert states(first) == {"Ada Lovelace (0)": (Status.GRADED, Student("0", "Ada Lovelace"), 1.5)}
    result, worker = run("Ada Lovelace")
    assert states(result)["Ada Lovelace (0)"] == (Status.GRADED, ADA, 1.5)
    assert not worker.calls


def test_a_download_and_its_unpacked_folder_are_one_class(run, tmp_path, tiny_zip):
    first, _ = run("Ada Lovelace", "José Peña")
    with zipfile.ZipFile(tmp_path / "hw.zip") as archive:
        archive.extractall(tmp_path / "unpacked")
    worker = Worker(graded())
    again = grade(
        [Path(tmp_path / "unpacked")],
        assignment_zip=tiny_zip,
        assignment_name="tiny",
        out=tmp_path / "out",
        call=worker,
        jobs=1,
        isolation="none",
        class_list=ClassList((ADA, JOSE, CLEO)),
    )
    assert states(again) == states(first)
    assert not worker.calls


# ---- teams ----


@pytest.fixture
def team_run(tmp_path, no_guardian, tiny_zip, make_notebook):
    """Grade the download of a team of two and of one who works alone."""
    download = tmp_path / "hw.zip"
    with zipfile.ZipFile(download, "w") as archive:
        archive.writestr("Team 1_77_assignsubmission_file/hw.ipynb", make_notebook(["x = 1"]))
        archive.writestr("Solo_78_assignsubmission_file/hw.ipynb", make_notebook(["x = 2"]))
    groups = {ADA: "Team 1", JOSE: "Team 1", CLEO: "Solo"}
    class_list = ClassList((ADA, JOSE, CLEO), remarks={each: Remark(groups=(name,)) for each, name in groups.items()})

    def run() -> tuple[ClassResult, Worker]:
        worker = Worker(graded())
        call = {"class_list": class_list, "jobs": 1, "isolation": "none"}
        out = tmp_path / "out"
        result = grade([download], assignment_zip=tiny_zip, assignment_name="tiny", out=out, call=worker, **call)
        return result, worker

    return run


def test_a_team_is_graded_once_and_each_member_has_a_row_and_a_page(team_run, tmp_path):
    result, worker = team_run()
    assert len(worker.calls) == 2
    assert {each.id: (each.student, each.score, each.team) for each in result.submissions} == {
        "Ada Lovelace (m1)": (ADA, 1.5, "Team 1"),
        "Cleo Wu (m3)": (CLEO, 1.5, "Solo"),
        "José Peña (m2)": (JOSE, 1.5, "Team 1"),
    }
    assert len(list((tmp_path / "out" / "feedback").glob("*.html"))) == 3


def test_a_team_that_was_graded_is_not_graded_again(team_run):
    first, _ = team_run()
    second, worker = team_run()
    assert not worker.calls
    assert states(first) == states(second)


# ---- who left the class ----


@pytest.fixture
def exported(tmp_path):
    """Return the names and the status of those whose marks are exported."""

    def read(section: str | None = None) -> dict[str, str]:
        marks = read_class(str(tmp_path / "out"), None, section).marks
        return {mark.student.name: mark.status.value for mark in marks if mark.student}

    return read


def test_who_is_not_on_the_class_list_any_more_leaves_results_and_exports(run, exported):
    run("Ada Lovelace", "José Peña")
    result, _ = run("Ada Lovelace", "José Peña", class_list=ClassList((ADA, CLEO)))
    assert [each.student for each in result.submissions] == [ADA, CLEO]
    assert exported() == {"Ada Lovelace": "graded", "Cleo Wu": "missing"}
    assert "Not on the class list any more, and left out of reports and exports: José Peña (m2)." in result.notes[-1]


def test_who_is_back_on_the_class_list_has_the_old_marks(run, exported):
    run("Ada Lovelace", "José Peña")
    run("Ada Lovelace", "José Peña", class_list=ClassList((ADA, CLEO)))
    result, worker = run("Ada Lovelace", "José Peña")
    assert not worker.calls
    assert exported() == {"Ada Lovelace": "graded", "Cleo Wu": "missing", "José Peña": "graded"}
    assert not any("any more" in note for note in result.notes)


def test_the_list_of_another_section_takes_nobody_away(run, exported):
    run("Ada Lovelace", class_list=ClassList((ADA, CLEO)))
    run("José Peña", class_list=ClassList((JOSE,)))
    assert exported() == {"Ada Lovelace": "graded", "Cleo Wu": "missing", "José Peña": "graded"}


def test_a_section_is_exported_alone(run, exported):
    sections = {ADA: "CS 1", JOSE: "CS 1 and CS 2", CLEO: "CS 2"}
    class_list = ClassList((ADA, JOSE, CLEO), remarks={each: Remark(section=name) for each, name in sections.items()})
    run("Ada Lovelace", "José Peña", class_list=class_list)
    assert exported("cs 2") == {"José Peña": "graded", "Cleo Wu": "missing"}
    with pytest.raises(AutograderError, match="in the section 'CS 3'; there are: CS 1, CS 1 and CS 2, CS 2"):
        exported("CS 3")
