"""What marking changes: marks given, taken back and undone, items of the rubric, and names or codes."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.course.rubric import RubricItem
from autograder.errors import AutograderError
from autograder.marks.change_rubric import drop_item, put_item
from autograder.marks.decisions import LONGEST_COMMENT
from autograder.marks.give import AnswerChanged, MarkConflict, give_mark, undo_last, withdraw_mark
from autograder.text.plain_text import count_points, visible
from autograder.web.answers import ANONYMOUS, Answers, is_anonymous, read_answers
from autograder.web.forms import number_in, said_in, text_in, whole, with_form
from autograder.web.html import back_to, page, site_of

_A_YEAR_S = 31_536_000


@with_form
def _give(request: Request, form: FormData) -> Response:
    """Give the answer that the page showed, and the near ones that were chosen, a mark."""
    site, answers = site_of(request), read_answers(request)
    question, shown = answers.question, said_in(form, "answer")
    digests = {shown, *form.getlist("near")}
    seen = _seen(answers, form, digests)
    if said_in(form, "what", needed=False) == "withdraw":
        mine = {name: record for name, (record, digest) in seen.items() if digest == shown and record}
        try:
            withdraw_mark(site.book, site.assignment, question, list(mine), who=site.who, seen=mine)
        except MarkConflict as conflict:
            return _conflict(request, answers, form, conflict)
        return back_to(f"/marking/{question}?answer={shown}", "The mark is taken back.")
    items = [item for item in form.getlist("item") if isinstance(item, str)]
    comment = text_in(form, "comment", LONGEST_COMMENT) or text_in(form, "reuse", LONGEST_COMMENT)
    adjustment = number_in(form, "adjustment") if said_in(form, "adjustment", needed=False) else 0.0
    if not (items or adjustment or answers.rubric.items or said_in(form, "adjustment", needed=False)):
        raise AutograderError("Give points, 0 if it is worth nothing: a comment alone is no mark.")
    try:
        points = give_mark(
            site.book,
            site.assignment,
            question,
            list(seen),
            items=items,
            adjustment=adjustment,
            comment=comment,
            answer={name: digest for name, (_, digest) in seen.items()},
            who=site.who,
            seen={name: record for name, (record, _) in seen.items()},
        )
    except MarkConflict as conflict:
        return _conflict(request, answers, form, conflict)
    except AnswerChanged as changed:
        name = visible(answers.names.get(changed.submission, "Somebody"))
        return back_to(f"/marking/{question}", f"Nothing was given: {name} has another answer by now. Look again.")
    whom = "" if len(seen) == 1 else f" for {len(seen)} students"
    return back_to(f"/marking/{question}?after={shown}", f"{count_points(points)}{whom}.")


def _seen(answers: Answers, form: FormData, digests: AbstractSet[object]) -> dict[str, tuple[int, str]]:
    """Return, by submission, which mark the page showed and for which answer, of the answers that were chosen."""
    found = {}
    for value in form.getlist("seen"):
        number, record, digest = ([*str(value).split(":"), "", ""])[:3]
        standing, seen = answers.classroom.graded.by_number.get(whole(number) or 0), whole(record)
        if standing is not None and seen is not None and digest in digests:
            found[standing.result.id] = (seen, digest)
    if not found:
        raise HTTPException(404)
    return found


def _conflict(request: Request, answers: Answers, form: FormData, conflict: MarkConflict) -> Response:
    """Show both marks, and let the marker decide."""
    numbers = answers.classroom.graded.number_of
    newer = {numbers[name]: mark.record if mark else 0 for name, mark in conflict.newer.items() if name in numbers}
    fields = [
        (name, _renewed(str(value), newer) if name == "seen" else str(value)) for name, value in form.multi_items()
    ]
    theirs = [
        {"name": answers.names.get(name, name), "mark": mark, "items": _texts(answers, mark.items if mark else ())}
        for name, mark in conflict.newer.items()
    ]
    wanted = conflict.wanted
    return page(
        request,
        "conflict.html.j2",
        409,
        answers=answers,
        theirs=theirs,
        wanted=wanted,
        wanted_items=_texts(answers, wanted.items if wanted else ()),
        fields=fields,
        shown=said_in(form, "answer"),
    )


def _renewed(value: str, newer: Mapping[int, int]) -> str:
    number, record, digest = ([*value.split(":"), "", ""])[:3]
    return f"{number}:{newer.get(whole(number) or 0, record)}:{digest}"


def _texts(answers: Answers, items: tuple[str, ...]) -> list[str]:
    return [visible(item.text) for name in items if (item := answers.rubric.item(name))]


@with_form
def _undo(request: Request, form: FormData) -> Response:
    """Take back what this person gave last, and show it."""
    site = site_of(request)
    here = f"/marking/{said_in(form, 'question')}"
    try:
        undone = undo_last(site.book, site.assignment, site.who)
    except MarkConflict:
        return back_to(here, "Nothing was taken back: somebody else has changed your last mark since.")
    if undone is None:
        return back_to(here, "There is nothing of yours to take back.")
    number = site.classroom().graded.number_of.get(undone.submissions[0], 0)
    return back_to(f"/marking/{undone.question}?submission={number}", "Taken back: this is as it was before.")


@with_form
def _item(request: Request, form: FormData) -> Response:
    """Add, change or drop an item of the rubric."""
    site, answers = site_of(request), read_answers(request)
    question, name = answers.question, said_in(form, "id", needed=False)
    if said_in(form, "what", needed=False) == "drop":
        drop_item(site.book, site.assignment, question, name, site.who)
        said = "The item is out of the rubric."
    else:
        item = RubricItem(name, said_in(form, "text"), number_in(form, "points"))
        put_item(site.book, site.assignment, question, item, site.who)
        said = "The item is changed, for all who have it." if name else "The rubric has a new item."
    return back_to(f"/marking/{question}?answer={said_in(form, 'back', needed=False)}", said)


@with_form
def _anonymous(request: Request, form: FormData) -> Response:
    """Turn names into codes, or back."""
    response = back_to(f"/marking/{said_in(form, 'question')}")
    now = "no" if is_anonymous(request) else "yes"
    response.set_cookie(ANONYMOUS, now, max_age=_A_YEAR_S, path="/", httponly=True, samesite="strict")
    return response


ROUTES = (
    Route("/marking/undo", _undo, methods=["POST"]),
    Route("/marking/anonymous", _anonymous, methods=["POST"]),
    Route("/marking/{question}/give", _give, methods=["POST"]),
    Route("/marking/{question}/items", _item, methods=["POST"]),
)
