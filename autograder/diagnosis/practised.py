"""A question that lost points, as its cases went on practice inputs: all that diagnosis knows of a submission."""

from __future__ import annotations

import copy
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from autograder.engine.seen import COMPARED, CaseSeen
from autograder.results import Verdict
from autograder.text.places import Places

ROUNDS: Final = 3  # practice inputs of each case that was failed
_SLOW_S: Final = 0.5
_EXPLAINED: Final = COMPARED | {Verdict.PASSED, Verdict.NOT_ATTEMPTED}


@dataclass(frozen=True, slots=True)
class Try:
    """A case of a question, by its number there, on one set of practice inputs; `seen` is how the submission did."""

    case: int
    seen: CaseSeen


@dataclass(frozen=True, slots=True)
class Practised:
    """A question that lost points.

    `cases` are the names of its cases and `verdicts` those that count. `test_file` is a practice test file: its cases
    are the `tries`, in the same order, and then one more for each case that was passed. `secret` are the numbers of the
    cases whose inputs are fixed and hidden: a student may not read what they are. What is missing and `explained`
    needs no further word; `places` says what the lines of the submission are called.
    """

    name: str
    cases: Sequence[str]
    verdicts: Sequence[Verdict]
    test_file: Any
    tries: Sequence[Try]
    hidden: Collection[int] = ()
    secret: Collection[int] = ()
    explained: Collection[tuple[str, str]] = ()
    places: Places = field(default_factory=Places)

    @property
    def known(self) -> list[Try]:
        """The tries whose inputs a student may know."""
        return [each for each in self.tries if each.case not in self.secret]

    @property
    def is_lost(self) -> bool:
        """Whether known mistakes may explain it: there are wrong answers, and none that could not be had."""
        return bool(self.lost) and set(self.verdicts) <= _EXPLAINED

    @property
    def lost(self) -> list[Try]:
        """The tries that went wrong on practice inputs as well."""
        return [each for each in self.tries if each.seen.verdict in COMPARED]

    @property
    def undefined(self) -> frozenset[str]:
        """The names that were not defined where a case wanted them."""
        return frozenset(name for each in self.tries for name in each.seen.undefined)

    @property
    def by_case(self) -> Mapping[int, list[Try]]:
        """The tries of each case by its number."""
        cases: dict[int, list[Try]] = {}
        for each in self.tries:
            cases.setdefault(each.case, []).append(each)
        return cases

    def names_with(self, verdicts: Collection[Verdict]) -> set[str]:
        """Return the names of the cases that were given one of the verdicts."""
        return {name for name, verdict in zip(self.cases, self.verdicts, strict=True) if verdict in verdicts}


def numbers_of_tries(graded: Sequence[CaseSeen]) -> list[tuple[int, int]]:
    """Return which cases to try on practice inputs, with the number of the round: those that were failed.

    One whose inputs are fixed is tried once. One that takes long is, too; but that is known when it was (see
    `is_spared`): how long it takes with hidden inputs would be a word on them.
    """
    return [
        (number, round_)
        for round_ in range(ROUNDS)
        for number, case in enumerate(graded)
        if case.verdict in COMPARED and (not round_ or case.drawn)
    ]


def is_spared(question: str, case: str, took: Mapping[tuple[str, str], float]) -> bool:
    """Tell whether a case of a practice file need not run, as its first round took long; `took` is by names."""
    name, _, round_ = case.partition("\0")
    return round_ not in ("", "0") and took.get((question, f"{name}\0{0}"), 0.0) >= _SLOW_S


def practice_file(test_file: Any, numbers: Sequence[tuple[int, int]], secret: Collection[int]) -> Any:
    """Return the test file with a case for each of `numbers`, hidden where its inputs are `secret`."""
    cases = test_file.test_cases
    tries = copy.copy(test_file)
    tries.test_cases = [
        replace(cases[number], name=f"{cases[number].name}\0{round_}", hidden=number in secret)
        for number, round_ in numbers
    ]
    return tries


def tried(
    name: str,
    graded: Sequence[CaseSeen],
    test_file: Any,
    numbers: Sequence[tuple[int, int]],
    secret: Collection[int],
    seen: Sequence[CaseSeen],
) -> Practised:
    """Return the question of a practice `test_file`, whose tries of `numbers` went as `seen`."""
    took = {(name, f"{number}\0{round_}"): each.seconds for (number, round_), each in zip(numbers, seen, strict=True)}
    pairs = list(zip(numbers, seen, strict=True))
    ran = [(at, each) for at, each in pairs if not is_spared(name, f"{at[0]}\0{at[1]}", took)]
    passed = [(number, 0) for number, case in enumerate(graded) if case.verdict is Verdict.PASSED]
    return Practised(
        name,
        [case.name for case in test_file.test_cases],
        [case.verdict for case in graded],
        practice_file(test_file, [*(at for at, _ in ran), *passed], secret),
        [Try(number, case) for (number, _), case in ran],
        frozenset(number for number, case in enumerate(test_file.test_cases) if case.hidden),
        secret,
    )


def secret_cases(test_file: Any, graded: Sequence[CaseSeen]) -> frozenset[int]:
    """Return the numbers of the hidden cases whose inputs are fixed: they drew nothing when they were graded."""
    pairs = zip(test_file.test_cases, graded, strict=True)
    return frozenset(number for number, (case, seen) in enumerate(pairs) if case.hidden and not seen.drawn)
