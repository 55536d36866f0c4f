"""The zip of feedback that Moodle takes back ("Upload multiple feedback files in a zip").

Moodle finds the student of a file by its folder, NAME_PARTICIPANT_assignsubmission_file_, of which it reads the number
alone; NAME must have no underscore. A file of the same name as one that is there replaces it.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from typer import Option

from autograder.errors import AutograderError
from autograder.export.graded import GradedClass, shown
from autograder.export.moodle_worksheet import ColumnsOption, TableOption, Worksheet
from autograder.export.ways import FileOptions
from autograder.export.writing import Exported, check_target, write
from autograder.marks.final import FinalMark
from autograder.marks.opening import open_marks, results_folder
from autograder.notebook_pages.for_students import renew
from autograder.reports.feedback import feedback_name, notebook_link
from autograder.reports.names import FEEDBACK
from autograder.results import Status

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackOptions(FileOptions):
    """What the export of pages is asked for; `table` is the worksheet."""

    table: TableOption
    feedback: Annotated[
        Path | None,
        Option("--feedback", metavar="DIR", help="The run's pages; default: feedback/ beside the gradebook."),
    ] = None
    column: ColumnsOption = None


def export_moodle_feedback(graded: GradedClass, options: FeedbackOptions) -> Exported:
    """Write the zip of the run's pages for the students of Moodle's worksheet."""
    out, feedback = options.out, options.feedback or _renewed(graded)
    if not feedback.is_dir():
        raise AutograderError(f"There is no folder {feedback} with feedback; give that of the run with --feedback DIR.")
    source = Worksheet.read(options.table, options.column or ())
    handed_in = [mark for mark in graded.marks if mark.status is not Status.MISSING]  # rejected ones have a page, too
    matching = source.match(handed_in, graded.marks)
    check_target(out, options.table)
    pages: dict[str, bytes] = {}
    notes, students = [], 0
    for place, mark in matching.found.items():
        page = feedback / feedback_name(mark.submission)
        row = source.sheet.rows[place]
        if page.is_file() and not page.is_symlink():
            folder = _folder(mark, source.columns.participant(row))
            pages |= {f"{folder}/{name}": content for name, content in _pages(graded, page, mark.submission)}
            students += 1
        else:
            notes.append(f"{shown(mark)}: has no page in {feedback}; grade again.")
    if not pages:
        raise AutograderError(f"The folder {feedback} has no page for any submission of {graded.assignment}.")
    write(_zip(pages), out)
    summary = f"{students} pages of feedback, for {len(handed_in)} submissions."
    return Exported(out, summary, (*notes, *matching.problems))


def page_name(assignment: str, what: str = "feedback") -> str:
    """Return the name of the file that a student sees in Moodle; Moodle leaves out what begins with a dot or tilde."""
    return f"{re.sub(r'[^A-Za-z0-9-]+', '-', assignment).strip('-') or 'assignment'}-{what}.html"


def _renewed(graded: GradedClass) -> Path:
    """Return the pages beside the gradebook, up to date with what people have decided since."""
    if not (run := results_folder(graded.gradebook)):
        raise AutograderError("Give the folder of the feedback pages with --feedback DIR.")
    with open_marks(graded.gradebook, graded.assignment) as (book, name):
        renew(book, name, run)
    return run / FEEDBACK


def _pages(graded: GradedClass, page: Path, submission: str) -> Iterator[tuple[str, bytes]]:
    """Yield the page of a student and, if they are to have it, the notebook that it links to, which lies beside it."""
    content, link = page.read_bytes(), notebook_link(submission)
    notebook, name = page.parent / link, page_name(graded.assignment, "notebook")
    is_linked = f'href="{link}"'.encode() in content and notebook.is_file() and not notebook.is_symlink()
    if is_linked:
        yield name, notebook.read_bytes()
        content = content.replace(f'href="{link}"'.encode(), f'href="{name}"'.encode())
    yield page_name(graded.assignment), content


def _folder(mark: FinalMark, participant: str) -> str:
    name = mark.student.name if mark.student else ""
    return f"{_plain(name) or 'Student'}_{participant}_assignsubmission_file_"


def _plain(name: str) -> str:
    """Return a name for people, of letters, digits, spaces and hyphens, safe as a part of any path."""
    kept = "".join(char if unicodedata.category(char)[0] in "LMN" or char == "-" else " " for char in name)
    return " ".join(kept.split())[:_LONGEST_NAME].strip()


def _zip(pages: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pages.items():
            archive.writestr(name, content)
    return stream.getvalue()
