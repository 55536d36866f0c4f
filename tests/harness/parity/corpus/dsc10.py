"""In the style of DSC 10: tables first, loops and simulation after that, short doctests, zips made by hand."""

from tests.harness.parity.foreign import doctest_file

from .making import Generated

START = "import otter\ngrader = otter.Notebook()"
IMPORTS = "import numpy as np\nimport pandas as bpd\nimport matplotlib.pyplot as plt\n%matplotlib inline"

ASSIGNMENTS = (
    Generated(
        "dsc10_tables",
        {
            "q1_1": doctest_file(
                "q1_1",
                [
                    ">>> isinstance(pets, bpd.DataFrame)\nTrue",
                    ">>> pets.shape\n(4, 3)",
                    ">>> list(pets.columns) == ['Name', 'Species', 'Weight']\nTrue",
                ],
                points=[0, 1, 1],
            ),
            "q1_2": doctest_file(
                "q1_2",
                [
                    ">>> heaviest\n'Rex'",
                    {"code": ">>> pets.get if hasattr(pets, 'nothing') else 'none'\n'none'", "hidden": True},
                    {"code": ">>> float(mean_weight)\n7.75", "hidden": True},
                ],
            ),
            "q1_3": doctest_file(
                "q1_3",
                [
                    ">>> means.loc['cat'] == 4\nnp.True_",
                    {"code": ">>> means.index.tolist()\n['cat', 'dog']", "hidden": True},
                    {
                        "code": ">>> means\nSpecies\ncat     4.0\ndog    11.5\nName: Weight, dtype: float64",
                        "hidden": True,
                    },
                ],
                points=2,
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "pets = bpd.DataFrame({'Name': ['Rex', 'Tom', 'Ada', 'Kit'], 'Species': ['dog', 'cat', 'dog', 'cat'], "
                "'Weight': [18.0, 5, 5, 3]})\npets.head()",
                "grader.check('q1_1')",
                "heaviest = pets.sort_values('Weight').iloc[-1]['Name']\nmean_weight = pets['Weight'].mean()",
                "means = pets.groupby('Species')['Weight'].mean()",
                "grader.check_all()",
            ],
            "index": [
                START,
                IMPORTS,
                "pets = bpd.DataFrame({'Species': ['dog', 'cat'], 'Weight': [18.0, 5]}, index=['Rex', 'Tom'])",
                "heaviest = pets.index[0]\nmean_weight = '7.75'\nmeans = pets['Weight']",
            ],
            "dict": [
                START,
                IMPORTS,
                "pets = {'Name': ['Rex']}\nheaviest = 'Rex'",
                "means = {'cat': 4}",
                "mean_weight = 7.75",
            ],
        },
    ),
    Generated(
        "dsc10_loops",
        {
            "q2_1": doctest_file(
                "q2_1",
                [
                    ">>> grade(95)\n'A'\n>>> grade(70)\n'C'",
                    {"code": ">>> [grade(score) for score in (90, 89.9, 0)]\n['A', 'B', 'F']", "hidden": True},
                    {
                        "code": ">>> grade('a') # doctest: +IGNORE_EXCEPTION_DETAIL\n"
                        "Traceback (most recent call last):\nTypeError",
                        "hidden": True,
                    },
                ],
            ),
            "q2_2": doctest_file(
                "q2_2",
                [
                    ">>> table_of(2)\n1 2\n2 4",
                    {"code": ">>> table_of(0)\n>>> table_of(1) is None\n1\nTrue", "hidden": True},
                ],
                points=2,
            ),
            "q2_3": doctest_file(
                "q2_3", [">>> counts['b'], len(counts)\n(2, 3)", ">>> sorted(counts)\n['a', 'b', 'c']"]
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "def grade(score):\n    for limit, letter in ((90, 'A'), (80, 'B'), (70, 'C')):\n"
                "        if score >= limit:\n"
                "            return letter\n    return 'F'",
                "def table_of(n):\n    for row in range(1, n + 1):\n        print(*(row * k for k in range(1, n + 1)))",
                "from collections import Counter\ncounts = Counter('abbc')",
            ],
            "other": [
                START,
                "def grade(score):\n    return 'A' if score > 90 else 'C'",
                "def table_of(n):\n    return '\\n'.join(str(k) for k in range(n))",
                "counts = {}\nfor letter in 'abbc':\n    counts[letter] = counts.get(letter, 0) + 1\ncounts",
            ],
            "endless_and_printed": [
                START,
                "def grade(score):\n    print(score)\n    return 'A'",
                "def table_of(n):\n    for k in range(n): print(k + 1, 2 * k + 2)",
                "counts = dict(b=2, a=1, c=1)",
            ],
        },
    ),
    Generated(
        "dsc10_permutation_seeded",
        {
            "q3_1": doctest_file(
                "q3_1",
                [
                    ">>> len(differences) == 100\nTrue",
                    {"code": ">>> abs(np.mean(differences)) < 3\nnp.True_", "hidden": True},
                ],
            ),
            "q3_2": doctest_file(
                "q3_2",
                [">>> 0 <= p_value <= 1\nnp.True_", {"code": ">>> float(p_value)\n0.14", "hidden": True}],
                points=3,
            ),
            "q3_3": doctest_file(
                "q3_3",
                [">>> int(shuffled()[0])\n8", {"code": ">>> sorted(shuffled().tolist())[:2]\n[1, 2]", "hidden": True}],
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "values = np.array([9, 1, 8, 2, 7, 3])\ndef shuffled():\n    return np.random.permutation(values)",
                "differences = np.array([])\nfor _ in range(100):\n    drawn = shuffled()\n"
                "    differences = np.append(differences, drawn[:3].mean() - drawn[3:].mean())",
                "p_value = np.count_nonzero(differences >= 3) / 100",
                "grader.check('q3_2')",
                "grader.check('q3_3')",
            ],
            "replacement": [
                START,
                IMPORTS,
                "values = np.array([9, 1, 8, 2, 7, 3])\ndef shuffled():\n    return np.random.choice(values, 6)",
                "differences = np.array([shuffled()[:3].mean() for _ in range(100)])\np_value = 0.5",
            ],
        },
        config={"seed": 10},
    ),
    Generated(
        "dsc10_dates",
        {
            "q4_1": doctest_file(
                "q4_1",
                [
                    ">>> start == dt.date(2026, 3, 1)\nTrue",
                    ">>> (end - start).days\n92",
                    {"code": ">>> end.strftime('%d %B')\n'01 June'", "hidden": True},
                ],
            ),
            "q4_2": doctest_file(
                "q4_2",
                [
                    ">>> str(share)\n'3/8'",
                    {"code": ">>> share + Fraction(1, 8) == Fraction(1, 2)\nTrue", "hidden": True},
                    {"code": ">>> price.quantize(Decimal('0.1'))\nDecimal('2.7')", "hidden": True},
                ],
            ),
            "q4_3": doctest_file(
                "q4_3", [">>> stamps.dt.hour.tolist()\n[9, 17]", ">>> stamps.iloc[0] < stamps.iloc[1]\nTrue"]
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "import datetime as dt\nstart = dt.date(2026, 3, 1)\nend = start + dt.timedelta(days=92)",
                "from fractions import Fraction\nfrom decimal import Decimal\nshare = Fraction(6, 16)\n"
                "price = Decimal('2.675')",
                "stamps = bpd.to_datetime(bpd.Series(['2026-03-01 09:30', '2026-03-01 17:00']))",
            ],
            "others": [
                START,
                IMPORTS,
                "import datetime as dt\nstart = dt.datetime(2026, 3, 1)\nend = dt.datetime(2026, 6, 1)",
                "from fractions import Fraction\nfrom decimal import Decimal\nshare = 3 / 8\nprice = 2.675",
                "stamps = bpd.Series(['2026-03-01 09:30', '2026-03-01 17:00'])",
            ],
        },
    ),
    Generated(
        "dsc10_plots",
        {
            "q5_1": doctest_file(
                "q5_1",
                [
                    ">>> ax.get_title()\n'Growth'",
                    {"code": ">>> len(ax.get_lines())\n2", "hidden": True},
                    {"code": ">>> [line.get_label() for line in ax.get_lines()]\n['ants', 'bees']", "hidden": True},
                ],
            ),
            "q5_2": doctest_file(
                "q5_2",
                [
                    ">>> [round(float(bar.get_height()), 2) for bar in bars.patches]\n[3.0, 5.0]",
                    {"code": ">>> plt.rcParams['figure.figsize']\n[3.0, 2.0]", "hidden": True},
                ],
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "plt.rcParams['figure.figsize'] = (3, 2)\n"
                "growth = bpd.DataFrame({'ants': [1, 2, 4], 'bees': [1, 3, 9]})\n"
                "ax = growth.plot(title='Growth')",
                "bars = bpd.Series([3, 5], index=['x', 'y']).plot(kind='bar')",
            ],
            "one_line": [
                START,
                IMPORTS,
                "growth = bpd.DataFrame({'ants': [1, 2, 4]})\nax = growth.plot()",
                "figure, axes = plt.subplots()\nbars = axes.barh(['x', 'y'], [3, 5])",
            ],
        },
    ),
)
