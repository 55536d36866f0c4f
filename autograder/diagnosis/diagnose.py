"""The hints for one submission: the known mistake where there is one that explains it, or else what is wrong."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Final

from autograder.bank import BankItem
from autograder.diagnosis.computed import Computed
from autograder.diagnosis.matching import Question, best_match, partners
from autograder.diagnosis.material import Material
from autograder.diagnosis.memory import may_remember
from autograder.diagnosis.reference import CannotPrepare, ReferenceTurn, run_case
from autograder.diagnosis.seen import CaseSeen
from autograder.diagnosis.sentences import advice_in, sentences
from autograder.diagnosis.solution import Solution, names_in
from autograder.engine.jail import Jail
from autograder.engine.remote import RemoteError, Session, SessionEnded
from autograder.errors import AutograderError
from autograder.results import Verdict

QUESTION_S: Final = 10.0
CASE_S: Final = 2.0
_CODE_S: Final = 5.0  # for a mistake's own cell, which may compute an answer
_MOST_S: Final = 40.0  # for all questions of a submission

Hints = dict[str, tuple[str, ...]]


class OutOfTime(Exception):
    """The time for a question, or for all of them, is over."""


class Diagnosis:
    """Diagnoses the submissions of an assignment, one after the other."""

    def __init__(
        self, tests: Mapping[str, Any], files: Mapping[str, bytes], material: Material | None, memory_mb: int
    ) -> None:
        """`tests` are otter's test files by question, `files` what lies beside the notebook in the jail."""
        self._tests, self._files, self._memory_mb = tests, files, memory_mb
        self._material = material or Material((), "")
        self._solution = Solution(self._material.solution)
        self._advice = {name: advice_in(getattr(test_file, "source", "")) for name, test_file in tests.items()}
        self._names: dict[str, frozenset[str]] = {}  # by question, when they are first wanted
        self._unprepared: set[str] = set()  # questions for which the solution takes too long to compute
        self._computed = Computed()

    def hints(
        self,
        jail: Jail,
        seen: Mapping[str, Sequence[CaseSeen]],
        seed_of: Callable[[str, str], int],
        seed: int | None = None,
    ) -> Hints:
        """Return the hints for each question of a submission that has any.

        `seen` are the cases of each question as they went; `seed_of` gives the seed of a case by the names of its
        question and itself, `seed` is that of the submission's cells. Whatever goes wrong here costs hints, and nothing
        else.
        """
        questions = [
            Question.of(name, self._tests[name].test_cases, seen[name]) for name in sorted(seen, key=_in_order)
        ]
        lost = {question.name: question for question in questions if question.is_lost}
        passed = frozenset((question.name, case) for question in questions for case in question.passed_cases)
        items = {name: [item for item in self._material.items_of(name) if not item.sure & passed] for name in lost}
        known: Hints = {}
        if any(items.values()):
            with contextlib.suppress(AutograderError, RemoteError, OSError, MemoryError, SessionEnded):
                self._known(jail, lost, items, seed_of, seed or 0, known)
        return known | {
            name: found
            for name, cases in seen.items()
            if name not in known and (found := sentences(self._tests[name].test_cases, cases, self._advice[name]))
        }

    def _known(
        self,
        jail: Jail,
        lost: Mapping[str, Question],
        items: Mapping[str, Sequence[BankItem]],
        seed_of: Callable[[str, str], int],
        seed: int,
        hints: Hints,
    ) -> None:
        """Add the hints of known mistakes; `items` are those that are possible, by question."""
        memory_mb = self._memory_mb
        with ReferenceTurn(
            jail, self._files, self._solution, self._computed, seed=seed, memory_mb=memory_mb, wall_s=_MOST_S
        ) as turn:
            ends = turn.clock() + _MOST_S
            earlier: list[BankItem] = []  # what is known to be wrong already, for questions that build on it
            for name, question in lost.items():
                trials = _Trials(turn, self._tests[name], question, self._names_of(name), seed_of, earlier, ends)
                with contextlib.suppress(OutOfTime):
                    try:
                        found = None if name in self._unprepared else _explain(question, items[name], trials, earlier)
                    except CannotPrepare:
                        self._unprepared.add(name)
                        continue
                    finally:
                        trials.close()
                    if found:
                        hints[name] = tuple(dict.fromkeys(item.hint for item in found))
                        earlier += [item for item in found if item not in earlier]

    def _names_of(self, question: str) -> frozenset[str]:
        if question not in self._names:
            self._names[question] = frozenset(self._find_names(question))
        return self._names[question]

    def _find_names(self, question: str) -> set[str]:
        """Return the names that the question's known mistakes and its tests may want of the solution."""
        codes = [item.code for item in self._material.items_of(question)]
        source = getattr(self._tests[question], "source", "")
        names = set[str]()
        for code in (*codes, source):
            with contextlib.suppress(SyntaxError):
                names |= names_in(code)
        return names


