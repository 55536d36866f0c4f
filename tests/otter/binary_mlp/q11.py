"""q11: model_1_5."""

import csv
from functools import cache

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    as_numbers,
    call,
    expect,
    expect_trained,
    measured,
    require_answer,
    require_function,
)

from .held import best_accuracy
from .reference import right_extract_digits, threshold_steps

OK_FORMAT = False
name = "q11"
points = 2


SATURATED = 1e-3  # of the sigmoid's derivative, which is 0.25 at most


def labels_of(predict, model, images):
    """Return the labels that the student's own predict gives the images, one for each."""
    labels = as_numbers(call(predict, model, images, 1, 5), "what predict returns").reshape(-1)
    expect(
        len(labels) == len(images),
        f"predict gives {len(labels)} labels for {len(images)} images.",
        hint="predict must give one label for each image.",
    )
    return labels


def one_answer(model, labels):
    """Return what is to be said of a network that has just given one label to all images, "" of any other."""
    if len(np.unique(labels)) > 1:
        return ""
    said = f"It takes all of them for a {labels[0]:g}."
    outputs = as_numbers(model.Y[-1], "model.Y[-1]") if len(model.Y) else np.zeros(0)
    if outputs.size != len(labels) or not np.max(outputs * (1 - outputs)) < SATURATED:
        return said
    return (
        f"{said} All numbers in model.Y[-1] lie between {outputs.min():.6g} and {outputs.max():.6g}: there the sigmoid "
        "is saturated, its derivative is almost 0, and no step changes anything any more. Look at Z of a fresh "
        "network, as before q9: how large should its weights be at the start?"
    )


@cache
def held_out():
    """Return the images and labels of the two digits that nobody has trained with, and the name of their data set."""
    with np.load("heldout.npz") as data:
        return *right_extract_digits(data["x"], data["y"], 1, 5), str(data["name"])


def expect_step(env, step, predict, model):
    """Raise unless the accuracy on the held-out images reaches this step (0 to 3) of the table of thresholds."""
    require_function(predict, "predict")
    require_answer(model, "model_1_5")
    images, labels, data_set = held_out()
    with open("thresholds.csv", encoding="utf-8", newline="") as table:  # noqa: PTH123
        rows = list(csv.DictReader(line for line in table if not line.startswith("#")))
    due = threshold_steps(rows, data_set, "q11")[step]
    reached = best_accuracy(env, predict, model, images, labels, (1, 5))
    expect_trained(
        reached,
        due,
        "the accuracy of model_1_5 on images it has not seen",
        hint="Try other batch sizes, eta, hidden layers, epochs, and look at how the weights start.",
    )


@test_case(name="model_1_5 tells a 1 from a 5 better than chance on its training images", points=0, hidden=False)
def test_training_images(predict, model_1_5):
    require_function(predict, "predict")
    require_answer(model_1_5, "model_1_5")
    with np.load("train_mnist.npz") as data:
        X, y = data["x"], data["y"]
    chosen = np.concatenate([np.flatnonzero(y == digit)[:100] for digit in (1, 5)])
    labels = labels_of(predict, model_1_5, X[chosen])
    reached = np.mean(labels == y[chosen])
    measured("The accuracy of model_1_5 on the first hundred training images of each digit", reached)
    expect(
        reached > 0.6,
        f"model_1_5 recognises {reached:.0%} of its training images: that is not better than chance. "
        f"{one_answer(model_1_5, labels)}".strip(),
    )


@test_case(name="model_1_5 reaches the first accuracy on unseen images", points=0.5, hidden=True)
def test_step_1(env, predict, model_1_5):
    expect_step(env, 0, predict, model_1_5)


@test_case(name="model_1_5 reaches the second accuracy on unseen images", points=0.5, hidden=True)
def test_step_2(env, predict, model_1_5):
    expect_step(env, 1, predict, model_1_5)


@test_case(name="model_1_5 reaches the third accuracy on unseen images", points=0.5, hidden=True)
def test_step_3(env, predict, model_1_5):
    expect_step(env, 2, predict, model_1_5)


@test_case(name="model_1_5 reaches the highest accuracy on unseen images", points=0.5, hidden=True)
def test_step_4(env, predict, model_1_5):
    expect_step(env, 3, predict, model_1_5)
