"""The pages and the table for a person who marks."""

from dataclasses import replace

import pytest

from autograder.course.rubric import WrittenRubric
from autograder.errors import AutograderError
from autograder.marks.export import export_answers
from autograder.marks.mark_table import import_marks
from autograder.marks.marking import Marking
from autograder.results import Status

from .conftest import NAME, read_csv, result

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} \u202egnp.exe \x1b[31m ]]> </pre>"


def pages(folder) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}


def test_there_is_a_page_for_each_question_that_a_person_marks_and_one_table(graded, tmp_path):
    done = export_answers(graded.book, NAME, tmp_path / "out")
    assert [path.name for path in done.files] == ["q2.html", "q3.html", "marks.csv"]
    assert done.counts == {"q2": (2, 3, 0), "q3": (3, 3, 0)}


def test_equal_answers_are_one_row_but_for_white_space(graded, tmp_path):
    export_answers(graded.book, NAME, tmp_path)
    rows = read_csv(tmp_path / "marks.csv")
    assert [(row["submission"], row["students"], row["question"], row["max_points"]) for row in rows] == [
        ("s1.ipynb", "2", "q2", "4"),
        ("s3.ipynb", "1", "q2", "4"),
        ("s1.ipynb", "1", "q3", "3"),
        ("s2.ipynb", "1", "q3", "3"),
        ("s3.ipynb", "1", "q3", "3"),
    ]
    assert [row["points"] for row in rows if row["points"]] == ["0"], "who wrote nothing"
    assert {row["comment"] for row in rows} == {""}


def test_a_page_shows_rubric_answers_and_who_gave_them(class_, tmp_path):
    class_.run(
        result("s1", {"q2": "mine"}),
        result("s2", {"q2": "mine"}),
        marking=Marking({"q2": WrittenRubric("Two for <both>.")}),
    )
    export_answers(class_.book, NAME, tmp_path)
    page = pages(tmp_path)["q2.html"]
    assert "Two for &lt;both&gt;." in page
    assert page.count(">mine</pre>") == 1
    assert "<bdi>s1</bdi>, <bdi>s2</bdi>" in page
    assert "No answer was found" in pages(tmp_path)["q3.html"]
    assert "has no rubric" in pages(tmp_path)["q3.html"]


def test_one_question_can_be_chosen(graded, tmp_path):
    export_answers(graded.book, NAME, tmp_path, questions=["q3"])
    assert set(pages(tmp_path)) == {"q3.html"}
    assert {row["question"] for row in read_csv(tmp_path / "marks.csv")} == {"q3"}


def test_nothing_of_a_submission_is_more_than_text(class_, tmp_path):
    class_.run(result(HOSTILE, {"q2": HOSTILE}))
    export_answers(class_.book, NAME, tmp_path)
    page = pages(tmp_path)["q2.html"]
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    assert page.count("</pre>") == 1
    assert not {"\u202e", "\x1b"} & set(page)
    assert "\\u202egnp.exe \\u001b[31m" in page
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


@pytest.mark.parametrize("name", ["=1+1.ipynb", "@SUM(A1)", "-2+3", '"quoted", with comma'])
def test_no_cell_of_the_table_is_a_formula_and_it_comes_back(class_, tmp_path, write_csv, name):
    class_.run(result(name, {"q2": "=1+1"}))
    export_answers(class_.book, NAME, tmp_path)
    header, *rows = [list(row) for row in _raw(tmp_path)]
    assert not [cell for row in rows for cell in row if cell[:1] in "=@" and cell]
    rows = [[*row[:4], "1", "", "=2+2", *row[7:]] for row in rows]
    assert import_marks(class_.book, NAME, write_csv([header, *rows]), "Ada").written == 2
    export_answers(class_.book, NAME, tmp_path, force=True)
    assert [row["comment"] for row in read_csv(tmp_path / "marks.csv")] == ["'=2+2", "'=2+2"]
    assert import_marks(class_.book, NAME, tmp_path / "marks.csv", "Ada").unchanged == 2


