"""The class in pictures: marks, how hard each question is and what it tells apart, mistakes, and time."""

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.reports.statistics import QuestionStatistics, Times, bars
from autograder.text.plain_text import points, visible
from autograder.web.classroom import Classroom
from autograder.web.html import page, site_of

_TELLS_LITTLE: Final = 0.2  # a discrimination below it is called low, as is usual


def _statistics(request: Request) -> Response:
    classroom = site_of(request).classroom()
    return page(
        request,
        "statistics.html.j2",
        view=classroom.view,
        questions=[_question(item, classroom) for item in classroom.statistics.questions],
        cases=[
            {
                "question": case.question,
                "name": visible(case.name),
                "hidden": case.hidden,
                "failed": case.failed,
                "attempted": case.attempted,
                "share": round(100 * case.share, 1),
            }
            for case in classroom.graded.hardest_cases
        ],
        times=_times(classroom.graded.times) if classroom.graded.times else None,
    )


def _question(item: QuestionStatistics, classroom: Classroom) -> dict[str, Any]:
    told = item.discrimination
    return {
        "name": item.name,
        "title": classroom.graded.titles.get(item.name, ""),
        "max_score": points(item.max_score),
        "mean": points(item.difficulty * item.max_score),
        "share": round(100 * item.difficulty, 1),
        "discrimination": None if told is None else round(told, 2) + 0.0,
        "low": told is not None and told < _TELLS_LITTLE,
    }


def _times(times: Times) -> dict[str, Any]:
    return {
        "median": points(round(times.median, 1)),
        "longest": points(round(times.longest, 1)),
        "bars": bars(times.histogram, times.top),
    }


ROUTES = (Route("/statistics", _statistics),)
