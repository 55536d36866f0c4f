"""Train again, from other seeds, what was not good enough: marks for something trained must not be a lottery.

A question for which a hidden case says that something trained does less well than asked for (`testing.expect_trained`)
is graded up to twice more: its cells, and whatever follows them, run under another seed. The best training counts, by
the points of all its cases.

What hidden cases asked must not find its way into a training. So each is a run of the submission of its own, in a fresh
turn of the jail, as a practice run is: cells before it go on from this submission's snapshots, made before any hidden
input had entered its jail. The seeds are the class's own plus 1 and plus 2, the same for all and on another day.
All that a submission learns is that it is trained again. All trainings together have the time of one submission.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.engine import otter_adapter
from autograder.engine.findings import Graded, Outcome
from autograder.engine.grading import SubmissionRun
from autograder.engine.harmless import new_names
from autograder.engine.jail import Jail
from autograder.engine.prepared import Prepared
from autograder.engine.seen import CaseSeen
from autograder.engine.snapshots import OwnSnapshots
from autograder.engine.steps import Anew
from autograder.engine.suite import Suite, case_seed
from autograder.engine.training import AGAIN, sentences
from autograder.results import Verdict
from autograder.system.clocks import Span
from autograder.testing.statements import defined_names


@dataclass(frozen=True, slots=True)
class Retraining:
    """Trains again what one submission has trained; the arguments are those of its `SubmissionRun`."""

    suite: Suite
    jail: Jail
    submission: Prepared
    seed: int | None
    own: OwnSnapshots | None
    secret: bytes

    def best(self, graded: Graded) -> Graded:
        """Return `graded` with the best training of each question in place of the first, if there is a better one.

        Raises:
            EngineError: a worker was lost through no fault of the submission.

        """
        trainings = [graded]
        everything = False
        left = self.suite.limits.submission.without(graded.used)
        while len(trainings) <= AGAIN and not graded.meddled and not left.is_over:
            missed = [name for name in self.suite.tests if _reached(self._best_of(name, trainings).seen[name])]
            if not missed:
                break
            since = 0 if everything else min(self._begin_of(name, graded) for name in missed)
            again = self._train(missed, graded, Anew((self.seed or 0) + len(trainings), since), left)
            left = left.without(again.used)
            everything = all(_reached(again.seen[name]) == _reached(trainings[-1].seen[name]) for name in missed)
            trainings.append(again)
        for name in graded.questions if len(trainings) > 1 else ():
            graded = self._with_best(graded, name, [each for each in trainings if name in each.questions])
        return graded

    def _train(self, questions: Sequence[str], graded: Graded, anew: Anew, left: Span) -> Graded:
        limits = replace(self.suite.limits, submission_cpu_s=left.cpu_s, submission_wall_s=left.wall_s)
        suite = replace(self.suite, tests={name: self.suite.tests[name] for name in questions}, limits=limits)
        submission = self.submission.until([graded.checked[name] for name in questions])
        # the copy lacks the last cells, but it is this submission that draws its inputs and owns its snapshots
        run = SubmissionRun(
            suite,
            self.jail,
            submission,
            self.seed,
            self.own,
            seed_of=lambda question, case: case_seed(self.secret, self.submission.digest, question, case),
            left_out=graded.guilty,
            anew=anew,
        )
        return run.grade()

    def _begin_of(self, question: str, graded: Graded) -> int:
        """Return the cell with which the question's part of the notebook begins: after the check of another one.

        Where nothing that its cases ask for is computed there, it is the first cell that computes any of it.
        """
        check = graded.checked[question]
        end = len(self.submission.cells) if check is None else check + 1
        others = [cell for name, cell in graded.checked.items() if name != question and cell is not None]
        begin = max((cell + 1 for cell in others if cell + 1 < end), default=0)
        names = frozenset(otter_adapter.asked_names(self.suite.tests[question]))
        computing = [cell for cell in range(end) if names & _computed(self.submission.cells[cell])]
        return begin if any(cell >= begin for cell in computing) else min(computing, default=0)

    def _best_of(self, question: str, trainings: Sequence[Graded]) -> Graded:
        return max(
            (each for each in trainings if question in each.questions), key=lambda each: self._points(question, each)
        )

    def _points(self, question: str, graded: Graded) -> float:
        pairs = zip(self.suite.tests[question].test_cases, graded.questions[question], strict=True)
        return sum(float(case.points or 0) for case, (verdict, _) in pairs if verdict is Verdict.PASSED)

    def _with_best(self, graded: Graded, question: str, trainings: Sequence[Graded]) -> Graded:
        """Return `graded` with the best training of a question, and say what all of them measured."""
        if len(trainings) < 2:
            return graded
        best = self._best_of(question, trainings)
        outcomes = [
            _saying(outcome, [each.seen[question][number] for each in trainings])
            for number, outcome in enumerate(best.questions[question])
        ]
        return replace(
            graded,
            questions={**graded.questions, question: outcomes},
            seen={**graded.seen, question: best.seen[question]},
            unsealed={**graded.unsealed, question: best.unsealed.get(question, ())},
        )


def _reached(cases: Sequence[CaseSeen]) -> list[float]:
    return [case.undertrained for case in cases if case.undertrained is not None]


def _computed(source: str) -> frozenset[str]:
    """Return the names that a cell binds, if it does more than to define and to name."""
    if new_names(source) is None:
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            return frozenset(defined_names(source))
    return frozenset()


def _saying(outcome: Outcome, trainings: Sequence[CaseSeen]) -> Outcome:
    """Return the outcome of a case of the best training with what it measured in all, if it measures anything."""
    verdict, message = outcome
    said = sentences([case.measured for case in trainings])
    return (verdict, said if verdict is Verdict.PASSED else f"{message} {said}") if said else outcome