def _raw(folder):
    return [list(read_csv(folder / "marks.csv")[0]), *(row.values() for row in read_csv(folder / "marks.csv"))]


def test_anonymous_pages_name_nobody_and_are_the_same_each_time(graded, tmp_path):
    for folder in ("one", "two"):
        export_answers(graded.book, NAME, tmp_path / folder, anonymous=True)
    first, second = (read_csv(tmp_path / folder / "marks.csv") for folder in ("one", "two"))
    assert first == second
    assert pages(tmp_path / "one") == pages(tmp_path / "two")
    written = "".join([*pages(tmp_path / "one").values(), (tmp_path / "one" / "marks.csv").read_text()])
    assert not [name for name in ("s1", "s2", "s3", "ipynb") if name in written]
    codes = [row["code"] for row in first if row["question"] == "q3"]
    assert codes == sorted(codes)
    assert all(len(code) == 8 for code in codes)


def test_codes_of_another_gradebook_are_others(graded, tmp_path):
    from .conftest import Class

    (tmp_path / "another").mkdir()
    another = Class(tmp_path / "another")
    another.run(result("s1.ipynb", {"q2": "x"}))
    export_answers(graded.book, NAME, tmp_path / "one", anonymous=True)
    export_answers(another.book, NAME, tmp_path / "two", anonymous=True)
    another.book.close()
    one, two = ({row["code"] for row in read_csv(tmp_path / folder / "marks.csv")} for folder in ("one", "two"))
    assert not one & two


def test_a_table_with_work_in_it_is_not_written_over(graded, tmp_path):
    export_answers(graded.book, NAME, tmp_path)
    (tmp_path / "marks.csv").write_text("somebody's work")
    with pytest.raises(AutograderError, match=r"There is a .*marks\.csv already.*--force"):
        export_answers(graded.book, NAME, tmp_path)
    assert (tmp_path / "marks.csv").read_text() == "somebody's work"
    export_answers(graded.book, NAME, tmp_path, force=True)
    assert len(read_csv(tmp_path / "marks.csv")) == 5


def test_marks_given_already_are_filled_in(graded, tmp_path, write_csv):
    import_marks(
        graded.book,
        NAME,
        write_csv([["submission", "question", "points", "comment"], ["s1.ipynb", "q2", "1.5", "half"]]),
        "Ada",
    )
    done = export_answers(graded.book, NAME, tmp_path)
    assert done.counts["q2"] == (2, 3, 1)
    assert [(row["points"], row["comment"]) for row in read_csv(tmp_path / "marks.csv")][:2] == [
        ("1.5", "half"),
        ("", ""),
    ]
    assert "Given so far (1 of 2): 1.5: half" in pages(tmp_path)["q2.html"]


def test_with_semicolons_numbers_have_a_decimal_comma(class_, tmp_path):
    questions = tuple(replace(question, manual_max_score=2.5) for question in result("s").questions)
    class_.run(result("s", questions=questions))
    export_answers(class_.book, NAME, tmp_path, delimiter=";")
    assert ";2,5;" in (tmp_path / "marks.csv").read_text()


def test_what_could_not_be_read_is_not_marked(graded, tmp_path):
    graded.run(result("s1.ipynb"), result("bad.ipynb", questions=(), status=Status.REJECTED))
    export_answers(graded.book, NAME, tmp_path)
    assert {row["submission"] for row in read_csv(tmp_path / "marks.csv")} == {"s1.ipynb"}


def test_there_may_be_nothing_to_mark_and_questions_that_nobody_marks(graded, class_, tmp_path):
    with pytest.raises(AutograderError, match="A person does not mark q1; the questions are q2, q3"):
        export_answers(graded.book, NAME, tmp_path, questions=["q1"])
    with pytest.raises(AutograderError, match="nothing for a person to mark"):
        export_answers(class_.book, "another", tmp_path)
    assert not list(tmp_path.glob("*.html"))
