"""What a worker was lost to, as far as its end tells."""

from types import SimpleNamespace

import pytest

from autograder.course.assignment import Limits
from autograder.engine.budget import TimeBudget
from autograder.engine.jail import Exit, How
from autograder.engine.remote import WorkerDied
from autograder.engine.turns import Turns
from autograder.errors import EngineError
from autograder.results import Verdict


@pytest.fixture(params=["the_first_worker", "a_copy"])
def lost(request: pytest.FixtureRequest):
    """Return a function that tells the verdict on a worker that ended in a way."""

    def verdict(how: How | None) -> Verdict:
        turns = Turns(None, None, {}, TimeBudget(Limits().submission), on_check=str, note=print)
        turns._turn = SimpleNamespace(wait=lambda _: Exit(how or How.EXITED), ran_out_of_memory=how)
        turns._session = object() if request.param == "a_copy" else None
        return turns.verdict_of(WorkerDied("it is gone"))

    return verdict


def test_for_want_of_its_own_memory_it_is_the_submissions_loss(lost):
    assert lost(How.MEMORY) is Verdict.MEMORY
    assert lost(None) is Verdict.CRASHED


def test_for_want_of_the_machines_memory_it_is_the_graders(lost):
    with pytest.raises(EngineError, match="The memory of this machine was used up"):
        lost(How.MACHINE)
