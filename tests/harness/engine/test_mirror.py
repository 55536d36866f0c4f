"""While a case of otter's own runs, both processes have the same settings, and one random generator."""

import decimal
import os
import random
import sys
import warnings
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from autograder.engine.jailed.generators import put_generators, read_generators, stand_alike
from autograder.engine.jailed.settings import ProcessSettings
from autograder.engine.undisturbed import Undisturbed

DRAW = "import random\nimport numpy as np\ndef draw():\n    return float(np.random.random()), random.random()"


@pytest.fixture(autouse=True)
def left_as_it_was():
    own = read_generators()
    with Undisturbed():
        yield
    put_generators(own)


@pytest.fixture
def held(session, student):
    """Return a function that runs a cell and returns what a function of this process finds while a case runs."""

    def find(source, look, text=""):
        student(source)
        with session.case(None), session.mirrored(text):
            return look()

    return find


def test_what_the_notebook_has_set_holds_while_a_case_runs_and_no_longer(held):
    assert held("import numpy as np\nnp.set_printoptions(precision=2)", lambda: str(np.array([1 / 3]))) == "[0.33]"
    assert str(np.array([1 / 3])) == "[0.33333333]"
    assert held("np.seterr(divide='raise')", lambda: np.geterr()["divide"]) == "raise"
    assert held("import decimal\ndecimal.getcontext().prec = 3", lambda: str(decimal.Decimal(1) / 3)) == "0.333"
    assert (
        held("import pandas as pd\npd.set_option('display.precision', 1)", lambda: str(pd.Series([0.25]))[5:8]) == "0.2"
    )
    figure = "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = [3, 4]"
    assert held(figure, lambda: mpl.rcParams["figure.figsize"]) == [3, 4]
    filters = held("import warnings\nwarnings.simplefilter('error', FutureWarning)", lambda: list(warnings.filters))
    assert ("error", None, FutureWarning, None, 0) in filters
    assert np.geterr()["divide"] == "warn"
    assert decimal.getcontext().prec == 28
    assert pd.get_option("display.precision") == 6
    assert mpl.rcParams["figure.figsize"] != [3, 4]
    assert ("error", None, FutureWarning, None, 0) not in warnings.filters


def test_a_variable_of_the_environment_is_there_for_a_case_that_names_it(held):
    cell = "import os\nos.environ.update(COURSE_MODE='easy', OTHER_MODE='x', PATH='/mine')"
    found = held(cell, lambda: dict(os.environ), "assert os.environ['COURSE_MODE'] == os.environ['PATH']")
    assert found["COURSE_MODE"] == "easy"
    assert "OTHER_MODE" not in found
    assert found["PATH"] == os.environ["PATH"]  # no program of a submission's choice is started here


def test_what_leads_to_code_or_to_other_files_is_not_taken_over(held):
    cell = (
        "import sys, os, numpy as np, matplotlib, pandas as pd, warnings\nsys.path.insert(0, '/mine')\n"
        "np.set_printoptions(formatter={'float': lambda x: 'forged'})\n"
        "dict.__setitem__(matplotlib.rcParams, 'animation.ffmpeg_path', '/mine')\n"
        "dict.__setitem__(matplotlib.rcParams, 'axes.prop_cycle', 'cycler(color=[1])')\n"
        "pd._config.config._global_config['plotting']['backend'] = 'mine'\n"
        "warnings.filterwarnings('error', '(a+)+b')\nos.chdir('/')"
    )

    def look():
        parameters = [mpl.rcParams["animation.ffmpeg_path"], str(mpl.rcParams["axes.prop_cycle"])]
        return [*sys.path, str(np.array([1.5])), *parameters, pd.get_option("plotting.backend"), Path.cwd()]

    before = look()
    assert held(cell, look) == before
    assert not any(one[1] and "(a+)+b" in one[1].pattern for one in warnings.filters)


@pytest.mark.parametrize(
    "settings",
    [
        {"printing": {"precision": 10**9}},
        {"printing": {"formatter": {}}},
        {"printing": {"nanstr": "4."}},
        {"printing": {"infstr": "1e3"}},
        {"printing": {"nanstr": " True"}},
        {"printing": {"threshold": 0, "edgeitems": 0}},
        {"printing": {"linewidth": [75]}},
        {"printing": 3},
        {"decimal": [10**17, "ROUND_UP", 1, 0, []]},
        {"decimal": ["x"]},
        {"errors": {"all": "call"}},
        {"locale": "/tmp/mine"},
        {"folder": "../.."},
        {"warnings": [["error", "object", 0], ["eval", "Warning", 0]]},
        {"environment": {"A B": "x"}},
        {"tables": {"io.parquet.engine": "mine"}},
        {"drawing": {"backend": "module://mine", "axes.prop_cycle": "cycler()", "figure.dpi": [{}]}},
        {"drawing": {"figure.hooks": ["mine:hook"]}},
        {"unknown": 1},
    ],
)
def test_settings_that_are_not_well_formed_change_nothing(settings):
    own = ProcessSettings()
    before = own.read()
    own.put(settings)
    assert own.read() == before


def test_a_figure_of_a_case_calls_nothing_that_the_notebook_names(held):
    cell = "import matplotlib\nmatplotlib.rcParams['figure.hooks'] = ['builtins:vars']"
    assert held(cell, lambda: mpl.rcParams["figure.hooks"]) == []


def test_what_a_case_sets_the_notebook_has_set(session, student):
    env = student("import numpy as np\nimport os\ndef shown():\n    return str(np.array([1 / 3]))")
    with session.case(None), session.mirrored(""):
        np.set_printoptions(precision=3)
    assert env["shown"]() == "[0.333]"


def test_both_sides_draw_from_one_generator(session, student):
    env = student(DRAW + "\nnp.random.seed(5)\nrandom.seed(5)")
    np.random.seed(5)
    random.seed(5)
    due = [(float(np.random.random()), random.random()) for _ in range(5)]
    np.random.seed(1)
    with session.case(None), session.mirrored("np.random.random()"):
        found = [(float(np.random.random()), random.random()), env["draw"](), env["draw"]()]
        found.append((float(np.random.random()), random.random()))
    assert [*found, env["draw"]()] == due


def test_a_case_that_seeds_decides_what_the_notebook_draws(session, student):
    env = student(DRAW)
    np.random.seed(7)
    due = np.random.random()
    with session.case(None), session.mirrored("np.random.seed(7)"):
        np.random.seed(7)
        assert env["draw"]()[0] == due


def test_a_generator_is_put_where_a_submission_says_only_if_that_is_a_state():
    before = read_generators()
    put_generators({"numpy": [np.zeros(3, np.uint32), 0, 0, 0.0], "python": [np.zeros(625, np.int64), None]})
    put_generators({"numpy": [np.zeros(624, np.uint32), 999, 0, 0.0], "python": 3})
    assert stand_alike(read_generators(), before)


def test_figures_stay_open_between_cases_that_are_left_as_they_stand(session, student):
    env = student(
        "import matplotlib.pyplot as plt\ndef draw():\n    plt.plot([1])\n"
        "def count():\n    return len(plt.get_fignums())"
    )
    with session.case(None):
        env["draw"]()
    with session.case(None):
        assert env["count"]() == 1
