"""What stands after the cells of a question: its marks, hints, rubric and cases.

For the instructor with all that hidden cases said, for the student with what their page of feedback says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from autograder.marks.decisions import Decisions
from autograder.marks.final import FinalMark
from autograder.marks.rubric import Rubric
from autograder.marks.standing import Standing
from autograder.reports.feedback_view import page_view
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.question_view import CaseView, QuestionView
from autograder.results import ClassResult, QuestionResult
from autograder.text.pages import render
from autograder.text.plain_text import plain, visible

_LONGEST = 4_000  # characters of what a case said


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item of a rubric: whether the answer has it, and its points with their sign."""

    has: bool
    text: str
    points: str


def for_instructor(
    result: ClassResult, standing: Standing, mark: FinalMark, rubrics: Mapping[str, Rubric], decisions: Decisions
) -> dict[str, Markup]:
    """Return for each question what an instructor reads after its cells."""
    views = page_view(result, standing.result, mark=mark).questions
    return {
        question.name: _rendered(_with_details(view, question), rubrics.get(question.name), standing, decisions)
        for view, question in zip(views, standing.result.questions, strict=True)
    }


def for_student(
    result: ClassResult,
    standing: Standing,
    mark: FinalMark,
    rubrics: Mapping[str, Rubric],
    decisions: Decisions,
    hidden_cases: HiddenCases,
) -> dict[str, Markup]:
    """Return for each question what its student may read: of the rubric the items that the answer has."""
    views = page_view(result, standing.result, mark=mark, hidden_cases=hidden_cases).questions
    return {
        question.name: _rendered(view, rubrics.get(question.name), standing, decisions, of_student=True)
        for view, question in zip(views, standing.result.questions, strict=True)
    }


def _rendered(
    view: QuestionView, rubric: Rubric | None, standing: Standing, decisions: Decisions, *, of_student: bool = False
) -> Markup:
    given = decisions.manual(standing.number, view.name)
    has = given.items if given else ()
    items = [*rubric.items, *(item for item in rubric.former if item.id in has)] if rubric else []
    shown = [
        ItemView(item.id in has, visible(item.text), f"{item.points:+g}".replace("-", "−"))
        for item in items
        if item.id in has or not of_student
    ]
    text = visible(rubric.text) if rubric and not of_student else ""
    return Markup(render("notebook_pages", "beside.html.j2", question=view, items=shown, rubric=text))


def _with_details(view: QuestionView, question: QuestionResult) -> QuestionView:
    said = {(plain(case.name), case.hidden): case.detail or case.message for case in question.cases}

    def told(cases: Sequence[CaseView]) -> tuple[CaseView, ...]:
        return tuple(
            replace(case, message=visible(said.get((case.name, case.hidden), case.message))[:_LONGEST])
            for case in cases
        )

    return replace(view, open=told(view.open))
