import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import AutograderError
from autograder.export.sheet import Sheet, read_sheet
from tests.harness.export.making import MOODLE_HEADER, csv_text, names

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(
    st.lists(st.tuples(names, cells, cells), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_what_is_written_is_what_is_read(tmp_path_factory, rows, delimiter, newline, bom):
    sheet = Sheet(("Identifier", "Full name", "Grade"), tuple(rows), delimiter, newline, bom)
    path = tmp_path_factory.mktemp("sheet") / "sheet.csv"
    path.write_bytes(sheet.to_text().encode())
    assert read_sheet(path, "a sheet") == sheet


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", [True, False])
def test_a_file_of_an_lms_keeps_its_form(tmp_path, delimiter, newline, bom):
    path = tmp_path / "sheet.csv"
    row = ["a, b; c\td", 'says "hi"', "two\r\nlines", "é", "-", "", "", "", "", "", "x"]
    content = csv_text([MOODLE_HEADER, row], delimiter=delimiter, newline=newline, bom=bom)
    path.write_bytes(content)
    sheet = read_sheet(path, "a sheet")
    assert sheet.rows == (tuple(row),)
    assert (sheet.delimiter, sheet.newline, sheet.bom) == (delimiter, newline, bom)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "do not have as many cells"),
        (b"just a line\n", "do not have as many cells"),
        (b"a,b\n1,2,3\n", "do not have as many cells"),
        (b'a,b\n"1,2\n', "do not have as many cells"),
        (b"a,b\n" + b"x" * 200_000 + b",1\n", "do not have as many cells"),
        ("a,b\nMüller,1\n".encode("latin-1"), "is not in UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "is not in UTF-8"),
        (b"PK\x03\x04rest", "is a zip or an Excel file"),
        (b"a,b\n\0,1\n", "zero bytes"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path, content, says):
    path = tmp_path / "sheet.csv"
    path.write_bytes(content)
    with pytest.raises(AutograderError, match=says):
        read_sheet(path, "a grading worksheet")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(AutograderError, match=r"absent\.csv cannot be read"):
        read_sheet(tmp_path / "absent.csv", "a worksheet")


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "sheet.csv"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(AutograderError, match="larger than 50 MB"):
        read_sheet(path, "a worksheet")
