"""Cells of tables for spreadsheets: text that no spreadsheet takes for a formula, and numbers that stay numbers."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterable

from autograder.text.numbers import tidy

# What begins a formula in Excel, LibreOffice or Google Sheets: the last four are the same signs as wide letters.
FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
_CUT = frozenset("\t\r\n")  # and these are cut off, or end the row, before a spreadsheet looks for a formula
_NUMBER = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_SEPARATORS = ",;\t"


def harmless(text: str, *, delimiter: str = ",") -> str:
    """Return `text` with an apostrophe before whatever a spreadsheet would take for a formula.

    That is at its beginning (invisible characters left aside), and after a line break or a separator in it, because a
    spreadsheet that expects another separator than `delimiter` cuts there. A number stays as it is; the same text comes
    out when this is done once more.
    """
    if is_number(text):
        return text
    if text[:1] in _CUT or starts_formula(text):
        text = f"'{text}"
    return after_separators(text, lambda sign: f"'{sign}", delimiter=delimiter)


def is_harmless(text: str) -> bool:
    """Tell whether a spreadsheet that reads the cell alone takes `text` for a value."""
    return is_number(text) or not (text[:1] in _CUT or starts_formula(text))


def is_number(text: str) -> bool:
    """Tell whether `text` is a plain number, with a point or a comma in it."""
    return _NUMBER.fullmatch(text) is not None


def starts_formula(text: str) -> bool:
    """Tell whether the first character that can be seen begins a formula; a sign alone, a dash say, does not."""
    visible = (char for char in text if not _is_invisible(char))
    return next(visible, "") in FORMULA_STARTS and len(text.strip()) > 1


def after_separators(text: str, replace: Callable[[str], str], *, delimiter: str = ",") -> str:
    """Return `text` with each sign of a formula that comes first after a line break or a separator replaced."""
    others = "".join(separator for separator in _SEPARATORS if separator != delimiter)
    signs = "".join(map(re.escape, sorted(FORMULA_STARTS)))
    return re.sub(rf"(?<=[\r\n{others}])(\s*)([{signs}])", lambda found: found[1] + replace(found[2]), text)


def csv_text(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> str:
    """Return the text of a CSV file with these rows."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def number(points: float) -> str:
    """Return points as digits with a decimal point, without needless zeros and without an exponent."""
    return f"{tidy(points):.4f}".rstrip("0").rstrip(".")


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char)[0] in "ZC"
