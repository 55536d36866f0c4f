"""The hints for one submission: the known mistake where there is one that explains it, or else what is known."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Final

from autograder.assignments.bank import BankItem
from autograder.assignments.material import Material
from autograder.diagnosis.matching import Items, Matcher
from autograder.diagnosis.memory import may_remember
from autograder.diagnosis.practised import Practised
from autograder.diagnosis.reference import CannotPrepare, ReferenceTurn, run_case
from autograder.diagnosis.sentences import sentences
from autograder.diagnosis.solution import Solution, names_in
from autograder.engine.jail import Jail
from autograder.engine.remote import RemoteError, Session, SessionEnded
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import Snapshots
from autograder.errors import AutograderError
from autograder.results import Verdict

QUESTION_S: Final = 10.0
CASE_S: Final = 2.0
_CODE_S: Final = 5.0  # for a mistake's own cell, which may compute an answer
_MOST_S: Final = 40.0  # for all questions of a submission

Hints = dict[str, tuple[str, ...]]
SeedOf = Callable[[str, str], int]  # the seed of a case by the names of its question and itself


class OutOfTime(Exception):
    """The time for a question, or for all of them, is over."""


class Diagnosis:
    """Diagnoses the submissions of an assignment, one after the other."""

    def __init__(
        self, files: Mapping[str, bytes], material: Material | None, memory_mb: int, snapshots: Snapshots | None = None
    ) -> None:
        """`files` are what lies beside the notebook in the jail.

        What the solution computes stays in `snapshots`: training takes seconds.
        """
        self._files, self._memory_mb = files, memory_mb
        self._material = material or Material((), "")
        self._solution = Solution(self._material.solution)
        self._names: dict[str, frozenset[str]] = {}  # by question, when they are first wanted
        self._unprepared: set[str] = set()  # questions for which the solution takes too long to compute
        self._snapshots = (snapshots or Snapshots(None, {})).of(f"the solution {self._solution.definitions}")

    def hints(self, jail: Jail, practised: Sequence[Practised], seed_of: SeedOf, seed: int | None = None) -> Hints:
        """Return the hints for each question of a submission that has any.

        `practised` are the questions that lost points, `seed_of` gives the seeds of their tries, `seed` is that of the
        submission's cells. Whatever goes wrong here costs hints, and nothing else.
        """
        questions = sorted(practised, key=lambda question: _in_order(question.name))
        known: Hints = {}
        if any(question.is_lost and self._possible(question) for question in questions):
            with contextlib.suppress(AutograderError, RemoteError, OSError, MemoryError, SessionEnded):
                self._known(jail, [question for question in questions if question.is_lost], seed_of, seed or 0, known)
        return known | {
            question.name: found
            for question in questions
            if question.name not in known and (found := sentences(question))
        }

    def _possible(self, question: Practised) -> list[BankItem]:
        """Return the known mistakes that fail in nothing that passed, as far as the bank says it of this question."""
        passed = {(question.name, case) for case in question.names_with({Verdict.PASSED})}
        return [item for item in self._material.items_of(question.name) if not item.sure & passed]

    def _known(self, jail: Jail, questions: Sequence[Practised], seed_of: SeedOf, seed: int, hints: Hints) -> None:
        """Add the hints of known mistakes."""
        memory_mb = self._memory_mb
        with ReferenceTurn(
            jail, self._files, self._solution, self._snapshots, seed=seed, memory_mb=memory_mb, cpu_s=_MOST_S
        ) as turn:
            ends = turn.clock() + _MOST_S
            earlier: Items = ()  # what is known to be wrong already, for questions that build on it
            for question in questions:
                name = question.name
                if name in self._unprepared or not question.lost:
                    continue
                trials = _Trials(turn, question, self._names_of(question), seed_of, ends)
                with contextlib.suppress(OutOfTime):
                    try:
                        found = _explain(Matcher(question, trials.run), self._possible(question), earlier)
                    except CannotPrepare:
                        self._unprepared.add(name)
                        continue
                    finally:
                        trials.close()
                    if found:
                        hints[name] = tuple(dict.fromkeys(item.hint for item in found))
                        earlier += tuple(item for item in found if item not in earlier)

    def _names_of(self, question: Practised) -> frozenset[str]:
        if question.name not in self._names:
            self._names[question.name] = frozenset(self._find_names(question))
        return self._names[question.name]

    def _find_names(self, question: Practised) -> Iterator[str]:
        """Yield the names that the question's known mistakes and its tests may want of the solution."""
        codes = [item.code for item in self._material.items_of(question.name)]
        for code in (*codes, getattr(question.test_file, "source", "")):
            with contextlib.suppress(SyntaxError):
                yield from names_in(code)


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


def _in_order(question: str) -> list[tuple[str, int]]:
    """Return a key that sorts questions as a notebook asks them, by the numbers in their names: q10 is after q9."""
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", question)]


class _Trials:
    """Known mistakes on the tries of one question; what was tried is remembered."""

    def __init__(
        self, turn: ReferenceTurn, question: Practised, names: Collection[str], seed_of: SeedOf, ends: float
    ) -> None:
        self._turn, self._question = turn, question
        self._names, self._seed_of = names, seed_of
        self._ends = min(ends, turn.clock() + QUESTION_S)
        self._found: dict[tuple[Items, int], CaseSeen] = {}
        self._open: Items | None = None
        self._session: Session | None = None
        self._to_come: list[int] = []  # tries that the submission met before others, if the mistakes may remember them
        self._stack = ExitStack()

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
                self._found[items, earlier] = self._run(earlier)
            if key not in self._found:
                self._found[key] = self._run(number)
        return self._found[key]

    def close(self) -> None:
        """Let go of the copy of the worker."""
        self._stack.close()

    def _try(self, items: Items) -> None:
        """Have a copy of the worker with these mistakes."""
        seconds = min(_CODE_S, self._left())
        self._stack.close()
        codes = [item.code for item in items]
        self._open, self._session = items, None
        self._session = self._stack.enter_context(
            self._turn.variation(self._names, codes, seconds, self._question.undefined)
        )
        self._to_come = list(range(len(self._question.tries))) if any(map(may_remember, codes)) else []

    def _run(self, number: int) -> CaseSeen:
        left = self._left()
        if self._session is None or self._session.ended is not None:
            return CaseSeen(Verdict.CRASHED)
        test_file, tries = self._question.test_file, self._question.tries
        seed = self._seed_of(self._question.name, test_file.test_cases[number].name)
        taken = tries[number].seen.seconds if number < len(tries) else 0.0  # by the submission, on this machine
        return run_case(self._session, test_file, number, seed, min(max(CASE_S, 3 * taken), left))

    def _left(self) -> float:
        """Return the seconds that are left.

        Raises:
            OutOfTime: none are.

        """
        left = self._ends - self._turn.clock()
        if left <= 0:
            raise OutOfTime
        return left
