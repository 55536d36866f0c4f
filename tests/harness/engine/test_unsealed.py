"""Where a case runs: on the trusted side, or in the jail with the mark that says so."""

import sys

import pytest
from otter.test_files import ExceptionTestFile, OKTestFile

from autograder.engine.remote import SessionLimits, TurnTimeout
from autograder.engine.unsealed import Way, in_order, plan_cases, run_case, way_of

HELPERS = "from otter.test_files import test_case\nOK_FORMAT = False\nname = 'q1'\n"


def exception_file(body):
    return ExceptionTestFile.from_string(HELPERS + body)


def doctest_file(*codes):
    return OKTestFile.from_spec({"name": "q1", "suites": [{"cases": [{"code": code} for code in codes]}]})


def outcomes(session, test_file, *, sealed=False):
    found = []
    for number, plan in enumerate(plan_cases(test_file, sealed=sealed)):
        with session.case(1, puts_aside=True):
            found.append(run_case(session, test_file, number, plan, 1))
    return found


@pytest.mark.parametrize(
    ("code", "way"),
    [
        ("assert double(2) == 4", Way.SEALED),
        ("assert isinstance(double(2), int)", Way.SEALED),
        ("model.W = [1]\nresults['a'] = 2\nnp.random.seed(3)", Way.SEALED),
        ("source = inspect.getsource(double)", Way.JAIL),
        ("assert double.__doc__", Way.JAIL),
        ("with patch('builtins.input', lambda: '3'):\n    ask()", Way.JAIL),
        ("plt.show = lambda: None", Way.JAIL),
        ("import builtins\nbuiltins.input = lambda: '3'", Way.JAIL),
        ("import turtle as screen\nscreen.done = print", Way.JAIL),
        ("del np.random.choice", Way.JAIL),
        ("exec('x = 3', env)", Way.JAIL),
        ("assert copied is not original", Way.JAIL),
        ("assert np.shares_memory(view, whole)", Way.JAIL),
        ("assert found is None and type(found) is not list and 1 is not found", Way.SEALED),
        ("assert os.path.exists('plot.png')", Way.SEALED),
        ("this is no Python", Way.SEALED),
    ],
)
def test_the_way_that_a_cases_code_needs(code, way):
    assert way_of(code, "function") is way


def test_a_sealed_assignment_never_shows_a_case_to_the_jail():
    file = exception_file("import inspect\n@test_case()\ndef test_a(f):\n    inspect.getsource(f)\n")
    (plan,) = plan_cases(file, sealed=True)
    assert plan.way is Way.ONLY_SEALED
    assert plan.source == ""


def test_the_jail_is_shown_no_more_of_a_test_file_than_the_case_needs():
    body = (
        "import inspect\nSECRET = 'of another case'\nLIMIT = 3\n"
        "def helper(f):\n    return inspect.getsource(f)\n"
        "@test_case(points=1)\ndef test_a(f):\n    assert len(helper(f)) > LIMIT\n"
        "@test_case(points=2)\ndef test_b(f):\n    assert f() == SECRET\n"
    )
    first, second = plan_cases(exception_file(body), sealed=False)
    assert (first.way, first.function) == (Way.JAIL, "test_a")
    assert "helper" in first.source
    assert "LIMIT" in first.source
    assert "SECRET" not in first.source
    assert "test_b" not in first.source
    assert second.way is Way.SEALED
    assert in_order([first, second]) == [1, 0]  # what is shown in the first cannot help in the second


def test_a_case_that_needs_the_source_of_a_function_runs_in_the_jail(student, session):
    student("def double(x):\n    # by hand\n    return x + x")
    body = (
        "import inspect\n@test_case()\ndef test_a(double):\n    assert 'by hand' in inspect.getsource(double)\n"
        "@test_case()\ndef test_b(env, double):\n    assert '**' in inspect.getsource(double), 'use a power'\n"
    )
    right, wrong = outcomes(session, exception_file(body))
    assert (right.passed, right.unsealed) == (True, True)
    assert (wrong.passed, wrong.unsealed) == (False, True)
    assert wrong.report.endswith("AssertionError: use a power")


def test_what_a_case_in_the_jail_changes_does_not_stay(student, session):
    namespace = student("def ask():\n    return input()\nasked = []")
    body = (
        "from unittest.mock import patch\n@test_case()\ndef test_a(env):\n"
        "    with patch('builtins.input', lambda: 'yes'):\n        env['asked'].append(env['ask']())\n"
        "    assert env['asked'] == ['yes']\n    env['ask'] = None\n"
    )
    (found,) = outcomes(session, exception_file(body))
    assert (found.passed, found.unsealed) == (True, True)
    assert namespace["asked"] == []
    assert namespace["ask"].__name__ == "ask"


