"""Train one of the configurations that a student recorded once more, and compare the scores, for Q3.

A score from random weights has a spread. It was measured beforehand for many configurations (spread.csv, see the
README of the assignment's master), so that an honest score passes and an invented one does not.
"""

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from autograder.testing import (
    WrongValue,
    as_numbers,
    call,
    computed_again,
    expect,
    fresh_generator,
    give,
    helpers_in_place,
    require_answer,
    require_function,
)

from .networks import (
    SOFTMAX_HEAD,
    clearly_labelled,
    draw_problem,
    expect_some_gradient,
    network_of,
    right_outputs,
)
from .reference import right_functions

PIXELS, CLASSES = 64, 10
TRIES = 3
STANDARD_DEVIATIONS = 4.0
NEAR = 0.1  # measured configurations whose mean score is this near tell the spread of a score
STEADY_RATE = 1.0  # up to this learning rate training is steady; above, it may jump, and the spread is larger
SMALLEST_BAND = 0.02
NOISE = 0.01  # of the weights' own spread: a trained network hardly notices
ALIKE, UNLIKE = 0.1, 0.25
SPREAD = 0.001  # of images at least: divided by 255 once too often they have 0.0015
HIDDEN, SHORT = 32, 60  # nodes and epochs of a network that tells whether data can be learned from,
LEARNABLE = 0.5  # and of how many test images it is to get the digit: from the files it gets 0.85, from noise 0.3


@dataclass(frozen=True)
class Setting:
    """One configuration: nodes of the hidden layers, epochs, learning rate and penalty."""

    hidden: tuple
    epochs: int
    learning_rate: float
    reg_lambda: float

    def __str__(self):
        return (
            f"hidden layers {list(self.hidden)}, {self.epochs} epochs, learning rate {self.learning_rate:g}, "
            f"lambda {self.reg_lambda:g}"
        )


def settings_of(env, ours, document, **varied):
    """Return the settings that the student may have trained with: the dictionary named `ours`, the variables by name.

    `document` tells whether the choices came under the names of the original text (epochs, LRs, lambdas): then its
    names for the rest count as well; they may be left over from another question, or the dictionary from the stub.
    `varied` is what the question varies.
    """
    recorded = {"hidden": 32, "epochs": 100, "learning_rate": 0.1, "reg_lambda": 0.01}
    dictionary = env.get(ours)
    if isinstance(dictionary, dict):
        recorded.update({key: value for key, value in dictionary.items() if key in recorded})
    candidates = [recorded]
    if document:
        names = {
            "hidden": "hidden_dim",
            "epochs": "n_epochs",
            "learning_rate": "learning_rate",
            "reg_lambda": "reg_lambda",
        }
        named = {key: env[name] for key, name in names.items() if is_number(env.get(name))}
        candidates.append({**recorded, **named})
    return list(dict.fromkeys(as_setting({**candidate, **varied}) for candidate in candidates))


def as_setting(recorded):
    """Return the setting of a dictionary."""
    hidden = tuple(int(nodes) for nodes in np.atleast_1d(recorded["hidden"]))
    return Setting(hidden, int(recorded["epochs"]), float(recorded["learning_rate"]), float(recorded["reg_lambda"]))


def is_number(value):
    """Tell whether `value` is a plain number."""
    return isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool)


def expect_honest(env, settings, accuracy, f1):
    """Raise unless the student's own network, trained again, scores on the test images about as recorded.

    It is trained with each of the `settings` in turn, until one fits. What does not train at all is not compared.
    """
    expect_some_gradient(env, draw_problem(fresh_generator(), (4, 5, 3), SOFTMAX_HEAD, 7))
    failure = None
    for setting in settings:
        try:
            expect_reached(env, setting, accuracy, f1)
            return
        except WrongValue as error:
            failure = failure or error
    raise failure


