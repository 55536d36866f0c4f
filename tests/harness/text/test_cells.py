import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.text.cells import harmless, is_harmless, number, starts_formula

DANGEROUS = st.text(st.sampled_from(list("=+-@\t\r\n ;,'\"a1\u202e\u200b\uff1d")), max_size=8) | st.text(max_size=20)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", " =", "\u202e=", "\ufeff@", "\xa0+"])
def test_a_formula_gets_an_apostrophe(start):
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("text", ["", "-", " =", "Ana", " a", "l'été", "a=b", "a-b", "(3, -1)", "\u202eabc", "李"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["5", "-5", "+3.25", "-0,5", "007"])
def test_numbers_stay_numbers(text):
    assert harmless(text) == text


@pytest.mark.parametrize("text", ["-1+cmd", "-5;=1", "+49 170 5550123", "-1-1", "-٣"])
def test_what_only_begins_like_a_number_is_text(text):
    assert harmless(text) != text


def test_what_follows_another_separator_or_a_line_break_is_harmless_too():
    assert harmless("x;=cmd") == "x;'=cmd"
    assert harmless("x\n =cmd") == "x\n '=cmd"
    assert harmless("x,=cmd", delimiter=";") == "x,'=cmd"
    assert harmless("Doe, -Jane") == "Doe, -Jane", "a comma does not part cells in a file with commas"


@given(DANGEROUS)
@example("'=1")
def test_once_is_enough(text):
    assert harmless(harmless(text)) == harmless(text)


@given(DANGEROUS)
@example("=\u200b")
def test_no_cell_begins_like_a_formula(text):
    safe = harmless(text)
    assert is_harmless(safe)
    assert re.fullmatch(r"[-+]?[0-9.,]+|.", safe.strip()) or not safe.lstrip().startswith(tuple("=+-@"))


@given(st.lists(DANGEROUS, min_size=1, max_size=4))
def test_no_cell_begins_like_a_formula_when_the_file_is_read_with_another_separator(texts):
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(["id", *map(harmless, texts)])
    for piece in re.split(r"[;\t\r\n]", stream.getvalue())[1:]:
        assert not piece.strip(" ").startswith(tuple("=+-@"))


@given(DANGEROUS)
def test_nothing_but_apostrophes_is_added(text):
    assert harmless(text).replace("'", "") == text.replace("'", "")


def test_what_is_seen_first_decides():
    assert starts_formula("\u200b\u202e =x")
    assert not starts_formula("")


@pytest.mark.parametrize(
    ("points", "shown"),
    [
        (0, "0"),
        (10.0, "10"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.3333"),
        (1234567.5, "1234567.5"),
        (-0.0, "0"),
        (100, "100"),
    ],
)
def test_numbers_are_written_in_full(points, shown):
    assert number(points) == shown
