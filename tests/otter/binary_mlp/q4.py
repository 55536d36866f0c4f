"""q4: train_X_1_5 and train_y_1_5."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongShape,
    as_numbers,
    computed_again,
    expect,
    expect_close,
    expect_either,
    expect_equal,
    expect_shape,
)

from .reference import right_extract_digits, right_vectorize_images

OK_FORMAT = False
name = "q4"
points = 2


@lru_cache(1)
def read_training_file(changed):
    """Return the arrays of the file beside the notebook, changed last at that time; nobody can change them."""
    with np.load("train_mnist.npz") as data:
        arrays = data["x"], data["y"]
    for array in arrays:
        array.flags.writeable = False
    return arrays


def training_file():
    """Return the images and labels of the file beside the notebook."""
    return read_training_file(Path("train_mnist.npz").stat().st_mtime_ns)


def with_right_functions(env, name):
    """Return what the student's own statements make of a name with right functions of q2 and q3."""
    helpers = {"extract_digits": right_extract_digits, "vectorize_images": right_vectorize_images}
    return computed_again(env, [name], helpers).get(name)


def with_stand_ins(env):
    """Return the two answers, made by the student's own statements, when q2 and q3 give the little that is here."""
    table = {
        "extract_digits": lambda X, y, d1, d2: (np.full((3, 28, 28), 255), np.array([d1, d2, d1])),
        "vectorize_images": lambda X: np.full((784, len(X)), 0.5),
    }
    again = computed_again(env, ["train_X_1_5", "train_y_1_5"], table)
    return again.get("train_X_1_5"), again.get("train_y_1_5")


def as_row(labels):
    """Return the labels, given as (M,) or (1, M), as numbers of shape (M,)."""
    array = as_numbers(labels, "train_y_1_5")
    if array.ndim != 1 and array.shape != (1, array.size):
        raise WrongShape(
            f"train_y_1_5 has shape {array.shape}, expected (M,) or (1, M) with one label for each of the M images.",
            hint="Each image has one label, 0 or 1.",
        )
    return array.reshape(-1)


def expect_sizes(train_X_1_5, train_y_1_5, count):
    """Raise unless there are columns of 784 numbers from 0 to 1, and labels 0 and 1, `count` of each."""
    columns = expect_shape(train_X_1_5, (784, count), "train_X_1_5")
    expect(
        columns.min() >= 0 and columns.max() <= 1,
        f"train_X_1_5 has pixels from {columns.min():g} to {columns.max():g}, expected 0 to 1: use vectorize_images.",
    )
    labels = expect_shape(as_row(train_y_1_5), (count,), "train_y_1_5 as a row")
    expect(
        set(labels.tolist()) <= {0.0, 1.0},
        f"train_y_1_5 holds the labels {np.unique(labels)[:4].tolist()}, expected 0 and 1: "
        "the digit 1 becomes 0, the digit 5 becomes 1.",
    )


@test_case(name="has one column and one label for every image of a 1 or a 5", points=0.5, hidden=False)
def test_shapes(env):
    _, y = training_file()
    count = int(np.count_nonzero((y == 1) | (y == 5)))
    expect_either(
        lambda: expect_sizes(env.get("train_X_1_5"), env.get("train_y_1_5"), count),
        # A mistake of q2 or q3 has cost its marks there: here it is enough to use the functions rightly.
        lambda: expect_sizes(*with_stand_ins(env), 3),
    )


@test_case(name="train_X_1_5 holds the images of the digits 1 and 5 of the training file", points=0.75, hidden=True)
def test_images(env, train_X_1_5):
    due = right_vectorize_images(right_extract_digits(*training_file(), 1, 5)[0])
    hint = "It is vectorize_images of the images from extract_digits(train_X, train_y, 1, 5)."
    expect_either(
        lambda: expect_close(train_X_1_5, due, "train_X_1_5", hint=hint),
        lambda: expect_close(with_right_functions(env, "train_X_1_5"), due, "train_X_1_5", hint=hint),
    )


@test_case(name="train_y_1_5 is 0 for a 1 and 1 for a 5", points=0.75, hidden=True)
def test_labels(env, train_y_1_5):
    due = (right_extract_digits(*training_file(), 1, 5)[1] == 5).astype(np.float64)
    hint = "The digit 1 becomes class 0, the digit 5 class 1, in the order of the images."
    expect_either(
        lambda: expect_equal(as_row(train_y_1_5), due, "train_y_1_5", hint=hint),
        lambda: expect_equal(as_row(with_right_functions(env, "train_y_1_5")), due, "train_y_1_5", hint=hint),
    )