def test_a_value_that_only_its_own_process_can_look_at_is_looked_at_there(open_session):
    session = open_session(echo=lambda text: sys.stdout.write(text))
    session.run_cell(
        0,
        "class Point:\n    def __repr__(self):\n        return 'P'\n    def __lt__(self, other):\n"
        "        return True\np = Point()\ndef f():\n    return 1",
        30,
    )
    cases = (">>> p\nP", ">>> p < 3\nTrue", ">>> p\nQ", ">>> f()\n2", ">>> f()\n1")
    found = outcomes(session, doctest_file(*cases))
    assert [(one.passed, one.unsealed) for one in found] == [
        (True, True),
        (True, True),
        (False, False),  # it fails in the jail as well: the outcome is the sealed one
        (False, False),
        (True, False),
    ]
    refused = outcomes(session, doctest_file(*cases), sealed=True)
    assert [(one.passed, one.unsealed) for one in refused] == [(False, False)] * 4 + [(True, False)]


def test_a_submission_that_ends_the_process_of_its_test_fails_it(student, session):
    student("import os\ndef end():\n    os._exit(0)")
    body = "import inspect\n@test_case()\ndef test_a(end):\n    inspect.getsource(end)\n    end()\n"
    (found,) = outcomes(session, exception_file(body))
    assert not found.passed
    assert "ended the process" in found.report
    assert session.namespace["os"].getpid() == session.pid  # this one lives


def test_a_test_that_hangs_in_the_jail_runs_into_the_calls_limit(open_session):
    session = open_session(SessionLimits(call=1.0))
    session.run_cell(0, "def hang():\n    while True:\n        pass", 30)
    body = "import inspect\n@test_case()\ndef test_a(hang):\n    inspect.getsource(hang)\n    hang()\n"
    with pytest.raises(TurnTimeout):
        outcomes(session, exception_file(body))


def test_doctests_compare_exceptions_as_python_prints_them(student, session):
    student("class Odd(ValueError):\n    pass\ndef fail(kind):\n    raise kind('no')\ndef odd():\n    raise Odd('odd')")
    cases = (
        ">>> fail(KeyError)\nTraceback (most recent call last):\n  ...\nKeyError: 'no'",
        ">>> fail(ValueError)\nTraceback (most recent call last):\n  ...\nValueError: no",
        ">>> odd()\nTraceback (most recent call last):\n  ...\nOdd: odd",
        ">>> fail(ValueError)\nTraceback (most recent call last):\n  ...\nValueError: yes",
    )
    assert [one.passed for one in outcomes(session, doctest_file(*cases))] == [True, True, True, False]


def test_a_mutable_list_of_the_notebook_keeps_what_a_doctest_does_to_it(student, session):
    student("scores = [1]\ndef best():\n    return max(scores)")
    cases = (">>> scores.append(5)\n>>> best()\n5", ">>> len(scores)\n2")
    assert [one.passed for one in outcomes(session, doctest_file(*cases))] == [True, True]


def test_a_case_that_fails_runs_once_more_in_the_jail_on_the_notebook_as_it_was(student, session):
    student("calls = []\ndef count():\n    calls.append(1)\n    return len(calls)\nclass Odd:\n    pass")
    where = ">>> type(Odd()).__module__\n'__main__'"
    found = outcomes(session, doctest_file(f">>> count()\n1\n{where}", f">>> count()\n2\n{where}"))
    assert [(one.passed, one.unsealed) for one in found] == [(True, True)] * 2


def test_star_imports_and_what_a_test_file_does_are_there_in_the_jail():
    body = (
        "from math import *\nimport os\nos.environ['MODE'] = 'x'\n"
        "@test_case()\ndef test_a(f):\n    assert f() == floor(2.5)\n"
        "@test_case()\ndef test_b(f):\n    assert f() == 3\n"
    )
    first, _ = plan_cases(exception_file(body), sealed=False)
    assert "from math import *" in first.source
    assert "MODE" in first.source
    assert "test_b" not in first.source


def test_what_a_function_displays_is_not_taken_for_what_it_prints(open_session):
    session = open_session(echo=lambda text: sys.stdout.write(text))
    session.run_cell(0, "def show():\n    display('shown')\n    print('printed')", 30)
    (found,) = outcomes(session, doctest_file(">>> show()\nprinted"))
    assert (found.passed, found.unsealed) == (True, False)
