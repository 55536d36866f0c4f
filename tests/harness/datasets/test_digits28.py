"""The shipped data set is what its builder makes, in MNIST's format, with no writer in both parts."""

import difflib
from functools import cache

import numpy as np
import pytest
from sklearn.datasets import load_digits

from autograder.datasets import DigitImages, load_digits_file

from .scripts import COURSE, load_script

builder = load_script("data/build_digits28.py")
FOLDER = COURSE / "data" / "digits28"


@cache
def built() -> tuple[DigitImages, DigitImages]:
    return builder.build_digits28()


def form_rows() -> list[range]:
    ends = [*builder.FORM_STARTS[1:], len(load_digits().target)]
    return [range(start, end) for start, end in zip(builder.FORM_STARTS, ends, strict=True)]


def form_labels() -> list[str]:
    labels = "".join(map(str, load_digits().target))
    return [labels[rows.start : rows.stop] for rows in form_rows()]


def test_every_form_asks_for_the_same_digits_in_the_same_order():
    asked = form_labels()[0]
    assert asked.startswith("0123456789" * 3 + "0955650")
    for labels in form_labels():
        blocks = difflib.SequenceMatcher(None, asked, labels, autojunk=False).get_matching_blocks()
        matched = sum(block.size for block in blocks)
        assert len(labels) - matched <= 1, "at most one label that the other forms do not have"
        assert len(asked) - matched <= 8, "at most eight digits are missing"


def test_no_form_boundary_is_overlooked():
    assert all(labels.count("955650") == 1 and labels.index("955650") in range(28, 32) for labels in form_labels())


def form_styles(generator: np.random.Generator) -> np.ndarray:
    """Return (2, forms, numbers): how each half of a form's digits differs from the mean of all forms."""
    digits = load_digits()
    means = np.zeros((2, len(form_rows()), 10, 64))
    for form, rows in enumerate(form_rows()):
        for digit in range(10):
            own = generator.permutation([row for row in rows if digits.target[row] == digit])
            for half in (0, 1):
                means[half, form, digit] = digits.data[own[half::2]].mean(axis=0)
    return (means - means.mean(axis=(0, 1))).reshape(2, len(form_rows()), -1)


def test_no_two_forms_are_written_alike_as_two_halves_of_one_form_are():
    # The documentation speaks of 13 writers, the labels show 14 forms: no two of them look like one hand.
    generator = np.random.default_rng(0)
    forms = len(builder.FORM_STARTS)
    correlations = np.mean(
        [np.corrcoef(*form_styles(generator))[:forms, forms:] for _ in range(5)],
        axis=0,
    )
    same = np.diag(correlations)
    others = correlations[~np.eye(forms, dtype=bool)]
    assert same.min() > 0.6
    assert others.max() < 0.45


def test_the_parts_are_split_between_two_forms():
    train_rows, heldout_rows = builder.part_rows()
    assert train_rows.start == 0
    assert train_rows.stop == heldout_rows.start
    assert heldout_rows.start in builder.FORM_STARTS
    assert heldout_rows.stop == len(load_digits().target)


@pytest.mark.parametrize(("file", "part"), [("train.npz", 0), ("heldout.npz", 1)])
def test_the_files_are_what_the_builder_makes(file, part):
    shipped, due = load_digits_file(FOLDER / file), built()[part]
    assert shipped.name == due.name == "digits28"
    np.testing.assert_array_equal(shipped.labels, due.labels)
    difference = np.abs(shipped.images.astype(int) - due.images.astype(int))
    assert difference.max() <= 1, "splines may round differently from one version of scipy to the next"


@pytest.mark.parametrize(("file", "at_least", "at_most"), [("train.npz", 3000, 4000), ("heldout.npz", 1000, 1500)])
def test_the_files_have_mnists_format(file, at_least, at_most):
    digits = load_digits_file(FOLDER / file)
    assert at_least <= len(digits) <= at_most
    assert digits.images.shape == (len(digits), 28, 28)
    with np.load(FOLDER / file, allow_pickle=False) as archive:
        assert {key: archive[key].dtype.kind for key in archive.files} == {"x": "u", "y": "u", "name": "U"}
        assert archive["name"].shape == ()
        assert archive["x"].dtype == archive["y"].dtype == np.uint8
    counts = np.bincount(digits.labels, minlength=10)
    assert counts.min() > 0.85 * counts.max()


@pytest.mark.parametrize("file", ["train.npz", "heldout.npz"])
def test_the_images_look_like_digits_on_a_dark_background(file):
    images = load_digits_file(FOLDER / file).images
    brightest = images.max(axis=(1, 2))
    assert brightest.min() > 200, "no image is empty or faint"
    frame = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], axis=1)
    assert (frame == 0).mean() > 0.99
    assert 0.1 < (images > 0).mean() < 0.3, "MNIST's share is 0.19"
    rows = np.arange(28)
    middles = (images.sum(axis=2) @ rows) / images.sum(axis=(1, 2))
    assert np.all(np.abs(middles - 13.5) < 2)


def test_no_image_is_in_both_parts_or_twice_in_one():
    train, heldout = (load_digits_file(FOLDER / file).images for file in ("train.npz", "heldout.npz"))
    everything = np.concatenate([train, heldout]).reshape(len(train) + len(heldout), -1)
    assert len(np.unique(everything, axis=0)) == len(everything)


def test_the_digits_are_shuffled():
    labels = load_digits_file(FOLDER / "train.npz").labels
    assert set(labels[:100]) == set(range(10))
    assert np.mean(labels[1:] == labels[:-1]) < 0.15


def test_both_files_are_small():
    assert sum((FOLDER / file).stat().st_size for file in ("train.npz", "heldout.npz")) < 1_500_000


def test_the_builder_writes_the_files(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["build_digits28.py", "--out", str(tmp_path)])
    monkeypatch.setattr(builder, "build_digits28", built)
    builder.main()
    assert len(load_digits_file(tmp_path / "train.npz")) == len(built()[0])
    assert "heldout.npz" in capsys.readouterr().out
