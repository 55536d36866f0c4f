"""Adversaries are made for every function of an answer, and earn nothing where cases ask for values."""

import numpy as np
import pytest

from autograder.assignments.solution import SolutionCell
from autograder.audit.adversaries import STUB, adversary_trials, exchanged, is_stub, stated_cases
from autograder.audit.judging import judge
from autograder.audit.raw_calls import raw_calls
from autograder.audit.running import TrialResult
from autograder.audit.trials import Kind
from autograder.build.graded_tests import read_graded_tests
from autograder.results import CaseResult, Verdict

ANSWER = """
import numpy as np

def double(x, times=2):
    return x * times

def helper_of_the_solution(x):
    return x

class Net:
    def __init__(self):
        self.W = np.ones(2)
    def fit(self, X, *, eta=0.1):
        self.W = self.W + eta * X
        return self.W
"""
SOLUTION = (
    SolutionCell("import numpy as np"),
    SolutionCell(ANSWER, "q1", is_answer=True),
    SolutionCell('grader.check("q1")', "q1", is_check=True),
    SolutionCell("text = 'no function'", "q2", is_answer=True),
    SolutionCell('grader.check("q2")', "q2", is_check=True),
)
TESTS = '''
"""q1."""
import numpy as np
from otter.test_files import test_case
from autograder.testing import call, expect_close, expect_shape, require_function

OK_FORMAT = False
name = "q1"
points = 3

@test_case(name="small", points=1, hidden=False)
def test_small(double):
    expect_close(call(require_function(double, "double"), np.array([1.0, 2.0])), [2, 4], "double")

# earned without a right value: it is about the shape
@test_case(name="shape", points=1, hidden=True)
def test_shape(double):
    expect_shape(call(double, np.ones(3)), (3,), "double")

@test_case(name="values", points=1, hidden=True)
def test_values(double, fit):
    expect_close(call(double, np.array([1.0, 3.0])), [2, 6], "double")
'''


@pytest.fixture
def tests(tmp_path):
    (tmp_path / "q1.py").write_text(TESTS, encoding="utf-8")
    q2 = TESTS.replace('name = "q1"', 'name = "q2"').replace("# earned without", "#")
    (tmp_path / "q2.py").write_text(q2, encoding="utf-8")
    return [read_graded_tests(tmp_path / f"{question}.py") for question in ("q1", "q2")]


def run(trial):
    """Return the namespace after the cells of a trial but its check."""
    namespace = {"__name__": "__main__"}
    for cell in trial.cells:
        if not cell.is_check:
            exec(cell.source, namespace)
    return namespace


def kind_of(trial):
    return trial.title.rpartition(": ")[2]


@pytest.fixture
def trials(tests):
    return {(exchanged(trial), kind_of(trial)): trial for trial in adversary_trials(SOLUTION, tests)}


def test_every_function_and_method_has_its_adversaries_and_a_stub_and_so_have_all_together(trials):
    assert {names for names, _ in trials} == {"double", "Net.fit", "double, Net.fit"}
    for names in ("double", "Net.fit", "double, Net.fit"):
        assert is_stub(trials[names, STUB])
    assert {trial.question for trial in trials.values()} == {"q1"}
    assert all(trial.cells[-1].is_check and trial.graded == ("q1",) for trial in trials.values())


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("zeros", [0, 0]),
        ("ones", [1, 1]),
        ("first_argument", [1, 3]),
        ("writes_zeros", [0, 0]),
        ("writes_ones", [2, 2]),
        ("writes_others", [6, 2]),
    ],
)
def test_an_adversary_answers_as_its_name_says(trials, kind, due):
    double = run(trials["double", kind])["double"]
    given = np.array([1.0, 3.0])
    assert double(given).tolist() == due
    assert (given.tolist() == [1, 3]) == (not kind.startswith("writes"))


@pytest.mark.parametrize("kind", ["writes_zeros", "writes_ones", "writes_others"])
def test_an_adversary_that_finds_nothing_to_write_into_has_no_answer(trials, kind):
    assert run(trials["double", kind])["double"](1.5) is None


def test_nonsense_is_the_same_for_the_same_arguments_and_else_another(trials):
    double = run(trials["double", "nonsense"])["double"]
    assert double(np.ones(3)).tolist() == double(np.ones(3)).tolist() != double(np.zeros(3)).tolist()


