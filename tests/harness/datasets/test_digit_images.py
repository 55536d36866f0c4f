"""Reading and writing labelled images: every wrong file ends in one sentence."""

import numpy as np
import pytest

from autograder.datasets import DigitImages, load_digits_file, save_digits_file
from autograder.errors import AutograderError


def some_digits(count: int = 6) -> DigitImages:
    images = np.random.default_rng(1).integers(1, 256, (count, 28, 28), dtype=np.uint8)
    return DigitImages(images, (np.arange(count) % 10).astype(np.uint8), "some")


def test_what_is_saved_is_loaded(tmp_path):
    digits = some_digits()
    save_digits_file(tmp_path / "new" / "digits.npz", digits)
    loaded = load_digits_file(str(tmp_path / "new" / "digits.npz"))
    np.testing.assert_array_equal(loaded.images, digits.images)
    np.testing.assert_array_equal(loaded.labels, digits.labels)
    assert loaded.name == "some"
    assert loaded.images.dtype == loaded.labels.dtype == np.uint8
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["digits.npz"]


def test_the_same_digits_make_the_same_file(tmp_path):
    for name in ("a.npz", "b.npz"):
        save_digits_file(tmp_path / name, some_digits())
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_file_without_a_name_is_called_after_its_file(tmp_path):
    np.savez(tmp_path / "mine.npz", x=some_digits().images, y=some_digits().labels.astype(np.int64))
    assert load_digits_file(tmp_path / "mine.npz").name == "mine"


def test_two_digits_are_chosen_in_order():
    chosen = some_digits(25).of_digits(7, 2)
    assert chosen.labels.tolist() == [2, 7, 2, 7, 2]
    np.testing.assert_array_equal(chosen.images[1], some_digits(25).images[7])


def test_a_failed_write_leaves_nothing_behind(tmp_path, monkeypatch):
    def no_room(*_args, **_arrays):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez_compressed", no_room)
    with pytest.raises(AutograderError, match=r"cannot be written.*No space left"):
        save_digits_file(tmp_path / "digits.npz", some_digits())
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_way_of_the_folder_is_named(tmp_path):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(AutograderError, match="cannot be written"):
        save_digits_file(tmp_path / "out" / "digits.npz", some_digits())


IMAGES, LABELS = some_digits().images, some_digits().labels
WRONG_ARRAYS = {
    "no labels": ({"x": IMAGES}, r"no array called y \(its keys: x\)"),
    "nothing": ({}, r"no array called x \(its keys: none\)"),
    "floats": ({"x": IMAGES / 255, "y": LABELS}, r"float64 of shape \(6, 28, 28\)"),
    "vectors": ({"x": IMAGES.reshape(6, -1), "y": LABELS}, r"shape \(6, 784\)"),
    "no images": ({"x": IMAGES[:0], "y": LABELS[:0]}, r"shape \(0, 28, 28\)"),
    "a label missing": ({"x": IMAGES, "y": LABELS[:-1]}, r"shape \(5,\), but \(6,\)"),
    "columns of labels": ({"x": IMAGES, "y": LABELS.reshape(1, -1)}, r"shape \(1, 6\)"),
    "labels as floats": ({"x": IMAGES, "y": LABELS * 1.0}, "float64"),
    "a label of 10": ({"x": IMAGES, "y": LABELS + 5}, "from 5 to 10"),
    "a label of -1": ({"x": IMAGES, "y": LABELS.astype(int) - 1}, "from -1 to 4"),
    "an empty image": ({"x": IMAGES * (np.arange(6) != 4)[:, None, None].astype(np.uint8), "y": LABELS}, "Image 4 "),
    "pickled labels": ({"x": IMAGES, "y": LABELS.astype(object)}, "pickled objects are refused"),
}


@pytest.mark.parametrize("what", WRONG_ARRAYS)
def test_wrong_arrays_are_refused(tmp_path, what):
    arrays, message = WRONG_ARRAYS[what]
    np.savez(tmp_path / "wrong.npz", **arrays)
    with pytest.raises(AutograderError, match=message) as caught:
        load_digits_file(tmp_path / "wrong.npz")
    assert "\n" not in str(caught.value)
    assert str(tmp_path / "wrong.npz") in str(caught.value)


def truncated(path):
    save_digits_file(path, some_digits())
    path.write_bytes(path.read_bytes()[:-100])


def damaged(path):
    save_digits_file(path, some_digits())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def single_array(path):
    with path.open("wb") as file:
        np.save(file, IMAGES)


def pickled(path):
    with path.open("wb") as file:
        np.save(file, np.array([{"x": 1}], dtype=object), allow_pickle=True)


@pytest.mark.parametrize(
    "write",
    [
        truncated,
        damaged,
        single_array,
        pickled,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_text("<html>404</html>"),
    ],
    ids=["truncated", "damaged", "one array", "pickled", "empty", "a web page"],
)
def test_files_that_are_no_archives_are_refused(tmp_path, write):
    write(tmp_path / "wrong.npz")
    with pytest.raises(AutograderError, match=r"cannot be read as an \.npz file") as caught:
        load_digits_file(tmp_path / "wrong.npz")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(AutograderError, match=r"There is no file .*nowhere.npz"):
        load_digits_file(tmp_path / "nowhere.npz")
