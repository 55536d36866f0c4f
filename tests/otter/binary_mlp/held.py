"""What a trained network is worth, for the hidden cases of q11 and q12, which a predict that ignores it cannot say."""

from __future__ import annotations

import copy
from collections.abc import MutableMapping, Sequence
from typing import Any

import numpy as np

from autograder.testing import as_numbers, call, expect, fresh_generator, give, helpers_in_place, require_answer

from .reference import (
    Problem,
    fits,
    forward,
    make_model,
    right_activations,
    right_extract_digits,
    right_feedforward,
    right_vectorize_images,
)

NEARLY = 0.75  # who is wrong about the threshold or takes one digit for the other has lost points in q10
NOISE = 0.01  # of the weights' own spread: a trained network hardly notices
ALIKE, UNLIKE = 0.1, 0.25
FEW = 24


def best_accuracy(
    env: MutableMapping[str, Any], predict: Any, model: Any, images: Any, labels: Any, digits: tuple[int, int]
) -> float:
    """Return the accuracy on the images: that of the student's predict, or that of the trained weights.

    A predict that does not look at the model it is given says nothing about the model. So it is tried on these very
    images and digits with other networks, and with nearly the student's own.
    """
    by_weights = accuracy_of_weights(model, images, labels, digits)
    if not looks_at_model(env, predict, images, digits) or not follows_weights(predict, model, images, digits):
        return by_weights
    return max(by_weights, float(np.mean(labels_given(predict, model, images, digits) == labels)))


def labels_given(predict: Any, model: Any, images: Any, digits: tuple[int, int]) -> Any:
    """Return the labels that the student's own predict gives the images, one for each."""
    labels = as_numbers(call(predict, model, images, *digits), "what predict returns").reshape(-1)
    expect(
        len(labels) == len(images),
        f"predict gives {len(labels)} labels for {len(images)} images.",
        hint="predict must give one label for each image.",
    )
    return labels


def follows_weights(predict: Any, model: Any, images: Any, digits: tuple[int, int]) -> bool:
    """Tell whether predict gives nearly the same labels for nearly the same weights, and others for their opposite.

    That holds with all of the student's own functions, whatever they take for the bias or an activation.
    """
    generator = fresh_generator()
    try:
        W = [as_numbers(weights, "W") for weights in model.W]
        near = with_weights(model, [w + generator.normal(0, NOISE, w.shape) * np.std(w) for w in W])
        opposite = with_weights(model, [*W[:-1], -W[-1]])
    except Exception:
        return False
    labels, near, opposite = (labels_given(predict, each, images, digits) for each in (model, near, opposite))
    return float(np.mean(labels != near)) <= ALIKE and float(np.mean(labels != opposite)) >= UNLIKE


def with_weights(model: Any, W: Sequence[Any]) -> Any:
    """Return a copy of a model with other weights."""
    other = copy.deepcopy(model)
    give(other, W=list(W))
    return other


def looks_at_model(env: MutableMapping[str, Any], predict: Any, images: Any, digits: tuple[int, int]) -> bool:
    """Tell whether predict gives two networks, each of which answers what the other does not, nearly their labels.

    Both digits may be exchanged.
    """
    helpers = {
        **right_activations(),
        "vectorize_images": right_vectorize_images,
        "extract_digits": right_extract_digits,
        "feedforward": right_feedforward,
    }
    generator = fresh_generator()
    some = images[generator.choice(len(images), min(FEW, len(images)), replace=False)]
    right = []
    for problem in opposite_networks(generator, some):
        due = np.where(problem.targets.reshape(-1) >= 0.5, digits[1], digits[0])
        with helpers_in_place(env, helpers):
            model = make_model(require_answer(env.get("NNet"), "the given class NNet"), problem, batch_size=11)
            labels = np.ravel(as_numbers(call(predict, model, some, *digits), "what predict returns"))
        right.append(float(np.mean(labels == due)) if labels.shape == due.shape else 0.5)
    return min(right) >= NEARLY or max(right) <= 1 - NEARLY


def opposite_networks(generator: np.random.Generator, images: Any) -> list[Problem]:
    """Return two networks for the same images: where one gives more than 0.5 the other gives less."""
    X = right_vectorize_images(images)
    hidden, last = generator.normal(0, 1, (5, len(X) + 1)), generator.normal(0, 1, (1, 6))
    last[0, -1] -= float(np.median(forward([hidden, last], X)[0][-1]))
    problems = []
    for sign in (1.0, -1.0):
        W = [hidden, sign * last]
        problems.append(Problem((len(X), 5, 1), W, X, forward(W, X)[1][-1]))
    return problems


def accuracy_of_weights(model: Any, images: Any, labels: Any, digits: tuple[int, int]) -> float:
    """Return the share of the images that the weights of the model give their label; 0 where they are no network."""
    X = right_vectorize_images(images)
    try:
        W = [as_numbers(weights, "W") for weights in model.W]
        outputs = forward(W, X)[1][-1] if fits(W, X) else np.zeros((0, 0))
    except Exception:
        return 0.0
    if outputs.shape != (1, len(labels)):
        return 0.0
    return float(np.mean(np.where(outputs[0] >= 0.5, digits[1], digits[0]) == labels))
