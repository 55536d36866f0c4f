"""In the style of otter's own fixtures: settings of the zip, odd points, old formats, checks in metadata, state."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.harness.parity.foreign import doctest_file, exception_file

from .making import Assigned, Generated, Made, case, code, hidden, question

START = "import otter\ngrader = otter.Notebook()"
Q1 = doctest_file("q1", [">>> x\n1", {"code": ">>> y\n2", "hidden": True}, ">>> x + y\n3"], points=6)
Q2 = doctest_file("q2", [">>> name\n'ann'", ">>> len(name) == 3\nTrue"])
CLASS = {
    "right": [START, "x, y = 1, 2", "name = 'ann'"],
    "half": [START, "x, y = 1, 3", "name = 'bob'"],
    "none": [START, "x = '1'"],
}


@dataclass(frozen=True)
class Tagged(Generated):
    """With metadata of cells: what otter checks after a cell, and the cells that it leaves out."""

    checks: Sequence[tuple[str, int, dict[str, object]]] = ()

    def make(self, folder: Path) -> Made:
        """Make the zip, and put the metadata into the notebooks."""
        made = super().make(folder)
        notebooks = {name: json.loads(text) for name, text in made.notebooks.items()}
        for name, cell, metadata in self.checks:
            notebooks[name]["cells"][cell]["metadata"] = metadata
        return Made(made.autograder_zip, {name: json.dumps(notebook) for name, notebook in notebooks.items()})


ASSIGNMENTS = (
    Generated("points_possible", {"q1": Q1, "q2": Q2}, CLASS, config={"points_possible": 100}),
    Generated("score_threshold", {"q1": Q1, "q2": Q2}, CLASS, config={"score_threshold": 0.6}),
    Generated(
        "pass_or_fail_with_points", {"q1": Q1, "q2": Q2}, CLASS, config={"score_threshold": 0.4, "points_possible": 10}
    ),
    Generated(
        "odd_points",
        {
            "empty": doctest_file("empty", []),
            "more": exception_file("more", "@test_case(points=0.5)\ndef test_a(x):\n    assert x == 1\n", points=5),
            "nothing": doctest_file("nothing", [{"code": ">>> x\n1", "points": 0}], points=0),
            "together": doctest_file("together", [">>> x\n1", ">>> y\n2"], all_or_nothing=True, points=3),
            "two_a": doctest_file("twice", [">>> x\n1", ">>> y\n2"]),
            "two_b": doctest_file("twice", [">>> y\n2"], points=2),
        },
        CLASS,
    ),
    Tagged(
        "metadata_of_cells",
        {"q1": Q1, "q2": Q2},
        {
            "checked": [START, "x, y = 1, 2", "x = y = None", "name = 'ann'"],
            "ignored": [START, "x, y = 1, 2", "x = 5", "name = 'bob'", "name = 'ann'"],
        },
        checks=(
            ("checked", 1, {"otter": {"tests": ["q1"]}}),
            ("ignored", 2, {"tags": ["otter_ignore"]}),
            ("ignored", 4, {"otter": {"ignore": True}}),
        ),
    ),
    Generated(
        "broken_cells",
        {"q1": Q1, "q2": Q2},
        {
            "raises": [START, "x, y = 1, 2\nraise ValueError('no')", "name = 'ann'"],
            "syntax": [START, "x, y = 1, 2", "name = 'ann", "name = 'bob'"],
            "no_grader": ["x, y = 1, 2", "name = 'ann'", "grader.check('q2')"],
            "checked_twice": [
                START,
                "x, y = 1, 3",
                "grader.check('q1')",
                "y = 2",
                "grader.check('q1')",
                "name = 'ann'",
            ],
            "magics": [START, "%time x = 1\n!echo 2 > y.txt\ny = int(open('y.txt').read())", "%%capture\nname = 'ann'"],
            "shadows": [START, "x, y = 1, 2\nlen = sum", "name = 'ann'", "print = None"],
        },
        differs={("shadows", "q2", 2)},  # its own len
    ),
    Generated(
        "state_of_the_process",
        {
            "options": doctest_file(
                "options",
                [
                    ">>> np.array([1 / 3, 2 / 3])\narray([0.33, 0.67])",
                    ">>> pd.get_option('display.precision')\n3",
                    ">>> pd.Series([1 / 3])\n0    0.333\ndtype: float64",
                    ">>> os.environ['COURSE']\n'ml'",
                    ">>> Decimal(1) / Decimal(3)\nDecimal('0.3333')",
                ],
                points=5,
            ),
            "errors": exception_file(
                "errors",
                "import numpy as np\n\n"
                "@test_case()\ndef test_raises(ratio):\n    try:\n        ratio(1.0, 0.0)\n"
                "    except FloatingPointError:\n        return\n"
                "    raise AssertionError('ratio of 1 and 0 should raise')\n\n"
                "@test_case(hidden=True)\ndef test_state():\n    assert np.geterr()['divide'] == 'raise'\n",
            ),
        },
        {
            "right": [
                START,
                "import os\nimport numpy as np\nimport pandas as pd\nfrom decimal import Decimal, getcontext",
                "np.set_printoptions(precision=2)\npd.set_option('display.precision', 3)\n"
                "os.environ['COURSE'] = 'ml'\ngetcontext().prec = 4",
                "np.seterr(divide='raise')\ndef ratio(a, b):\n    return np.float64(a) / np.float64(b)",
            ],
            "plain": [
                START,
                "import os\nimport numpy as np\nimport pandas as pd\nfrom decimal import Decimal",
                "def ratio(a, b):\n    return np.float64(a) / np.float64(b)",
            ],
        },
    ),
    Generated(
        "left_to_chance",
        {
            "drawn": doctest_file(
                "drawn",
                [
                    ">>> float(np.random.random())\n0.3745401188473625",
                    ">>> float(np.random.random())\n0.9507143064099162",
                ],
            ),
            "python": doctest_file("python", [">>> random.randint(1, 100)\n82"]),
        },
        {
            "right": [START, "import random\nimport numpy as np", "np.random.seed(42)\nrandom.seed(42)"],
            "other_seed": [START, "import random\nimport numpy as np", "np.random.seed(43)\nrandom.seed(43)"],
        },
    ),
    Generated(
        "identity_and_types",
        {
            "kinds": doctest_file(
                "kinds",
                [
                    ">>> type(counts).__name__, counts['z']\n('Counter', 0)",
                    ">>> grouped['new']\n[]",
                    ">>> again is first and first == [1, 2]\nTrue",
                    ">>> pair.left\n1",
                    ">>> isinstance(masked, np.ma.MaskedArray) and masked.sum() == 3\nnp.True_",
                    ">>> list(ordered)\n['b', 'a']",
                ],
                points=6,
            ),
        },
        {
            "right": [
                START,
                "import numpy as np\nfrom collections import Counter, OrderedDict, defaultdict, namedtuple",
                "counts = Counter('aab')\ngrouped = defaultdict(list)\nfirst = [1, 2]\nagain = first",
                "pair = namedtuple('Pair', 'left right')(1, 2)\nmasked = np.ma.array([1, 2, 9], mask=[0, 0, 1])\n"
                "ordered = OrderedDict(b=1, a=2)",
            ],
            "plain": [
                START,
                "import numpy as np",
                "counts = {'a': 2}\ngrouped = {}\nfirst, again = [1, 2], [1, 2]\npair = (1, 2)\n"
                "masked = np.array([1, 2])\nordered = {'a': 1, 'b': 2}",
            ],
        },
    ),
    Assigned(
        "tests_in_metadata",
        [
            code("import math"),
            *question("q1", "tau = 2 * math.pi # SOLUTION", case("round(tau, 2)", "6.28"), hidden("tau > 6", "True")),
            *question("q2", "digits = list(map(int, '314')) # SOLUTION", case("digits", "[3, 1, 4]"), points=2),
        ],
        {"pi": [("2 * math.pi", "math.pi")]},
        config={"tests": {"files": False, "ok_format": True}, "name": "circles"},
    ),
    Assigned(
        "checks_and_messages",
        [
            *question(
                "q1",
                "def area(r):\n    return 3 * r * r # SOLUTION",
                case("def test_one(area):\n    assert area(1) == 3", points=1, success_message="A circle."),
                case(
                    "def test_two(env):\n    assert env['area'](2) == 12",
                    hidden=True,
                    points=2,
                    failure_message="Square r.",
                ),
                all_or_nothing=True,
            ),
            *question(
                "q2",
                "label = 'r' # SOLUTION",
                case("def test_label(label):\n    assert label == 'r'"),
                check_cell=False,
            ),
        ],
        {"diameter": [("3 * r * r", "6 * r")]},
        config={"tests": {"ok_format": False}, "check_all_cell": True, "generate": {"points_possible": 5}},
    ),
)
