"""q1: show_random_digits."""

import ast
import re

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongValue,
    call,
    expect,
    expect_shape,
    found_by,
    fresh_generator,
    give,
    is_empty,
    require_answer,
    require_function,
)

OK_FORMAT = False
name = "q1"
points = 2

GREY_MAPS = {
    f"{grey}{reverse}"
    for grey in ("gray", "grey", "Greys", "Grays", "binary", "gist_gray", "gist_grey", "gist_yarg")
    for reverse in ("", "_r")
}


# Executed in the notebook: runs a cell again in a copy of its names and returns the images that it draws.
DRAW_AGAIN = """
def __draw_again__(source, space):
    import matplotlib.pyplot as plt

    drawn = []

    def collect(*arguments, **options):
        for axes in [axes for number in plt.get_fignums() for axes in plt.figure(number).get_axes()]:
            titles = [axes.get_title(loc=place) for place in ("left", "center", "right")]
            drawn.extend((image.get_array().data, image.get_cmap().name, titles) for image in axes.get_images()[-1:])
        plt.close("all")

    plt.close("all")
    show, plt.show = plt.show, collect
    try:
        exec(source, space)
        collect()
    finally:
        plt.show = show
        plt.close("all")
    return drawn

__found__ = __draw_again__(__source__, dict(globals()))
"""


class Shown:
    """An image that is shown: its pixels, the name of its colour map, and the titles over it."""

    def __init__(self, pixels, colours, titles):
        self.pixels, self.colours = np.asarray(pixels), str(colours)
        self.title = " ".join(map(str, titles)).strip()


def is_plain_cell(env, show_random_digits):
    """Tell whether there is no function, but a cell that draws images."""
    return is_empty(show_random_digits) and drawing_cell(env) is not None


def drawing_cell(env):
    """Return the first cell that draws images itself, without a function of the name that is asked for, or None."""
    for source in [cell for cell in env.get("In") or [] if isinstance(cell, str) and ".imshow(" in cell]:
        try:
            statements = ast.parse(source).body
        except SyntaxError:
            continue
        if any(isinstance(each, ast.FunctionDef) and each.name == "show_random_digits" for each in statements):
            return None  # the function is there, and its cell stopped before it
        if not all(isinstance(each, (ast.FunctionDef, ast.Import, ast.ImportFrom)) for each in statements):
            return source
    return None


def drawn_again(env):
    """Return the images that the notebook's own cell draws when it runs once more."""
    drawn = found_by(env, DRAW_AGAIN, {"__source__": drawing_cell(env), "__draw_again__": None})
    return [Shown(*each) for each in drawn or []]


def images_to_show(env, show_random_digits, X, y):
    """Return the images and labels that the function is given, or those of the notebook where a cell draws them."""
    if is_plain_cell(env, show_random_digits):
        return tuple(np.asarray(require_answer(env.get(each), each)) for each in ("train_X", "train_y"))
    return X, y


def shown_images(env, show_random_digits, X, y, **options):
    """Call the function with plt.show switched off; return what is Shown in every axes with an image.

    Where there is no function, but a cell that draws images of train_X, that cell is looked at.
    """
    if is_plain_cell(env, show_random_digits):
        return drawn_again(env)
    function = require_function(show_random_digits, "show_random_digits")
    plt = env.get("plt")
    show = plt.show if plt is not None else None
    if plt is not None:
        give(plt, show=lambda *arguments, **settings: None)
    try:
        figure = require_answer(call(function, X, y, **options), "what show_random_digits returns")
        expect(
            hasattr(figure, "get_axes"),
            hint="show_random_digits must return the matplotlib figure itself, for instance fig of "
            "fig, axes = plt.subplots(1, n).",
        )
        pairs = [(axes, axes.get_images()) for axes in figure.get_axes()]
        return [
            Shown(
                images[0].get_array(),
                images[0].get_cmap().name,
                [call(axes.get_title, loc=place) for place in ("left", "center", "right")],
            )
            for axes, images in pairs
            if len(images) > 0
        ]
    finally:
        if plt is not None:
            give(plt, show=show)
            plt.close("all")


