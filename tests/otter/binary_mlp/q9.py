"""q9: train_NNet."""

from contextlib import contextmanager
from itertools import chain

import numpy as np
from otter.test_files import test_case

from autograder.testing import (
    answers,
    asking,
    call,
    expect,
    expect_equal,
    for_one_call,
    found_by,
    fresh_generator,
    give,
    helpers_in_place,
    is_empty,
    leaving_alone,
    nothing_there,
    require_answer,
    require_function,
)

from .reference import (
    Recorder,
    column_numbers,
    cost_candidates,
    draw_data,
    fits,
    forward,
    is_model,
    narrow_networks,
    separable,
    small_weights,
    square_cost,
)

OK_FORMAT = False
name = "q9"
points = 6


def pyplot_of(env):
    """Return the notebook's pyplot, whatever name it was imported under, or None where it has none."""
    plt = env.get("plt")
    if hasattr(plt, "get_fignums"):
        return plt
    return found_by(env, "import sys\n__found__ = sys.modules.get('matplotlib.pyplot')", {"sys": None})


@contextmanager
def figures_kept(env, drawn=False):
    """Keep figures open and unshown during the block, and close them afterwards.

    Where it is to be seen what is `drawn` in it, those that are open before are closed, too.
    """
    plt = pyplot_of(env)
    if plt is None:
        yield None
        return
    show, close = plt.show, plt.close
    give(plt, show=lambda *arguments, **settings: None, close=lambda *arguments, **settings: None)
    try:
        if drawn:
            close("all")
        yield plt
    finally:
        give(plt, show=show, close=close)
        close("all")


def curves(plt):
    """Return the y values of every line in every open figure."""
    expect(plt is not None, hint="the notebook has no plt: keep the cell with import matplotlib.pyplot as plt.")
    figures = answers(asking(plt, "figure", number) for number in call(plt.get_fignums))
    all_axes = chain.from_iterable(answers(asking(figure, "get_axes") for figure in figures))
    lines = chain.from_iterable(answers(asking(axes, "get_lines") for axes in all_axes))
    return [np.asarray(y, dtype=np.float64).reshape(-1) for y in answers(asking(line, "get_ydata") for line in lines)]


class Training:
    """What one call of train_NNet returned and did: the result, the recorded steps, the curves it drew."""

    def __init__(self, result, recorder, lines):
        self.result = result
        self.steps = recorder.steps
        self.model = recorder.models[-1] if recorder.models else None
        self.lines = lines

    def numbers(self, X):
        """Return which columns of X the steps used, in order."""
        return [number for step in self.steps for number in column_numbers(X, step.X)]


def trained(env, train_NNet, X, Y, *, start=None, step_eta=None, drawn=False, **options):
    """Call train_NNet with right, recording helpers in place and return the Training, with its curves if it is `drawn`.

    `start` and `step_eta` are the Recorder's start and eta.
    """
    function = require_function(train_NNet, "train_NNet")
    NNet = require_answer(env.get("NNet"), "the given class NNet")
    recorder = Recorder(start, step_eta)
    helpers = {**recorder.helpers(), "NNet": narrow_networks(NNet, 16)}
    with figures_kept(env, drawn) as plt, helpers_in_place(env, helpers):
        result = call(function, X, Y, **options)
        expect_called(result, recorder.steps)
        lines = curves(plt) if drawn and plt is not None else None
    return Training(result, recorder, lines)


def expect_called(result, steps):
    """Raise unless train_NNet called backpropagation at least once."""
    if is_empty(result) and not steps:
        raise nothing_there("what train_NNet returns", "None, and it never calls backpropagation")
    expect(len(steps) > 0, hint="train_NNet never calls backpropagation(model, X_batch, Y_batch, eta).")


def epochs_of(numbers, columns):
    """Split the column numbers into epochs of as many numbers as there are columns; leave an incomplete one out."""
    return [numbers[start : start + columns] for start in range(0, len(numbers) - columns + 1, columns)]


def or_foreign(numbers, hint):
    """Return the hint, or what is wrong before all else: a column that is not one of X."""
    return "a batch has a column that is not a column of X." if -1 in numbers else hint


