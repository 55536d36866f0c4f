"""Canvas's gradebook, as exported, with the marks of one assignment, cut down to what Canvas needs to import it.

Other assignments and custom columns are left out: an import would set them back to what they were at the download.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Final

from typer import Option

from autograder.errors import AutograderError
from autograder.export.graded import GradedClass, choose, shown
from autograder.export.matching import Listed, match
from autograder.export.scaling import choose_scale, read_number
from autograder.export.sheet import Sheet, read_sheet
from autograder.export.ways import MarksOptions, Way
from autograder.export.writing import Exported, check_target, write
from autograder.text.cells import harmless

WHAT = "a gradebook exported from Canvas"
_TITLE = re.compile(r"(.+) \(([0-9]+)\)", re.DOTALL)
_QUOTED = re.compile(r'="(.*)"', re.DOTALL)  # how Canvas writes a name that begins with =
_LOGINS = ("SIS User ID", "SIS Login ID", "Integration ID")


@dataclass(frozen=True, slots=True)
class Gradebook:
    """An exported gradebook: where its columns are, and which of its rows are students."""

    path: Path
    sheet: Sheet
    id: int
    section: int
    students: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> "Gradebook":
        """Return the gradebook at `path`."""
        sheet = read_sheet(path, WHAT)
        header = [cell.strip() for cell in sheet.header]
        starts = (["Student", "ID"], ["LastName", "FirstName", "ID"])
        if not any(header[: len(start)] == start for start in starts) or "Section" not in header:
            raise AutograderError(
                f"{path} is no gradebook exported from Canvas: its columns do not begin with Student, ID and go on to "
                "Section; download it from Grades: Export > Export entire gradebook."
            )
        place, section = header.index("ID"), header.index("Section")
        students = tuple(number for number, row in enumerate(sheet.rows) if not _is_about_columns(row, place))
        for number in students:
            if not re.fullmatch(r"[0-9]+", sheet.rows[number][place].strip(), re.ASCII):
                raise AutograderError(f"Row {number + 2} of {path} has no number in the column ID; download it again.")
        return cls(path, sheet, place, section, students)

    def column(self, wanted: str | None, assignment: str) -> int:
        """Return the column that is called or numbered `wanted`, else the one with the title of the assignment.

        Raises:
            AutograderError: there is none, or more than one.

        """
        titles = {place: _TITLE.fullmatch(header.strip()) for place, header in enumerate(self.sheet.header)}
        offered = {place: found for place, found in titles.items() if found and place > self.section}
        if wanted is None:
            places = [place for place, found in offered.items() if _alike(found[1]) == _alike(assignment)]
        else:
            places = [place for place, found in offered.items() if wanted.strip() in (found[0], found[1], found[2])]
        if len(places) == 1:
            return places[0]
        listed = ", ".join(found[0] for found in offered.values()) or "none"
        what = "has no assignment" if not places else f"has {len(places)} assignments"
        raise AutograderError(f"{self.path} {what} {wanted or assignment!r}; name one with --column: {listed}.")

    def possible(self, column: int) -> float | None:
        """Return the points possible of a column, None when the gradebook does not say.

        Raises:
            AutograderError: Canvas takes no marks for the column.

        """
        row = next((row for row in self.sheet.rows if "Points Possible" in row[0]), None)
        if row is not None and "read only" in row[column]:
            raise AutograderError(f"Canvas takes no marks for {self.sheet.header[column]!r}, which is read only.")
        return None if row is None else read_number(row[column])

    def listed(self) -> tuple[Listed, ...]:
        """Return the students, in the order of `students`."""
        logins = [place for place, header in enumerate(self.sheet.header) if header.strip() in _LOGINS]
        return tuple(self._student(number, logins) for number in self.students)

    def _student(self, number: int, logins: Sequence[int]) -> Listed:
        row = self.sheet.rows[number]
        ids = frozenset({row[self.id]} | {row[place] for place in logins})
        names = [_unquoted(cell) for cell in row[: self.id]]
        name = names[0] if len(names) == 1 else f"{names[0]}, {names[1]}"
        last, comma, first = name.partition(", ")
        both = {name, f"{first} {last}"} if comma else {name}
        return Listed(number + 2, ids, frozenset(login for login in ids if "@" in login), frozenset(both), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasOptions(MarksOptions):
    """What the export is asked for; `table` is the gradebook that was exported."""

    table: Annotated[Path, Option("--template", metavar="CSV", help="Canvas's gradebook, as it was exported.")]
    column: Annotated[
        str | None,
        Option("--column", metavar="TITLE", help="The assignment's title or number in Canvas, if not the same."),
    ] = None


def export_canvas(graded: GradedClass, options: CanvasOptions) -> Exported:
    """Write what Canvas imports: the students of its gradebook, and the one column of the assignment."""
    template, out = options.table, options.out
    book = Gradebook.read(template)
    place = book.column(options.column, graded.assignment)
    scaling = choose_scale(graded.max_score, book.possible(place), options.scale, "Canvas")
    chosen = choose(graded.marks, incomplete=options.incomplete, zero_for_missing=options.zero_for_missing)
    matching = match(book.listed(), chosen.marks, template.name, graded.marks)
    if not matching.found:
        raise AutograderError(
            f"No row of {template} is of this class; check that it is the gradebook of this course. For example: "
            f"{matching.problems[0]}"
        )
    check_target(out, template, in_place=options.in_place)
    rows, notes = [list(row) for row in book.sheet.rows], []
    for student, mark in matching.found.items():
        row = rows[book.students[student]]
        if row[place].strip().upper() in {"EX", "N/A"}:
            why = "excused from" if row[place].strip().upper() == "EX" else "not given"
            notes.append(f"Not written: {shown(mark)}: {why} this assignment in Canvas.")
        else:
            row[place] = scaling.points(mark.total)
    kept = [*range(book.section + 1), place]
    write(_cut(book, rows, kept).to_text(), out)
    count = len(matching.found) - len(notes)
    summary = f"{count} of {len(book.students)} students have a mark; the others are as they were."
    title = f"Column: {book.sheet.header[place]!r}."
    scaled = (f"Points are multiplied by {scaling.factor:g}, to Canvas's maximum.",) if scaling.factor != 1 else ()
    return Exported(out, summary, (title, *scaled, *notes, *chosen.notes, *matching.problems))


def _cut(book: Gradebook, rows: Sequence[Sequence[str]], kept: Sequence[int]) -> Sheet:
    """Return the sheet with the columns `kept`, no cell a formula: Canvas goes by the number in ID, not by names."""
    delimiter = book.sheet.delimiter
    header = tuple(harmless(book.sheet.header[place], delimiter=delimiter) for place in kept)
    safe = tuple(tuple(harmless(row[place], delimiter=delimiter) for place in kept) for row in rows)
    return replace(book.sheet, header=header, rows=safe)


def _is_about_columns(row: Sequence[str], place: int) -> bool:
    """Tell whether a row is not a student: the points possible, or which assignments are posted by hand."""
    return "Points Possible" in row[0] or not any(cell.strip() for cell in row[: place + 1])


def _unquoted(name: str) -> str:
    found = _QUOTED.fullmatch(name.strip())
    return found[1] if found else name.strip()


def _alike(title: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", title.casefold()).split())


WAYS: Final = {
    "canvas": Way(
        "Write the CSV file that Canvas imports: Grades > Import.",
        CanvasOptions,
        export_canvas,
        "Canvas: marks",
        "Canvas's gradebook, as exported (CSV)",
        "canvas.csv",
    )
}
