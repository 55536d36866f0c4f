"""The page on what tests get of a student's values is true, row by row."""

import datetime
import re

import numpy as np
import pandas as pd
import pytest

from autograder.engine.remote import is_remote
from tests.harness.conftest import ROOT
from tests.harness.jails import needs_jail

pytestmark = needs_jail

GIVEN = """
import datetime
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import scipy.sparse

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5
"""
_CODE = re.compile(r"`([^`]+)`")


def rows():
    """Yield expression, the type it arrives as ("" for a stand-in), and what is true of it, for each row."""
    for line in (ROOT / "docs" / "what-tests-get.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| `"):
            first, second, third = line.strip("| ").split(" | ")
            (source,) = _CODE.findall(first)
            yield source, (_CODE.findall(second) or [""])[0], _CODE.findall(third)


ROWS = list(rows())


def test_every_kind_of_value_has_a_row():
    assert len(ROWS) >= 38


def test_each_row_says_how_a_value_arrives_and_what_is_true_of_it(student):
    for source, kind, claims in ROWS:
        env = student(f"{GIVEN}\nvalue = {source}\n")
        value = env["value"]
        assert is_remote(value) == (kind == ""), source
        assert kind in ("", type(value).__name__), source
        names = {"value": value, "env": env, "np": np, "pd": pd, "datetime": datetime}
        assert claims, source
        for claim in claims:
            assert eval(claim, names), f"{source}: {claim}"  # noqa: S307 - the page is ours


def test_what_a_function_raises_is_pythons_own_class_with_the_students_text(student):
    env = student("class Odd(ValueError):\n    pass\ndef refuse(x):\n    raise Odd(f'no {x}')")
    with pytest.raises(ValueError, match="no 3"):
        env["refuse"](3)


def test_a_table_that_a_test_changes_is_changed_for_the_test_alone(student):
    env = student("import pandas as pd\ntable = pd.DataFrame({'a': [1, 2]})")
    mine = env["table"]
    mine["a"] = 0
    assert env["table"]["a"].tolist() == [1, 2]
