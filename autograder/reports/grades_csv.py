"""grades.csv: one row a submission, for spreadsheets."""

import csv
import io
from pathlib import Path

from autograder.reports.results_json import write_atomically
from autograder.results import ClassResult, SubmissionResult, tidy

_FORMULA_STARTS = (*"=+-@", *"\uff1d\uff0b\uff0d\uff20")  # and the same as wide letters


def grades_csv(result: ClassResult) -> str:
    """Return the table: id, status, score, max_score, a column for each question, error.

    Where the grader failed the marks are left empty: no mark is not a zero.
    """
    names = result.question_names
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(["id", "status", "score", "max_score", *map(_safe, names), "error"])
    for submission in result.submissions:
        writer.writerow(_row(submission, names))
    return stream.getvalue()


def write_grades_csv(result: ClassResult, path: Path) -> None:
    """Write grades.csv at `path`, whole or not at all."""
    write_atomically(grades_csv(result), path)


def _row(submission: SubmissionResult, names: tuple[str, ...]) -> list[str]:
    scores = {question.name: question.score for question in submission.questions}
    marks = [submission.score, *(scores.get(name, 0.0) for name in names)]
    failed = submission.engine_failed
    total, *parts = ["" if failed else f"{tidy(mark):g}" for mark in marks]
    error = " ".join((submission.error or "").split())
    return [
        _safe(submission.id),
        submission.status.value,
        total,
        f"{tidy(submission.max_score):g}",
        *parts,
        _safe(error),
    ]


def _safe(text: str) -> str:
    """Return `text` such that a spreadsheet does not take it for a formula."""
    is_formula = text[:1].isspace() or text.startswith(_FORMULA_STARTS)  # space may be cut off when it is read
    return f"'{text}" if is_formula else text
