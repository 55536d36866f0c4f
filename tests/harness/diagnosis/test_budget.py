"""Diagnosis has a time of its own, and what goes wrong in it costs hints and nothing else."""

import time
from types import SimpleNamespace

import pytest

from autograder.bank import BankItem
from autograder.diagnosis.diagnose import Diagnosis, OutOfTime, _Trials
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
    trials = _Trials(None, TESTS["q1"], question, (), seed_of, (), ends=time.monotonic() - 1)
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
