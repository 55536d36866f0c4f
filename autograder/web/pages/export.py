"""Marks and pages for an LMS or a spreadsheet: made by the functions of `autograder export`, and downloaded."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.errors import AutograderError
from autograder.export.canvas import export_canvas
from autograder.export.excel import export_excel
from autograder.export.graded import GradedClass, read_class
from autograder.export.marks_csv import export_csv
from autograder.export.moodle import export_moodle
from autograder.export.moodle_feedback import export_moodle_feedback
from autograder.export.writing import Exported
from autograder.reports.names import FEEDBACK
from autograder.web.html import page, site_of
from autograder.web.site import Site

_KEPT: Final = 8  # files that can be downloaded


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one export is made of; `table` is what the LMS gave."""

    graded: GradedClass
    table: Path
    out: Path
    feedback: Path
    incomplete: bool


@dataclass(frozen=True, slots=True)
class _Kind:
    """A way out: how it is called, what the LMS must give for it (empty: nothing), the file, and what makes it."""

    title: str
    needs: str
    file: str
    export: Callable[[_Asked], Exported]


KINDS: Final[Mapping[str, _Kind]] = {
    "moodle": _Kind(
        "Moodle: marks",
        "Moodle's grading worksheet (CSV)",
        "upload.csv",
        lambda asked: export_moodle(
            asked.graded, worksheet=asked.table, out=asked.out, named={}, incomplete=asked.incomplete
        ),
    ),
    "moodle-feedback": _Kind(
        "Moodle: students' pages",
        "Moodle's grading worksheet (CSV)",
        "feedback.zip",
        lambda asked: export_moodle_feedback(
            asked.graded, worksheet=asked.table, feedback=asked.feedback, out=asked.out, named={}
        ),
    ),
    "canvas": _Kind(
        "Canvas: marks",
        "Canvas's gradebook, as exported (CSV)",
        "canvas.csv",
        lambda asked: export_canvas(asked.graded, template=asked.table, out=asked.out, incomplete=asked.incomplete),
    ),
    "excel": _Kind("Excel", "", "marks.xlsx", lambda asked: export_excel(asked.graded, out=asked.out)),
    "csv": _Kind("CSV, for other programs", "", "marks.csv", lambda asked: export_csv(asked.graded, out=asked.out)),
}


def _choices(request: Request) -> Response:
    classroom = site_of(request).classroom()
    waiting = sum(not mark.complete and mark.status.value in ("graded", "partial") for mark in classroom.marks)
    return page(request, "export.html.j2", kinds=KINDS, waiting=waiting, done=None)


async def _export(request: Request) -> Response:
    kind = KINDS.get(request.path_params["kind"])
    if kind is None:
        raise HTTPException(404)
    site = site_of(request)
    async with request.form() as form:
        table = await _uploaded(form, kind.needs) if kind.needs else b""
        incomplete = form.get("incomplete") == "yes"
    exported, content = await run_in_threadpool(_made, site, kind, table, incomplete)
    number = site.keep_file(kind.file, content, _KEPT)
    return page(request, "export.html.j2", kinds=KINDS, waiting=0, done=exported, number=number, file=kind.file)


async def _uploaded(form: FormData, needs: str) -> bytes:
    table = form.get("table")
    content = await table.read() if isinstance(table, UploadFile) else b""
    if not content:
        raise AutograderError(f"Choose the file first: {needs}.")
    return content


def _made(site: Site, kind: _Kind, table: bytes, incomplete: bool) -> tuple[Exported, bytes]:
    with tempfile.TemporaryDirectory(prefix="autograder-") as place:
        given, out = Path(place, "table.csv"), Path(place, kind.file)
        given.write_bytes(table)
        site.renew_files()
        graded = read_class(site.book.database.url.render_as_string(hide_password=False), site.assignment)
        feedback = (site.folder or Path(place)) / FEEDBACK
        exported = kind.export(_Asked(graded, given, out, feedback, incomplete))
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
    Route("/export/{kind}", _export, methods=["POST"]),
)
