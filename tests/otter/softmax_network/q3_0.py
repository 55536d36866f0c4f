"""q3_0: the four CSV files and one-hot labels."""

from pathlib import Path

import numpy as np
from otter.test_files import test_case

from autograder.testing import as_numbers, expect, expect_equal, expect_shape, require_answer

OK_FORMAT = False
name = "q3_0"
points = 2

TRAINING, TEST, PIXELS, CLASSES = 898, 899, 64, 10


def table(file):
    """Return the numbers of one of the files that come with the assignment, one row a line."""
    return np.loadtxt(Path("dataset", file), delimiter=",", ndmin=2)


def plain(array, what):
    """Return an array of the student's as it is; a table of pandas' must have been turned into one."""
    return as_numbers(require_answer(array, what), what)


@test_case(name="the images have shapes (898, 64) and (899, 64)", points=0.25, hidden=False)
def test_image_shapes(XTrain, XTest):
    expect_shape(XTrain, (TRAINING, PIXELS), "XTrain")
    expect_shape(XTest, (TEST, PIXELS), "XTest")


@test_case(name="the labels are 898 and 899 numbers from 0 to 9", points=0.25, hidden=False)
def test_labels_range(YTrain, YTest):
    for labels, count, what in ((YTrain, TRAINING, "YTrain"), (YTest, TEST, "YTest")):
        values = plain(labels, what)
        expect(
            values.shape in ((count, 1), (count,)),
            f"{what} has shape {values.shape}, expected ({count}, 1).",
        )
        expect(
            np.array_equal(np.unique(values), np.arange(CLASSES)),
            f"{what} must hold the digits 0 to 9, and nothing else.",
        )


@test_case(name="the encoded labels are one-hot rows", points=0.5, hidden=False)
def test_one_hot(YTrain_encoded, YTest_encoded):
    pairs = ((YTrain_encoded, TRAINING, "YTrain_encoded"), (YTest_encoded, TEST, "YTest_encoded"))
    for encoded, count, what in pairs:
        values = expect_shape(encoded, (count, CLASSES), what)
        is_one_hot = np.all((values == 0) | (values == 1)) and np.all(values.sum(axis=1) == 1)
        expect(is_one_hot, f"each row of {what} must hold a single 1 and nine 0.")


@test_case(name="the images and labels are those of the files, in their order", points=0.5, hidden=True)
def test_values(XTrain, XTest, YTrain, YTest):
    for images, file, what in ((XTrain, "Digit_X_train.csv", "XTrain"), (XTest, "Digit_X_test.csv", "XTest")):
        due = table(file)
        fewer = np.shape(images) == (len(due) - 1, due.shape[1])
        hint = "Is the first line taken for a header? Read the files with header=None." if fewer else ""
        expect_equal(images, due, what, hint=hint)
    expect_equal(plain(YTrain, "YTrain").ravel(), table("Digit_y_train.csv").ravel(), "YTrain")
    expect_equal(plain(YTest, "YTest").ravel(), table("Digit_y_test.csv").ravel(), "YTest")


@test_case(name="column j of the encoded labels stands for digit j", points=0.5, hidden=True)
def test_columns(YTrain_encoded, YTest_encoded):
    for encoded, file, what in (
        (YTrain_encoded, "Digit_y_train.csv", "YTrain_encoded"),
        (YTest_encoded, "Digit_y_test.csv", "YTest_encoded"),
    ):
        labels = table(file).ravel().astype(int)
        expect_equal(encoded, np.eye(CLASSES)[labels], what)
