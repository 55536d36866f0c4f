"""All students in a table: searched, filtered and sorted by what the address says, so that a list can be kept."""

from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from autograder.text.names import folded
from autograder.text.numbers import natural_key
from autograder.web.classroom import Row
from autograder.web.html import page, site_of

_SHARES = {"full": ("full",), "partial": ("partial",), "none": ("none",), "lost": ("partial", "none")}


def _students(request: Request) -> Response:
    classroom, asked = site_of(request).classroom(), request.query_params
    questions = classroom.result.question_names
    wanted = {name: asked.get(name, "") for name in ("search", "status", "question", "share", "sort")}
    rows = _sorted([row for row in classroom.rows if _fits(row, wanted, questions)], wanted["sort"], questions)
    return page(
        request,
        "students.html.j2",
        classroom=classroom,
        rows=rows,
        questions=questions,
        wanted=wanted,
        statuses=list(dict.fromkeys(row.cells["status"] for row in classroom.rows)),
    )


def _fits(row: Row, wanted: Mapping[str, str], questions: Sequence[str]) -> bool:
    words = folded(wanted["search"]).split()
    if words and not all(word in folded(row.search) for word in words):
        return False
    if wanted["status"] and row.cells["status"] != wanted["status"]:
        return False
    shares = _SHARES.get(wanted["share"])
    if shares is None:
        return True
    cells = row.cells["cells"]
    if wanted["question"] in questions:
        cells = [cells[questions.index(wanted["question"])]]
    return any(share in shares for _, share in cells)


def _sorted(rows: list[Row], by: str, questions: Sequence[str]) -> list[Row]:
    """Return the rows by a column, marks with the best first; a minus turns the order round, and blanks come last."""
    name, turned = by.removeprefix("-"), by.startswith("-")
    value = _value_of(name, questions)
    if value is None:
        return rows
    filled = [row for row in rows if value(row) != ""]
    is_number = name not in ("name", "status")
    if is_number:
        filled.sort(key=lambda row: -float(value(row)), reverse=turned)
    else:
        filled.sort(key=lambda row: natural_key(value(row)), reverse=turned)
    return filled + [row for row in rows if value(row) == ""]


def _value_of(column: str, questions: Sequence[str]) -> Callable[[Row], str] | None:
    if column in ("name", "status", "total", "seconds"):
        return lambda row: str(row.cells[column])
    if column in questions:
        place = questions.index(column)
        return lambda row: str(row.cells["cells"][place][0])
    return None


ROUTES = (Route("/students", _students),)
