"""MNIST from OpenML, IDX files and `.npz` files: right ones are taken, wrong ones end in one sentence.

The whole of MNIST is not at hand, so a small one of our own takes its place, and the sizes and
checksums in the module are replaced by its own.
"""

import gzip
from types import SimpleNamespace
from urllib.error import URLError

import numpy as np
import pytest

from autograder.datasets import DigitImages, get_mnist, load_digits_file, mnist, mnist_from_openml, mnist_from_path
from autograder.datasets.idx import idx_bytes, read_idx
from autograder.errors import AutograderError

from .scripts import MNIST, needs_mnist

TRAIN_COUNT, HELDOUT_COUNT = 60, 20


def small_part(count: int, seed: int) -> DigitImages:
    generator = np.random.default_rng(seed)
    images = generator.integers(0, 256, (count, 28, 28), dtype=np.uint8)
    return DigitImages(images, generator.integers(0, 10, count, dtype=np.uint8), "mnist")


TRAIN, HELDOUT = small_part(TRAIN_COUNT, 1), small_part(HELDOUT_COUNT, 2)


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch, request):
    """Let the small data set be MNIST, except for tests of the real one."""
    if request.node.get_closest_marker("skipif"):
        return
    monkeypatch.setattr(mnist, "TRAIN_COUNT", TRAIN_COUNT)
    monkeypatch.setattr(mnist, "HELDOUT_COUNT", HELDOUT_COUNT)
    monkeypatch.setattr(mnist, "TRAIN_CHECKSUMS", mnist._checksums(TRAIN))
    monkeypatch.setattr(mnist, "HELDOUT_CHECKSUMS", mnist._checksums(HELDOUT))


def write_idx_folder(folder, *, mark="-", ending="", train=TRAIN):
    folder.mkdir(exist_ok=True)
    for stem, digits in (("train", train), ("t10k", HELDOUT)):
        for kind, axes, array in (("images", 3, digits.images), ("labels", 1, digits.labels)):
            content = idx_bytes(array)
            name = f"{stem}-{kind}{mark}idx{axes}-ubyte{ending}"
            (folder / name).write_bytes(gzip.compress(content) if ending else content)
    return folder


def write_keras(path, **changed):
    arrays = {"x_train": TRAIN.images, "y_train": TRAIN.labels, "x_test": HELDOUT.images, "y_test": HELDOUT.labels}
    np.savez(path, **(arrays | changed))
    return path


def write_pair(folder, train=TRAIN):
    np.savez(folder / "train_mnist.npz", x=train.images, y=train.labels)
    np.savez(folder / "test_mnist.npz", x=HELDOUT.images, y=HELDOUT.labels)
    return folder


def bunch(pixels=None, labels=None):
    if pixels is None:
        pixels = np.concatenate([TRAIN.images, HELDOUT.images]).reshape(-1, 784).astype(np.int64)
    if labels is None:
        labels = np.concatenate([TRAIN.labels, HELDOUT.labels]).astype(str).astype(object)
    return SimpleNamespace(data=pixels, target=labels)


def expect_whole_mnist(out, written):
    assert written.complete
    assert "verified: the whole of MNIST" in str(written)
    assert (written.train_count, written.heldout_count) == (TRAIN_COUNT, HELDOUT_COUNT)
    for file, due in ((written.train_file, TRAIN), (written.heldout_file, HELDOUT)):
        loaded = load_digits_file(file)
        np.testing.assert_array_equal(loaded.images, due.images)
        np.testing.assert_array_equal(loaded.labels, due.labels)
        assert loaded.name == "mnist"
    assert sorted(file.name for file in out.iterdir()) == ["heldout.npz", "train.npz"]


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize("mark", ["-", "."])
def test_idx_files_under_their_usual_names(tmp_path, mark, ending):
    source = write_idx_folder(tmp_path / "idx", mark=mark, ending=ending)
    expect_whole_mnist(tmp_path / "out", get_mnist(out=tmp_path / "out", source=source))


def test_a_gzipped_file_without_the_ending(tmp_path):
    source = write_idx_folder(tmp_path / "idx")
    file = source / "train-images-idx3-ubyte"
    file.write_bytes(gzip.compress(file.read_bytes()))
    assert get_mnist(out=tmp_path / "out", source=source).complete


