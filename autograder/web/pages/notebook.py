"""The notebook as it ran, in a frame of its own in which nothing runs."""

from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from autograder.gradebook.notebooks import notebook_of
from autograder.web.guard import FRAME_POLICY
from autograder.web.html import site_of
from autograder.web.pages.student import find_student
from autograder.web.site import Site


def read_notebook(site: Site, submission: str) -> bytes | None:
    """Return the notebook of a submission as it ran, None where none was kept."""
    with site.book.database.reading() as connection:
        return notebook_of(connection, site.assignment, submission)


def _notebook(request: Request) -> Response:
    _, standing = find_student(request)
    notebook = read_notebook(site_of(request), standing.result.id)
    if notebook is None:
        raise HTTPException(404)
    return HTMLResponse(_shown(notebook), headers={"Content-Security-Policy": FRAME_POLICY})


@lru_cache(64)
def _shown(notebook: bytes) -> str:
    from autograder.notebook_pages.page import notebook_page

    return notebook_page(notebook)


ROUTES = (Route("/students/{number:int}/notebook", _notebook),)
