"""In the style of EECS 398 (practical data science): vectors, tables, text, classes, tests that are functions."""

from tests.harness.parity.foreign import exception_file

from .making import Generated

START = "import otter\ngrader = otter.Notebook()"
IMPORTS = "import numpy as np\nimport pandas as pd"

ASSIGNMENTS = (
    Generated(
        "eecs398_vectors",
        {
            "q01": exception_file(
                "q01",
                "import numpy as np\n\n"
                "@test_case(points=1)\ndef test_project(project):\n"
                "    assert np.allclose(project(np.array([1, 2]), np.array([1, 0])), [1, 0]), 'project onto the "
                "x axis'\n\n"
                "@test_case(points=2, hidden=True)\ndef test_orthogonal(env):\n"
                "    u, v = np.array([3.0, 1, 2]), np.array([1.0, 1, 1])\n"
                "    rest = u - env['project'](u, v)\n    assert abs(rest @ v) < 1e-12\n\n"
                "@test_case(points=1, hidden=True)\ndef test_unchanged(project):\n"
                "    u = np.array([1.0, 2.0])\n    project(u, u)\n    assert u.tolist() == [1.0, 2.0]\n",
            ),
            "q02": exception_file(
                "q02",
                "import numpy as np\n\n"
                "@test_case()\ndef test_shape(design):\n    assert design([1, 2, 3]).shape == (3, 2)\n\n"
                "@test_case(hidden=True)\ndef test_rank(design):\n"
                "    assert np.linalg.matrix_rank(design([5, 5, 6])) == 2\n\n"
                "@test_case(hidden=True)\ndef test_type(design):\n    assert isinstance(design((1, 2)), np.ndarray)\n",
                points=2,
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "def project(u, v):\n    return u @ v / (v @ v) * v",
                "grader.check('q01')",
                "def design(x):\n    x = np.asarray(x)\n    return np.column_stack([np.ones(len(x)), x])",
            ],
            "in_place": [
                START,
                IMPORTS,
                "def project(u, v):\n    u *= 0\n    u += v\n    return u",
                "def design(x):\n    return np.matrix([[1, value] for value in x])",
            ],
            "lists": [
                START,
                IMPORTS,
                "def project(u, v):\n    scale = sum(a * b for a, b in zip(u, v)) / sum(b * b for b in v)\n"
                "    return [float(scale * b) for b in v]",
                "def design(x):\n    return [[1, value] for value in x]",
            ],
        },
        differs={("in_place", "q01", 3)},  # one array given twice
    ),
    Generated(
        "eecs398_tables",
        {
            "q03": exception_file(
                "q03",
                "import pandas as pd\n\nSCORES = pd.DataFrame({'who': ['a', 'b', 'a'], 'score': [1, 2, 4]})\n\n"
                "@test_case()\ndef test_totals(totals):\n    found = totals(SCORES)\n"
                "    expected = pd.Series({'a': 5, 'b': 2}, name='score')\n    expected.index.name = 'who'\n"
                "    pd.testing.assert_series_equal(found, expected)\n\n"
                "@test_case(hidden=True)\ndef test_empty(totals):\n    assert totals(SCORES.iloc[:0]).empty\n\n"
                "@test_case(hidden=True)\ndef test_untouched(totals):\n    before = SCORES.copy()\n    totals(SCORES)\n"
                "    assert before.equals(SCORES)\n",
                points=3,
            ),
            "q04": exception_file(
                "q04",
                "@test_case(name='merged', success_message='Merged.', failure_message='Merge on the key.')\n"
                "def test_merged(merged):\n    assert merged.shape == (2, 3)\n"
                "    assert set(merged.columns) == {'key', 'x', 'y'}\n\n"
                "@test_case(name='rows', hidden=True)\ndef test_rows(merged):\n"
                "    assert merged.query('x > 1')['y'].tolist() == [20]\n    assert merged['key'].is_unique\n",
                all_or_nothing=True,
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "def totals(scores):\n    return scores.groupby('who')['score'].sum()",
                "left = pd.DataFrame({'key': ['k', 'l', 'm'], 'x': [1, 2, 3]})\n"
                "right = pd.DataFrame({'key': ['k', 'l'], 'y': [10, 20]})\n"
                "merged = left.merge(right, on='key')",
            ],
            "outer": [
                START,
                IMPORTS,
                "def totals(scores):\n    scores['score'] *= 2\n    return scores.groupby('who')['score'].sum()",
                "left = pd.DataFrame({'key': ['k', 'l', 'm'], 'x': [1, 2, 3]})\n"
                "right = pd.DataFrame({'key': ['k', 'l'], 'y': [10, 20]})\n"
                "merged = left.merge(right, how='outer')",
            ],
            "frames": [
                START,
                IMPORTS,
                "def totals(scores):\n    return scores.groupby('who')[['score']].sum()",
                "merged = None",
            ],
        },
        differs={("outer", "q03", 3)},  # a table changed in place
    ),
    Generated(
        "eecs398_text",
        {
            "q05": exception_file(
                "q05",
                "@test_case()\ndef test_tokens(tokenize):\n"
                "    assert tokenize('A cat, a hat.') == ['a', 'cat', 'a', 'hat']\n\n"
                "@test_case(hidden=True)\ndef test_empty(tokenize):\n    assert tokenize('') == []\n\n"
                '@test_case(hidden=True)\ndef test_apostrophe(tokenize):\n    assert tokenize("it\'s") == ["it\'s"]\n',
            ),
            "q06": exception_file(
                "q06",
                "from collections import Counter\n\n"
                "@test_case()\ndef test_counts(tf):\n    assert tf('a b a') == {'a': 2 / 3, 'b': 1 / 3}\n\n"
                "@test_case(hidden=True)\ndef test_counter(bag):\n    assert isinstance(bag, Counter)\n"
                "    assert bag.most_common(1) == [('the', 3)]\n\n"
                "@test_case(hidden=True)\ndef test_links(links):\n"
                "    assert links('<a href=\"x\">1</a><A HREF=y>2</a><b>') == ['x', 'y']\n",
                points=[1, 1, 2],
            ),
        },
        {
            "right": [
                START,
                "import re\nfrom collections import Counter\nfrom html.parser import HTMLParser",
                'def tokenize(text):\n    return re.findall(r"[a-z\']+", text.lower())',
                "bag = Counter('the cat the hat the end'.split())\n"
                "def tf(text):\n    counts = Counter(text.split())\n"
                "    return {word: n / sum(counts.values()) for word, n in counts.items()}",
                "class Links(HTMLParser):\n    def __init__(self):\n        super().__init__()\n"
                "        self.found = []\n"
                "    def handle_starttag(self, tag, attributes):\n        if tag == 'a':\n"
                "            self.found.append(dict(attributes)['href'])\n"
                "def links(html):\n    parser = Links()\n    parser.feed(html)\n    return parser.found",
            ],
            "split": [
                START,
                "def tokenize(text):\n    return text.lower().replace(',', '').replace('.', '').split()",
                "bag = {'the': 3, 'cat': 1}\ndef tf(text):\n"
                "    return {word: text.split().count(word) for word in text.split()}",
                "import re\ndef links(html):\n    return re.findall('href=\"(.*?)\"', html)",
            ],
        },
    ),
    Generated(
        "eecs398_classes",
        {
            "q07": exception_file(
                "q07",
                "@test_case()\ndef test_fields(Point):\n    point = Point(1, 2)\n"
                "    assert (point.x, point.y) == (1, 2)\n\n"
                "@test_case(hidden=True)\ndef test_equal(Point):\n    assert Point(1, 2) == Point(1, 2)\n"
                "    assert Point(1, 2) != Point(2, 1)\n\n"
                "@test_case(hidden=True)\ndef test_text(Point):\n    assert repr(Point(0, 1)).startswith('Point(')\n\n"
                "@test_case(hidden=True)\ndef test_add(Point):\n    assert (Point(1, 2) + Point(3, 4)).x == 4\n",
                points=4,
            ),
            "q08": exception_file(
                "q08",
                "@test_case()\ndef test_generator(evens):\n    found = evens()\n"
                "    assert [next(found) for _ in range(3)] == [0, 2, 4]\n\n"
                "@test_case(hidden=True)\ndef test_memo(fib):\n    assert fib(60) == 1548008755920\n\n"
                "@test_case(hidden=True)\ndef test_named(best):\n    assert best._fields == ('name', 'score')\n"
                "    assert best.score == max([3, 7])\n\n"
                "@test_case(hidden=True)\ndef test_enum(Level):\n    assert Level['HIGH'].value > Level.LOW.value\n",
            ),
        },
        {
            "right": [
                START,
                "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Point:\n    x: float\n    y: float\n"
                "    def __add__(self, other):\n        return Point(self.x + other.x, self.y + other.y)",
                "from functools import cache\nfrom collections import namedtuple\nfrom enum import Enum",
                "def evens():\n    n = 0\n    while True:\n        yield n\n        n += 2",
                "@cache\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)",
                "Score = namedtuple('Score', 'name score')\nbest = Score('a', 7)\nclass Level(Enum):\n"
                "    LOW = 1\n    HIGH = 2",
            ],
            "plain": [
                START,
                "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = x, y",
                "def evens():\n    return iter([0, 2, 4])\ndef fib(n):\n    a, b = 0, 1\n"
                "    for _ in range(n):\n        a, b = b, a + b\n    return a",
                "best = ('a', 7)\nLevel = {'LOW': 1, 'HIGH': 2}",
            ],
        },
    ),
    Generated(
        "eecs398_descent",
        {
            "q09": exception_file(
                "q09",
                "import numpy as np\n\n"
                "@test_case()\ndef test_minimum(minimise):\n"
                "    assert abs(minimise(lambda x: 2 * (x - 3), 0.0) - 3) < 1e-4\n\n"
                "@test_case(hidden=True)\ndef test_vector(minimise):\n"
                "    found = minimise(lambda x: 2 * (x - np.array([1.0, -1.0])), np.zeros(2))\n"
                "    assert np.allclose(found, [1, -1], atol=1e-3)\n\n"
                "@test_case(hidden=True)\ndef test_calls(minimise):\n    calls = []\n"
                "    minimise(lambda x: calls.append(x) or 0.0, 1.0)\n    assert len(calls) >= 1\n",
                points=3,
            ),
            "q10": exception_file(
                "q10",
                "import warnings\n\n"
                "@test_case()\ndef test_huber(huber):\n    assert huber(0.5) == 0.125\n    assert huber(-3) == 2.5\n\n"
                "@test_case(hidden=True)\ndef test_warns(huber):\n"
                "    with warnings.catch_warnings(record=True) as caught:\n"
                "        warnings.simplefilter('always')\n        huber(2, delta=-1)\n"
                "    assert len(caught) == 1\n\n"
                "@test_case(hidden=True)\ndef test_raises(huber):\n    try:\n        huber('x')\n"
                "    except TypeError as error:\n"
                "        assert 'number' in str(error)\n    else:\n"
                "        raise AssertionError('huber of a text should raise TypeError')\n",
            ),
        },
        {
            "right": [
                START,
                IMPORTS,
                "def minimise(gradient, x, rate=0.1, steps=200):\n    for _ in range(steps):\n"
                "        x = x - rate * gradient(x)\n    return x",
                "import warnings\ndef huber(x, delta=1):\n    if isinstance(x, str):\n"
                "        raise TypeError('x must be a number')\n"
                "    if delta < 0:\n        warnings.warn('delta is negative')\n        delta = -delta\n"
                "    return x * x / 2 if abs(x) <= delta else delta * (abs(x) - delta / 2)",
            ],
            "few_steps": [
                START,
                IMPORTS,
                "def minimise(gradient, x, rate=0.1, steps=3):\n    for _ in range(steps):\n"
                "        x = x - rate * gradient(x)\n    return x",
                "def huber(x, delta=1):\n    return x * x / 2 if abs(x) <= delta else abs(x)",
            ],
        },
    ),
)
