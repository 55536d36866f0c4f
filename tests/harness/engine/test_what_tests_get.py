"""The page on what tests get of a student's values is true, row by row."""

import datetime
import re

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
import scipy.sparse

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

from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
Pair = namedtuple("Pair", "a b")

class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5
"""
_OF_OTTER = "In a zip of otter's alone"
_CODE = re.compile(r"`([^`]+)`")


def rows():
    """Yield expression, the type it arrives as ("" for a stand-in), what is true of it, and whether for otter alone."""
    of_otter = False
    for line in (ROOT / "docs" / "what-tests-get.md").read_text(encoding="utf-8").splitlines():
        of_otter = of_otter or line.startswith(_OF_OTTER)
        if line.startswith("| `"):
            first, second, third = line.strip("| ").split(" | ")
            (source,) = _CODE.findall(first)
            yield source, (_CODE.findall(second) or [""])[0], _CODE.findall(third), of_otter


ROWS = list(rows())


def test_every_kind_of_value_has_a_row():
    assert len(ROWS) >= 48


def test_each_row_says_how_a_value_arrives_and_what_is_true_of_it(open_session):
    sessions = [open_session(keeps_classes=keeps) for keeps in (False, True)]
    for source, kind, claims, of_otter in ROWS:
        assert sessions[of_otter].run_cell(0, f"{GIVEN}\nvalue = {source}\n", 30).failure is None, source
        env = sessions[of_otter].namespace
        value = env["value"]
        assert is_remote(value) == (kind == ""), source
        assert kind in ("", type(value).__name__), source
        names = {"value": value, "env": env, "np": np, "pd": pd, "datetime": datetime}
        names |= {"matplotlib": matplotlib, "scipy": scipy}
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
