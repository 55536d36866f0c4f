import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.export.canvas import CanvasOptions, export_canvas
from autograder.results import Status
from autograder.text.cells import harmless, is_harmless
from tests.harness.export.making import (
    CANVAS_HEADER,
    NAMES,
    a_class,
    canvas_row,
    canvas_rows,
    csv_text,
    graded,
    names,
    read_csv,
    student,
)

ANA, BO = student(11, "Álvarez, Ana"), student(12, "Chen, Bo")
KEPT = [*CANVAS_HEADER[:5], "Binary MLP (4712)"]


def export(folder, graded_class, rows, header=CANVAS_HEADER, form=None, **options):
    template, out = folder / "gradebook.csv", folder / "import.csv"
    template.write_bytes(csv_text([header, *rows], **(form or {})))
    exported = export_canvas(graded_class, CanvasOptions(table=template, out=out, **options))
    return exported, read_csv(out.read_bytes(), (form or {}).get("delimiter", ","))


def test_canvas_gets_its_students_and_the_one_column(tmp_path):
    rows = canvas_rows(canvas_row(ANA), canvas_row(BO, "4.00"))
    exported, found = export(tmp_path, a_class(graded(ANA, 7.5)), rows)
    assert found == [
        KEPT,
        ["", "", "", "", "", "Manual Posting"],
        ["    Points Possible", "", "", "", "", "10.00"],
        ["Álvarez, Ana", "11", "u11", "login11", "CS 1, Mon", "7.5"],
        ["Chen, Bo", "12", "u12", "login12", "CS 1, Mon", "4.00"],
    ]
    assert exported.summary.startswith("1 of 2 students")


def test_a_name_with_a_comma_is_quoted(tmp_path):
    export(tmp_path, a_class(graded(ANA)), canvas_rows(canvas_row(ANA)))
    assert '"Álvarez, Ana",11,'.encode() in (tmp_path / "import.csv").read_bytes()


@pytest.mark.parametrize("form", [{"delimiter": ";", "bom": True}, {"newline": "\r\n"}, {"bom": True}])
def test_the_form_of_the_file_is_kept(tmp_path, form):
    _, (*_, ana) = export(tmp_path, a_class(graded(ANA)), canvas_rows(canvas_row(ANA)), form=form)
    assert ana[-1] == "7.5"
    content = (tmp_path / "import.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") == form.get("bom", False)
    assert (b"\r\n" in content) == ("newline" in form)


def test_names_that_try_everything_come_back_with_their_marks_and_are_no_formulas(tmp_path):
    students = [student(100 + number, name) for number, name in enumerate(NAMES)]
    marks = [graded(who, number) for number, who in enumerate(students)]
    _, (_, _, _, *rows) = export(tmp_path, a_class(*marks), canvas_rows(*map(canvas_row, students)))
    assert [(row[1], row[-1]) for row in rows] == [(who.id, str(number)) for number, who in enumerate(students)]
    assert [row[0] for row in rows] == [harmless(who.name) for who in students]
    assert all(is_harmless(cell) for row in rows for cell in row)


@given(st.lists(names, min_size=1, max_size=5))
@settings(max_examples=50)
def test_whatever_the_names_each_number_gets_its_mark(tmp_path_factory, called):
    folder = tmp_path_factory.mktemp("canvas")
    students = [student(100 + number, f"N {name}") for number, name in enumerate(called)]
    marks = [graded(who, number) for number, who in enumerate(students)]
    _, (_, _, _, *rows) = export(folder, a_class(*marks), canvas_rows(*map(canvas_row, students)))
    assert [(row[1], row[-1]) for row in rows] == [(who.id, str(number)) for number, who in enumerate(students)]


def test_a_name_that_canvas_made_a_quoted_formula_of_is_found_and_made_harmless(tmp_path):
    rows = canvas_rows(canvas_row(student(11, '="=cmd"')))
    _, (*_, row) = export(tmp_path, a_class(graded(student("", "=cmd"))), rows)
    assert row[0] == '\'="=cmd"'
    assert row[-1] == "7.5"


def test_students_are_found_by_login_email_and_name_in_either_order(tmp_path):
    rows = canvas_rows(canvas_row(ANA, login="ana@x.org"), canvas_row(BO), canvas_row(student(13, "Diaz, Cy")))
    marks = a_class(
        graded(student("", "", "Ana@x.org"), 1, submission="a"),
        graded(student("", "Bo Chen"), 2, submission="b"),
        graded(student("u13"), 3, submission="c"),
    )
    _, (*_, ana, bo, cy) = export(tmp_path, marks, rows)
    assert (ana[-1], bo[-1], cy[-1]) == ("1", "2", "3")


