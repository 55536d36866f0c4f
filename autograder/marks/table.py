"""CSV as people hand it in, from Excel in any language or typed: columns by name, rows by number."""

import csv
import io
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from autograder.errors import AutograderError
from autograder.text.cells import harmless
from autograder.text.plain_text import printable
from autograder.text.reading import read_csv_text

Said = TypeVar("Said")  # what a row says

_LISTED = 30
_DELIMITERS = ",;\t"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its number in a spreadsheet, its cells by the names of their columns in lower case; "" where it ends."""

    number: int
    cells: Mapping[str, str]
    too_long: bool = False

    def __getitem__(self, column: str) -> str:
        """Return a cell, empty when there is no such column."""
        return self.cells.get(column, "")


def read_table(path: Path, needed: Sequence[str]) -> tuple[TableRow, ...]:
    """Return the rows of a CSV file that are not empty.

    Understood are commas, semicolons and tabs between cells, UTF-8 with or without its mark, UTF-16, and Windows' own
    encoding of western languages.

    Raises:
        AutograderError: it cannot be read, or lacks one of the columns `needed` ("a|b": one of the two).

    """
    text = read_csv_text(path, "The file")
    for delimiter in _DELIMITERS:
        rows = _rows(text, delimiter, path)
        first = next((place for place, row in enumerate(rows) if _is_header(row)), None)
        if first is None:
            continue
        header = [name.strip().lower() for name in rows[first]]
        if all(any(name in header for name in names.split("|")) for names in needed):
            if twice := [name for name in header if name and header.count(name) > 1]:
                raise AutograderError(f"{path} has two columns {twice[0]!r}; rename one of them.")
            body = enumerate(rows[first + 1 :], start=first + 2)
            return tuple(_row(number, header, row) for number, row in body if any(cell.strip() for cell in row))
    listed = ", ".join(names.replace("|", " or ") for names in needed)
    raise AutograderError(f"{path} must have a first line that names the columns {listed}.")


def read_rows(
    rows: Sequence[TableRow], read: Callable[[TableRow], Iterable[tuple[Hashable, str, Said]]], path: Path
) -> list[Said]:
    """Return what all rows of a table say: `read` yields of each a key for what it is about, that in words, and it.

    Raises:
        AutograderError: with the first rows that are wrong, each on a line; `read` raises for one, it has more cells
            than the first line, or is about what another one is about.

    """
    found: dict[Hashable, tuple[int, Said]] = {}
    problems = []
    for row in rows:
        try:
            if row.too_long:
                raise AutograderError(
                    "it has more cells than the first line; put text with commas between double quotes"
                )
            for key, what, said in read(row):
                first, _ = found.setdefault(key, (row.number, said))
                if first != row.number:
                    raise AutograderError(f"{what} in row {first} already")
        except AutograderError as error:
            problems.append(f"row {row.number}: {error}")
    if problems:
        shown, rest = problems[:_LISTED], len(problems) - _LISTED
        count = "One row is" if len(problems) == 1 else f"{len(problems)} rows are"
        lines = [*(f"  {printable(problem)}" for problem in shown), *([f"  and {rest} more"] if rest > 0 else [])]
        raise AutograderError("\n".join([f"{count} wrong in {path}, so nothing was written:", *lines]))
    return [said for _, said in found.values()]


def number(text: str) -> float | None:
    """Return the number in a cell, with a point or a comma in it; None when it is none."""
    plain = text.strip().removeprefix("'")
    return float(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) and len(plain) < 30 else None


def original(text: str) -> str:
    """Return what a cell said before `harmless` put an apostrophe at its beginning."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) != text[1:] else text


def _is_header(row: Sequence[str]) -> bool:
    return any(row) and not row[0].lower().startswith("sep=")


def _row(number: int, header: Sequence[str], row: Sequence[str]) -> TableRow:
    cells = {name: cell.strip() for name, cell in zip(header, row, strict=False) if name}
    return TableRow(number, cells, any(cell.strip() for cell in row[len(header) :]))


def _rows(text: str, delimiter: str, path: Path) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(reader)
    except csv.Error as error:
        raise AutograderError(
            f"{path} cannot be read as CSV (line {reader.line_num}: {error}); save it as CSV again."
        ) from error
