"""Assignments that are not ours, as otter's own tools make their zips, with right, wrong and odd submissions."""

from __future__ import annotations

import json
import pprint
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.engine import otter_adapter

SEED = 5


def doctest_file(name: str, cases: Sequence[str | Mapping[str, Any]], **settings: Any) -> str:
    """Return a test file in OK format, as otter assign writes it; a case is its code, or all of its fields."""
    full = [
        {"hidden": False, "locked": False, **(case if isinstance(case, Mapping) else {"code": case})} for case in cases
    ]
    suite = {"cases": full, "scored": True, "setup": "", "teardown": "", "type": "doctest"}
    test = {"name": name, "points": None, **settings, "suites": [suite]}
    return f"OK_FORMAT = True\n\ntest = {pprint.pformat(test, width=200)}\n"


def exception_file(name: str, body: str, **settings: Any) -> str:
    """Return a test file in the exception format."""
    stated = "".join(f"{key} = {value!r}\n" for key, value in settings.items())
    return f"from otter.test_files import test_case\n\nOK_FORMAT = False\nname = {name!r}\n{stated}\n{body}"


def make_zip(path: Path, tests: Mapping[str, str], files: Mapping[str, str] | None = None, **settings: object) -> Path:
    """Have otter generate the zip, put the files into it where otter puts them, and change its settings."""
    folder = path.with_suffix("") / "tests"
    folder.mkdir(parents=True)
    for name, source in tests.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    plain = folder.parent / "plain.zip"
    otter_adapter.generate(folder, plain, seed=SEED)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w") as target:
        members = {name: source.read(name) for name in source.namelist()}
        members["otter_config.json"] = json.dumps({**json.loads(members["otter_config.json"]), **settings}).encode()
        members |= {f"files/{name}": text.encode() for name, text in (files or {}).items()}
        for name, content in members.items():
            target.writestr(name, content)
    return path


# ---- OK format ----

DOCTESTS = {
    "add": doctest_file(
        "add",
        [
            ">>> add(1, 2)\n3\n>>> add(add(1, 1), 1)\n3",
            {"code": ">>> total = add(1, 2)\n>>> total = total + 1\n>>> total\n4", "hidden": True, "locked": True},
            {"code": ">>> def twice(x):\n...     return add(x, x)\n>>> [twice(n) for n in range(3)]\n[0, 2, 4]"},
            {"code": ">>> assert np.allclose(add(np.ones(3), np.arange(3)), [1, 2, 3])", "hidden": True},
        ],
        points=4,
    ),
    "refuse": doctest_file(
        "refuse",
        [
            ">>> refuse(-1)\nTraceback (most recent call last):\n    ...\nValueError: negative: -1",
            ">>> refuse(-1) # doctest: +IGNORE_EXCEPTION_DETAIL\nTraceback (most recent call last):\nValueError: other",
            ">>> try:\n...     refuse(-2)\n... except ValueError as error:\n...     print('refused', error)\n"
            "refused negative: -2",
        ],
        points=[1, 0.5, 0.5],
    ),
    "show": doctest_file(
        "show",
        [
            ">>> show(range(20)) # doctest: +ELLIPSIS\n0 1 2 ... 19\n",
            {"code": ">>> show([7])\n7\n>>> show([]) is None\n<BLANKLINE>\nTrue", "success_message": "Well shown."},
            {"code": ">>> show([7]) or 3 # doctest: +NORMALIZE_WHITESPACE\n7\n  3", "failure_message": "Print it."},
        ],
        all_or_nothing=True,
    ),
    "judge": doctest_file(
        "judge",
        [
            ">>> all([add(1, 1) == 2, add(2, 2) == 4])\nTrue",
            ">>> isinstance(add(1, 1), int) and add(1, 1) == 2\nTrue",
            ">>> abs(add(1.5, 1.5) - 3.0) < 1e-9\nTrue",
            ">>> bool(np.allclose(add(1.0, 1.0), 2.0))\nTrue",
            ">>> bool(allclose(add(1.0, 1.0), 2.0))\nTrue",
        ],
    ),
    "state": doctest_file(
        "state",
        [
            ">>> 'scores' in globals()\nTrue\n>>> 'nothing' in globals()\nFalse",
            ">>> len(scores)\n3\n>>> scores.append(4)\n>>> best()\n4\n>>> len(scores)\n4",
            ">>> scores is scores and len(scores) == 4\nTrue\n>>> scores = 'mine'\n>>> best()\n4",
            ">>> best.__name__, type(scores).__name__\n('best', 'list')",
            ">>> round(ratio, 2)\n0.67",
        ],
        points=1 / 3,
    ),
}
ADD = "import numpy as np\ndef add(a, b):\n    return a + b"
REFUSE = "def refuse(n):\n    if n < 0:\n        raise ValueError(f'negative: {n}')\n    return n"
SHOW = "def show(values):\n    print(*values)"
STATE = "scores = [1, 2, 3]\ndef best():\n    return max(scores)\nratio = 2 / 3"
START = "import otter\ngrader = otter.Notebook('any.ipynb')"

