"""The two steps of grading in the worker at work: one cell of the notebook, or the cases of one question."""

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder.engine.budget import CELL, TimeBudget, alarm
from autograder.engine.causes import is_of_stub
from autograder.engine.findings import Case, Findings, cell_of
from autograder.engine.harmless import draws_nothing, new_names, text_of_file
from autograder.engine.otter_adapter import CaseRun
from autograder.engine.prepared import Prepared
from autograder.engine.remote import CellOutcome, Postponed, ProtocolViolation, RemoteError, SessionEnded
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import KEEP_AFTER_S, OwnSnapshots
from autograder.engine.suite import Suite
from autograder.engine.trace import Trace
from autograder.engine.training import Measured, listening, sentences
from autograder.engine.turns import Turns
from autograder.engine.undisturbed import Undisturbed
from autograder.engine.unsealed import Way, in_order, run_case
from autograder.results import Verdict
from autograder.results.messages import read_error, read_report
from autograder.system.clocks import Span

_KEEP = Span.alike(20.0)


Spares = Callable[[str, str, Mapping[tuple[str, str], float]], bool]


@dataclass(frozen=True, slots=True)
class Anew:
    """Another seed for the cells from the cell `since` on: what they train is trained again."""

    seed: int
    since: int


@dataclass(slots=True)
class Current:
    """What the worker is at, which is blamed when the worker is lost: a cell, and in it or after all cells a case.

    `checks` counts those that the cell has made so far.
    """

    cell: int | None = None
    checks: int = 0
    case: Case | None = None


