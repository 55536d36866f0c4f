"""q10: predict."""

from itertools import pairwise

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    as_numbers,
    call,
    expect,
    expect_equal,
    fresh_generator,
    give,
    helpers_in_place,
    leaving_alone,
    require_answer,
    require_function,
)

from .reference import (
    Problem,
    forward,
    make_model,
    right_activations,
    right_extract_digits,
    right_feedforward,
    right_vectorize_images,
)

OK_FORMAT = False
name = "q10"
points = 3


def right_helpers():
    """Return what predict may call, all of it right."""
    return {
        **right_activations(),
        "vectorize_images": right_vectorize_images,
        "extract_digits": right_extract_digits,
        "feedforward": right_feedforward,
    }


def draw_images(generator, count, height, width, *, darkest=255):
    """Return random images (count, height, width) uint8, whose largest pixels lie between `darkest` and 255."""
    brightest = generator.integers(darkest, 256, (count, 1, 1))
    images = generator.uniform(0, 1, (count, height, width)) * brightest
    images[:, :1, :1] = brightest
    return images.round().astype(np.uint8)


def draw_network(generator, images, hidden=(5,)):
    """Return a network that puts about half of the images on either side of 0.5, none of them near it.

    Some image has a Z between 0 and 0.5, so that it matters to which of Z and Y the threshold is applied.
    """
    X = right_vectorize_images(images)
    layers = (len(X), *hidden, 1)
    while True:
        W = [generator.normal(0, 1, (rows, inputs + 1)) for inputs, rows in pairwise(layers)]
        logits = forward(W, X)[0][-1]
        W[-1] *= 2.0 / (np.max(np.abs(logits - logits.mean())) or 1.0)
        W[-1][0, -1] -= forward(W, X)[0][-1].mean()
        Z, Y = (values[-1] for values in forward(W, X))
        if np.min(np.abs(Y - 0.5)) > 1e-3 and np.any(Z < 0) and np.any((Z > 0.05) & (Z < 0.45)):
            return Problem(layers, W, X, Y)


def draw_networks_for_one(generator, image):
    """Return two networks, equal but for the last bias: one puts the image below 0.5, the other above."""
    X = right_vectorize_images(image)
    layers = (len(X), 5, 1)
    W = [generator.normal(0, 1, (rows, inputs + 1)) for inputs, rows in pairwise(layers)]
    W[-1][0, -1] -= forward(W, X)[0][-1].item()
    problems = []
    for Z in (-1.0, 1.0):
        moved = [W[0], W[1] + np.array([[0.0] * 5 + [Z]])]
        problems.append(Problem(layers, moved, X, forward(moved, X)[1][-1]))
    return problems


def due_labels(problem, d1, d2):
    """Return the labels (N,) that the network gives its images."""
    return np.where(problem.targets.reshape(-1) >= 0.5, d2, d1)


def in_a_row(labels, count):
    """Return `count` labels as a vector, in whatever shape they come: that has a case of its own."""
    numbers = as_numbers(labels, "what predict returns")
    return numbers.reshape(-1) if numbers.size == count else numbers


def predicted(env, predict, problem, images, d1, d2):
    """Call predict with right helpers in place; return the labels as a flat array, if there is one for each image."""
    return in_a_row(raw_prediction(env, predict, problem, images, d1, d2), len(images))


def raw_prediction(env, predict, problem, images, d1, d2):
    """Call predict with right helpers in place; return what it gives."""
    function = require_function(predict, "predict")
    with helpers_in_place(env, right_helpers()):
        model = make_model(require_answer(env.get("NNet"), "the given class NNet"), problem, batch_size=11)
        return require_answer(call(function, model, images, d1, d2), "what predict returns")


@test_case(name="turns outputs below 0.5 into d1 and above into d2", points=0.5, hidden=False)
def test_small_example(env, predict):
    function = require_function(predict, "predict")
    model = call(require_answer(env.get("NNet"), "the given class NNet"), 784, 1, 3, [3])
    # Weights with these outputs, for a predict that computes them by itself: three neurons look at one pixel each.
    last = np.array([[0.0, 3.5835189, 2.2335922, -1.3862944]])
    give(model, W=[np.eye(3, 785), last])
    images = np.zeros((3, 28, 28), dtype=np.uint8)
    images[0, 0, 0] = images[1, 0, 1] = images[2, 0, 2] = 1

    # Stand-ins that know what occurs here only, so that mistakes in q3, q5 and q7 do not matter.
    def vectorize_images(X):
        columns = np.zeros((784, len(X)))
        columns[:3] = [[image[0][pixel] for image in X] for pixel in range(3)]
        return columns

    def feedforward(model, X, *own, **options):
        hidden = np.array(X[:3], dtype=np.float64)
        Z = last @ np.vstack([hidden, np.ones((1, hidden.shape[1]))])
        give(model, Z=[hidden, Z], Y=[hidden, sigmoid(Z)])
        return model

    def sigmoid(Z):
        return np.interp(Z, [-1.3862944, 0, 0.8472979, 2.1972246], [0.2, 0.5, 0.7, 0.9])

    helpers = {
        "vectorize_images": vectorize_images,
        "feedforward": feedforward,
        "sigmoid": sigmoid,
        "ReLu": lambda Z: np.interp(Z, [0, 1], [0, 1]),
    }
    with helpers_in_place(env, helpers):
        labels = require_answer(call(function, model, images, 4, 6), "what predict returns")
    expect_equal(labels, [4, 6, 6], "predict(model, images, 4, 6) for a model with the outputs 0.2, 0.9, 0.7")


