"""q4: train_X_1_5 and train_y_1_5."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongShape,
    as_numbers,
    expect,
    expect_close,
    expect_equal,
    expect_shape,
)

from .reference import right_extract_digits, right_vectorize_images

OK_FORMAT = False
name = "q4"
points = 2


@lru_cache(1)
def read_training_file(changed):
    """Return the arrays of the file beside the notebook, which was last changed at that time."""
    with np.load("train_mnist.npz") as data:
        return data["x"], data["y"]


def training_file():
    """Return the images and labels of the file beside the notebook, as copies: who gets them may change them."""
    X, y = read_training_file(Path("train_mnist.npz").stat().st_mtime_ns)
    return X.copy(), y.copy()


def own_columns(extract_digits, vectorize_images):
    """Return what the student's own functions make of the training file, or None when they fail.

    A mistake of q2 or q3 costs its marks there: here it is enough to have used the functions rightly.
    """
    try:
        return as_numbers(vectorize_images(extract_digits(*training_file(), 1, 5)[0]), "own columns")
    except Exception:
        return None


def own_digits(extract_digits):
    """Return the digits that the student's own extract_digits gives for the training file, or None when it fails."""
    try:
        return as_numbers(extract_digits(*training_file(), 1, 5)[1], "own digits")
    except Exception:
        return None


def equal(array, other):
    """Tell whether two arrays have the same shape and values; False when one of them is None."""
    return other is not None and array.shape == other.shape and np.allclose(array, other)


def as_row(labels):
    """Return the labels, given as (M,) or (1, M), as numbers of shape (M,)."""
    array = as_numbers(labels, "train_y_1_5")
    if array.ndim != 1 and array.shape != (1, array.size):
        raise WrongShape(
            f"train_y_1_5 has shape {array.shape}, expected (M,) or (1, M) with one label for each of the M images.",
            hint="Each image has one label, 0 or 1.",
        )
    return array.reshape(-1)


@test_case(name="has one column and one label for every image of a 1 or a 5", points=0.5, hidden=False)
def test_shapes(train_X_1_5, train_y_1_5, extract_digits, vectorize_images):
    columns, labels = as_numbers(train_X_1_5, "train_X_1_5"), as_row(train_y_1_5)
    digits = own_digits(extract_digits)
    _, y = training_file()
    count = int(np.count_nonzero((y == 1) | (y == 5)))
    if not equal(columns, own_columns(extract_digits, vectorize_images)):
        expect_shape(columns, (784, count), "train_X_1_5")
        expect(
            columns.min() >= 0 and columns.max() <= 1,
            f"train_X_1_5 has pixels from {columns.min():g} to {columns.max():g}, expected 0 to 1: "
            "use vectorize_images.",
        )
    if digits is None or labels.shape != digits.shape:
        expect_shape(labels, (count,), "train_y_1_5 as a row")
    expect(
        set(labels.tolist()) <= {0.0, 1.0},
        f"train_y_1_5 holds the labels {np.unique(labels)[:4].tolist()}, expected 0 and 1: "
        "the digit 1 becomes 0, the digit 5 becomes 1.",
    )


@test_case(name="train_X_1_5 holds the images of the digits 1 and 5 of the training file", points=0.75, hidden=True)
def test_images(train_X_1_5, extract_digits, vectorize_images):
    columns = as_numbers(train_X_1_5, "train_X_1_5")
    if equal(columns, own_columns(extract_digits, vectorize_images)):
        return
    expect_close(
        columns,
        right_vectorize_images(right_extract_digits(*training_file(), 1, 5)[0]),
        "train_X_1_5",
        hint="It is vectorize_images of the images from extract_digits(train_X, train_y, 1, 5).",
    )


@test_case(name="train_y_1_5 is 0 for a 1 and 1 for a 5", points=0.75, hidden=True)
def test_labels(train_y_1_5, extract_digits):
    labels = as_row(train_y_1_5)
    digits = own_digits(extract_digits)
    if digits is not None and equal(labels, (digits == 5).astype(np.float64)):
        return
    expect_equal(
        labels,
        (right_extract_digits(*training_file(), 1, 5)[1] == 5).astype(np.float64),
        "train_y_1_5",
        hint="The digit 1 becomes class 0, the digit 5 class 1, in the order of the images.",
    )
