"""The jail: a warm interpreter behind walls, and one confined fork of it for each submission."""

from autograder.engine.jail.limits import Exit, How, TurnLimits
from autograder.engine.jail.turn import Turn
from autograder.engine.jail.warm import Jail

__all__ = ["Exit", "How", "Jail", "Turn", "TurnLimits"]