@test_case(name="gives every image its label", points=0.5, hidden=True)
def test_many_images(env, predict):
    generator = fresh_generator()
    for hidden in ((5,), (6, 4)):
        images = draw_images(generator, 37, 28, 28, darkest=30)
        problem = draw_network(generator, images, hidden)
        expect_equal(
            predicted(env, predict, problem, images, 1, 5),
            due_labels(problem, 1, 5),
            "predict(model, images, 1, 5)",
            hint="Prepare the images with vectorize_images, feed them forward, and look at the last Y.",
        )


@test_case(name="works for any pair of digits, 0 and 9 too, in either order", points=0.5, hidden=True)
def test_any_pair(env, predict):
    generator = fresh_generator()
    images = draw_images(generator, 24, 28, 28)
    problem = draw_network(generator, images)
    for d1, d2 in ((0, 9), (9, 0), (3, 8), (0, 1)):
        expect_equal(
            predicted(env, predict, problem, images, d1, d2),
            due_labels(problem, d1, d2),
            f"predict(model, images, {d1}, {d2})",
        )


@test_case(name="recognises a single image", points=0.25, hidden=True)
def test_one_image(env, predict):
    generator = fresh_generator()
    images = draw_images(generator, 3, 28, 28)
    # a number in the place of several labels has a case of its own
    gives_vectors = np.ndim(raw_prediction(env, predict, draw_network(generator, images), images, 1, 5)) > 0
    for _ in range(4):
        image = draw_images(generator, 1, 28, 28)
        for problem in draw_networks_for_one(generator, image):
            label = raw_prediction(env, predict, problem, image, 1, 5)
            expect(
                np.ndim(label) > 0 or not gives_vectors,
                hint="predict returns a number for a single image, expected a vector with one entry.",
            )
            expect_equal(
                in_a_row(label, 1),
                due_labels(problem, 1, 5),
                "predict(model, image, 1, 5) for image of shape (1, 28, 28)",
            )


# earned without a right value: these outputs are 0.5 for whatever images
@test_case(name="an output of exactly 0.5 is d2", points=0.25, hidden=True)
def test_exactly_half(env, predict):
    images = draw_images(fresh_generator(), 6, 28, 28)
    W = [np.zeros((3, 785)), np.zeros((1, 4))]
    problem = Problem((784, 3, 1), W, right_vectorize_images(images), np.full((1, 6), 0.5))
    labels = predicted(env, predict, problem, images, 1, 5)
    expect_equal(
        labels, [5] * 6, "predict for a model whose outputs are all 0.5", hint="d2 where the output is >= 0.5."
    )


# earned without a right value: it is about the shape, so that a wrong label costs once
@test_case(name="returns a vector with one label an image", points=0.25, hidden=True)
def test_shape(env, predict):
    generator = fresh_generator()
    images = draw_images(generator, 13, 28, 28)
    result = raw_prediction(env, predict, draw_network(generator, images), images, 1, 5)
    shape = np.shape(result)
    expect(shape == (13,), hint=f"predict returns an array of shape {shape} for 13 images, expected (13,).")


@test_case(
    name="takes another number of images in a second call, and leaves them as they are", points=0.25, hidden=True
)
def test_second_call(env, predict):
    generator = fresh_generator()
    images = draw_images(generator, 30, 28, 28)
    problem = draw_network(generator, images)
    function, due = leaving_alone(predict, "predict", "", "test_images"), due_labels(problem, 1, 5)
    with helpers_in_place(env, right_helpers()):
        model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=9)
        for chosen in (slice(0, 20), slice(15, 18), slice(0, 30)):
            some = images[chosen]
            labels = in_a_row(call(function, model, some, 1, 5), len(some))
            expect_equal(
                labels, due[chosen], f"predict for {len(some)} images, with a model used before for another number"
            )


@test_case(name="takes images of another size when the network fits", points=0.25, hidden=True)
def test_other_image_sizes(env, predict):
    generator = fresh_generator()
    for height, width in ((8, 8), (5, 9)):
        images = draw_images(generator, 18, height, width)
        problem = draw_network(generator, images)
        expect_equal(
            predicted(env, predict, problem, images, 1, 5),
            due_labels(problem, 1, 5),
            f"predict for images of {height} by {width} pixels",
        )


@test_case(name="works together with your own vectorize_images and feedforward", points=0.25, hidden=True)
def test_with_own_helpers(env, predict):
    generator = fresh_generator()
    images = draw_images(generator, 16, 28, 28)
    problem = draw_network(generator, images)
    function = require_function(predict, "predict")
    model = make_model(require_answer(env.get("NNet"), "NNet"), problem, batch_size=16)
    labels = in_a_row(call(function, model, images, 1, 5), len(images))
    expect_equal(labels, due_labels(problem, 1, 5), "predict(model, images, 1, 5), with your own functions")
