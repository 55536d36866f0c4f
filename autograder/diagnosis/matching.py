"""Find the known mistake that does in every case of a question what the submission did."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, Self

from autograder.bank import BankItem
from autograder.diagnosis.seen import COMPARED, Agreement, CaseSeen
from autograder.results import Verdict

_SLOW_S: Final = 2.0
_ENOUGH: Final = 4
_MOST_PAIRS: Final = 12

Run = Callable[[int], CaseSeen]  # a case of the question by its number, on one or more known mistakes


@dataclass(frozen=True, slots=True)
class Question:
    """A question's cases as they went on a submission."""

    name: str
    cases: Sequence[str]  # their names
    seen: Sequence[CaseSeen]
    hidden: Collection[int] = ()  # the numbers of those that ran after all others

    @classmethod
    def of(cls, name: str, cases: Sequence[Any], seen: Sequence[CaseSeen]) -> Self:
        """Return the question whose test file has these `cases`, in the same order as they were `seen`."""
        hidden = frozenset(number for number, case in enumerate(cases) if case.hidden)
        return cls(name, [case.name for case in cases], seen, hidden)

    @property
    def is_lost(self) -> bool:
        """Whether there is something to explain: answers that are wrong, and none that could not be had."""
        verdicts = {case.verdict for case in self.seen}
        return bool(verdicts & COMPARED) and verdicts <= COMPARED | {Verdict.PASSED, Verdict.NOT_ATTEMPTED}

    @property
    def undefined(self) -> frozenset[str]:
        """The names that were not defined where a case wanted them."""
        return frozenset(name for case in self.seen for name in case.undefined)

    @property
    def passed_cases(self) -> set[str]:
        """The names of the cases that passed."""
        return self._cases_with({Verdict.PASSED})

    @property
    def as_run(self) -> list[int]:
        """The quick cases in the order in which the submission met them."""
        quick = self._quick(range(len(self.seen)))
        return sorted(quick, key=lambda number: (number in self.hidden, number))

    @property
    def failed(self) -> list[int]:
        """The cases to be explained, quick ones first; slow ones are left out where there are others."""
        lost = [number for number, case in enumerate(self.seen) if case.verdict in COMPARED]
        return self._quick(lost) or lost

    @property
    def passed(self) -> list[int]:
        """The other cases, quick ones first; slow ones are left out."""
        return self._quick(number for number, case in enumerate(self.seen) if case.verdict is Verdict.PASSED)

    def may_come_from(self, items: Sequence[BankItem], *, alone: bool = True) -> bool:
        """Tell whether the mistakes fail the cases that were failed, as far as the bank says which ones they fail.

        Unless they are `alone`, other mistakes may have failed more.
        """
        stated = [_cases_of(item.fails, self.name) for item in items]
        uncertain = set[str]().union(*(_cases_of(item.may_fail, self.name) for item in items))
        lost = self._cases_with(COMPARED)
        certain = set[str]().union(*stated) - uncertain - self._cases_with({Verdict.NOT_ATTEMPTED})
        return certain <= lost and not (alone and all(stated) and lost - uncertain.union(*stated))

    def agreement(self, run: Run, *, passed_too: bool) -> tuple[Agreement, int]:
        """Return how well a known mistake agrees in its worst case, and in all that were tried together.

        It is given up at the first case in which it does not agree. With `passed_too` all cases are tried: else it is
        known which cases the mistake fails, and the quickest of them, each with inputs of its own, are enough.
        """
        worst, total = Agreement.ALL, 0
        for number in self.failed + self.passed if passed_too else self.failed[:_ENOUGH]:
            found = run(number).agreement(self.seen[number])
            worst, total = min(worst, found), total + found
            if found is Agreement.NONE:
                break
        return worst, total

    def states_fails(self, items: Sequence[BankItem]) -> bool:
        """Tell whether the bank says of each mistake which cases of the question it fails."""
        return bool(items) and all(_cases_of(item.fails, self.name) for item in items)

    def _cases_with(self, verdicts: Collection[Verdict]) -> set[str]:
        return {name for name, case in zip(self.cases, self.seen, strict=True) if case.verdict in verdicts}

    def _quick(self, numbers: Iterable[int]) -> list[int]:
        quick = [number for number in numbers if self.seen[number].seconds <= _SLOW_S]
        return sorted(quick, key=lambda number: self.seen[number].seconds)


def best_match(
    question: Question,
    candidates: Iterable[tuple[BankItem, ...]],
    run: Callable[[tuple[BankItem, ...], int], CaseSeen],
    *,
    thoroughly: bool = False,
) -> tuple[BankItem, ...] | None:
    """Return the first candidate that agrees in all, or else that which agrees best; None when none does.

    A candidate is one known mistake, or some at once. All cases are tried where the bank does not say of each which
    ones it fails, or when that is to be done `thoroughly` whatever it says.
    """
    best: tuple[BankItem, ...] | None = None
    most = -1
    for candidate in candidates:
        worst, total = question.agreement(
            lambda number, items=candidate: run(items, number),  # type: ignore[misc]
            passed_too=thoroughly or not question.states_fails(candidate),
        )
        if worst is Agreement.ALL:
            return candidate
        if worst is not Agreement.NONE and total > most:
            best, most = candidate, total
    return best


def partners(
    question: Question, items: Sequence[BankItem], run: Callable[[tuple[BankItem, ...], int], CaseSeen]
) -> Iterator[tuple[BankItem, ...]]:
    """Yield pairs of mistakes in different places, each of which explains some of the failed cases and breaks no other.

    A question may ask for several functions, and a student may be wrong in two.
    """
    some = [item for item in items if question.may_come_from([item], alone=False) and question.states_fails([item])]
    places = {item: item.replaces for item in some if not question.may_come_from([item])}
    pairs = [
        pair
        for pair in combinations(places, 2)
        if not places[pair[0]] & places[pair[1]] and question.may_come_from(pair)
    ][:_MOST_PAIRS]
    partial = {
        item: _explains_some(question, lambda number, item=item: run((item,), number))  # type: ignore[misc]
        for item in dict.fromkeys(item for pair in pairs for item in pair)
    }
    yield from (pair for pair in pairs if partial[pair[0]] and partial[pair[1]])


def _explains_some(question: Question, run: Run) -> bool:
    """Tell whether a mistake agrees in a failed case, and fails in no case that the submission passes."""
    found = False
    for number in question.failed:
        seen = run(number)
        if seen.verdict is Verdict.PASSED:
            continue
        found = found or seen.agreement(question.seen[number]) is not Agreement.NONE
    return found and all(run(number).verdict is Verdict.PASSED for number in question.passed)


def _cases_of(pairs: Iterable[tuple[str, str]], question: str) -> set[str]:
    return {case for name, case in pairs if name == question}
