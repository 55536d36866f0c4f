"""Holding up a run: work in every call that stays below each limit. The time for all of it ends that, and says so."""

import pytest

from autograder.engine.budget import TimeBudget
from autograder.engine.remote.deadlines import Deadlines
from autograder.results import Status, Verdict
from autograder.system.clocks import Meter, Span
from tests.harness.attacks import assignment
from tests.harness.attacks.conftest import attack_on, engine_on

LATE = "The time for all of your work was used up before everything was tested; what was tested by then counts."
SLOWED = """
import functools, os, time

def burn(seconds):
    began = time.process_time()
    while time.process_time() - began < seconds:
        pass

def slowed(function):
    @functools.wraps(function)
    def call(*arguments):
        {act}
        return function(*arguments)
    return call

double, line_sum, line = slowed(double), slowed(line_sum), slowed(line)
"""
ACTS = {
    "computing": "burn(0.45)",
    "sleeping": "time.sleep(0.45)",
    "children": "os.fork() or (burn(0.45), os._exit(0)); os.wait()",
    "walking": "[os.lstat(os.path.join(at, name)) for at, _, names in os.walk('/usr/lib') for name in names]",
}


@pytest.fixture(scope="module")
def hurried(wall, tmp_path_factory):
    """Return a function that grades an attack where a submission has a second and a half in all."""
    limits = assignment.LIMITS | {
        f"{what}_{clock}_s": 1.5 for what in ("submission", "case") for clock in ("cpu", "wall")
    }
    with engine_on(tmp_path_factory.mktemp(f"hurried-{wall}"), wall, limits) as engine:
        yield attack_on(engine)


@pytest.mark.parametrize(
    "name", [name if name in ("computing", "sleeping") else pytest.param(name, marks=pytest.mark.slow) for name in ACTS]
)
def test_work_in_every_call_ends_with_the_time_for_all_of_it(hurried, name):
    outcome = hurried(SLOWED.format(act=ACTS[name]), without=())
    assert (outcome.status, outcome.error) == (Status.PARTIAL, LATE)
    assert outcome.verdicts("q1_means") == [Verdict.PASSED, Verdict.PASSED]
    assert outcome.score < assignment.POINTS
    assert {Verdict.PASSED, Verdict.TIMEOUT} >= {
        verdict for each in outcome.result.questions for verdict in each.verdicts
    }


class InPhase(Meter):
    """A submission that is at work for a moment four times a second, whenever a look could come, and sleeps else."""

    def __init__(self):
        self.now = 0.0

    def look(self):
        from_beat = abs((self.now + 0.125) % 0.25 - 0.125)
        return self.now / 50, from_beat < 0.01


def test_who_works_only_when_it_could_be_seen_is_seen_asleep():
    deadlines = Deadlines(Span.alike(1000))
    deadlines.meter = meter = InPhase()
    while meter.now < 100:
        waited = deadlines.until_look()
        meter.now += waited
        deadlines.look(waited)
    assert deadlines.used.wall_s > 70


def test_what_hangs_wherever_it_is_called_leaves_time_for_what_does_not():
    """As a sigmoid without end: six questions call it, each of them in many cases."""
    budget, case = TimeBudget(Span.alike(900)), Span.alike(120)
    lost = 0.0
    for question in ("sigmoid", "feedforward", "backpropagation", "update", "training", "predicting"):
        for _ in range(6):
            lost += budget.limit(case, question).cpu_s
            budget.count_timeout(question)
    assert lost < 600
    assert budget.limit(case, "another").cpu_s >= 15
