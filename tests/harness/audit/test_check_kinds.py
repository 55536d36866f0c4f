"""Assignments of many kinds can be checked: with magics, tables, questions without points, extra credit."""

import pytest
from rich.console import Console

from autograder.audit.check import check
from autograder.build.new import new_assignment
from autograder.course.settings import find_course
from tests.harness.audit.mistakes import MASTER, Q3, SETTINGS, WRONG, Mistake
from tests.harness.jails import needs_jail

pytestmark = [needs_jail, pytest.mark.slow]

KINDS = {
    "magics": [Mistake("", MASTER, "import numpy as np\n", "import numpy as np\n\n# %matplotlib inline\n")],
    "no points of the tests, and extra credit": [
        Mistake("", SETTINGS, "q3 = 1\n", "q3 = 0\n"),
        Mistake("", SETTINGS, "training =", 'extra_credit = ["q2"]\ntraining ='),
        Mistake("", Q3, "points = 1\n", "points = 0\n"),
        Mistake("", Q3, "points=1,", "points=0,"),
    ],
}


def checked(course, changes):
    new_assignment(course, "lines")
    for change in changes:
        change.make(course)
    return check(find_course(course), "lines", console=Console(stderr=True), jobs=1)


@pytest.mark.parametrize("changes", KINDS.values(), ids=KINDS)
def test_it_is_ready(tmp_path, changes):
    assert checked(tmp_path, changes).faults == ()


MANUAL = """\
[manual]
q3 = 3

[rubric]
q3 = [
    { points = 2, text = "No line separates the classes." },
    { points = 1, text = "The weights therefore never come to rest." },
]
"""
TABLES = [
    Mistake("", SETTINGS, '["numpy>=1.26"]', '["pandas"]'),
    Mistake("", SETTINGS, "q2 = 2\nq3 = 1\n", ""),
    Mistake("", SETTINGS, 'training = ["q2"]', "training = []"),
    Mistake("", SETTINGS, MANUAL, ""),
    Mistake(
        "",
        "solutions/lines/master.py",
        "",
        """\
# %%
import pandas as pd

# %% [raw]
# # BEGIN QUESTION
# name: q1

# %% [raw]
# # BEGIN SOLUTION

# %%
def count(words):
    # BEGIN SOLUTION
    table = pd.Series(words).value_counts(sort=False).rename_axis("word").reset_index(name="count")
    return table.sort_values("word", ignore_index=True)
    # END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
""",
    ),
    Mistake(
        "",
        "tests/otter/lines/q1.py",
        "",
        '''\
"""q1: count."""

import pandas as pd
from otter.test_files import test_case

from autograder.testing import call, expect, require_answer, require_function

OK_FORMAT = False
name = "q1"
points = 2


@test_case(name="counts words", points=2, hidden=False)
def test_words(count):
    table = require_answer(call(require_function(count, "count"), ["b", "a", "b"]), "what count returns")
    expect(isinstance(table, pd.DataFrame), "count must return a DataFrame.")
    pd.testing.assert_frame_equal(table, pd.DataFrame({"word": ["a", "b"], "count": [1, 2]}))
''',
    ),
    Mistake("", "tests/otter/lines/q2.py", "x", None),
    Mistake("", "tests/otter/lines/q3.py", "x", None),
    Mistake(
        "",
        WRONG,
        "",
        """\
# %% a dictionary
# question: q1
# hint: Return a DataFrame.
# fails: counts words
def count(words):
    return {word: words.count(word) for word in words}


# %% not sorted
# question: q1
# hint: Sort by word.
# fails: counts words
def count(words):
    return pd.DataFrame({"word": ["b", "a"], "count": [2, 1]})
""",
    ),
    Mistake(
        "",
        "solutions/lines/alternatives.py",
        "",
        """\
# %% by a dictionary
# question: q1
def count(words):
    return pd.DataFrame([{"word": word, "count": words.count(word)} for word in sorted(set(words))])
""",
    ),
]


def test_tables_are_asked_for_and_compared_in_ours_as_under_otter(tmp_path):
    readiness = checked(tmp_path, TABLES)
    assert readiness.faults == ()
    assert {row.what: row.found for row in readiness.rows}["bank items run"] == "3 items"
