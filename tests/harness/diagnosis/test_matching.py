"""Which of several known mistakes explains what a submission did."""

import numpy as np
import pytest

from autograder.bank import BankItem
from autograder.diagnosis.matching import Question, best_match, partners
from autograder.diagnosis.seen import Agreement, CaseSeen, same_message
from autograder.diagnosis.trace import Trace
from autograder.results import Verdict

PASSED = CaseSeen(Verdict.PASSED)


def failed(value, message="", seconds=0.0):
    trace = Trace()
    trace("call", np.array([value, 1.0]), None)
    return CaseSeen(Verdict.FAILED, message or f"f(x) is {value}", trace, seconds)


def item(title, code="def f(x): pass", **facts):
    return BankItem(title, "q1", code, f"hint of {title}", **facts)


def question(*seen):
    return Question("q1", [f"case {number}" for number in range(len(seen))], seen)


def runner(outcomes):
    """Return what runs the mistakes, by title, and the list of what was run."""
    ran = []

    def run(items, number):
        ran.append(("+".join(item.title for item in items), number))
        return outcomes["+".join(item.title for item in items)][number]

    return run, ran


def test_all_cases_have_to_agree():
    run, _ = runner({"a": [failed(2), failed(9)], "b": [failed(2), PASSED], "c": [failed(2), failed(3)]})
    asked = question(failed(2), failed(3))
    assert best_match(asked, [(item(name),) for name in "abc"], run) == (item("c"),)
    assert best_match(asked, [(item(name),) for name in "ab"], run) is None


def test_the_same_values_go_before_the_same_message():
    run, _ = runner({"a": [failed(5, "wrong at 2: it is 0.5")], "b": [failed(2, "other words")]})
    assert best_match(question(failed(2, "wrong at 2: it is 0.50001")), [(item("a"),), (item("b"),)], run) == (
        item("b"),
    )
    assert best_match(question(failed(7, "wrong at 2: it is 0.50001")), [(item("a"),), (item("b"),)], run) == (
        item("a"),
    )


def test_the_first_of_equals_is_taken():
    run, _ = runner({"a": [failed(2)], "b": [failed(2)]})
    assert best_match(question(failed(2)), [(item("a"),), (item("b"),)], run) == (item("a"),)


def test_a_mistake_is_given_up_at_the_first_case_that_disagrees_and_slow_cases_come_last():
    run, ran = runner({"a": [failed(2), failed(3), failed(4)]})
    asked = question(failed(2, seconds=1.5), failed(8, seconds=0.1), failed(4, seconds=60))
    assert best_match(asked, [(item("a"),)], run) is None
    assert ran == [("a", 1)]


def test_cases_that_pass_must_pass_where_the_bank_does_not_say_what_fails():
    run, _ = runner({"a": [failed(2), failed(3)]})
    assert best_match(question(failed(2), PASSED), [(item("a"),)], run) is None


def test_a_mistake_that_fails_other_cases_by_what_the_bank_says_is_not_tried():
    asked = question(failed(2), PASSED, CaseSeen(Verdict.NOT_ATTEMPTED))
    assert asked.is_lost
    assert asked.may_come_from([item("nothing is said")])
    assert asked.may_come_from([item("a", fails=(("q1", "case 0"), ("q1", "case 2")))])
    assert asked.may_come_from([item("a", fails=(("q1", "case 0"),), may_fail=(("q1", "case 1"),))])
    assert not asked.may_come_from([item("a", fails=(("q1", "case 0"), ("q1", "case 1")))])
    assert not question(failed(2), failed(3)).may_come_from([item("a", fails=(("q1", "case 0"),))])


def test_cases_run_in_the_order_in_which_the_submission_met_them_hidden_ones_last():
    asked = Question("q1", ["a", "b", "c", "d"], [PASSED, failed(1), failed(2, seconds=60), PASSED], hidden={0, 2})
    assert asked.as_run == [1, 3, 0]


def test_names_that_were_not_defined_are_known_by_their_exceptions():
    error = CaseSeen(Verdict.ERROR, "NameError: name 'model_1_5' is not defined")
    other = CaseSeen(Verdict.FAILED, "NameError: name 'no' is not defined")
    assert question(error, PASSED, other, error).undefined == {"model_1_5"}


def test_two_mistakes_in_two_places_are_found_together():
    run, _ = runner({"f": [failed(2), PASSED], "g": [PASSED, failed(3)], "h": [PASSED, failed(8)]})
    items = [
        item("f", fails=(("q1", "case 0"),)),
        item("h", "def h(x): pass", fails=(("q1", "case 1"),)),
        item("g", "def g(x): pass", fails=(("q1", "case 1"),)),
    ]
    assert list(partners(question(failed(2), failed(3)), items, run)) == [(items[0], items[2])]


@pytest.mark.parametrize("verdict", [Verdict.TIMEOUT, Verdict.CRASHED, Verdict.MEMORY, Verdict.ENGINE_ERROR])
def test_where_a_case_could_not_be_had_nothing_is_compared(verdict):
    assert not question(failed(2), CaseSeen(verdict)).is_lost


def test_where_nothing_is_wrong_nothing_is_compared():
    assert not question(PASSED, CaseSeen(Verdict.NOT_ATTEMPTED)).is_lost


def test_messages_are_the_same_up_to_rounding():
    assert same_message("at [2, 1]: it is 0.123456, expected 1e-05", "at [2, 1]: it is 0.123457, expected 1.00001e-05")
    assert not same_message("at [2, 1]: it is 0.12", "at [2, 2]: it is 0.12")
    assert not same_message("W is wrong", "Z is wrong")


def test_the_same_words_are_no_evidence_where_the_test_saw_other_things():
    one, other = failed(2, "TypeError: 'int' has no shape"), failed(2, "TypeError: 'int' has no shape")
    other.trace("call", np.array([1.0, 2.0]), None)
    assert one.agreement(other) is Agreement.NONE
    assert one.agreement(failed(3, "TypeError: 'int' has no shape")) is Agreement.MESSAGE
    assert failed(2, "it is 0.1234").agreement(other) is Agreement.NONE