def expect_count(shown, n):
    """Raise unless there are n axes that hold an image."""
    advice = ": give each image its own axes, and take the figure before plt.show()." if len(shown) < 2 else "."
    expect(
        len(shown) == n,
        hint=f"the figure has {len(shown)} axes with an image, expected n = {n}{advice}",
    )


def image_number(pixels, X):
    """Return which image of X (distinct images) the pixels show, up to a constant factor; raise when it is none."""
    array = expect_shape(np.asarray(pixels), X.shape[1:], "an image in the figure")
    scaled = array / (np.max(np.abs(array)) or 1.0)
    distances = [np.max(np.abs(scaled - image / image.max())) for image in X]
    nearest = int(np.argmin(distances))
    if distances[nearest] > 0.01:
        raise WrongValue(hint="an image in the figure is none of the images in X. Show X[i] as it is.")
    return nearest


def sample_images(generator, count):
    """Return `count` distinct random images (count, 28, 28) uint8 and their labels (count,) uint8, all ten digits."""
    X = generator.integers(0, 256, (count, 28, 28)).astype(np.uint8)
    y = (generator.permutation(count) % 10).astype(np.uint8)
    return X, y


@test_case(name="returns a figure with five images in grey", points=0.5, hidden=False)
def test_five_grey_images(env, show_random_digits):
    X = (np.arange(12 * 28 * 28).reshape(12, 28, 28) % 251).astype(np.uint8)
    y = np.arange(12, dtype=np.uint8) % 10
    shown = shown_images(env, show_random_digits, X, y)
    expect_count(shown, 5)
    for image in shown:
        expect(
            image.colours in GREY_MAPS,
            hint=f"the images are drawn with the colour map {image.colours!r}: pass cmap='gray' to imshow.",
        )


def expect_own_labels(shown, X, y):
    """Raise unless the title of each image holds its label."""
    expect(len(shown) > 0, hint="the figure has no axes with an image in it.")
    for image in shown:
        label = int(y[image_number(image.pixels, X)])
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", image.title)]
        expect(
            label in numbers and len(numbers) <= 2,
            hint=f"the image of a {label} has the title {image.title!r}: write y[i] over X[i], with the same i.",
        )


@test_case(name="shows images of X, each with its own label as title", points=0.75, hidden=True)
def test_labels_belong_to_images(env, show_random_digits):
    X, y = images_to_show(env, show_random_digits, *sample_images(fresh_generator(), 40))
    for _ in range(4):  # several calls: a label that is not the image's own may be right by chance
        expect_own_labels(shown_images(env, show_random_digits, X, y), X, y)


# earned without a right value: it is about the number of images, so that a wrong image costs once
@test_case(name="shows as many images as n says", points=0.25, hidden=True)
def test_other_numbers_of_images(env, show_random_digits):
    require_function(show_random_digits, "show_random_digits")
    X, y = sample_images(fresh_generator(), 40)
    for n in (2, 7):
        expect_count(shown_images(env, show_random_digits, X, y, n=n), n)


@test_case(name="shows other images on another call", points=0.5, hidden=True)
def test_random_choice(env, show_random_digits):
    X, y = images_to_show(env, show_random_digits, *sample_images(fresh_generator(), 60))
    seen = []
    for _ in range(3):
        shown = shown_images(env, show_random_digits, X, y)
        expect(len(shown) > 0, hint="the figure has no axes with an image in it.")
        seen.append([image_number(image.pixels, X) for image in shown])
    expect(
        any(numbers != seen[0] for numbers in seen),
        hint=f"three calls show the same images, {seen[0]} of X: draw the indices anew in every call, "
        "without a fixed seed.",
    )
    numbers = [number for shown in seen for number in shown]
    expect(
        len(numbers) < 15 or max(numbers) >= 10,
        hint="three calls of five images each show only the first ten of many: draw from all of X.",
    )
