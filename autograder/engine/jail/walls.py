"""The two walls, and which of them is taken."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType
from typing import Final

from autograder.engine.jail import bubblewrap, landlock, reasons
from autograder.engine.jail.launch import Container, Plan
from autograder.errors import JailUnavailable

AUTO: Final = "auto"
WALLS: Final[Mapping[str, ModuleType]] = MappingProxyType({wall.NAME: wall for wall in (bubblewrap, landlock)})


def launch(wall: str, plan: Plan, timeout: float) -> Container:
    """Start a warm interpreter behind the wall that is named, or with `AUTO` behind the strongest there is.

    Raises:
        JailUnavailable: it cannot be had on this machine; the sentence says what to do.

    """
    if reason := reasons.obvious():
        raise JailUnavailable(reason)
    if wall == landlock.NAME:
        return landlock.launch(plan, timeout)
    try:
        return bubblewrap.launch(plan, timeout)
    except reasons.WallUnavailable as first:
        if wall != AUTO:
            raise
        try:
            return landlock.launch(plan, timeout)
        except reasons.WallUnavailable as second:
            raise JailUnavailable(f"{first} {second}") from second


def chosen(wall: str) -> str:
    """Return the name of the wall that `launch` would take, which is tried.

    Raises:
        JailUnavailable: see `launch`.

    """
    if reason := reasons.obvious():
        raise JailUnavailable(reason)
    refusals = []
    for name in WALLS if wall == AUTO else (wall,):
        refused: str | None = WALLS[name].refusal()
        if refused is None:
            return name
        refusals.append(refused)
    raise JailUnavailable(" ".join(refusals))
