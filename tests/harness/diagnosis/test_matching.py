"""A known mistake is named when the submission's values are its values, and nobody else's."""

from types import SimpleNamespace

import numpy as np
import pytest

from autograder.assignments.bank import BankItem
from autograder.diagnosis.matching import Matcher
from autograder.diagnosis.practised import Practised, Try
from autograder.engine.remote import Failure, StudentLine
from autograder.engine.seen import CaseSeen
from autograder.engine.trace import Trace
from autograder.results import Verdict


def trace_of(*values):
    trace = Trace()
    for value in values:
        trace("call", value, None)
    return trace


PASSED = CaseSeen(Verdict.PASSED, trace=trace_of(np.array([7.0, 1.0])))


def failed(value):
    return CaseSeen(Verdict.FAILED, f"f(x) is {value}", trace_of(np.array([value, 1.0])))


def raised(source, text="shapes (2,3) (3,2)", function="f"):
    failure = Failure("ValueError", ("ValueError",), text, (StudentLine(3, 2, 1, function, source),))
    return CaseSeen(Verdict.ERROR, f"ValueError: {text}", failure=failure)


def item(title, code="def f(x): pass", **facts):
    return BankItem(title, "q1", code, f"hint of {title}", **facts)


def question(*seen, passed=0):
    """Return a question with a case for each of `seen`, and as many that were passed."""
    names = [f"case {number}" for number in range(len(seen) + passed)]
    verdicts = [*(case.verdict for case in seen), *[Verdict.PASSED] * passed]
    file = SimpleNamespace(test_cases=names)
    return Practised("q1", names, verdicts, file, [Try(number, case) for number, case in enumerate(seen)])


def matcher(asked, **outcomes):
    """Return a matcher for which the mistakes do, by title, what `outcomes` say; and the solution passes."""

    def run(items, number):
        return outcomes.get("_".join(item.title for item in items), [PASSED] * 9)[number]

    return Matcher(asked, run)


def named(found, *titles):
    return found.named([(item(title),) for title in titles])


def test_a_mistake_has_to_give_the_same_in_all_tries():
    found = matcher(question(failed(2), failed(3)), a=[failed(2), failed(9)], b=[failed(2), failed(3)])
    assert named(found, "a", "b") == (item("b"),)
    assert named(found, "a") is None


def test_one_value_on_one_input_may_be_an_accident():
    assert named(matcher(question(failed(2)), a=[failed(2)]), "a") is None
    many = CaseSeen(Verdict.FAILED, "", trace_of(np.arange(4.0)))
    due = CaseSeen(Verdict.PASSED, "", trace_of(np.arange(4.0) + 1))
    asked = question(many)
    assert Matcher(asked, lambda items, number: many if items else due).named([(item("a"),)]) == (item("a"),)


def test_of_two_mistakes_that_do_the_same_none_is_named():
    found = matcher(question(failed(2), failed(3)), a=[failed(2), failed(3)], b=[failed(2), failed(3)])
    assert named(found, "a", "b") is None
    same = BankItem("b", "q1", "def f(x): pass", "hint of a")
    assert found.named([(item("a"),), (same,)]) == (item("a"),)


def test_the_same_message_with_other_values_is_no_match():
    seen = CaseSeen(Verdict.FAILED, "it is wrong", trace_of(np.array([2.0, 1.0])))
    other = CaseSeen(Verdict.FAILED, "it is wrong", trace_of(np.array([3.0, 1.0])))
    assert named(matcher(question(seen, seen), a=[other, other]), "a") is None


def test_what_the_solution_does_as_well_is_no_evidence():
    lost = [failed(2), failed(3)]
    found = Matcher(question(*lost), lambda items, number: lost[number])
    assert named(found, "a") is None


@pytest.mark.parametrize(
    ("source", "text", "is_named"),
    [
        ("out = weights @ inputs", "shapes (2,3) (3,2)", True),
        ("z = W.T @ X", "shapes (2,3) (3,2)", False),
        ("z = W @ X", "shapes (5,3) (3,2)", False),
    ],
    ids=["other names", "another statement", "another text"],
)
def test_an_exception_is_evidence_with_its_statement_and_text_only(source, text, is_named):
    own = raised("z = W @ X")
    other = raised(source, text)
    assert (named(matcher(question(own, own), a=[other, other]), "a") is not None) is is_named


def test_an_exception_without_a_line_of_the_student_is_no_evidence():
    own = CaseSeen(Verdict.ERROR, failure=Failure("NameError", ("NameError",), "name 'np' is not defined", ()))
    assert named(matcher(question(own, own), a=[own, own]), "a") is None


def test_a_mistake_that_fails_what_was_passed_is_not_named():
    lost = [failed(2), failed(3)]
    assert named(matcher(question(*lost, passed=1), a=[*lost, failed(1)]), "a") is None
    assert named(matcher(question(*lost, passed=1), a=[*lost, PASSED]), "a") == (item("a"),)


def test_where_the_bank_says_what_a_mistake_fails_the_passed_cases_are_not_tried():
    lost = [failed(2), failed(3)]
    stated = item("a", fails=(("q1", "case 0"), ("q1", "case 1")))
    assert matcher(question(*lost, passed=1), a=[*lost, failed(1)]).named([(stated,)]) == (stated,)


def test_a_mistake_comes_into_question_if_it_fails_what_was_failed():
    asked = matcher(question(failed(2), failed(3), passed=1))
    assert asked.may_come_from((item("a"),))
    assert asked.may_come_from((item("a", fails=(("q1", "case 0"), ("q1", "case 1"))),))
    assert not asked.may_come_from((item("a", fails=(("q1", "case 0"),)),))
    assert asked.may_come_from((item("a", fails=(("q1", "case 0"),)),), alone=False)
    assert not asked.may_come_from((item("a", fails=(("q1", "case 0"), ("q1", "case 2"))),), alone=False)
    uncertain = item("a", fails=(("q1", "case 0"), ("q1", "case 2")), may_fail=(("q1", "case 2"), ("q1", "case 1")))
    assert asked.may_come_from((uncertain,))


def test_two_mistakes_in_two_functions_explain_together_what_neither_does_alone():
    first = item("a", "def f(x): return 1", fails=(("q1", "case 0"),))
    second = item("b", "def g(x): return 1", fails=(("q1", "case 1"),))
    found = matcher(question(failed(2), failed(3)), a=[failed(2), PASSED], b=[PASSED, failed(3)])
    assert list(found.partners([first, second])) == [(first, second)]
    same_place = item("b", "def f(x): return 2", fails=(("q1", "case 1"),))
    assert list(found.partners([first, same_place])) == []


@pytest.mark.parametrize("verdict", [Verdict.TIMEOUT, Verdict.CRASHED, Verdict.MEMORY])
def test_what_could_not_be_had_cannot_be_explained(verdict):
    lost = question(failed(2))
    assert lost.is_lost
    assert not Practised("q1", ["a", "b"], [Verdict.FAILED, verdict], lost.test_file, lost.tries).is_lost


def test_names_that_were_not_defined_are_those_that_python_missed():
    error = Failure("NameError", ("NameError",), "name 'model_1_5' is not defined", ())
    said = Failure("ValueError", ("ValueError",), "name 'no' is not defined", ())
    seen = [CaseSeen(Verdict.ERROR, failure=failure) for failure in (error, said)]
    assert question(*seen).undefined == {"model_1_5"}
