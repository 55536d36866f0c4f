"""In the style of Data 100: pandas, regular expressions, SQL, plots, scikit-learn, tests in both of otter's formats."""

from collections.abc import Collection

from .making import Assigned, Case, Cell, Changes, case, code, hidden, question

START = code(
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nimport re\n%matplotlib inline\n"
    "pd.set_option('display.max_rows', 8)\nplt.style.use('ggplot')\nrng = np.random.default_rng(42)"
)
RIDES = (
    "day,rider,count,temp\n2026-01-01,casual,12,-3.5\n2026-01-01,member,40,-3.5\n2026-01-02,casual,7,1.0\n"
    "2026-01-02,member,55,1.0\n2026-01-03,casual,,4.5\n2026-01-03,member,61,4.5\n"
)


def homework(
    name: str, *cells: list[Cell], wrong: Changes, ok_format: bool = True, differs: Collection[Case] = ()
) -> Assigned:
    """Return an assignment that begins as all of this course do."""
    config = {"tests": {"ok_format": ok_format}}
    return Assigned(
        f"data100_{name}",
        [START, *(cell for part in cells for cell in part)],
        wrong,
        config=config,
        files={"rides.csv": RIDES},
        differs=differs,
    )


ASSIGNMENTS = (
    homework(
        "pandas",
        question(
            "q1a",
            "rides = pd.read_csv('rides.csv', parse_dates=['day']) # SOLUTION",
            case("rides.shape", "(6, 4)"),
            case("isinstance(rides, pd.DataFrame) and rides['day'].dtype.kind == 'M'", "True"),
            hidden("rides['count'].isna().sum().item()", "1"),
        ),
        question(
            "q1b",
            "by_rider = rides.groupby('rider')['count'].agg(['mean', 'max']) # SOLUTION",
            case("list(by_rider.columns)", "['mean', 'max']"),
            case("by_rider", "        mean   max\nrider             \ncasual   9.5  12.0\nmember  52.0  61.0"),
            hidden("by_rider.loc['member', 'max'] == 61", "np.True_"),
        ),
        question(
            "q1c",
            "wide = rides.pivot_table(index='day', columns='rider', values='count').fillna(0) # SOLUTION\n"
            "busiest = wide.sum(axis=1).idxmax() # SOLUTION",
            case("wide.shape == (3, 2)", "True"),
            case("busiest.month, busiest.day", "(1, 2)"),
            hidden("pd.testing.assert_index_equal(wide.columns, pd.Index(['casual', 'member'], name='rider'))"),
            hidden("(wide.to_numpy() >= 0).all() and wide['casual'].iloc[-1] == 0", "np.True_"),
        ),
        wrong={
            "text_days": [(", parse_dates=['day'])", ")")],
            "median": [("['mean', 'max']", "['median', 'max']"), ("idxmax", "idxmin")],
        },
    ),
    homework(
        "pandas_functions",
        question(
            "q1",
            "def clean(rides):\n    # BEGIN SOLUTION\n    rides = rides.dropna().copy()\n"
            "    rides['fahrenheit'] = rides['temp'] * 9 / 5 + 32\n    return rides.reset_index(drop=True)\n"
            "    # END SOLUTION",
            case(
                "def test_public(clean, pd):\n    frame = pd.read_csv('rides.csv')\n    before = frame.copy()\n"
                "    cleaned = clean(frame)\n    assert len(cleaned) == 5\n    assert 'fahrenheit' in cleaned.columns\n"
                "    pd.testing.assert_frame_equal(frame, before)"
            ),
            hidden(
                "def test_values(env):\n    import pandas as pd\n"
                "    cleaned = env['clean'](pd.DataFrame({'temp': [0.0, None, 10.0]}))\n"
                "    assert cleaned['fahrenheit'].tolist() == [32.0, 50.0]\n    assert list(cleaned.index) == [0, 1]"
            ),
        ),
        question(
            "q2",
            "def top(series, n=2):\n    return series.sort_values(ascending=False).head(n) # SOLUTION",
            case(
                "def test_type(top, pd):\n    found = top(pd.Series([3, 1, 2], index=list('abc'), name='x'))\n"
                "    assert isinstance(found, pd.Series), type(found)\n    assert found.to_dict() == {'a': 3, 'c': 2}",
                success_message="A series comes back.",
            ),
            hidden("def test_name(top, pd):\n    assert top(pd.Series([1.5], name='x'), n=1).name == 'x'", points=2),
        ),
        wrong={
            "in_place": [("rides = rides.dropna().copy()", "rides.dropna(inplace=True)")],
            "arrays": [(".head(n)", ".head(n).to_numpy()"), (".reset_index(drop=True)", "")],
        },
        ok_format=False,
        differs={("in_place", "q1", 1)},  # a table changed in place
    ),
    homework(
        "regex",
        question(
            "q1",
            "text = 'Call 555-0199 or 555-0123 before 12:30.'\nphones = re.findall(r'\\d{3}-\\d{4}', text) # SOLUTION",
            case("phones", "['555-0199', '555-0123']"),
        ),
        question(
            "q2",
            "pattern = r'(?P<hour>\\d\\d):(?P<minute>\\d\\d)' # SOLUTION",
            case("isinstance(pattern, str)", "True"),
            case("re.search(pattern, text).group('hour')", "'12'"),
            hidden("re.findall(pattern, '09:15 and 10:45')", "[('09', '15'), ('10', '45')]"),
        ),
        question(
            "q3",
            "logs = pd.Series(['GET /a 200', 'POST /b 404', 'GET /c'])\n"
            "parsed = logs.str.extract(r'(\\w+) (/\\w) ?(\\d*)') # SOLUTION\nparsed.columns = ['verb', 'path', 'code']",
            case("parsed.shape", "(3, 3)"),
            case("parsed['code'].tolist()", "['200', '404', '']"),
            hidden("parsed.loc[1].tolist() == ['POST', '/b', '404']", "True"),
            hidden("parsed['verb'].value_counts()['GET'].item()", "2"),
        ),
        wrong={
            "greedy": [("\\d{3}-\\d{4}", ".*\\d{3}-\\d{4}")],
            "unnamed": [("(?P<hour>\\d\\d)", "(\\d\\d)"), ("(\\d*)')", "(\\d+)')")],
        },
    ),
    homework(
        "sql",
        question(
            "q1",
            "import sqlite3\nconnection = sqlite3.connect(':memory:')\n"
            "pd.read_csv('rides.csv').to_sql('rides', connection, index=False)\n"
            "query = '''SELECT rider, SUM(count) AS total FROM rides GROUP BY rider ORDER BY total''' # SOLUTION\n"
            "result = pd.read_sql(query, connection)",
            case("result.shape == (2, 2)", "True"),
            case("set(result.columns) == {'rider', 'total'}", "True"),
            hidden("result['total'].tolist()", "[19.0, 156.0]"),
            hidden("pd.read_sql(query, connection).equals(result)", "True"),
        ),
        question(
            "q2",
            "cold = connection.execute('SELECT COUNT(*) FROM rides WHERE temp < 0').fetchone() # SOLUTION",
            case("cold", "(2,)"),
            hidden("connection.execute('SELECT COUNT(DISTINCT day) FROM rides').fetchall()", "[(3,)]"),
        ),
        wrong={
            "counted": [("SUM(count)", "COUNT(*)")],
            "closed": [("WHERE temp < 0').fetchone()", "WHERE temp < 0').fetchall()\nconnection.close()")],
        },
    ),
    homework(
        "plots",
        question(
            "q1",
            "rides = pd.read_csv('rides.csv')\nfig, ax = plt.subplots()\n# BEGIN SOLUTION\n"
            "ax.scatter(rides['temp'], rides['count'])\nax.set_xlabel('temperature')\nax.set_title('Rides')\n"
            "# END SOLUTION",
            case("def test_labels(ax):\n    assert ax.get_xlabel() == 'temperature'\n    assert ax.get_title()"),
            hidden(
                "def test_points(ax):\n    assert len(ax.collections) == 1\n"
                "    assert len(ax.collections[0].get_offsets()) == 6"
            ),
        ),
        question(
            "q2",
            "def histogram(values):\n    # BEGIN SOLUTION\n    figure, axes = plt.subplots()\n"
            "    axes.hist(values, bins=3)\n    axes.axvline(np.mean(values), color='k')\n    return axes\n"
            "    # END SOLUTION",
            case("def test_bars(histogram):\n    axes = histogram([1, 2, 2, 3])\n    assert len(axes.patches) == 3"),
            hidden(
                "def test_line(histogram):\n    import matplotlib.pyplot as plt\n    axes = histogram([1, 2, 6])\n"
                "    assert isinstance(axes, plt.Axes)\n    (line,) = axes.get_lines()\n"
                "    assert list(line.get_xdata()) == [3, 3]"
            ),
        ),
        wrong={
            "no_labels": [("ax.set_xlabel('temperature')", "ax.set_xlabel('')"), ("bins=3", "bins=4")],
            "figure": [("return axes", "return figure"), ("ax.scatter(", "ax.plot(")],
        },
        ok_format=False,
    ),
    homework(
        "models",
        question(
            "q1",
            "from sklearn.linear_model import LinearRegression\nfrom sklearn.model_selection import train_test_split\n"
            "X = pd.DataFrame({'a': np.arange(20.0), 'b': np.arange(20.0) ** 2})\ny = 3 * X['a'] - X['b'] + 1\n"
            "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=100) # SOLUTION\n"
            "model = LinearRegression().fit(X_train, y_train) # SOLUTION",
            case("X_train.shape, X_test.shape", "((15, 2), (5, 2))"),
            case("isinstance(model, LinearRegression)", "True"),
            hidden("np.round(model.coef_, 6).tolist()", "[3.0, -1.0]"),
            hidden("np.allclose(model.predict(X_test), y_test)", "True"),
        ),
        question(
            "q2",
            "def rmse(actual, predicted):\n    return np.sqrt(np.mean((actual - predicted) ** 2)) # SOLUTION\n"
            "error = rmse(y_test, model.predict(X_test)) # SOLUTION",
            case("rmse(np.array([1, 2]), np.array([1, 4]))", "np.float64(1.4142135623730951)"),
            case("error < 1e-8", "np.True_"),
            hidden("rmse(pd.Series([1.0, 1.0]), pd.Series([0.0, 0.0])) == 1", "np.True_"),
        ),
        question(
            "q3",
            "from sklearn.pipeline import Pipeline\nfrom sklearn.preprocessing import StandardScaler\n"
            "pipeline = Pipeline([('scale', StandardScaler()), ('fit', LinearRegression())]).fit(X, y) # SOLUTION",
            case("[name for name, _ in pipeline.steps]", "['scale', 'fit']"),
            hidden("round(pipeline.score(X, y), 6)", "1.0"),
            hidden("pipeline.named_steps['scale'].mean_[0] == X['a'].mean()", "np.True_"),
        ),
        wrong={
            "half": [("test_size=0.25", "test_size=0.5"), ("np.sqrt(np.mean(", "(np.mean(")],
            "no_intercept": [("LinearRegression().fit(", "LinearRegression(fit_intercept=False).fit(")],
        },
    ),
    homework(
        "gradients",
        question(
            "q1",
            "def mse_gradient(theta, X, y):\n    # BEGIN SOLUTION\n"
            "    return -2 / len(y) * X.T @ (y - X @ theta)\n    # END SOLUTION",
            case(
                "def test_shape(mse_gradient, np):\n"
                "    gradient = mse_gradient(np.zeros(2), np.ones((5, 2)), np.arange(5))\n"
                "    assert gradient.shape == (2,), gradient.shape"
            ),
            hidden(
                "def test_zero(mse_gradient):\n    import numpy as np\n"
                "    X = np.random.default_rng(1).normal(size=(7, 3))\n"
                "    theta = np.array([1.0, -2.0, 0.5])\n    assert np.allclose(mse_gradient(theta, X, X @ theta), 0)"
            ),
        ),
        question(
            "q2",
            "def descend(gradient, start, rate=0.1, steps=50):\n    # BEGIN SOLUTION\n"
            "    path = [np.asarray(start, float)]\n"
            "    for _ in range(steps):\n        path.append(path[-1] - rate * gradient(path[-1]))\n    return path\n"
            "    # END SOLUTION",
            case("def test_length(descend):\n    assert len(descend(lambda x: 0 * x, 3, steps=4)) == 5"),
            hidden(
                "def test_end(descend):\n    path = descend(lambda x: 2 * (x - 4), 0.0)\n"
                "    assert abs(path[-1] - 4) < 1e-3"
            ),
        ),
        wrong={
            "sign": [("return -2 /", "return 2 /"), ("- rate *", "+ rate *")],
            "last_only": [("return path\n", "return path[-1]\n")],
        },
        ok_format=False,
    ),
    homework(
        "pca",
        question(
            "q1",
            "data = np.arange(12.0).reshape(4, 3) ** 1.5\ncentred = data - data.mean(axis=0) # SOLUTION\n"
            "U, s, Vt = np.linalg.svd(centred, full_matrices=False) # SOLUTION",
            case("np.allclose(centred.mean(axis=0), 0)", "True"),
            case("U.shape, s.shape, Vt.shape", "((4, 3), (3,), (3, 3))"),
            hidden("np.allclose(U * s @ Vt, centred)", "True"),
        ),
        question(
            "q2",
            "variances = s ** 2 / len(data) # SOLUTION\n"
            "scores = pd.DataFrame(U * s, columns=['pc1', 'pc2', 'pc3']) # SOLUTION",
            case("np.isclose(variances.sum(), data.var(axis=0).sum())", "np.True_"),
            hidden("scores.shape == (4, 3) and list(scores) == ['pc1', 'pc2', 'pc3']", "True"),
            hidden("(variances[0] / variances.sum() > 0.9).item()", "True"),
        ),
        wrong={
            "not_centred": [("data - data.mean(axis=0)", "data - data.mean()")],
            "singular": [("s ** 2 /", "s /"), ("U * s, columns", "Vt, columns")],
        },
    ),
)
