"""Otter's own test files run against a notebook in another process."""

import sys
import warnings

import numpy as np
import pytest
from otter.test_files import ExceptionTestFile, OKTestFile

from autograder.engine.remote import ProtocolViolation, RemoteGlobals, SessionLimits, TurnTimeout

EXCEPTION_TESTS = """
from otter.test_files import test_case
import numpy as np

OK_FORMAT = False
name = "q1"
points = 2

@test_case(points=1)
def test_value(env, double, missing):
    assert missing is None
    assert np.array_equal(double(np.arange(3)), [0, 2, 4]), "double(X) is wrong"

@test_case(points=1, hidden=True)
def test_helper(env, through):
    env["helper"] = lambda x: x + 1
    assert through(1) == 2
"""

OK_TESTS = {
    "name": "q2",
    "points": 3,
    "suites": [
        {
            "type": "doctest",
            "scored": True,
            "cases": [
                {"code": ">>> double(4)\n8\n>>> [double(n) for n in range(3)]\n[0, 2, 4]", "hidden": False},
                {"code": ">>> y = double(np.ones(2))\n>>> bool(np.allclose(y, 2))\nTrue"},
                {"code": ">>> shout()\nhello\n>>> abs(-3)\n3"},
            ],
        }
    ],
}

NOTEBOOK = """
import numpy as np
def double(x):
    return 2 * x
def through(x):
    return helper(x)
def shout():
    print("hello")
"""


def results(file, env):
    file.run(env)
    return [(result.passed, result.message) for result in file.test_case_results]


def test_an_exception_test_file(student, session):
    env = student(NOTEBOOK)
    with session.case(1):
        assert [passed for passed, _ in results(ExceptionTestFile.from_string(EXCEPTION_TESTS), env)] == [True, True]


def test_failures_are_reported_as_in_one_process(student, session):
    source = (
        "def double(x):\n    return x\nclass Mine(ValueError):\n    pass\ndef through(x):\n    raise Mine('not yet')"
    )
    env = student(source)
    own = {}
    exec(source, own)
    file = ExceptionTestFile.from_string(EXCEPTION_TESTS)
    with session.case(1):
        remote = results(file, env)
    assert [passed for passed, _ in remote] == [False, False]
    assert remote == results(file, own)


def test_an_ok_test_file(open_session):
    session = open_session(echo=lambda text: sys.stdout.write(text))
    session.run_cell(0, NOTEBOOK, 30)
    with session.case(1):
        outcome = results(OKTestFile.from_spec(OK_TESTS), RemoteGlobals(session.namespace))
    assert [passed for passed, _ in outcome] == [True, True, True], outcome


def test_an_ok_test_uses_the_graders_numpy(open_session):
    session = open_session(echo=lambda text: sys.stdout.write(text))
    session.run_cell(0, NOTEBOOK + "\nnp.allclose = lambda *a: True\ndef double(x):\n    return x", 30)
    with session.case(1):
        outcome = results(OKTestFile.from_spec(OK_TESTS), RemoteGlobals(session.namespace))
    assert [passed for passed, _ in outcome] == [False, False, True]


def test_the_end_of_the_session_passes_through_an_exception_test_file(student, open_session):
    session = open_session(SessionLimits(call=0.5))
    session.run_cell(0, "def double(x):\n    while True:\n        pass", 30)
    with pytest.raises(TurnTimeout), session.case(1):
        ExceptionTestFile.from_string(EXCEPTION_TESTS).run(session.namespace)


def test_the_end_of_the_session_is_remembered_when_a_doctest_catches_it(open_session):
    session = open_session(SessionLimits(call=0.5))
    session.run_cell(0, NOTEBOOK + "def double(x):\n    while True:\n        pass", 30)
    with session.case(1):
        outcome = results(OKTestFile.from_spec(OK_TESTS), RemoteGlobals(session.namespace))
    assert not any(passed for passed, _ in outcome)
    assert isinstance(session.ended, TurnTimeout)


def test_values_are_checked_as_they_are_and_not_as_they_claim(student, session):
    env = student(
        "import numpy as np\nclass Any(np.ndarray):\n    def __eq__(self, other):\n"
        "        return np.ones(self.shape, bool)\n"
        "    def __array_function__(self, *details):\n        return True\n"
        "def double(x):\n    return np.zeros(3).view(Any)\ndef through(x):\n    return 2"
    )
    with session.case(1), warnings.catch_warnings():
        assert [passed for passed, _ in results(ExceptionTestFile.from_string(EXCEPTION_TESTS), env)] == [False, True]
    assert not issubclass(ProtocolViolation, Exception)
    assert type(env["double"](1)) is np.ndarray
