"""What differs between two gradings of a class, and why, as far as the gradebooks tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.compare.snapshots import How, Snapshot
from autograder.marks.final import FinalMark, QuestionMark
from autograder.results import CaseResult, QuestionResult, SubmissionResult
from autograder.results.verdict import WORDS
from autograder.text.numbers import natural_key, tidy


class Why(StrEnum):
    """Why a mark is another one, in the order in which it is looked for; several may hold."""

    ADDED = "only in the new one"
    GONE = "only in the old one"
    SUBMISSION = "something else was handed in"
    PERSON = "a person has decided"
    LATE = "lateness"
    TEST = "the test cases are others"
    ENGINE = "graded in another way"
    SETTINGS = "tests, data, settings or software are others"
    CHANCE = "nothing has changed: it hangs on chance"


@dataclass(frozen=True, slots=True)
class Change:
    """Points of a question (of the whole where `question` is empty), None on the side where there is no mark.

    `cases` says of each test case whose outcome is another one what came before and now.
    """

    submission: str
    question: str
    old: float | None
    new: float | None
    why: tuple[Why, ...]
    cases: tuple[str, ...] = ()

    @property
    def difference(self) -> float:
        """How many points more the new one gives."""
        return tidy((self.new or 0.0) - (self.old or 0.0))


@dataclass(frozen=True, slots=True)
class Comparison:
    """The changes of a class, by submission, the questions of each before its total; `unchanged` counts the others."""

    changes: tuple[Change, ...]
    unchanged: int
    engine: str

    @property
    def submissions(self) -> tuple[str, ...]:
        """Those with a change."""
        return tuple(dict.fromkeys(change.submission for change in self.changes))


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """Return whose marks differ between two gradings of a class."""
    names = sorted({*old.marks, *new.marks}, key=natural_key)
    changes = tuple(change for name in names for change in _changes(name, old, new))
    return Comparison(changes, len(names) - len({change.submission for change in changes}), _ways(old.how, new.how))


def _changes(name: str, old: Snapshot, new: Snapshot) -> Iterator[Change]:
    before, after = old.marks.get(name), new.marks.get(name)
    if before is None or after is None:
        why = Why.ADDED if before is None else Why.GONE
        yield Change(name, "", before.total if before else None, after.total if after else None, (why,))
        return
    about = _About(old, new, name)
    questions = {mark.name: mark for mark in before.questions}, {mark.name: mark for mark in after.questions}
    found = []
    for question in dict.fromkeys([*questions[0], *questions[1]]):
        one, other = questions[0].get(question), questions[1].get(question)
        if (one and one.points) != (other and other.points):
            found.append(about.of_question(question, one, other))
    yield from found
    if before.total != after.total:
        yield Change(name, "", before.total, after.total, _of_total(found, before, after))


def _of_total(found: Sequence[Change], before: FinalMark, after: FinalMark) -> tuple[Why, ...]:
    why = {reason for change in found for reason in change.why}
    if before.override != after.override:
        why.add(Why.PERSON)
    if before.late_deduction != after.late_deduction:
        why.add(Why.LATE)
    return tuple(reason for reason in Why if reason in why)


@dataclass(frozen=True, slots=True)
class _About:
    old: Snapshot
    new: Snapshot
    name: str

    def of_question(self, question: str, one: QuestionMark | None, other: QuestionMark | None) -> Change:
        before = _result(self.old.results.get(self.name), question)
        after = _result(self.new.results.get(self.name), question)
        automatic = (one and one.automatic) != (other and other.automatic)
        why = list(self._of_tests(before, after)) if automatic else []
        if _by_people(one) != _by_people(other):
            why.append(Why.PERSON)
        return Change(
            self.name,
            question,
            one.points if one else None,
            other.points if other else None,
            tuple(reason for reason in Why if reason in why),
            tuple(_cases(before, after)),
        )

    def _of_tests(self, before: QuestionResult | None, after: QuestionResult | None) -> Iterator[Why]:
        if self.old.digests.get(self.name) != self.new.digests.get(self.name):
            yield Why.SUBMISSION
        elif _asked(before) != _asked(after):
            yield Why.TEST
        elif _ways(self.old.how, self.new.how):
            yield Why.ENGINE
        elif self.old.how.settings != self.new.how.settings:
            yield Why.SETTINGS
        else:
            yield Why.CHANCE


def _by_people(mark: QuestionMark | None) -> tuple[float | str | None, ...]:
    return (mark.manual, mark.override, mark.ruling) if mark else (None, None, None)


def _result(result: SubmissionResult | None, question: str) -> QuestionResult | None:
    return next((item for item in result.questions if item.name == question), None) if result else None


def _asked(question: QuestionResult | None) -> list[tuple[str, bool, float]]:
    return [(case.name, case.hidden, case.points) for case in question.cases] if question else []


def _ways(old: How, new: How) -> str:
    """Return how two runs graded in different ways, empty when they did not."""
    parts = (
        ("isolation", old.isolation, new.isolation),
        ("runner", old.runner, new.runner),
        ("seed", old.seed, new.seed),
        ("version", old.version, new.version),
    )
    return ", ".join(f"{name} {before} -> {after}" for name, before, after in parts if before != after)


def _cases(before: QuestionResult | None, after: QuestionResult | None) -> Iterator[str]:
    """Yield a line for each case with another outcome."""
    olds, news = _by_name(before), _by_name(after)
    for name in dict.fromkeys([*olds, *news]):
        one, other = olds.get(name), news.get(name)
        said = ["no such case" if case is None else WORDS[case.verdict].word for case in (one, other)]
        if said[0] != said[1]:
            yield f"{name}: {said[0]} -> {said[1]}"


def _by_name(question: QuestionResult | None) -> dict[str, CaseResult]:
    return {case.name: case for case in question.cases} if question else {}
