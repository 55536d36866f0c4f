"""What differs between two gradings of a class, and why, as far as the gradebooks tell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from autograder.gradebook.newest import digests_of, newest_engine
from autograder.marks.final import FinalMark, QuestionMark, final_marks
from autograder.marks.opening import open_marks
from autograder.marks.standing import read_standings
from autograder.results import CaseResult, Engine, QuestionResult, SubmissionResult
from autograder.results.verdict import WORDS
from autograder.text.numbers import natural_key, tidy


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The marks and results of a class by the ids of the submissions, and the digests of what was handed in.

    `engine` is how the newest run graded, `settings` the digest of all that decides a mark besides the submission.
    """

    assignment: str
    engine: Engine
    settings: str
    marks: Mapping[str, FinalMark]
    results: Mapping[str, SubmissionResult]
    digests: Mapping[str, str]

    @property
    def titles(self) -> dict[str, str]:
        """What the questions are about, where it is known."""
        return {each.name: each.title for item in self.results.values() for each in item.questions if each.title}


def read_snapshot(where: str, assignment: str | None) -> Snapshot:
    """Return the class in the gradebook at a path (its own, or that of the folder of results it is in) or URL."""
    with open_marks(where, assignment) as (book, name):
        marks = {mark.submission: mark for mark in final_marks(book, name)}
        with book.database.reading() as connection:
            results = {standing.result.id: standing.result for standing in read_standings(connection, name)}
            engine, settings = newest_engine(connection, name)
            return Snapshot(name, engine, settings, marks, results, digests_of(connection, name))


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
    return Comparison(
        changes, len(names) - len({change.submission for change in changes}), _ways(old.engine, new.engine)
    )


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
        elif _ways(self.old.engine, self.new.engine):
            yield Why.ENGINE
        elif self.old.settings != self.new.settings:
            yield Why.SETTINGS
        else:
            yield Why.CHANCE


def _by_people(mark: QuestionMark | None) -> tuple[float | str | None, ...]:
    return (mark.manual, mark.override, mark.ruling) if mark else (None, None, None)


def _result(result: SubmissionResult | None, question: str) -> QuestionResult | None:
    return next((item for item in result.questions if item.name == question), None) if result else None


def _asked(question: QuestionResult | None) -> list[tuple[str, bool, float]]:
    return [(case.name, case.hidden, case.points) for case in question.cases] if question else []


def _ways(old: Engine, new: Engine) -> str:
    """Return how two runs graded in different ways, empty when they did not."""
    pairs = ((name, getattr(old, name), getattr(new, name)) for name in ("isolation", "runner", "seed", "version"))
    return ", ".join(f"{name} {before} -> {after}" for name, before, after in pairs if before != after)


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
