"""The notebook as it ran, in a frame of its own in which nothing runs."""

from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from autograder.gradebook.notebooks import notebook_of
from autograder.marks.rubric import read_rubrics
from autograder.web.guard import FRAME_POLICY
from autograder.web.html import site_of
from autograder.web.pages.student import find_student
from autograder.web.site import Site

if TYPE_CHECKING:
    from autograder.notebook_pages.page import NotebookBody


def read_notebook(site: Site, submission: str) -> bytes | None:
    """Return the notebook of a submission as it ran, None where none was kept."""
    with site.book.database.reading() as connection:
        return notebook_of(connection, site.assignment, submission)


def _notebook(request: Request) -> Response:
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


ROUTES = (Route("/students/{number:int}/notebook", _notebook),)
