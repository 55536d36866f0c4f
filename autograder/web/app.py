"""The addresses of the pages, and the server on the loopback: no other machine can reach it, and Ctrl-C ends it."""

import gc
import socket
from contextlib import suppress
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.errors import AutograderError
from autograder.text.plain_text import printable
from autograder.web.guard import Guard, Keys
from autograder.web.html import page, static_file
from autograder.web.pages import export, giving, marking, overview, requests, statistics, student, students
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


PORT: Final = 8990
_OTHERS: Final = 20


def listen(port: int | None) -> socket.socket:
    """Return a socket on the loopback: at `port`, or by default at `PORT` or the next that is free.

    Raises:
        AutograderError: the port is not free.

    """
    for wanted in (port,) if port is not None else (*range(PORT, PORT + _OTHERS), 0):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            listener.bind(("127.0.0.1", wanted))
            listener.listen()  # who opens the address at once waits until the pages are there
            return listener
        listener.close()
    raise AutograderError(f"Port {port} is not free; leave out --port, and a free one is taken.")


def spare_pages_of_collections() -> None:
    """Leave what is in memory by now out of the search for garbage.

    A class of a thousand is a million objects that stay; to look through them takes longer than any page.
    """
    gc.collect()
    gc.freeze()


def make_server(site: Site, keys: Keys) -> uvicorn.Server:
    """Return the server of a class; `run` it with the socket of `listen`."""
    config = uvicorn.Config(
        Guard(make_app(site), keys),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=2,
    )
    return uvicorn.Server(config)
