"""What a notebook leaves in its process (settings, generators, objects) counts for cases as under otter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from autograder.results import ClassResult
from tests.harness.jails import needs_jail

from .both import Otter, differences, graded, notebook_text, verdicts, write_class
from .foreign import START, doctest_file, exception_file, make_zip

pytestmark = [pytest.mark.slow, needs_jail]

SETTINGS = {
    "prints": doctest_file("prints", [">>> thirds\narray([0.333, 0.667])", ">>> np.float64(0.5)\n0.5"]),
    "raises": exception_file(
        "raises",
        "import numpy as np\n\n@test_case()\ndef test_division(env):\n"
        "    try:\n        np.float64(1) / np.float64(0)\n    except FloatingPointError:\n        return\n"
        "    raise AssertionError\n",
    ),
    "tables": doctest_file(
        "tables", [">>> table\n     v\n0  1.2", ">>> table['v'].sum() > 1 and len(table) == 1\nTrue"]
    ),
    "draws": doctest_file("draws", [">>> draw()\n0.5488", {"code": ">>> draw()\n0.7152", "hidden": True}]),
    "seeds": doctest_file(
        "seeds", [">>> np.random.seed(8)\n>>> draw()\n0.8734", ">>> np.random.seed(1)\n>>> draw()\n1"]
    ),
    "same": doctest_file("same", [">>> copied is not original\nTrue", ">>> copied == original\nTrue"]),
    "kinds": doctest_file(
        "kinds", [">>> point\nPoint(x=1, y=2)", ">>> count['z']\n0", ">>> count.most_common(1)\n[('b', 2)]"]
    ),
    "figure": exception_file(
        "figure",
        "import matplotlib.pyplot as plt\n\n@test_case()\n"
        "def test_title(env):\n    assert plt.gca().get_title() == 't'\n",
    ),
    "helped": exception_file(
        "helped",
        "from math import *\n\nclass Fake:\n    value = 3\n\n"
        "@test_case()\ndef test_fake(use):\n    assert use(Fake()) == 6 and floor(2.5) == 2\n",
    ),
}
CELLS = [
    START,
    "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n"
    "from collections import Counter, namedtuple\n"
    "np.set_printoptions(precision=3, legacy='1.25')\nnp.seterr(divide='raise')\npd.set_option('display.precision', 1)",
    "thirds = np.array([1, 2]) / 3\ntable = pd.DataFrame({'v': [1.23]})",
    "Point = namedtuple('Point', 'x y')\npoint, count = Point(1, 2), Counter('abb')",
    "original = [1, 2]\ncopied = original[:]",
    "def use(thing):\n    return thing.value * 2",
    "plt.plot([1, 2])\nplt.title('t')\ngrader.check('figure')",
    "def draw():\n    return round(float(np.random.random()), 4)\nnp.random.seed(0)",
    "grader.check('draws')",
]
WRONG = {
    "copied = original[:]": "copied = original",
    "(1, 2), Counter('abb')": "(1, 2)[:], dict(Counter('abb'))",
    "precision=3, legacy='1.25'": "precision=4",
    "divide='raise'": "divide='ignore'",
    "'display.precision', 1": "'display.precision', 3",
    "seed(0)": "seed(1)",
    "plt.title('t')": "plt.title('u')",
    "* 2": "* 3",
}
SEEDED = {
    "rolls": doctest_file("rolls", [">>> roll()\n7", ">>> roll()\n4", {"code": ">>> roll()\n8", "hidden": True}]),
    "again": exception_file(
        "again",
        "import numpy as np\n\n@test_case()\ndef test_own(env):\n    assert np.random.randint(1, 11) == 7\n\n"
        "@test_case()\ndef test_theirs(roll):\n    assert roll() == 4\n",
    ),
}
ROLL = "import numpy as np\ndef roll():\n    return int(np.random.randint(1, 11))"
SEEDED_CLASS = {
    "right": [START, ROLL, "grader.check('rolls')", "def unused():\n    pass", "grader.check('again')"],
    "at_the_end": [START, ROLL, "first = roll()"],
    "wrong": [START, ROLL.replace("11", "7"), "grader.check('rolls')"],
}


def both(
    place: Path, tests: Mapping[str, str], notebooks: Mapping[str, Sequence[str]], seed: int | None
) -> tuple[ClassResult, list[str]]:
    """Grade a class in the engine and by otter; return the engine's result, and where the two differ."""
    autograder_zip = make_zip(place / "autograder.zip", tests, seed=seed)
    folder = write_class(place / "class", {name: notebook_text(cells) for name, cells in notebooks.items()})
    result = graded(folder, autograder_zip, place / "out", timeout_s=120)
    with Otter() as otter:
        return result, differences(verdicts(result), otter.verdicts(folder, autograder_zip, place / "otter"))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> tuple[ClassResult, list[str]]:
    wrong = "\n\n".join(CELLS)
    for right, other in WRONG.items():
        assert right in wrong
        wrong = wrong.replace(right, other)
    notebooks = {"right": CELLS, "wrong": wrong.split("\n\n"), "stub": [START, "thirds = table = draw = ..."]}
    return both(tmp_path_factory.mktemp("settings"), SETTINGS, notebooks, None)


