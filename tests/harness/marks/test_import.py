"""Marks come back by CSV: all of a file is checked before anything of it is written."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from autograder.errors import AutograderError
from autograder.gradebook.schema import ManualMark
from autograder.marks.export import export_answers
from autograder.marks.final import final_marks
from autograder.marks.mark_table import import_marks
from autograder.results import Status

from .conftest import NAME, marks_of, read_csv, result

HEAD = ["submission", "question", "points", "comment"]


def points(class_) -> dict[str, dict[str, float | None]]:
    marks = final_marks(class_.book, NAME)
    return {mark.submission: {q.name: q.manual for q in mark.questions if q.manual_max} for mark in marks}


def rows_of(class_) -> int:
    with class_.book.database.reading() as connection:
        return connection.scalar(select(func.count()).select_from(ManualMark))


@pytest.fixture
def back(graded, write_csv):
    """Return a function that imports rows in the name of Ada."""
    return lambda *rows, **how: import_marks(graded.book, NAME, write_csv([HEAD, *rows], **how), "Ada")


# ---- what a mark counts for ----


def test_the_mark_of_a_folded_answer_counts_for_all_who_gave_it(graded, tmp_path, write_csv):
    export_answers(graded.book, NAME, tmp_path / "out", anonymous=True)
    rows = read_csv(tmp_path / "out" / "marks.csv")
    for number, row in enumerate(rows):
        row["points"] = "" if row["question"] == "q3" else str(number + 1)
    done = import_marks(graded.book, NAME, write_csv([list(rows[0]), *(row.values() for row in rows)]), "Ada")
    assert (done.written, done.waiting) == (3, 3)
    found = points(graded)
    assert found["s1.ipynb"] == found["s2.ipynb"] != found["s3.ipynb"]
    assert {mark["q3"] for mark in found.values()} == {None}


def test_a_row_without_an_answer_counts_for_its_submission_alone(back, graded):
    back(["s1.ipynb", "q2", "3", "good"])
    assert points(graded)["s1.ipynb"]["q2"] == 3
    assert points(graded)["s2.ipynb"]["q2"] is None


def test_all_marks_given_make_a_mark_complete_and_the_student_reads_the_comments(back, graded):
    back(["s1.ipynb", "q2", "3", "good"], ["s1.ipynb", "q3", "0", ""])
    mark = marks_of(graded.book)["s1.ipynb"]
    assert (mark.total, mark.complete, mark.comments) == (5.0, True, ("q2: good",))
    assert not marks_of(graded.book)["s2.ipynb"].complete


def test_blank_points_wait_and_say_so(back, graded):
    done = back(["s1.ipynb", "q2", "", "to be seen"], ["s1.ipynb", "q3", " ", ""])
    assert (done.written, done.waiting, done.comments_waiting) == (0, 2, 1)
    assert rows_of(graded) == 0


def test_the_newest_mark_counts_and_the_history_stays(back, graded):
    for given in ("1", "2", "2", "1"):
        back(["s1.ipynb", "q2", given, ""])
    assert points(graded)["s1.ipynb"]["q2"] == 1
    assert rows_of(graded) == 3  # what was there already is not written again


# ---- what a spreadsheet makes of a file ----


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"delimiter": ";"},
        {"delimiter": "\t"},
        {"encoding": "utf-8-sig"},
        {"delimiter": ";", "encoding": "cp1252"},
        {"delimiter": "\t", "encoding": "utf-16"},
    ],
)
def test_csv_is_understood_however_a_spreadsheet_writes_it(back, graded, how):
    back(["s1.ipynb", "q2", "1,5", "Schön, aber ungenau; é"], **how)
    mark = marks_of(graded.book)["s1.ipynb"]
    assert mark.questions[1].manual == 1.5
    assert mark.questions[1].comment == "Schön, aber ungenau; é"


def test_columns_may_stand_in_any_order_with_others_between_and_rows_be_empty(graded, tmp_path):
    path = tmp_path / "back.csv"
    path.write_text("sep=;\nPoints ;my notes;QUESTION;Submission\n;;;\n2;x;q2;s1.ipynb\n\n", encoding="utf-8")
    assert import_marks(graded.book, NAME, path, "Ada").written == 1


# ---- what is wrong ----


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["s9.ipynb", "q2", "1", ""], "there is no submission 's9.ipynb' in the gradebook"),
        (["", "q2", "1", ""], "it names no submission"),
        (["s1.ipynb", "q1", "1", ""], "a person does not mark 'q1'; the questions are q2, q3"),
        (["s1.ipynb", "", "1", ""], "a person does not mark ''"),
        (["s1.ipynb", "q2", "4.5", ""], "4.5 points are not between 0 and 4"),
        (["s1.ipynb", "q2", "-1", ""], "-1 points are not between 0 and 4"),
        (["s1.ipynb", "q2", "two", ""], "the points 'two' are not a number"),
        (["s1.ipynb", "q2", "nan", ""], "the points 'nan' are not a number"),
        (["s1.ipynb", "q2", "inf", ""], "the points 'inf' are not a number"),
        (["s1.ipynb", "q2", "1e0", ""], "the points '1e0' are not a number"),
        (["s1.ipynb", "q2", "1/2", ""], "the points '1/2' are not a number"),
        (["s2.ipynb", "q3", "1", ""], "q3 of s2.ipynb has its points in row 2 already"),
        (["s1.ipynb", "q2", "1", "good", "and more"], "it has more cells than the first line"),
        (["s1.ipynb", "q2", "1", "x" * 6000], "the comment has 6,000 characters, more than 5,000"),
        (["\x1b[31m", "q2", "1", ""], r"there is no submission '\x1b[31m'"),
    ],
)
def test_one_wrong_row_is_named_and_nothing_is_written(back, graded, row, said):
    with pytest.raises(AutograderError, match="nothing was written") as raised:
        back(["s2.ipynb", "q3", "1", ""], row)
    assert f"row 3: {said}" in str(raised.value)
    assert rows_of(graded) == 0


def test_all_wrong_rows_are_named_at_once_up_to_a_bound(back):
    with pytest.raises(AutograderError, match="40 rows are wrong") as raised:
        back(*[["s1.ipynb", "q2", "x", ""]] * 40)
    assert [f"row {number}:" in str(raised.value) for number in (2, 31, 32)] == [True, True, False]
    assert "and 10 more" in str(raised.value)


def test_an_answer_that_changed_since_the_export_is_named(graded, tmp_path, write_csv):
    export_answers(graded.book, NAME, tmp_path / "out")
    rows = read_csv(tmp_path / "out" / "marks.csv")
    graded.run(result("s1.ipynb", {"q2": "another"}), result("s2.ipynb"), result("s3.ipynb"))
    rows[0]["points"] = "1"
    with pytest.raises(AutograderError, match=r"row 2: the answer of s1\.ipynb to q2 has changed since the export"):
        import_marks(graded.book, NAME, write_csv([list(rows[0]), rows[0].values()]), "Ada")
    assert rows_of(graded) == 0


def test_what_could_not_be_read_cannot_be_marked(graded, write_csv):
    graded.run(result("s1.ipynb"), replace(result("bad"), status=Status.REJECTED))
    with pytest.raises(AutograderError, match="bad is rejected, so there is nothing to mark in it"):
        import_marks(graded.book, NAME, write_csv([HEAD, ["bad", "q2", "1", ""]]), "Ada")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "must have a first line that names the columns submission or code, question, points or items"),
        (b"submission,question\ns1,q2\n", "must have a first line that names the columns"),
        (b"PK\x03\x04...", "is a workbook, not CSV"),
        (b"submission,question,points,points\n", "two columns 'points'"),
        (b"submission,question,points\n" + b"x" * 200_000, "cannot be read as CSV"),
    ],
)
def test_a_file_that_is_no_such_table_is_one_sentence(graded, tmp_path, content, said):
    path = tmp_path / "back.csv"
    path.write_bytes(content)
    with pytest.raises(AutograderError, match=said):
        import_marks(graded.book, NAME, path, "Ada")
    with pytest.raises(AutograderError, match="cannot be read"):
        import_marks(graded.book, NAME, tmp_path / "nowhere.csv", "Ada")


# ---- a new attempt ----


def test_a_mark_for_an_answer_that_changed_counts_and_is_flagged(back, graded):
    back(["s1.ipynb", "q2", "3", "good"], ["s1.ipynb", "q3", "1", ""])
    graded.run(result("s1.ipynb", {"q2": "another answer", "q3": "one"}), result("s2.ipynb"))
    mark = marks_of(graded.book)["s1.ipynb"]
    assert (mark.total, mark.complete) == (6.0, True)
    assert mark.flags == ("q2: the answer has changed since it was marked",)
    assert [item.answer_changed for item in mark.questions] == [False, True, False]
