import numpy as np
from collections.abc import Callable
from otter.test_files import test_case
from typing import Any

OK_FORMAT = False
name = "q1"
points = 0.5


class NotAttempted(AssertionError):
    """The stub is still there."""


class WrongBehaviour(AssertionError):
    """Right values perhaps, but something else that was asked for does not hold."""


def is_empty(value: Any) -> bool:
    """Tell whether `value` is what an untouched stub leaves: nothing, or the three dots."""
    return value is None or value is Ellipsis


def require_function(function: Any, name: str) -> Callable[..., Any]:
    """Return `function`, or raise NotAttempted when the student has not defined it."""
    if is_empty(function):
        raise NotAttempted(f"not attempted yet: there is no function {name}. Fill in its cell and run it.")
    if not callable(function):
        raise WrongBehaviour(f"{name} must be a function, but it is a value. Did a later line reuse its name?")
    return function  # type: ignore[no-any-return]


def require_answer(value: Any, what: str) -> Any:
    """Return `value`, or raise NotAttempted when it is still what the stub leaves."""
    if is_empty(value):
        raise NotAttempted(
            f"not attempted yet: {what} is {'None' if value is None else 'still the three dots'}. "
            "Fill in the answer; a function must end with a return statement."
        )
    return value


def expect(condition: Any, message: str) -> None:
    """Raise WrongBehaviour with `message` unless `condition` holds."""
    if not condition:
        raise WrongBehaviour(message)


GREY_MAPS = {
    f"{grey}{reverse}"
    for grey in ("gray", "grey", "Greys", "Grays", "binary", "gist_gray", "gist_grey", "gist_yarg")
    for reverse in ("", "_r")
}


def shown_images(env, show_random_digits, X, y, **options):
    """Call the function with plt.show switched off; return an (axes, image) pair for every axes with an image."""
    function = require_function(show_random_digits, "show_random_digits")
    plt = env.get("plt")
    show = plt.show if plt is not None else None
    if plt is not None:
        plt.show = lambda *arguments, **settings: None
    try:
        figure = require_answer(function(X, y, **options), "what show_random_digits returns")
        expect(
            hasattr(figure, "get_axes"),
            "show_random_digits must return the matplotlib figure itself, for instance fig of "
            "fig, axes = plt.subplots(1, n).",
        )
        pairs = [(axes, axes.get_images()) for axes in figure.get_axes()]
        return [(axes, images[0]) for axes, images in pairs if len(images) > 0]
    finally:
        if plt is not None:
            plt.show = show
            plt.close("all")


def expect_count(shown, n):
    """Raise unless there are n axes that hold an image."""
    expect(
        len(shown) == n,
        f"the figure has {len(shown)} axes with an image, expected n = {n}: give each image its own axes, "
        "and take the figure before plt.show().",
    )


@test_case(name="returns a figure with five images in grey", points=0.5, hidden=False)
def test_five_grey_images(env, show_random_digits):
    X = (np.arange(12 * 28 * 28).reshape(12, 28, 28) % 251).astype(np.uint8)
    y = np.arange(12, dtype=np.uint8) % 10
    shown = shown_images(env, show_random_digits, X, y)
    expect_count(shown, 5)
    for _, image in shown:
        colours = str(image.get_cmap().name)
        expect(
            colours in GREY_MAPS, f"the images are drawn with the colour map {colours!r}: pass cmap='gray' to imshow."
        )
