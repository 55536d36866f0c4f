"""What the audit says of graded tests, from what came of the trials."""

import pytest

from autograder.audit.adversary_tools import ANSWERS, WRITTEN, Adversary
from autograder.audit.judging import judge
from autograder.audit.report import _ADVERSARIES
from autograder.audit.running import TrialResult
from autograder.audit.trials import Kind, Trial
from autograder.results import CaseResult, Verdict


def trial(kind, question="q1", title="a trial", may_cost=()):
    return Trial(kind, title, question, (), may_cost=may_cost)


def result(of, **questions):
    """Return the result of a trial in which the named cases of q1 and q2 failed."""
    outcomes = {
        question: tuple(
            CaseResult(name, True, 1.0, Verdict.FAILED if name in questions.get(question, ()) else Verdict.PASSED)
            for name in ("small", "large")
        )
        for question in ("q1", "q2")
    }
    return TrialResult(of, outcomes, 0.1)


def audit(*results, equivalent=()):
    return judge("tiny", ("q1", "q2"), results, equivalent)


REFERENCE = result(trial(Kind.REFERENCE, ""))


def test_a_wrong_solution_that_loses_points_in_its_question_is_caught():
    found = audit(REFERENCE, result(trial(Kind.WRONG), q1=["large"]))
    assert found.questions[0].shares["caught"] == (1, 1)
    assert found.shortcomings == ()


def test_a_wrong_solution_that_loses_nothing_is_missed():
    found = audit(REFERENCE, result(trial(Kind.WRONG, title="mean for sum")))
    assert found.questions[0].shares["caught"] == (0, 1)
    assert found.shortcomings == ("1 wrong solutions are not caught: q1: mean for sum.",)


def test_a_wrong_solution_that_costs_points_elsewhere_is_an_isolation_fault_unless_that_is_stated():
    leaking = result(trial(Kind.WRONG), q1=["large"], q2=["small"])
    stated = result(trial(Kind.WRONG, may_cost=("q2",)), q1=["large"], q2=["small"])
    assert audit(REFERENCE, leaking).questions[0].leaking[0].cases == (("q2", "small"),)
    assert audit(REFERENCE, stated).questions[0].leaking == ()


@pytest.mark.parametrize("question", ["q1", "q2"])
def test_a_right_solution_may_lose_nothing_anywhere(question):
    found = audit(REFERENCE, result(trial(Kind.RIGHT), **{question: ["small"]}))
    assert found.questions[0].shares["accepted"] == (0, 1)
    assert found.shortcomings


def test_a_mutant_that_makes_no_difference_is_not_counted():
    same, other, caught = (trial(Kind.MUTANT, title=title) for title in ("same", "other", "caught"))
    found = audit(REFERENCE, result(same), result(other), result(caught, q1=["small"]), equivalent={same})
    first = found.questions[0]
    assert (first.mutants, first.shares["mutants"]) == (3, (1, 2))
    assert [fault.trial for fault in first.survivors] == [other]
    assert found.shortcomings == ("50.0% of the mutants are caught, 98% are due.",)


def test_a_reference_that_loses_points_is_a_shortcoming():
    found = audit(result(trial(Kind.REFERENCE, ""), q2=["small"]), result(trial(Kind.WRONG, title="unseen")))
    assert found.reference == ("q2, 'small': the solution does not get its points: it says nothing.",)
    assert found.shortcomings == (
        "The solution itself is not right, so that nothing can be said of the tests; mend it, or the cases.",
    )


def test_a_case_that_nothing_fails_is_idle():
    found = audit(REFERENCE, result(trial(Kind.WRONG), q1=["large"]))
    assert [item.idle for item in found.questions] == [("small",), ("small", "large")]


def test_each_kind_of_adversary_is_said_in_words():
    own = {name.removeprefix("_") for name in vars(Adversary) if name.startswith("_") and not name.startswith("__")}
    assert own - {"constant"} | ANSWERS.keys() | WRITTEN.keys() == _ADVERSARIES.keys()
