"""Moodle's grading worksheet, filled in: its own columns and order, with grades, and comments where there are none."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError
from autograder.export.graded import GradedClass, choose, shown
from autograder.export.matching import Matching, match
from autograder.export.moodle_columns import YES, Columns, find_columns
from autograder.export.scaling import Scale, choose_scale, read_number
from autograder.export.sheet import Sheet, read_sheet
from autograder.export.writing import Exported, check_target, write
from autograder.marks.final import FinalMark
from autograder.text.cells import after_separators, harmless, is_harmless, number

WHAT = "a grading worksheet of Moodle"


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet and its columns."""

    path: Path
    sheet: Sheet
    columns: Columns

    @classmethod
    def read(cls, path: Path, named: Mapping[str, str]) -> "Worksheet":
        """Return the worksheet at `path`; `named` are headers by what they are, see `moodle_columns.NAMEABLE`.

        Raises:
            AutograderError: it is no grading worksheet.

        """
        sheet = read_sheet(path, WHAT)
        if not sheet.rows:
            raise AutograderError(f"{path} has no rows; download the grading worksheet with all students.")
        return cls(path, sheet, find_columns(sheet, named, path))

    @property
    def maximum(self) -> float | None:
        """The maximum grade; None when the worksheet has no column for it, as for an assignment with a scale of words.

        Raises:
            AutograderError: the rows do not agree on it.

        """
        if self.columns.maximum is None:
            return None
        values = {read_number(cell) for cell in self.sheet.column(self.columns.maximum)}
        if len(values) != 1 or None in values:
            header = self.sheet.header[self.columns.maximum]
            raise AutograderError(f"The column {header!r} of {self.path} does not hold one number in all rows.")
        return values.pop()

    def match(self, marks: Sequence[FinalMark], everyone: Sequence[FinalMark]) -> Matching:
        """Find the rows of `marks`.

        Raises:
            AutograderError: not one of them is there.

        """
        matching = match(self.columns.students(self.sheet), marks, self.path.name, everyone)
        if marks and not matching.found:
            raise AutograderError(
                f"No row of {self.path} is of this class; check that it is the worksheet of this course. For example: "
                f"{matching.problems[0]}"
            )
        return matching


def export_moodle(
    graded: GradedClass,
    *,
    worksheet: Path,
    out: Path,
    named: Mapping[str, str],
    scale: bool | None = None,
    replace_comments: bool = False,
    in_place: bool = False,
    incomplete: bool = False,
    zero_for_missing: bool = False,
) -> Exported:
    """Write the `worksheet` with the grades of the class to `out`; nothing is written when something is wrong with it.

    Args:
        graded: the class.
        worksheet: what was downloaded.
        out: the file to write.
        named: headers of columns, by what they are.
        scale: whether to turn points into parts of Moodle's maximum; None asks for it when the two differ.
        replace_comments: put comments also where Moodle has another one.
        in_place: `out` may be `worksheet`.
        incomplete: see `graded.choose`.
        zero_for_missing: see `graded.choose`.

    Raises:
        AutograderError: a file is not what it should be, or cannot be written.

    """
    source = Worksheet.read(worksheet, named)
    chosen = choose(graded.marks, incomplete=incomplete, zero_for_missing=zero_for_missing)
    matching = source.match(chosen.marks, graded.marks)
    filling = _Filling(source, choose_scale(graded.max_score, source.maximum, scale, "Moodle"), replace_comments)
    check_target(out, worksheet, in_place=in_place)
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