@test_case(name="trains an NNet in batches of the size asked for", points=0.5, hidden=False)
def test_batches_of_a_small_example(env, train_NNet):
    sizes = []

    # Stand-ins that only count: what they do to the model has no meaning.
    def feedforward(model, X, *own, **options):
        outputs = [np.full((len(weights), np.shape(X)[1]), 0.5) for weights in model.W]
        give(model, Z=outputs, Y=outputs)
        return model

    def backpropagation(model, X, Y, eta=0.01, *own, **options):
        sizes.append((np.shape(X), np.shape(Y)))
        give(model, W=[0.9 * np.asarray(weights) for weights in model.W])
        return model

    function = require_function(train_NNet, "train_NNet")
    X, Y = np.arange(36.0).reshape(3, 12) / 36, np.array([[0, 1] * 6])
    helpers = {"feedforward": feedforward, "backpropagation": backpropagation}
    with figures_kept(env), helpers_in_place(env, helpers):
        model = call(function, X, Y, epochs=2, batch_size=4, eta=0.1)
    expect_called(model, sizes)
    expect(
        set(sizes) == {((3, 4), (1, 4))},
        hint=f"backpropagation was given X and Y of the shapes {sorted(set(sizes))}, "
        "expected (3, 4) and (1, 4) for batch_size=4.",
    )
    expect(
        len(sizes) == 6,
        hint=f"backpropagation was called {len(sizes)} times, expected 6: 12 columns in batches of 4, 2 epochs.",
    )


@test_case(name="permutes the columns anew in every epoch", points=0.5, hidden=True)
def test_fresh_permutations(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 5, 24)
    numbers = trained(env, train_NNet, X, Y, epochs=4, batch_size=6, eta=0.02).numbers(X)
    orders = epochs_of(numbers, 24)
    few = "train_NNet does not go through the columns as often as epochs says."
    expect(len(orders) > 1, hint=or_foreign(numbers, few))
    expect(
        all(order != list(range(24)) for order in orders),
        hint="an epoch takes the columns in the order of X: permute them.",
    )
    same = "two epochs take the columns in the same order: draw a new permutation in every epoch, without a fixed seed."
    expect(len({tuple(order) for order in orders}) == len(orders), hint=or_foreign(numbers, same))


@test_case(name="keeps every label with its image", points=0.75, hidden=True)
def test_labels_stay_with_images(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 36)
    for step in trained(env, train_NNet, X, Y, epochs=2, batch_size=6, eta=0.02).steps:
        numbers = column_numbers(X, step.X)
        expect(-1 not in numbers, hint="a batch has a column that is not a column of X.")
        expect_equal(
            step.Y,
            Y[:, numbers],
            "the Y of a batch",
            hint="Permute X and Y with the same permutation, and cut both alike.",
        )


@test_case(name="uses each column once an epoch, the last batch being smaller", points=0.75, hidden=True)
def test_batches(env, train_NNet):
    generator = fresh_generator()
    for columns, batch_size, due in ((23, 5, [5, 5, 5, 5, 3]), (7, 10, [7]), (9, 3, [3, 3, 3]), (21, 10, [10, 10, 1])):
        X, Y = draw_data(generator, 4, columns)
        call = f"with {columns} columns and batch_size={batch_size}"
        training = trained(env, train_NNet, X, Y, epochs=2, batch_size=batch_size, eta=0.02)
        sizes = [step.X.shape[1] for step in training.steps][: len(due)]
        numbers = training.numbers(X)[:columns]
        other = f"{call} the first {len(sizes)} batches have {sizes} columns, expected {due} in an epoch."
        expect(sizes == due, hint=or_foreign(numbers, other))
        twice = f"{call} an epoch does not use each column of X exactly once."
        expect(sorted(numbers) == list(range(columns)), hint=or_foreign(numbers, twice))


@test_case(name="runs as many epochs as asked for", points=0.25, hidden=True)
def test_epochs(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 12)
    for epochs, batch_size in ((2, 4), (5, 4), (30, 6)):  # so many that a training which stops by itself does so
        numbers = trained(env, train_NNet, X, Y, epochs=epochs, batch_size=batch_size, eta=0.02).numbers(X)
        used = len(numbers)
        other = f"with epochs={epochs} the 12 columns of X are used {used / 12:.3g} times each, expected {epochs}."
        expect(used == 12 * epochs, hint=or_foreign(numbers, other))


