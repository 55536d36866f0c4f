"""q2: extract_digits."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    call,
    expect,
    expect_equal,
    fresh_generator,
    leaving_alone,
    require_answer,
    require_function,
)

from .reference import right_extract_digits

OK_FORMAT = False
name = "q2"
points = 3


def extracted(extract_digits, X, y, d1, d2):
    """Call the function; return the images and the labels it gives, after checking that it gives the two."""
    function = require_function(extract_digits, "extract_digits")
    result = require_answer(call(function, X, y, d1, d2), "what extract_digits returns")
    expect(
        isinstance(result, (tuple, list)) and len(result) == 2,
        hint="extract_digits must return two arrays: the images and their labels, in that order.",
    )
    return result


def labelled_images(generator, count, height, width):
    """Return random images (count, height, width) and labels (count,) in which every digit occurs."""
    X = generator.integers(0, 256, (count, height, width)).astype(np.uint8)
    y = (generator.permutation(count) % 10).astype(np.uint8)
    return X, y


@test_case(name="takes the images of both digits and their labels", points=1, hidden=False)
def test_small_example(extract_digits):
    X = np.arange(6 * 2 * 2).reshape(6, 2, 2)
    y = np.array([1, 5, 7, 5, 1, 0])
    images, labels = extracted(extract_digits, X, y, 1, 5)
    expect_equal(labels, [1, 5, 5, 1], "y_extracted of extract_digits(X, y, 1, 5) with y = [1, 5, 7, 5, 1, 0]")
    expect_equal(
        images, X[[0, 1, 3, 4]], "X_extracted of extract_digits(X, y, 1, 5)", hint="They are X[0], X[1], X[3], X[4]."
    )


@test_case(name="keeps the images in the order they have in X", points=0.5, hidden=True)
def test_order_of_images(extract_digits):
    X, y = labelled_images(fresh_generator(), 47, 28, 28)
    y[[3, 11, 20, 35]] = 5, 1, 5, 1  # in whatever order somebody sorts them by digit, it is not that of X
    y[[0, -1]] = 1, 5  # the first and the last image are easily lost
    images, _ = extracted(extract_digits, X, y, 1, 5)
    due, _ = right_extract_digits(X, y, 1, 5)
    same = np.shape(images) == due.shape and np.array_equal(np.sort(images, axis=None), np.sort(due, axis=None))
    hint = "They must come in the order of X, both digits mixed." if same else ""
    expect_equal(images, due, "X_extracted of extract_digits(X, y, 1, 5)", hint=hint)


@test_case(name="gives each image its own label", points=0.5, hidden=True)
def test_labels_of_images(extract_digits):
    X, y = labelled_images(fresh_generator(), 47, 28, 28)
    function = leaving_alone(extract_digits, "extract_digits", "X", "y")
    images, labels = extracted(function, X, y, 1, 5)
    expect(
        np.ndim(images) == 3 and np.shape(labels) == (len(images),) and len(images) > 0,
        hint=f"there are images of shape {np.shape(images)} and labels of shape {np.shape(labels)}: "
        "expected (M, 28, 28) and (M,).",
    )
    distances = np.array([np.abs(X.astype(float) - image).max(axis=(1, 2)) for image in np.asarray(images)])
    expect(not np.any(distances.min(axis=1)), hint="X_extracted holds an image that is none of the images in X.")
    expect_equal(
        labels,
        y[distances.argmin(axis=1)],
        "y_extracted of extract_digits(X, y, 1, 5)",
        hint="Use the same indices for X and y.",
    )
    expect(
        np.isin([1, 5], labels).any() and len(labels) < len(y),
        f"extract_digits(X, y, 1, 5) gives the labels {np.unique(labels)}.",
        hint="Select the images of both digits, and no others.",
    )


@test_case(name="works for any two digits, 0 and 9 too, and images of any size", points=0.5, hidden=True)
def test_any_two_digits(extract_digits):
    generator = fresh_generator()
    for d1, d2, count, height, width in ((0, 9, 31, 28, 28), (7, 3, 24, 5, 8), (8, 0, 52, 3, 3), (6, 2, 30, 4, 3)):
        X, y = labelled_images(generator, count, height, width)
        y[[0, -1]] = d1, d2  # the first and the last image are easily lost
        y[y == 2] = 6  # a digit of which there is no image is a digit all the same
        images, labels = extracted(extract_digits, X, y, d1, d2)
        due = sorted(right_extract_digits(X, y, d1, d2)[1].tolist())
        what = f"extract_digits(X, y, {d1}, {d2}) for X of shape {X.shape}"
        expect_equal(np.sort(labels), due, f"y_extracted, sorted, of {what}")
        expect(
            np.shape(images) == (len(due), height, width),
            hint=f"X_extracted of {what} has shape {np.shape(images)}, expected {(len(due), height, width)}.",
        )


@test_case(name="refuses digits that are not between 0 and 9 with an AssertionError", points=0.5, hidden=True)
def test_bad_digits(extract_digits):
    X, y = labelled_images(fresh_generator(), 30, 4, 4)
    extracted(extract_digits, X, y, 1, 5)
    for d1, d2 in ((-1, 5), (5, -1), (10, 3), (3, 10)):  # so that who checks nothing fails sooner than who accepts 10
        try:
            call(extract_digits, X, y, d1, d2)
        except AssertionError:
            continue
        except Exception as error:
            kind = type(error).__name__
            expect(False, hint=f"extract_digits(X, y, {d1}, {d2}) ends in {kind}: check the digits first, with assert.")
        else:
            expect(
                False, hint=f"extract_digits(X, y, {d1}, {d2}) goes through: check both digits with assert 0 <= d <= 9."
            )
