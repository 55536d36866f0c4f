"""A jail starts however slow the machine is: nothing that it waits for is a matter of luck."""

from autograder.engine.jail import bubblewrap
from autograder.engine.jail.interpreter import interpreter
from autograder.engine.jail.launch import Plan
from tests.harness.jails import needs_bubblewrap

from .conftest import LIMITS, Attacker, start


@needs_bubblewrap
def test_a_wall_that_is_only_tried_stands_until_it_is_let_go() -> None:
    tried = bubblewrap.launch(Plan(interpreter(), 1, (), None, {"serve": "", "trial": True}), 30)
    assert not tried.zygote.ended(0.2)
    tried.end()


def test_a_timer_of_a_preloaded_module_is_no_obstacle(wall: str) -> None:
    with start(preload=("starts_a_timer",), wall=wall) as jail, jail.fork({}, LIMITS) as turn:
        assert Attacker(turn).run("import sys; answer = 'starts_a_timer' in sys.modules") is True


def test_what_else_to_preload_may_be_known_only_when_the_interpreter_has_begun(wall: str) -> None:
    with start(preload=lambda: ("starts_a_timer",), wall=wall) as jail, jail.fork({}, LIMITS) as turn:
        assert Attacker(turn).run("import sys; answer = {'numpy', 'starts_a_timer'} <= set(sys.modules)") is True