@test_case(name="passes its eta on to backpropagation", points=0.25, hidden=True)
def test_eta(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 12)
    for eta in (0.037, 0.21):
        etas = {step.eta for step in trained(env, train_NNet, X, Y, epochs=2, batch_size=6, eta=eta).steps}
        expect(etas == {eta}, hint=f"with eta={eta} backpropagation is called with eta = {sorted(etas)}: pass eta on.")


@test_case(name="makes a network for the sizes of X and Y", points=0.25, hidden=True)
def test_sizes(env, train_NNet):
    for rows, outputs in ((5, 3), (9, 1)):
        X, Y = draw_data(fresh_generator(), rows, 10, outputs)
        step = trained(env, train_NNet, X, Y, epochs=2, batch_size=5, eta=0.02).steps[0]
        expect(
            fits(step.W_before, X) and len(step.W_before[-1]) == outputs,
            hint=f"for X with {rows} rows and Y with {outputs} the network takes {step.W_before[0].shape[1] - 1} "
            f"inputs and has {len(step.W_before[-1])} outputs: make it with input_size=X.shape[0] and "
            "output_size=Y.shape[0].",
        )


@test_case(name="runs feedforward on a batch before backpropagation on it", points=0.25, hidden=True)
def test_feedforward_first(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 18)
    for step in trained(env, train_NNet, X, Y, epochs=2, batch_size=6, eta=0.3).steps:
        expect(
            step.fed_forward,
            hint="when backpropagation is called, the model's Z and Y are not those of this batch with the present "
            "weights: call feedforward(model, X_batch) just before.",
        )


@test_case(name="leaves X and Y as they are", points=0.25, hidden=True)
def test_arguments_unchanged(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 18)
    function = leaving_alone(train_NNet, "train_NNet", "X", "Y")
    trained(env, function, X, Y, epochs=2, batch_size=6, eta=0.02)


TRAININGS = 3


def expect_cost_falls(train, X, Y, share):
    """Raise unless the network whose weights `train()` returns has less cost than that share of always answering 0.5.

    It is trained up to three times, and the best counts.
    """
    costs, guess = [], 0.125 * Y.size
    for _ in range(TRAININGS):
        costs.append(square_cost(train(), X, Y))
        if costs[-1] < share * guess:
            return
    expect(
        False,
        hint=f"after training on two clouds of points far apart the cost is {np.nanmin([*costs, np.inf]):.3g} in the "
        f"best of {TRAININGS} trainings; always answering 0.5 has {guess:.3g}.",
    )


def expect_unlike_neurons(W):
    """Raise when all neurons of a hidden layer start with the same weights: they would stay copies of one another."""
    for layer, weights in enumerate(W[:-1]):
        expect(
            len(weights) == 1 or np.any(weights != weights[0]),
            hint=f"at the start all rows of W[{layer}] are alike, so all neurons of that layer stay alike: "
            "begin with random weights, as NNet draws them.",
        )


@test_case(
    name="brings the cost down on a small separable problem, and returns the trained model", points=0.5, hidden=True
)
def test_cost_falls(env, train_NNet):
    generator = fresh_generator()
    X, Y = separable(generator)
    first = trained(env, train_NNet, X, Y, epochs=2, batch_size=20, eta=0.1).steps[0]
    expect_unlike_neurons(first.W_before)

    def train():
        training = trained(env, train_NNet, X, Y, start=generator, step_eta=0.2, epochs=8, batch_size=5, eta=0.2)
        expect(is_model(training.result), hint="train_NNet must end with return model.")
        last = training.steps[-1].W_after
        expect(fits(last, X), hint="the network does not take the rows of X: make it with input_size=X.shape[0].")
        same = [np.allclose(weights, due) for weights, due in zip(training.result.W, last, strict=True)]
        expect(all(same), hint="the model that train_NNet returns does not have the weights of its last step.")
        return last

    # Of 1,000 trainings with the right steps none was left with more than 0.06, of those with others' labels none with
    # less than 0.73.
    expect_cost_falls(train, X, Y, 0.5)


