"""A small assignment with something to steal: four questions, secrets in its tests, a hidden file, a lent helper."""

import json
import zipfile

from tests.harness.sealed_class import SOLUTION

SECRET_IN_TEST = "the-walrus-sings-at-noon"
SECRET_IN_FILE = "the-otter-sleeps-at-dawn"
SECRETS = (SECRET_IN_TEST, SECRET_IN_FILE)
LIMITS = {
    "submission_cpu_s": 40,
    "cell_cpu_s": 2,
    "case_cpu_s": 2,
    "submission_wall_s": 40,
    "cell_wall_s": 2,
    "case_wall_s": 2,
    "memory_mb": 512,
}
# For attacks that never end: all else takes a small part of it, on either clock.
TIGHT_LIMITS = LIMITS | {"cell_cpu_s": 0.3, "case_cpu_s": 0.3, "cell_wall_s": 1, "case_wall_s": 1}

HEAD = """
import numpy as np
from otter.test_files import test_case

OK_FORMAT = False
name = "{name}"
points = 2
SECRET = "the-walrus-sings-at-noon"
"""

MEAN = """
def check(actual, X):
    expected = X.mean(axis=1)
    assert np.shape(actual) == expected.shape, f"a result of shape {np.shape(actual)}"
    assert np.allclose(np.asarray(actual, dtype=float), expected, rtol=1e-9, atol=0), "the means are not right"


@test_case(name="the means of a small array", points=1, hidden=False)
def test_small(row_means):
    X = np.arange(6.0).reshape(2, 3)
    check(row_means(X.copy()), X)


@test_case(name="the means of any array", points=1, hidden=True)
def test_any(row_means):
    X = np.random.normal(size=(5, 7))
    check(row_means(X.copy()), X)
"""

DOUBLE = """
@test_case(name="twice two", points=1, hidden=False)
def test_two(double):
    assert double(2) == 4, "double(2) is wrong"


@test_case(name="twice any number", points=1, hidden=True)
def test_any(double):
    with open("secret.txt") as file:
        factor = float(file.readline())
    for x in np.random.randint(10, 10**6, size=3).tolist():
        assert double(x) == factor * x, "double(x) is wrong"
    assert double("hidden-input-7") == 2 * "hidden-input-7", "double does not repeat text"
    assert double(1.5) != SECRET
"""

HELPED = """
def right_line(x):
    return 3 * x + 1


@test_case(name="the line's sum, with your own line", points=1, hidden=False)
def test_own(line_sum):
    assert line_sum([1, 2]) == 11, "line_sum([1, 2]) is wrong"


@test_case(name="the line's sum, with a right line", points=1, hidden=True)
def test_lent(env, line_sum):
    own = env["line"]
    env["line"] = right_line
    try:
        x = [float(value) for value in np.random.randint(10, 10**6, size=3)]
        expected = sum(map(right_line, x))
        assert line_sum(x) == expected, "line_sum(x) is wrong"
    finally:
        env["line"] = own
"""

LATE = """
@test_case(name="the line at zero", points=1, hidden=False)
def test_zero(line):
    assert line(0) == 1, "line(0) is wrong"


@test_case(name="the line anywhere", points=1, hidden=True)
def test_any(line):
    x = float(np.random.randint(10, 10**6))
    assert line(x) == 3 * x + 1, "line(x) is wrong"
"""

QUESTIONS = {"q1_means": MEAN, "q2_double": DOUBLE, "q3_helped": HELPED, "q4_line": LATE}
POINTS = 2.0 * len(QUESTIONS)

START = "import otter\ngrader = otter.Notebook('small.ipynb')\nimport numpy as np"
RIGHT = {
    "q1_means": "def row_means(X):\n    return np.asarray(X).mean(axis=1)",
    "q2_double": "def double(x):\n    return 2 * x",
    "q3_helped": "def line_sum(xs):\n    return sum(line(x) for x in xs)",
    "q4_line": "def line(x):\n    return 3 * x + 1",
}


def write_zip(path, *, settings=True):
    """Write the autograder zip; without `settings` as otter's own tools would have made it."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "seed": 1}))
        for name, cases in QUESTIONS.items():
            archive.writestr(f"tests/{name}.py", HEAD.format(name=name) + cases)
        archive.writestr("files/secret.txt", f"2\n{SECRET_IN_FILE}\n")
        archive.writestr("files/open.txt", "for everybody\n")
        if settings:
            content = {"name": "small", "questions": list(QUESTIONS), "manual": {}, "student_files": ["open.txt"]}
            archive.writestr("assignment.json", json.dumps(content))
            archive.writestr(*SOLUTION)


def notebook_of(cells, *, metadata=None):
    """Return a notebook of these code cells as JSON text; a cell is its source or (source, metadata)."""
    parts = [
        {
            "cell_type": "code",
            "metadata": {} if isinstance(cell, str) else cell[1],
            "source": cell if isinstance(cell, str) else cell[0],
            "outputs": [],
            "execution_count": None,
        }
        for cell in cells
    ]
    return json.dumps({"cells": parts, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 4})
