"""Mutants of the reference: small changes to what functions compute, each a program that parses."""

import ast

import pytest

from autograder.audit.mutants import mutants_of


def bodies(source):
    return [mutant.code for mutant in mutants_of(source)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a + 1", "a - 1"),
        ("a + 1", "a + 2"),
        ("a @ b", "a * b"),
        ("a * b", "a / b"),
        ("a < b", "a <= b"),
        ("a == b", "a != b"),
        ("-a", "a"),
        ("a.T", "a"),
        ("a[1:]", "a[:]"),
        ("a and b", "a or b"),
        ("f(a, b)", "f(b, a)"),
        ("f(a, axis=0)", "f(a, axis=1)"),
        ("f(a, axis=1)", "f(a, axis=0)"),
        ("f(a, keepdims=True)", "f(a)"),
        ("f(a, keepdims=True)", "f(a, keepdims=False)"),
        ("0.5 * a", "1.0 * a"),
    ],
)
def test_an_expression_is_changed(before, after):
    assert f"def g(a, b):\n    return {after}\n" in [
        code.replace("a, )", "a)") for code in bodies(f"def g(a, b):\n    return {before}\n")
    ]


def test_a_statement_is_dropped_but_neither_the_docstring_nor_the_return():
    source = 'def g(a):\n    """Text."""\n    b = a\n    return b\n'
    assert bodies(source) == ['def g(a):\n    """Text."""\n    pass\n    return b\n']


@pytest.mark.parametrize(
    "source",
    [
        "eta = 0.1\nmodel = train(X, eta=eta)\n",  # a student's choice
        "def g(a=1):\n    return a\n",  # the signature is given
        'def g(a):\n    raise ValueError("a" + "b", 1)\n',  # words
        'def g(a):\n    return f"{a + 1}"\n',
    ],
)
def test_choices_signatures_and_words_are_left_alone(source):
    assert bodies(source) == []


def test_methods_are_changed_too():
    assert "class A:\n    def g(self):\n        return 2\n" in bodies("class A:\n    def g(self):\n        return 1\n")


def test_every_mutant_parses_is_another_program_and_shows_its_one_change():
    source = "def g(a, b):\n    c = a[1:-1] + b * 2\n    for i in range(3):\n        c += i\n    return c.T\n"
    found = mutants_of(source)
    assert len({mutant.code for mutant in found}) == len(found) > 8
    for mutant in found:
        assert ast.dump(ast.parse(mutant.code)) != ast.dump(ast.parse(source))
        assert sum(line.startswith("-") for line in mutant.diff.splitlines()) == 1