def _explain(
    question: Question, items: Sequence[BankItem], trials: _Trials, earlier: Sequence[BankItem]
) -> tuple[BankItem, ...] | None:
    items = [item for item in items if item not in earlier]
    if earlier and best_match(question, [()], trials.run) is not None:
        return tuple(item for item in earlier if question.name in item.also_costs) or tuple(earlier)
    likely = [(item,) for item in items if question.may_come_from([item])]
    others = [(item,) for item in items if question.may_come_from([item], alone=False) and (item,) not in likely]
    return (
        best_match(question, likely, trials.run)
        or best_match(question, others, trials.run, thoroughly=not earlier)
        or best_match(question, partners(question, items, trials.run), trials.run)
    )


def _in_order(question: str) -> list[tuple[str, int]]:
    """Return a key that sorts questions as a notebook asks them, by the numbers in their names: q10 is after q9."""
    return [(text, int(number or 0)) for text, number in re.findall(r"(\D*)(\d*)", question)]


class _Trials:
    """Known mistakes on the cases of one question; what was tried is remembered."""

    def __init__(
        self,
        turn: ReferenceTurn,
        test_file: Any,
        question: Question,
        names: Collection[str],
        seed_of: Callable[[str, str], int],
        earlier: Sequence[BankItem],
        ends: float,
    ) -> None:
        self._turn, self._test_file, self._question = turn, test_file, question
        self._names, self._seed_of = names, seed_of
        self._earlier = tuple(earlier)
        self._ends = min(ends, turn.clock() + QUESTION_S)
        self._found: dict[tuple[tuple[BankItem, ...], int], CaseSeen] = {}
        self._open: tuple[BankItem, ...] | None = None
        self._session: Session | None = None
        self._to_come: list[int] = []  # cases that the submission met before others, if the mistakes may remember them
        self._stack = ExitStack()

    def run(self, items: tuple[BankItem, ...], number: int) -> CaseSeen:
        """Return what a case does on the mistakes.

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

    def _try(self, items: tuple[BankItem, ...]) -> None:
        """Have a copy of the worker with these mistakes."""
        seconds = min(_CODE_S, self._left())
        self._stack.close()
        codes = [item.code for item in (*self._earlier, *items)]
        self._open, self._session = items, None
        self._session = self._stack.enter_context(
            self._turn.variation(self._names, codes, seconds, self._question.undefined)
        )
        self._to_come = self._question.as_run if any(map(may_remember, codes)) else []

    def _run(self, number: int) -> CaseSeen:
        left = self._left()
        if self._session is None or self._session.ended is not None:
            return CaseSeen(Verdict.CRASHED)
        case = self._test_file.test_cases[number]
        seed = self._seed_of(self._question.name, case.name)
        taken = self._question.seen[number].seconds  # by the submission, on this machine with its load
        return run_case(self._session, self._test_file, number, seed, min(max(CASE_S, 3 * taken), left))

    def _left(self) -> float:
        """Return the seconds that are left.

        Raises:
            OutOfTime: none are.

        """
        left = self._ends - self._turn.clock()
        if left <= 0:
            raise OutOfTime
        return left
