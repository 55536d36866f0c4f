"""Which submissions share code: found whatever the names, not found in given or common code, and kept between runs."""

import io
import json
import zipfile

import pytest

from autograder.similarity import Pair, Similarities, find_similar, read_similarities, write_similarities
from autograder.similarity.search import LONGEST, MANY, MOST_PAIRS, code_in, code_of

GIVEN = """\
import numpy as np

def plot_costs(costs, title, path=None):
    figure, axes = plt.subplots(figsize=(6, 4))
    axes.plot(np.arange(len(costs)), costs, label="cost")
    axes.set_xlabel("iteration"); axes.set_ylabel("cost"); axes.set_title(title)
    if path is not None:
        figure.savefig(path, dpi=150, bbox_inches="tight")
    return figure
"""
LOOPS = """\
def feedforward(model, X):
    current = X
    for layer in range(len(model.W)):
        ones = np.ones((1, current.shape[1]))
        model.Z[layer] = model.W[layer] @ np.concatenate([current, ones], axis=0)
        if layer < len(model.W) - 1:
            model.Y[layer] = np.where(model.Z[layer] > 0, model.Z[layer], 0)
        else:
            model.Y[layer] = 1 / (1 + np.exp(-model.Z[layer]))
        current = model.Y[layer]
    return model

def backpropagation(model, X, Y, eta=0.01):
    delta = (model.Y[-1] - Y) * model.Y[-1] * (1 - model.Y[-1])
    for layer in reversed(range(len(model.W))):
        below = X if layer == 0 else model.Y[layer - 1]
        gradient = delta @ np.concatenate([below, np.ones((1, below.shape[1]))], axis=0).T
        delta = (model.W[layer][:, :-1].T @ delta) * (below > 0)
        model.W[layer] = model.W[layer] - eta * gradient
    return model
"""
RENAMED = '''\
def feedforward(net, data):
    """My own docstring."""
    values = data  # start with the input

    for i in range(len(net.W)):
        one = np.ones((1, values.shape[1]))
        net.Z[i] = net.W[i] @ np.concatenate([values, one], axis=0)
        if i < len(net.W) - 1:
            net.Y[i] = np.where(net.Z[i] > 0, net.Z[i], 0)
        else:
            net.Y[i] = 1 / (1 + np.exp(-net.Z[i]))
        values = net.Y[i]
    return net

# the way back
def backpropagation(net, data, labels, rate=0.5):
    error = (net.Y[-1] - labels) * net.Y[-1] * (1 - net.Y[-1])
    for i in reversed(range(len(net.W))):
        lower = data if i == 0 else net.Y[i - 1]
        slope = error @ np.concatenate([lower, np.ones((1, lower.shape[1]))], axis=0).T
        error = (net.W[i][:, :-1].T @ error) * (lower > 0)
        net.W[i] = net.W[i] - rate * slope
    return net
'''
OTHER = """\
def feedforward(model, X):
    hidden = zip(model.W[:-1], itertools.count())
    activations = [X]
    while (step := next(hidden, None)) is not None:
        weights, place = step
        total = weights[:, :-1].dot(activations[-1]); total += weights[:, -1:]
        model.Z[place] = total
        activations.append(np.maximum(total, 0.0))
        model.Y[place] = activations[-1]
    last = np.einsum("ij,jk->ik", model.W[-1][:, :-1], activations[-1]) + model.W[-1][:, -1][:, None]
    model.Z[-1], model.Y[-1] = last, scipy.special.expit(last)
    return model
"""


