"""An Excel file: the marks, all test cases, and what people have decided, on a sheet each. Text is never a formula."""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from autograder.errors import AutograderError
from autograder.export.graded import GradedClass, not_complete, who
from autograder.export.marks_csv import manual_points
from autograder.export.ways import FileOptions, Way
from autograder.export.writing import Exported, check_target, write
from autograder.marks.history import Event
from autograder.text.cells import is_harmless
from autograder.text.numbers import tidy

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook

Value = str | float | bool | datetime | None

_NOT_IN_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_TEXT = 32_767  # characters in a cell, the format's own limit
_WIDEST = 60  # characters
_NARROWEST = 6


@dataclass(frozen=True, slots=True)
class Table:
    """What stands on a sheet; `frozen` is how many columns stay in sight."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    frozen: int


def export_excel(graded: GradedClass, options: FileOptions) -> Exported:
    """Write the Excel file of the class."""
    out = options.out
    if out.suffix.casefold() != ".xlsx":
        raise AutograderError(f"{out} must end in .xlsx, or Excel will not open it.")
    check_target(out)
    tables = [_marks(graded), _cases(graded), *([_history(graded.history)] if graded.history else [])]
    write(workbook(tables), out)
    sheets = ", ".join(f"{table.title} ({len(table.rows)} rows)" for table in tables)
    return Exported(out, f"Sheets: {sheets}.", not_complete(graded))


def workbook(tables: Sequence[Table]) -> bytes:
    """Return the file with a sheet for each table."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise AutograderError("For Excel files install openpyxl: pip install 'scratchgrade[excel]'.") from error
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _add(book, table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _add(book: "Workbook", table: Table) -> None:
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(table.title)
    for place, row in enumerate((table.header, *table.rows), 1):
        for column, value in enumerate(row, 1):
            _put(sheet.cell(place, column), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    last = get_column_letter(len(table.header))
    sheet.freeze_panes = f"{get_column_letter(table.frozen + 1)}2"
    sheet.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    for column in range(len(table.header)):
        cells = (table.header[column], *(row[column] for row in table.rows))
        longest = max(len(_shown(value)) for value in cells)
        sheet.column_dimensions[get_column_letter(column + 1)].width = min(max(longest, _NARROWEST) + 2, _WIDEST)


def _put(cell: "Cell", value: Value) -> None:
    """Set a cell: a number, a truth, a moment, or text that stays text even when somebody edits it."""
    if not isinstance(value, str):
        cell.value = value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
        return
    cell.value = _storable(value)
    cell.data_type = "s"  # openpyxl takes = for the beginning of a formula
    if not is_harmless(value):
        cell.quotePrefix = True  # as does Excel, when the cell is edited


def _storable(text: str) -> str:
    """Return text without what XML cannot hold, cut to what a cell can."""
    return _NOT_IN_XML.sub(lambda found: ascii(found[0])[1:-1], text.replace("\r\n", "\n"))[:_LONGEST_TEXT]


def _shown(value: Value) -> str:
    return value.strftime("%Y-%m-%d %H:%M:%S") if isinstance(value, datetime) else "" if value is None else str(value)


def _marks(graded: GradedClass) -> Table:
    names = graded.question_names
    ends = ("By a person", "Late days", "Late deduction", "Total", "Maximum", "Complete", "Comments")
    rows = []
    for mark in graded.marks:
        known_as, name, email = who(mark)
        points = {question.name: question.points for question in mark.questions}
        rows.append(
            (
                name,
                known_as,
                email,
                mark.submission,
                mark.status.value,
                *(None if mark.failed else tidy(points.get(each, 0.0)) for each in names),
                manual_points(mark),
                mark.late_days,
                mark.late_deduction,
                None if mark.failed else mark.total,  # no mark is not a zero
                graded.max_score,
                "yes" if mark.complete else "no",
                "\n".join(mark.comments),
            )
        )
    return Table("Marks", ("Name", "Id", "Email", "Submission", "Status", *names, *ends), tuple(rows), frozen=1)


def _cases(graded: GradedClass) -> Table:
    header = ("Name", "Submission", "Question", "Case", "Hidden", "Points", "Earned", "Verdict", "Message")
    return Table("Cases", header, tuple(_case_rows(graded)), frozen=2)


def _case_rows(graded: GradedClass) -> Iterator[tuple[Value, ...]]:
    for submission in graded.submissions:
        _, name, _ = who(submission.mark)
        for question in submission.result.questions:
            for case in question.cases:
                yield (
                    name,
                    submission.mark.submission,
                    question.name,
                    case.name,
                    "yes" if case.hidden else "no",
                    tidy(case.points),
                    tidy(case.points) if case.passed else 0.0,
                    case.verdict.value,
                    case.message,
                )


def _history(events: Sequence[Event]) -> Table:
    header = ("At (UTC)", "Who", "Submission", "What", "Value", "Why")
    rows = tuple((event.at, event.who, event.submission, event.what, event.value, event.why) for event in events)
    return Table("Decisions", header, rows, frozen=1)


WAYS: Final = {
    "excel": Way(
        "Write an Excel file: marks, test cases, and what people have decided.",
        FileOptions,
        export_excel,
        "Excel",
        file="marks.xlsx",
    )
}
