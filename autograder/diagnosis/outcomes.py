"""What known mistakes do in the cases of the practice files: found out once for a class, and remembered.

Their practice inputs are the same for every submission. What a known mistake does on them is no secret, and nothing of
a submission is in it, but for the names that it lacks.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from autograder.assignments.material import Material
from autograder.diagnosis.reference import CannotPrepare, ReferenceTurn, run_case
from autograder.diagnosis.solution import Solution, names_in
from autograder.engine.jail import Jail
from autograder.engine.remote import RemoteError, Session, SessionEnded
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import Snapshots
from autograder.errors import EngineError
from autograder.results import Verdict

MOST_S: Final = 40.0  # for all questions of a submission
CODE_S: Final = 5.0  # for a mistake's own cell, which may compute an answer
_MOST_PARTS: Final = 8_000_000  # of all traces that are remembered: some 64 MB


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: what the mistakes `items` do, by their numbers in the bank (none: the solution), in a case.

    `case` is the name of a case in a practice file of the `question`; `before` are those that have run in the same copy
    before, where mistakes may remember them. What is `missing` is not defined. The case may take `seconds`, on the
    cells' `seed`; the mistakes' own code may take `code_s`.
    """

    question: str
    case: str
    items: Sequence[int] = ()
    missing: Sequence[str] = ()
    before: Sequence[str] = ()
    seed: int = 0
    seconds: float = 0.0
    code_s: float = CODE_S

    @property
    def copy(self) -> tuple[Any, ...]:
        """What copies of the worker can be told apart by."""
        return self.question, tuple(self.items), tuple(self.missing), self.seed

    @property
    def key(self) -> tuple[Any, ...]:
        """What the outcome depends on, but for the time."""
        return *self.copy, tuple(self.before), self.case

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: `cost_s` is the CPU time that it took to find out, whenever that was.

    Where the copy `ended` over it, there is none for the next case.
    """

    seen: CaseSeen
    cost_s: float
    ended: bool = False


class Outcomes:
    """Tries known mistakes in a turn of the jail, and remembers what came of it."""

    def __init__(
        self,
        jail: Jail,
        files: Mapping[str, bytes],
        material: Material,
        tests: Mapping[str, Any],
        seed_of: Any,
        snapshots: Snapshots,
        memory_mb: int,
    ) -> None:
        """`files` are what lies beside the notebook in the jail, `tests` the practice test files by question.

        `seed_of` gives the seed of a case by the names of its question and itself. What the solution computes stays in
        `snapshots`: training takes seconds.
        """
        self._jail, self._files, self._memory_mb = jail, files, memory_mb
        self._material, self._tests, self._seed_of = material, tests, seed_of
        self._solution = Solution(material.solution)
        self._snapshots = snapshots.of(f"the solution {self._solution.definitions}")
        self._names: dict[str, frozenset[str]] = {}  # by question, when they are first wanted
        self._unprepared: set[str] = set()  # questions for which the solution takes too long to compute
        self._kept: OrderedDict[tuple[Any, ...], tuple[float, Outcome]] = OrderedDict()
        self._parts = 0
        self._turn: ReferenceTurn | None = None
        self._open: tuple[Any, ...] = ()
        self._ran: list[str] = []
        self._session: Session | None = None
        self._stack = ExitStack()

    def get(self, wanted: Wanted) -> Outcome:
        """Return what came of a case.

        Raises:
            CannotPrepare: the question needs too much of the solution.
            EngineError: it cannot be found out.

        """
        if wanted.question in self._unprepared:
            raise CannotPrepare("What the question needs of the solution takes too long.")
        if known := self._remembered(wanted):
            return known
        try:
            found = self._find(wanted)
        except CannotPrepare:
            self._unprepared.add(wanted.question)
            raise
        except (SessionEnded, RemoteError, OSError, MemoryError) as error:
            self.let_go()
            raise EngineError(f"A known mistake cannot be tried: {error}") from error
        self._remember(wanted, found)
        return found

    def let_go(self) -> None:
        """End the turn, if there is one; another one begins when it is wanted."""
        self._open = ()
        self._stack.close()
        if self._turn is not None:
            self._turn.close()
            self._turn = None

    def _remembered(self, wanted: Wanted) -> Outcome | None:
        limit, known = self._kept.get(wanted.key, (0.0, None))
        if known is None or (known.seen.verdict is Verdict.TIMEOUT and limit < wanted.seconds):
            return None
        self._kept.move_to_end(wanted.key)
        return known if known.seen.seconds <= wanted.seconds else replace(known, seen=CaseSeen(Verdict.TIMEOUT))

    def _remember(self, wanted: Wanted, found: Outcome) -> None:
        if found.seen.verdict is Verdict.CRASHED and wanted.code_s < CODE_S:
            return
        _, before = self._kept.get(wanted.key, (0.0, None))
        self._kept[wanted.key] = wanted.seconds, found
        self._parts += found.seen.trace.size - (before.seen.trace.size if before else 0)
        while self._parts > _MOST_PARTS:
            _, (_, oldest) = self._kept.popitem(last=False)
            self._parts -= oldest.seen.trace.size

    def _find(self, wanted: Wanted) -> Outcome:
        if self._turn is None:
            self._turn = ReferenceTurn(
                self._jail,
                self._files,
                self._solution,
                self._snapshots,
                seed=wanted.seed,
                memory_mb=self._memory_mb,
                cpu_s=MOST_S,
            )
        began_s = self._turn.clock()
        session = self._copy(self._turn, wanted)
        if session is None:
            return Outcome(CaseSeen(Verdict.CRASHED), self._turn.clock() - began_s, ended=True)
        for case in wanted.before[len(self._ran) :]:
            self._run(session, wanted, case)
        seen = self._run(session, wanted, wanted.case)
        return Outcome(seen, self._turn.clock() - began_s, session.ended is not None)

    def _copy(self, turn: ReferenceTurn, wanted: Wanted) -> Session | None:
        """Return a copy of the worker with the mistakes, the open one if it will do."""
        is_open = self._open == wanted.copy and self._session is not None and self._session.ended is None
        if not is_open or (wanted.before and self._ran != list(wanted.before)):
            self._open, self._ran = (), []
            self._stack.close()
            codes = [self._material.items[number].code for number in wanted.items]
            names = self._names_of(wanted.question)
            self._session = self._stack.enter_context(turn.variation(names, codes, wanted.code_s, wanted.missing))
            self._open = wanted.copy
        return self._session

    def _run(self, session: Session, wanted: Wanted, case: str) -> CaseSeen:
        self._ran.append(case)
        if session.ended is not None:
            return CaseSeen(Verdict.CRASHED)
        tests = self._tests[wanted.question]
        number = [each.name for each in tests.test_cases].index(case.partition("\0")[0])
        seen = run_case(session, tests, number, self._seed_of(wanted.question, case), wanted.seconds)
        return replace(seen, message="", facts=None)  # what is compared are traces and failures

    def _names_of(self, question: str) -> frozenset[str]:
        if question not in self._names:
            self._names[question] = frozenset(self._find_names(question))
        return self._names[question]

    def _find_names(self, question: str) -> Iterator[str]:
        """Yield the names that the question's known mistakes and its tests may want of the solution."""
        codes = [item.code for item in self._material.items_of(question)]
        for code in (*codes, getattr(self._tests[question], "source", "")):
            with contextlib.suppress(SyntaxError):
                yield from names_in(code)
