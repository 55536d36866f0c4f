"""What is said about mistakes that nobody has written down: closed sets of sentences, never a value."""

from types import SimpleNamespace

import pytest

from autograder.diagnosis.seen import CaseSeen
from autograder.diagnosis.sentences import MOST, advice_in, sentences
from autograder.results import Verdict

SOURCE = """
class WrongBehaviour(AssertionError):
    pass

def test_steps(env):
    hint = "Take the number of columns from X, not from the model."
    expect(False, "the model must come back: end with a return statement.")
    expect(False, "dC/dW[l] is a sum over the columns of the batch.")
    expect(False, f"with epochs={epochs} the images are used {used} times each, once an epoch is asked for.")
    expect(False, f"the 23 columns are cut into {parts} parts.")
    expect_close(1, 2, "Z", hint=hint)
    assert False, "the secret answer is blue, which nobody is to know"
"""


def said_of(*cases, source=SOURCE, hidden=True):
    specs = [SimpleNamespace(name=f"case {number}", hidden=hidden) for number in range(len(cases))]
    return sentences(specs, cases, advice_in(source))


def failed(message):
    return CaseSeen(Verdict.FAILED, message)


def raised(message):
    return CaseSeen(Verdict.ERROR, message)


def test_a_pattern_is_said_with_the_name_of_the_test():
    message = (
        "Z is wrong in 6 of 6 entries, most at [0, 2]: it is 0.731, expected -0.731. Every entry has the wrong sign."
    )
    assert said_of(failed(message)) == ('In the test "case 0": Every entry has the wrong sign.',)


def test_advice_that_stands_in_the_test_is_passed_on_without_values():
    assert said_of(
        failed("Z is wrong: it is 0.7, expected 3. Take the number of columns from X, not from the model.")
    ) == ('In the test "case 0": Take the number of columns from X, not from the model.',)
    assert said_of(failed("with epochs=7 the images are used 3.5 times each, once an epoch is asked for.")) == (
        'In the test "case 0": With epochs=… the images are used … times each, once an epoch is asked for.',
    )


def test_a_formula_keeps_its_letters():
    message = "dC/dW[l] is a sum over the columns of the batch."
    assert said_of(failed(message)) == (f'In the test "case 0": {message}',)
    message = "the model must come back: end with a return statement."
    assert said_of(failed(message)) == (f'In the test "case 0": The{message[3:]}',)


@pytest.mark.parametrize(
    "message",
    ["the 23 columns are cut into 4 parts.", "the secret answer is blue, which nobody is to know", "", "blue"],
)
def test_sizes_of_what_is_tested_and_plain_assertions_are_not_passed_on(message):
    assert said_of(failed(message)) == ()


def test_nothing_but_patterns_is_said_for_test_files_that_are_written_otherwise():
    message = "the model must come back: end with a return statement. Every entry is 0."
    other = SOURCE.replace("WrongBehaviour", "Other")
    assert said_of(failed(message), source=other) == ('In the test "case 0": Every entry is 0.',)


@pytest.mark.parametrize(
    ("message", "part"),
    [
        ("IndexError: index 7 is out of bounds for axis 0 with size 4", "index is out of range"),
        ("ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0", "shapes do not fit"),
        ("ValueError: operands could not be broadcast together with shapes (3,4) (7,4)", "shapes do not fit"),
        ("TypeError: unsupported operand type(s) for -: 'NoneType' and 'float'", "return statement"),
        (
            "TypeError: backpropagation() takes 3 positional arguments but 4 were given",
            "arguments that it does not take",
        ),
        ("NameError: name 'train_X' is not defined", "not defined"),
        ("UFuncTypeError: Cannot cast ufunc 'add' output from dtype('float64')", "array of floats"),
    ],
)
def test_an_exception_is_explained_in_words_of_ours(message, part):
    (said,) = said_of(raised(message))
    assert part in said
    assert not any(map(str.isdigit, said.removeprefix('In the test "case 0"')))


def test_an_exception_of_the_students_own_is_not_quoted():
    assert said_of(raised("Leak: the third input is 0.4711")) == ()


def test_at_most_a_few_sentences_are_said_hidden_tests_first():
    cases = [failed("Every entry is 0.")] * 5
    assert len(said_of(*cases)) == MOST
    specs = [SimpleNamespace(name="public", hidden=False), SimpleNamespace(name="hidden", hidden=True)]
    said = sentences(specs, cases[:2])
    assert [sentence.split('"')[1] for sentence in said] == ["hidden", "public"]


def test_nothing_is_said_of_stubs_and_of_what_passed():
    assert said_of(CaseSeen(Verdict.NOT_ATTEMPTED, "not attempted yet."), CaseSeen(Verdict.PASSED)) == ()
