"""Marks and pages for an LMS out of the browser, and the files of a run that follow what people decide."""

import csv
import io
import zipfile

import pytest

from autograder.course.class_list import Student
from autograder.marks.final import final_marks
from autograder.reports.feedback import write_feedback
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, GRADES, REPORT
from autograder.reports.renewing import class_now, renew_files
from autograder.results.json_file import RESULTS, write_results_json

from .conftest import NAME, result

WORKSHEET = (
    "Identifier,Full name,Email address,Grade,Maximum grade\r\n"
    "Participant 11,Ada Yilmaz,ada@example.edu,,10\r\nParticipant 12,Ben Okafor,ben@example.edu,,10\r\n"
)


@pytest.fixture
def served(serve):
    served = serve(
        result("ada.ipynb", {"q2": "one", "q3": "yes"}, student=Student("", "Ada Yilmaz", "ada@example.edu")),
        result("ben.ipynb", {"q2": "two", "q3": "no"}, student=Student("", "Ben Okafor", "ben@example.edu")),
    )
    book, folder = served.class_.book, served.class_.path.parent
    result_ = class_now(book, NAME, None, served.standings())
    write_results_json(result_, folder / RESULTS)
    write_feedback(result_, folder / FEEDBACK, final=final_marks(book, NAME), hidden_cases=HiddenCases.COUNT)
    return served


def pages(served):
    return {path.name: path.read_text() for path in (served.class_.path.parent / FEEDBACK).iterdir()}


def test_pages_and_tables_follow_an_override_and_show_as_much_of_hidden_cases_as_before(served):
    served.post("/students/1/override", points="9", why="Seen in the lab")
    assert renew_files(served.class_.book, NAME, served.class_.path.parent)
    (ada,) = (text for text in pages(served).values() if "Ada" in text)
    assert "9 of 10" in ada
    assert 'content="count"' in ada
    assert "9" in (served.class_.path.parent / GRADES).read_text()
    assert (served.class_.path.parent / REPORT).is_file()


def test_pages_that_do_not_say_how_much_they_show_are_left_alone(served):
    folder = served.class_.path.parent
    for path in (folder / FEEDBACK).iterdir():
        path.write_text(path.read_text().replace("hidden-cases", "other"))
    before = pages(served)
    served.post("/students/1/override", points="9", why="Seen in the lab")
    assert not renew_files(served.class_.book, NAME, folder)
    assert pages(served) == before


def test_a_worksheet_of_moodle_comes_back_with_marks_and_what_is_held_back_is_said(served):
    served.post("/students/1/override", points="9", why="Seen in the lab")
    answer = served.upload("/export/moodle", "table", WORKSHEET)
    assert answer.status == 200
    assert "Ben Okafor" in answer.text  # is held back
    rows = list(csv.DictReader(io.StringIO(served.ask("/export/files/1").text.removeprefix("\ufeff"))))
    assert [row["Grade"] for row in rows] == ["9", ""]


def test_students_pages_are_zipped_as_they_are_after_marking(served):
    served.post("/students/1/override", points="9", why="Seen in the lab")
    served.upload("/export/moodle-feedback", "table", WORKSHEET)
    with zipfile.ZipFile(io.BytesIO(served.ask("/export/files/1").content)) as archive:
        (ada,) = (archive.read(name).decode() for name in archive.namelist() if "Ada" in name)
    assert "9 of 10" in ada


@pytest.mark.parametrize("kind", ["csv", "excel"])
def test_a_table_for_other_programs_is_made(served, kind):
    answer = served.post(f"/export/{kind}")
    assert "Download" in answer.text
    assert served.ask("/export/files/1").content


def test_what_is_wrong_with_a_file_is_one_sentence(served):
    for kind, table in (("moodle", ""), ("moodle", "no table"), ("canvas", "a,b\n1,2\n")):
        answer = served.upload(f"/export/{kind}", "table", table)
        assert answer.status == 400
        assert "Traceback" not in answer.text
    assert served.post("/export/nothing").status == 404
    assert served.ask("/export/files/7").status == 404
