"""What a student's page says of a question and its cases, in which words, and what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from autograder.reports.hidden_cases import HiddenCases
from autograder.results import CaseResult, QuestionResult, Verdict
from autograder.results.verdict import WORDS
from autograder.text.plain_text import count_points, pieces, plain, points

if TYPE_CHECKING:
    from autograder.marks.final import QuestionMark

Sentence = tuple[tuple[bool, str], ...]  # in pieces: see `plain_text.pieces`
_CLOSE: Final = 1e-6


class Look(StrEnum):
    """How something looks on the page; the words beside it say the same."""

    GOOD = "good"
    PARTLY = "partly"
    BAD = "bad"
    OPEN = "open"


SIGNS: Final = {Look.GOOD: "✓", Look.PARTLY: "◐", Look.BAD: "✗", Look.OPEN: "○"}


@dataclass(frozen=True, slots=True)
class CaseView:
    """A test case: how it looks, what happened, its name, and for a public case what the student should read."""

    look: Look
    happened: str
    name: str
    points: str
    message: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question; `marks` says of what parts its points are made when there is more than one.

    `open` are the cases that did not pass. `untouched` says that nothing of it has been filled in, and `done` that
    there is nothing to read in it for a student who wants to know what went wrong.
    """

    name: str
    title: str
    points: str
    max_points: str
    look: Look
    state: str
    marks: tuple[str, ...]
    hints: tuple[Sentence, ...]
    comment: str
    open: tuple[CaseView, ...]
    passed: tuple[CaseView, ...]
    hidden_summary: str
    untouched: bool
    advice: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether all is right, and nobody has said anything about it."""
        return self.look is Look.GOOD and not (self.hints or self.comment)

    @property
    def lost(self) -> bool:
        """Whether points were lost in it, and do not only wait for a person."""
        return self.look in (Look.PARTLY, Look.BAD) or self.untouched


def question_view(question: QuestionResult, mark: QuestionMark | None, hidden_cases: HiddenCases) -> QuestionView:
    """Return what a page says of a question; `mark` is what people made of it, None where that is nothing."""
    hidden = [case for case in question.cases if case.hidden]
    named = [case for case in question.cases if not case.hidden or hidden_cases is HiddenCases.NAMES]
    seen = sorted(named, key=lambda case: case.hidden)
    unsaid = () if hidden_cases is HiddenCases.NAMES else question.hints_on_hidden_cases
    look, state = _state(question, mark)
    verdicts = {case.verdict for case in seen}
    advice = [WORDS[verdict].advice for verdict in Verdict if verdict in verdicts and WORDS[verdict].advice]
    return QuestionView(
        name=plain(question.name),
        title=plain(question.title),
        points=points(mark.points if mark else question.score),
        max_points=points(mark.max_points if mark else question.max_score + question.manual_max_score),
        look=look,
        state=state,
        marks=tuple(_parts(question, mark)),
        hints=tuple(pieces(hint) for hint in question.hints if hint not in unsaid),
        comment=plain(mark.comment) if mark else "",
        open=tuple(_case(case) for case in seen if not case.passed),
        passed=tuple(_case(case) for case in seen if case.passed),
        hidden_summary=_hidden_summary(hidden, hidden_cases),
        untouched=question.verdicts == {Verdict.NOT_ATTEMPTED},
        advice=tuple(advice),
    )


def _state(question: QuestionResult, mark: QuestionMark | None) -> tuple[Look, str]:
    """Return how the question went, in a few words."""
    verdicts = question.verdicts
    if mark and mark.override is not None:
        return Look.GOOD if mark.points >= mark.max_points - _CLOSE else Look.PARTLY, "Set by your instructor"
    if Verdict.ENGINE_ERROR in verdicts:
        return Look.OPEN, "Could not be graded"
    if not question.cases:
        given = mark is not None and mark.manual is not None
        return (Look.PARTLY, "Marked by a person") if given else (Look.OPEN, "A person marks this")
    if verdicts == {Verdict.NOT_ATTEMPTED}:
        return Look.OPEN, "Not filled in yet"
    if verdicts == {Verdict.PASSED}:
        lost = mark is not None and mark.manual is not None and mark.points < mark.max_points - _CLOSE
        return Look.PARTLY if lost else Look.GOOD, "All tests passed"
    return (Look.PARTLY, "Some tests passed") if Verdict.PASSED in verdicts else (Look.BAD, "No test passed")


def _parts(question: QuestionResult, mark: QuestionMark | None) -> Iterable[str]:
    """Yield what the points are made of, where a person has a part in them."""
    if mark and mark.override is not None:
        yield f"the tests alone gave {points(question.score)}"
        return
    if question.manual_max_score <= 0:
        return
    if question.max_score:
        yield f"tests {points(question.score)} of {points(question.max_score)}"
    manual = mark.manual if mark else None
    of = points(question.manual_max_score)
    yield f"not marked by a person yet (up to {of})" if manual is None else f"a person {points(manual)} of {of}"


def _hidden_summary(hidden: Sequence[CaseResult], hidden_cases: HiddenCases) -> str:
    if not hidden or hidden_cases is HiddenCases.NAMES:
        return ""
    if hidden_cases is HiddenCases.NONE:
        return "This question has hidden tests as well, which count in its points."
    passed = sum(case.passed for case in hidden)
    return f"Of {len(hidden)} hidden {'test' if len(hidden) == 1 else 'tests'} {passed} passed."


def _case(case: CaseResult) -> CaseView:
    look = Look.GOOD if case.passed else Look.BAD
    if case.verdict in (Verdict.NOT_ATTEMPTED, Verdict.ENGINE_ERROR):
        look = Look.OPEN
    says_something = not case.hidden and look is not Look.OPEN
    return CaseView(
        look=look,
        happened=WORDS[case.verdict].happened,
        name=plain(case.name),
        points=count_points(case.points),
        message=plain(case.message).strip() if says_something else "",
        hidden=case.hidden,
    )
