"""In the style of Data 8: the `datascience` package, star imports, simulation, doctests that look at tables."""

from .making import Assigned, Cell, Changes, case, code, hidden, question

START = code(
    "from datascience import *\nimport numpy as np\n%matplotlib inline\nimport matplotlib.pyplot as plots\n"
    "plots.style.use('fivethirtyeight')\nimport warnings\nwarnings.simplefilter('ignore')"
)
TREES = "kind,height,age\noak,21.5,80\nelm,17,45\noak,19,66\npine,30.25,51\nelm,12.5,30\npine,28,47\n"


def homework(name: str, *cells: list[Cell], wrong: Changes, **more: object) -> Assigned:
    """Return an assignment that begins as all of this course do."""
    return Assigned(
        f"data8_{name}",
        [START, *(cell for part in cells for cell in part)],
        wrong,
        files={"trees.csv": TREES},
        needs=["datascience"],
        **more,  # type: ignore[arg-type]
    )


ASSIGNMENTS = (
    homework(
        "expressions",
        question(
            "q1_1",
            "seconds = 60 * 60 * 24 # SOLUTION",
            case("seconds", "86400"),
            case("type(seconds) in {int, float, np.int64}", "True"),
        ),
        question(
            "q1_2",
            "ages = make_array(3, 1, 2) # SOLUTION\noldest = max(ages) # SOLUTION",
            case("ages", "array([3, 1, 2])"),
            case("isinstance(ages, np.ndarray) and len(ages) == 3", "True"),
            hidden("oldest.item()", "3"),
            points=[1, 1, 2],
        ),
        question(
            "q1_3",
            'greeting = "Hello".replace("l", "L") # SOLUTION\nmean_age = np.mean(ages) # SOLUTION',
            case("greeting", "'HeLLo'"),
            hidden("np.isclose(mean_age, 2)", "True"),
            hidden("float(round(mean_age, 3))", "2.0"),
        ),
        wrong={
            "minutes": [("60 * 60 * 24", "60 * 24")],
            "lists": [("make_array(3, 1, 2)", "[3, 1, 2]"), ('.replace("l", "L")', ".upper()")],
        },
    ),
    homework(
        "tables",
        question(
            "q1",
            "trees = Table.read_table('trees.csv') # SOLUTION\nnum = trees.num_rows # SOLUTION",
            case("trees.num_rows == 6 and trees.num_columns == 3", "True"),
            case("trees.labels == ('kind', 'height', 'age')", "True"),
            case("isinstance(trees, tables.Table)", "True"),
            hidden("num", "6"),
        ),
        question(
            "q2",
            "tall = trees.where('height', are.above(18)).sort('age', descending=True) # SOLUTION",
            case("tall.num_rows", "4"),
            case("print(tall.select('kind', 'age'))", "kind | age\noak  | 80\noak  | 66\npine | 51\npine | 47\n"),
            hidden("tall.column('age').item(0)", "80"),
            hidden("list(tall.column(0))", "['oak', 'oak', 'pine', 'pine']"),
            points=3,
        ),
        question(
            "q3",
            "by_kind = trees.drop('age').group('kind', np.mean) # SOLUTION\n"
            "doubled = trees.with_column('twice', trees.column('height') * 2) # SOLUTION",
            case("by_kind.labels", "('kind', 'height mean')"),
            case("np.allclose(by_kind.column(1), [14.75, 20.25, 29.125])", "True"),
            hidden("sum(doubled.column('twice'))", "256.5"),
            hidden(
                "doubled.row(0).item('kind') == 'oak' and set(by_kind.column('kind')) == {'elm', 'oak', 'pine'}", "True"
            ),
        ),
        wrong={
            "unsorted": [(".sort('age', descending=True)", "")],
            "data_frame": [("Table.read_table('trees.csv')", "__import__('pandas').read_csv('trees.csv')")],
            "sums": [("np.mean) #", "sum) #"), ("* 2)", "* 3)")],
        },
    ),
    homework(
        "functions",
        question(
            "q1",
            "def to_percentage(p):\n    return p * 100 # SOLUTION",
            case("to_percentage(.35) == 35", "True"),
            case("np.isclose(to_percentage(make_array(.1, .2)), [10, 20]).all()", "True"),
            hidden("to_percentage(0)", "0"),
        ),
        question(
            "q2",
            "trees = Table.read_table('trees.csv')\n"
            "def decade(age):\n    # BEGIN SOLUTION\n    return age // 10 * 10\n    # END SOLUTION\n"
            "decades = trees.apply(decade, 'age') # SOLUTION",
            case("decade(45)", "40"),
            case("decades", "array([80, 40, 60, 50, 30, 40])"),
            hidden("trees.apply(decade, 'age').item(2)", "60"),
            hidden("Table().with_columns('d', decades).group('d').num_rows", "5"),
        ),
        question(
            "q3",
            "def longest(words):\n    # BEGIN SOLUTION\n    best = ''\n    for word in words:\n"
            "        if len(word) > len(best):\n            best = word\n    return best\n    # END SOLUTION",
            case('longest(["a", "abc", "ab"])', "'abc'"),
            hidden("longest([])", "''"),
            hidden('longest(make_array("x", "yy")) == "yy"', "True"),
        ),
        wrong={
            "rounded": [("p * 100 #", "round(p) * 100 #"), ("age // 10 * 10", "age - 5")],
            "raises": [("best = ''\n", "best = words[0]\n")],
        },
    ),
    homework(
        "charts",
        question(
            "q1",
            "trees = Table.read_table('trees.csv')\ntrees.scatter('age', 'height') # SOLUTION\n"
            "pivoted = trees.with_column('old', trees.column('age') > 50).pivot('old', 'kind') # SOLUTION",
            case("pivoted.num_rows", "3"),
            case("pivoted.labels == ('kind', 'False', 'True')", "True"),
            hidden("pivoted.column('True').sum() == 3", "True"),
        ),
        question(
            "q2",
            "owners = Table().with_columns('tree', make_array('oak', 'elm'), 'owner', make_array('Ann', 'Bo'))\n"
            "joined = trees.join('kind', owners, 'tree') # SOLUTION\n"
            "joined.hist('height', bins=np.arange(10, 32, 5)) # SOLUTION",
            case("joined.num_rows", "4"),
            case("sorted(set(joined.column('owner')))", "['Ann', 'Bo']"),
            hidden("joined.where('owner', 'Ann').column('height').tolist()", "[21.5, 19.0]"),
        ),
        question(
            "q3",
            "heights, edges = np.histogram(trees.column('height'), bins=make_array(10, 20, 40)) # SOLUTION\n"
            "answer = 2 # SOLUTION",
            case("heights", "array([3, 3])"),
            case("1 <= answer <= 4", "True"),
            hidden("answer", "2"),
        ),
        wrong={
            "inner": [("'old', 'kind')", "'kind', 'old')"), ("answer = 2", "answer = '2'")],
            "bins": [("make_array(10, 20, 40)", "make_array(10, 30, 40)")],
        },
    ),
    homework(
        "simulation",
        question(
            "q1",
            "def one_simulated_value():\n    # BEGIN SOLUTION\n    rolls = np.random.choice(np.arange(1, 7), 20)\n"
            "    return np.count_nonzero(rolls == 6)\n    # END SOLUTION",
            case("0 <= one_simulated_value() <= 20", "True"),
            case("import numpy as np\nnp.random.seed(8)\nint(one_simulated_value())", "4"),
            hidden("len(set(one_simulated_value() for _ in np.arange(60))) > 2", "True"),
        ),
        question(
            "q2",
            "simulated = make_array()\nfor i in np.arange(200):\n"
            "    simulated = np.append(simulated, one_simulated_value()) # SOLUTION",
            case("len(simulated)", "200"),
            case("2 < np.mean(simulated) < 5", "True"),
            hidden("all(value == int(value) for value in simulated)", "True"),
        ),
        question(
            "q3",
            "proportions = sample_proportions(100, make_array(.3, .7)) # SOLUTION",
            case("len(proportions)", "2"),
            case("np.isclose(sum(proportions), 1)", "True"),
            hidden("proportions.item(0) < proportions.item(1)", "True"),
        ),
        wrong={
            "always_the_same": [("np.count_nonzero(rolls == 6)", "20")],
            "of_ten": [("np.arange(1, 7), 20)", "np.arange(1, 7), 10)"), ("np.arange(200)", "np.arange(100)")],
        },
    ),
    homework(
        "bootstrap",
        question(
            "q1",
            "trees = Table.read_table('trees.csv')\n"
            "def one_resampled_mean():\n    # BEGIN SOLUTION\n    resample = trees.sample()\n"
            "    return np.mean(resample.column('height'))\n    # END SOLUTION",
            case("12.5 <= one_resampled_mean() <= 30.25", "True"),
            case("np.random.seed(3)\nround(float(one_resampled_mean()), 4)", "21.7917"),
        ),
        question(
            "q2",
            "means = make_array()\nfor i in np.arange(300):\n    means = np.append(means, one_resampled_mean())\n"
            "left, right = percentile(2.5, means), percentile(97.5, means) # SOLUTION",
            case("left < right", "True"),
            hidden("14 < left < 20 and 22 < right < 29", "True"),
            hidden("percentile(50, make_array(1, 2, 3, 4))", "2"),
        ),
        wrong={
            "median": [("np.mean(resample", "np.median(resample")],
            "swapped": [("left, right = percentile", "right, left = percentile")],
            "not_drawn": [("trees.sample()", "trees")],
        },
    ),
    homework(
        "regression",
        question(
            "q1",
            "trees = Table.read_table('trees.csv')\n"
            "def standard_units(values):\n    return (values - np.mean(values)) / np.std(values) # SOLUTION",
            case("np.isclose(np.mean(standard_units(make_array(1, 2, 3))), 0)", "True"),
            hidden("np.round(standard_units(np.array([1, 2, 3])), 3)", "array([-1.225,  0.   ,  1.225])"),
        ),
        question(
            "q2",
            "def correlation(t, x, y):\n    # BEGIN SOLUTION\n"
            "    return np.mean(standard_units(t.column(x)) * standard_units(t.column(y)))\n    # END SOLUTION\n"
            "r = correlation(trees, 'age', 'height') # SOLUTION",
            case("-1 <= r <= 1", "True"),
            case("np.isclose(correlation(trees, 'age', 'age'), 1)", "True"),
            hidden("round(float(r), 5)", "0.26191"),
            hidden(
                "correlation(Table().with_columns('a', [1, 2, 3], 'b', [3, 2, 1]), 'a', 'b')", "-0.99999999999999989"
            ),
        ),
        question(
            "q3",
            "def rmse(slope, intercept):\n    # BEGIN SOLUTION\n"
            "    return np.mean((trees.column('height') - slope * trees.column('age') - intercept) ** 2) ** 0.5\n"
            "    # END SOLUTION\nbest = minimize(rmse) # SOLUTION",
            case("len(best)", "2"),
            hidden("round(float(rmse(0, 0)), 3)", "22.239"),
            hidden("np.allclose(best, [0.1007, 16.02], atol=0.05)", "True"),
        ),
        wrong={
            "variance": [("/ np.std(values)", "/ np.std(values) ** 2")],
            "absolute": [("** 2) ** 0.5", "** 2)"), ("r = correlation(trees, 'age', 'height')", "r = 1.5")],
        },
    ),
    homework(
        "classification",
        question(
            "q1",
            "trees = Table.read_table('trees.csv')\n"
            "def distance(one, other):\n    return np.sqrt(np.sum((one - other) ** 2)) # SOLUTION",
            case("distance(make_array(0, 0), make_array(3, 4)).item()", "5.0"),
            case("distance(make_array(1), make_array(1)) == 0", "True"),
        ),
        question(
            "q2",
            "def features(row):\n    return np.array([row.item('height'), row.item('age')]) # SOLUTION\n"
            "def closest(t, point, k):\n    # BEGIN SOLUTION\n"
            "    distances = make_array()\n    for row in t.rows:\n"
            "        distances = np.append(distances, distance(features(row), point))\n"
            "    return t.with_column('distance', distances).sort('distance').take(np.arange(k))\n"
            "    # END SOLUTION\nnearest = closest(trees, make_array(20, 70), 3) # SOLUTION",
            case("features(trees.row(1))", "array([ 17.,  45.])"),
            case("nearest.num_rows", "3"),
            hidden("nearest.column('kind').tolist()", "['oak', 'oak', 'pine']"),
            hidden("closest(trees, make_array(12, 30), 1).row(0).item(0)", "'elm'"),
            all_or_nothing=True,
        ),
        wrong={
            "squared": [("np.sqrt(np.sum((one - other) ** 2))", "np.sum((one - other) ** 2)")],
            "farthest": [(".sort('distance')", ".sort('distance', descending=True)")],
            "lists": [("np.array([row.item('height'), row.item('age')])", "[row.item('height'), row.item('age')]")],
        },
    ),
)
