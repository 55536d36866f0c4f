"""MNIST, by Y. LeCun, C. Cortes and C. Burges: read from where it is, verified, kept as two `.npz` files.

`get_mnist` is what `autograder data mnist` does. Sources: scikit-learn's OpenML loader, the four IDX files as they
were published (gzipped or not), Keras' `mnist.npz`, or a pair `train_mnist.npz` and `test_mnist.npz`.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from autograder.datasets.digit_images import DigitImages, digit_images, read_npz, save_digits_file
from autograder.datasets.idx import idx_bytes, read_idx
from autograder.errors import AutograderError

NAME = "mnist"
IMAGE_SHAPE = (28, 28)
TRAIN_COUNT, HELDOUT_COUNT = 60_000, 10_000


# MD5 checksums of each part's two unpacked IDX files, images and labels, as they were published
TRAIN_CHECKSUMS = ("6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624")
HELDOUT_CHECKSUMS = ("2646ac647ad5339dbf082846283269ea", "27ae3e4e09519cfbb04c329615203637")

OPENML_NAME, OPENML_VERSION = "mnist_784", 1
IDX_STEMS = (("train-images", "train-labels"), ("t10k-images", "t10k-labels"))
PAIR_NAMES = ("train_mnist.npz", "test_mnist.npz")
KERAS_KEYS = ("x_train", "y_train", "x_test", "y_test")

Fetch = Callable[..., Any]
"""A function called like `sklearn.datasets.fetch_openml`; its result has `data` and `target`."""


@dataclass(frozen=True, eq=False)
class MnistParts:
    """MNIST's two parts and a few words on where they come from."""

    train: DigitImages
    heldout: DigitImages
    source: str


@dataclass(frozen=True)
class WrittenMnist:
    """What `get_mnist` wrote: the two files, the number of images in each, and whether it is the whole of MNIST.

    As text it is the sentence for the user.
    """

    train_file: Path
    heldout_file: Path
    train_count: int
    heldout_count: int
    complete: bool

    def __str__(self) -> str:
        verified = "verified: the whole of MNIST" if self.complete else "not the whole of MNIST, so not verified"
        counts = f"{self.train_file} has {self.train_count} images, {self.heldout_file} has {self.heldout_count}"
        return f"{counts} ({verified})."


def get_mnist(
    *, out: Path, source: Path | None = None, allow_subset: bool = False, fetch: Fetch | None = None
) -> WrittenMnist:
    """Get MNIST from `source` (None: OpenML), verify it, and write `out`/train.npz and `out`/heldout.npz.

    `allow_subset` accepts images of digits in MNIST's format that are not the whole of MNIST, or in another order;
    otherwise every byte must be as published. `fetch` stands in for scikit-learn's loader. Nothing is written when
    something is wrong: AutograderError.
    """
    parts = mnist_from_openml(fetch=fetch) if source is None else mnist_from_path(path=source)
    complete = _is_complete(parts, allow_subset=allow_subset)
    train_file, heldout_file = out / "train.npz", out / "heldout.npz"
    save_digits_file(train_file, parts.train)
    save_digits_file(heldout_file, parts.heldout)
    return WrittenMnist(train_file, heldout_file, len(parts.train), len(parts.heldout), complete)


def mnist_from_openml(*, fetch: Fetch | None = None) -> MnistParts:
    """Fetch MNIST with scikit-learn's OpenML loader, which keeps a copy in scikit-learn's data folder."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the loader warns at each of its own retries
            bunch = (fetch or _sklearn_fetch())(OPENML_NAME, version=OPENML_VERSION, as_frame=False)
    except (OSError, ValueError, ImportError, EOFError) as error:
        reason = str(getattr(error, "reason", error)).partition("\n")[0].rstrip(".") or type(error).__name__
        raise AutograderError(
            f"MNIST could not be fetched from OpenML ({reason}): try again with a network connection, or give a copy "
            "on this machine with --from (the folder of the four IDX files, or mnist.npz)."
        ) from None
    where = f"OpenML's {OPENML_NAME}"
    pixels, labels = np.asarray(bunch.data), np.asarray(bunch.target)
    total = TRAIN_COUNT + HELDOUT_COUNT
    if pixels.shape != (total, IMAGE_SHAPE[0] * IMAGE_SHAPE[1]) or labels.shape != (total,):
        raise AutograderError(
            f"{where} came with shapes {pixels.shape} and {labels.shape} instead of ({total}, 784) and ({total},): "
            "remove scikit-learn's copy of it and try again, or give a copy on this machine with --from."
        )
    images = _as_bytes(pixels, f"the pixels of {where}").reshape(total, *IMAGE_SHAPE)
    digits = _as_bytes(labels, f"the labels of {where}")
    return _parts((images[:TRAIN_COUNT], digits[:TRAIN_COUNT]), (images[TRAIN_COUNT:], digits[TRAIN_COUNT:]), where)


def _sklearn_fetch() -> Fetch:
    """Return scikit-learn's loader, imported only when it is needed."""
    from sklearn.datasets import fetch_openml

    return cast(Fetch, fetch_openml)


