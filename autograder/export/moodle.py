"""Moodle's grading worksheet, filled in: its own columns and order, with grades, and comments where there are none."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from typer import Option

from autograder.export.graded import GradedClass, choose, shown
from autograder.export.moodle_feedback import FeedbackOptions, export_moodle_feedback
from autograder.export.moodle_worksheet import NEEDS, YES, ColumnsOption, TableOption, Worksheet
from autograder.export.scaling import Scale, choose_scale
from autograder.export.sheet import Sheet
from autograder.export.ways import MarksOptions, Way
from autograder.export.writing import Exported, check_target, write
from autograder.marks.final import FinalMark
from autograder.text.cells import after_separators, harmless, is_harmless, number


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodleOptions(MarksOptions):
    """What the export of marks is asked for; `table` is the worksheet."""

    table: TableOption
    column: ColumnsOption = None
    replace_comments: Annotated[
        bool, Option("--replace-comments", help="Put comments also where Moodle has another one.")
    ] = False


def export_moodle(graded: GradedClass, options: MoodleOptions) -> Exported:
    """Write the worksheet with the grades of the class; nothing is written when something is wrong with it."""
    out, source = options.out, Worksheet.read(options.table, options.column or ())
    chosen = choose(graded.marks, incomplete=options.incomplete, zero_for_missing=options.zero_for_missing)
    matching = source.match(chosen.marks, graded.marks)
    scale = choose_scale(graded.max_score, source.maximum, options.scale, "Moodle")
    filling = _Filling(source, scale, options.replace_comments)
    check_target(out, options.table, in_place=options.in_place)
    filled = [filling.fill(row, matching.found.get(place)) for place, row in enumerate(source.sheet.rows)]
    rows = tuple(_harmless(cells, source) for cells, _ in filled)
    header = tuple(harmless(cell, delimiter=source.sheet.delimiter) for cell in source.sheet.header)
    said = [note for _, note in filled if note]
    sheet = Sheet(header, rows, source.sheet.delimiter, source.sheet.newline, source.sheet.bom)
    write(sheet.to_text(), out)
    count = len(matching.found) - sum(note.startswith(_SKIPPED) for note in said)
    summary = f"{count} of {len(rows)} rows have a grade from {graded.assignment}; the others are as they were."
    columns = source.columns.in_words(source.sheet)
    taken = (f"Columns: {columns}.",) if columns else ()
    return Exported(out, summary, (*taken, *filling.warnings(), *said, *chosen.notes, *matching.problems))


_SKIPPED = "Not written: "


@dataclass(frozen=True, slots=True)
class _Filling:
    """How rows are filled in."""

    source: Worksheet
    scale: Scale
    replace_comments: bool

    def fill(self, row: Sequence[str], mark: FinalMark | None) -> tuple[list[str], str]:
        """Return the row with the mark, and what there is to say about it."""
        cells, columns = list(row), self.source.columns
        if mark is None:
            return cells, ""
        if columns.changeable is not None and row[columns.changeable].strip().casefold() not in YES:
            return cells, f"{_SKIPPED}{shown(mark)}: the grade is locked in Moodle."
        points, maximum = self.scale.scaled(mark.total), self.scale.maximum
        if maximum is not None and points > maximum:
            return cells, (
                f"{_SKIPPED}{shown(mark)}: {number(points)} is more than Moodle's maximum of {number(maximum)}, and "
                "Moodle would skip it; raise the maximum there."
            )
        cells[columns.grade] = self.scale.points(mark.total)
        return cells, self._comment(cells, mark)

    def _comment(self, cells: list[str], mark: FinalMark) -> str:
        place = self.source.columns.comments
        text = comment_html(mark.comments, delimiter=self.source.sheet.delimiter)
        if place is None or not text or cells[place] == text:
            return ""
        if cells[place].strip() and not self.replace_comments:
            return f"{shown(mark)}: Moodle has a comment already, which was kept; --replace-comments puts ours there."
        cells[place] = text
        return ""

    def warnings(self) -> tuple[str, ...]:
        columns, notes = self.source.columns, []
        if self.scale.factor != 1:
            notes.append(f"Points are multiplied by {self.scale.factor:g}, to Moodle's maximum.")
        if columns.maximum is None:
            notes.append("No column states a maximum: the points are written as they are.")
        if columns.changeable is None:
            notes.append("No column says which grades are locked; Moodle will skip those.")
        if columns.comments is None:
            notes.append("No column 'Feedback comments': comments are left out; name it: --column comments=HEADER.")
        return tuple(notes)


def comment_html(comments: Sequence[str], *, delimiter: str = ",") -> str:
    """Return comments as Moodle keeps them, in HTML, a paragraph each: no spreadsheet takes that for a formula."""
    paragraphs = (f"<p>{html.escape(' '.join(comment.split()))}</p>" for comment in comments if comment.strip())
    return _entities("".join(paragraphs), delimiter)


def _entities(text: str, delimiter: str) -> str:
    """Return HTML that looks the same and has no sign of a formula after a separator."""
    return after_separators(text, lambda sign: f"&#{ord(sign)};", delimiter=delimiter)


def _harmless(cells: Sequence[str], source: Worksheet) -> tuple[str, ...]:
    """Return the cells of a row, none a formula.

    What Moodle reads is kept: the identifier is a word and a number, the grade a number. A comment that is there
    already is HTML, so that a paragraph around it changes nothing. Moodle does not read the other columns.
    """
    delimiter, safe = source.sheet.delimiter, []
    for place, cell in enumerate(cells):
        if place == source.columns.comments:
            safe.append(_entities(cell if is_harmless(cell) else f"<p>{cell}</p>", delimiter))
        else:
            safe.append(harmless(cell, delimiter=delimiter))
    return tuple(safe)


WAYS: Final = {
    "moodle": Way(
        "Fill in Moodle's grading worksheet; upload it with Actions > Upload grading worksheet.",
        MoodleOptions,
        export_moodle,
        "Moodle: marks",
        NEEDS,
        "upload.csv",
    ),
    "moodle-feedback": Way(
        "Zip the feedback pages for Moodle; upload with Actions > Upload multiple feedback files in a zip.",
        FeedbackOptions,
        export_moodle_feedback,
        "Moodle: students' pages",
        NEEDS,
        "feedback.zip",
    ),
}
