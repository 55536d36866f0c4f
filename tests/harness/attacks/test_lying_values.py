# ruff: noqa: E501 - an attack is easier to read in one piece
"""Values that lie about themselves, or are right only as often as it takes: the grader compares what they hold."""

import pytest

from autograder.engine.unpacking import unpack
from autograder.grader.bundle import read_specs
from autograder.grader.pool import Workers
from autograder.intake.submission import Submission
from autograder.results import Status, Verdict
from autograder.runners.sealed import SealedRunner
from tests.harness.attacks import assignment

pytestmark = pytest.mark.any_wall

ALL = "\nrow_means = double = line_sum = line = lambda *arguments: Liar{}"

EVERYTHING = """
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = lambda self, other: True
    __ne__ = lambda self, other: False
    __hash__ = lambda self: 0
    __bool__ = __contains__ = lambda self, *other: True
    __abs__ = __sub__ = __rsub__ = __neg__ = __add__ = __radd__ = lambda self, *other: self
"""

LIARS = {
    "float": ("class Liar(float):" + EVERYTHING, "(-1)"),
    "int": ("class Liar(int):" + EVERYTHING, "(-1)"),
    "str": ("class Liar(str):" + EVERYTHING, "('x')"),
    "list": ("class Liar(list):" + EVERYTHING, "([-1, -1])"),
    "tuple": ("class Liar(tuple):" + EVERYTHING, "([-1, -1])"),
    "dict": ("class Liar(dict):" + EVERYTHING, "({1: 2})"),
    "numpy_float": ("class Liar(np.float64):" + EVERYTHING, "(-1)"),
    "plain_object": ("class Liar:" + EVERYTHING, "()"),
    "array_equality": (
        "class Array(np.ndarray):" + EVERYTHING + "    all = any = lambda self, *a, **k: True\n"
        "    shape = property(lambda self: (2,))\n"
        "def Liar():\n    return np.full(2, -1.0).view(Array)",
        "()",
    ),
    "array_function": (
        "class Array(np.ndarray):\n    __array_function__ = lambda self, *a: True\n"
        "def Liar():\n    return np.full(2, -1.0).view(Array)",
        "()",
    ),
    "array_ufunc": (
        "class Array(np.ndarray):\n    __array_ufunc__ = lambda self, *a, **k: np.array([True, True])\n"
        "def Liar():\n    return np.full(2, -1.0).view(Array)",
        "()",
    ),
    "array_conversion": (
        "class Array(np.ndarray):\n    __array__ = lambda self, *a, **k: np.arange(2.0)\n    __array_priority__ = 1e9\n"
        "def Liar():\n    return np.full(2, -1.0).view(Array)",
        "()",
    ),
    "array_interface": (
        "class Liar:\n    __array_interface__ = {'shape': (2,), 'typestr': '<f8', 'data': (id(np), False), 'version': 3}\n"
        "    __array_struct__ = 1\n    __len__ = lambda self: 2\n    __getitem__ = lambda self, key: 1 / 0",
        "()",
    ),
    "object_array": (
        "class One:" + EVERYTHING + "def Liar():\n    return np.array([One(), One()], dtype=object)",
        "()",
    ),
    "no_entries_and_endless_rows": ("Liar = lambda: np.zeros((0, 10**12))", "()"),
    "many_axes": ("Liar = lambda: np.zeros((1,) * 60)", "()"),
    "wide_text": ("Liar = lambda: np.zeros(0, 'U500000000')", "()"),
    "range_backwards": ("Liar = lambda: range(10**9, 0)", "()"),
    "masked_array": ("def Liar():\n    return np.ma.masked_all(2)", "()"),
    "structured_array": ("def Liar():\n    return np.zeros(2, dtype=[('a', float), ('b', object)])", "()"),
    "matrix": ("def Liar():\n    return np.matrix([[1.0, 4.0]])", "()"),
    "endless_iterator": ("import itertools\nLiar = lambda: itertools.repeat(4.0)", "()"),
    "endless_nesting": (
        "class Liar:\n    __iter__ = lambda self: Iterator(self)\nclass Iterator:\n    __init__ = lambda self, x: None\n"
        "    __iter__ = __next__ = lambda self: Liar()\nLiar.__getitem__ = lambda self, i: Liar()\nLiar.__len__ = lambda self: 2",
        "()",
    ),
    "class_and_type": ("class Liar:\n    __class__ = np.ndarray\n    shape = (2,)\n    dtype = float", "()"),
    "names": ("Liar = lambda: type('ndarray', (), {'__module__': 'numpy'})()", "()"),
    "lent_function": ("def Liar():\n    return line", "()"),
    "itself": ("def Liar():\n    return double", "()"),
}


@pytest.mark.parametrize("name", LIARS)
def test_lying_values_earn_nothing(earns_nothing, name):
    code, made = LIARS[name]
    outcome = earns_nothing(code + ALL.format(made))
    assert not outcome.error
    assert {Verdict.FAILED, Verdict.ERROR} >= {verdict for q in outcome.result.questions for verdict in q.verdicts}


