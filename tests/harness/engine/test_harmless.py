"""Which cells make no difference to what was defined before them."""

import pytest

from autograder.engine.harmless import makes_a_difference, mentions, new_names, only_checks, runs_other_code


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("", set()),
        ("# nothing", set()),
        ("'''text'''", set()),
        ("grader.check('q1')", set()),
        ("grader.export(pdf=False, run_tests=True)\ngrader.check_all()", set()),
        ("x = 1", {"x"}),
        ("answer = ...\nb = c = -1.5", {"answer", "b", "c"}),
        ("other = f\nboth = [f, (1, 'a')]\nnamed = {'f': f}", {"other", "both", "named"}),
        ("def f(x, n=3, *, key=None) -> np.ndarray:\n    return print(x)", {"f"}),
        ("def f(X: NDArray[np.float64]):\n    global y\n    y = 1\n\ndef g():\n    pass", {"f", "g"}),
        ("class A:\n    '''A.'''\n    n = 3\n    m: int = 4\n    def f(self):\n        pass", {"A"}),
        ("class A(Base):\n    pass", {"A"}),
    ],
)
def test_definitions_constants_and_checks_are_harmless(source, names):
    assert new_names(source) == names


@pytest.mark.parametrize(
    "source",
    [
        "x += 1",
        "x = y + 1",
        "x = -y",
        "x = {y: 1}",
        "x = f'{y}'",
        "x, y = z",
        "x[0] = 1",
        "x = y[0]",
        "__builtins__ = {}",
        "model.export('weights')",
        "f.n = 1",
        "del f",
        "import numpy",
        "f()",
        "def f(x=g()):\n    pass",
        "def f(x=[g() for _ in range(3)]):\n    pass",
        "def f() -> g():\n    pass",
        "@g\ndef f():\n    pass",
        "class A(metaclass=M):\n    pass",
        "class A(g()):\n    pass",
        "class A:\n    n = g()",
        "class A:\n    print(3)",
        "grader.check(f())",
        "grader.check(*names)",
        "if True:\n    def f():\n        pass",
        "%matplotlib inline",
        "!ls",
        "def f(:",
        "(" * 10_000,
        "-" * 15_000 + "1",
        "def f():\n    pass\n" + "# long" * 10_000,
    ],
)
def test_anything_else_may_do_harm(source):
    assert new_names(source) is None


def test_a_cell_of_checks():
    assert only_checks("grader.check('q1')\ngrader.check('q2')  # both")
    assert not only_checks("grader.check('q1')\ndef f():\n    pass")


def test_what_nobody_has_mentioned_makes_no_difference():
    earlier, tests = ["import numpy as np", "def f():\n    return 1"], ["def test(f):\n    assert f() == 1"]
    for source in ("", "g = 1", "def g():\n    return f()", "grader.check('q1')"):
        assert not makes_a_difference(source, earlier, tests), source
    for source in ("f = 1", "np = None", "g()", "import numpy", "test = 1"):
        assert makes_a_difference(source, earlier, tests), source
    assert makes_a_difference("g = 1", [*earlier, "exec(text)"], tests)
    assert not makes_a_difference("grader.check('q1')", [*earlier, "exec(text)"], tests)


def test_a_text_mentions_what_its_code_and_its_strings_could_mean():
    for text in (
        "globals()['f'](1)",
        "g.f()",
        "def f():\n    pass",
        "from m import f",
        "global f",
        "exec('f(1)')",
        "%f",
    ):
        assert mentions(text, frozenset({"f"})), text


def test_code_from_elsewhere_is_noticed():
    assert all(map(runs_other_code, ("exec(text)", "f = eval ('f')", "%run helpers.py", "globals()[name] = 1")))
    assert not any(map(runs_other_code, ("run(evaluated)", "# run this cell", "execute()")))


def test_a_comment_and_a_docstring_mean_nothing():
    for text in ("g()  # not f", "def g():\n    '''Call f.'''\n    return 1", "'f'\ng()", "fg()"):
        assert not mentions(text, frozenset({"f"})), text
