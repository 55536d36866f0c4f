"""Grade one submission again, now."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.marks.versions import submission_path
from autograder.web.html import back_to, site_of
from autograder.web.pages.student import find_student


def _regrade(request: Request) -> Response:
    site = site_of(request)
    _, standing = find_student(request)
    with site.book.database.reading() as connection:
        path = submission_path(connection, standing.number)
    site.regrading.begin(standing.number, path)
    return back_to(f"/students/{standing.number}#handed-in")


ROUTES = (Route("/students/{number:int}/regrade", _regrade, methods=["POST"]),)
