"""The addresses of the pages, and what is said where something cannot be done."""

from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.errors import AutograderError
from autograder.text.plain_text import printable
from autograder.web.html import page, static_file
from autograder.web.pages import (
    export,
    giving,
    marking,
    overview,
    requests,
    statistics,
    student,
    students,
)
from autograder.web.site import Site

_STATIC: Final = {"style.css": "text/css", "keys.js": "text/javascript"}
_PAGES: Final = (overview, students, student, giving, marking, requests, statistics, export)


def make_app(site: Site) -> Starlette:
    """Return the application for a class; it trusts who asks: see `guard` for who may."""
    routes = [route for module in _PAGES for route in module.ROUTES]
    app = Starlette(
        routes=[*routes, Route("/static/{name}", _static)],
        exception_handlers={AutograderError: _explained, HTTPException: _not_there},
    )
    app.state.site = site
    return app


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        raise HTTPException(404)
    return Response(static_file(name), media_type=_STATIC[name])


async def _explained(request: Request, error: Exception) -> Response:
    said, form = printable(str(error)), request.method == "POST"
    return page(request, "sentence.html.j2", 400, title="That was not possible", sentence=said, form=form)


async def _not_there(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    sentence = "There is no such page: what it was about may have been graded anew." if status == 404 else str(error)
    return page(request, "sentence.html.j2", status, title="Not here", sentence=sentence, form=False)
