"""The expectations that graded tests are written with: what passes, what fails, and what the student reads."""

import types

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.testing import (
    NotAttempted,
    WrongBehaviour,
    WrongShape,
    WrongValue,
    answers,
    as_numbers,
    asking,
    call,
    central_differences,
    computed_again,
    expect_all_close,
    expect_attempt,
    expect_close,
    expect_either,
    expect_equal,
    expect_shape,
    first_filled,
    for_one_call,
    fresh_generator,
    give,
    helpers_in_place,
    leaving_alone,
    no_warnings,
    require_answer,
    require_function,
    require_text,
)

from .. import kernel

numbers = arrays(np.float64, array_shapes(min_dims=1, max_dims=3), elements=st.floats(-1e6, 1e6))


@pytest.mark.parametrize("stub", [None, ...])
def test_what_a_stub_leaves_is_not_attempted(stub):
    for require in (require_function, require_answer, require_text, as_numbers):
        with pytest.raises(NotAttempted, match="not attempted yet"):
            require(stub, "f(x)")


def test_a_value_in_place_of_a_function_is_told():
    with pytest.raises(WrongBehaviour, match="sigmoid must be a function"):
        require_function(3, "sigmoid")


@pytest.mark.parametrize("unfilled", [None, ..., {}, {"loss": [], "score": ()}])
def test_the_first_name_that_is_filled_in_counts(unfilled):
    env = {"ours": unfilled, "theirs": {"loss": [], "score": [0.5]}, "last": 3}
    assert first_filled(env, "ours", "missing", "theirs", "last") is env["theirs"]
    assert first_filled(env, "ours", "last") == 3
    assert first_filled(env, "ours", "missing") is None
    assert first_filled({**env, "ours": 0}, "ours", "last") == 0


@pytest.mark.parametrize("text", ["a b c", "word", "yes yes yes", "42", "no. no. no!", "权重", "不不不不不不"])
def test_a_few_letters_are_no_written_answer(text):
    with pytest.raises(WrongBehaviour, match="too short"):
        require_text(text, "ans_i")


@pytest.mark.parametrize(
    "text",
    [
        "Y holds the activations.",
        "活性化 重み 入力 です よ",
        "同上，但在激活之前",
        "น้ำหนักของแต่ละชั้น",
        "Les poids relient deux couches.",
    ],
)
def test_a_sentence_in_any_language_is_a_written_answer(text):
    assert require_text(text, "ans_i") == text


@given(numbers)
def test_equal_arrays_are_close_and_equal(array):
    expect_close(array, array.copy(), "x")
    expect_equal(array.tolist(), array, "x")


@given(numbers)
def test_float32_work_is_close(array):
    expect_close(array.astype(np.float32), array, "x")


@given(numbers, st.data())
def test_one_entry_off_by_a_hundredth_of_the_largest_is_wrong(array, data):
    index = tuple(data.draw(st.integers(0, size - 1)) for size in array.shape)
    wrong = array.copy()
    wrong[index] += 0.01 * max(np.abs(array).max(), 1.0)
    with pytest.raises(WrongValue, match="x is wrong"):
        expect_close(wrong, array, "x")


@given(numbers)
def test_nan_never_passes(array):
    wrong = array.copy()
    wrong.flat[0] = np.nan
    with pytest.raises(WrongValue, match="nan"):
        expect_close(wrong, wrong, "x")


def test_a_wrong_shape_says_which_came_and_which_was_due():
    with pytest.raises(WrongShape, match=r"has shape \(3, 2\), expected \(2, 3\). Its shape is the transpose"):
        expect_shape(np.zeros((3, 2)), (2, 3), "Z")


def test_broadcasting_does_not_make_shapes_equal():
    with pytest.raises(WrongShape):
        expect_close(np.zeros((3, 1)), np.zeros(3), "Z")


@pytest.mark.parametrize(
    ("value", "kind"),
    [(np.array(["4"]), "ndarray of text"), (["a"], "list of text"), (1j * np.ones(2), "complex numbers")],
)
def test_of_an_array_that_is_not_numeric_it_is_told_what_it_holds(value, kind):
    with pytest.raises(WrongValue, match=kind):
        as_numbers(value, "labels")


@pytest.mark.parametrize("value", ["text", [1, [2, 3]], {"a": 1}, np.array([1j]), np.array(["1"]), object()])
def test_what_is_not_numeric_is_told_with_its_type(value):
    with pytest.raises(WrongValue, match="must hold real numbers"):
        as_numbers(value, "Z")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda due: -due, "wrong sign"),
        (lambda due: due / 4, "0.25 times"),
        (lambda due: due.T, "transpose"),
    ],
)
def test_differences_that_explain_themselves_are_named(make, sentence):
    due = np.arange(9.0).reshape(3, 3) - 2
    with pytest.raises(WrongValue, match=sentence):
        expect_close(make(due), due, "Z")


def test_a_factor_without_a_name_is_told_as_a_number():
    with pytest.raises(WrongValue, match=r"too large by one and the same factor\. It is 7 times what it should be"):
        expect_close(7 * np.arange(4.0), np.arange(4.0), "Z")


def test_of_several_layers_the_first_wrong_one_is_told_and_whether_others_are_right():
    due = [np.ones((2, 3)), np.arange(6.0).reshape(2, 3), np.eye(3)]
    expect_all_close([layer + 1e-9 for layer in due], due, "W[{layer}]")
    with pytest.raises(WrongValue, match=r"W\[1\] is wrong.*wrong sign\. Only one layer is wrong, .* Look again\."):
        expect_all_close([due[0], -due[1], due[2]], due, "W[{layer}]", hint="Look again.")
    with pytest.raises(WrongShape, match=r"W\[0\] has shape \(3, 2\).*Only the last layer is right"):
        expect_all_close([due[0].T, -due[1], due[2]], due, "W[{layer}]")
    with pytest.raises(WrongBehaviour, match="2 layers"):
        expect_all_close(due[:2], due, "W[{layer}]")


