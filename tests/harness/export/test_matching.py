from autograder.course.class_list import Student
from autograder.export.matching import Listed, match
from tests.harness.export.making import graded


def row(line=2, ids=(), emails=(), names=()):
    return Listed(line, frozenset(ids), frozenset(emails), frozenset(names), next(iter(names), ""))


def mark(id_="", name="", email="", submission="s.ipynb"):
    return graded(Student(id_, name, email), submission=submission).mark


def matched(listed, *marks, everyone=()):
    found = match(listed, marks, "sheet.csv", everyone)
    return {place: mark.submission for place, mark in found.found.items()}, found.problems


def test_the_id_decides_before_email_and_name():
    listed = [row(ids=["1"], names=["Ana B"]), row(ids=["2"], emails=["a@x.org"], names=["Ana B"])]
    assert matched(listed, mark("1", "Ana B", "a@x.org")) == ({0: "s.ipynb"}, ())


def test_an_email_is_found_in_any_case_when_the_id_is_not():
    listed = [row(ids=["77"], emails=["Ana@X.org"]), row(ids=["78"], emails=["bo@x.org"])]
    assert matched(listed, mark("1", email="ana@x.ORG")) == ({0: "s.ipynb"}, ())


def test_a_name_is_found_when_nothing_else_is_however_its_accents_are_stored():
    assert matched([row(names=["Zoe\u0308  Łuk"])], mark(name="Zoë Łuk")) == ({0: "s.ipynb"}, ())


def test_a_name_of_two_rows_is_ambiguous():
    found, problems = matched([row(4, names=["Li Wei"]), row(9, names=["Li Wei"])], mark(name="Li Wei"))
    assert not found
    assert "Li Wei (row 4), Li Wei (row 9)" in problems[0]
    assert "enter the mark by hand" in problems[0]


def test_a_name_of_two_students_is_ambiguous_even_if_only_one_has_a_mark():
    first, second = mark(name="Li Wei", submission="a"), mark(name="Li Wei", submission="b")
    found, problems = matched([row(names=["Li Wei"])], first, everyone=(first, second))
    assert not found
    assert "add ids to the class list" in problems[0]


def test_a_similar_name_is_not_the_same():
    found, problems = matched([row(names=["José Diaz"])], mark(name="Jose Diaz"))
    assert not found
    assert "not in sheet.csv" in problems[0]


def test_an_id_of_two_rows_is_ambiguous():
    found, problems = matched([row(2, ids=["12"]), row(3, ids=["9", "12"])], mark("12"))
    assert not found
    assert "the id 12 is that of 2 rows" in problems[0]


def test_a_number_of_somebody_with_quite_another_name_says_nothing():
    somebody = row(ids=["1042"], names=["Bo Chen"], emails=["bo@x.org"])
    found, problems = matched([somebody], mark("1042", "Ana Diaz", "ana@x.org"))
    assert not found
    assert "who has another name" in problems[0]
    ana = row(3, ids=["77"], names=["Ana Diaz"], emails=["ana@x.org"])
    assert matched([somebody, ana], mark("1042", "Ana Diaz", "ana@x.org")) == ({1: "s.ipynb"}, ())


def test_names_in_another_form_or_alphabet_do_not_stand_against_an_id():
    for theirs, ours in (
        ("Doe, Jane", "Jane Doe"),
        ("Doe, Jane", "doejane"),
        ("李伟", "Wei Li"),
        ("Renée Sol", "renee s"),
    ):
        assert matched([row(ids=["1"], names=[theirs])], mark("1", ours)) == ({0: "s.ipynb"}, ()), theirs


def test_two_submissions_of_one_student_are_both_listed():
    found, problems = matched([row(ids=["1"], names=["Ana"])], mark("1", submission="a"), mark("1", submission="b"))
    assert not found
    assert problems == ("a, b: all are of Ana (row 2) in sheet.csv; keep one of them, and grade again.",)


def test_a_submission_of_nobody_is_listed():
    found, problems = matched([row(ids=[""])], graded(None).mark)
    assert not found
    assert "no student is known for it" in problems[0]


def test_an_empty_id_or_email_is_nobodys():
    found, _ = matched([row(ids=[""], emails=[""], names=[""])], mark("", "", ""))
    assert not found