def test_keras_file(tmp_path):
    source = write_keras(tmp_path / "mnist.npz")
    expect_whole_mnist(tmp_path / "out", get_mnist(out=tmp_path / "out", source=source))
    assert len(mnist_from_path(path=tmp_path).train) == TRAIN_COUNT, "its folder is enough"


def test_pair_of_npz_files(tmp_path):
    expect_whole_mnist(tmp_path / "out", get_mnist(out=tmp_path / "out", source=write_pair(tmp_path)))
    assert get_mnist(out=tmp_path / "out", source=tmp_path / "train_mnist.npz").complete, "either file is enough"


def test_openml(tmp_path):
    asked = []

    def fetch(*arguments, **options):
        asked.append((arguments, options))
        return bunch()

    expect_whole_mnist(tmp_path / "out", get_mnist(out=tmp_path / "out", fetch=fetch))
    assert asked == [(("mnist_784",), {"version": 1, "as_frame": False})]


def test_openml_with_float_pixels_and_number_labels():
    digits = np.concatenate([TRAIN.labels, HELDOUT.labels])
    parts = mnist_from_openml(fetch=lambda *_, **__: bunch(bunch().data.astype(float), digits))
    np.testing.assert_array_equal(parts.heldout.images, HELDOUT.images)


@pytest.mark.parametrize(
    "error",
    [
        URLError("name not known"),
        TimeoutError(),
        ConnectionError("reset"),
        ValueError("md5 checksum\nof it"),
        EOFError(),
    ],
)
def test_no_network_says_what_to_do_instead(tmp_path, error):
    def fetch(*_arguments, **_options):
        raise error

    with pytest.raises(AutograderError, match=r"could not be fetched from OpenML.*--from") as caught:
        get_mnist(out=tmp_path / "out", fetch=fetch)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (bunch(pixels=bunch().data[:-1]), r"\(79, 784\)"),
        (bunch(labels=bunch().target[:-1]), r"\(79,\)"),
        (bunch(pixels=bunch().data + 0.5), "whole numbers from 0 to 255 in the pixels"),
        (bunch(pixels=bunch().data - 1), "whole numbers from 0 to 255 in the pixels"),
        (bunch(pixels=np.where(bunch().data > 9, np.nan, 1.0)), "whole numbers from 0 to 255 in the pixels"),
        (bunch(labels=np.full(80, "seven", dtype=object)), "whole numbers from 0 to 255 in the labels"),
        (bunch(labels=np.full(80, "10", dtype=object)), "from 10 to 10"),
        (bunch(labels=bunch().target[::-1]), "its content or order is not MNIST's"),
    ],
)
def test_wrong_openml_data_are_refused(tmp_path, wrong, message):
    with pytest.raises(AutograderError, match=message):
        get_mnist(out=tmp_path / "out", fetch=lambda *_, **__: wrong)
    assert not (tmp_path / "out").exists()


def shorter(count: int) -> DigitImages:
    return DigitImages(TRAIN.images[:count], TRAIN.labels[:count], "mnist")


def test_a_smaller_mnist_needs_the_option(tmp_path):
    source = write_pair(tmp_path, train=shorter(30))
    with pytest.raises(AutograderError, match=r"has 30 images, but MNIST has 60.*--allow-subset"):
        get_mnist(out=tmp_path / "out", source=source)
    assert not (tmp_path / "out").exists()
    written = get_mnist(out=tmp_path / "out", source=source, allow_subset=True)
    assert (written.complete, written.train_count, written.heldout_count) == (False, 30, HELDOUT_COUNT)
    assert "train.npz has 30 images" in str(written)
    assert "not verified" in str(written)


def test_one_changed_pixel_is_noticed(tmp_path):
    images = TRAIN.images.copy()
    images[7, 3, 3] ^= 1
    with pytest.raises(AutograderError, match="its content or order is not MNIST's"):
        get_mnist(out=tmp_path / "out", source=write_keras(tmp_path / "mnist.npz", x_train=images))


