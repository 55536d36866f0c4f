"""Moodle's grading worksheet, and which column of it is which, whatever language its headers are in.

Moodle writes, from left to right: identifier, full name, the fields that identify users (email, id number), status,
grade, maximum grade, whether the grade can be changed, dates, feedback. Some may be missing or have others between
them, and all headers are in the language of whoever downloads it. What cells hold, and which column stands beside
which, is the same in all languages.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Optional

from typer import Option

from autograder.errors import AutograderError
from autograder.export.matching import Listed, Matching, match
from autograder.export.scaling import read_number
from autograder.export.sheet import Sheet, read_sheet
from autograder.marks.final import FinalMark

# what "Grade can be changed" says, in the languages that Moodle is used in most
_YES = "yes ja oui sí si sì sim tak da да так ano áno igen evet kyllä jah jā taip ναι نعم כן はい 是 예"
_NO = "no nein non nee não nie ne не нет ні ei nem hayır nē όχι لا לא いいえ 否 不 아니오 nej nei"
YES, NO = frozenset(_YES.split(" ")), frozenset(_NO.split(" "))


_ENGLISH = {
    "identifier": "identifier",
    "name": "full name",
    "email": "email address",
    "id": "id number",
    "grade": "grade",
    "maximum": "maximum grade",
    "changeable": "grade can be changed",
    "comments": "feedback comments",
}
NAMEABLE = tuple(_ENGLISH)
_IDENTIFIER = re.compile(r"([^0-9]+)([0-9]+)")
_TAG = re.compile(r"<[^<>]*>")

WHAT = "a grading worksheet of Moodle"
NEEDS = "Moodle's grading worksheet (CSV)"
TableOption = Annotated[
    Path, Option("--worksheet", metavar="CSV", help="Moodle's grading worksheet, as it was downloaded.")
]
ColumnsOption = Annotated[
    Optional[list[str]],  # noqa: UP045 - typer reads the annotation
    Option(
        "--column",
        metavar="WHAT=HEADER",
        help=f"A column that is not found by itself: {', '.join(NAMEABLE)}.",
    ),
]


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of a worksheet's columns from 0; None for one that it does not have."""

    identifier: int
    grade: int
    maximum: int | None = None
    changeable: int | None = None
    comments: int | None = None
    name: int | None = None
    email: int | None = None
    id: int | None = None

    def in_words(self, sheet: Sheet) -> str:
        """Return which columns were taken for what, those left out that have Moodle's English header."""
        found = {what: sheet.header[place] for what in NAMEABLE if (place := getattr(self, what)) is not None}
        others = {what: header for what, header in found.items() if header.strip().casefold() != _ENGLISH[what]}
        return ", ".join(f"{what} {header!r}" for what, header in others.items())

    def participant(self, row: Sequence[str]) -> str:
        """Return the number by which Moodle knows the student of a row in this assignment."""
        found = _IDENTIFIER.fullmatch(row[self.identifier].strip())
        return found[2] if found else ""

    def students(self, sheet: Sheet) -> tuple[Listed, ...]:
        """Return the students of the worksheet, a row each."""
        return tuple(self._student(line, row) for line, row in enumerate(sheet.rows, 2))

    def _student(self, line: int, row: Sequence[str]) -> Listed:
        def cells(place: int | None) -> frozenset[str]:
            return frozenset() if place is None else frozenset({_TAG.sub("", row[place]).strip()})

        identifier, names = row[self.identifier].strip(), cells(self.name)
        ids = frozenset({self.participant(row), identifier}) | cells(self.id)
        return Listed(line, ids, cells(self.email), names, next(iter(names), "") or identifier)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A worksheet and its columns."""

    path: Path
    sheet: Sheet
    columns: Columns

    @classmethod
    def read(cls, path: Path, named: Sequence[str]) -> "Worksheet":
        """Return the worksheet at `path`; `named` are its columns that are not found by themselves, as WHAT=HEADER."""
        pairs = [column.partition("=") for column in named]
        wrong = next((what + sign for what, sign, header in pairs if not (what and header)), None)
        if wrong is not None:
            raise AutograderError(f"--column {wrong} says no header; write it as WHAT=HEADER, such as grade=Bewertung.")
        sheet = read_sheet(path, WHAT)
        if not sheet.rows:
            raise AutograderError(f"{path} has no rows; download the grading worksheet with all students.")
        return cls(path, sheet, find_columns(sheet, {what.strip(): header for what, _, header in pairs}, path))

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
        """Find the rows of `marks`."""
        matching = match(self.columns.students(self.sheet), marks, self.path.name, everyone)
        if marks and not matching.found:
            raise AutograderError(
                f"No row of {self.path} is of this class; check that it is the worksheet of this course. For example: "
                f"{matching.problems[0]}"
            )
        return matching


def find_columns(sheet: Sheet, named: Mapping[str, str], path: object) -> Columns:
    """Return the columns of the worksheet at `path`; `named` are headers that the user gave, by `NAMEABLE`.

    Raises:
        AutograderError: it is no grading worksheet, or a column must be named.

    """
    unknown = next((what for what in named if what not in NAMEABLE), None)
    if unknown is not None:
        raise AutograderError(f"A worksheet has no column for {unknown!r}; --column takes {', '.join(NAMEABLE)}.")
    given = {what: _place(sheet, header, path) for what, header in named.items()}
    english = {what: _first(sheet, header) for what, header in _ENGLISH.items()}
    known = {what: place for what, place in (english | given).items() if place is not None}
    identifier = known["identifier"] if "identifier" in known else _identifier(sheet)
    if identifier is None or not _are_identifiers(sheet.column(identifier)):
        raise AutograderError(
            f"{path} is no grading worksheet of Moodle: no column holds 'Participant 123', with another number in each "
            "row. Download it from the assignment's submissions: Actions > Download grading worksheet."
        )
    maximum = known.get("maximum", _maximum(sheet, identifier))
    grade = known.get("grade", None if maximum is None else maximum - 1)
    if "maximum" not in known and maximum != (None if grade is None else grade + 1):
        maximum = None  # a number that all rows share, but not beside the grade
    if grade is None:
        raise AutograderError(
            f"Which column of {path} is for the grade? Say --column grade=HEADER; its headers are: "
            f"{', '.join(sheet.header)}."
        )
    return Columns(
        identifier,
        grade,
        maximum,
        changeable=known.get("changeable", _changeable(sheet, grade)),
        comments=known.get("comments"),
        name=known.get("name", _name(sheet, identifier, grade)),
        email=known.get("email", _email(sheet, identifier, grade)),
        id=known.get("id"),
    )


def _place(sheet: Sheet, header: str, path: object) -> int:
    places = [place for place, known in enumerate(sheet.header) if known.strip() == header.strip()]
    if len(places) != 1:
        how_many = "no column" if not places else f"{len(places)} columns"
        raise AutograderError(f"{path} has {how_many} {header!r}; its headers are: {', '.join(sheet.header)}.")
    return places[0]


def _first(sheet: Sheet, header: str) -> int | None:
    return next((place for place, known in enumerate(sheet.header) if known.strip().casefold() == header), None)


def _identifier(sheet: Sheet) -> int | None:
    return next((place for place in range(len(sheet.header)) if _are_identifiers(sheet.column(place))), None)


def _are_identifiers(cells: Sequence[str]) -> bool:
    """Tell whether the cells are one word and a number each, the numbers all different."""
    found = [_IDENTIFIER.fullmatch(cell.strip()) for cell in cells]
    words = {match[1] for match in found if match}
    numbers = {int(match[2]) for match in found if match and len(match[2]) < 20}
    return len(words) == 1 and len(numbers) == len(cells)


def _maximum(sheet: Sheet, identifier: int) -> int | None:
    """Return the one column of a constant positive number that stands after one of grades: empty, or numbers."""
    found = []
    for place in range(identifier + 2, len(sheet.header)):
        values = {read_number(cell) for cell in sheet.column(place)}
        grades = sheet.column(place - 1)
        if len(values) == 1 and values.pop() and all(not cell or read_number(cell) is not None for cell in grades):
            found.append(place)
    return found[0] if len(found) == 1 else None


def _changeable(sheet: Sheet, grade: int) -> int | None:
    for place in range(grade + 1, len(sheet.header)):
        if {cell.strip().casefold() for cell in sheet.column(place)} <= YES | NO:
            return place
    return None


def _name(sheet: Sheet, identifier: int, grade: int) -> int | None:
    """Return the column of names: the one after the identifier, unless that is the status, which many rows share."""
    place = identifier + 1
    several = len(sheet.rows) == 1 or len(set(sheet.column(place))) * 2 > len(sheet.rows)
    return place if grade - identifier > 2 and several and place != _email(sheet, identifier, grade) else None


def _email(sheet: Sheet, identifier: int, grade: int) -> int | None:
    for place in range(identifier + 1, grade):
        cells = [cell for cell in sheet.column(place) if cell]
        if cells and all("@" in cell.strip("@") and " " not in cell for cell in cells):
            return place
    return None
