"""Write the 8x8 digits of `softmax_network` as four CSV files: `python data/build_digits8.py [--out FOLDER]`.

The images are scikit-learn's handwritten digits, one of 64 grey values a row, divided by 16 so that they lie in
[0, 1]. The first 898 rows train, the last 899 test, in the order in which they come. The files have no header, and
labels are written as floating-point numbers ("7.0"): one label a row.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

FOLDER = Path(__file__).parent / "digits8"
TRAINING_ROWS = 898
GREY_LEVELS = 16


def digit_tables() -> dict[str, NDArray[np.float64]]:
    """Return the four tables by file name: images (898, 64) and (899, 64), labels (898, 1) and (899, 1)."""
    digits = load_digits()
    images = digits.data / GREY_LEVELS
    labels = digits.target.astype(np.float64).reshape(-1, 1)
    return {
        "Digit_X_train.csv": images[:TRAINING_ROWS],
        "Digit_X_test.csv": images[TRAINING_ROWS:],
        "Digit_y_train.csv": labels[:TRAINING_ROWS],
        "Digit_y_test.csv": labels[TRAINING_ROWS:],
    }


def as_csv(rows: Iterable[Iterable[float]]) -> str:
    """Return `rows` as comma-separated lines; sixteenths have at most four decimals, so that nothing is rounded."""
    return "".join(",".join(repr(float(value)) for value in row) + "\n" for row in rows)


def main() -> None:
    """Write the four files."""
    parser = argparse.ArgumentParser(description="Write scikit-learn's digits as the four files of softmax_network.")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder for the four files")
    out: Path = parser.parse_args().out
    out.mkdir(exist_ok=True)
    for name, table in digit_tables().items():
        (out / name).write_text(as_csv(table), encoding="utf-8")


if __name__ == "__main__":
    main()
