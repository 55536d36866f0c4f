"""After a change to the tests only, no cell that took long runs again."""

import json
import re
import zipfile

import pytest

from autograder.engine.snapshots import Snapshots
from tests.harness.jails import needs_jail
from tests.harness.sealed_class import grade_folder, notebook

in_the_jail = needs_jail

TEST = """
from otter.test_files import test_case

OK_FORMAT = False
name = "q1"
points = 1


@test_case(name="says its token", points=1, hidden=False)
def test_token(env):
    assert False, f"{note}: {{env['token']}} {{env['twice'](2)}} {{env['same']()}}"
"""
SETTINGS = {
    "name": "tiny",
    "questions": ["q1"],
    "manual": {},
    "student_files": [],
    "limits": {"cell_cpu_s": 0.9, "cell_wall_s": 6, "case_cpu_s": 2},
}
START = """import otter
import secrets, time
import numpy as np
from sklearn.metrics import accuracy_score
grader = otter.Notebook('tiny.ipynb')"""
TRAIN = """token = secrets.token_hex(8)
values = [np.ones(3)]
alias = values
ends = time.process_time() + 0.55
while time.process_time() < ends:
    pass"""
USE = "def twice(x):\n    return 2 * x\ndef same():\n    return alias is values and len(values) == 1"


@pytest.fixture
def token_of(tmp_path):
    """Return a function that grades a notebook with tests that say `note`, and gives the token that its cells drew."""
    (tmp_path / "class").mkdir()

    def run(note, *cells):
        (tmp_path / "class" / "a.ipynb").write_text(notebook(START, *cells))
        path = tmp_path / "autograder.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("tests/q1.py", TEST.format(note=note))
            archive.writestr("assignment.json", json.dumps(SETTINGS))
        graded = grade_folder(tmp_path / "class", path, tmp_path / "out")
        message = graded.case("a.ipynb", "q1", "says its token").message
        found = re.fullmatch(rf"{note}: ([0-9a-f]{{16}}) 4 True", message)
        assert found, message
        return found[1]

    return run


@in_the_jail
def test_new_tests_do_not_run_a_long_cell_again(token_of):
    assert token_of("first", TRAIN, USE) == token_of("second", TRAIN, USE)


@in_the_jail
def test_a_snapshot_that_hangs_costs_nothing_but_time(token_of):
    slow = "class Slow:\n    def __reduce__(self):\n        while True:\n            pass\nslow = Slow()"
    assert token_of("first", f"{TRAIN}\n{slow}", USE)


KEY = {"owner": "a", "cells": ["a = 1", "train()"], "seed": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"owner": "b"},
        {"cells": ["a = 2", "train()"]},
        {"cells": ["a = 1", "train() "]},
        {"cells": ["a = 1t", "rain()"]},
        {"cells": ["a = 1", "", "train()"]},
        {"owner": "a1", "seed": ""},
        {"seed": 2},
        {"seed": None},
    ],
)
def test_a_snapshot_belongs_to_its_owner_and_to_all_that_its_cell_depends_on(tmp_path, change):
    snapshots = Snapshots(tmp_path, {})
    assert snapshots.key(**KEY) == Snapshots(tmp_path, {}).key(**KEY)
    assert snapshots.key(**KEY) != snapshots.key(**KEY | change)
    assert snapshots.key(**KEY) != Snapshots(tmp_path, {"data.npz": b"1"}).key(**KEY)


def test_without_a_folder_nothing_is_kept():
    snapshots = Snapshots(None, {})
    snapshots.write("a", b"1")
    assert snapshots.read("a") is None
