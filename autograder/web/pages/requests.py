"""What students ask to be looked at again, as their mail or the LMS says it, and the replies."""

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.marks.requests import LONGEST, RegradeRequest, add_request, answer_request, read_requests
from autograder.web.forms import text_in, with_form
from autograder.web.html import back_to, page, site_of
from autograder.web.pages.student import find_student


def _requests(request: Request) -> Response:
    site = site_of(request)
    with site.book.database.reading() as connection:
        found = read_requests(connection, site.assignment)
    return page(
        request,
        "requests.html.j2",
        classroom=site.classroom(),
        waiting=[each for each in found if each.is_open],
        answered=[each for each in reversed(found) if not each.is_open],
    )


@with_form
def _add(request: Request, form: FormData) -> Response:
    site = site_of(request)
    _, standing = find_student(request)
    add_request(site.book, site.assignment, standing.result.id, text_in(form, "text", LONGEST), site.who)
    return back_to(f"/students/{standing.number}#requests", "The request is kept.")


@with_form
def _reply(request: Request, form: FormData) -> Response:
    site = site_of(request)
    asked = _find(request)
    answer_request(site.book, site.assignment, asked.id, text_in(form, "text", LONGEST), site.who)
    number = site.classroom().graded.number_of.get(asked.submission)
    where = (
        f"/students/{number}#requests" if form.get("from") == "student" and number else f"/requests#request-{asked.id}"
    )
    return back_to(where, "The reply is kept; send it to the student.")


def _find(request: Request) -> RegradeRequest:
    site = site_of(request)
    with site.book.database.reading() as connection:
        found = {each.id: each for each in read_requests(connection, site.assignment)}
    if request.path_params["number"] not in found:
        raise HTTPException(404)
    return found[request.path_params["number"]]


ROUTES = (
    Route("/requests", _requests),
    Route("/requests/{number:int}", _reply, methods=["POST"]),
    Route("/students/{number:int}/requests", _add, methods=["POST"]),
)
