from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.export.marks_csv import export_csv, marks_csv
from autograder.export.ways import FileOptions
from autograder.marks.final import QuestionMark
from autograder.text.cells import harmless, is_harmless
from tests.harness.export.making import a_class, graded, names, read_csv, student

ANA = student(11, "Ana, Álvarez", "ana@x.org")


def rows(*submissions):
    header, *found = read_csv(marks_csv(a_class(*submissions)).encode())
    return [dict(zip(header, row, strict=True)) for row in found]


def test_a_row_has_all_that_makes_a_mark():
    questions = [QuestionMark("q1", 2.0, 4.0), QuestionMark("q2", 1.0, 2.0, manual=4.5, manual_max=5.0)]
    (row,) = rows(graded(ANA, 7.5, questions=questions, comments=["q2: one", "and\ntwo"]))
    assert row == {
        "submission": "s11.ipynb",
        "student": "11",
        "name": "Ana, Álvarez",
        "email": "ana@x.org",
        "status": "graded",
        "q1": "2",
        "q2": "5.5",
        "manual": "4.5",
        "late_days": "0",
        "late_deduction": "0",
        "total": "7.5",
        "max_score": "10",
        "complete": "yes",
        "comments": "q2: one and two",
    }


def test_a_mark_that_the_grader_failed_to_give_is_empty_and_no_zero():
    (row,) = rows(graded(ANA, 0, complete=False, failed=True))
    assert (row["q1"], row["total"], row["complete"]) == ("", "", "no")


@given(st.lists(names, min_size=1, max_size=4))
@settings(max_examples=50)
def test_names_come_back_harmless(called):
    found = rows(*(graded(student(number, name)) for number, name in enumerate(called)))
    assert [row["name"] for row in found] == list(map(harmless, called))
    assert all(is_harmless(row["name"]) for row in found)


def test_excel_is_told_the_encoding(tmp_path):
    exported = export_csv(a_class(graded(ANA, complete=False)), FileOptions(out=tmp_path / "marks.csv"))
    assert (tmp_path / "marks.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert exported.notes == ("Not complete: s11.ipynb (Ana, Álvarez, 11, ana@x.org).",)