@test_case(name="starts afresh in a second call", points=0.5, hidden=True)
def test_second_call(env, train_NNet):
    generator = fresh_generator()
    X, Y = draw_data(generator, 4, 12)
    first = trained(env, train_NNet, X, Y, drawn=True, epochs=2, batch_size=4, eta=0.2)
    before = [np.array(weights) for weights in first.model.W]
    again = trained(env, train_NNet, X, Y, drawn=True, epochs=2, batch_size=4, eta=0.2)
    shapes = [weights.shape for weights in again.steps[0].W_before]
    expect(
        shapes == [weights.shape for weights in before],
        hint=f"a second call with the same arguments makes weights of the shapes {shapes}: "
        "is a list shared between the calls?",
    )
    same = [np.array_equal(old, new) for old, new in zip(before, again.steps[0].W_before, strict=True)]
    expect(not all(same), hint="a second call goes on with the weights of the first: make a new NNet in every call.")
    kept = [np.array_equal(old, new) for old, new in zip(before, first.model.W, strict=True)]
    expect(
        all(kept), hint="a second call changes the model that the first one returned: make a new NNet in every call."
    )
    if first.lines and again.lines:
        longest = [max(map(len, training.lines)) for training in (first, again)]
        expect(
            longest[0] == longest[1],
            hint=f"the curves of a second call have {longest[1]} points, those of the first {longest[0]}: "
            "begin with empty lists in every call.",
        )


def iteration_curves(training):
    """Return the curves with one point for each step: the last ones, where points of earlier calls go before them."""
    count = len(training.steps)
    return [line[-count:] for line in training.lines or [] if len(line) >= count]


def curves_drawn(first, second):
    """Return how many curves of the second of two calls have one point for each of its steps.

    Curves that go on from call to call have a case of their own: they count when they grow by these points.
    """
    count = len(second.steps)
    if len(first.lines) == len(second.lines):
        grown = [len(new) - len(old) for old, new in zip(first.lines, second.lines, strict=True)]
        return max(grown.count(count), [len(line) for line in second.lines].count(count))
    return [len(line) for line in second.lines].count(count)


@test_case(
    name="draws a curve for the cost and one for every layer's change, with one point an iteration",
    points=0.5,
    hidden=True,
)
def test_curves_drawn(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 18)
    first, second = (trained(env, train_NNet, X, Y, drawn=True, epochs=2, batch_size=6, eta=0.1) for _ in range(2))
    expect(
        second.lines is not None, hint="the notebook has no plt: keep the cell with import matplotlib.pyplot as plt."
    )
    due = 1 + len(second.steps[0].W_before)
    expect(
        curves_drawn(first, second) >= due,
        hint=f"train_NNet draws curves with {[len(line) for line in second.lines]} points, expected {due} curves "
        f"(cost, and the change of each W[l]) with one point for each of the {len(second.steps)} calls of "
        "backpropagation.",
    )


def expect_among(lines, candidates, message):
    """Raise unless one of the lines is one of the candidates."""
    found = any(np.allclose(line, due, rtol=1e-3, atol=1e-9) for due in candidates for line in lines)
    expect(found, hint=message)


def own_training(env, train_NNet, X, Y, **options):
    """Train with nothing but the student's functions; return the curves, and the norms of each step's changes.

    What fails in there has cases of its own: then there are no curves.
    """
    own_backpropagation, norms = env.get("backpropagation"), []

    def backpropagation(model, X, Y, eta=0.01, *own, **options):
        before = [np.array(weights) for weights in model.W]
        result = call(own_backpropagation, model, X, Y, eta, *own, **options)
        after = (result if hasattr(result, "W") else model).W
        norms.append([np.linalg.norm(np.asarray(new) - old) for new, old in zip(after, before, strict=True)])
        return result

    helpers = {"backpropagation": backpropagation, "NNet": narrow_networks(env["NNet"], 16)}
    try:
        with figures_kept(env, drawn=True) as plt, helpers_in_place(env, helpers):
            call(train_NNet, X, Y, **options)
            return curves(plt), norms
    except Exception:
        return [], norms


def expect_copies(env, train_NNet, X, Y):
    """Raise when a layer's change is drawn as 0 although the student's own backpropagation moves its weights."""
    lines, norms = own_training(env, train_NNet, X, Y, epochs=2, batch_size=6, eta=0.1)
    flat = [line for line in lines if len(line) >= len(norms) and not np.any(line[-len(norms) :])]
    still = [layer for layer, of_layer in enumerate(zip(*norms, strict=True)) if not any(of_layer)]
    expect(
        len(flat) <= len(still),
        hint="with your own backpropagation a curve is 0 from end to end, although the weights change: the old weights "
        "that you keep are the arrays it writes into. Keep copies: W.copy() for each W of model.W.",
    )


