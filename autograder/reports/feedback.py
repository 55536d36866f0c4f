"""The pages of feedback: one for each submission, for the student. Each is one file that needs nothing else.

Nothing of a submission can run in it: the template escapes what it is given, and the page's own policy allows no
script, no address, and no style but the one whose digest it names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.reports.feedback_view import FigureSource, PageView, page_view
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import NOTEBOOKS
from autograder.reports.question_view import SIGNS
from autograder.results import ClassResult
from autograder.system.files import write_atomically
from autograder.text.pages import digest_of, head, is_made_from, part, policy_digest, render

if TYPE_CHECKING:
    from autograder.marks.final import FinalMark

_PARTS: Final = ("feedback.html.j2", "feedback.css", "style.css.j2")
_WHOSE: Final = re.compile(rb"<title>[^<]*: [^<]+</title>")


def write_feedback(
    result: ClassResult,
    folder: Path,
    changed: Collection[str] = (),
    *,
    final: Sequence[FinalMark] = (),
    figures: FigureSource | None = None,
    hidden_cases: HiddenCases = HiddenCases.NAMES,
) -> None:
    """Write into `folder` the page of every submission, but leave those as they are that say the same already.

    The pages of the submissions in `changed`, which have been graded, are written in any case. A page of a student who
    has another now, for what was handed in since or under another name, goes.

    Args:
        result: the class.
        folder: made when it is not there.
        changed: ids of submissions whose figures may be others than those on the page.
        final: the marks of the class with what people decided, as far as there are any.
        figures: gives the figures of a submission, asked only for pages that are written.
        hidden_cases: what students read of hidden cases.

    """
    folder.mkdir(parents=True, exist_ok=True)
    marks = {mark.submission: mark for mark in final}
    for submission in result.submissions:
        page = folder / feedback_name(submission.id)
        mark, notebook = marks.get(submission.id), notebook_link(submission.id)
        notebook = notebook if (folder / notebook).is_file() else ""
        view = page_view(result, submission, mark=mark, hidden_cases=hidden_cases, notebook=notebook)
        made_from = digest_of(repr(view), "reports", _PARTS)
        if submission.id in changed or not is_made_from(page, made_from):
            drawn = figures(submission.id) if figures else ()
            view = replace(view, figures=page_view(result, submission, figures=drawn).figures)
            write_atomically(_page(view, made_from), page)
    _remove_replaced(folder, {feedback_name(submission.id) for submission in result.submissions})


def feedback_name(submission_id: str) -> str:
    """Return the file name of a student's page: safe on every system, and different for different ids."""
    return f"{safe_stem(submission_id)}.html"


def notebook_link(submission_id: str) -> str:
    """Return where a student's notebook lies, as their page links to it."""
    return f"{NOTEBOOKS}/{feedback_name(submission_id)}"


def safe_stem(submission_id: str) -> str:
    """Return the beginning of the names of a student's files: safe on every system, and different for different ids."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", submission_id).strip("-._")[:60]
    digest = hashlib.sha256(submission_id.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{plain or 'submission'}-{digest}"


def _page(view: PageView, made_from: str) -> str:
    style = part("reports", "style.css.j2") + part("reports", "feedback.css")
    digest = policy_digest(style)
    return render(
        "reports", "feedback.html.j2", page=view, signs=SIGNS, made_from=made_from, style=style, style_digest=digest
    )


def _remove_replaced(folder: Path, names: Collection[str]) -> None:
    """Remove the pages that are not among the names, of students who have one that is."""
    older = [page for page in folder.glob("*.html") if page.name not in names]
    if older:
        served = {_whose(folder / name) for name in names} - {b""}
        for page in older:
            if _whose(page) in served:
                page.unlink()


def _whose(page: Path) -> bytes:
    """Return the title of a page that says which student's it is, or b""."""
    beginning = head(page)
    found = _WHOSE.search(beginning) if b'<meta name="made-from"' in beginning else None
    return found[0] if found else b""