def expect_reached(env, setting, accuracy, f1):
    """Raise unless the student's own network, trained again with the setting, scores about as recorded."""
    bands = (band(accuracy, setting, "accuracy"), band(f1, setting, "f1"))
    seen = []
    for _ in range(TRIES):
        seen += retrained_scores(env, setting)
        if any(within(accuracy, f1, way, seen, bands) for way in {score[0] for score in seen}):
            return
    scores = ", ".join(f"{score[1]:.3f} (F1 {score[2]:.3f})" for score in seen)
    raise WrongValue(
        f"you recorded a test accuracy of {accuracy:.3f} (F1 {f1:.3f}), but your network trained again with {setting} "
        f"gives {scores}.",
        hint="Record the settings that you trained with, and run the experiment again.",
    )


def within(accuracy, f1, way, seen, bands):
    """Tell whether both recorded scores lie among those seen in one way of predicting, give or take their bands."""
    for recorded, band_width, place in ((accuracy, bands[0], 1), (f1, bands[1], 2)):
        scores = [score[place] for score in seen if score[0] == way]
        if not min(scores) - band_width <= recorded <= max(scores) + band_width:
            return False
    return True


def band(score, setting, measure):
    """Return how far a score may lie from another of the same setting: four standard deviations."""
    measured = np.genfromtxt(Path("spread.csv"), delimiter=",", names=True)
    mean, deviation = measured[f"{measure}_mean"], measured[f"{measure}_sd"]
    distance = np.abs(mean - score)
    if setting.learning_rate <= STEADY_RATE:
        distance[measured["learning_rate"] > STEADY_RATE] = np.inf
    near = distance <= max(NEAR, np.min(distance))  # of a score that nothing comes near, the nearest
    return max(SMALLEST_BAND, STANDARD_DEVIATIONS * float(np.max(deviation[near])))


def retrained_scores(env, setting):
    """Train a new network of the student's classes and functions; return (way of predicting, accuracy, F1) triples.

    Labels come from the student's predict where it gives labels or outputs, and from the trained weights, so that a
    mistake in predict is not paid twice.
    """
    inputs, targets, test_inputs, truth = images_and_labels(env)
    functions = {name: require_function(env.get(name), name) for name in right_functions()}
    layer_class = require_function(env.get("Layer"), "Layer (the class of Q2.2)")
    network_class = require_function(env.get("Network"), "Network (the class of Q2.3)")
    sizes = (PIXELS, *setting.hidden, CLASSES)
    layers = [call(layer_class, n_in, n_out) for n_in, n_out in pairwise(sizes)]
    count = len(setting.hidden)
    network = call(
        network_class,
        layers,
        [functions["sigmoid"]] * count + [functions["softmax"]],
        [functions["d_sigmoid"]] * count + [functions["d_softmax"]],
        functions["cross_entropy_loss"],
        functions["d_cross_entropy_loss"],
    )
    call(network.fit, inputs, targets, setting.epochs, setting.learning_rate, setting.reg_lambda)
    found = [("weights", labels_from_weights(layers, test_inputs))]
    own = own_labels(network, test_inputs)
    if own is not None and looks_at_weights(env) and follows_weights(network, layers, test_inputs, own):
        found.append(("predict", own))
    scores = [(way, *scores_of(truth, labels)) for way, labels in found if labels is not None]
    expect(scores, "your network could not be trained again: predict gives no labels, and layers have no weights.")
    return scores


def looks_at_weights(env):
    """Tell whether the student's predict gives two networks of known weights the labels that are theirs.

    A predict that looks up the labels of the images says nothing about a network.
    """
    for _ in range(2):
        problem = clearly_labelled((6, CLASSES), 20)
        with helpers_in_place(env, problem.functions):
            labels = own_labels(network_of(env, problem, problem.functions)[0], problem.inputs)
        due = np.argmax(right_outputs(problem), axis=1)
        if labels is None or np.mean(labels == due) < 0.75:
            return False
    return True


def follows_weights(network, layers, inputs, labels):
    """Tell whether predict gives nearly the same labels for nearly the same weights, and others for their opposite.

    The weights of the layers are then those of the opposite.
    """
    generator = fresh_generator()
    try:
        weights = [as_numbers(layer.weights, "weights") for layer in layers]
        for layer, its in zip(layers, weights, strict=True):
            give(layer, weights=its + generator.normal(0, NOISE, its.shape) * np.std(its))
        near = own_labels(network, inputs)
        give(layers[-1], weights=-weights[-1])
        opposite = own_labels(network, inputs)
    except Exception:
        return False
    if near is None or opposite is None:
        return False
    return np.mean(labels != near) <= ALIKE and np.mean(labels != opposite) >= UNLIKE


