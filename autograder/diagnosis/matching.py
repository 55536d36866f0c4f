"""Find the known mistake that does on the practice inputs of a question what the submission did.

A mistake is named only when it is known to be made. So on every practice input that went wrong it must give what the
submission gave, where the solution gives something else under the same conditions; and no other known mistake may do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np

from autograder.assignments.bank import BankItem
from autograder.diagnosis.practised import Practised
from autograder.engine.seen import COMPARED, CaseSeen
from autograder.engine.trace import differing
from autograder.results import Verdict

_MOST_PAIRS: Final = 12
_TELLING: Final = 4  # values that differ from the solution's: fewer may be the same by accident,
_SEVERAL: Final = 2  # unless they come of several inputs

Items = tuple[BankItem, ...]
Run = Callable[[Items, int], CaseSeen]  # known mistakes, none for the solution alone, on a case of the practice file


@dataclass(frozen=True, slots=True)
class Matcher:
    """Compares known mistakes with the submission on the tries of one question; `run` has them tried."""

    question: Practised
    run: Run

    def named(self, candidates: Iterable[Items]) -> Items | None:
        """Return the one candidate that explains the question; None where there is none, or where several do.

        Candidates with the same hints are one.
        """
        found: dict[tuple[str, ...], Items] = {}
        for candidate in candidates:
            if self.explains(candidate):
                found.setdefault(tuple(item.hint for item in candidate), candidate)
                if len(found) > 1:
                    return None
        return next(iter(found.values()), None)

    def explains(self, items: Items) -> bool:
        """Tell whether the mistakes do in all tries what the submission did, in enough that tell something."""
        lost = list(self._lost())
        if not all(self.run(items, number).is_same(seen) for number, seen in lost):
            return False
        told = [self._told_by(number, seen) for number, seen in lost]
        if sum(told) < _TELLING and np.count_nonzero(told) < _SEVERAL:
            return False
        return self._states(items) or self._passes_the_rest(items)

    def explains_some(self, items: Items) -> bool:
        """Tell whether the mistakes do what the submission did in a try, and fail in no case that it passes."""
        found = False
        for number, seen in self._lost():
            tried = self.run(items, number)
            if tried.verdict is not Verdict.PASSED:
                found = found or tried.is_same(seen)
        return found and self._passes_the_rest(items)

    def may_come_from(self, items: Items, *, alone: bool = True) -> bool:
        """Tell whether the mistakes fail the cases that were failed, as far as the bank says which ones they fail.

        Unless they are `alone`, other mistakes may have failed more.
        """
        name = self.question.name
        stated = [_cases_of(item.fails, name) for item in items]
        uncertain = set[str]().union(*(_cases_of(item.may_fail, name) for item in items))
        lost = self.question.names_with(COMPARED)
        certain = set[str]().union(*stated) - uncertain - self.question.names_with({Verdict.NOT_ATTEMPTED})
        return certain <= lost and not (alone and all(stated) and lost - uncertain.union(*stated))

    def partners(self, items: Sequence[BankItem]) -> Iterator[Items]:
        """Yield pairs of mistakes in different places, each of which explains some tries and breaks no other case.

        A question may ask for several functions, and a student may be wrong in two.
        """
        some = [item for item in items if self.may_come_from((item,), alone=False) and self._states((item,))]
        places = {item: item.replaces for item in some if not self.may_come_from((item,))}
        pairs = [
            pair
            for pair in combinations(places, 2)
            if not places[pair[0]] & places[pair[1]] and self.may_come_from(pair)
        ][:_MOST_PAIRS]
        partial = {item: self.explains_some((item,)) for item in dict.fromkeys(item for pair in pairs for item in pair)}
        yield from (pair for pair in pairs if partial[pair[0]] and partial[pair[1]])

    def _lost(self) -> Iterator[tuple[int, CaseSeen]]:
        for number, each in enumerate(self.question.tries):
            if each.seen.verdict in COMPARED:
                yield number, each.seen

    def _told_by(self, number: int, seen: CaseSeen) -> int:
        """Return how much it tells that a mistake does the same in a try: nothing where the solution fails as well."""
        due = self.run((), number)
        if due.verdict is not Verdict.PASSED:
            return 0
        return 1 if seen.failure or seen.changed else differing(seen.trace, due.trace)

    def _passes_the_rest(self, items: Items) -> bool:
        count = len(self.question.tries)
        return all(
            self.run(items, number).verdict is Verdict.PASSED
            for number in range(count, len(self.question.test_file.test_cases))
        )

    def _states(self, items: Items) -> bool:
        """Tell whether the bank says of each mistake which cases of the question it fails."""
        return bool(items) and all(_cases_of(item.fails, self.question.name) for item in items)


def _cases_of(pairs: Iterable[tuple[str, str]], question: str) -> set[str]:
    return {case for name, case in pairs if name == question}
