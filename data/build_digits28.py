"""Build the data set `digits28`: handwritten digits in MNIST's format, from the ones that come with scikit-learn.

    python data/build_digits28.py

writes data/digits28/train.npz and data/digits28/heldout.npz. The same call gives the same images. The README beside
this file says how the writers are told apart.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from sklearn.datasets import load_digits

from autograder.datasets import DigitImages, save_digits_file

NAME = "digits28"
SEED = 28
# The row of scikit-learn's digits at which each writer's form starts: every form asks for the same 130 digits in the
# same order (0 to 9 three times, then 0 9 5 5 6 5 0 ...); up to 8 of them are missing in some forms.
FORM_STARTS = (0, 130, 256, 386, 516, 646, 776, 906, 1029, 1157, 1287, 1415, 1545, 1667)
HELDOUT_FROM_FORM = 10  # forms 0 to 9 are for training, forms 10 to 13 are held out
TRAIN_VARIANTS = 3
HELDOUT_VARIANTS = 2

SIZE = 28  # pixels a side, as in MNIST
CELL = 2.5  # pixels a side of one of the 8x8 cells: the digit fills a box of 20x20 pixels, as in MNIST
FULL_CELL = 16.0  # the largest value of a cell
PADDING = 3  # empty cells around the 8x8, so that the interpolation fades to the background
INK_FROM, INK_FULL = 0.32, 0.66  # shares of a full cell that become 0 and 255: crisp strokes on a dark background

MAX_ANGLE = np.deg2rad(8)
MAX_SHEAR = 0.1
SCALES = (0.9, 1.08)
MAX_SHIFT = 1.0  # pixels


@dataclass(frozen=True)
class Movement:
    """How one variant differs from its source: angle in radians, shear, scales (y, x), shift in pixels (y, x)."""

    angle: float
    shear: float
    scales: NDArray[np.float64]
    shift: NDArray[np.float64]

    def matrix(self) -> NDArray[np.float64]:
        """Return the (2, 2) matrix that takes an offset in pixels of the variant to one in cells of the source."""
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        rotation = np.array([[cosine, -sine], [sine, cosine]])
        shear = np.array([[1.0, 0.0], [self.shear, 1.0]])
        return np.diag(1 / (CELL * self.scales)) @ shear @ rotation


def draw_movement(generator: np.random.Generator) -> Movement:
    """Draw one small movement."""
    return Movement(
        angle=generator.uniform(-MAX_ANGLE, MAX_ANGLE),
        shear=generator.uniform(-MAX_SHEAR, MAX_SHEAR),
        scales=generator.uniform(*SCALES, size=2),
        shift=generator.uniform(-MAX_SHIFT, MAX_SHIFT, size=2),
    )


def enlarge(cells: NDArray[np.float64], movement: Movement) -> NDArray[np.uint8]:
    """Return one image (28, 28) uint8 of a digit given as (8, 8) cells from 0 to 16.

    The centre of mass of the ink goes to the middle of the image, as in MNIST, then `movement` is applied; cubic
    splines between the cells, then a steep contrast, because a cell's number is the share of ink in it.
    """
    padded = np.pad(cells / FULL_CELL, PADDING)
    middle = np.array(ndimage.center_of_mass(padded))
    matrix = movement.matrix()
    target = (SIZE - 1) / 2 + movement.shift
    ink = ndimage.affine_transform(
        padded, matrix, offset=middle - matrix @ target, output_shape=(SIZE, SIZE), order=3, mode="constant"
    )
    grey = np.clip((ink - INK_FROM) / (INK_FULL - INK_FROM), 0.0, 1.0)
    return np.rint(255 * grey).astype(np.uint8)


def make_part(rows: range, variants: int, generator: np.random.Generator) -> DigitImages:
    """Return `variants` images of each of scikit-learn's digits in `rows`, in a drawn order."""
    source = load_digits()
    images = [
        enlarge(source.images[row].astype(np.float64), draw_movement(generator))
        for row in rows
        for _ in range(variants)
    ]
    labels = np.repeat(source.target[rows.start : rows.stop], variants).astype(np.uint8)
    order = generator.permutation(len(images))
    return DigitImages(np.array(images)[order], labels[order], NAME)


def part_rows() -> tuple[range, range]:
    """Return scikit-learn's rows of the training part and of the held-out part."""
    split = FORM_STARTS[HELDOUT_FROM_FORM]
    return range(split), range(split, len(load_digits().target))


def build_digits28() -> tuple[DigitImages, DigitImages]:
    """Return the training part and the held-out part."""
    train_rows, heldout_rows = part_rows()
    generator = np.random.default_rng(SEED)
    return make_part(train_rows, TRAIN_VARIANTS, generator), make_part(heldout_rows, HELDOUT_VARIANTS, generator)


def main() -> None:
    """Write both parts beside this file, or to the folder given with --out."""
    parser = argparse.ArgumentParser(description="Build the data set digits28 from scikit-learn's digits.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / NAME, help="folder for the two files")
    out = parser.parse_args().out
    for file, digits in zip(("train.npz", "heldout.npz"), build_digits28(), strict=True):
        save_digits_file(out / file, digits)
        print(f"{out / file}: {len(digits)} images, {(out / file).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
