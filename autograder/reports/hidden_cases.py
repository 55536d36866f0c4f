"""How much students read of hidden cases: in a module of its own, because the command line asks for it at its start."""

from enum import StrEnum


class HiddenCases(StrEnum):
    """What a student reads of hidden cases: their names and what came of them, how many passed, or nothing."""

    NAMES = "names"
    COUNT = "count"
    NONE = "none"
