"""What a student's page says, as plain values: the mark, notices, questions (see `question_view`) and figures."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.question_view import QuestionView, question_view
from autograder.results import ClassResult, Status, SubmissionResult
from autograder.results.shown import Figure, LeftOut
from autograder.text.plain_text import count_points, plain, points

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark


FigureSource = Callable[[str], Sequence[Figure]]
_LEFT_OUT: Final = {
    LeftOut.FAILED: "A figure of {place} is missing here: it could not be drawn, or not in a few seconds.",
    LeftOut.LARGE: "A figure of {place} is missing here: it is too large.",
    LeftOut.MORE: "Your notebook has more figures than fit on this page: those from {place} on are left out.",
    LeftOut.FORGOTTEN: "Your figures are not here: they were not kept, because another version was handed in later.",
}


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure: where its data are, its size in pixels, and how it is called; or, without data, why it is missing."""

    caption: str
    source: str = ""
    width: int = 0
    height: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the student must know first."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """A student's page. `total` is empty when there is no mark, `notebook` is where that lies, if they may have it."""

    assignment: str
    student: str
    submission: str
    handed_in: str
    total: str
    max_total: str
    below: tuple[str, ...]
    notices: tuple[Notice, ...]
    questions: tuple[QuestionView, ...]
    sums: tuple[tuple[str, str], ...]
    figures: tuple[FigureView, ...]
    hidden_cases: str = HiddenCases.NAMES.value
    notebook: str = ""

    @property
    def has_hidden_names(self) -> bool:
        """Whether names of hidden cases stand on the page."""
        return any(case.hidden for question in self.questions for case in (*question.open, *question.passed))

    @property
    def in_order(self) -> tuple[QuestionView, ...]:
        """The questions in the order in which they are worth reading: what lost points, what waits, what is right."""
        return tuple(sorted(self.questions, key=lambda question: (question.done, not question.lost)))


def page_view(
    result: ClassResult,
    submission: SubmissionResult,
    *,
    mark: FinalMark | None = None,
    figures: Sequence[Figure] = (),
    hidden_cases: HiddenCases = HiddenCases.NAMES,
    notebook: str = "",
) -> PageView:
    """Return what the page of a submission says; `mark` is its final mark, None when nobody has decided anything."""
    of_question = {question.name: question for question in mark.questions} if mark else {}
    questions = tuple(
        question_view(question, of_question.get(question.name), hidden_cases) for question in submission.questions
    )
    has_mark = mark.override is not None if mark and submission.engine_failed else not submission.engine_failed
    total, max_total = (mark.total, mark.max_score) if mark else (submission.score, submission.max_score)
    if not submission.questions:
        max_total = max(max_total, submission.max_score)
    return PageView(
        assignment=plain(result.assignment),
        student=plain(submission.student.label) if submission.student else "",
        submission=plain(submission.id),
        handed_in=_moment(submission.handed_in),
        total=points(total) if has_mark else "",
        max_total=points(max_total),
        below=tuple(_below(submission, mark)),
        notices=tuple(_notices(submission)),
        questions=questions,
        sums=tuple(_sums(mark)) if mark else (),
        figures=tuple(_figure(number, figure) for number, figure in enumerate(figures, start=1)),
        hidden_cases=hidden_cases.value,
        notebook=notebook,
    )


# ---- the whole ----


def _below(submission: SubmissionResult, mark: FinalMark | None) -> Iterable[str]:
    """Yield what must be said about the total."""
    if mark and mark.override is not None:
        yield "Your instructor has set this mark for the whole assignment."
    if mark and mark.of_total:
        yield mark.of_total
    given = {question.name for question in mark.questions if question.manual is not None} if mark else set()
    given |= {question.name for question in mark.questions if question.override is not None} if mark else set()
    waiting = [item for item in submission.questions if item.manual_max_score and item.name not in given]
    if waiting and (mark is None or mark.override is None):
        named = ", ".join(f"{plain(item.name)} ({count_points(item.manual_max_score)})" for item in waiting)
        yield f"A person has still to mark {named}, so your mark can go up."


def _sums(mark: FinalMark) -> Iterable[tuple[str, str]]:
    if mark.late_deduction:
        days = points(mark.late_days)
        yield f"Handed in {days} {'day' if days == '1' else 'days'} late", f"−{points(mark.late_deduction)}"


def _notices(submission: SubmissionResult) -> Iterable[Notice]:
    error = plain(submission.error or "")
    if submission.engine_failed:
        yield Notice(
            "The grader broke down",
            (
                "That says nothing about your work.",
                "There is no mark yet: your instructor will have it graded again, and you need not do anything.",
            ),
        )
    elif submission.status is Status.MISSING:
        yield Notice(
            "Nothing was handed in",
            ("If you did hand something in, tell your instructor, and say when and under which name.",),
        )
    elif submission.status is Status.REJECTED:
        yield Notice(
            "Your file could not be graded",
            (error, "Ask your instructor whether you may hand in again; until then there are no points for this."),
        )
    elif submission.status is Status.PARTIAL:
        yield Notice(
            "Part of your work could not be run",
            (
                error,
                "All the rest was graded as usual, and nothing was taken off for this but the points of the tests "
                "that could not be run.",
                "To find the place, run it from the beginning."
                if " of your script " in error
                else "To find the place, choose “Restart and run all” in the notebook. Code cells are counted from the "
                "top, as in In [1], In [2] and so on.",
            ),
        )


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return ""
    offset = moment.strftime("%z")
    zone = f" (UTC{offset[:3]}:{offset[3:5]})" if offset.strip("+-0") else " (UTC)" if offset else ""
    return f"{moment.day} {moment:%B %Y, %H:%M}{zone}"


# ---- figures ----


def _figure(number: int, figure: Figure) -> FigureView:
    if figure.left_out is not None:
        return FigureView(_LEFT_OUT[figure.left_out].format(place=figure.place))
    width, height = struct.unpack_from(">II", figure.png, 16)
    caption = f"Figure {number}, from {figure.place}"
    words = " ".join(plain(figure.words).split())
    return FigureView(
        caption,
        "data:image/png;base64," + base64.b64encode(figure.png).decode("ascii"),
        width,
        height,
        f"{caption}. Its titles and labels: {words}" if words else f"{caption}, without a title or labels",
    )