def notebook(*cells, kind="code"):
    made = [{"cell_type": kind, "metadata": {}, "source": cell, "outputs": []} for cell in cells]
    metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    return json.dumps({"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}).encode()


def names(found):
    return [pair.names for pair in found.pairs]


def marked(pair, side):
    return "".join(pair.texts[side][start:end] for start, end in (pair.first, pair.second)[side])


def test_the_same_code_is_found_under_other_names_comments_and_layout():
    found = find_similar({"a": GIVEN + LOOPS, "b": GIVEN + OTHER, "c": GIVEN + RENAMED}, given=GIVEN)
    (pair,) = found.pairs
    assert pair.names == ("a", "c")
    assert min(pair.percent) > 80


def test_marked_is_what_both_have_and_not_the_given_code():
    (pair,) = find_similar({"a": GIVEN + LOOPS, "c": GIVEN + RENAMED}, given=GIVEN).pairs
    for side in (0, 1):
        assert "np.concatenate" in marked(pair, side)
        assert "subplots" not in marked(pair, side)
    assert pair.lines >= 9


def test_spans_are_in_order_and_within_the_text():
    (pair,) = find_similar({"a": f"class A:\n    pass\n{LOOPS}", "b": f"{RENAMED}\nclass Long:\n    x = 1\n"}).pairs
    for text, spans in zip(pair.texts, (pair.first, pair.second), strict=True):
        places = [place for span in spans for place in span]
        assert places == sorted(places)
        assert places[-1] <= len(text)


def test_those_who_did_nothing_are_not_similar():
    assert find_similar({"a": GIVEN, "b": GIVEN}, given=GIVEN) == Similarities({"a": "", "b": ""}, (), 0)


def test_little_code_is_not_compared():
    short = "def sigmoid(Z):\n    return 1 / (1 + np.exp(-Z))\n"
    assert find_similar({"a": short, "b": short}).enough == 0


def test_the_usual_way_to_write_something_makes_nobody_similar():
    class_ = {f"s{n}": LOOPS.replace("axis=0", f"axis={n}") for n in range(MANY + 1)}
    assert find_similar(dict(list(class_.items())[:3])).pairs
    assert find_similar(class_).pairs == ()


def test_copies_of_one_file_do_not_become_usual_by_their_number():
    found = find_similar({**{f"copy{n:02}": OTHER for n in range(MANY + 2)}, "x": LOOPS, "y": RENAMED})
    assert all(pair.is_same for pair in found.pairs[: MANY + 1])
    assert ("copy00", "copy01") in names(found)
    assert ("x", "y") in names(found)


def test_at_most_so_many_pairs_are_reported():
    assert len(find_similar({f"copy{n:02}": OTHER for n in range(MOST_PAIRS + 5)}).pairs) == MOST_PAIRS


def test_the_most_alike_come_first():
    half = LOOPS + OTHER.replace("feedforward", "another")
    found = find_similar({"a": LOOPS, "b": half, "c": RENAMED})
    assert names(found)[0] == ("a", "c")


@pytest.mark.parametrize(
    "text", ["", "\n", "def f(:\n  '''", "%matplotlib inline\n!ls\n", "\x00", "é" * 300, "(" * 5000]
)
def test_code_that_is_none_does_no_harm(text):
    assert find_similar({"odd": text, "a": LOOPS, "b": RENAMED}).pairs[0].names == ("a", "b")


def test_a_class_of_nobody_has_no_pairs():
    assert find_similar({}).pairs == ()


@pytest.mark.parametrize("name", ["a.ipynb", "a.py", "a.zip"])
def test_code_is_read_from_notebooks_scripts_and_zips(name, tmp_path):
    content = notebook(LOOPS)
    if name == "a.py":
        content = LOOPS.encode()
    if name == "a.zip":
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("work/a.ipynb", content)
        content = stream.getvalue()
    (tmp_path / name).write_bytes(content)
    assert code_of(tmp_path / name).strip() == LOOPS.strip()


def test_only_code_is_read():
    mixed = json.loads(notebook("x = 1", "y = 2"))
    mixed["cells"].append({"cell_type": "markdown", "metadata": {}, "source": "some text"})
    assert code_in(mixed) == "x = 1\n\n\ny = 2"


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"cells": 3}', notebook("text", kind="markdown")])
def test_what_cannot_be_read_has_no_code(content, tmp_path):
    (tmp_path / "a.ipynb").write_bytes(content)
    assert code_of(tmp_path / "a.ipynb") == ""
    assert code_of(tmp_path / "none.ipynb") == ""


def test_code_cannot_hide_what_it_is_and_is_bounded():
    assert code_in(json.loads(notebook("x = 'a\u202eb'"))) == "x = 'a\\u202eb'"
    assert len(code_in(json.loads(notebook("x = 1\n" * 100_000)))) == LONGEST


@pytest.fixture
def found():
    """Return what is found in a class of three, two of them alike, whose contents have digests."""
    texts = {"a.ipynb": LOOPS, "b.ipynb": OTHER, "c.ipynb": RENAMED}
    return find_similar(texts, digests={name: f"digest of {name}" for name in texts})


def test_what_was_found_is_kept_in_a_file(found, tmp_path):
    assert (names(found), found.enough, found.changed) == ([("a.ipynb", "c.ipynb")], 3, 0)
    write_similarities(found, tmp_path / "similarity.json")
    assert read_similarities(tmp_path / "similarity.json") == found


def test_a_pair_is_forgotten_when_one_of_the_two_changes(found):
    known = found.still_true({**found.compared, "c.ipynb": "new", "d.ipynb": "new"})
    assert (known.pairs, known.changed) == ((), 2)
    assert "2 submissions are new or changed" in known.to_view({})["sentence"]


def test_a_file_that_is_damaged_counts_for_nothing(tmp_path):
    file = tmp_path / "similarity.json"
    assert read_similarities(file) is None
    for text in ("", "{}", '{"version": 1, "pairs": [{}]}', '{"version": 99}', "[]"):
        file.write_text(text)
        assert read_similarities(file) is None


def test_a_pair_knows_how_many_lines_it_concerns():
    assert Pair(("a", "b"), (1, 1), ((0, 3), (4, 9)), (), ("a\nb\nc\nd\ne", "")).lines == 2 + 3