def test_a_whole_mnist_is_complete_even_where_a_subset_is_allowed(tmp_path):
    assert get_mnist(out=tmp_path / "out", source=write_pair(tmp_path), allow_subset=True).complete


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"x_test": HELDOUT.images[:, :14, :14]}, r"have \(14, 14\) pixels"),
        ({"x_train": TRAIN.images.astype(np.float32)}, "float32"),
        ({"y_train": TRAIN.labels.astype(object)}, "pickled objects are refused"),
        ({"y_test": HELDOUT.labels + 200}, "digits from 0 to 9"),
    ],
)
@pytest.mark.parametrize("allow_subset", [False, True])
def test_wrong_arrays_are_refused_subset_or_not(tmp_path, changed, message, allow_subset):
    source = write_keras(tmp_path / "mnist.npz", **changed)
    with pytest.raises(AutograderError, match=message):
        get_mnist(out=tmp_path / "out", source=source, allow_subset=allow_subset)


def test_an_npz_with_other_keys_is_refused(tmp_path):
    np.savez(tmp_path / "other.npz", images=TRAIN.images)
    with pytest.raises(AutograderError, match=r"no array x_train \(its keys: images\)"):
        get_mnist(out=tmp_path / "out", source=tmp_path / "other.npz")


@pytest.mark.parametrize("name", ["nowhere", "mnist.npz", "train_mnist.npz"])
def test_a_missing_source_is_named(tmp_path, name):
    with pytest.raises(AutograderError, match=f"no file .*{name}"):
        get_mnist(out=tmp_path / "out", source=tmp_path / name)


def test_an_empty_folder_is_told_what_it_needs(tmp_path):
    with pytest.raises(AutograderError, match=r"no train-images-idx3-ubyte.*four IDX files.*test_mnist.npz"):
        get_mnist(out=tmp_path / "out", source=tmp_path)


def test_one_missing_idx_file_is_named(tmp_path):
    source = write_idx_folder(tmp_path / "idx")
    (source / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(AutograderError, match="no t10k-labels-idx1-ubyte"):
        get_mnist(out=tmp_path / "out", source=source)


LABELS_FILE = idx_bytes(TRAIN.labels)
WRONG_IDX = {
    "truncated gzip": (gzip.compress(LABELS_FILE)[:-12], "damaged or truncated gzip"),
    "damaged gzip": (gzip.compress(LABELS_FILE)[:20] + b"\xff" * 40, "damaged or truncated gzip"),
    "too short": (LABELS_FILE[:-1], r"shape \(60,\), 60 bytes, but holds 59 bytes"),
    "too long": (LABELS_FILE + b"\0", "but holds 61 bytes"),
    "images": (idx_bytes(TRAIN.images), "00 00 08 03 instead of 00 00 08 01"),
    "a web page": (b"<html>", "instead of 00 00 08 01"),
    "empty": (b"", r"\(none\) instead of"),
    "header only": (LABELS_FILE[:6], "ends within its header"),
    "huge": (LABELS_FILE[:4] + b"\xff" * 4 + b"\1", "4294967295 bytes, but holds 1 bytes"),
}


@pytest.mark.parametrize("what", WRONG_IDX)
def test_wrong_idx_files_are_refused(tmp_path, what):
    content, message = WRONG_IDX[what]
    file = tmp_path / "train-labels-idx1-ubyte"
    file.write_bytes(content)
    with pytest.raises(AutograderError, match=message) as caught:
        read_idx(file, axes=1)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.datasets.idx.MAX_BYTES", 50)
    (tmp_path / "bomb").write_bytes(gzip.compress(bytes(1000)))
    with pytest.raises(AutograderError, match="no file of MNIST's"):
        read_idx(tmp_path / "bomb", axes=1)


def test_an_unreadable_file_is_named(tmp_path):
    with pytest.raises(AutograderError, match="cannot be read"):
        read_idx(tmp_path, axes=1)


@needs_mnist
def test_the_published_checksums_are_those_of_the_real_test_set():
    heldout = mnist_from_path(path=MNIST).heldout
    assert heldout.labels[:10].tolist() == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    assert mnist._checksums(heldout) == mnist.HELDOUT_CHECKSUMS


@needs_mnist
def test_a_part_of_the_real_training_set_needs_the_option(tmp_path):
    with pytest.raises(AutograderError, match="has 10000 images, but MNIST has 60000"):
        get_mnist(out=tmp_path, source=MNIST)
    written = get_mnist(out=tmp_path, source=MNIST, allow_subset=True)
    assert (written.train_count, written.heldout_count, written.complete) == (10_000, 10_000, False)
    assert load_digits_file(written.heldout_file).name == "mnist"