def mnist_from_path(*, path: Path) -> MnistParts:
    """Read MNIST from a folder (four IDX files, or a pair of `.npz` files) or from one `.npz` file."""
    if path.is_dir():
        if all((path / name).is_file() for name in PAIR_NAMES):
            return _from_pair(path)
        if (path / "mnist.npz").is_file():
            return _from_keras(path / "mnist.npz")
        return _from_idx_folder(path)
    if path.name in PAIR_NAMES:
        return _from_pair(path.parent)
    return _from_keras(path)


def _from_idx_folder(folder: Path) -> MnistParts:
    """Read the four IDX files."""
    train, heldout = (
        (read_idx(_idx_file(folder, images), axes=3), read_idx(_idx_file(folder, labels), axes=1))
        for images, labels in IDX_STEMS
    )
    return _parts(train, heldout, str(folder))


def _idx_file(folder: Path, stem: str) -> Path:
    """Return the file of one of MNIST's four arrays, under any of its usual names."""
    axes = 3 if stem.endswith("images") else 1
    names = [f"{stem}{mark}idx{axes}-ubyte{ending}" for ending in ("", ".gz") for mark in "-."]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise AutograderError(
        f"There is no {names[0]} (or .gz) in {folder}: --from needs a folder with MNIST's four IDX files, a folder "
        f"with {' and '.join(PAIR_NAMES)}, or Keras' mnist.npz."
    )


def _from_pair(folder: Path) -> MnistParts:
    """Read train_mnist.npz and test_mnist.npz, each with x and y."""
    train, heldout = (_named_arrays(folder / name, ("x", "y")) for name in PAIR_NAMES)
    return _parts((train[0], train[1]), (heldout[0], heldout[1]), str(folder))


def _from_keras(path: Path) -> MnistParts:
    """Read the one file that Keras keeps."""
    x_train, y_train, x_test, y_test = _named_arrays(path, KERAS_KEYS)
    return _parts((x_train, y_train), (x_test, y_test), str(path))


def _named_arrays(path: Path, keys: tuple[str, ...]) -> list[NDArray[np.generic]]:
    """Return the arrays of an `.npz` file under the given keys."""
    arrays = read_npz(path)
    missing = [key for key in keys if key not in arrays]
    if missing:
        raise AutograderError(
            f"{path} has no array {missing[0]} (its keys: {', '.join(sorted(arrays)) or 'none'}): "
            f"it needs {', '.join(keys)}."
        )
    return [arrays[key] for key in keys]


def _parts(
    train: tuple[NDArray[Any], NDArray[Any]], heldout: tuple[NDArray[Any], NDArray[Any]], source: str
) -> MnistParts:
    """Check types, shapes and labels of both parts."""
    checked = []
    for what, (images, labels) in (("training part", train), ("test part", heldout)):
        where = f"the {what} of {source}"
        digits = digit_images(images, labels, NAME, where=where)
        if digits.images.shape[1:] != IMAGE_SHAPE:
            size = digits.images.shape[1:]
            raise AutograderError(f"The images in {where} have {size} pixels, but MNIST's have (28, 28).")
        checked.append(digits)
    return MnistParts(checked[0], checked[1], source)


def _is_complete(parts: MnistParts, *, allow_subset: bool) -> bool:
    """Tell whether both parts are MNIST to the byte; raise AutograderError when not, unless `allow_subset`."""
    for what, digits, count, checksums in (
        ("training part", parts.train, TRAIN_COUNT, TRAIN_CHECKSUMS),
        ("test part", parts.heldout, HELDOUT_COUNT, HELDOUT_CHECKSUMS),
    ):
        if len(digits) == count and _checksums(digits) == checksums:
            continue
        if allow_subset:
            return False
        difference = "its content or order is not MNIST's" if len(digits) == count else f"MNIST has {count}"
        raise AutograderError(
            f"The {what} of {parts.source} has {len(digits)} images, but {difference}: get another copy, or pass "
            "--allow-subset if this one is meant."
        )
    return True


def _checksums(digits: DigitImages) -> tuple[str, ...]:
    """Return the checksums of the two IDX files that hold `digits`."""
    arrays = (digits.images, digits.labels)
    return tuple(hashlib.md5(idx_bytes(array), usedforsecurity=False).hexdigest() for array in arrays)


def _as_bytes(values: NDArray[Any], what: str) -> NDArray[np.uint8]:
    """Return numbers, or texts of numbers, as uint8 when that changes no value."""
    try:
        exact = values.astype(np.float64)
        with np.errstate(invalid="ignore"):
            rounded = exact.astype(np.uint8)
        if np.array_equal(exact, rounded):
            return rounded
    except (TypeError, ValueError):
        pass
    raise AutograderError(f"There are other values than whole numbers from 0 to 255 in {what}: get another copy.")
