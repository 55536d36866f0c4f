"""A download of Moodle with its grading worksheet as class list: when things were handed in is taken from there."""

from datetime import UTC, datetime

import pytest

from autograder.course.class_list import ClassList
from autograder.intake.gather import gather

from .downloads import notebook, write_zip

NAMES = {"Ada": 17, "Ben": 18, "Cleo": 19}
HEADER = "Identifier,Full name,Email address,Status,Grade,Last modified (submission),Last modified (grade)\n"
GERMAN = (
    "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Zuletzt geändert (Abgabe),Zuletzt geändert (Bewertung)\n"
)
LATE = '"Tuesday, 3 November 2026, 11:59 AM"'
SPAET = '"Dienstag, 3. November 2026, 11:59"'


def gathered(tmp_path, worksheet: str, names=NAMES):
    path = tmp_path / "worksheet.csv"
    path.write_text(worksheet, encoding="utf-8")
    files = {
        f"{name}_{number}_assignsubmission_file_/a.ipynb": notebook(f"x = {number}") for name, number in names.items()
    }
    return gather([write_zip(tmp_path / "hw.zip", files)], class_list=ClassList.read(path))


@pytest.mark.parametrize(
    ("header", "word", "rows"),
    [
        (HEADER, "Participant", (f"Submitted for grading - 12 hours late,,{LATE},-", f"Submitted,,{LATE},-", "x,,-,-")),
        (GERMAN, "Teilnehmer/in", (f"Abgegeben - 12 Stunden später,,{SPAET},-", f"Abgegeben,,{SPAET},-", "x,,-,-")),
    ],
)
def test_the_worksheet_says_when_something_came_and_how_late(tmp_path, header, word, rows):
    lines = (f"{word} {number},{name},,{row}\n" for (name, number), row in zip(NAMES.items(), rows, strict=True))
    intake = gathered(tmp_path, header + "".join(lines))
    assert [(each.handed_in, each.late_days) for each in intake.submissions] == [
        (datetime(2026, 11, 3, 11, 59), 0.5),
        (datetime(2026, 11, 3, 11, 59), None),
        (None, None),
    ]


def test_of_students_with_more_time_counts_what_the_worksheet_says_of_lateness(tmp_path):
    given = "Submitted for grading - Extension granted until: Wednesday, 4 November 2026, 11:59 PM"
    lines = (f'Participant {number},{name},,"{given}",,{LATE},-\n' for name, number in NAMES.items())
    found = {(each.handed_in, each.late_days) for each in gathered(tmp_path, HEADER + "".join(lines)).submissions}
    assert found == {(None, 0.0)}


def test_where_nothing_was_handed_in_overdue_is_not_late(tmp_path):
    worksheet = HEADER + "Participant 17,Ada,,No submission - Assignment is overdue by: 3 days,,-,-\n"
    (ada,) = gathered(tmp_path, worksheet, {"Ada": 17}).submissions
    assert ada.late_days is None


def test_times_that_cannot_be_read_are_said(tmp_path):
    worksheet = HEADER + "Participant 17,Ada,,Submitted,,03/11/2026 11:59,-\n"
    intake = gathered(tmp_path, worksheet, {"Ada": 17})
    assert intake.submissions[0].handed_in is None
    assert "Of 1 student " in intake.notes[-1]
    assert "but not so that it can be read: '03/11/2026 11:59'" in intake.notes[-1]


def test_a_typed_list_says_it_in_a_column_of_its_own(tmp_path):
    intake = gathered(tmp_path, "id,name,handed in\n17,Ada,2026-11-03T11:59:00+00:00\n", {"Ada": 17})
    assert intake.submissions[0].handed_in == datetime(2026, 11, 3, 11, 59, tzinfo=UTC)