DOCTEST_CLASS: Mapping[str, Sequence[str]] = {
    "right": [START, ADD, REFUSE, SHOW, STATE],
    "checked": [START, ADD, "grader.check('add')", "add = None", REFUSE, SHOW, STATE, "grader.check_all()"],
    "stub": [START, "add = ...\nrefuse = ...\nshow = ...\nscores = ...\nbest = ...\nratio = ..."],
    "empty": [START],
    "wrong": [
        START,
        ADD.replace("a + b", "a - b"),
        REFUSE.replace("ValueError", "KeyError"),
        SHOW.replace("*values", "values"),
        STATE.replace("max", "min"),
    ],
    "own_error": [
        START,
        ADD,
        "class Negative(ValueError):\n    pass\n" + REFUSE.replace("raise ValueError", "raise Negative"),
        SHOW.replace("print(*values)", "print(*values, end='')"),
        STATE.replace("scores = [1, 2, 3]", "scores = np.array([1, 2, 3])"),
    ],
    "shadows_with_data": [START, ADD, REFUSE, SHOW, STATE, "len = 3\nround = 'no'\nrange = [1]"],
    "star_import": [START, "from numpy import *\n" + ADD, REFUSE, SHOW, STATE],
    "raises": [START, ADD.replace("return", "raise RuntimeError('no')\n    return"), "1 / 0", SHOW, STATE],
}

# Under otter these earn everything that `judge` gives.
CHEATS: Mapping[str, Sequence[str]] = {
    "with_functions": [
        START,
        "def add(a, b):\n    return 0",
        "class np:\n    allclose = staticmethod(lambda *values: True)",
        "all = isinstance = allclose = lambda *values: True",
        "class Small(float):\n    __lt__ = lambda self, other: True\nabs = lambda value: Small()",
    ],
    "with_types": [
        START,
        "from numpy import *\nimport numpy as np\ndef add(a, b):\n    return 0",
        "all = isinstance = allclose = np.allclose = bool\nabs = int",
    ],
}

# ---- exception format ----

