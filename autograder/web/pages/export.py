"""Marks and pages for an LMS or a spreadsheet: made by the functions of `autograder export`, and downloaded."""

import tempfile
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.errors import AutograderError
from autograder.export.graded import read_class
from autograder.export.ways import Way, ways
from autograder.export.writing import Exported
from autograder.reports.names import FEEDBACK
from autograder.web.html import page, site_of
from autograder.web.site import Site

_KEPT: Final = 8  # files that can be downloaded


def _ways() -> dict[str, Way]:
    return {name: way for name, way in ways().items() if way.title}


def _choices(request: Request) -> Response:
    classroom = site_of(request).classroom()
    waiting = sum(not mark.complete and mark.status.was_read for mark in classroom.marks)
    return page(request, "export.html.j2", ways=_ways(), waiting=waiting, done=None)


async def _export(request: Request) -> Response:
    way = _ways().get(request.path_params["way"])
    if way is None:
        raise HTTPException(404)
    site = site_of(request)
    async with request.form() as form:
        table = await _uploaded(form, way.needs) if way.needs else b""
        incomplete = form.get("incomplete") == "yes"
    exported, content = await run_in_threadpool(_made, site, way, table, incomplete)
    number = site.keep_file(way.file, content, _KEPT)
    return page(request, "export.html.j2", ways=_ways(), waiting=0, done=exported, number=number, file=way.file)


async def _uploaded(form: FormData, needs: str) -> bytes:
    table = form.get("table")
    content = await table.read() if isinstance(table, UploadFile) else b""
    if not content:
        raise AutograderError(f"Choose the file first: {needs}.")
    return content


def _made(site: Site, way: Way, table: bytes, incomplete: bool) -> tuple[Exported, bytes]:
    with tempfile.TemporaryDirectory(prefix="autograder-") as place:
        given, out = Path(place, "table.csv"), Path(place, way.file)
        given.write_bytes(table)
        site.renew_files()
        graded = read_class(site.book.database.url.render_as_string(hide_password=False), site.assignment)
        feedback = (site.folder or Path(place)) / FEEDBACK
        offered = {"table": given, "feedback": feedback, "incomplete": incomplete}
        asked = {option: value for option, value in offered.items() if way.takes(option)}
        exported = way.export(graded, way.options(out=out, **asked))
        return exported, out.read_bytes()


def _download(request: Request) -> Response:
    name, content = site_of(request).kept_file(request.path_params["number"]) or ("", b"")
    if not name:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


ROUTES = (
    Route("/export", _choices),
    Route("/export/files/{number:int}", _download),
    Route("/export/{way}", _export, methods=["POST"]),
)
