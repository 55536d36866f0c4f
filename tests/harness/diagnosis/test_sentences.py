"""What is said where no known mistake explains it: what was found on practice inputs, and no word of a hidden test."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.diagnosis.practised import Practised, Try
from autograder.diagnosis.sentences import MOST, sentences
from autograder.engine.remote import Failure, StudentLine
from autograder.engine.seen import CaseSeen
from autograder.results import Verdict
from autograder.testing import WrongBehaviour, call, expect, expect_all_close, expect_close, expect_shape, leaving_alone

SOURCE = "hint = 'Divide by the largest pixel of the image.'"
DUE = np.array([[1.0, -2.0, 3.0], [4.0, 0.5, -1.0]])


def failed(check, *arguments, drawn=True, **options):
    """Return a case that an expectation ended."""
    with pytest.raises(AssertionError) as caught:
        check(*arguments, **options)
    return CaseSeen(Verdict.FAILED, str(caught.value), facts=caught.value.facts, drawn=drawn)


def raised(type_name, text, source="z = W @ X"):
    failure = Failure(type_name, ("Exception",), text, (StudentLine(3, 9, 4, "feedforward", source),))
    return CaseSeen(Verdict.ERROR, f"{type_name}: {text}", failure=failure, drawn=True)


def said_of(*tries, hidden=True, secret=False):
    """Return what is said of one case after these tries."""
    test_file = SimpleNamespace(source=SOURCE)
    numbers = {0} if hidden else set()
    lost = Practised(
        "q1",
        ["case"],
        [Verdict.FAILED],
        test_file,
        [Try(0, seen) for seen in tries],
        numbers,
        numbers if secret else (),
    )
    return [sentence.removeprefix('In the test "case": ') for sentence in sentences(lost)]


def test_what_came_and_what_was_due_on_a_practice_input_is_said():
    assert said_of(failed(expect_close, -DUE, DUE, "f(X)")) == [
        "f(X) is wrong in 6 of 6 entries, most at [1, 0]: it is -4, expected 4. Every entry has the wrong sign."
    ]
    assert said_of(failed(expect_shape, DUE.T, (2, 3), "f(X)")) == [
        "f(X) has shape (3, 2), expected (2, 3). Its shape is the transpose of the one that is asked for."
    ]


def test_a_difference_is_named_only_if_it_is_the_same_on_all_inputs():
    (said,) = said_of(failed(expect_close, -DUE, DUE, "f(X)"), failed(expect_close, 2 * DUE, DUE, "f(X)"))
    assert "sign" not in said
    assert "it is -4, expected 4" in said


def test_a_factor_is_told_as_a_number():
    (said,) = said_of(failed(expect_close, 0.995 * DUE, DUE, "f(X)"))
    assert said.endswith("Every entry is too small by one and the same factor. It is 0.995 times what it should be.")


def test_which_layers_are_wrong_is_said():
    (said,) = said_of(failed(expect_all_close, [DUE, -DUE], [DUE, DUE], "W[{layer}]", hint="W goes down."))
    assert "W[1] is wrong" in said
    assert said.endswith("Only the last layer is wrong, the others are right. W goes down.")


def test_of_a_hidden_test_the_hint_is_published_and_what_it_says_otherwise_is_not():
    seen = failed(expect, False, "ans should be B", hint="Count the layers once more.")
    assert said_of(seen) == ["Count the layers once more."]
    assert said_of(failed(expect, False, "ans should be B")) == []
    assert said_of(failed(expect, False, "ans should be B"), hidden=False) == ["ans should be B"]


def test_a_plain_assertion_and_what_fails_in_the_grader_say_nothing():
    assert said_of(CaseSeen(Verdict.FAILED, "the secret answer is blue", drawn=True)) == []
    assert said_of(CaseSeen(Verdict.ERROR, "FileNotFoundError: heldout.npz", drawn=True)) == []


def test_of_a_hidden_case_with_fixed_inputs_no_value_and_no_text_of_the_students_code_is_shown():
    constant = "Divide by the largest pixel of the image."
    assert said_of(failed(expect_close, -DUE, DUE, "f(4711)", hint=constant), secret=True) == [
        f"Every entry has the wrong sign. {constant}"
    ]
    assert said_of(failed(expect_close, 5 * DUE, DUE, "f(4711)", hint="It is 4711."), secret=True) == [
        "Every entry is too large by one and the same factor."
    ]
    others = [said_of(raised(kind, "the third input is 0.4711"), secret=True) for kind in ("Leak", "Odd", "Exception")]
    assert others[0] == others[1] == others[2], "what it is called tells nothing"
    assert others[0][0].startswith("Your code stops with an exception here; its inputs are secret")
    (said,) = said_of(raised("IndexError", "the third input is 0.4711", "x[4711]"), secret=True)
    assert said == "An index is out of range here."


def test_sorts_of_failure_have_words_of_their_own_where_no_value_may_be_shown():
    (said,) = said_of(failed(expect_close, DUE * np.nan, DUE, "f(4711)"), secret=True)
    assert "nan or infinity" in said
    assert said_of(failed(expect_shape, DUE[:, :2], DUE.shape, "f(4711)"), secret=True) == [
        "The shape is not the one that is asked for. It has one column too few."
    ]

    def zeroing(X):
        X[0, 0] = 0

    def change():
        call(leaving_alone(zeroing, "f", "X"), DUE)

    assert said_of(failed(change), secret=True) == ["It changes its argument: work on a copy, or make a new array."]
    assert said_of(failed(change)) == ["f changes its argument X. Work on a copy, or make a new array."]


@pytest.mark.parametrize(
    ("type_name", "text", "part"),
    [
        ("IndexError", "index 7 is out of bounds for axis 0 with size 4", "index is out of range"),
        ("ValueError", "matmul: Input operand 1 has a mismatch in its core dimension 0", "shapes do not fit"),
        ("ValueError", "operands could not be broadcast together with shapes (3,4) (7,4)", "shapes do not fit"),
        ("TypeError", "unsupported operand type(s) for -: 'NoneType' and 'float'", "return statement"),
        ("TypeError", "backpropagation() takes 3 positional arguments but 4 were given", "arguments that it does not"),
        ("NameError", "name 'train_X' is not defined", "not defined"),
        ("TypeError", "'list' object is not callable", "before the parentheses"),
        ("ValueError", "too many values to unpack (expected 2)", "number of parts"),
        ("ValueError", "The truth value of an array with more than one element is ambiguous", "yes or no"),
        ("UFuncTypeError", "Cannot cast ufunc 'add' output from dtype('float64')", "array of floats"),
    ],
)
def test_an_exception_is_told_with_its_line_and_explained(type_name, text, part):
    (said,) = said_of(raised(type_name, text))
    assert said.startswith(f"line 6 of feedforward, 'z = W @ X', stops with {type_name}: {text}.")
    assert part in said


def several(*cases, hidden):
    test_file = SimpleNamespace(source="")
    names = [f"case {number}" for number in range(len(cases))]
    return Practised("q1", names, [case.verdict for case in cases], test_file, [*map(Try, range(9), cases)], hidden)


def test_a_line_that_stops_several_cases_is_told_once():
    cases = [raised("ValueError", f"sizes {number}") for number in range(3)]
    assert len(sentences(several(*cases, hidden={0, 1, 2}))) == 1


def test_at_most_a_few_sentences_are_said_hidden_tests_first():
    cases = [failed(expect_close, -DUE, DUE, f"f({number})") for number in range(5)]
    said = sentences(several(*cases, hidden={4}))
    assert len(said) == MOST
    assert [sentence.split('"')[1] for sentence in said] == ["case 4", "case 0", "case 1"]


def test_nothing_is_said_of_what_is_right_on_practice_inputs():
    assert said_of(CaseSeen(Verdict.PASSED)) == []


def test_a_failure_without_facts_of_ours_is_known_by_its_text():
    assert WrongBehaviour("it is wrong").facts == {"kind": "said", "text": "it is wrong"}
