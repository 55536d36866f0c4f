"""The first page: how far marking is, how the class did, and what needs a person."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.text.plain_text import points
from autograder.web.classroom import Classroom
from autograder.web.html import page, site_of

_BY_MARKING = "Written answers without a mark"  # is said by the bars of what is marked


def marking_progress(classroom: Classroom) -> list[dict[str, Any]]:
    """Return for each question that people mark how many submissions have their mark."""
    total = len(classroom.graded.to_mark)
    return [
        {
            "name": question,
            "title": classroom.graded.titles.get(question, ""),
            "max_points": points(most),
            "marked": (marked := classroom.marked(question)),
            "total": total,
            "share": round(100 * marked / total, 1) if total else 100.0,
        }
        for question, most in classroom.graded.open_questions.items()
    ]


def _overview(request: Request) -> Response:
    classroom = site_of(request).classroom()
    view = dict(classroom.view)
    view["matters"] = [matter for matter in view["matters"] if matter["title"] != _BY_MARKING]
    return page(request, "overview.html.j2", classroom=classroom, view=view, progress=marking_progress(classroom))


ROUTES = (Route("/", _overview),)
