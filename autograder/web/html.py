"""Pages as answers to requests."""

from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from autograder.text.pages import part, render
from autograder.text.plain_text import visible
from autograder.web.site import Site


def page(request: Request, name: str, /, status: int = 200, **data: Any) -> Response:
    """Return the page that a template makes of `data`."""
    site = site_of(request)
    text = render("web", name, site=site, path=request.url.path, said=_said(request), **data)
    return HTMLResponse(text, status)


def site_of(request: Request) -> Site:
    """Return what the pages are about."""
    site: Site = request.app.state.site
    return site


def back_to(address: str, said: str = "") -> Response:
    """Return what leads on after a form has changed something, so that loading the page again does not repeat it.

    The page that comes then shows what is `said`.
    """
    address, hash_sign, place = address.partition("#")
    query = ("&" if "?" in address else "?") + urlencode({"said": said}) if said else ""
    return RedirectResponse(address + query + hash_sign + place, 303)


def static_file(name: str) -> str:
    """Return a file of the pages' own; their style is the report's, with what these pages have besides."""
    own = (files("autograder.web") / "static" / name).read_text(encoding="utf-8")
    return render("reports", "style.css.j2") + part("reports", "report.css") + own if name == "style.css" else own


def _said(request: Request) -> str:
    return visible(request.query_params.get("said", ""))[:300]