# What earns its points and no more: (code, the points, for which cases).
PARTLY_RIGHT = {
    "right_only_the_first_time": "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x if len(calls) < 2 else 0",
    "right_only_the_first_three_times": "calls = []\ndef double(x):\n    calls.append(x)\n    return 2 * x if len(calls) < 4 else 0",
    "remembers_the_public_test": "double = {2: 4}.get",
    "counts_in_a_file": "def double(x):\n    with open('n', 'a') as file:\n"
    "        file.write('.')\n    return 2 * x if len(open('n').read()) < 3 else 0",
}


@pytest.mark.parametrize("name", PARTLY_RIGHT)
def test_what_is_right_sometimes_earns_only_that(attack, name):
    outcome = attack(PARTLY_RIGHT[name])
    assert outcome.verdicts("q2_double") == [Verdict.PASSED, Verdict.FAILED]
    assert (outcome.score, outcome.status) == (1, Status.GRADED)


def test_an_object_that_is_another_array_each_time_is_compared_as_it_comes(earns_nothing):
    code = """
class Changing:
    turn = 0
    def __array__(self, dtype=None, copy=None):
        Changing.turn += 1
        return np.array([1.0, 4.0]) * Changing.turn * 2
    def __len__(self):
        return 2
row_means = lambda X: Changing()"""
    earns_nothing(code)


def test_changing_the_argument_changes_no_expectation(earns_nothing):
    earns_nothing(
        "def row_means(X):\n    X[...] = 0\n    return np.zeros(len(X))",
        "def line_sum(xs):\n    xs[:] = []\n    return 0",
    )


def test_growing_or_reshaping_the_argument_is_no_way_in(earns_nothing):
    earns_nothing("def row_means(X):\n    X.shape = X.size\n    X.resize(1000, refcheck=False)\n    return X")


def test_a_function_lent_for_one_case_answers_in_no_other(attack):
    """The hidden case of q3 lends a right `line`; whoever keeps it has nothing to call in q4."""
    code = """
kept = []
def line_sum(xs):
    if type(line).__name__ == "TrustedFunction":
        kept.append(line)
        open("lent", "w").write(str(line.number))
    return sum(line(x) for x in xs)
def own(x):
    return 0
line = own
"""
    use = """
def use(x):
    for function in kept:
        return function(x)
    return 0
line = use"""
    outcome = attack(code, use, "line_sum.__globals__['line'] = use")
    assert [case.passed for case in outcome.cases("q3_helped")] == [False, True]
    assert [case.passed for case in outcome.cases("q4_line")] == [False, False]


def test_guessing_the_number_of_a_lent_function_ends_the_grading(earns_nothing):
    code = """
import gc
def guess(x):
    (agent,) = [thing for thing in gc.get_objects() if type(thing).__name__ == "Agent"]
    for number in range(1, 50):
        try:
            return agent._call("callback", number, (x,), {})
        except Exception:
            pass
    return 0
line = guess
def line_sum(xs):
    return sum(line(x) for x in xs)"""
    assert "interfered with the connection" in earns_nothing(code).error


def test_a_made_up_function_that_stands_for_a_model_ends_the_grading(earns_nothing):
    """A test sets attributes of what it takes for a student's model: it must not be an object of the grader."""
    code = """
import sys
objects = next(module for module in list(sys.modules.values()) if hasattr(module, "TrustedFunction"))
made_up = objects.TrustedFunction(9_000_000_000, None)
def row_means(X):
    return made_up"""
    assert "interfered with the connection" in earns_nothing(code).error


def test_asking_whether_something_is_inside_shows_nothing_of_it(engine):
    """`expected in value` is answered by the grader: the value is not asked, and does not learn what was expected."""
    from autograder.engine.jailed.wire import Ability
    from autograder.engine.remote import RemoteObject
    from autograder.engine.remote.stand_ins import proxy_class

    asked = []

    def call(operation, *arguments):
        asked.append(operation)
        return iter([1, 2])

    thing = proxy_class(Ability.ITERATE, "Liar", None)(call, 1, "")
    assert isinstance(thing, RemoteObject)
    assert 2 in thing
    assert 3 not in thing
    assert asked == ["iterate", "iterate"]


@pytest.mark.slow
def test_in_a_zip_of_otters_alone_what_rests_on_the_submissions_word_is_marked(tmp_path):
    """Such tests may need real objects, and run in the jail when a submission hands one out: there it can lie."""
    path = tmp_path / "autograder.zip"
    assignment.write_zip(path, settings=False)
    unpack(path, tmp_path / "suite")
    with Workers(tmp_path / "suite", assignment.LIMITS) as workers:
        questions = read_specs(workers.describe(), manual={}, order=())
        runner = SealedRunner(workers, questions, None, 1, tmp_path)
        notebook = tmp_path / "liar.ipynb"
        notebook.write_text(assignment.notebook_of([assignment.START, "class Liar:" + EVERYTHING + ALL.format("()")]))
        result = runner(Submission(notebook.name, notebook))
    earned = [case for question in result.questions for case in question.cases if case.passed]
    assert earned
    assert all(case.unsealed for case in earned)
