"""What is wrong with an array as a whole is named by a sentence that is true of it, or not at all."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.testing.patterns import (
    LAYER_SENTENCES,
    PATTERN_SENTENCES,
    SHAPE_SENTENCES,
    name_layers,
    name_pattern,
    name_shape,
)

DUE = np.array([[0.31, -1.7, 2.9, 0.8, 0.0], [1.1, 0.6, -0.4, 3.3, 1.9], [-2.2, 0.9, 1.4, 0.0, 0.7]])
FACTORS = np.array([[2.0], [3.0], [0.5]])


def changed(places, amount=1.0):
    """Return DUE with `amount` added at the places."""
    array = DUE.copy()
    array[places] += amount
    return array


def test_two_values_that_stand_for_each_other_are_named():
    due = np.array([4, 6, 6, 4, 4])
    assert name_pattern(10 - due, due) == "exchanged"
    assert name_pattern(np.full(5, 4), due) != "exchanged"


@pytest.mark.parametrize(
    ("array", "name"),
    [
        (np.zeros_like(DUE), "zeros"),
        (np.full_like(DUE, 0.2), "same"),
        (-DUE, "sign"),
        (np.abs(DUE), "signs"),
        (2 * DUE, "twice"),
        (DUE / 2, "half"),
        (5 * DUE, "sum"),
        (DUE / 5, "mean"),
        (7 * DUE, "large"),
        (DUE * 0.01, "small"),
        (DUE + 0.5, "offset"),
        (1 - DUE, "complement"),
        (DUE**2, "square"),
        (np.trunc(DUE), "whole"),
        (DUE[[1, 2, 0]], "rows"),
        (DUE[:, ::-1], "columns"),
        (DUE.reshape(5, 3).T, "entries"),
        (changed(np.s_[:, -1]), "last column"),
        (changed(np.s_[:, 0]), "first column"),
        (changed(np.s_[:, 2]), "one column"),
        (changed(np.s_[-1]), "last row"),
        (changed(np.s_[0]), "first row"),
        (changed(np.s_[1]), "one row"),
        (changed(np.s_[:, 3:]), "last columns"),
        (changed(np.s_[:, :-1]), "but the last column"),
        (changed((1, 1)), "one entry"),
        (changed(DUE == 0), "where zero"),
        (changed(DUE < 0), "where negative"),
        (np.minimum(DUE, 1.0), "where positive"),
        (np.clip(DUE, -np.inf, 2.9) - np.where(DUE > 2.5, 0.3, 0), "where positive"),
        (DUE * FACTORS, "row factors"),
        (DUE + FACTORS, "row offsets"),
        (DUE + np.array([1.0, 2, 3, 4, 5]), "column offsets"),
        (DUE + 0.01 * np.sin(np.arange(15.0)).reshape(3, 5), "nearly"),
        (np.sin(np.arange(15.0)).reshape(3, 5), ""),
    ],
)
def test_a_difference_that_explains_itself_is_named(array, name):
    assert name_pattern(array, DUE) == name


def test_the_largest_entries_are_those_that_are_larger_than_all_others():
    due = np.array([0.0, 1.0, 1.0, 0.0, 1.0, 1.0])
    assert name_pattern(np.array([0.0, 0.0, 1.0, 0.0, 0.0, 1.0]), due) == ""  # of equal ones some are right
    assert name_pattern(np.array([0.0, -5.0, 6.0, 0.0, -5.0, 6.0]), np.array([0.0, -7, 6, 0, -9, 6])) != "cut off"


def test_a_hundredth_is_not_less_than_a_hundredth():
    due = np.array([[0.0, 1.0, 1.0], [0.0, 1.0, 0.0]])
    assert name_pattern(np.where(due > 0, due, 0.01), due) == "where zero"


def test_a_difference_of_one_vector_or_number_is_named():
    due = np.array([3.0, 1.0, 2.5, 0.5, 4.0])
    assert name_pattern(due[::-1], due) == "reversed"
    assert name_pattern(np.array([3.0, 1.0, 2.5, 0.0, 0.0]), due) == "last entries"
    assert name_pattern(np.array(-0.3), np.array(0.3)) == "sign"
    assert name_pattern(np.array(0.6), np.array(0.3)) == "twice"
    assert name_pattern(np.array(4.0), np.array(2.0)) == ""  # twice, or the square, or neither
    assert name_pattern(np.array(0.75), np.array(0.25)) == ""
    assert name_pattern(np.array(0.7), np.array(0.3)) == "complement"


def test_what_must_be_exact_and_is_right_up_to_rounding_is_named():
    assert name_pattern(DUE.astype(np.float32).astype(float), DUE, 0.0) == "rounding"


def test_a_whole_line_that_is_wrong_is_not_named_by_the_sign_of_its_entries():
    due = np.array([[0.3, 1.7, 2.9, 0.8], [-1.1, -0.6, -0.4, -3.3]])
    array = due + [[0.0], [1.0]] * np.array([1.0, 1.2, 0.7, 0.9])
    assert name_pattern(array, due) == ""
    assert name_pattern(array.T, due.T) == ""


def test_of_a_line_that_should_be_one_number_no_amount_is_named():
    due = np.array([[0.0] * 4, [1.0] * 4])
    assert name_pattern(np.array([[0.27] * 4, [0.73] * 4]), due) == ""


def test_a_square_matrix_may_be_transposed():
    due = np.arange(9.0).reshape(3, 3)
    assert name_pattern(due.T, due) == "transpose"


@given(arrays(np.float64, array_shapes(min_dims=0, max_dims=3), elements=st.floats(-1e6, 1e6)), st.data())
def test_anything_is_named_by_a_sentence_or_not_at_all(due, data):
    array = data.draw(arrays(np.float64, due.shape, elements=st.floats(-1e6, 1e6)))
    assert name_pattern(array, due) in {"", *PATTERN_SENTENCES}


@pytest.mark.parametrize(
    ("shape", "due", "name"),
    [
        ((3, 2), (2, 3), "transposed"),
        ((), (4,), "number"),
        ((4, 1), (4,), "flat"),
        ((4,), (5,), "entry less"),
        ((3, 7), (4, 7), "row less"),
        ((9,), (5,), "entries"),
        ((9, 28, 28), (5, 28, 28), "length"),
        ((5, 7), (4, 7), "row more"),
        ((4, 8), (4, 7), "column more"),
        ((4, 6), (4, 7), "column less"),
        ((9, 7), (4, 7), "rows"),
        ((4, 1), (4, 7), "columns"),
        ((4, 7, 2), (4, 7), "axes"),
        ((3, 5), (4, 7), ""),
    ],
)
def test_a_wrong_shape_is_named(shape, due, name):
    assert name_shape(shape, due) == name
    assert name in {"", *SHAPE_SENTENCES}


@pytest.mark.parametrize(
    ("right", "name"),
    [
        ([True, False], "last"),
        ([False, True, True], "first"),
        ([True, False, True], "one"),
        ([False, False, True], "hidden"),
        ([False, False, True, True], "back"),
        ([True, True, False, False], "on"),
        ([True, True], ""),
        ([False, False], ""),
        ([False, True, False], ""),
    ],
)
def test_the_layers_that_are_wrong_are_named(right, name):
    assert name_layers(right) == name
    assert name in {"", *LAYER_SENTENCES}


def test_no_sentence_is_part_of_another_one():
    sentences = [*PATTERN_SENTENCES.values(), *SHAPE_SENTENCES.values(), *LAYER_SENTENCES.values()]
    assert not [(one, other) for one in sentences for other in sentences if one != other and one in other]
