"""Labelled images of digits and the `.npz` files that hold them.

A file has the keys `x` (N, height, width) uint8, `y` (N,) uint8 and `name`, one string. Files are read without
pickle and written under another name first, so that a reader never meets half a file.
"""

from __future__ import annotations

import os
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from autograder.errors import AutograderError

HIGHEST_DIGIT = 9
_NPZ_ERRORS = (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, SyntaxError)


@dataclass(frozen=True, eq=False)
class DigitImages:
    """Images of handwritten digits, in one fixed order.

    `images` (N, height, width) uint8, 0 is the dark background; `labels` (N,) uint8, 0 to 9; `name` of the data set.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    name: str

    def __len__(self) -> int:
        return len(self.labels)

    def of_digits(self, first: int, second: int) -> DigitImages:
        """Return the images of the digits `first` and `second` only, order kept."""
        chosen = (self.labels == first) | (self.labels == second)
        return DigitImages(self.images[chosen], self.labels[chosen], self.name)


def load_digits_file(path: Path | str) -> DigitImages:
    """Read one `.npz` file with the keys `x`, `y` and, if it has one, `name` (else the file's own name).

    Raises AutograderError when the file is missing, broken, pickled, or no set of labelled images of digits.
    """
    path = Path(path)
    arrays = read_npz(path)
    missing = [key for key in ("x", "y") if key not in arrays]
    if missing:
        keys = ", ".join(sorted(arrays)) or "none"
        raise AutograderError(
            f"{path} has no array called {missing[0]} (its keys: {keys}); a file of digits needs x and y."
        )
    name = str(arrays["name"]) if "name" in arrays else path.stem
    return digit_images(arrays["x"], arrays["y"], name, where=str(path))


def read_npz(path: Path) -> dict[str, NDArray[np.generic]]:
    """Return the arrays of an `.npz` file by name; a pickled or broken one is an AutograderError."""
    if not path.is_file():
        raise AutograderError(f"There is no file {path}: check the path.")
    try:
        with path.open("rb") as file:
            archive = np.load(file, allow_pickle=False)
            if not isinstance(archive, np.lib.npyio.NpzFile):
                raise ValueError("a single array, no archive")
            return {key: np.asarray(archive[key]) for key in archive.files}
    except _NPZ_ERRORS as error:
        raise AutograderError(
            f"{path} cannot be read as an .npz file of plain arrays ({_short(error)}): copy or download it again; "
            "files with pickled objects are refused."
        ) from None


def digit_images(images: NDArray[np.generic], labels: NDArray[np.generic], name: str, *, where: str) -> DigitImages:
    """Return checked DigitImages from two arrays; `where` is the place that an error message names."""
    if images.ndim != 3 or images.dtype != np.uint8 or 0 in images.shape:
        raise AutograderError(
            f"The images in {where} are {images.dtype} of shape {images.shape}, "
            "but uint8 of shape (N, height, width) is needed."
        )
    if labels.shape != (len(images),) or labels.dtype.kind not in "iu":
        raise AutograderError(
            f"The labels in {where} are {labels.dtype} of shape {labels.shape}, "
            f"but ({len(images)},) whole numbers are needed: one for each image."
        )
    if int(labels.min()) < 0 or int(labels.max()) > HIGHEST_DIGIT:
        raise AutograderError(
            f"The labels in {where} run from {labels.min()} to {labels.max()}, but they must be digits from 0 to 9."
        )
    empty = np.flatnonzero(~images.any(axis=(1, 2)))
    if len(empty):
        raise AutograderError(f"Image {empty[0]} in {where} is all zero, so nothing can be read from it: leave it out.")
    return DigitImages(np.ascontiguousarray(images, dtype=np.uint8), labels.astype(np.uint8), name)


def save_digits_file(path: Path, digits: DigitImages) -> None:
    """Write `digits` to `path` as a compressed `.npz` that is either there whole or not at all.

    Raises AutograderError when the folder cannot be written to.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            np.savez_compressed(file, x=digits.images, y=digits.labels, name=np.array(digits.name))
        temporary.replace(path)
    except OSError as error:
        raise AutograderError(
            f"{path} cannot be written ({error.strerror or error}): choose another folder with --out, or make room."
        ) from None
    finally:
        with suppress(OSError):
            temporary.unlink()


def _short(error: BaseException) -> str:
    """Return the first line of an error's text, or its type."""
    return (str(error) or type(error).__name__).splitlines()[0].rstrip(".")
