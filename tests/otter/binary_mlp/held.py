"""What a trained network is worth, for the hidden cases of q11 and q12, which a predict that ignores it cannot say."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import numpy as np

from autograder.testing import as_numbers, call, fresh_generator, helpers_in_place, require_answer

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


def looks_at_model(env: MutableMapping[str, Any], predict: Any) -> bool:
    """Tell whether predict gives two networks, each of which answers what the other does not, nearly their labels.

    Both digits may be exchanged, and the labels are other ones than those of the digits that are asked for later.
    """
    helpers = {
        **right_activations(),
        "vectorize_images": right_vectorize_images,
        "extract_digits": right_extract_digits,
        "feedforward": right_feedforward,
    }
    right = []
    for problem, images in opposite_networks(fresh_generator()):
        due = np.where(problem.targets.reshape(-1) >= 0.5, 8, 2)
        with helpers_in_place(env, helpers):
            model = make_model(require_answer(env.get("NNet"), "the given class NNet"), problem, batch_size=11)
            labels = np.ravel(as_numbers(call(predict, model, images, 2, 8), "what predict returns"))
        right.append(float(np.mean(labels == due)) if labels.shape == due.shape else 0.5)
    return min(right) >= NEARLY or max(right) <= 1 - NEARLY


def opposite_networks(generator: np.random.Generator) -> list[tuple[Problem, Any]]:
    """Return two networks with the same images (24, 28, 28): where one gives more than 0.5 the other gives less."""
    images = generator.integers(0, 256, (24, 28, 28)).astype(np.uint8)
    X = right_vectorize_images(images)
    hidden, last = generator.normal(0, 1, (5, 785)), generator.normal(0, 1, (1, 6))
    last[0, -1] -= float(np.median(forward([hidden, last], X)[0][-1]))
    problems = []
    for sign in (1.0, -1.0):
        W = [hidden, sign * last]
        problems.append((Problem((784, 5, 1), W, X, forward(W, X)[1][-1]), images))
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
