"""What the results of the trials say about the graded tests, question by question."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from autograder.audit.adversaries import exchanged, is_stub
from autograder.audit.running import TrialResult, faults_of_solution
from autograder.audit.trials import Kind, Trial

MUTANTS_DUE = 0.98
Shares = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Fault:
    """A trial that came out as it should not: `cases` are pairs of a question and the name of one of its cases."""

    trial: Trial
    cases: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionAudit:
    """What the audit found about one question.

    `missed` are wrong solutions that lost nothing here, `refused` right ones that lost something anywhere, `leaking`
    wrong ones that lost points in another question without its being stated, `survivors` mutants that are wrong and
    lost nothing anywhere, `idle` the names of cases that failed in no trial, `bribed` adversaries that earned points in
    hidden cases which a stub does not get, without the case's stating it.
    """

    question: str
    wrong: int
    right: int
    mutants: int
    missed: tuple[Fault, ...]
    refused: tuple[Fault, ...]
    leaking: tuple[Fault, ...]
    survivors: tuple[Fault, ...]
    equivalent: tuple[Trial, ...]
    idle: tuple[str, ...]
    adversaries: int = 0
    bribed: tuple[Fault, ...] = ()

    @property
    def shares(self) -> Shares:
        """How many came out as they should, and of how many; mutants that make no difference do not count."""
        wrong_mutants = self.mutants - len(self.equivalent)
        return {
            "caught": (self.wrong - len(self.missed), self.wrong),
            "accepted": (self.right - len(self.refused), self.right),
            "mutants": (wrong_mutants - len(self.survivors), wrong_mutants),
            "adversaries": (self.adversaries - len(self.bribed), self.adversaries),
        }


@dataclass(frozen=True, slots=True)
class Audit:
    """The audit of an assignment; `reference` says what the reference itself lost, which must be nothing.

    `missing` says of which files there are none, so that nothing of their kind was tried, and `in_source` what the
    source of the tests shows to be wrong, a sentence each.
    """

    assignment: str
    questions: tuple[QuestionAudit, ...]
    reference: tuple[str, ...]
    seconds: float = 0.0
    missing: tuple[str, ...] = ()
    in_source: tuple[str, ...] = ()

    @property
    def shares(self) -> Shares:
        """How many of all questions' trials came out as they should, and of how many."""
        of = [question.shares for question in self.questions]
        return {
            key: (sum(each[key][0] for each in of), sum(each[key][1] for each in of))
            for key in ("caught", "accepted", "mutants", "adversaries")
        }

    @property
    def mutants_caught(self) -> float:
        """The share of the mutants that are wrong and were caught; 1 when there is none."""
        killed, counted = self.shares["mutants"]
        return killed / counted if counted else 1.0

    @property
    def shortcomings(self) -> tuple[str, ...]:
        """What keeps the graded tests from passing the audit, a sentence each."""
        return tuple(self._shortcomings())

    def _shortcomings(self) -> Iterator[str]:
        if self.reference:
            yield "The solution itself is not right, so that nothing can be said of the tests; mend it, or the cases."
            return
        for kind, faults in (
            ("wrong solutions are not caught", [fault for item in self.questions for fault in item.missed]),
            ("right solutions are not accepted", [fault for item in self.questions for fault in item.refused]),
            ("wrong solutions cost points elsewhere", [fault for item in self.questions for fault in item.leaking]),
            ("adversaries earn hidden points", [fault for item in self.questions for fault in item.bribed]),
        ):
            if faults:
                titles = "; ".join(f"{fault.trial.question}: {fault.trial.title}" for fault in faults)
                yield f"{len(faults)} {kind}: {titles}."
        if self.mutants_caught < MUTANTS_DUE:
            yield f"{self.mutants_caught:.1%} of the mutants are caught, {MUTANTS_DUE:.0%} are due."
        yield from self.in_source


def judge(
    assignment: str,
    questions: Sequence[str],
    results: Sequence[TrialResult],
    equivalent: Collection[Trial] = (),
    seconds: float = 0.0,
    stated: Collection[tuple[str, str]] = (),
    missing: Sequence[str] = (),
) -> Audit:
    """Return what the results say; `equivalent` are the mutants that make no difference.

    `stated` are the cases, with their questions, that say that they are earned without a right value, `missing` the
    files that there are not.
    """
    failed = {question: _names(results, question, failed_only=True) for question in questions}
    reference = [result for result in results if result.trial.kind is Kind.REFERENCE]
    audits = []
    for question in questions:
        own = [result for result in results if result.trial.question == question]
        wrong, right, mutants = (_of(own, kind) for kind in (Kind.WRONG, Kind.RIGHT, Kind.MUTANT))
        alive = [result.trial for result in mutants if not _lost(result)]
        adversaries = _of(own, Kind.ADVERSARY)
        audits.append(
            QuestionAudit(
                question,
                len(wrong),
                len(right),
                len(mutants),
                missed=tuple(Fault(result.trial) for result in wrong if not result.lost(question)),
                refused=tuple(Fault(result.trial, lost) for result in right if (lost := _lost(result))),
                leaking=tuple(Fault(result.trial, lost) for result in wrong if (lost := _lost_elsewhere(result))),
                survivors=tuple(Fault(trial) for trial in alive if trial not in equivalent),
                equivalent=tuple(trial for trial in alive if trial in equivalent),
                idle=tuple(name for name in _names(results, question) if name not in failed[question]),
                adversaries=sum(not is_stub(result.trial) for result in adversaries),
                bribed=tuple(_bribed(adversaries, stated)),
            )
        )
    at_fault = tuple(sentence for result in reference for sentence in faults_of_solution(result))
    return Audit(assignment, tuple(audits), at_fault, seconds, tuple(missing))


def _bribed(adversaries: Sequence[TrialResult], stated: Collection[tuple[str, str]]) -> Iterator[Fault]:
    """Yield the adversaries that earned what the stub in the place of the same functions did not."""
    stubs = {exchanged(result.trial): result for result in adversaries if is_stub(result.trial)}
    for result in adversaries:
        question = result.trial.question
        more = result.earned(question) - stubs[exchanged(result.trial)].earned(question)
        if cases := tuple((question, name) for name in sorted(more) if (question, name) not in stated):
            yield Fault(result.trial, cases)


def _of(results: Sequence[TrialResult], kind: Kind) -> list[TrialResult]:
    return [result for result in results if result.trial.kind is kind]


def _names(results: Sequence[TrialResult], question: str, *, failed_only: bool = False) -> dict[str, None]:
    return {
        case.name: None
        for result in results
        for case in (result.lost(question) if failed_only else result.questions.get(question, ()))
    }


def _lost(result: TrialResult, besides: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    return tuple(
        (question, case.name)
        for question in result.questions
        if question not in besides
        for case in result.lost(question)
    )


def _lost_elsewhere(result: TrialResult) -> tuple[tuple[str, str], ...]:
    return _lost(result, besides={result.trial.question, *result.trial.may_cost})
