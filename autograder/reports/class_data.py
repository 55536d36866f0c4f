"""What the page of the class shows, as plain data: the rows of its table, and what it tells of a student when asked.

The texts of a class repeat each other, so the details hold each text once, in `texts`, and numbers elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from autograder.reports.attention import who
from autograder.reports.feedback import feedback_name
from autograder.reports.names import FEEDBACK
from autograder.results import CaseResult, ClassResult, QuestionResult, Status, SubmissionResult, Verdict
from autograder.results.verdict import WORDS
from autograder.text.plain_text import points, visible

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark, QuestionMark

_LONGEST: Final = 1500  # characters of a text: a thousand students may each have a hundred of them
_CLOSE: Final = 1e-6
_KINDS: Final = {
    (False, False): "public",
    (False, True): "public, unsealed",
    (True, False): "hidden",
    (True, True): "hidden, unsealed",
}
_VERDICTS: Final = {verdict: place for place, verdict in enumerate(Verdict)}
_STATUS: Final = {
    Status.GRADED: "graded",
    Status.PARTIAL: "in part",
    Status.REJECTED: "rejected",
    Status.MISSING: "missing",
}
GRADER_FAILED: Final = "grader failed"
WORDS_IN_ORDER: Final = (*_STATUS.values(), GRADER_FAILED)


def table_rows(result: ClassResult, final: Mapping[str, FinalMark], words: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a row a submission: who, status, total, seconds, and for each question the points and how much that is."""
    names = result.question_names
    return [table_row(item, names, final.get(item.id), words[item.id]) for item in result.submissions]


def status_words(result: ClassResult) -> dict[str, str]:
    """Return the status of each submission, by its id, as the page says it; see `WORDS_IN_ORDER`."""
    words = {item.id: _STATUS[item.status] for item in result.submissions}
    return words | dict.fromkeys(result.to_grade_again, GRADER_FAILED)


def details(result: ClassResult, final: Mapping[str, FinalMark]) -> dict[str, Any]:
    """Return for each submission, in the order of the rows, what a click on it shows; see the page's script.

    It is for the instructor: it holds what hidden cases said.
    """
    texts = _Texts()
    students = [_student(item, final.get(item.id), texts) for item in result.submissions]
    return {
        "verdicts": [WORDS[verdict].word for verdict in Verdict],
        "cases": [[texts.put(name), texts.put(kind), verdict] for name, kind, verdict in texts.cases],
        "students": students,
        "texts": list(texts.places),
    }


class _Texts:
    """Each text that was put in, and each case as it came out, once, by the place where it stands."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        self.cases: dict[tuple[str, str, int], int] = {}
        self._known: dict[str, int] = {}

    def put(self, text: str) -> int:
        place = self._known.get(text)
        if place is None:
            shown = visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ...")
            place = self._known[text] = self.places.setdefault(shown, len(self.places))
        return place

    def put_case(self, case: CaseResult) -> int:
        kind = _KINDS[case.hidden, case.unsealed]
        return self.cases.setdefault((case.name, kind, _VERDICTS[case.verdict]), len(self.cases))


def table_row(item: SubmissionResult, names: Iterable[str], mark: FinalMark | None, word: str) -> dict[str, Any]:
    """Return one row of `table_rows`."""
    is_known = word != GRADER_FAILED and item.status is not Status.MISSING
    name = visible(who(item))
    number = visible(item.student.id) if item.student else ""
    return {
        "name": name,
        "id": "" if number == name else number,
        "status": word,
        "total": points(mark.total if mark else item.score) if is_known else "",
        "open": bool(mark and is_known and item.status is not Status.REJECTED and not mark.complete),
        "seconds": f"{item.seconds:.1f}",
        "cells": _cells(item, names, mark) if is_known else [("", "") for _ in names],
    }


def _cells(item: SubmissionResult, names: Iterable[str], mark: FinalMark | None) -> list[tuple[str, str]]:
    """Return for each question its points, and "full", "partial" or "none"."""
    if mark:
        found = {question.name: (question.points, question.max_points) for question in mark.questions}
    else:
        found = {question.name: (question.score, question.max_score) for question in item.questions}
    return [(points(found[name][0]), _share(*found[name])) if name in found else ("", "") for name in names]


def _share(score: float, max_score: float) -> str:
    if score >= max_score - _CLOSE:
        return "full"
    return "none" if score <= _CLOSE else "partial"


def _student(item: SubmissionResult, mark: FinalMark | None, texts: _Texts) -> dict[str, Any]:
    student, by_name = item.student, {question.name: question for question in mark.questions} if mark else {}
    data: dict[str, Any] = {
        "page": f"{FEEDBACK}/{feedback_name(item.id)}",
        "questions": [_question(question, by_name.get(question.name), texts) for question in item.questions],
    }
    identity = [item.id, student.id, student.email] if student else []
    lines = [*identity, item.error or "", *(_of_mark(mark) if mark else [])]
    if any(lines):
        data["lines"] = [texts.put(line) for line in dict.fromkeys(lines) if line]
    return data


def _of_mark(mark: FinalMark) -> list[str]:
    """Return the sentences on what people and the calendar made of a mark."""
    lines = [*mark.comments, *(f"{flag[:1].upper()}{flag[1:]}." for flag in mark.flags)]
    if mark.late_days > 0 and not mark.late_deduction:
        lines.append(f"Handed in {points(mark.late_days)} days late; nothing is taken off.")
    if mark.override is not None:
        lines.append(f"A person set the total to {points(mark.override)}.")
    return lines


def _question(question: QuestionResult, mark: QuestionMark | None, texts: _Texts) -> list[Any]:
    """Return name, points, parts of the points in words, hints, and cases."""
    return [
        texts.put(question.name),
        f"{points(mark.points)} of {points(mark.max_points)}"
        if mark
        else f"{points(question.score)} of {points(question.max_score)}",
        texts.put(_parts(question, mark)),
        [texts.put(hint) for hint in question.hints],
        [_case(case, texts) for case in question.cases],
    ]


def _parts(question: QuestionResult, mark: QuestionMark | None) -> str:
    if mark is None:
        most = question.manual_max_score
        return f"A person marks besides: up to {points(most)}." if most > 0 else ""
    said = []
    if mark.manual_max > 0:
        given = "not marked yet" if mark.manual is None else f"{points(mark.manual)} of {points(mark.manual_max)}"
        said.append(f"Tests: {points(mark.automatic)} of {points(mark.automatic_max)}. By a person: {given}.")
    if mark.override is not None:
        said.append(f"A person set this to {points(mark.override)}.")
    return " ".join(said)


def _case(case: CaseResult, texts: _Texts) -> int | list[int]:
    """Return the place of the case, for one that did not pass with the place of what it said."""
    place = texts.put_case(case)
    said = "" if case.verdict is Verdict.PASSED else case.detail or case.message
    return [place, texts.put(said)] if said else place
