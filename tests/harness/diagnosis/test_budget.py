"""Diagnosis has a time of its own, and what goes wrong in it costs hints and nothing else."""

from types import SimpleNamespace

import pytest

from autograder.bank import BankItem
from autograder.diagnosis.diagnose import Diagnosis, OutOfTime, _in_order, _Trials
from autograder.diagnosis.matching import Question
from autograder.diagnosis.material import Material
from autograder.diagnosis.seen import CaseSeen
from autograder.errors import EngineError
from autograder.results import Verdict

ITEM = BankItem("a", "q1", "def f(x): return 0", "f is always 0.")
LOST = CaseSeen(Verdict.FAILED, "f(x) is wrong. Every entry is 0.")
TESTS = {"q1": SimpleNamespace(source="", test_cases=[SimpleNamespace(name="case", hidden=True)])}


class NoJail:
    def fork(self, *arguments, **options):
        raise EngineError("The jail has gone.")


def seed_of(question, case):
    return 1


def test_nothing_is_tried_when_the_time_is_over():
    question = Question("q1", ["case"], [LOST])
    turn = SimpleNamespace(clock=lambda: 2.0)
    trials = _Trials(turn, TESTS["q1"], question, (), seed_of, (), ends=1.0)
    with pytest.raises(OutOfTime):
        trials.run((ITEM,), 0)


def test_without_a_jail_there_are_sentences_all_the_same():
    diagnosis = Diagnosis(TESTS, {}, Material((ITEM,), "def f(x): return x"), memory_mb=100)
    assert diagnosis.hints(NoJail(), {"q1": [LOST]}, seed_of) == {"q1": ('In the test "case": Every entry is 0.',)}


def test_an_assignment_without_a_bank_asks_for_no_jail():
    diagnosis = Diagnosis(TESTS, {}, None, memory_mb=100)
    assert diagnosis.hints(None, {"q1": [LOST]}, seed_of) == {"q1": ('In the test "case": Every entry is 0.',)}


@pytest.mark.parametrize("verdict", [Verdict.PASSED, Verdict.NOT_ATTEMPTED])
def test_where_nothing_is_wrong_no_jail_is_asked_for(verdict):
    diagnosis = Diagnosis(TESTS, {}, Material((ITEM,), "def f(x): return x"), memory_mb=100)
    assert diagnosis.hints(None, {"q1": [CaseSeen(verdict)]}, seed_of) == {}


def test_a_mistake_that_surely_fails_a_case_that_passes_is_not_tried():
    tests = TESTS | {"q2": SimpleNamespace(source="", test_cases=[SimpleNamespace(name="other", hidden=False)])}
    item = BankItem("a", "q2", "def f(x): return 0", "f is 0.", also_costs=("q1",), fails=(("q2", "other"),))
    diagnosis = Diagnosis(tests, {}, Material((item,), "def f(x): return x"), memory_mb=100)
    seen = {"q1": [LOST], "q2": [CaseSeen(Verdict.PASSED)]}
    assert diagnosis.hints(None, seen, seed_of) == {"q1": ('In the test "case": Every entry is 0.',)}


def test_questions_are_explained_in_the_order_of_the_notebook():
    names = ["q1_2", "q10", "q12", "q2", "q1_1", "q2_10", "q2_9", "warm up"]
    assert sorted(names, key=_in_order) == ["q1_1", "q1_2", "q2", "q2_9", "q2_10", "q10", "q12", "warm up"]
