"""Grade one submission in the jail: run its cells, grade questions where they are checked, lose only what is guilty.

A cell or a case that hangs or kills the worker is noted, and the work goes on in another worker, without that cell:
from a copy of the worker that was kept before, or from the beginning.

The public cases run first, with the notebook, and the hidden cases afterwards, in copies of the worker that were put
aside at the checks: see `parked`, which says why. Where such a copy is lost, or could not be made, the notebook runs
once more for them.

This module tells the story; its parts are `steps` (a cell, the cases of a question), `turns` (the workers), `budget`
(their time) and `findings` (what came of it all).
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.engine.budget import CELL, TimeBudget
from autograder.engine.elsewhere import Elsewhere, is_known
from autograder.engine.findings import END, Findings, Graded, cell_of, place_in
from autograder.engine.harmless import makes_a_difference, only_checks, text_of_file
from autograder.engine.jail import Jail
from autograder.engine.parked import Parked
from autograder.engine.prepared import Prepared
from autograder.engine.remote import GraderFailed, ProtocolViolation, RemoteError, SessionEnded, ending
from autograder.engine.snapshots import OwnSnapshots
from autograder.engine.steps import Anew, Spares, Steps
from autograder.engine.suite import Suite, case_seed
from autograder.engine.turns import Turns
from autograder.errors import EngineError
from autograder.results import Verdict

_MOST_WORKERS = 25
_MOST_CHECKS = 100  # in one cell


class SubmissionRun:
    """One submission's way through the engine."""

    def __init__(
        self,
        suite: Suite,
        jail: Jail,
        submission: Prepared,
        seed: int | None,
        snapshots: OwnSnapshots | None = None,
        *,
        secret: bytes = b"",
        outputs: bool = False,
        seed_of: Callable[[str, str], int] | None = None,
        left_out: Mapping[int, str] | None = None,
        anew: Anew | None = None,
        spares: Spares | None = None,
    ) -> None:
        """`seed_of` gives the seeds of cases if they are not to be those that decide marks; `left_out` are cells that
        are known to be guilty, with what is said of each; with `anew`, what was trained is trained again.
        `spares` tells which cases need not run (see `Steps`).
        """
        self._suite, self._submission = suite, submission
        self._budget = TimeBudget(suite.limits.submission)
        sources = [getattr(test, "source", "") for test in suite.tests.values()]
        known = functools.partial(is_known, (suite.solution, *sources))
        elsewhere = Elsewhere(submission.cells, submission.texts, submission.places, known)
        self._findings = Findings(suite.tests, submission.cells, outputs, elsewhere)
        self._turns = Turns(jail, suite, submission.files, self._budget, on_check=self._check, note=self._findings.note)
        self._findings.guilty.update(left_out or {})
        seed_of = seed_of or functools.partial(case_seed, secret, submission.digest)
        self._steps = Steps(
            suite, submission, seed, seed_of, snapshots, self._turns, self._budget, self._findings, anew, spares
        )
        self._current = self._steps.current
        self._lending = True

    def grade(self) -> Graded:
        """Run everything and return what came of it.

        Raises:
            EngineError: a worker was lost through no fault of the submission.

        """
        try:
            self._persist(self._go_on)
            self._findings.told = True
            self._budget.give_all()
            self._turns.let_go()
            self._grade_hidden()
            self._run_again()
        finally:
            self._turns.close()
        return replace(self._findings.graded(), used=self._budget.used)

    # ---- what is lost, and what is blamed ----

    def _is_over(self) -> bool:
        """Tell whether the submission has used up its time, and note it if so."""
        self._findings.is_late |= self._budget.spent
        return self._budget.spent

    def _persist(self, work: Callable[[], None]) -> None:
        """Do `work` until it comes to its end; each time a worker is lost over it, what is guilty is left out."""
        for _ in range(_MOST_WORKERS):
            try:
                work()
                return
            except (SessionEnded, RemoteError, MemoryError) as cause:
                self._blame(ending(cause))
                if self._findings.meddled or self._is_over():
                    return

    def _blame(self, cause: SessionEnded) -> None:
        """Note what the worker was at when it was lost, so that it is not tried again.

        Raises:
            EngineError: it was lost through no fault of the submission.

        """
        if isinstance(cause, GraderFailed):
            raise EngineError(str(cause)) from cause
        verdict, case, cell = self._turns.verdict_of(cause), self._current.case, self._current.cell
        if verdict is Verdict.TIMEOUT:
            self._budget.count_timeout(case[0] if case else CELL)
        if isinstance(cause, ProtocolViolation):
            self._findings.meddle()
        elif case is not None:
            self._findings.lose_case(case, verdict)
        elif cell is not None:
            self._findings.lose_cell(cell, verdict)
        self._turns.end_session()

    # ---- the notebook ----

    def _go_on(self) -> None:
        """Run the notebook to its end from where a worker can be had, and grade what is checked on the way."""
        self._current.cell = self._current.case = None
        cells = self._submission.cells
        for cell in range(self._turns.resume(), len(cells)):
            if cell in self._findings.guilty:
                continue
            if self._is_over() or (self._findings.told and not self._findings.undecided()):
                return
            self._park_before(cell)
            self._turns.keep(cell)
            self._steps.run_cell(cell)
            checks = self._submission.checks.get(cell, ())
            if checks:
                self._steps.seed_as_otter()
            for question in checks:
                self._check(question)
            self._current.cell = None
        self._current.cell = None
        self._turns.keep(len(cells))
        self._steps.seed_as_left()
        self._grade([name for name in self._suite.tests if self._findings.place_of(name) == END], END)

    def _check(self, question: str | None) -> str:
        """Grade what a cell of the notebook checks; nothing of the result is told to the notebook."""
        self._current.checks += 1
        if self._current.checks > _MOST_CHECKS:  # nobody checks so often but to fill the grader's memory
            return ""
        if self._suite.last_definition_counts:
            return ""
        place = place_in(self._current.cell, self._current.checks)
        names = list(self._suite.tests) if question is None else [self._suite.files_of_tests.get(question, "")]
        self._grade([name for name in names if name in self._suite.tests], place)
        return ""

    def _grade(self, questions: Sequence[str], place: str) -> None:
        """Grade what is checked at `place`: the public cases now, the hidden ones when all has been told."""
        if self._findings.told:
            for question in questions:
                if self._findings.place_of(question) == place and not (self._lending and not self._may_lend(question)):
                    self._steps.run_cases(question, place, hidden=True, lending=self._lending)
            return
        self._findings.checked(questions, place)
        for question in questions:
            self._steps.run_cases(question, place, hidden=False)
        self._park(questions, place)

    # ---- hidden cases ----

    def _park(self, questions: Sequence[str], place: str) -> None:
        """See to it that the hidden cases of `questions` find the notebook as it is now."""
        parked, cell = self._turns.parked, self._current.cell
        parked.add([name for name in questions if self._has_hidden(name)], place)
        if place == END:
            parked.put(self._turns.session)
        elif cell is None or not only_checks(self._submission.cells[cell]):
            self._turns.park()

    def _park_before(self, cell: int) -> None:
        """Put a copy aside before a cell that may make a difference to questions that were checked."""
        waiting, cells = self._turns.parked.waiting, self._submission.cells
        if self._findings.told or not waiting:
            return
        tests = [text_of_file(Path(self._suite.tests[name].path)) for name in waiting]
        if makes_a_difference(cells[cell], cells[:cell], tests):
            self._turns.park()

    def _decided(self, question: str, place: str) -> bool:
        cases = self._suite.tests[question].test_cases
        return all(self._findings.knows((question, place, n)) for n, case in enumerate(cases) if case.hidden)

    def _run_again(self) -> None:
        """Run the notebook once more for what no copy could decide, first without lending anything.

        Where it checks in another order than the assignment's, there are as many runs with lent functions as it takes
        to keep that order.
        """
        for self._lending in (False, True):
            before = 0
            while self._findings.undecided() not in (0, before) and not self._findings.meddled:
                before = self._findings.undecided()
                self._turns.close()
                self._persist(self._go_on)
                if not self._lending:
                    break

    def _may_lend(self, question: str) -> bool:
        """Tell whether all questions before this one in the assignment have been decided, as far as they can be."""
        for earlier in self._suite.tests:
            if earlier == question:
                break
            is_lost = cell_of(self._findings.place_of(earlier)) in self._findings.guilty
            if self._findings.undecided(earlier) and not is_lost:
                return False
        return True

    def _has_hidden(self, question: str) -> bool:
        return any(case.hidden for case in self._suite.tests[question].test_cases)

    def _grade_hidden(self) -> None:
        """Run the hidden cases in the copies that were put aside: those that lend nothing first, of all questions.

        A function that is lent answers whatever it is asked, and copies of one turn can tell each other what it said:
        so it is lent when every case that lends nothing has been decided. Those that lend come in the order of the
        assignment, whose later questions build on earlier ones, and not in the submission's.
        """
        copies = self._turns.parked.copies
        for parked in copies:
            self._grade_parked(parked, list(parked.checks), lending=False)
        for question in self._suite.tests:
            for parked in copies:
                if question in parked.checks:
                    self._grade_parked(parked, [question], lending=True)
        self._turns.parked.close()

    def _grade_parked(self, parked: Parked, questions: Sequence[str], *, lending: bool) -> None:
        """Run hidden cases in the copy, or in copies of it when another would take long to get.

        Files are all copies': where they have changed since the check, a case that fails so is left for another run.
        """
        if all(self._decided(question, parked.checks[question]) for question in questions):
            return
        costly = self._turns.costly
        for _ in range(_MOST_WORKERS):
            self._current.cell = self._current.case = None
            if self._findings.meddled or parked.session.ended is not None or self._is_over():
                return
            try:
                only_passes = END not in parked.checks.values() and parked.session.files_changed()
                self._turns.work_in(parked.session, copy=costly)
                for question in questions:
                    place = parked.checks[question]
                    self._steps.run_cases(question, place, hidden=True, lending=lending, only_passes=only_passes)
                break
            except (SessionEnded, RemoteError, MemoryError) as cause:
                self._blame(ending(cause))
                self._turns.end_leftovers()
        self._turns.leave(parked.session)
