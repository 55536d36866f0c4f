"""q3: vectorize_images."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    call,
    expect_attempt,
    expect_close,
    expect_shape,
    fresh_generator,
    leaving_alone,
    require_answer,
    require_function,
)

from .reference import right_vectorize_images

OK_FORMAT = False
name = "q3"
points = 3


def vectorized(vectorize_images, X):
    """Call the function and return what it gives."""
    function = require_function(vectorize_images, "vectorize_images")
    return require_answer(call(function, X), "what vectorize_images returns")


@test_case(name="turns two images into two columns of 784 numbers between 0 and 1", points=1, hidden=False)
def test_two_images(vectorize_images):
    X = np.zeros((2, 28, 28), dtype=np.uint8)
    X[0, 0, 1], X[0, 3, 4], X[1, 27, 27] = 50, 200, 10
    due = np.zeros((784, 2))
    due[1, 0], due[88, 0], due[783, 1] = 0.25, 1.0, 1.0
    expect_close(
        vectorized(vectorize_images, X),
        due,
        "vectorize_images(X)",
        hint="Pixel [r, c] of image i belongs into row 28*r + c of column i, divided by the largest pixel of image i.",
    )


@test_case(name="divides each image by its own largest pixel", points=1, hidden=True)
def test_own_maximum(vectorize_images):
    generator = fresh_generator()
    brightest = generator.integers(20, 256, (23, 1, 1))
    X = (generator.uniform(0, 1, (23, 28, 28)) * brightest + 1).clip(0, 255).astype(np.uint8)
    result = expect_shape(vectorized(vectorize_images, X), (784, 23), "vectorize_images(X) for X of shape (23, 28, 28)")
    expect_close(
        result,
        right_vectorize_images(X),
        "vectorize_images(X)",
        hint="Column i is image i divided by its own largest pixel.",
    )


@test_case(name="works for images of other sizes, and for a single one", points=0.5, hidden=True)
def test_other_sizes(vectorize_images):
    generator = fresh_generator()
    for shape in ((9, 5, 7), (1, 28, 28), (12, 8, 8)):
        whole = generator.integers(0, 256, shape).astype(np.uint8)
        whole[:, 2, 3] = 255  # the maximum of every image, so that only the sizes are at stake here
        for X, numbers in ((whole, "integers"), (whole * generator.uniform(0.5, 1, shape), "floats")):
            X[:, 2, 3] = 255
            expect_close(
                vectorized(vectorize_images, X),
                right_vectorize_images(X),
                f"vectorize_images(X) for X of shape {shape} with {numbers}",
                hint="Column i holds the pixels of image i, row by row, whatever the size of the images.",
            )


# earned without a right value: it is about the argument, so that a wrong formula costs once
@test_case(name="leaves X as it is", points=0.5, hidden=True)
def test_input_unchanged(vectorize_images):
    generator = fresh_generator()
    whole = generator.integers(1, 256, (6, 28, 28)).astype(np.uint8)
    for X in (whole, generator.uniform(1, 255, (6, 28, 28))):
        columns = vectorized(leaving_alone(vectorize_images, "vectorize_images", "X"), X)
        expect_attempt(columns, right_vectorize_images(X), "vectorize_images(X)", given=X)
