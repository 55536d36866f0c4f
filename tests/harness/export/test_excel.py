import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.export.excel import Table, export_excel, workbook
from autograder.export.ways import FileOptions
from autograder.marks.final import QuestionMark
from autograder.marks.history import Event
from autograder.results import Verdict
from tests.harness.export.making import NAMES, a_class, case, graded, student

ANA = student(11, "Ana Álvarez", "ana@x.org")
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DECISION = Event(NOON, "Dr. =Who", "s11.ipynb", "q1, override", "2 -> 3", "+1 for the idea")


def export(folder, *submissions, decisions=()):
    out = folder / "marks.xlsx"
    exported = export_excel(replace(a_class(*submissions), history=tuple(decisions)), FileOptions(out=out))
    return exported, openpyxl.load_workbook(out)


def values(sheet):
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def test_marks_have_a_row_a_student_and_a_column_a_question(tmp_path):
    questions = [QuestionMark("q1", 2.0, 4.0), QuestionMark("q2", 0.0, 0.0, manual=5.5, manual_max=6.0)]
    _, book = export(
        tmp_path, graded(ANA, 7.5, questions=questions, comments=["q2: good"]), graded(student(12, "Bo"), 1)
    )
    ana, bo = values(book["Marks"])
    assert (ana["Name"], ana["Id"], ana["Email"], ana["Submission"]) == ("Ana Álvarez", "11", "ana@x.org", "s11.ipynb")
    assert (ana["q1"], ana["q2"], ana["By a person"], ana["Total"], ana["Maximum"]) == (2, 5.5, 5.5, 7.5, 10)
    assert (ana["Late days"], ana["Late deduction"], ana["Complete"], ana["Comments"]) == (0, 0, "yes", "q2: good")
    assert bo["Total"] == 1


def test_marks_are_numbers_and_names_are_text_that_is_no_formula(tmp_path):
    _, book = export(tmp_path, *(graded(student(number, name)) for number, name in enumerate(NAMES)))
    sheet = book["Marks"]
    assert [cell.value for cell in sheet["A"][1:]] == list(NAMES)
    assert {cell.data_type for cell in sheet["A"][1:]} == {"s"}
    quoted = [cell.value for cell in sheet["A"][1:] if cell.quotePrefix]
    assert quoted == [name for name in NAMES if name[0] in "=@-"], "or it is a formula once somebody edits it"
    total = [cell.value for cell in sheet[1]].index("Total")
    assert {row[total].data_type for row in sheet.iter_rows(min_row=2)} == {"n"}


def test_a_mark_that_the_grader_failed_to_give_is_empty_and_no_zero(tmp_path):
    _, book = export(tmp_path, graded(ANA, 0, complete=False, failed=True))
    (ana,) = values(book["Marks"])
    assert (ana["q1"], ana["Total"], ana["Complete"]) == (None, None, "no")


def test_the_header_stays_in_sight_and_columns_can_be_filtered(tmp_path):
    _, book = export(tmp_path, graded(ANA, cases={"q1": [case()]}))
    for sheet in book:
        assert sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(8 <= column.width <= 60 for column in sheet.column_dimensions.values())


def test_cases_have_a_row_each(tmp_path):
    cases = [case("adds"), case("subtracts", hidden=True, verdict=Verdict.FAILED, message="no", detail="inputs 1 2")]
    _, book = export(tmp_path, graded(ANA, cases={"q1": cases}))
    assert [tuple(row.values()) for row in values(book["Cases"])] == [
        ("Ana Álvarez", "s11.ipynb", "q1", "adds", "no", 2, 2, "passed", None),
        ("Ana Álvarez", "s11.ipynb", "q1", "subtracts", "yes", 2, 0, "failed", "no"),
    ]


def test_decisions_have_a_sheet_when_there_are_any(tmp_path):
    _, book = export(tmp_path, graded(ANA))
    assert book.sheetnames == ["Marks", "Cases"]
    _, book = export(tmp_path, graded(ANA), decisions=[DECISION])
    assert [tuple(row.values()) for row in values(book["Decisions"])] == [
        (NOON.replace(tzinfo=None), "Dr. =Who", "s11.ipynb", "q1, override", "2 -> 3", "+1 for the idea")
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\n=", "\r=", " =", "\u200b=", "\uff1d", "\x00=", "'="])
def test_nothing_on_a_sheet_is_a_formula_or_a_link_whether_in_a_header_or_below(start):
    text = f'{start}HYPERLINK("http://x", 1)'
    file = zipfile.ZipFile(io.BytesIO(workbook([Table("T", (text, "b"), ((text, start),), frozen=1)])))
    sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert set(re.findall(r' t="(\w+)"', sheet)) == {"inlineStr"}
    assert not re.search(r"<(f|hyperlinks?)[ />]", sheet)
    assert "xl/worksheets/_rels/sheet1.xml.rels" not in file.namelist()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
@settings(max_examples=30)
def test_what_is_written_is_what_is_read(text):
    book = openpyxl.load_workbook(io.BytesIO(workbook([Table("T", ("a",), ((text,),), frozen=0)])))
    cell = book["T"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a\x00\x1b[31mb", "a\\x00\\x1b[31mb"),
        ("\udc80", "\\udc80"),
        ("a\r\nb\rc", "a\nb\\rc"),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_what_a_cell_cannot_hold_is_spelt_out_or_cut(text, read):
    book = openpyxl.load_workbook(io.BytesIO(workbook([Table("T", ("a",), ((text,),), frozen=0)])))
    assert book["T"]["A2"].value == read


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(AutograderError, match=r"must end in \.xlsx"):
        export_excel(a_class(graded(ANA)), FileOptions(out=tmp_path / "marks.xls"))


def test_without_openpyxl_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "openpyxl", None)
    with pytest.raises(AutograderError, match=r"pip install 'scratchgrade\[excel\]'"):
        export(tmp_path, graded(ANA))
    assert not list(tmp_path.iterdir())