def test_an_adversary_that_works_elementwise_gives_an_entry_what_it_gives_it_alone(trials):
    double = run(trials["double", "elementwise"])["double"]
    assert double(np.array([[0.5, 1.0]]))[0, 1] == double(1.0)


def test_all_functions_together_are_scaled_alike(trials):
    space = run(trials["double, Net.fit", "tripled"])
    assert space["double"](np.ones(2)).tolist() == [6, 6]
    assert space["Net"]().fit(np.ones(2), eta=1).tolist() == [6, 6]


def test_a_method_is_exchanged_in_its_class_and_what_it_writes_into_is_the_objects_own(trials):
    space = run(trials["Net.fit", "writes_zeros"])
    net = space["Net"]()
    assert net.fit(np.ones(2)).tolist() == [0, 0]
    assert net.W.tolist() == [0, 0]


def test_a_table_knows_what_the_public_cases_asked_and_nothing_else(trials):
    double = run(trials["double", "table"])["double"]
    assert double(np.array([1.0, 2.0])).tolist() == [2, 4]
    assert double(np.array([1.0, 3.0])).tolist() == [0, 0]


def test_the_right_function_that_an_adversary_asks_calls_nothing_that_a_test_lends(trials):
    code = "def area(x):\n    return helper_of_the_solution(x)"
    space = run(trials["double", "zeros"])
    exec(code, space)
    asked = []
    adversary = space["Adversary"]("zeros", space["area"])
    space["helper_of_the_solution"] = asked.append
    assert adversary(np.ones(2)).tolist() == [0, 0]
    assert asked == []


def test_the_words_of_tests_can_be_raised(trials):
    with pytest.raises(AssertionError, match="not attempted"):
        run(trials["double", "says_not_attempted"])["double"](1)


def test_a_case_states_above_its_decorator_that_it_is_earned_without_a_value(tests):
    assert stated_cases(tests) == {("q1", "shape")}


def result(trial, *passed):
    outcomes = tuple(
        CaseResult(name, name != "small", 1.0, Verdict.PASSED if name in passed else Verdict.FAILED)
        for name in ("small", "shape", "values")
    )
    return TrialResult(trial, {"q1": outcomes}, 0.1)


def test_an_adversary_is_bribed_when_it_earns_what_the_stub_does_not_and_no_case_states(trials, tests):
    stub, zeros = trials["double", STUB], trials["double", "zeros"]
    for passed, is_bribed in ((("small",), False), (("shape",), False), (("values",), True)):
        audit = judge("tiny", ("q1",), [result(stub), result(zeros, *passed)], stated=stated_cases(tests))
        assert [fault.trial for fault in audit.questions[0].bribed] == [zeros] * is_bribed
        assert any("adversaries earn hidden points" in sentence for sentence in audit.shortcomings) == is_bribed
        assert audit.questions[0].adversaries == 1
    audit = judge("tiny", ("q1",), [result(stub, "values"), result(zeros, "values")])
    assert audit.questions[0].bribed == ()
    assert zeros.kind is Kind.ADVERSARY


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("double(np.ones(3))", "double is called directly"),
        ("call(double, np.ones(3))", ""),
        ("double(3, 'x')", ""),
        ("helper(double)(np.ones(3))", "is called directly"),
        ("used(double, np.ones(3))", "function is called directly"),
        ("env['Net'](np.ones(3))", "is called directly"),
        ("net = call(env.get('Net')); net.fit(np.ones(3))", "net.fit is called directly"),
        ("net = call(env.get('Net')); net.W = np.ones(3)", "net.W is set directly"),
        ("net = call(env.get('Net')); give(net, W=np.ones(3))", ""),
        ("call(double, lambda model, X: model.step(X))", "model.step is called directly"),
        ("np.sum(call(double, np.ones(3)))", ""),
    ],
)
def test_what_is_the_students_is_called_and_set_by_the_tools_alone(tmp_path, line, fault):
    source = f"""
def helper(function):
    return require_function(function, "double")

def used(function, X):
    return function(X)

@test_case(name="one", points=1, hidden=True)
def test_one(env, double):
    {line}
"""
    (tmp_path / "q1.py").write_text(source, encoding="utf-8")
    found = raw_calls(tmp_path)
    assert bool(found) == bool(fault)
    assert all(fault in sentence for sentence in found)