SQUARE = """
@test_case()
def test_public(square):
    assert square(3) == 9, "square(3) should be 9"

@test_case({second})
def test_hidden(env, square, missing):
    assert missing is None
    assert env["square"](-2) == 4
    assert square(0.5) == 0.25

@test_case(name="by exception", {third}failure_message="Texts have no square.", success_message="Right.")
def test_text(square):
    try:
        square("a")
    except TypeError:
        return
    raise AssertionError("square('a') should raise TypeError")
"""
NO_POINTS = exception_file("square", SQUARE.format(second="hidden=True", third=""))
EXCEPTIONS = {
    "square": NO_POINTS,
    "total": exception_file("total", SQUARE.replace("square", "cube").format(second="points=0.5", third=""), points=2),
    "listed": exception_file("listed", SQUARE.format(second="hidden=True", third=""), points=[1, 2, 0]),
    "together": exception_file(
        "together", SQUARE.format(second="hidden=True, points=2", third="points=1, "), all_or_nothing=True
    ),
    "files": exception_file(
        "files",
        "from helpers.expected import expected\n\n"
        "@test_case()\ndef test_reads(rows):\n    assert rows == expected('table.csv')\n\n"
        "@test_case(hidden=True)\ndef test_deep(rows):\n    assert rows == expected('more/deep/table.csv')\n",
    ),
}
EXCEPTION_FILES = {
    "table.csv": "1\n2\n",
    "more/deep/table.csv": "1\n2\n",
    "helpers/__init__.py": "",
    "helpers/expected.py": "def expected(name):\n    with open(name) as file:\n        return list(map(int, file))\n",
}
POWERS = "def square(x):\n    return x * x\ndef cube(x):\n    return x * x"
READ = "with open('more/deep/table.csv') as file:\n    rows = [int(row) for row in file]"
EXCEPTION_CLASS: Mapping[str, Sequence[str]] = {
    "right": [START, POWERS, READ],
    "imports": [START, POWERS, "from helpers.expected import expected\nrows = expected('table.csv')"],
    "wrong": [START, POWERS.replace("x * x", "abs(x) * 3"), "rows = []"],
    "empty": [START],
}

# ---- what cannot be tested from another process ----

PANDAS = {
    "table": doctest_file(
        "table",
        [
            ">>> table.shape\n(3, 2)",
            ">>> isinstance(table, pd.DataFrame)\nTrue",
            {
                "code": ">>> pd.testing.assert_frame_equal(table, pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]}))",
                "hidden": True,
            },
            ">>> bool((table['a'] > 1).sum() == 2)\nTrue",
            ">>> table\n   a  b\n0  1  4\n1  2  5\n2  3  6",
        ],
        points=5,
    ),
    "months": doctest_file(  # periods have no form on the wire
        "months",
        [
            ">>> months.shape\n(2, 1)",
            ">>> isinstance(months, pd.DataFrame)\nTrue",
            ">>> months['m'].dt.year.tolist()\n[2026, 2026]",
        ],
        points=3,
    ),
    "seeded": doctest_file("seeded", [f">>> drawn\n{SEED}"]),
    "asks": exception_file(
        "asks",
        "from unittest.mock import patch\nimport inspect\n\nSECRET = 12345\n\n"
        "@test_case()\ndef test_asks(env):\n"
        "    with patch('builtins.input', side_effect=['3', '4']):\n        assert env['ask']() == 7\n\n"
        "@test_case(hidden=True)\ndef test_recursive(ask):\n    assert 'input' in inspect.getsource(ask)\n\n"
        "@test_case()\ndef test_executes(env):\n    exec('seven = 3 + 4', env)\n    assert env['seven'] == 7\n\n"
        "@test_case()\ndef test_file(env):\n    import os\n    assert os.path.exists('plot.txt')\n\n"
        "@test_case()\ndef test_sealed(number):\n    assert number + SECRET == 12352\n",
        points=5,
    ),
}
TABLE = "import pandas as pd\ntable = pd.DataFrame({'a': [1, 2, 3], 'b': [4, 5, 6]})"
MONTHS = "months = pd.DataFrame({'m': pd.period_range('2026-01', periods=2, freq='M')})"
ASK = "def ask():\n    return int(input()) + int(input())"
WRITE = "open('plot.txt', 'w').close()\nnumber = 7\ndrawn = start"
PANDAS_CLASS: Mapping[str, Sequence[str]] = {
    "right": [START, TABLE, MONTHS, ASK, WRITE],
    "wrong": [START, TABLE.replace("6]", "7]"), MONTHS.replace("2026", "2027"), ASK.replace("+", "-"), "number = 8"],
    "other_types": [START, "import pandas as pd\ntable = [[1, 4], [2, 5], [3, 6]]", "months = 1", "ask = 7", WRITE],
    "empty": [START],
}


def metadata_of_tests(tests: Mapping[str, Any]) -> dict[str, Any]:
    """Return notebook metadata that hold tests, as otter assign writes them with `tests: files: false`."""
    return json.loads(json.dumps({"otter": {"OK_FORMAT": True, "assignment_name": "tiny", "tests": tests}}))
