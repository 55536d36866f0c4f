"""Everything about one student: marks by case, what was handed in, the notebook as it ran, what people decided."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from autograder.gradebook.notebooks import notebook_of
from autograder.marks.final import FinalMark
from autograder.marks.history import history
from autograder.marks.late_days import set_late_days
from autograder.marks.overrides import override
from autograder.marks.requests import read_requests
from autograder.marks.rubric import read_rubrics
from autograder.marks.standing import Standing, read_versions, submission_path
from autograder.reports.feedback_view import page_view
from autograder.reports.question_view import SIGNS
from autograder.results import QuestionResult, Verdict
from autograder.results.verdict import WORDS
from autograder.text.plain_text import points, visible
from autograder.web.classroom import Classroom
from autograder.web.forms import number_in, said_in, with_form
from autograder.web.guard import FRAME_POLICY
from autograder.web.html import back_to, page, site_of
from autograder.web.site import Site

if TYPE_CHECKING:
    from autograder.notebook_pages.page import NotebookBody


def find_student(request: Request) -> tuple[Classroom, Standing]:
    """Return the class, and the submission whose number stands in the address."""
    classroom = site_of(request).classroom()
    standing = classroom.graded.by_number.get(request.path_params["number"])
    if standing is None:
        raise HTTPException(404)
    return classroom, standing


def _student(request: Request) -> Response:
    site = site_of(request)
    classroom, standing = find_student(request)
    result, mark = standing.result, classroom.mark_of[standing.result.id]
    with site.book.database.reading() as connection:
        versions = read_versions(connection, standing.number)
        requests = read_requests(connection, site.assignment, result.id)
    place = classroom.standings.index(standing)
    return page(
        request,
        "student.html.j2",
        classroom=classroom,
        standing=standing,
        name=classroom.graded.names[result.id],
        view=page_view(classroom.result, result, mark=mark),
        signs=SIGNS,
        mark=mark,
        lines=_lines(standing, mark),
        details={question.name: _details(question) for question in result.questions},
        versions=versions[::-1],
        requests=requests,
        notebook=read_notebook(site, result.id) is not None,
        run=site.regrading.of(standing.number),
        events=history(site.book, site.assignment, result.id)[::-1],
        before=_beside(classroom.standings, place - 1),
        after=_beside(classroom.standings, place + 1),
    )


def _lines(standing: Standing, mark: FinalMark) -> list[tuple[str, str]]:
    """Return what is known of a submission, with what each is called."""
    result, student = standing.result, standing.result.student
    moment = f"{result.handed_in:%Y-%m-%d %H:%M %Z}".strip() if result.handed_in else ""
    late = f"{points(mark.late_days)} days" if mark.late_days > 0 else "nobody knows" if mark.late_unknown else ""
    known = [
        ("Submission", result.id),
        ("Id", student.id if student else ""),
        ("Email", student.email if student else ""),
        ("Section", result.section),
        ("Team", result.team),
        ("Handed in", moment),
        ("Late", late),
    ]
    return [(word, visible(text)) for word, text in known if text]


def _details(question: QuestionResult) -> list[tuple[str, str, str, str]]:
    """Return for each case that did not pass its name, kind, verdict and what it said, for the instructor."""
    return [
        (
            visible(case.name),
            ("hidden" if case.hidden else "public") + (", unsealed" if case.unsealed else ""),
            WORDS[case.verdict].word,
            visible((case.detail or case.message)[:4000]),
        )
        for case in question.cases
        if case.verdict is not Verdict.PASSED
    ]


def _beside(standings: Sequence[Standing], place: int) -> int | None:
    return standings[place].number if 0 <= place < len(standings) else None


@with_form
def _override(request: Request, form: FormData) -> Response:
    site = site_of(request)
    _, standing = find_student(request)
    question = said_in(form, "question", needed=False) or None
    remove = said_in(form, "what", needed=False) == "remove"
    before, after = override(
        site.book,
        site.assignment,
        standing.result.id,
        points=None if remove else number_in(form, "points"),
        who=site.who,
        why=said_in(form, "why"),
        question=question,
        beyond=said_in(form, "beyond", needed=False) == "yes",
    )
    said = f"{question or 'Total'}: {points(before)} is now {points(after)}."
    return back_to(f"/students/{standing.number}", said)


@with_form
def _late(request: Request, form: FormData) -> Response:
    site = site_of(request)
    _, standing = find_student(request)
    days = number_in(form, "days")
    set_late_days(site.book, site.assignment, standing.result.id, days=days, who=site.who, why=said_in(form, "why"))
    return back_to(f"/students/{standing.number}", f"{points(days)} days late.")


def read_notebook(site: Site, submission: str) -> bytes | None:
    """Return the notebook of a submission as it ran, None where none was kept."""
    with site.book.database.reading() as connection:
        return notebook_of(connection, site.assignment, submission)


def _notebook(request: Request) -> Response:
    """Show the notebook as it ran, in a frame of its own in which nothing runs."""
    from autograder.notebook_pages.beside import for_instructor
    from autograder.notebook_pages.page import whole_page

    site = site_of(request)
    classroom, standing = find_student(request)
    notebook = read_notebook(site, standing.result.id)
    if notebook is None:
        raise HTTPException(404)
    with site.book.database.reading() as connection:
        rubrics = read_rubrics(connection, site.assignment)
    mark = classroom.mark_of[standing.result.id]
    beside = for_instructor(classroom.result, standing, mark, rubrics, classroom.decisions)
    return HTMLResponse(whole_page(_body(notebook), beside=beside), headers={"Content-Security-Policy": FRAME_POLICY})


@lru_cache(64)
def _body(notebook: bytes) -> "NotebookBody":
    from autograder.notebook_pages.page import notebook_body

    return notebook_body(notebook)


def _regrade(request: Request) -> Response:
    """Grade the submission again, now."""
    site = site_of(request)
    _, standing = find_student(request)
    with site.book.database.reading() as connection:
        path = submission_path(connection, standing.number)
    site.regrading.begin(standing.number, path)
    return back_to(f"/students/{standing.number}#handed-in")


ROUTES = (
    Route("/students/{number:int}", _student),
    Route("/students/{number:int}/override", _override, methods=["POST"]),
    Route("/students/{number:int}/late", _late, methods=["POST"]),
    Route("/students/{number:int}/regrade", _regrade, methods=["POST"]),
    Route("/students/{number:int}/notebook", _notebook),
)
