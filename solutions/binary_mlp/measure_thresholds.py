"""Measure the reference on held-out images and choose the accuracy steps of q11 and q12: thresholds.csv.

    python solutions/binary_mlp/measure_thresholds.py [--seeds 200] [--mnist FOLDER] [--only DATA_SET] [--out FILE]

trains the solution's networks, one for each seed, for every data set that is there (digits28 always; MNIST from
data/mnist, or from the folder given), with the solution notebook's own functions and recipe. Rows of a data set that
is not measured are kept as they are.

The rule. `lower_bound` is an accuracy that the reference reaches with a probability above 0.999. The highest step
allows ALLOWED_ERRORS times the errors of that bound, because a right solution may use other hyperparameters. Each
lower step allows STEP_FACTOR times the errors of the one above it. Steps are rounded down to half a percent.
"""

from __future__ import annotations

import argparse
import ast
import csv
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from scipy import stats

from autograder.assignments.percent import percent_cells
from autograder.datasets import DigitImages, load_digits_file, mnist_from_path

COURSE = Path(__file__).resolve().parents[2]
TABLE = Path(__file__).with_name("thresholds.csv")
NOTEBOOK = Path(__file__).with_name("master.py")
QUESTIONS = {"q11": ("model_1_5", (1, 5)), "q12": ("model_7_9", (7, 9))}

PROBABILITY = 0.9995
ALLOWED_ERRORS = 2.5
STEP_FACTOR = 1.5
STEP_COUNT = 4
GRID = 0.005

STATISTICS = ("minimum", "median", "maximum", "mean", "deviation")
STEPS = tuple(f"step_{number}" for number in range(1, STEP_COUNT + 1))


@dataclass(frozen=True)
class Thresholds:
    """One row of the table: accuracies of the reference over the seeds, and the steps from lowest to highest."""

    data_set: str
    question: str
    seeds: int
    minimum: float
    median: float
    maximum: float
    mean: float
    deviation: float
    steps: tuple[float, ...]


def lower_bound(mean: float, deviation: float, minimum: float, count: int) -> float:
    """Return the accuracy that one more seed exceeds with probability PROBABILITY, at most the smallest one seen.

    That is the one-sided prediction bound of a normal sample (Student's t) of `count` accuracies.
    """
    quantile = stats.t.ppf(PROBABILITY, count - 1)
    return float(min(mean - quantile * deviation * np.sqrt(1 + 1 / count), minimum))


def choose_steps(bound: float) -> tuple[float, ...]:
    """Return the STEP_COUNT accuracies that earn points, rising, for a reference that exceeds `bound`."""
    errors = ALLOWED_ERRORS * (1 - bound)
    return tuple(_rounded_down(1 - errors * STEP_FACTOR**below) for below in reversed(range(STEP_COUNT)))


def _rounded_down(accuracy: float) -> float:
    """Return the largest multiple of GRID that is not above `accuracy`."""
    return round(float(np.floor(accuracy / GRID + 1e-9) * GRID), 3)


def thresholds_of(data_set: str, question: str, accuracies: np.ndarray) -> Thresholds:
    """Return the row of one data set and question."""
    statistics = {"minimum": np.min, "median": np.median, "maximum": np.max, "mean": np.mean}
    values = {name: round(float(statistic(accuracies)), 4) for name, statistic in statistics.items()}
    deviation = round(float(np.std(accuracies, ddof=1)), 4)
    bound = lower_bound(values["mean"], deviation, values["minimum"], len(accuracies))
    return Thresholds(data_set, question, len(accuracies), **values, deviation=deviation, steps=choose_steps(bound))


@dataclass(frozen=True)
class Reference:
    """The solution notebook: the names it defines, and how it trains each model (train_NNet's keyword arguments)."""

    names: Mapping[str, Any]
    recipes: Mapping[str, Mapping[str, Any]]


def load_reference(notebook: Path = NOTEBOOK) -> Reference:
    """Return the solution notebook's definitions and recipes, without running what it computes.

    Imports, functions, classes and constants in capitals are taken from its code cells; nothing is trained or drawn.
    """
    cells = [cell.source for cell in percent_cells(notebook) if cell.kind == "code"]
    statements = [statement for cell in cells for statement in ast.parse(cell).body]
    definitions = [statement for statement in statements if _is_definition(statement)]
    names: dict[str, Any] = {"__name__": "reference"}
    exec(compile(ast.Module(definitions, type_ignores=[]), str(notebook), "exec"), names)
    return Reference(names, {model: _recipe(statements, model) for model, _ in QUESTIONS.values()})