def images_and_labels(env):
    """Return the training images, their one-hot labels, the test images and their digits, as the student has them.

    What the student could not load comes from the files instead: loading has its own question. So it does where digits
    cannot be learned from the student's data: anybody could say beforehand what that would come to.
    """
    files = ("Digit_X_train.csv", "Digit_y_train.csv", "Digit_X_test.csv", "Digit_y_test.csv")
    X, y, X_test, y_test = (np.loadtxt(Path("dataset", file), delimiter=",", ndmin=2) for file in files)
    right = (X, np.eye(CLASSES)[y.ravel().astype(int)], X_test, y_test.ravel())
    own = (env.get("XTrain"), env.get("YTrain_encoded"), env.get("XTest"), np.ravel(env.get("YTest")))
    if all(np.shape(mine) == np.shape(due) for mine, due in zip(own, right, strict=True)):
        return own if all(map(np.array_equal, own, right)) or can_be_learned(*own) else right
    return right


def can_be_learned(inputs, targets, test_inputs, truth):
    """Tell whether a right network learns to tell the digits of the test images apart, whatever it calls them.

    Small or large images count as those of the files: whether they are scaled well is asked where they are loaded. They
    may have been divided by 255 once too often, and by no more.
    """
    try:
        inputs, targets, test_inputs, digits = (
            np.asarray(each, dtype=float) for each in (inputs, targets, test_inputs, truth)
        )
    except (TypeError, ValueError):
        return False
    if len(np.unique(digits)) < CLASSES:  # a single answer would be right for all
        return False
    scale = max(np.std(inputs), SPREAD)
    labels = learned_labels(inputs / scale, targets, test_inputs / scale)
    counts = [np.unique(digits[labels == each], return_counts=True)[1] for each in range(CLASSES)]
    return sum(max(count, default=0) for count in counts) >= LEARNABLE * len(digits)


def learned_labels(inputs, targets, test_inputs):
    """Return the labels of test images from a right network that is trained for a short time on the others."""
    generator, functions = fresh_generator(), right_functions()
    weights = [generator.uniform(-1, 1, shape) for shape in ((PIXELS + 1, HIDDEN), (HIDDEN + 1, CLASSES))]
    images, tested = (np.column_stack([each, np.ones(len(each))]) for each in (inputs, test_inputs))

    def layers_of(samples):
        hidden = np.column_stack([functions["sigmoid"](samples @ weights[0]), np.ones(len(samples))])
        return hidden, functions["softmax"](hidden @ weights[1])

    with np.errstate(all="ignore"):
        for _ in range(SHORT):
            hidden, outputs = layers_of(images)
            delta = (outputs - targets) / len(images)
            slope = (delta @ weights[1].T * hidden * (1 - hidden))[:, :-1]
            weights = [weights[0] - images.T @ slope, weights[1] - hidden.T @ delta]
        return np.argmax(layers_of(tested)[1], axis=1)


def own_labels(network, inputs):
    """Return the labels of the student's predict (or the places of its largest outputs), or None."""
    try:
        values = np.asarray(call(network.predict, inputs), dtype=float)
    except Exception:
        return None
    if values.shape == (len(inputs), CLASSES):
        return np.argmax(values, axis=1)
    return values.ravel() if values.size == len(inputs) else None


def labels_from_weights(layers, inputs):
    """Return the labels that the trained weights give with right activations, or None."""
    outputs = np.asarray(inputs, dtype=float)
    try:
        for layer in layers[:-1]:
            outputs = right_functions()["sigmoid"](outputs @ np.asarray(layer.weights) + np.asarray(layer.bias))
        outputs = outputs @ np.asarray(layers[-1].weights) + np.asarray(layers[-1].bias)
    except (TypeError, ValueError):
        return None
    return np.argmax(outputs, axis=1) if outputs.shape == (len(inputs), CLASSES) else None


