"""What stands in the fields of a form, checked: a field that is wrong is one sentence."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from autograder.errors import AutograderError
from autograder.marks.table import number

_LONGEST = 500
_MOST_FIELDS: Final = 100_000  # a mark names all who gave the answer, and those who gave near ones
_MOST_DIGITS: Final = 18
_CALLED = {"why": "The reason", "points": "The points", "days": "The number of days"}


def with_form(handle: Callable[[Request, FormData], Response]) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers a request by `handle` with its form, in a thread: a busy gradebook keeps no page waiting."""

    @wraps(handle)
    async def answer(request: Request) -> Response:
        form = await request.form(max_fields=_MOST_FIELDS)
        return await run_in_threadpool(handle, request, form)

    return answer


def whole(text: str) -> int | None:
    """Return the whole number that a page has put into an address or a field, None if it is none of a gradebook's."""
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else None


def said_in(form: FormData, name: str, *, needed: bool = True) -> str:
    """Return the text of a field as one line."""
    value = form.get(name)
    text = " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""
    if needed and not text:
        raise AutograderError(f"{_CALLED.get(name, name)} must not be empty: it is kept with what is decided.")
    return text


def text_in(form: FormData, name: str, longest: int) -> str:
    """Return the text of a field with its lines, without white space around it."""
    value = form.get(name)
    text = value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
    if len(text) > longest:
        raise AutograderError(f"The text has {len(text):,} characters, more than {longest:,}.")
    return text


def number_in(form: FormData, name: str) -> float:
    """Return the number in a field, written with a point or a comma."""
    text = said_in(form, name, needed=False)
    found = number(text)
    if found is None:
        raise AutograderError(f"{_CALLED.get(name, name)} {text[:40]!r} should be a number, such as 1.5.")
    return found
