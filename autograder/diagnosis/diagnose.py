"""The hints for one submission: the known mistake where there is one that explains it, or else what is known."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from typing import Final

from autograder.assignments.bank import BankItem
from autograder.assignments.material import Material
from autograder.diagnosis.matching import Items, Matcher
from autograder.diagnosis.memory import may_remember
from autograder.diagnosis.outcomes import CODE_S, MOST_S, Outcome, Wanted
from autograder.diagnosis.practised import Practised
from autograder.diagnosis.reference import CannotPrepare
from autograder.diagnosis.sentences import sentences
from autograder.engine.seen import CaseSeen
from autograder.errors import AutograderError
from autograder.results import Verdict
from autograder.text.numbers import natural_key

QUESTION_S: Final = 10.0
CASE_S: Final = 2.0

Hints = dict[str, tuple[str, ...]]
Ask = Callable[[Wanted], Outcome]  # what a known mistake does in a case of a practice file


class OutOfTime(Exception):
    """The time for a question, or for all of them, is over."""


class Diagnosis:
    """Diagnoses the submissions of an assignment, one after the other."""

    def __init__(self, material: Material | None) -> None:
        self._material = material or Material((), "")

    def hints(self, ask: Ask, practised: Sequence[Practised], seed: int | None = None) -> Hints:
        """Return the hints for each question of a submission that has any.

        `practised` are the questions that lost points, `seed` is that of the submission's cells. Whatever goes wrong
        here costs hints, and nothing else.
        """
        questions = sorted(practised, key=lambda question: natural_key(question.name))
        known: Hints = {}
        lost = [question for question in questions if question.is_lost]
        if any(self._possible(question, lost) for question in lost):
            with contextlib.suppress(AutograderError, MemoryError):
                self._known(ask, lost, seed or 0, known)
        return known | {
            question.name: found
            for question in questions
            if question.name not in known and (found := sentences(question))
        }

    def _possible(self, question: Practised, lost: Sequence[Practised]) -> list[BankItem]:
        """Return the known mistakes that fail in nothing that passed, as far as the bank says it of this question.

        One of another question is possible where that lost points, too, and is not looked at before: what a mistake
        does there says more than what is left of it here, and where it explains that it is known to be made.
        """
        passed = {(question.name, case) for case in question.names_with({Verdict.PASSED})}
        places = {question.name, *(each.name for each in lost[lost.index(question) :])}
        return [
            item
            for item in self._material.items_of(question.name)
            if item.question in places and not item.sure & passed
        ]

    def _known(self, ask: Ask, questions: Sequence[Practised], seed: int, hints: Hints) -> None:
        """Add the hints of known mistakes."""
        clock = Clock()
        ends = clock.now() + MOST_S
        earlier: Items = ()  # what is known to be wrong already, for questions that build on it
        for question in questions:
            name = question.name
            if not question.lost:
                continue
            trials = _Trials(ask, clock, question, self._material.items, seed, ends)
            with contextlib.suppress(OutOfTime, CannotPrepare):
                if found := _explain(Matcher(question, trials.run), self._possible(question, questions), earlier):
                    hints[name] = tuple(dict.fromkeys(item.hint for item in found))
                    earlier += tuple(item for item in found if item not in earlier)


class Clock:
    """The CPU seconds that diagnosing a submission takes.

    What is known already counts with what it took to find out: no submission has less time for its hints than others,
    whichever was graded first.
    """

    def __init__(self) -> None:
        self._found_out_s = 0.0

    def now(self) -> float:
        """Return what was used so far."""
        return time.process_time() + self._found_out_s

    def add(self, cost_s: float) -> None:
        """Count what somebody else has used."""
        self._found_out_s += cost_s


def _explain(matcher: Matcher, items: Sequence[BankItem], earlier: Items) -> Items | None:
    """Return the mistakes that explain the question: earlier ones alone, new ones, or new ones beside earlier ones."""
    if earlier and matcher.explains(earlier):
        return tuple(item for item in earlier if matcher.question.name in item.also_costs) or earlier
    items = [item for item in items if item not in earlier]
    likely = [(item,) for item in items if matcher.may_come_from((item,))]
    others = [(item,) for item in items if matcher.may_come_from((item,), alone=False) and (item,) not in likely]
    for candidates in (likely, others):
        if found := matcher.named(candidates):
            return found
        if earlier and (found := matcher.named([(*earlier, *each) for each in candidates])):
            return found[len(earlier) :]
    return matcher.named(matcher.partners(items))


class _Trials:
    """Known mistakes on the tries of one question; what was tried is remembered."""

    def __init__(
        self, ask: Ask, clock: Clock, question: Practised, bank: Sequence[BankItem], seed: int, ends: float
    ) -> None:
        self._ask, self._clock, self._question = ask, clock, question
        self._bank, self._seed = bank, seed
        self._ends = min(ends, clock.now() + QUESTION_S)
        self._found: dict[tuple[Items, int], CaseSeen] = {}
        self._open: Items | None = None  # the copy of the worker that is in use has these mistakes,
        self._ended = False  # and has ended,
        self._ran: list[str] = []  # after these cases, if its mistakes may remember them
        self._to_come: list[int] = []  # tries that the submission met before others, if the mistakes may remember them
        self._remembers = False

    def run(self, items: Items, number: int) -> CaseSeen:
        """Return what a case of the practice file does on the mistakes.

        Raises:
            OutOfTime: there is no time left.
            CannotPrepare: the question needs too much of the solution.

        """
        key = (items, number)
        if key not in self._found:
            if self._open != items:
                self._try(items)
            while number in self._to_come:
                earlier = self._to_come.pop(0)
                self._found[items, earlier] = self._run(items, earlier)
            if key not in self._found:
                self._found[key] = self._run(items, number)
        return self._found[key]

    def _try(self, items: Items) -> None:
        """Have a copy of the worker with these mistakes."""
        remembers = any(may_remember(item.code) for item in items)
        self._open, self._ended, self._ran = items, False, []
        self._to_come = list(range(len(self._question.tries))) if remembers else []
        self._remembers = remembers

    def _run(self, items: Items, number: int) -> CaseSeen:
        left = self._left()
        if self._ended:
            return CaseSeen(Verdict.CRASHED)
        test_file, tries = self._question.test_file, self._question.tries
        taken = tries[number].seen.seconds if number < len(tries) else 0.0  # by the submission, on this machine
        wanted = Wanted(
            self._question.name,
            test_file.test_cases[number].name,
            [self._bank.index(item) for item in items],
            sorted(self._question.undefined),
            list(self._ran),
            self._seed,
            min(max(CASE_S, 3 * taken), left),
            min(CODE_S, left),
        )
        outcome = self._ask(wanted)
        self._clock.add(outcome.cost_s)
        self._ended = outcome.ended
        if self._remembers:
            self._ran.append(wanted.case)
        return outcome.seen

    def _left(self) -> float:
        """Return the seconds that are left.

        Raises:
            OutOfTime: none are.

        """
        left = self._ends - self._clock.now()
        if left <= 0:
            raise OutOfTime
        return left
