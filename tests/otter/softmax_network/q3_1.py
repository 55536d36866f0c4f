"""q3_1: five numbers of epochs."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import as_numbers, expect, expect_shape, first_filled, is_empty, require_answer

from .experiments import expect_honest, expect_right_experiment, recorded_number, settings_of

OK_FORMAT = False
name = "q3_1"
points = 3

# our name for what is recorded, then the name in the original text of the assignment
CHOICES = ("epoch_choices", "epochs")
SCORES = (("scores_train_epochs", "scores_train"), ("scores_test_epochs", "scores_test"))
KEYS = ("Accuracy", "F1 (Macro)")
CHEAP_EPOCHS = 100


def five_choices(env):
    """Return the five numbers of epochs that were tried."""
    choices = first_filled(env, *CHOICES)
    choices = None if np.ndim(choices) == 0 else choices  # epochs may still be the one number of Q2.4
    return expect_shape(require_answer(choices, CHOICES[0]), (5,), CHOICES[0])


def both_scores(env):
    """Return the dictionaries of the scores on training and on test images."""
    five_choices(env)
    found = []
    for names in SCORES:
        scores = require_answer(first_filled(env, *names), names[0])
        expect(hasattr(scores, "keys"), f"{names[0]} must be a dictionary with the keys {KEYS[0]!r} and {KEYS[1]!r}.")
        for key in KEYS:
            expect(key in scores, f"{names[0]} has no key {key!r}.")
            expect_shape(scores[key], (5,), f"{names[0]}[{key!r}]")
        found.append(scores)
    return found


def recorded_names(env):
    """Return the names under which the scores on training and on test images are recorded."""
    return [next(each for each in names if first_filled(env, each) is not None) for names in SCORES]


@test_case(name="five different numbers of epochs are recorded", points=0.5, hidden=False)
def test_choices(env):
    choices = five_choices(env)
    expect(len(np.unique(choices)) == 5, f"{CHOICES[0]} must hold five different numbers of epochs.")
    expect(
        np.all((choices >= 1) & (choices == np.round(choices))),
        f"{CHOICES[0]} must hold whole numbers from 1 upward.",
    )


@test_case(name="accuracy and macro F1 are recorded for each, all in [0, 1]", points=0.5, hidden=False)
def test_scores(env):
    for scores, names in zip(both_scores(env), SCORES, strict=True):
        for key in KEYS:
            what = f"{names[0]}[{key!r}]"
            values = expect_shape(scores[key], (5,), what)
            expect(np.all((values >= 0) & (values <= 1)), f"{what} must hold numbers from 0 to 1.")


@test_case(name="F1 is averaged over the classes, not over the samples", points=0.5, hidden=True)
def test_macro(env):
    for scores, names in zip(both_scores(env), SCORES, strict=True):
        accuracy, f1 = (as_numbers(scores[key], names[0]) for key in KEYS)
        same = f1.shape == accuracy.shape and np.allclose(f1, accuracy, rtol=0, atol=1e-12)
        expect(
            np.any(accuracy), f"{names[0]}", hint="Every accuracy is 0: are the labels those that predict should give?"
        )
        expect(
            not same, f"{names[0]}", hint='Each F1 equals the accuracy, as average="micro" gives: use average="macro".'
        )


@test_case(name="one of the five, trained again with your network, gives about the same", points=1.5, hidden=True)
def test_trained_again(env):
    choices = five_choices(env)
    _, scores = both_scores(env)
    document = is_empty(env.get(CHOICES[0]))
    expect_right_experiment(env, recorded_names(env), choices)
    cheap = np.flatnonzero(choices <= CHEAP_EPOCHS)
    # slow networks need a minute for 500 epochs; few epochs leave a score to chance
    index = int(cheap[np.argmax(choices[cheap])] if len(cheap) else np.argmin(choices))
    settings = settings_of(env, "fixed_epochs", document, epochs=choices[index])
    accuracy, f1 = (recorded_number(scores, key, index) for key in KEYS)
    expect_honest(env, settings, accuracy, f1)