def test_what_a_notebook_has_set_counts_as_under_otter(settings: tuple[ClassResult, list[str]]) -> None:
    assert settings[1] == []


def test_what_travels_by_value_stays_sealed(settings: tuple[ClassResult, list[str]]) -> None:
    (right,) = [one for one in settings[0].submissions if one.id == "right.ipynb"]
    marked = {question.name for question in right.questions for case in question.cases if case.unsealed}
    assert marked == {"same", "figure", "helped"}
    assert all(case.passed for question in right.questions if question.name != "seeds" for case in question.cases)


def test_generators_are_seeded_where_otter_seeds_them(tmp_path: Path) -> None:
    result, differing = both(tmp_path, SEEDED, SEEDED_CLASS, 42)
    assert differing == []
    (right,) = [one for one in result.submissions if one.id == "right.ipynb"]
    assert [case.passed for question in right.questions for case in question.cases] == [True] * 5


def test_a_case_that_seeds_is_sealed_where_a_cell_checks_the_question_too(tmp_path: Path) -> None:
    tests = {"drawn": doctest_file("drawn", [">>> np.random.seed(8)\n>>> draw()\n0.8734"])}
    right = [START, "import numpy as np\ndef draw():\n    return round(float(np.random.random()), 4)"]
    wrong = [START, right[1].replace("np.random.random", "np.random.standard_normal")]
    classes = {"right": right, "wrong": wrong}
    checked = {f"{name}_checked": [*cells, "grader.check('drawn')"] for name, cells in classes.items()}
    result, differing = both(tmp_path, tests, classes | checked, None)
    assert differing == []
    cases = {item.id: case for item in result.submissions for question in item.questions for case in question.cases}
    assert {name for name, case in cases.items() if case.passed} == {"right.ipynb", "right_checked.ipynb"}
    assert not any(case.unsealed for case in cases.values())


def test_a_cell_that_begins_with_a_magic_goes_on_from_the_seed_of_the_cell_before(tmp_path: Path) -> None:
    tests = {
        "rolled": doctest_file("rolled", [">>> first\n7", {"code": ">>> first\n7", "hidden": True}, ">>> roll()\n4"])
    }
    cells = [START, ROLL, "rolled_before = roll()", "unused = 1", "%%time\nfirst = roll()"]
    notebooks = {
        "at_the_end": cells,
        "in_the_cell": [*cells[:-1], f"{cells[-1]}\ngrader.check('rolled')"],
        "in_a_later_cell_without_seed": [*cells, "%%time\ngrader.check('rolled')"],
        "in_a_later_cell_with_seed": [*cells, "grader.check('rolled')"],
    }
    result, differing = both(tmp_path, tests, notebooks, 42)
    assert differing == []
    passed = {one.id: [case.passed for case in one.questions[0].cases] for one in result.submissions}
    assert passed.pop("in_a_later_cell_with_seed.ipynb") == [True, True, False]
    assert list(passed.values()) == [[True] * 3] * 3


def test_a_check_leaves_printing_and_warnings_as_the_cell_has_set_them_and_they_count_for_cases(tmp_path: Path) -> None:
    tests = {
        "show": doctest_file("show", [">>> show(3)\n3", {"code": ">>> show(4)\n4", "hidden": True}]),
        "warn": doctest_file("warn", [">>> warn()\n3"]),
        "heard": doctest_file("heard", [">>> heard\n'before\\nafter\\n'"]),
    }
    functions = "import warnings\ndef show(x):\n    print(x)\ndef warn():\n    warnings.warn('old')\n    return 3"
    checks = "print('before')\nresult = grader.check('show')\nprint('after')"
    indented = checks.replace("\n", "\n    ")
    strict = "warnings.simplefilter('error')\n"
    notebooks = {
        "led_elsewhere": [
            START,
            functions,
            "import contextlib, io\n"
            f"with contextlib.redirect_stdout(io.StringIO()) as out:\n    {indented}\nheard = out.getvalue()",
        ],
        "captured": [START, functions, f"%%capture out\n{checks}", "heard = out.stdout"],
        "strict_in_a_cell": [
            START,
            functions,
            f"with warnings.catch_warnings():\n    {strict}    grader.check('warn')",
        ],
        "strict": [START, functions, strict],
    }
    result, differing = both(tmp_path, tests, notebooks, None)
    assert differing == []
    passed = {
        f"{one.id.removesuffix('.ipynb')} {question.name}"
        for one in result.submissions
        for question in one.questions
        if all(case.passed and not case.unsealed for case in question.cases)
    }
    shown = {f"{name} show" for name in notebooks}
    assert passed == shown | {f"{name} {each}" for name in ("led_elsewhere", "captured") for each in ("heard", "warn")}


