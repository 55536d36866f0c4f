"""The notebooks as they ran for students: beside their pages of feedback, which link to them, with their marks in them.

They are written where an instructor wants them, and from then on follow what people decide as the pages do.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.gradebook import Gradebook
from autograder.gradebook.notebooks import current_notebooks, notebook_of
from autograder.marks.decisions import read_decisions
from autograder.marks.final import final_mark, manual_maximum
from autograder.marks.rubric import read_rubrics
from autograder.marks.standing import read_standings
from autograder.reports.feedback import feedback_name
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, NOTEBOOKS
from autograder.reports.renewing import class_now, hidden_cases_in, renew_files
from autograder.system.files import write_atomically
from autograder.text.pages import is_made_from
from autograder.text.plain_text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup


def renew(book: Gradebook, assignment: str, folder: Path) -> bool:
    """Bring the files of the folder of a run up to date, as `renew_files` does, with notebooks where there are any."""
    renew_notebooks(book, assignment, folder)
    return renew_files(book, assignment, folder)


def renew_notebooks(book: Gradebook, assignment: str, folder: Path, hidden_cases: HiddenCases | None = None) -> None:
    """Bring students' notebooks up to date, where there are any; those of no submission any more go.

    Where the packages that make them are not there, all go: a page that says what was is worse than none.
    """
    if not (folder / FEEDBACK / NOTEBOOKS).is_dir():
        return
    try:
        write_notebooks(book, assignment, folder, hidden_cases)
    except ModuleNotFoundError:
        _keep_only(folder / FEEDBACK / NOTEBOOKS, set())


def write_notebooks(book: Gradebook, assignment: str, folder: Path, hidden_cases: HiddenCases | None = None) -> int:
    """Write for each student the notebook as it ran, with what the page of feedback says; return how many there are.

    Of hidden cases they show as much as those pages do, if nothing else is said. A page that would say the same is
    left as it is.
    """
    from autograder.notebook_pages.beside import for_student
    from autograder.notebook_pages.page import notebook_page

    shown = hidden_cases or hidden_cases_in(folder / FEEDBACK) or HiddenCases.NONE
    with book.database.reading() as connection:
        standings, decisions = read_standings(connection, assignment), read_decisions(connection, assignment)
        rubrics = read_rubrics(connection, assignment)
        kept = {name for name, _, is_kept in current_notebooks(connection, assignment) if is_kept}
    result, most = class_now(book, assignment, folder, standings), manual_maximum(standings, decisions)
    pages = folder / FEEDBACK / NOTEBOOKS
    pages.mkdir(parents=True, exist_ok=True)
    written = set()
    for standing in (each for each in standings if each.result.id in kept):
        mark = final_mark(standing, decisions, most)
        beside = for_student(result, standing, mark, rubrics, decisions, shown)
        page, made_from = pages / feedback_name(standing.result.id), _made_from(standing.record, beside)
        if not is_made_from(page, made_from):
            with book.database.reading() as connection:
                notebook = notebook_of(connection, assignment, standing.result.id)
            if notebook is None:  # graded again a moment ago
                continue
            student = standing.result.student
            title = visible(student.label if student else standing.result.id)
            write_atomically(notebook_page(notebook, title, beside, made_from=made_from), page)
        written.add(page.name)
    _keep_only(pages, written)
    return len(written)


def _made_from(record: int, beside: Mapping[str, Markup]) -> str:
    return hashlib.sha256(repr((record, *beside.items())).encode("utf-8", "surrogatepass")).hexdigest()


def _keep_only(pages: Path, names: set[str]) -> None:
    for page in pages.glob("*.html"):
        if page.name not in names:
            page.unlink()