def scores_of(truth, labels):
    """Return the accuracy and the macro F1 of labels."""
    accuracy = float(np.mean(np.ravel(truth) == labels))
    return accuracy, float(f1_score(np.ravel(truth).astype(int), np.round(labels).astype(int), average="macro"))


def best_and_worst_of(accuracies):
    """Return the places of the best and of the worst of the recorded accuracies, as a sorted list.

    Invented scores may come near the truth at one end, but hardly at both: the best is about what any good setting
    gives, and the worst is often what guessing digits gives.
    """
    numbers = as_numbers(accuracies, "the recorded accuracies")
    last_best = len(numbers) - 1 - int(np.argmax(numbers[::-1]))  # where all are the same, not the first twice
    return sorted({last_best, int(np.argmin(numbers))})


def recorded_number(scores, key, index):
    """Return one of the five recorded scores."""
    score = float(np.ravel(require_answer(scores, "the recorded scores")[key])[index])
    expect(np.isfinite(score), f"a recorded score is {score}.")
    return score


# A network that only tells the test what is done with it, and predicts what the test says.
WATCHED = """
class Layer:
    def __init__(self, n_in, n_out, add_bias=True):
        self.add_bias, self.weights, self.bias = add_bias, [[0.0] * n_out] * n_in, [[0.0] * n_out]

class Network:
    def __init__(self, *arguments, **named):
        self.layers, self.epochs, self.trainings = arguments[:1], 0, 0

    def fit(self, X, Y, epochs, *rates, **named):
        self.epochs, self.trainings = self.epochs + epochs, self.trainings + 1
        return note_training(epochs)

    def predict(self, X, *threshold, **named):
        return give_labels(len(X), self.epochs, self.trainings)
"""


class Watch:
    """What the student's experiment does with its networks: for each predict, its epochs and trainings so far."""

    def __init__(self):
        self.predicted = []
        self.digits = {len(y): y.ravel() for y in map(digits_of, ("train", "test"))}

    def helpers(self):
        """Return the functions that the watched network calls."""
        return {"note_training": lambda epochs: np.zeros(int(epochs)), "give_labels": self.give_labels}

    def give_labels(self, count, epochs, trainings):
        """Return labels that are mostly right for training images, and mostly wrong for test images."""
        self.predicted.append((int(epochs), int(trainings)))
        labels = np.array(self.digits.get(int(count), np.zeros(int(count))), dtype=int)
        wrong = count // 5 if count == len(digits_of("train")) else 4 * count // 5
        labels[:wrong] = (labels[:wrong] + 1) % CLASSES
        return labels


PARTS = ("train", "test")


def digits_of(part):
    """Return the digits of the "train" or the "test" images, as the file has them."""
    return np.loadtxt(Path("dataset", f"Digit_y_{part}.csv"), delimiter=",", ndmin=2)


def expect_right_experiment(env, scores, epochs):
    """Raise when the student's experiment, run with a network that only notes what is done, does it wrongly.

    `scores` are the names under which the scores on training and on test images are recorded, `epochs` the numbers of
    epochs that networks may have been trained for when they predict. Experiments that cannot be run so are not judged,
    nor those on other data than the files': loading has its own question.
    """
    if [np.shape(env.get(each))[:1] for each in ("XTrain", "XTest")] != [digits_of(part).shape[:1] for part in PARTS]:
        return
    watch = Watch()
    found = computed_again(env, scores, {**right_functions(), **watch.helpers()}, WATCHED)
    try:
        train, test = (as_numbers(found[each]["Accuracy"], each) for each in scores)
    except Exception:
        return
    if not watch.predicted or train.shape != test.shape or train.size != len(epochs):
        return
    expect(
        not (np.all(train < 0.5) and np.all(test > 0.5)),
        hint=f"{scores[0]} holds the scores on the test images and {scores[1]} those on the training images: "
        "exchange them.",
    )
    trained = {so_far for so_far, trainings in watch.predicted if trainings > 1}
    expect(
        trained <= set(map(int, epochs)),
        f"networks predict after {sorted(trained)} epochs of training, expected {sorted(set(map(int, epochs)))}.",
        hint="Make a new network for each of the five.",
    )