def test_columns_for_last_and_first_name(tmp_path):
    header = ("LastName", "FirstName", "ID", "SIS Login ID", "Section", "Binary MLP (4712)")
    rows = [("    Points Possible", "", "", "", "", "10.00"), ("Álvarez", "Ana", "11", "x", "CS", "")]
    _, (_, _, ana) = export(tmp_path, a_class(graded(student("", "Ana Álvarez"))), rows, header)
    assert ana == ["Álvarez", "Ana", "11", "x", "CS", "7.5"]


@pytest.mark.parametrize("wanted", ["Warm-up (4711)", "Warm-up", "4711"])
def test_the_column_can_be_named_in_any_way(tmp_path, wanted):
    exported, (header, *_) = export(
        tmp_path, a_class(graded(ANA)), canvas_rows(canvas_row(ANA)), column=wanted, scale=False
    )
    assert header[-1] == "Warm-up (4711)"
    assert exported.notes[0] == "Column: 'Warm-up (4711)'."


def test_a_column_that_is_not_there_is_told_with_those_that_are(tmp_path):
    says = re.escape("has no assignment 'softmax'; name one with --column: Warm-up (4711), Binary MLP (4712).")
    with pytest.raises(AutograderError, match=says):
        export(tmp_path, a_class(graded(ANA), assignment="softmax"), canvas_rows(canvas_row(ANA)))
    assert not (tmp_path / "import.csv").exists()


def test_two_columns_of_one_title_must_be_told_apart(tmp_path):
    header = (*CANVAS_HEADER[:6], "Binary MLP (1)", "Binary MLP (2)", *CANVAS_HEADER[8:])
    with pytest.raises(AutograderError, match="has 2 assignments 'binary_mlp'"):
        export(tmp_path, a_class(graded(ANA)), canvas_rows(canvas_row(ANA)), header)


def test_another_number_of_points_must_be_decided_on(tmp_path):
    rows = [row if row[0].strip() != "Points Possible" else (*row[:7], "100", *row[8:]) for row in canvas_rows()]
    rows.append(canvas_row(ANA))
    with pytest.raises(AutograderError, match="gives 10 points, Canvas expects 100: say --scale"):
        export(tmp_path, a_class(graded(ANA)), rows)
    _, (*_, ana) = export(tmp_path, a_class(graded(ANA)), rows, scale=True)
    assert ana[-1] == "75"
    _, (*_, ana) = export(tmp_path, a_class(graded(ANA)), rows, scale=False)
    assert ana[-1] == "7.5"


@pytest.mark.parametrize(("cell", "says"), [("EX", "excused from"), ("N/A", "not given")])
def test_who_is_excused_is_left_so_and_named(tmp_path, cell, says):
    rows = canvas_rows(canvas_row(ANA, cell), canvas_row(BO))
    exported, (*_, ana, bo) = export(tmp_path, a_class(graded(ANA), graded(BO)), rows)
    assert (ana[-1], bo[-1]) == (cell, "7.5")
    assert any("s11.ipynb" in note and says in note for note in exported.notes)


def test_who_handed_in_nothing_is_left_alone(tmp_path):
    rows = canvas_rows(canvas_row(ANA), canvas_row(BO, "2.00"))
    _, (*_, bo) = export(tmp_path, a_class(graded(ANA), graded(BO, 0, status=Status.MISSING)), rows)
    assert bo[-1] == "2.00"


@pytest.mark.parametrize(
    ("header", "row", "says"),
    [
        (("Name", "Grade"), ("Ana", "1"), "is no gradebook exported from Canvas"),
        (("Student", "ID", "Binary MLP (1)"), ("Ana", "1", ""), "is no gradebook exported from Canvas"),
        (("Student", "ID", "Section", "Binary MLP (1)"), ("Ana", "eleven", "S", ""), "Row 2 of .* has no number"),
        (("Student", "ID", "Section", "Binary MLP (1)"), ("Eve", "9", "S", ""), "No row of .* is of this class"),
    ],
)
def test_what_is_no_gradebook_of_the_class_is_refused_before_anything_is_written(tmp_path, header, row, says):
    with pytest.raises(AutograderError, match=says):
        export(tmp_path, a_class(graded(ANA)), [row], header)
    assert [file.name for file in tmp_path.iterdir()] == ["gradebook.csv"]


def test_a_read_only_column_is_refused(tmp_path):
    header = ("Student", "ID", "Section", "Binary MLP (1)")
    rows = [("    Points Possible", "", "", "(read only)"), ("Ana", "11", "S", "")]
    with pytest.raises(AutograderError, match="read only"):
        export(tmp_path, a_class(graded(ANA)), rows, header)
