"""Diagnosis has a time of its own, and what goes wrong in it costs hints and nothing else."""

from types import SimpleNamespace

import pytest

from autograder.assignments.bank import BankItem
from autograder.assignments.material import Material
from autograder.diagnosis.diagnose import Clock, Diagnosis, OutOfTime, _Trials
from autograder.diagnosis.outcomes import Outcome
from autograder.diagnosis.practised import Practised, Try
from autograder.engine.seen import CaseSeen
from autograder.errors import EngineError
from autograder.results import Verdict
from autograder.text.numbers import natural_key

ITEM = BankItem("a", "q1", "def f(x): return 0", "f is always 0.")
LOST = CaseSeen(Verdict.FAILED, facts={"kind": "infinite", "what": "f(x)"}, drawn=True)
SAID = {"q1": ('In the test "case": f(x) contains nan or infinity.',)}


def no_jail(wanted):
    raise EngineError("The jail has gone.")


def question(name="q1", seen=LOST, verdict=None, tries=1):
    test_file = SimpleNamespace(source="", test_cases=[SimpleNamespace(name="case", hidden=True)] * tries)
    return Practised(name, ["case"], [verdict or seen.verdict], test_file, [Try(0, seen)] * tries, {0})


def test_nothing_is_tried_when_the_time_is_over():
    trials = _Trials(no_jail, Clock(), question(), [ITEM], 0, ends=0.0)
    with pytest.raises(OutOfTime):
        trials.run((ITEM,), 0)


def test_what_is_known_already_counts_with_the_time_that_it_took():
    """Else the hints of a submission would hang on which ones were graded before it."""
    asked = []

    def ask(wanted):
        asked.append(wanted.case)
        return Outcome(CaseSeen(Verdict.PASSED), cost_s=6.0)

    clock = Clock()
    trials = _Trials(ask, clock, question(tries=3), [ITEM], 0, ends=clock.now() + 100)
    with pytest.raises(OutOfTime):
        for number in range(3):
            trials.run((ITEM,), number)
    assert asked == ["case", "case"]


def test_without_a_jail_there_are_sentences_all_the_same():
    diagnosis = Diagnosis(Material((ITEM,), "def f(x): return x"))
    assert diagnosis.hints(no_jail, [question()]) == SAID


def test_an_assignment_without_a_bank_asks_for_no_jail():
    assert Diagnosis(None).hints(None, [question()]) == SAID


def test_where_nothing_is_wrong_on_practice_inputs_no_jail_is_asked_for():
    diagnosis = Diagnosis(Material((ITEM,), "def f(x): return x"))
    practised = question(seen=CaseSeen(Verdict.PASSED), verdict=Verdict.FAILED)
    assert diagnosis.hints(None, [practised]) == {}


def test_a_mistake_that_surely_fails_a_case_that_passes_is_not_tried():
    item = BankItem("a", "q1", "def f(x): return 0", "f is 0.", fails=(("q1", "other"),))
    asked = question()
    practised = Practised("q1", ["case", "other"], [Verdict.FAILED, Verdict.PASSED], asked.test_file, asked.tries, {0})
    diagnosis = Diagnosis(Material((item,), "def f(x): return x"))
    assert diagnosis.hints(None, [practised]) == SAID


def test_questions_are_explained_in_the_order_of_the_notebook():
    names = ["q1_1", "q1_2", "q2", "q2_9", "q2_10", "q9", "q10", "q12", "warm up"]
    mixed = ["q1_2", "q10", "q12", "q2", "q1_1", "q2_10", "q2_9", "warm up", "q9"]
    assert sorted(mixed, key=natural_key) == names
