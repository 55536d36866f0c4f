"""q1: show_random_digits."""

import ast
import itertools
import re

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    WrongValue,
    answers,
    asking,
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

MOST_CALLS = 14  # so many, of five images each, all miss a quarter of the images once in 10**8 times
ALMOST = 0.01  # of the difference between black and white: what rounding to 256 greys may do

# Executed in the notebook: runs a cell again in a copy of its names and returns the images that it draws.
DRAW_AGAIN = """
def __draw_again__(source, space):
    import matplotlib.pyplot as plt

    drawn = []

    def collect(*arguments, **options):
        for axes in [axes for number in plt.get_fignums() for axes in plt.figure(number).get_axes()]:
            titles = [axes.get_title(loc=place) for place in ("left", "center", "right")]
            for image in axes.get_images()[-1:]:
                pixels = image.get_array()
                drawn.append((
                    pixels.data, image.to_rgba(pixels, bytes=True), image.cmap.name, *titles,
                    image.origin, image.get_extent(), axes.get_xlim(), axes.get_ylim(),
                ))
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
    """An image that is shown: its values and its colours as they stand on the page, its colour map, and its titles."""

    def __init__(self, values, colours, colour_map, left_title, title, right_title, origin, extent, across, upwards):
        left, right, bottom, top = extent
        first_row, last_row = (top, bottom) if origin == "upper" else (bottom, top)
        upside_down = (first_row - last_row) * (upwards[1] - upwards[0]) < 0
        mirrored = (right - left) * (across[1] - across[0]) < 0
        turned = (slice(None, None, -1 if upside_down else 1), slice(None, None, -1 if mirrored else 1))
        self.colours = np.asarray(colours)[turned][..., :3].astype(np.float64) / 255
        self.brightness = self.colours.mean(axis=-1)
        self.values = np.asarray(values)[turned] if np.ndim(values) == 2 else self.brightness
        self.colour_map = str(colour_map) if np.ndim(values) == 2 else ""
        self.title = " ".join(map(str, (left_title, title, right_title))).strip()

    def is_grey(self):
        """Tell whether nothing of the image has a colour, whatever it is drawn with."""
        return np.ptp(self.colours, axis=-1).max(initial=0) <= ALMOST


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
        return shown_in(call(figure.get_axes))
    finally:
        if plt is not None:
            give(plt, show=show)
            plt.close("all")


def shown_in(all_axes):
    """Return what is Shown in each of the axes that hold an image."""
    held = zip(all_axes, answers(asking(axes, "get_images") for axes in all_axes), strict=True)
    pairs = [(axes, images[0]) for axes, images in held if len(images) > 0]
    pixels = answers(asking(image, "get_array") for _, image in pairs)
    rows = [looks(*pair, values) for pair, values in zip(pairs, pixels, strict=True)]
    found = iter(answers(question for row in rows for question in row))
    return [Shown(values, *itertools.islice(found, len(row))) for values, row in zip(pixels, rows, strict=True)]


def looks(axes, image, values):
    """Return the questions for all else that makes an image Shown."""
    return [
        asking(image, "to_rgba", values, bytes=True),
        asking(image, "cmap.name"),
        *(asking(axes, "get_title", loc=place) for place in ("left", "center", "right")),
        asking(image, "origin"),
        asking(image, "get_extent"),
        asking(axes, "get_xlim"),
        asking(axes, "get_ylim"),
    ]


def expect_count(shown, n):
    """Raise unless there are n axes that hold an image."""
    advice = ": draw each with imshow into its own axes, and take the figure before plt.show()."
    expect(
        len(shown) == n,
        hint=f"the figure has {len(shown)} axes with an image, expected n = {n}{advice if len(shown) < 2 < n else '.'}",
    )


def image_number(shown, X):
    """Return which image of X (distinct images) is shown; raise when it is none.

    It is shown by its own values in any grey map, or by whatever is drawn as bright as `cmap="gray"` draws it.
    """
    flat = X.reshape(len(X), -1).astype(np.float64)
    spread = flat.std(axis=1)
    for seen in (shown.values, shown.brightness):
        array = expect_shape(seen, X.shape[1:], "an image in the figure")
        likeness = flat @ (array - array.mean()).ravel()
        nearest = int(np.argmax(likeness / np.where(spread, spread, 1.0)))
        if rises_with(array, X[nearest]):
            return nearest
    raise WrongValue(hint="an image in the figure is none of the images in X. Show X[i] as it is, the right way up.")


def rises_with(array, image):
    """Tell whether an array is larger where an image is, nowhere smaller, and has as many steps as greys can show."""
    rising = array.ravel()[np.argsort(image, axis=None, kind="stable")]
    falls = np.maximum.accumulate(rising) - rising
    steps = min(len(np.unique(image)), 256)
    return bool(np.all(falls <= ALMOST * np.ptp(array))) and len(np.unique(array)) > steps / 2


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
        how = f"with the colour map {image.colour_map!r}" if image.colour_map else "in colours"
        expect(image.is_grey(), hint=f"the images are drawn {how}: pass cmap='gray' to imshow.")


def expect_own_labels(shown, X, y):
    """Raise unless the title of each image holds its label."""
    expect(len(shown) > 0, hint="the figure has no axes with an image in it.")
    for image in shown:
        label = int(y[image_number(image, X)])
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
    for n in (7, 2):
        expect_count(shown_images(env, show_random_digits, X, y, n=n), n)


@test_case(name="shows other images on another call", points=0.5, hidden=True)
def test_random_choice(env, show_random_digits):
    X, y = images_to_show(env, show_random_digits, *sample_images(fresh_generator(), 60))
    seen = []
    for _ in range(3):
        shown = shown_images(env, show_random_digits, X, y)
        expect(len(shown) > 0, hint="the figure has no axes with an image in it.")
        seen.append([image_number(image, X) for image in shown])
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
    expect(
        any(len(shown) < 2 or len(set(shown)) > 1 for shown in seen),
        hint="every call shows one image again and again: choose each of the n by itself.",
    )
    expect(
        any(len(shown) < 2 or np.any(np.diff(sorted(shown)) > 1) for shown in seen),
        hint="every call shows images that stand one after the other in X: choose each of the n by itself.",
    )
    if not is_plain_cell(env, show_random_digits):
        expect_from_both_ends(env, show_random_digits, X, y, numbers)


def unseen_quarter(numbers, count):
    """Return which quarter of `count` images, "first" or "last", holds none of these numbers, "" if both hold one."""
    if min(numbers) >= count // 4:
        return "first"
    return "last" if max(numbers) < count - count // 4 else ""


def expect_from_both_ends(env, show_random_digits, X, y, numbers):
    """Raise unless images of the first and of the last quarter of X are shown: by these numbers, or by more calls."""
    calls = 3
    while (unseen := unseen_quarter(numbers, len(X))) and calls < MOST_CALLS:  # hardly ever more than once
        numbers = numbers + [image_number(image, X) for image in shown_images(env, show_random_digits, X, y)]
        calls += 1
    expect(
        not unseen,
        hint=f"{MOST_CALLS} calls show none of the {unseen} quarter of the images: draw from all of X.",
    )
