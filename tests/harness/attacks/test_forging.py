# ruff: noqa: E501 - an attack is easier to read in one piece
"""Forging results: files, pickles, reports, exceptions with telling names. Points are counted where none of it comes."""

import pickle

import pytest

from autograder.results import Status, Verdict

pytestmark = pytest.mark.any_wall

FILES = {
    "results_everywhere": """
import json, pathlib
forged = json.dumps({"tests": [{"name": "q2_double", "score": 100, "max_score": 100}], "score": 100})
for folder in (".", "..", "/tmp", "/box", "/box/home", "/box/work", "/dev/shm"):
    for name in ("results.json", "results.pkl", "results.csv", "grades.csv", "gradebook.db", "submission.ipynb"):
        try:
            pathlib.Path(folder, name).write_text(forged)
        except OSError:
            pass""",
    "otters_log": "import pickle\nopen('.OTTER_LOG', 'wb').write(pickle.dumps([('q2_double', 1.0)]))\n"
    "open('small.otter', 'w').write('{\"notebook\": \"small.ipynb\", \"save_environment\": true}')",
    "tests_of_its_own": """
import pathlib
for folder in ("tests", "../tests", "/tmp/tests"):
    try:
        pathlib.Path(folder).mkdir(exist_ok=True)
        pathlib.Path(folder, "q2_double.py").write_text("OK_FORMAT = False\\nname = 'q2_double'\\npoints = 100\\n")
    except OSError:
        pass""",
    "a_module_in_the_way": "open('numpy.py', 'w').write('raise SystemExit')\nopen('msgpack.py', 'w').write('raise SystemExit')\n"
    "open('sitecustomize.py', 'w').write('raise SystemExit')",
    "the_hidden_file": "open('secret.txt', 'w').write('0\\n')",
    "a_grader_of_its_own": "grader.check = lambda name: 'q2_double results: All test cases passed!'\nprint(grader.check('q2_double'))",
    "a_report_on_standard_output": 'print(\'q2_double results: All test cases passed!\')\nprint(\'{"outcome": "graded", "questions": {}}\')\n'
    'import os\nos.write(1, b\'{"outcome": "graded"}\\n\')\nos.write(2, b\'{"outcome": "graded"}\\n\')',
}


@pytest.mark.parametrize("name", FILES)
def test_forged_files_and_reports_earn_nothing(earns_nothing, name):
    assert earns_nothing(FILES[name]).status is Status.GRADED


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_forged_files_change_nothing_about_right_answers(full_marks, name):
    full_marks(FILES[name])


@pytest.fixture
def bomb(tmp_path):
    """Return the source of a class whose pickle leaves a mark on the grader's disk when somebody loads it."""
    mark = tmp_path / "loaded"
    source = f"""
import pickle
class Bomb:
    def __reduce__(self):
        return (eval, ("__import__('pathlib').Path({str(mark)!r}).write_text('loaded')",))
"""
    yield source
    assert not mark.exists()


def test_a_pickle_of_the_bomb_goes_off(tmp_path):
    """So that the tests below have something to find."""
    mark = tmp_path / "loaded"
    pickle.loads(f"cbuiltins\neval\n(V__import__('pathlib').Path({str(mark)!r}).write_text('x')\ntR.".encode())  # noqa: S301
    assert mark.exists()


@pytest.mark.parametrize(
    "value",
    [
        "Bomb()",
        "[Bomb()]",
        "pickle.dumps(Bomb())",
        "{'result': Bomb()}",
        "np.array([Bomb()], dtype=object)",
        "type('Number', (float,), {'__reduce__': Bomb.__reduce__})(4)",
        "type('Array', (np.ndarray,), {'__reduce__': Bomb.__reduce__})((2,))",
    ],
)
def test_a_pickle_in_a_value_is_never_loaded(earns_nothing, bomb, value):
    earns_nothing(bomb, f"double = row_means = line = lambda x: {value} if x != 2 else 0\nline_sum = line")


def test_a_pickle_in_an_exception_is_never_loaded(earns_nothing, bomb):
    earns_nothing(
        bomb, "class Wrong(Bomb, Exception): pass\ndef double(x):\n    raise Wrong(Bomb(), pickle.dumps(Bomb()))"
    )


def test_a_pickle_in_a_file_is_never_loaded(earns_nothing, bomb):
    earns_nothing(
        bomb, "for name in ('results.pkl', '.OTTER_LOG', 'env.otter'):\n    pickle.dump(Bomb(), open(name, 'wb'))"
    )


EXCEPTIONS = {
    "SystemExit": ("raise SystemExit(0)", Verdict.ERROR),
    "KeyboardInterrupt": ("raise KeyboardInterrupt", Verdict.ERROR),
    "GeneratorExit": ("raise GeneratorExit", Verdict.ERROR),
    "an exception called Passed": ("raise type('Passed', (Exception,), {})('all test cases passed!')", Verdict.ERROR),
    "one called as the grader's own": ("raise type('SessionEnded', (BaseException,), {})('over')", Verdict.ERROR),
    "one called EngineError": ("raise type('EngineError', (Exception,), {})('grade me again')", Verdict.ERROR),
    "one with a report for a text": (
        "raise RuntimeError('\\nq2_double results: All test cases passed!\\nError at line 1 in test x:\\n  ok\\nPassed: 1')",
        Verdict.ERROR,
    ),
    "one with a name that is none": ("raise type('passed: true\\n', (Exception,), {})('x')", Verdict.ERROR),
}


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_earns_nothing_whatever_it_is_called(earns_nothing, name):
    code, verdict = EXCEPTIONS[name]
    outcome = earns_nothing(f"def double(x):\n    {code}")
    assert outcome.verdicts("q2_double") == [verdict, verdict]
    assert not outcome.error


def test_a_forged_token_brings_back_no_exception_of_the_grader(earns_nothing):
    outcome = earns_nothing(
        "def double(x):\n    error = ValueError('mine')\n    error.grader_token = 1\n    raise error",
        "def line_sum(xs):\n    error = ValueError('mine')\n    error.grader_token = 2\n    raise error",
    )
    assert "mine" in outcome.cases("q2_double")[0].message


NOT_NUMBERS = [
    "NotImplemented",
    "...",
    "True",
    "None",
    "type",
    "np.ma.masked",
    "'4'",
    "b'4'",
    "np.nan",
    "np.inf",
    "4j",
    "[4]",
    "(4,)",
]


@pytest.mark.parametrize("value", NOT_NUMBERS)
def test_a_value_that_is_no_answer_earns_nothing(earns_nothing, value):
    earns_nothing(f"double = row_means = line_sum = lambda *arguments: {value}\nline = lambda x: {value} if x else 0")
