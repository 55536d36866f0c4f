"""A CSV file of an LMS: read with all that has to stay as it is, and written in the same form."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AutograderError

MAX_BYTES = 50_000_000
_BOM = "\ufeff"
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: a header and rows of as many cells, and how they stand in the file."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    delimiter: str = ","
    newline: str = "\r\n"
    bom: bool = False

    def column(self, index: int) -> tuple[str, ...]:
        """Return the cells of a column under its header."""
        return tuple(row[index] for row in self.rows)

    def to_text(self) -> str:
        """Return the content of the file."""
        stream = io.StringIO()
        plain = csv.writer(stream, delimiter=self.delimiter, lineterminator=self.newline)
        quoted = csv.writer(stream, delimiter=self.delimiter, lineterminator=self.newline, quoting=csv.QUOTE_ALL)
        for row in (self.header, *self.rows):
            # csv quotes a lone line break only when it is its own, and no cell of a table may be taken for a break
            breaks = any("\r" in cell or "\n" in cell for cell in row)
            (quoted if breaks else plain).writerow(row)
        return (_BOM if self.bom else "") + stream.getvalue()


def read_sheet(path: Path, what: str) -> Sheet:
    """Return the table in the CSV file at `path`, which the user knows as `what`.

    The separator is the one of comma, semicolon and tab that gives all rows as many cells as the header.
    """
    text = _text(path, what)
    bom, text = text.startswith(_BOM), text.removeprefix(_BOM)
    tables = {delimiter: _parse(text, delimiter) for delimiter in _DELIMITERS}
    regular = [delimiter for delimiter in _DELIMITERS if _is_regular(tables[delimiter])]
    if not regular:
        raise AutograderError(
            f"{path} is not the CSV file of {what}: its rows do not have as many cells as its header; download it "
            "again, and do not change it in an editor."
        )
    delimiter = max(regular, key=lambda candidate: len(tables[candidate][0]))
    header, *rows = tables[delimiter]
    first_line_end = text.find("\n")
    newline = "\r\n" if first_line_end < 1 or text[first_line_end - 1] == "\r" else "\n"
    return Sheet(tuple(header), tuple(map(tuple, rows)), delimiter, newline, bom)


def _text(path: Path, what: str) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise AutograderError(f"{path} is larger than {MAX_BYTES // 1_000_000} MB, so it is not {what}.")
        content = path.read_bytes()
    except OSError as error:
        raise AutograderError(f"{path} cannot be read ({error.strerror}); give the path of {what}.") from error
    if content.startswith(b"PK"):
        raise AutograderError(f"{path} is a zip or an Excel file; give {what} as the CSV file that was downloaded.")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise AutograderError(
            f"{path} is not in UTF-8 (byte {error.start}), so another program has saved it; download {what} "
            "again, or save it as 'CSV UTF-8'."
        ) from error
    if "\0" in text:
        raise AutograderError(f"{path} holds zero bytes, so it is not {what}; download it again.")
    return text


def _parse(text: str, delimiter: str) -> Sequence[Sequence[str]]:
    """Return the rows that are not empty; none when the text is not CSV with that separator."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [row for row in rows if row]
    except csv.Error:
        return []


def _is_regular(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) > 0 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows)
