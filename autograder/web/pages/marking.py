"""Marking a question, one different answer after the other, and the list of all answers."""

import re
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.marks.groups import AnswerGroup
from autograder.text.plain_text import points, visible
from autograder.web.answers import Answers, is_blank, is_waiting, read_answers, short
from autograder.web.forms import whole
from autograder.web.html import back_to, page, site_of
from autograder.web.pages.overview import marking_progress
from autograder.web.pages.student import read_notebook

_NAMES = 12
_BEGINNING = 160
_CONTINUED = re.compile(r"\n[ \t]+(?=\S)")  # a line that begins with white space goes on with the one above it


def _questions(request: Request) -> Response:
    classroom = site_of(request).classroom()
    return page(request, "questions.html.j2", classroom=classroom, progress=marking_progress(classroom))


def _marking(request: Request) -> Response:
    """Show one answer: the one that the address names, or the next that waits for a mark."""
    answers, asked = read_answers(request), request.query_params
    group = answers.find(asked.get("answer", ""))
    if group is None and (number := whole(asked.get("submission", ""))):
        group = answers.of(number)
    if group is None:
        group = answers.next_waiting(asked.get("after", ""))
        if group is None:
            return back_to(f"/marking/{answers.question}/answers", asked.get("said", ""))
    first = group.members[0]
    return page(
        request,
        "marking.html.j2",
        answers=answers,
        **_shown(answers, group),
        beside=_beside(answers, group),
        notebook=answers.classroom.graded.number_of[first] if read_notebook(answers.site, first) else None,
    )


def _shown(answers: Answers, group: AnswerGroup) -> dict[str, Any]:
    place = answers.place(group.answer)
    earlier, later = answers.groups[max(place - 1, 0)], answers.groups[min(place + 1, len(answers.groups) - 1)]
    rubric, seen = answers.rubric, answers.seen(group)
    former = [item for item in rubric.former if item.id in group.items]
    has_mark = group.points is not None
    return {
        "group": group,
        "text": visible(group.text),
        "blank": is_blank(group),
        "waiting": is_waiting(group),
        "place": place + 1,
        "before": earlier.answer if place else "",
        "after": later.answer if place + 1 < len(answers.groups) else "",
        "next_waiting": answers.next_waiting(group.answer),
        "called": short(answers.called(group), _NAMES),
        "rubric_text": visible(_CONTINUED.sub(" ", rubric.text)),
        "items": [*rubric.items, *former],
        "counts": _counts(answers),
        "adjustment": points(group.adjustment) if has_mark and (group.adjustment or not group.items) else "",
        "seen": seen,
        "markers": sorted({each.who for each in seen if each.who}),
        "mixed": bool(group.marked) and not has_mark,
        "changed": any(each.changed for each in seen),
    }


def _counts(answers: Answers) -> dict[str, int]:
    """Return how many submissions have each item of the rubric."""
    found: dict[str, int] = {}
    for standing in answers.classroom.graded.to_mark:
        mark = answers.classroom.decisions.manual(standing.number, answers.question)
        for item in mark.items if mark else ():
            found[item] = found.get(item, 0) + 1
    return found


def _beside(answers: Answers, group: AnswerGroup) -> list[dict[str, Any]] | None:
    """Return the answers that are near to this one, None when they are still being looked for."""
    near = answers.site.near.of(group, answers.groups)
    if near is None:
        return None
    return [
        {
            "group": each,
            "text": visible(each.text),
            "called": short(answers.called(each), _NAMES),
            "seen": answers.seen(each),
            "given": given_in_words(each),
            "waiting": is_waiting(each),
        }
        for each in near
    ]


def given_in_words(group: AnswerGroup) -> str:
    """Return what an answer was given so far."""
    if not group.marked:
        return ""
    if group.points is None:
        return "marked in different ways"
    some = "" if group.marked == len(group.members) else f" ({group.marked} of {len(group.members)})"
    return f"{points(group.points)}{some}"


def _answers(request: Request) -> Response:
    answers, asked = read_answers(request), request.query_params
    item = answers.rubric.item(asked.get("item", ""))
    groups = [group for group in answers.groups if item is None or item.id in group.items]
    rows = [
        {
            "answer": group.answer,
            "place": answers.place(group.answer) + 1,
            "beginning": visible(" ".join(group.text.split())[:_BEGINNING]),
            "called": short(answers.called(group), 3),
            "given": given_in_words(group),
            "waiting": is_waiting(group),
            "items": [found.text for name in group.items if (found := answers.rubric.item(name))],
            "comment": visible(group.comment),
        }
        for group in groups
    ]
    progress = marking_progress(answers.classroom)
    others = [each for each in progress if each["name"] != answers.question and each["marked"] < each["total"]]
    return page(request, "answers.html.j2", answers=answers, rows=rows, item=item, others=others)


ROUTES = (
    Route("/marking", _questions),
    Route("/marking/{question}", _marking),
    Route("/marking/{question}/answers", _answers),
)