def test_whatever_runs_the_notebooks_code_draws_on_from_where_a_sealed_case_stands(tmp_path: Path) -> None:
    cells = [
        START,
        "import numpy as np\ndef draw():\n    return int(np.random.randint(1, 1000))",
        "class Data:\n    value = property(lambda self: draw())\n    __getitem__ = lambda self, place: draw()\n"
        "    __len__ = lambda self: draw()\n    __iter__ = lambda self: iter([draw(), draw()])\ndata = Data()",
        "def use(function):\n    return [draw(), function(), draw()]",
    ]
    asked = {
        "items": ">>> data[0], data[1]\n(875, 665)",
        "length": ">>> len(data)\n875",
        "attribute": ">>> data.value, data.value\n(875, 665)",
        "entries": ">>> list(data)\n[875, 665]",
        "in_turn": ">>> data[0], int(np.random.randint(1, 1000)), data[1]\n(875, 665, 250)",
        "function_of_the_test": ">>> use(lambda: int(np.random.randint(1, 1000)))\n[875, 665, 250]",
    }
    tests = {name: doctest_file(name, [f">>> np.random.seed(3)\n{code}"]) for name, code in asked.items()}
    checked = [*cells, "np.random.seed(0)\n" + "\n".join(f"grader.check({name!r})" for name in tests)]
    result, differing = both(tmp_path, tests, {"at_the_end": cells, "in_a_cell": checked}, None)
    assert differing == []
    cases = [case for one in result.submissions for question in one.questions for case in question.cases]
    assert [case.passed and not case.unsealed for case in cases] == [True] * 12


def test_files_are_for_hidden_cases_as_they_were_at_the_check(tmp_path: Path) -> None:
    tests = {
        "read": doctest_file("read", [">>> read()\n'first'", {"code": ">>> read()\n'first'", "hidden": True}]),
        "listed": exception_file(
            "listed",
            "@test_case()\ndef test_once(read):\n    assert read() == 'first'\n\n"
            "@test_case(hidden=True)\ndef test_again(read):\n    assert read() == 'first'\n",
        ),
    }
    files = "from pathlib import Path\nkept = Path('kept.txt')\ndef read():\n    return kept.read_text()"
    write, checks = "kept.write_text('first')", "grader.check('read')\ngrader.check('listed')"
    notebooks = {
        "at_the_end": [START, files, "kept.write_text('earlier')", write],
        "changed_later": [START, files, write, checks, "kept.write_text('second one')"],
        "changed_in_the_cell": [START, files, f"{write}\n{checks}\nkept.unlink()"],
        "wrong": [START, files, write.replace("first", "one"), checks, "kept.write_text('second one')"],
    }
    result, differing = both(tmp_path, tests, notebooks, None)
    assert differing == []
    passed = {one.id for one in result.submissions if all(case.passed for q in one.questions for case in q.cases)}
    assert passed == {"at_the_end.ipynb", "changed_later.ipynb", "changed_in_the_cell.ipynb"}


def test_threads_that_wait_for_work_serve_a_check_in_a_cell_as_they_do_at_the_end(tmp_path: Path) -> None:
    tests = {"work": doctest_file("work", [">>> work()\n4", {"code": ">>> work()\n4", "hidden": True}])}
    pool = (
        "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
        "def work():\n    return pool.submit(abs, -4).result()\nassert work() == 4"
    )
    slow = "import time\nend = time.process_time() + 0.6\nwhile time.process_time() < end:\n    pass"  # to be kept
    notebooks = {
        "at_the_end": [START, pool, slow, "assert work() == 4"],
        "in_a_cell": [START, pool, "grader.check('work')", "pool.shutdown()"],
    }
    result, differing = both(tmp_path, tests, notebooks, None)
    assert differing == []
    assert all(case.passed and not case.unsealed for one in result.submissions for case in one.questions[0].cases)


def test_what_a_case_changes_in_place_is_found_by_later_doctests_and_where_a_case_sets_the_name(tmp_path: Path) -> None:
    tests = {
        "doctests": doctest_file("doctests", [">>> xs.append(2)", ">>> xs\n[1, 2]"]),
        "functions": exception_file(
            "functions",
            "@test_case()\ndef test_clear(ys):\n    ys.clear()\n\n"
            "@test_case()\ndef test_cleared(ys):\n    assert ys == []\n\n"
            "@test_case()\ndef test_set(env):\n    env['ys'] = []\n\n"
            "@test_case()\ndef test_was_set(ys):\n    assert ys == []\n",
        ),
    }
    _, differing = both(tmp_path, tests, {"a": [START, "xs, ys = [1], [1]"]}, None)
    assert differing == ["a functions case 2: the engine says False, otter True"]  # docs/otter-zips.md says so
