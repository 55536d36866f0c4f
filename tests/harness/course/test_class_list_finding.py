"""Finding a student in the class list: by number, address and name, and never by a guess."""

import pytest

from autograder.course.class_list import ClassList, Student

ADA = Student("00123", "Ada Lovelace", "ada@uni.edu")
JOSE = Student("456", "José García Márquez", "jgarcia@uni.edu")
KIM = Student("789", "Kim Lee", "kim1@uni.edu")
OTHER_KIM = Student("790", "Kim Lee", "kim2@uni.edu")
OBRIEN = Student("800", "Síle O'Brien-Smith", "")
CLASS = ClassList((ADA, JOSE, KIM, OTHER_KIM, OBRIEN), {JOSE: ("jose01",)})


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Student("00123"), (ADA,)),
        (Student("123"), (ADA,)),
        (Student("JOSE01"), (JOSE,)),
        (Student("", "", "Ada@Uni.edu"), (ADA,)),
        (Student("", "ada lovelace"), (ADA,)),
        (Student("", "Lovelace, Ada"), (ADA,)),
        (Student("", "Jose Garcia Marquez"), (JOSE,)),
        (Student("", "Jose\u0301 Garci\u0301a Ma\u0301rquez"), (JOSE,)),
        (Student("", "garcíamárquezjosé"), (JOSE,)),
        (Student("", "obriensmithsíle"), (OBRIEN,)),
        (Student("789", "Kim Lee"), (KIM,)),
        (Student("", "Kim Lee"), (KIM, OTHER_KIM)),
        (Student("55501", "Ada Lovelace"), (ADA,)),
        (Student("55501", "Nobody Known"), ()),
        (Student(""), ()),
    ],
)
def test_somebody_is_found_however_they_are_written(wanted, found):
    assert CLASS.find(wanted) == found


def test_a_number_of_somebody_with_another_name_is_a_number_of_another_kind():
    assert CLASS.find(Student("456", "Ada Lovelace")) == (ADA,)
    assert CLASS.find(Student("456", "Grace Hopper")) == ()


def test_an_address_and_a_name_of_two_students_are_two_students():
    assert CLASS.find(Student("", "Ada Lovelace", "jgarcia@uni.edu")) == (ADA, JOSE)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("123", (ADA,)),
        ("hw1_00123", (ADA,)),
        ("ada", (ADA,)),
        ("ada@uni.edu-hw1", (ADA,)),
        ("Ada Lovelace", (ADA,)),
        ("hw1_lovelace_ada_final", (ADA,)),
        ("José García Márquez", (JOSE,)),
        ("hw1-kim-lee", (KIM, OTHER_KIM)),
        ("hw1-kim-lee-790", (OTHER_KIM,)),
        ("s01", ()),
        ("ada_and_jose01", (ADA, JOSE)),
        ("1", ()),
    ],
)
def test_a_file_name_is_about(text, found):
    assert CLASS.find_in_text(text) == found
