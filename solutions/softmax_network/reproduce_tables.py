"""Train the reference on the configurations of the original text and put its scores beside the text's.

    python solutions/softmax_network/reproduce_tables.py [--seeds 40] [--out FOLDER]

writes `reproduction.csv` and the tables in the README of this folder, or of another that has such a README. The
original figures come from one run each, from random weights; the reference's are medians over the seeds. It takes about
a minute and a half.
"""

import argparse
import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from autograder.assignments.percent import percent_cells

FOLDER = Path(__file__).parent
DATA = FOLDER.parents[1] / "data" / "digits8"
SEEDS = 40
BEGIN, END = "<!-- tables: written by reproduce_tables.py -->", "<!-- end of tables -->"


@dataclass(frozen=True, slots=True)
class Configuration:
    """Hidden nodes, learning rate and penalty of a network with one hidden layer."""

    hidden: int
    learning_rate: float
    reg_lambda: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tables: accuracies of the original text's run, and of the reference's runs."""

    table: str
    choice: float
    original_train: float
    original_test: float
    median_train: float
    median_test: float
    lowest_test: float
    highest_test: float


@dataclass(frozen=True, slots=True)
class Original:
    """What the text reports: which table and choice, the configuration and epochs, accuracies in training and test."""

    table: str
    choice: float
    configuration: Configuration
    epochs: int
    train: float
    test: float


def originals() -> list[Original]:
    """Return the fifteen lines of the three tables of the original text."""
    epochs = ((10, 0.215, 0.161), (50, 0.357, 0.297), (100, 0.570, 0.501), (200, 0.757, 0.660), (500, 0.876, 0.818))
    rates = ((0.001, 0.119, 0.121), (0.01, 0.203, 0.161), (0.1, 0.570, 0.501), (0.5, 0.878, 0.815), (1.0, 0.931, 0.883))
    lambdas = (
        (0.0, 0.934, 0.860),
        (0.001, 0.933, 0.865),
        (0.01, 0.931, 0.883),
        (0.1, 0.100, 0.101),
        (1.0, 0.101, 0.096),
    )
    return [
        *(Original("epochs", n, Configuration(32, 0.1, 0.01), n, *scores) for n, *scores in epochs),
        *(Original("rates", rate, Configuration(32, rate, 0.01), 100, *scores) for rate, *scores in rates),
        *(Original("lambdas", penalty, Configuration(32, 1.0, penalty), 100, *scores) for penalty, *scores in lambdas),
    ]


def reference() -> dict[str, Any]:
    """Return the namespace of the master notebook's cells up to the class Network."""
    namespace: dict[str, Any] = {}
    for cell in percent_cells(FOLDER / "master.py"):
        if cell.kind == "raw" and "name: q2_4" in cell.source:
            return namespace
        if cell.kind == "code":
            exec(cell.source, namespace)
    raise LookupError("the master notebook has no question q2_4")


def digits() -> tuple[NDArray[np.float64], ...]:
    """Return training images (898, 64) and digits (898,), test images (899, 64) and digits (899,)."""
    X, y, X_test, y_test = (
        np.loadtxt(DATA / f"Digit_{part}.csv", delimiter=",") for part in ("X_train", "y_train", "X_test", "y_test")
    )
    return X, y, X_test, y_test


def scores_after(configuration: Configuration, epochs: Iterable[int], seed: int) -> Iterator[tuple[float, ...]]:
    """Train the reference on and on; yield training accuracy, test accuracy and test macro F1 after each of `epochs`.

    `epochs` must rise.
    """
    given = reference()
    X, y, X_test, y_test = digits()
    np.random.seed(seed)
    layers = [given["Layer"](64, configuration.hidden), given["Layer"](configuration.hidden, 10)]
    network = given["Network"](
        layers,
        [given["sigmoid"], given["softmax"]],
        [given["d_sigmoid"], given["d_softmax"]],
        given["cross_entropy_loss"],
        given["d_cross_entropy_loss"],
    )
    for done, wanted in pairwise((0, *epochs)):
        network.fit(X, np.eye(10)[y.astype(int)], wanted - done, configuration.learning_rate, configuration.reg_lambda)
        predicted = network.predict(X_test)
        accuracies = float(np.mean(network.predict(X) == y)), float(np.mean(predicted == y_test))
        yield *accuracies, float(f1_score(y_test, predicted, average="macro"))


def measure(seeds: int = SEEDS) -> list[Line]:
    """Return the lines of the tables, with the reference's medians over `seeds` runs."""
    lines = []
    known: dict[tuple[Configuration, int], NDArray[np.float64]] = {}
    for configuration in dict.fromkeys(original.configuration for original in originals()):
        epochs = sorted({o.epochs for o in originals() if o.configuration == configuration})
        runs = np.array([list(scores_after(configuration, epochs, seed)) for seed in range(seeds)])
        known.update({(configuration, n): runs[:, place] for place, n in enumerate(epochs)})
    for original in originals():
        train, test, _ = known[original.configuration, original.epochs].T
        measured = (np.median(train), np.median(test), np.min(test), np.max(test))
        rounded = (round(float(value), 3) for value in measured)
        lines.append(Line(original.table, original.choice, original.train, original.test, *rounded))
    return lines


def as_markdown(lines: Iterable[Line]) -> str:
    """Return the three tables for the README."""
    titles = {
        "epochs": "Epochs, at rate 0.1 and lambda 0.01",
        "rates": "Learning rate, 100 epochs, lambda 0.01",
        "lambdas": "Lambda, 100 epochs at rate 1",
    }
    text = []
    for table, title in titles.items():
        text.append(f"\n**{title}**\n\n| | test: text | median | difference | runs | train: text | median |")
        text.append("| ---: | ---: | ---: | ---: | :---: | ---: | ---: |")
        for line in lines:
            if line.table == table:
                difference = line.median_test - line.original_test
                text.append(
                    f"| {line.choice:g} | {line.original_test:.3f} | {line.median_test:.3f} | {difference:+.3f} "
                    f"| {line.lowest_test:.3f} to {line.highest_test:.3f} "
                    f"| {line.original_train:.3f} | {line.median_train:.3f} |"
                )
    return "\n".join(text) + "\n"


def read_lines(path: Path = FOLDER / "reproduction.csv") -> list[Line]:
    """Return the lines that were measured."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Line(row["table"], *(float(row[field.name]) for field in fields(Line)[1:])) for row in csv.DictReader(file)
        ]


def write(lines: Iterable[Line], folder: Path = FOLDER) -> None:
    """Write the measured lines, and the tables in the README of `folder`."""
    lines = list(lines)
    with (folder / "reproduction.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Line)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(line) for line in lines)
    readme = folder / "README.md"
    before, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(f"{before}{BEGIN}\n{as_markdown(lines)}\n{END}{after}", encoding="utf-8")


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description="Put the reference's scores beside those of the original text.")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="runs of each configuration")
    parser.add_argument("--out", type=Path, default=FOLDER, help="the folder to write into")
    options = parser.parse_args()
    write(measure(options.seeds), options.out)


if __name__ == "__main__":
    main()
