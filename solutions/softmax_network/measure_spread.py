"""Measure how much the scores of the reference differ from run to run, and write `spread.csv`.

    python solutions/softmax_network/measure_spread.py

Each line is one configuration after some epochs: mean and standard deviation of test accuracy and macro F1 over 20
runs from random weights. The hidden tests of Q3 take from it how far a recorded score may lie from one that is
trained again. It takes about three minutes.
"""

import csv
from collections.abc import Iterator

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


def lines() -> Iterator[tuple[float, ...]]:
    """Yield the lines of the table."""
    for configuration in configurations():
        runs = np.array([list(scores_after(configuration, EPOCHS, seed)) for seed in range(SEEDS)])
        for epochs, scores in zip(EPOCHS, np.moveaxis(runs, 1, 0), strict=True):
            _, accuracy, f1 = scores.T
            settings = (configuration.hidden, epochs, configuration.learning_rate, configuration.reg_lambda)
            measured = (accuracy.mean(), accuracy.std(ddof=1), f1.mean(), f1.std(ddof=1))
            yield *settings, *(round(float(value), 4) for value in measured)


def main() -> None:
    """Write the table."""
    measured = list(lines())
    with (FOLDER / "spread.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(measured)


if __name__ == "__main__":
    main()
