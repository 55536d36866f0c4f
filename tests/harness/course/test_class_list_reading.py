"""Class lists as they come: exports of Moodle, Canvas and Gradescope, and what a person types."""

import pytest

from autograder.course.class_list import ClassList, Student
from autograder.errors import AutograderError

MOODLE_WORKSHEET = """\ufeffIdentifier,"Full name","ID number","Email address",Status,Grade,"Maximum Grade"
"Participant 481516","Ada Lovelace",00123,ada@uni.edu,"Submitted for grading - ",,20.00
"Participant 234200","José Peña",00456,jose@uni.edu,"No submission - ",,20.00
"""
MOODLE_PARTICIPANTS = """"First name","Last name","Email address",Groups,Roles
Ada,Lovelace,ada@uni.edu,"Group A",Student
Grace,Hopper,grace@uni.edu,,Teacher
"""
CANVAS_GRADEBOOK = """Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (991)
,,,,,Manual Posting
    Points Possible,,,,,20.00
"Lovelace, Ada",7001,A123,ada,Sec 1,
"Student, Test",9999,,,Sec 1,
"""
GRADESCOPE_ROSTER = """First Name,Last Name,SID,Email,Role,Sections
Ada,Lovelace,123,ada@uni.edu,Student,
Grace,Hopper,,grace@uni.edu,Instructor,
"""


def read(tmp_path, content: str | bytes) -> ClassList:
    path = tmp_path / "class.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return ClassList.read(path)


@pytest.mark.parametrize(
    ("content", "students"),
    [
        (MOODLE_WORKSHEET, [("481516", "Ada Lovelace", "ada@uni.edu"), ("234200", "José Peña", "jose@uni.edu")]),
        (MOODLE_PARTICIPANTS, [("", "Ada Lovelace", "ada@uni.edu")]),
        (CANVAS_GRADEBOOK, [("7001", "Ada Lovelace", "")]),
        (GRADESCOPE_ROSTER, [("123", "Ada Lovelace", "ada@uni.edu")]),
        ("id;name\n123;Ada Lovelace\n", [("123", "Ada Lovelace", "")]),
        ("sep=;\nMatrikelnummer;Vorname;Nachname\n123;Ada;Lovelace\n", [("123", "Ada Lovelace", "")]),
        ("name\tid\nAda Lovelace\t123\n\n\n", [("123", "Ada Lovelace", "")]),
        ("email\nada@uni.edu\n", [("", "", "ada@uni.edu")]),
        ('name,id\n"Lovelace, Ada",123\n', [("123", "Ada Lovelace", "")]),
        ("name,id\r\nAda,123\r\n", [("123", "Ada", "")]),
        ("id,name\n1\x002,A\x00da\x1b[31m \x07Love\u202elace\x9f\n", [("12", "Ada Lovelace", "")]),
        ('id,name\n1,"Ada\t\x0bLovelace"\n', [("1", "Ada Lovelace", "")]),
        ("名前,name,id\n山田,山田太郎,123\n", [("123", "山田太郎", "")]),
    ],
)
def test_students_are_read_from(tmp_path, content, students):
    assert [(each.id, each.name, each.email) for each in read(tmp_path, content).students] == students


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_are_read_in(tmp_path, encoding):
    (student,) = read(tmp_path, "name,id\nJosé Peña,1\n".encode(encoding)).students
    assert student.name == "José Peña"


def test_a_student_is_found_by_every_number_and_login_of_the_list(tmp_path):
    class_list = read(tmp_path, MOODLE_WORKSHEET)
    ada = class_list.students[0]
    assert class_list.find(Student("481516")) == class_list.find(Student("123")) == (ada,)


def test_a_student_in_two_groups_is_one_student(tmp_path):
    assert len(read(tmp_path, "id,name,group\n1,Ada,A\n1,Ada,B\n").students) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "no column that says who a student is"),
        ("Ada Lovelace\nGrace Hopper\n", r"no column that says who .*'Ada Lovelace'.*id,name,email"),
        ("id,name\n", "names nobody"),
        ("id,name\n,\n", "names nobody"),
        ("id,name\n007,Ada\n7,Grace\n", "has '7' twice, for 'Ada' and for 'Grace'"),
        ("name\nKim Lee\nKim Lee\n", "has 'Kim Lee' twice, and nothing that tells the two apart"),
        (b"PK\x03\x04rest of a workbook", "a workbook, not CSV"),
        (b"\xff\xfeodd", "is not text"),
        ('id,name\n1,"Ada\n2,Grace\n3,"Lin"\n', "line [34]: the quotation mark before 'Ada' is not closed"),
        ("id,name\n1," + "x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_that_names_the_file(tmp_path, content, sentence):
    with pytest.raises(AutograderError, match=sentence) as raised:
        read(tmp_path, content)
    assert str(tmp_path / "class.csv") in str(raised.value)


def test_a_list_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(AutograderError, match=r"cannot be read \(No such file"):
        ClassList.read(tmp_path / "nowhere.csv")
