"""q3_3: five values of lambda."""

import numpy as np
from otter.test_files import test_case

from autograder.testing import expect, expect_shape, first_filled, is_empty, require_answer

from .experiments import best_and_worst_of, expect_honest, recorded_number, settings_of

OK_FORMAT = False
name = "q3_3"
points = 2

# our name for what is recorded, then the name in the original text of the assignment
CHOICES = ("lambda_choices", "lambdas")
SCORES = (("scores_train_lambdas", "scores_train"), ("scores_test_lambdas", "scores_test"))
KEYS = ("Accuracy", "F1 (Macro)")


def five_choices(env):
    """Return the five values of lambda that were tried."""
    choices = first_filled(env, *CHOICES)
    choices = None if np.ndim(choices) == 0 else choices  # one number is not five
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


@test_case(name="five different values of lambda are recorded", points=0.5, hidden=False)
def test_choices(env):
    choices = five_choices(env)
    expect(len(np.unique(choices)) == 5, f"{CHOICES[0]} must hold five different values of lambda.")
    expect(np.all(choices >= 0), f"{CHOICES[0]} must hold numbers that are not negative.")


@test_case(name="accuracy and macro F1 are recorded for each, all in [0, 1]", points=0.5, hidden=False)
def test_scores(env):
    for scores, names in zip(both_scores(env), SCORES, strict=True):
        for key in KEYS:
            what = f"{names[0]}[{key!r}]"
            values = expect_shape(scores[key], (5,), what)
            expect(np.all((values >= 0) & (values <= 1)), f"{what} must hold numbers from 0 to 1.")


@test_case(name="the best and the worst of the five, trained again, give about the same", points=1, hidden=True)
def test_trained_again(env):
    choices = five_choices(env)
    _, scores = both_scores(env)
    document = is_empty(env.get(CHOICES[0]))
    for index in best_and_worst_of(scores["Accuracy"]):
        settings = settings_of(env, "fixed_lambdas", document, reg_lambda=choices[index])
        accuracy, f1 = (recorded_number(scores, key, index) for key in KEYS)
        expect_honest(env, settings, accuracy, f1)
