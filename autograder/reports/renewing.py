"""The files of a run brought up to date with what people have decided since, without grading anything."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from autograder.errors import AutograderError
from autograder.gradebook import Gradebook
from autograder.gradebook.newest import newest_engine
from autograder.gradebook.notebooks import figures_of
from autograder.marks.final import final_marks
from autograder.marks.standing import Standing, read_standings
from autograder.reports.feedback import write_feedback
from autograder.reports.grades_csv import write_grades_csv
from autograder.reports.hidden_cases import HiddenCases
from autograder.reports.names import FEEDBACK, GRADES, REPORT
from autograder.reports.report import write_report
from autograder.results import ClassResult
from autograder.results.json_file import RESULTS, read_results, write_results_json
from autograder.similarity.record import known_similarities
from autograder.text.pages import head

_SHOWN: Final = re.compile(rb'<meta name="hidden-cases" content="(\w+)">')


def class_now(book: Gradebook, assignment: str, folder: Path | None, standings: tuple[Standing, ...]) -> ClassResult:
    """Return the results of a class as the gradebook has them; how files were read, the folder's results say."""
    with book.database.reading() as connection:
        engine, _ = newest_engine(connection, assignment)
    submissions = tuple(standing.result for standing in standings)
    most = max((item.max_score for item in submissions), default=0.0)
    result = ClassResult(assignment, most, engine, submissions)
    try:
        written = read_results(folder) if folder else None
    except AutograderError:
        written = None
    if written is None or written.assignment != assignment:
        return result
    return replace(
        result, max_score=written.max_score, engine=written.engine, skipped=written.skipped, notes=written.notes
    )


def renew_files(book: Gradebook, assignment: str, folder: Path) -> bool:
    """Write the files of the folder of a run anew where marks have changed; tell whether it is one of this assignment.

    Students' pages show as much of hidden cases as before; a folder whose pages do not say how much is left alone.
    """
    shown = hidden_cases_in(folder / FEEDBACK)
    if shown is None or not (folder / RESULTS).is_file() or read_results(folder).assignment != assignment:
        return False
    with book.database.reading() as connection:
        standings = read_standings(connection, assignment)
    result = class_now(book, assignment, folder, standings)
    final = final_marks(book, assignment)
    write_results_json(result, folder / RESULTS)
    write_grades_csv(result, folder / GRADES, final=final)
    figures = partial(figures_of, book.database, assignment)
    write_feedback(result, folder / FEEDBACK, final=final, figures=figures, hidden_cases=shown)
    write_report(result, folder / REPORT, final=final, similar=known_similarities(book, result, folder))
    return True


def hidden_cases_in(feedback: Path) -> HiddenCases | None:
    """Return how much the pages in a folder show, the least of them if they differ; None when one does not say."""
    found = {_said(page) for page in feedback.glob("*.html")}
    if not found or None in found:
        return None
    return next(each for each in (HiddenCases.NONE, HiddenCases.COUNT, HiddenCases.NAMES) if each.value in found)


def _said(page: Path) -> str | None:
    said = _SHOWN.search(head(page))
    return said[1].decode() if said else None