def _recipe(statements: Iterable[ast.stmt], model: str) -> dict[str, Any]:
    """Return the keyword arguments of `model = train_NNet(X, Y, ...)`."""
    for statement in statements:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Name(id="train_NNet"), keywords=keywords)
            ) if name == model:
                return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in keywords}
    raise LookupError(f"the solution notebook has no cell with {model} = train_NNet(...)")


def _is_definition(statement: ast.stmt) -> bool:
    """Tell whether a statement imports or defines something."""
    if isinstance(statement, ast.Assign):
        return all(isinstance(target, ast.Name) and target.id.isupper() for target in statement.targets)
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)


def accuracy_of_seed(reference: Reference, train: DigitImages, heldout: DigitImages, question: str, seed: int) -> float:
    """Train the solution's network of a question and return its accuracy on the held-out images of its two digits."""
    model_name, pair = QUESTIONS[question]
    names = reference.names
    X_pair, y_pair = names["extract_digits"](train.images, train.labels, *pair)
    Y = np.where(y_pair == pair[0], 0, 1).reshape(1, -1)
    np.random.seed(seed)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*non-interactive")  # the curves are drawn, but not shown
        model = names["train_NNet"](names["vectorize_images"](X_pair), Y, **reference.recipes[model_name])
    plt.close("all")
    unseen = heldout.of_digits(*pair)
    predicted = np.asarray(names["predict"](model, unseen.images, *pair)).reshape(-1)
    return float(np.mean(predicted == unseen.labels))


def data_sets(mnist: Path) -> Iterable[tuple[DigitImages, DigitImages]]:
    """Yield the training and the held-out part of every data set that is there."""
    folder = COURSE / "data"
    yield load_digits_file(folder / "digits28" / "train.npz"), load_digits_file(folder / "digits28" / "heldout.npz")
    if (mnist / "heldout.npz").is_file():
        yield load_digits_file(mnist / "train.npz"), load_digits_file(mnist / "heldout.npz")
    elif mnist.is_dir():
        parts = mnist_from_path(path=mnist)
        yield parts.train, parts.heldout


def measure(reference: Reference, mnist: Path, seeds: int, only: str | None = None) -> list[Thresholds]:
    """Return a row for each question and each data set that is there, or the one data set called `only`."""
    rows = []
    for train, heldout in data_sets(mnist):
        if only not in (None, train.name):
            continue
        for question in QUESTIONS:
            runs = [accuracy_of_seed(reference, train, heldout, question, seed) for seed in range(seeds)]
            rows.append(thresholds_of(train.name, question, np.array(runs)))
            print(rows[-1], flush=True)
    return rows


def read_table(path: Path = TABLE) -> list[Thresholds]:
    """Return the rows of thresholds.csv, none when it is not there yet."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Thresholds(
                row["data_set"],
                row["question"],
                int(row["seeds"]),
                *(float(row[name]) for name in STATISTICS),
                steps=tuple(float(row[name]) for name in STEPS),
            )
            for row in csv.DictReader(file)
        ]


def write_table(rows: Iterable[Thresholds], path: Path = TABLE) -> None:
    """Write thresholds.csv."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["data_set", "question", "seeds", *STATISTICS, *STEPS])
        for row in rows:
            table.writerow([*list(vars(row).values())[:-1], *row.steps])


def main() -> None:
    """Measure and write the table."""
    plt.switch_backend("Agg")
    parser = argparse.ArgumentParser(description="Measure the reference and choose the accuracy steps of q11 and q12.")
    parser.add_argument("--seeds", type=int, default=200, help="networks to train for each row")
    parser.add_argument("--mnist", type=Path, default=COURSE / "data" / "mnist", help="folder with MNIST")
    parser.add_argument("--notebook", type=Path, default=NOTEBOOK, help="the solution notebook")
    parser.add_argument("--only", metavar="DATA_SET", help="measure this data set and keep the others' rows")
    parser.add_argument("--out", type=Path, default=TABLE, help="the table; rows that are not measured are kept")
    options = parser.parse_args()
    if options.seeds < 20 and options.out == TABLE:
        parser.error("--seeds must be at least 20 for the table that the grader reads")
    rows = measure(load_reference(options.notebook), options.mnist, options.seeds, options.only)
    measured = {row.data_set for row in rows}
    kept = [row for row in read_table(options.out) if row.data_set not in measured]
    write_table(sorted([*rows, *kept], key=lambda row: (row.data_set, row.question)), options.out)


if __name__ == "__main__":
    main()
