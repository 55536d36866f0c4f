"""What known mistakes do is found out once for a class, in a process that no submission gets to."""

import os
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from autograder.assignments.bank import BankItem
from autograder.assignments.material import Material
from autograder.diagnosis import outcomes
from autograder.diagnosis.outcomes import Outcome, Outcomes, Wanted
from autograder.engine.copies import Beside, apart
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import Snapshots
from autograder.engine.trace import Trace
from autograder.errors import EngineError
from autograder.results import Verdict

ITEM = BankItem("a", "q1", "def f(x): return 0", "f is always 0.")
WANTED = Wanted("q1", "case\0" + "0", [0], seconds=2.0)


@pytest.fixture
def tried(monkeypatch):
    """Return outcomes that are found out without a jail, in the order asked for; and what was found out."""
    found = []

    def find(self, wanted):
        trace = Trace()
        trace("call", np.ones(100), None)
        slow = wanted.case == "slow"
        found.append(wanted)
        return Outcome(CaseSeen(Verdict.TIMEOUT if slow else Verdict.FAILED, "", trace, 0.5), 0.75, slow)

    monkeypatch.setattr(Outcomes, "_find", find)
    material = Material((ITEM,), "def f(x): return x")
    tests = {"q1": SimpleNamespace(source="", test_cases=[])}
    return Outcomes(None, {}, material, tests, None, Snapshots(None, {}), 100), found


def test_what_is_asked_again_is_not_tried_again(tried):
    known, found = tried
    first = known.get(WANTED)
    assert known.get(Wanted(**WANTED.to_json())) == first
    assert first.cost_s == 0.75
    assert len(found) == 1


@pytest.mark.parametrize(
    "change", [{"case": "other"}, {"items": []}, {"missing": ["f"]}, {"before": ["other"]}, {"seed": 1}]
)
def test_what_may_come_out_otherwise_is_tried(tried, change):
    known, found = tried
    known.get(WANTED)
    known.get(replace(WANTED, **change))
    assert len(found) == 2


def test_what_did_not_end_in_time_is_tried_again_where_there_is_more(tried):
    known, found = tried
    slow = replace(WANTED, case="slow")
    assert [known.get(replace(slow, seconds=seconds)).seen.verdict for seconds in (2.0, 1.0, 3.0)] == [
        Verdict.TIMEOUT
    ] * 3
    assert len(found) == 2


def test_what_took_longer_than_there_is_time_now_has_not_ended_in_time(tried):
    known, _ = tried
    assert known.get(WANTED).seen.verdict is Verdict.FAILED
    assert known.get(replace(WANTED, seconds=0.25)).seen.verdict is Verdict.TIMEOUT


def test_what_was_not_asked_for_longest_is_forgotten_when_there_is_too_much(tried, monkeypatch):
    known, found = tried
    monkeypatch.setattr(outcomes, "_MOST_PARTS", 250)  # two of them
    for case in ("a", "b", "a", "c", "a"):
        known.get(replace(WANTED, case=case))
    assert [wanted.case for wanted in found] == ["a", "b", "c"]
    known.get(replace(WANTED, case="b"))
    assert len(found) == 4


def answer(request):
    if "fail" in request:
        raise EngineError(request["fail"])
    if "end" in request:
        os._exit(1)
    return os.getpid(), request["say"]


def test_a_process_beside_answers_and_goes_on_after_an_error():
    beside = Beside.start(answer)
    try:
        pid, said = beside.ask({"say": 1})
        assert (pid != os.getpid(), said) == (True, 1)
        with pytest.raises(EngineError, match="no"):
            beside.ask({"fail": "no"})
        assert apart(lambda: repr(beside.ask({"say": 2})).encode()).decode() == repr((pid, 2))
        assert beside.alive
    finally:
        beside.end()
    assert not beside.alive


def test_a_process_beside_that_has_ended_is_no_more_asked():
    beside = Beside.start(answer)
    with pytest.raises(EngineError, match="gone"):
        beside.ask({"end": 1})
    beside.end()
    beside.end()
    assert not beside.alive
