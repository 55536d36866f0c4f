"""The walls of the jail that can be had here: tests that need another one are skipped, and say why."""

import functools

import pytest

from autograder.engine.jail import reasons, walls


@functools.cache
def refusal(wall: str) -> str:
    """Return why a wall cannot be had, nothing if it can."""
    return (reasons.obvious() or walls.WALLS[wall].refusal() or "").partition(";")[0]


needs_bubblewrap = pytest.mark.skipif(bool(refusal("bubblewrap")), reason=refusal("bubblewrap"))
needs_landlock = pytest.mark.skipif(bool(refusal("landlock")), reason=refusal("landlock"))
needs_jail = pytest.mark.skipif(all(map(refusal, walls.WALLS)), reason=" ".join(map(refusal, walls.WALLS)))

BUBBLEWRAP = pytest.param("bubblewrap", marks=needs_bubblewrap)
LANDLOCK = pytest.param("landlock", marks=needs_landlock)
WALLS = (BUBBLEWRAP, LANDLOCK)
