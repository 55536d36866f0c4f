"""What an assignment says to its markers: checked when it is loaded, in the grader's zip, and nowhere else."""

import json
import zipfile
from datetime import datetime, timedelta, timezone

import pytest

from autograder.build.grading_zip import write_grading_zip
from autograder.build.release import build
from autograder.course.late import LatePolicy
from autograder.course.rubric import WrittenRubric
from autograder.course.settings import find_course
from autograder.errors import AutograderError
from autograder.grader.bundle import open_bundle
from autograder.marks.marking import Marking

from ..conftest import SETTINGS

MARKED = (
    SETTINGS
    + """
[manual]
q1 = 3

[rubric]
q1 = "Look for the SECRET word."

[late]
due = 2026-11-02T23:59:00+01:00
percent_a_day = 10
"""
)
DUE = datetime(2026, 11, 2, 23, 59, tzinfo=timezone(timedelta(hours=1)))


def test_rubric_and_late_days_are_settings_of_the_assignment(make_course):
    assignment = find_course(make_course(settings=MARKED)).assignment("adding")
    assert assignment.rubric == {"q1": WrittenRubric("Look for the SECRET word.")}
    assert assignment.late == LatePolicy(DUE, 10.0)


def test_an_assignment_needs_neither(make_course):
    assignment = find_course(make_course()).assignment("adding")
    assert (assignment.rubric, assignment.late) == ({}, None)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("[rubric]\nq1 = 'x'\n", r"\[rubric\] names q1, which \[manual\] does not have"),
        ("[manual]\nq1 = 1\n[rubric]\nq1 = 3\n", r"\[rubric\] q1 must be a text, a list of items"),
        ("[manual]\nq1 = 1\n[rubric]\nq1 = ' '\n", r"\[rubric\] q1 is empty"),
        ("[late]\ndue = 2026-11-02T23:59:00\n", r"\[late\]: due must be a date and time with its offset"),
        ("[late]\npercent = 3\n", r"\[late\]: unknown key 'percent'"),
        ("[late]\npercent_a_day = 300\n", "percent_a_day must be a number from 0 to 100"),
    ],
)
def test_what_makes_no_sense_is_a_sentence_that_names_file_and_key(make_course, more, said):
    course = find_course(make_course(settings=f"{SETTINGS}\n{more}"))
    with pytest.raises(AutograderError, match=said) as raised:
        course.assignment("adding")
    assert "assignment.toml" in str(raised.value)


def test_the_graders_zip_has_it_and_no_copy_that_lies_beside_a_submission(make_course, tmp_path):
    zip_file, copy = tmp_path / "autograder.zip", tmp_path / "copy.zip"
    write_grading_zip(find_course(make_course(settings=MARKED)).assignment("adding"), zip_file)
    with zipfile.ZipFile(zip_file) as archive:
        marking = Marking.from_json(json.loads(archive.read("assignment.json"))["marking"])
    assert (marking.rubric, marking.late) == ({"q1": WrittenRubric("Look for the SECRET word.")}, LatePolicy(DUE, 10.0))
    assert marking.title == Marking.from_json(marking.kept()).title == "Adding"
    open_bundle(zip_file).write_copy(copy, None)
    with zipfile.ZipFile(copy) as archive:
        assert not [name for name in archive.namelist() if b"SECRET word" in archive.read(name)]


@pytest.mark.slow
def test_students_get_nothing_of_it(make_course, tmp_path):
    built = build(find_course(make_course(settings=MARKED)).assignment("adding"), tmp_path / "out")
    files = [path for path in built.student.rglob("*") if path.is_file()]
    assert len(files) > 2
    assert not [path for path in files if b"SECRET word" in path.read_bytes()]


def test_all_that_people_mark_in_the_assignments_of_the_course_has_a_rubric(root):
    course = find_course(root)
    assert {name: list(course.assignment(name).rubric) for name in course.names} == {
        name: list(course.assignment(name).manual) for name in course.names
    }


def test_no_rubric_of_the_course_is_in_what_students_get(root):
    course = find_course(root)
    for name in course.names:
        rubrics = course.assignment(name).rubric.values()
        texts = [text for written in rubrics for text in (written.text, *(item.text for item in written.items))]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        assert len(lines) > 5
        released = [path.read_bytes() for path in (root / "assignment" / name).rglob("*") if path.is_file()]
        assert len(released) > 5
        assert not [line for line in lines if len(line) > 20 and any(line.encode() in data for data in released)]


@pytest.mark.parametrize(
    ("said", "text", "items"),
    [
        ("q1 = 'x'", "x", []),
        ("q1 = [{points = 3, text = 'all'}]", "", [("", 3.0)]),
        ("q1 = [{id = 'a', points = 3, text = 'all'}, {points = -1, text = 'less'}]", "", [("a", 3.0), ("", -1.0)]),
        ("q1 = {text = 'x', items = [{points = 3, text = 'all'}]}", "x", [("", 3.0)]),
        (
            "[[rubric.q1]]\npoints = 1\ntext = 'one'\n[[rubric.q1]]\npoints = 2\ntext = 'two'",
            "",
            [("", 1.0), ("", 2.0)],
        ),
    ],
)
def test_a_rubric_is_a_text_or_items_or_both_and_comes_back_as_it_was_written(make_course, said, text, items):
    table = said if said.startswith("[[") else f"[rubric]\n{said}"
    settings = f"{SETTINGS}\n[manual]\nq1 = 3\n{table}\n"
    written = find_course(make_course(settings=settings)).assignment("adding").rubric["q1"]
    assert (written.text, [(item.id, item.points) for item in written.items]) == (text, items)
    assert WrittenRubric.from_json(written.to_json()) == written


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("{points = 2, text = 'all'}", "all items together give 2 of the 3 points"),
        ("{points = 0, text = 'all'}", "item 1: points must be a number other than 0"),
        ("{points = nan, text = 'all'}", "item 1: points must be a number other than 0"),
        ("{points = true, text = 'all'}", "item 1: points must be a number other than 0"),
        ("{points = 3, text = ' '}", "item 1: text must say in words"),
        ("{points = 3}", r"item 1 must be like \{points = 0.5"),
        ("{points = 3, text = 'x', why = 'y'}", r"item 1 must be like \{points = 0.5"),
        ("'x'", r"item 1 must be like \{points = 0.5"),
        ("{points = 3, text = 'x', id = '7'}", "item 1: id must be a word"),
        ("{points = 3, text = 'x', id = 'a b'}", "item 1: id must be a word"),
        ("{points = 3, text = 'x', id = 'a'}, {points = 3, text = 'y', id = 'a'}", "two items with the id 'a'"),
        ("{points = 3, text = 'x'}, {points = 1, text = 'x '}", r"two items with the same text \('x'\)"),
        ("", "is empty; say what gives the points"),
    ],
)
def test_items_that_make_no_sense_are_a_sentence(make_course, items, said):
    course = find_course(make_course(settings=f"{SETTINGS}\n[manual]\nq1 = 3\n[rubric]\nq1 = [{items}]\n"))
    with pytest.raises(AutograderError, match=said) as raised:
        course.assignment("adding")
    assert "assignment.toml: [rubric] q1" in str(raised.value)
