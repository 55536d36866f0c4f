"""The strings of a notebook's cells are found by reading the code."""

import pytest

from autograder.marks.strings import LONGEST, assigned_texts


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('ans = "text"', "text"),
        ('ans = """two\nlines"""', "two\nlines"),
        ('ans = ("one "\n       "two")', "one two"),
        ('ans = "one " + "two"', "one two"),
        (r'ans = r"\frac{1}{2}"', r"\frac{1}{2}"),
        (r'ans = "\frac{1}{2}\d"', "\frac{1}{2}\\d"),
        ('ans: str = "text"', "text"),
        ('part = "one"\nans = part + " two"', "one two"),
        ('ans = "one"\nans += " two"', "one two"),
        ('ans = " ".join(["one", "two"])', "one two"),
        ('ans = "  text  ".strip()', "text"),
        ('import textwrap\nans = textwrap.dedent("""\n  one\n  two\n""")', "one\ntwo"),
        ('ans, other = "text", 1', "text"),
        ('other = ans = "text"', "text"),
        ('%matplotlib inline\n!ls\nans = "text"', "text"),
        ('ans = f"text"', "text"),
        ('ans = "first"\nans = "second"', "second"),
        ('ans = "text"\nans = ...', "text"),
    ],
)
def test_a_text_is_found_however_it_is_written(code, text):
    assert assigned_texts([code], ["ans"])["ans"] == text


@pytest.mark.parametrize("code", ["ans = ...", "ans = None", "ans", "print('ans')", 'def f():\n    ans = "text"'])
def test_a_stub_is_no_answer(code):
    assert assigned_texts([code], ["ans"]) == {}


@pytest.mark.parametrize("value", ["open('/etc/passwd').read()", 'f"{1 + 1}"', "__import__('os').getcwd()", "3 * 4"])
def test_what_only_running_would_tell_is_shown_as_code(value):
    assert assigned_texts([f"x = 1\nans = {value}"], ["ans"])["ans"] == f"ans = {value}"


def test_a_name_may_be_assigned_in_one_cell_and_used_in_another():
    assert assigned_texts(['part = "one"', "not python !!", "ans = part"], ["ans"])["ans"] == "one"


def test_a_text_that_doubles_and_doubles_does_not_fill_the_memory():
    code = 'x = "0123456789"\n' + "x = x + x\n" * 60 + "y = ''.join([x, x, x])"
    texts = assigned_texts([code], ["x", "y"])
    assert LONGEST <= len(texts["x"]) <= LONGEST + 1
    assert LONGEST <= len(texts["y"]) <= LONGEST + 1


@pytest.mark.parametrize(
    "bomb",
    [
        "(" * 5000 + ")" * 5000,
        "-" * 50_000 + "1",
        "1" + "+1" * 50_000,
        "a" + ".b" * 50_000,
        "lambda: " * 20_000 + "1",
        "[" * 90 + "]" * 90,
        '"a"' + ' + "a"' * 900,
        "9" * 50_000,
        "\0",
        "\ud800",
    ],
)
def test_code_that_is_made_to_break_a_parser_costs_its_own_cell_only(bomb):
    assert assigned_texts([f"x = {bomb}", 'ans = "text"'], ["ans"])["ans"] == "text"


def test_more_code_than_a_person_writes_is_passed_over():
    assert assigned_texts(["# " + "x" * 2_000_000, 'ans = "text"'], ["ans"]) == {"ans": "text"}


def test_reading_warns_of_nothing(recwarn):
    assigned_texts([r'ans = "\d \s \( is 1 is 1"', "x = 1 is 1"], ["ans"])
    assert not recwarn.list


def test_what_was_a_text_and_is_none_any_more_is_no_part_of_an_answer():
    assert assigned_texts(['part = "one"\npart = 1\nans = part'], ["ans"])["ans"] == "ans = part"


@pytest.mark.parametrize("line", ["ans = f()", "ans = f();" * 2, "other = f()", 'ans += "x"', "a, b = 1, 2"])
def test_tens_of_thousands_of_assignments_are_read_in_one_go(line):
    count = 290_000 // (len(line) + 1)
    assert len(assigned_texts([f'ans = ""\n{f"{line}{chr(10)}" * count}'], ["ans"])["ans"]) <= LONGEST + 1
