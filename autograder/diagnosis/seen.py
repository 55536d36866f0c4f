"""What is known of one test case after it has run: on a submission, or on a known mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from autograder.diagnosis.trace import Trace, same_steps, same_trace
from autograder.results import Verdict

COMPARED: Final = frozenset({Verdict.FAILED, Verdict.ERROR})  # what a known mistake can explain
_NUMBER: Final = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_MEASURED: Final = re.compile(r"\d\.\d{2}|\de[-+]\d")  # a number that is hardly the same by accident
_UNDEFINED: Final = re.compile(r"^NameError: name '(\w+)' is not defined")
_TOLERANCE: Final = 1e-4
_NOTHING: Final = 1e-9


class Agreement(IntEnum):
    """How well what a known mistake does in a case agrees with what the submission did."""

    NONE = 0
    MESSAGE = 1  # the same message, numbers in it up to rounding
    TRACE = 2  # everything that the test saw
    ALL = 3


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """The verdict and the message of a case, what it saw, and how many seconds it took."""

    verdict: Verdict
    message: str = ""
    trace: Trace = field(default_factory=Trace)
    seconds: float = 0.0

    @classmethod
    def of(cls, verdict: Verdict, message: str, trace: Trace, seconds: float) -> CaseSeen:
        """Return a case that has run; its trace is kept only where something is to be explained."""
        return cls(verdict, message, trace if verdict in COMPARED else Trace(), seconds)

    @property
    def undefined(self) -> tuple[str, ...]:
        """The name that was not defined, if that is what the case says."""
        return tuple(_UNDEFINED.findall(self.message)) if self.verdict is Verdict.ERROR else ()

    def agreement(self, other: CaseSeen) -> Agreement:
        """Compare with the same case on another solution: where both pass, there is nothing to tell them apart.

        The same message counts where it holds what the test measured, or else where the test saw answers of the same
        shapes: a mistake may draw random numbers otherwise, or compute them in another order. Where the test saw the
        same and an exception says something else, other mistakes may fit better.
        """
        if self.verdict is not other.verdict:
            return Agreement.NONE
        if self.verdict is Verdict.PASSED:
            return Agreement.ALL
        same_words, same_values = same_message(self.message, other.message), same_trace(self.trace, other.trace)
        if same_values:
            return Agreement.ALL if same_words else Agreement.TRACE
        told = same_words and (_MEASURED.search(self.message) or same_steps(self.trace, other.trace))
        return Agreement.MESSAGE if told else Agreement.NONE


def same_message(one: str, other: str) -> bool:
    """Tell whether two messages say the same, numbers in them up to rounding."""
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(_near(float(first), float(second)) for first, second in pairs)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _TOLERANCE * max(abs(one), abs(other)) + _NOTHING
