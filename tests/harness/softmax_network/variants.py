"""What a variant of the reference solution is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .grading import CHEAP, QUESTIONS, all_failures, namespace_of

# the mistake breaks the notebook further down, as it does a student's
UNTIL_THE_NETWORK: Mapping[str, Any] = {"end": "def plot_losses", "only": ("q1_1", "q1_2", "q2_1", "q2_3")}


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A solution written differently: code that runs after a cell, texts that replace others, or both.

    `only` leaves questions out, and `end` breaks the notebook off: where its own results suffer as they should.
    """

    name: str
    code: str = ""
    after: str = "class Network"
    changes: tuple[tuple[str, str], ...] = ()
    end: str = ""
    only: tuple[str, ...] = QUESTIONS
    fails: Mapping[str, set[str]]

    def failures(self) -> dict[str, set[str]]:
        """Return the cases that fail, by question, in the whole notebook."""
        cheap = tuple(change for change in CHEAP if not self.end)
        namespace = namespace_of(self.code, (*self.changes, *cheap), after=self.after, end=self.end)
        return all_failures(namespace, self.only)

    def failures_before_part_3(self) -> dict[str, set[str]]:
        """Return the cases that fail in parts 1 and 2, which need no training."""
        return all_failures(self._before_part_3(), tuple(question for question in self.only if question < "q3"))

    def failures_by_seed(self, questions: tuple[str, ...], seeds: range) -> dict[int, dict[str, set[str]]]:
        """Return the cases that fail in `questions` of parts 1 and 2, for each seed of the random inputs."""
        namespace = self._before_part_3()
        asked = tuple(question for question in questions if question in self.only)
        return {seed: all_failures(namespace, asked, seed) for seed in seeds}

    def _before_part_3(self) -> dict[str, Any]:
        return namespace_of(self.code, self.changes, after=self.after, end=self.end or "encoder =")

    def __str__(self) -> str:
        return self.name


def wrong(name: str, fails: Mapping[str, set[str]], **how: Any) -> Variant:
    """Return a mistake, and the cases that it must fail, by question; all others must pass."""
    return Variant(name=name, fails=fails, **how)


def right(name: str, code: str = "", **how: Any) -> Variant:
    """Return a right solution, which must fail nothing."""
    return Variant(name=name, code=code, fails={}, **how)
