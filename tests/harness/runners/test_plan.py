"""What a plan says of its walls, for the reports."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.engine.jail import walls
from autograder.runners.plan import DOCKER, Plan


@pytest.fixture
def in_a_container() -> Plan:
    bundle = SimpleNamespace(seed=None, assignment_name=None, path=Path("autograder.zip"))
    return Plan(bundle, DOCKER, None, 60.0, 512, None)


def test_a_container_in_which_only_the_second_wall_stands_says_what_that_holds_less_well(in_a_container, monkeypatch):
    monkeypatch.setattr(walls, "chosen", lambda wall: "landlock")
    assert in_a_container.engine.weaker


def test_a_container_with_the_stronger_wall_has_nothing_to_say(in_a_container, monkeypatch):
    monkeypatch.setattr(walls, "chosen", lambda wall: "bubblewrap")
    assert in_a_container.engine.weaker == ()
