"""Diagnosis has a time of its own, and what goes wrong in it costs hints and nothing else."""

from types import SimpleNamespace

import pytest

from autograder.assignments.bank import BankItem
from autograder.assignments.material import Material
from autograder.diagnosis.diagnose import Diagnosis, OutOfTime, _in_order, _Trials
from autograder.diagnosis.practised import Practised, Try
from autograder.engine.seen import CaseSeen
from autograder.errors import EngineError
from autograder.results import Verdict

ITEM = BankItem("a", "q1", "def f(x): return 0", "f is always 0.")
LOST = CaseSeen(Verdict.FAILED, facts={"kind": "infinite", "what": "f(x)"}, drawn=True)
SAID = {"q1": ('In the test "case": f(x) contains nan or infinity.',)}


class NoJail:
    def fork(self, *arguments, **options):
        raise EngineError("The jail has gone.")


def question(name="q1", seen=LOST, verdict=None):
    test_file = SimpleNamespace(source="", test_cases=[SimpleNamespace(name="case", hidden=True)])
    return Practised(name, ["case"], [verdict or seen.verdict], test_file, [Try(0, seen)], {0})


def seed_of(question, case):
    return 1


def test_nothing_is_tried_when_the_time_is_over():
    trials = _Trials(SimpleNamespace(clock=lambda: 2.0), question(), (), seed_of, ends=1.0)
    with pytest.raises(OutOfTime):
        trials.run((ITEM,), 0)


def test_without_a_jail_there_are_sentences_all_the_same():
    diagnosis = Diagnosis({}, Material((ITEM,), "def f(x): return x"), memory_mb=100)
    assert diagnosis.hints(NoJail(), [question()], seed_of) == SAID


def test_an_assignment_without_a_bank_asks_for_no_jail():
    assert Diagnosis({}, None, memory_mb=100).hints(None, [question()], seed_of) == SAID


def test_where_nothing_is_wrong_on_practice_inputs_no_jail_is_asked_for():
    diagnosis = Diagnosis({}, Material((ITEM,), "def f(x): return x"), memory_mb=100)
    practised = question(seen=CaseSeen(Verdict.PASSED), verdict=Verdict.FAILED)
    assert diagnosis.hints(None, [practised], seed_of) == {}


def test_a_mistake_that_surely_fails_a_case_that_passes_is_not_tried():
    item = BankItem("a", "q1", "def f(x): return 0", "f is 0.", fails=(("q1", "other"),))
    asked = question()
    practised = Practised("q1", ["case", "other"], [Verdict.FAILED, Verdict.PASSED], asked.test_file, asked.tries, {0})
    diagnosis = Diagnosis({}, Material((item,), "def f(x): return x"), memory_mb=100)
    assert diagnosis.hints(None, [practised], seed_of) == SAID


def test_questions_are_explained_in_the_order_of_the_notebook():
    names = ["q1_1", "q1_2", "q2", "q2_9", "q2_10", "q9", "q10", "q12", "warm up"]
    mixed = ["q1_2", "q10", "q12", "q2", "q1_1", "q2_10", "q2_9", "warm up", "q9"]
    assert sorted(mixed, key=_in_order) == names
