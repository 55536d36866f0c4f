"""From otter's reports to verdicts and messages."""

import pytest

from autograder.results import Verdict
from autograder.results.messages import MAX_LENGTH, read_report
from autograder.runners.otter import explained

FAILED = "❌ Test case failed\n"


def report(exception: str, source: str = "      expect_close(values, due)") -> str:
    return f"{FAILED}Error at line 12 in test q5:\n{source}\n{exception}"


@pytest.mark.parametrize(
    ("exception", "verdict", "message"),
    [
        ("NotAttempted: not attempted yet: there is no function f.", Verdict.NOT_ATTEMPTED, "not attempted yet: there"),
        ("NotImplementedError: Q5", Verdict.NOT_ATTEMPTED, "Q5"),
        ("WrongShape: sigmoid(X) has shape (3,)", Verdict.FAILED, "sigmoid(X) has shape (3,)"),
        ("WrongValue: wrong\nover two lines", Verdict.FAILED, "wrong\nover two lines"),
        ("WrongBehaviour: it warns", Verdict.FAILED, "it warns"),
        ("AssertionError: double(2) is wrong", Verdict.FAILED, "double(2) is wrong"),
        ("AssertionError: ", Verdict.FAILED, "A condition that the test checks does not hold."),
        ("ValueError: a\n\nb", Verdict.ERROR, "ValueError: a\n\nb"),
        ("KeyError: W", Verdict.ERROR, "KeyError: W"),
        ("ZeroDivisionError: ", Verdict.ERROR, "ZeroDivisionError"),
        ("MemoryError: ", Verdict.MEMORY, "MemoryError"),
        ("_ArrayMemoryError: Unable to allocate", Verdict.MEMORY, "_ArrayMemoryError: Unable to allocate"),
        ("Überlauf: zu groß", Verdict.ERROR, "Überlauf: zu groß"),
    ],
)
def test_an_exception_becomes_a_verdict_and_its_text(exception, verdict, message):
    found, text = read_report(report(exception))
    assert found is verdict
    assert text.startswith(message)
    assert "Error at line" not in text
    assert "expect_close" not in text


def test_several_and_blank_source_lines_are_left_out():
    verdict, text = read_report(report("WrongValue: no", source="  expect(\n\n      Name: thing,\n  )"))
    assert (verdict, text) == (Verdict.FAILED, "no")


def test_a_long_message_is_cut():
    _, text = read_report(report("ValueError: " + "x" * 10_000))
    assert len(text) <= MAX_LENGTH
    assert text.endswith("…")


def test_terminal_codes_are_taken_out():
    assert read_report(report("WrongValue: \x1b[31mred\x1b[0m\x07 bell")) == (Verdict.FAILED, "red bell")


DOCTEST = FAILED + (
    "Trying:\n    y\nExpecting:\n    1\nok\nTrying:\n    x + 1\nExpecting:\n    3\n"
    + "*" * 70
    + "\nLine 1, in q2 0\nFailed example:\n    x + 1\n{rest}"
)


def test_a_doctest_with_a_wrong_value_shows_the_example_only():
    verdict, text = read_report(
        DOCTEST.format(rest="Expected:\n    3\nGot:\n    4\nTrying:\n    z\nExpecting nothing\n")
    )
    assert verdict is Verdict.FAILED
    assert text == "Failed example:\n    x + 1\nExpected:\n    3\nGot:\n    4"


@pytest.mark.parametrize(
    ("exception", "verdict"),
    [
        ("AssertionError", Verdict.FAILED),
        ("NameError: name 'x' is not defined", Verdict.ERROR),
        ("tiny.NotAttempted: not attempted yet", Verdict.NOT_ATTEMPTED),
    ],
)
def test_a_doctest_with_an_exception(exception, verdict):
    trace = (
        "Exception raised:\n    Traceback (most recent call last):\n"
        '      File "<doctest q2 1[1]>", line 1, in <module>\n        x + 1\n'
    )
    found, text = read_report(DOCTEST.format(rest=f"{trace}    {exception}\n"))
    assert found is verdict
    assert text.startswith("Failed example:\n    x + 1\n")
    assert "Traceback" not in text


def test_a_report_of_no_known_form_fails():
    assert read_report("")[0] is Verdict.FAILED
    assert read_report(FAILED + "strange") == (Verdict.FAILED, "strange")


NO_FUNCTION = "not attempted yet: there is no function double. Fill in its cell and run it."


def test_work_that_a_broken_cell_took_away_is_an_error_that_says_so():
    broken = [("def double(v)\n    return 2 * v", "SyntaxError: expected ':'")]
    verdict, text = explained(Verdict.NOT_ATTEMPTED, NO_FUNCTION, broken)
    assert verdict is Verdict.ERROR
    assert text == "double is missing, because the cell that defines it stopped with SyntaxError: expected ':'"


def test_a_value_that_a_broken_cell_was_to_make():
    broken = [("a = 1\nX_train, y_train = split(a)", "TypeError: no")]
    message = "not attempted yet: y_train is None. Fill in the answer; a function must end with a return statement."
    assert explained(Verdict.NOT_ATTEMPTED, message, broken)[0] is Verdict.ERROR


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        ("def triple(v): ...", "ValueError: no", NO_FUNCTION),
        ("def double(v): raise NotImplementedError('Q1')\ndouble(1)", "NotImplementedError: Q1", NO_FUNCTION),
        ("print(double == 1)", "NameError: double", NO_FUNCTION),
        ("def double(v): ...\ndouble(1) + 1", "TypeError: no", "not attempted yet: double(X) is None. Fill in"),
        ("there = 1 / 0", "ZeroDivisionError: no", NO_FUNCTION),
    ],
)
def test_a_stub_stays_a_stub(source, error, message):
    broken = [(source, error)]
    assert explained(Verdict.NOT_ATTEMPTED, message, broken) == (Verdict.NOT_ATTEMPTED, message)


def test_other_verdicts_are_not_touched():
    broken = [("def double(v): ...", "ValueError: no")]
    assert explained(Verdict.FAILED, NO_FUNCTION, broken) == (Verdict.FAILED, NO_FUNCTION)