def fill(X, value=7):
    X[...] = value
    return X


def test_a_changed_argument_is_named_and_one_without_a_name_may_change():
    with pytest.raises(WrongBehaviour, match="f changes its argument X"):
        call(leaving_alone(fill, "f", "X"), np.zeros(3))
    assert call(leaving_alone(fill, "f", ""), np.zeros(3)).tolist() == [7, 7, 7]
    assert call(leaving_alone(np.sum, "f", "X"), np.ones(3)) == 3


def test_a_function_is_called_with_copies_so_that_nothing_it_writes_comes_back():
    array, nested = np.zeros(3), [np.zeros(2), {"a": (np.zeros(2),)}]
    call(fill, array)
    call(lambda given: [fill(given[0]), fill(given[1]["a"][0])], nested)
    assert not any(map(np.any, (array, nested[0], nested[1]["a"][0])))


def test_an_object_is_given_copies_so_that_the_test_keeps_its_own():
    class Model:
        W = None

    weights, model = [np.zeros(2)], Model()
    give(model, W=weights)
    fill(model.W[0])
    assert weights[0].tolist() == [0, 0]


def test_an_attribute_that_is_asked_for_is_called_if_it_can_be():
    weights, model = np.zeros(2), types.SimpleNamespace(W=[1, 2], fill=fill, inner=types.SimpleNamespace(name="gray"))
    questions = [asking(model, "W"), asking(model, "fill", weights, value=3), asking(model, "inner.name")]
    values, filled, name = answers(questions)
    assert (values, filled.tolist(), name) == ([1, 2], [3, 3], "gray")
    assert weights.tolist() == [0, 0]
    assert answers([]) == []


def test_a_helper_for_one_call_gives_its_place_back():
    env = {"step": lambda: "own"}
    with helpers_in_place(env, {"step": for_one_call(env, "step", lambda: "watched")}):
        assert [env["step"](), env["step"]()] == ["watched", "own"]
    assert env["step"]() == "own"


def test_nothing_constant_and_nothing_that_was_given_is_an_attempt():
    due, given = np.arange(4.0), np.ones(4) * [1, 2, 1, 2]
    expect_attempt(due[::-1], due, "y", given=given)
    for value in (np.zeros(4), np.ones(4), given):
        with pytest.raises(WrongValue):
            expect_attempt(value, due, "y", given=given)
    expect_attempt(np.zeros(4), np.ones(4), "y")  # where all are the same, so may be what comes


def test_a_value_is_computed_again_from_the_notebooks_own_statements_with_other_helpers():
    namespace = {}
    kernel.install(namespace)
    cells = [
        "import math",
        "def double(x): return x",
        "start = math.floor(3.5); answers = []",
        "answers.append(double(start))",
    ]
    for cell in cells:
        namespace["In"].append(cell)
        exec(cell, namespace)
    assert namespace["answers"] == [3]
    assert computed_again(namespace, ["answers"], {"double": lambda x: 2 * x}) == {"answers": [6]}
    assert namespace["answers"] == [3]
    assert "__found__" not in namespace
    assert computed_again(namespace, ["nothing"], {}) == {}


def test_what_is_computed_again_and_raises_shows_nothing_in_the_notebook(capfd):
    shell = InteractiveShell(config=Config(HistoryManager={"enabled": False}))
    shell.user_ns["In"].append("answer = 1 / zero")
    assert computed_again(shell.user_ns, ["answer"], {"zero": 0}) == {}
    assert capfd.readouterr() == ("", "")


def test_the_first_of_two_ways_that_goes_through_is_enough_and_its_failure_is_told():
    expect_either(lambda: None, lambda: 1 / 0)
    expect_either(lambda: 1 / 0, lambda: None)
    with pytest.raises(WrongValue, match="first"):
        expect_either(lambda: expect_equal(1, 2, "first"), lambda: expect_equal(1, 2, "second"))


def test_a_warning_is_told():
    with pytest.raises(WrongBehaviour, match="overflow"), no_warnings("sigmoid(Z)"):
        np.exp(np.float64(1e4))


def test_helpers_are_put_in_place_and_taken_out_whatever_happens():
    env = {"sigmoid": "own"}
    with pytest.raises(RuntimeError), helpers_in_place(env, {"sigmoid": "right", "ReLu": "right"}):
        assert env == {"sigmoid": "right", "ReLu": "right"}
        raise RuntimeError
    assert env == {"sigmoid": "own"}


def test_the_generator_follows_numpys_legacy_seed():
    np.random.seed(7)
    first = fresh_generator().random(3)
    np.random.seed(7)
    assert np.array_equal(first, fresh_generator().random(3))
    assert not np.array_equal(first, fresh_generator().random(3))


@given(arrays(np.float64, (2, 3), elements=st.floats(-3, 3)))
def test_central_differences_of_a_sum_of_cubes_are_three_times_the_squares(at):
    gradient = central_differences(lambda a: float((a**3).sum()), at)
    assert np.allclose(gradient, 3 * at**2, atol=1e-6)


def test_a_table_that_is_handed_over_is_a_copy():
    frame = pd.DataFrame({"x": [1, 2]})

    def spoil(given):
        given.loc[0, "x"] = 9
        given["y"] = 1
        return given["x"].tolist()

    assert call(spoil, frame) == [9, 2]
    assert call(spoil, frame) == [9, 2]
    assert frame.to_dict("list") == {"x": [1, 2]}
