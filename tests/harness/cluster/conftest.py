"""A tiny assignment and its class, for grading here and on a cluster."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.harness.sealed_class import SOLUTION

QUESTION = """
from otter.test_files import test_case

OK_FORMAT = False
name = "double"
points = 2


@test_case(name="small", points=1, hidden=False)
def test_small(double):
    assert double(2) == 4, "double(2) is wrong"


@test_case(name="large", points=1, hidden=True)
def test_large(double):
    import numpy as np
    x = float(np.random.randint(1000))
    assert double(x) == 2 * x, "double(x) is wrong"
"""
RIGHT = "def double(x): return 2 * x"
HALF_RIGHT = "def double(x): return 4"
PAUSE = "import time; time.sleep(1)"
CLASS = {
    "s1": [RIGHT],
    "s2": [PAUSE, HALF_RIGHT],
    "s3": [PAUSE, RIGHT],
    "s4": ["import os; os._exit(0)", RIGHT],
    "s5": [PAUSE, RIGHT],
    "s6": [PAUSE, HALF_RIGHT],
    "s7": [PAUSE, RIGHT],
    "s8": ["def double(x): return None"],
}


@pytest.fixture(scope="package")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "autograder.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("otter_config.json", json.dumps({"lang": "python", "seed": 1}))
        archive.writestr("tests/double.py", QUESTION)
        archive.writestr(*SOLUTION)
    return path


@pytest.fixture(scope="package")
def submissions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    for name, cells in CLASS.items():
        parts = [
            {"cell_type": "code", "metadata": {}, "source": cell, "outputs": [], "execution_count": None}
            for cell in cells
        ]
        notebook = {"cells": parts, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook))
    (folder / "s9.ipynb").write_text("not a notebook")
    return folder