@dataclass(slots=True)
class Steps:
    """The steps of one submission; `current` says at every moment which of them is on its way.

    `seed` is that of its cells, but for those that are to run `anew`; `seed_of` gives that of a case by the names of
    its question and itself. A case that is one `spares` does not run: it is told the names of its question and itself,
    and how long others took.
    """

    suite: Suite
    submission: Prepared
    seed: int | None
    seed_of: Callable[[str, str], int]
    snapshots: OwnSnapshots | None
    turns: Turns
    budget: TimeBudget
    findings: Findings
    anew: Anew | None = None
    spares: Spares | None = None
    current: Current = field(default_factory=Current, init=False)
    _may_keep: bool = field(default=True, init=False)
    _seed_left: int | None = field(default=None, init=False)
    _stood: dict[tuple[str, str], Any] = field(default_factory=dict, init=False)
    _took: dict[tuple[str, str], float] = field(default_factory=dict, init=False)
    _undisturbed: Undisturbed = field(init=False)  # of the question at work
    _heard: list[Measured] = field(init=False)  # of the case at work

    def run_cell(self, cell: int) -> None:
        """Run a cell, which stays the current one."""
        self.current.cell, self.current.checks = cell, 0
        source = self.submission.cells[cell]
        is_new = cell not in self.submission.goes_on
        wanted = self.anew.seed if self.anew is not None and cell >= self.anew.since else self.seed
        seed = wanted if is_new and not source.startswith("%%") else None
        if self.suite.seed_variable and seed is not None:
            self.turns.session.namespace[self.suite.seed_variable], seed = seed, None
        if self.suite.stands_as_it_is and draws_nothing(source):
            # left for later, for the sake of questions whose copy of the worker is put aside only then
            self._seed_left, seed = (self._seed_left if seed is None else seed), None
        else:
            if seed is None:
                self.seed_as_left()  # otter seeds no cell that starts with a magic: it goes on from the one before
            self._seed_left = None
        limit = self.budget.limit(self.suite.limits.cell, CELL)
        with self.turns.timed():
            outcome = self._outcome_of(cell, source, seed, limit)
        self.findings.ran_cell(cell, outcome)

    def seed_as_otter(self) -> None:
        """Seed the generators as otter does before a cell of its own that checks what a cell's metadata name."""
        if self.suite.stands_as_it_is and self.seed is not None and not self.suite.seed_variable:
            self.turns.session.seed(self.seed)

    def seed_as_left(self) -> None:
        """Have the generators stand where otter's would after the cells so far, the last of which may be unseeded."""
        if self._seed_left is not None:
            self.turns.session.seed(self._seed_left)

    def _outcome_of(self, cell: int, source: str, seed: int | None, limit: Span) -> CellOutcome:
        """Run a cell, or take from its snapshot what it computed; keep a snapshot when it took long."""
        session, room, own = self.turns.session, self.findings.room_for_figures(cell), self._snapshots_of(cell)
        goes_on = cell + 1 in self.submission.goes_on
        if own is None or self.findings.guilty or new_names(source) is not None:
            # what a guilty cell has left behind is in no snapshot, and new names alone cannot take long
            return session.run_cell(cell, source, limit, seed=seed, room=room, lasting=False, goes_on=goes_on)
        cells = self.submission.cells[: cell + 1]
        if resumed := own.resume(session, cell, cells, limit, seed=seed, room=room):
            return resumed
        began_s = session.cpu_s + self.budget.used.wall_s
        outcome = session.run_cell(cell, source, limit, seed=seed, room=room, goes_on=goes_on)
        took_long = session.cpu_s + self.budget.used.wall_s - began_s >= KEEP_AFTER_S
        if took_long and outcome.failure is None and not self.current.checks:
            self._keep(own, cells, seed)
        return outcome

    def _snapshots_of(self, cell: int) -> OwnSnapshots | None:
        if self.snapshots is None or self.anew is None or cell < self.anew.since:
            return self.snapshots
        return self.snapshots.of_training(repr(self.anew))

    def _keep(self, own: OwnSnapshots, cells: Sequence[str], seed: int | None) -> None:
        """Keep a snapshot of the cell that has just run, if there can be one."""
        if self.findings.told or not self._may_keep:
            return
        cell, self.current.cell = self.current.cell, None
        limit = self.budget.limit(_KEEP.at_most(self.suite.limits.cell), CELL)
        try:
            own.keep(self.turns.session, cells, limit, seed=seed)
        except SessionEnded:
            self._may_keep = False  # it is not the cell's fault, and must not happen again
            raise
        self.current.cell = cell

    def run_cases(
        self, question: str, place: str, *, hidden: bool, lending: bool = True, only_passes: bool = False
    ) -> None:
        """Run the hidden or the public cases of a question that is checked at `place`, but those already known.

        Unless it is `lending`, a case that is about to lend a function of the grader's ends there, and stays unknown.
        With `only_passes`, so does one that does not pass.
        """
        ran: list[tuple[Case, CaseSeen, bool]] = []
        going_on = self._going_on(question, place, hidden=hidden)
        self._undisturbed = Undisturbed()
        with self._undisturbed, listening() as self._heard, self.turns.timed(), self._noted(ran), going_on:
            for number in in_order(self.suite.plans[question]):
                case = (question, place, number)
                is_hidden = bool(self.suite.tests[question].test_cases[number].hidden)
                if is_hidden is hidden and not self.findings.knows(case):
                    self.current.case = case
                    with contextlib.suppress(Postponed):
                        seen, unsealed = self._run_or_spare(case, lending)
                        if seen.verdict is Verdict.PASSED or not only_passes:
                            ran.append((case, seen, unsealed))
            self.turns.session.settle()
        self.current.case = None

    @contextlib.contextmanager
    def _going_on(self, question: str, place: str, *, hidden: bool) -> Iterator[None]:
        """Have the generators stand, for the hidden cases in the block, where the public ones left them."""
        session, key = self.turns.session, (question, place)
        if hidden and key in self._stood:
            session.put_generators(self._stood[key])
        yield
        if self.suite.stands_as_it_is and not hidden:
            self._stood[key] = session.generators()

    @contextlib.contextmanager
    def _noted(self, ran: list[tuple[Case, CaseSeen, bool]]) -> Iterator[None]:
        """Note the cases that ran in the block, unless it turns out that somebody else may have answered them."""
        try:
            yield
        except ProtocolViolation:
            ran.clear()
            raise
        finally:
            for case, seen, unsealed in ran:
                self.findings.ran_case(case, seen, unsealed=unsealed)

    def _run_or_spare(self, case: Case, lending: bool) -> tuple[CaseSeen, bool]:
        """Run a case, as `_run_case` does, unless it is spared."""
        names = case[0], self.suite.tests[case[0]].test_cases[case[2]].name
        if self.spares is not None and self.spares(*names, self._took):
            return CaseSeen(Verdict.NOT_ATTEMPTED), False
        self._took[names] = math.inf  # unless it comes to its end
        seen, unsealed = self._run_case(case, lending)
        self._took[names] = seen.seconds
        return seen, unsealed

    def _run_case(self, case: Case, lending: bool) -> tuple[CaseSeen, bool]:
        """Run a case; return how it went, and whether that rests on the submission's own word.

        Raises:
            Postponed: it was about to lend a function, although it is not `lending`; those of otter's zips always are.

        """
        question, _, number = case
        test_file, plan = self.suite.tests[question], self.suite.plans[question][number]
        session = self.turns.session
        as_otter = self.suite.stands_as_it_is
        seed = None if as_otter else self.seed_of(question, test_file.test_cases[number].name)
        trace, began_s = Trace(), time.process_time() + session.cpu_s
        observer = trace if self.suite.material else None  # nobody else asks what a case saw
        span = self.budget.limit(self.suite.limits.case, question)
        # what earlier cases of the question have left, those of otter's zips find, here and in the notebook's process
        sealed = plan.way is Way.ONLY_SEALED
        text = text_of_file(Path(test_file.path)) if as_otter else ""
        mirrored = session.mirrored(text) if as_otter else contextlib.nullcontext()
        running = session.case(seed, span, lending=lending or not sealed, puts_aside=plan.way is Way.SEALED)
        settings = contextlib.nullcontext() if as_otter else self._undisturbed
        self._heard.clear()
        with settings, alarm(span.cpu_s), running, mirrored, session.observed(observer):
            found = run_case(session, test_file, number, plan, seed)
        measured = () if test_file.test_cases[number].hidden else tuple(self._heard)
        verdict, message = (Verdict.PASSED, sentences([measured])) if found.passed else self._said(found)
        used_s = time.process_time() + session.cpu_s - began_s
        seen = CaseSeen.of(verdict, message, trace, used_s, found.error, drawn=session.has_drawn)
        if why := self.findings.without_result(seen, cell_of(case[1])):
            seen = replace(seen, verdict=Verdict.FAILED, message=why, facts={"kind": "said", "text": "", "hint": why})
        return replace(seen, measured=measured), found.unsealed

    def _said(self, found: CaseRun) -> tuple[Verdict, str]:
        """Return the verdict and the message of a case that did not pass; what the student's code raised has a line."""
        if found.error is None:
            return read_report(found.report)
        failure = found.error.failure if isinstance(found.error, RemoteError) else None
        of_stub = failure is None or is_of_stub(failure, self.submission.cells)
        verdict, message = read_error(found.error, of_stub=of_stub)
        if failure is None or not failure.lines or verdict is Verdict.NOT_ATTEMPTED:
            return verdict, message
        last = failure.lines[-1]
        place = self.submission.places.line(last.cell, last.line, last.function, last.begin)
        return verdict, f"{place}: {last.source}\n{message}"