@test_case(name="the curves show the cost, and the norm of the change of each weight matrix", points=0.25, hidden=True)
def test_curves_are_right(env, train_NNet):
    X, Y = draw_data(fresh_generator(), 4, 17)
    training = trained(env, train_NNet, X, Y, drawn=True, epochs=2, batch_size=6, eta=0.1)
    expect(fits(training.steps[0].W_before, X), hint="the network does not take the rows of X.")
    lines = iteration_curves(training)
    expect_among(
        lines,
        cost_candidates(training.steps, X, Y),
        "none of the curves is the cost of each iteration, half the squared error summed (or averaged) over the batch.",
    )
    for layer in range(len(training.steps[0].W_before)):
        changes = [step.W_after[layer] - step.W_before[layer] for step in training.steps]
        norms = [np.array([np.linalg.norm(change, kind) for change in changes]) for kind in (None, 2)]
        expect_among(
            lines,
            norms,
            f"none of the curves is the norm of W[{layer}] after minus W[{layer}] before each iteration: "
            "keep a copy of the old weights.",
        )
    expect_copies(env, train_NNet, X, Y)


def trained_with_own_helpers(env, train_NNet, X, Y, generator, *, lenient):
    """Return the weights that train_NNet gets with the student's own feedforward and backpropagation.

    The first call of each is watched. If it is `lenient`, all are, and what has a case of its own does no harm: that
    train_NNet does not feed forward, or passes another eta.
    """
    own_feedforward = require_function(env.get("feedforward"), "feedforward")
    own_backpropagation = require_function(env.get("backpropagation"), "backpropagation")
    narrow = narrow_networks(require_answer(env.get("NNet"), "NNet"), 16)
    started, steps, late, returns_model = [], [], [], []

    def NNet(*arguments, **options):
        late.extend(steps[:1])
        return narrow(*arguments, **options)

    def feedforward(model, X, *own, **options):
        if not started:
            give(model, W=small_weights(generator, model.W))
            started.append(True)
        return call(own_feedforward, model, X, *own, **options)

    def backpropagation(model, X, Y, eta=0.01, *own, **options):
        steps.append(True)
        if not lenient:
            return call(own_backpropagation, model, X, Y, eta, *own, **options)
        fed = feedforward(model, X)
        if not returns_model:
            returns_model.append(hasattr(fed, "W"))
        return call(own_backpropagation, fed if returns_model[0] else model, X, Y, 0.1, *own, **options)

    helpers = {"feedforward": feedforward, "backpropagation": backpropagation}
    if not lenient:
        helpers = {name: for_one_call(env, name, helper) for name, helper in helpers.items()}
    with figures_kept(env), helpers_in_place(env, {**helpers, "NNet": NNet}):
        result = call(train_NNet, X, Y, epochs=30, batch_size=5, eta=0.1)
    expect_called(result, steps)
    expect(is_model(result), hint="train_NNet must end with return model.")
    expect(not late, hint="train_NNet makes another NNet after the first step: make one, before the epochs.")
    W = [np.array(weights, dtype=np.float64) for weights in result.W]
    expect(
        fits(W, X) and np.all(np.isfinite(forward(W, X)[1][-1])), hint="the trained weights are nan or do not fit X."
    )
    return W


@test_case(name="works together with your own feedforward and backpropagation", points=0.5, hidden=True)
def test_with_own_helpers(env, train_NNet):
    generator = fresh_generator()
    X, Y = separable(generator)
    function = require_function(train_NNet, "train_NNet")

    def expect_learning(lenient):
        # A loose limit, many small steps: a mean for the sum in backpropagation, which is paid elsewhere, gets there.
        expect_cost_falls(lambda: trained_with_own_helpers(env, function, X, Y, generator, lenient=lenient), X, Y, 0.7)

    try:  # what is right needs no leniency, and is quick without
        expect_learning(lenient=False)
    except Exception:
        expect_learning(lenient=True)
