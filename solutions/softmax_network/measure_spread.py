"""Measure how much the scores of the reference differ from run to run, and write `spread.csv`.

    python solutions/softmax_network/measure_spread.py [--seeds 20] [--out FILE]

Each line is one configuration after some epochs: mean and standard deviation of test accuracy and macro F1 over the
seeds, from random weights. The hidden tests of Q3 take from it how far a recorded score may lie from one that is
trained again. It takes about three minutes.
"""

import argparse
import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from reproduce_tables import FOLDER, Configuration, scores_after

SEEDS = 20
EPOCHS = (10, 20, 50, 100)
HEADER = ("hidden", "epochs", "learning_rate", "reg_lambda", "accuracy_mean", "accuracy_sd", "f1_mean", "f1_sd")


def configurations() -> Iterator[Configuration]:
    """Yield small and large networks, slow and fast rates (above 1 training jumps), weak and strong penalties."""
    for hidden, learning_rate in ((8, 0.1), (8, 1.0), (32, 0.001), (32, 0.01), (32, 0.1), (32, 0.5), (32, 1.0)):
        yield Configuration(hidden, learning_rate, 0.01)
    for hidden, learning_rate in ((128, 0.1), (128, 1.0), (32, 2.0), (32, 5.0), (32, 10.0)):
        yield Configuration(hidden, learning_rate, 0.01)
    for learning_rate, reg_lambda in ((1.0, 0.0), (1.0, 0.001), (1.0, 0.05), (1.0, 0.1), (1.0, 1.0), (0.1, 0.1)):
        yield Configuration(32, learning_rate, reg_lambda)


def lines(seeds: int) -> Iterator[tuple[float, ...]]:
    """Yield the lines of the table, each from so many runs."""
    for configuration in configurations():
        runs = np.array([list(scores_after(configuration, EPOCHS, seed)) for seed in range(seeds)])
        for epochs, scores in zip(EPOCHS, np.moveaxis(runs, 1, 0), strict=True):
            _, accuracy, f1 = scores.T
            settings = (configuration.hidden, epochs, configuration.learning_rate, configuration.reg_lambda)
            measured = (accuracy.mean(), accuracy.std(ddof=1), f1.mean(), f1.std(ddof=1))
            yield *settings, *(round(float(value), 4) for value in measured)


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser(description="Measure how much the reference's scores differ from run to run.")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each configuration, at least 2")
    parser.add_argument("--out", type=Path, default=FOLDER / "spread.csv", help="the table to write")
    options = parser.parse_args()
    measured = list(lines(options.seeds))
    with options.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(measured)


if __name__ == "__main__":
    main()
