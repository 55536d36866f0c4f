"""The graded tests of this repository hand nothing of their own to a submission."""

from pathlib import Path

import pytest

from autograder.audit.raw_calls import raw_calls

TESTS = Path(__file__).parents[2] / "otter"


@pytest.mark.parametrize("assignment", sorted(path.name for path in TESTS.iterdir() if path.is_dir()))
def test_graded_tests_call_the_students_code_with_copies_alone(assignment):
    assert raw_calls(TESTS / assignment) == []


def faults_of(folder, body):
    """Return what is found in a test module with a case whose body is `body`, in which `fn` is the student's."""
    source = f"""
import functools
import numpy as np

def helper(f, X):
    return f(X)

def found_in(space, X):
    return space["fn"](X)

def taken(env):
    return env["fn"]

class Holder:
    def __init__(self, f):
        self.f = f

    def run(self, X):
        return self.f(X)

@test_case(name="one", points=1, hidden=True)
def test_one(env, fn):
    X = np.ones(3)
    {body}
"""
    (folder / "q1.py").write_text(source, encoding="utf-8")
    return raw_calls(folder)


@pytest.mark.parametrize(
    "body",
    [
        "g = lambda: fn(X)",
        "g = lambda f: f(X); g(fn)",
        "rows = [fn(x) for x in X]",
        "rows = {n: f(X) for n, f in {'a': fn}.items()}",
        "total = sum(fn(x) for x in X)",
        "fn(X=X)",
        "fn(*X)",
        "fn(**{'X': X})",
        "fn.__call__(X)",
        "getattr(fn, 'forward')(X)",
        "(f := env['a'])(X)",
        "f, g = len, env.get('g'); g(X)",
        "fs = {'a': fn}; fs['a'](X)",
        "f = env.get('a') or env.get('b'); f(X)",
        "helper(fn, X)",
        "helper(f=fn, X=X)",
        "helper(*(fn, X))",
        "taken(env)(X)",
        "found_in(env, X)",
        "space = env; space['fn'](X)",
        "Holder(fn).run(X)",
        "list(map(fn, X))",
        "functools.partial(fn, X)()",
        "f = functools.partial(fn, 1); f(X)",
        "np.apply_along_axis(fn, 0, X)",
        "sorted(X, key=fn)",
        "model = call(fn, 3); model.forward(X)",
    ],
)
def test_the_students_function_is_followed_to_where_it_is_called(tmp_path, body):
    assert any("called directly" in fault for fault in faults_of(tmp_path, body))


@pytest.mark.parametrize(
    "head",
    [
        "for f in (len, fn):",
        "for n, f in zip('ab', [fn, fn]):",
        "for i, f in enumerate([fn]):",
        "def inner(f=fn):",
        "if (f := env.get('a')) is not None:",
        "with call(fn, 1) as f:",
        "match fn:\n        case f:\n          pass\n    if f:",
    ],
)
def test_the_students_function_is_followed_into_blocks(tmp_path, head):
    assert any("called directly" in fault for fault in faults_of(tmp_path, f"{head}\n        f(X)"))


@pytest.mark.parametrize(
    "body",
    [
        "model = call(fn, 3); setattr(model, 'W', X)",
        "model = call(fn, 3); model.W[0] = X",
        "model, n = call(fn, 3), 3; model.W += X",
        "env['X'] = X",
        "env.update({'X': X})",
        "space = env; space['X'] = X",
    ],
)
def test_an_array_that_is_put_where_the_submission_finds_it_is_found(tmp_path, body):
    assert any("set directly" in fault for fault in faults_of(tmp_path, body))


@pytest.mark.parametrize(
    "body",
    [
        "r = as_numbers(call(fn, X), 'r'); r.max(axis=0); np.max(r)",
        "list(map(as_numbers, [call(fn, X)], ['a']))",
        "rows = [len(call(fn, x)) for x in X]; rows.index(X[0])",
        "helper(len, X)",
        "Holder(len).run(X)",
        "data, f = X, fn; data.max(axis=call(f, X))",
    ],
)
def test_what_is_the_tests_own_is_called_as_it_likes(tmp_path, body):
    assert faults_of(tmp_path, body) == []
