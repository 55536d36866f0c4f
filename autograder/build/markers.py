"""The marks in a master notebook: raw cells around each question, comments around what students are to write."""

import ast
import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from autograder.errors import AutograderError

if TYPE_CHECKING:
    from nbformat import NotebookNode

MARKERS = ("BEGIN QUESTION", "BEGIN SOLUTION", "END SOLUTION", "END QUESTION")  # of one question, in order
_RAW = re.compile(r"#\s*((?:BEGIN|END) (?:QUESTION|SOLUTION|TESTS)|ASSIGNMENT CONFIG)\b")
_BEGIN, _END = "# BEGIN SOLUTION", "# END SOLUTION"
_COMMENTS = (_BEGIN, "# BEGIN SOLUTION NO PROMPT", _END, "# BEGIN PROMPT", "# END PROMPT")
_NEARLY = re.compile(r"^\s*(#\s*(?:BEGIN|END)\b.*?)\s*$", re.IGNORECASE)
_LINE = re.compile(r"#\s?SOLUTION(?: NO PROMPT)?\s*$")


@dataclass(frozen=True, slots=True)
class Hole:
    """Lines of a cell, counted from 1, that students do not get."""

    first: int
    last: int


def marker_of(cell: "NotebookNode") -> str:
    """Return the mark that a raw cell is, or ""."""
    found = _RAW.match(cell.source)
    return found.group(1) if found and cell.cell_type == "raw" else ""


def refuse_misplaced_markers(cells: Sequence["NotebookNode"]) -> None:
    """Raise where a mark is missing, misspelt or out of order: otter would pass over it, and over the question."""
    due = 0
    questions: dict[str, int] = {}
    for position, cell in enumerate(cells, start=1):
        marker, where = marker_of(cell), place_of(position, cell.source)
        _refuse_otherwise_marked(cell, marker, where)
        if marker and marker != MARKERS[due]:
            raise AutograderError(f"{where}: {MARKERS[due]} is due, but {marker} came.")
        if cell.cell_type == "markdown" and MARKERS[due] == "END SOLUTION":
            raise AutograderError(
                f"{where}: text between BEGIN SOLUTION and END SOLUTION does not reach students; put it before BEGIN "
                "SOLUTION."
            )
        if marker == "BEGIN QUESTION":
            name = question_name(cell, position)
            if name in questions:
                raise AutograderError(
                    f"{where}: there is a question {name} in cell {questions[name]} already; give each its own name."
                )
            questions[name] = position
        due = (due + bool(marker)) % len(MARKERS)
    if due:
        raise AutograderError(f"Master notebook: it ends where {MARKERS[due]} is due.")


def question_name(cell: "NotebookNode", position: int) -> str:
    """Return the name of the question that begins in the cell."""
    found = re.search(r"^name:\s*(\w+)\s*$", cell.source, flags=re.MULTILINE)
    if not found:
        if other := re.search(r"^name:(.*)$", cell.source, flags=re.MULTILINE):
            said = f"{other[1].strip()!r} cannot name a question; take letters, digits and _."
            raise AutograderError(f"Master notebook, cell {position}: {said}")
        raise AutograderError(f"Master notebook, cell {position}: a question begins without a line 'name: ...'.")
    return found.group(1)


def place_of(position: int, source: str) -> str:
    """Return words for a cell: its number, and its first line for those who see no numbers."""
    first = next((line.strip() for line in source.splitlines() if line.strip()), "")
    return f"Master notebook, cell {position} ({first[:60]})" if first else f"Master notebook, cell {position}"


def refuse_broken_code(cells: Sequence["NotebookNode"]) -> None:
    """Raise where a code cell does not parse, or where the comments around a solution in it do not come in pairs."""
    for position, cell in enumerate(cells, start=1):
        if cell.cell_type == "code":
            where = place_of(position, cell.source)
            list(holes(cell.source, where))
            parse_cell(cell.source, where)


def holes(source: str, where: str) -> Iterator[Hole]:
    """Yield the lines of a code cell that students do not get, which are a solution.

    Raises:
        AutograderError: a mark is misspelt, or one of a pair is missing.

    """
    begun = 0
    for number, line in enumerate(source.splitlines(), start=1):
        if found := _NEARLY.match(line):
            _refuse_misspelt(found[1], where, number)
        text = line.strip()
        if text == _END:
            if not begun:
                raise AutograderError(f"{where}: {_END} in line {number} ends what no {_BEGIN} begins; add it above.")
            yield Hole(begun, number)
            begun = 0
        elif text.startswith(_BEGIN):
            if begun:
                raise AutograderError(f"{where}: {_BEGIN} in line {number}, but the one in line {begun} has no {_END}.")
            begun = number
        elif not begun and _LINE.search(line):
            yield Hole(number, number)
    if begun:
        raise AutograderError(f"{where}: {_BEGIN} in line {begun} has no {_END}; add it where the solution ends.")


def parse_cell(source: str, where: str) -> ast.Module:
    """Return the code of a cell parsed, its magics replaced as IPython does.

    Raises:
        AutograderError: it is not valid Python.

    """
    try:
        return ast.parse(source)
    except SyntaxError:
        pass
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        return ast.parse(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    except SyntaxError as error:
        raise AutograderError(f"{where}: not valid Python in line {error.lineno}: {error.msg}.") from error


def _refuse_otherwise_marked(cell: "NotebookNode", marker: str, where: str) -> None:
    if marker in ("ASSIGNMENT CONFIG", "BEGIN TESTS"):
        raise AutograderError(
            f"{where}: take {marker} away; the settings stand in assignment.toml and the tests in tests/otter/."
        )
    lines = [line for line in cell.source.splitlines() if line.strip()]
    if cell.cell_type != "raw":
        first = re.sub(r"^(#\s*)+", "# ", lines[0]) if lines else ""
        if (alone := _RAW.match(first)) and (len(lines) == 1 or "QUESTION" in alone[1]):
            raise AutograderError(f"{where}: {alone[1]} must stand in a raw cell: # %% [raw]")
        return
    if lines and not marker and re.match(r"#\s*(BEGIN|END)\b", lines[0], flags=re.IGNORECASE):
        near = difflib.get_close_matches(lines[0].lstrip("# ").upper(), MARKERS, n=1)
        hint = f"did you mean {near[0]}?" if near else f"the marks are {', '.join(MARKERS)}."
        raise AutograderError(f"{where}: unknown mark; {hint}")


def _refuse_misspelt(comment: str, where: str, line: int) -> None:
    if comment in _COMMENTS:
        return
    near = difflib.get_close_matches(re.sub(r"^#\s*", "# ", comment).upper(), _COMMENTS, n=1, cutoff=0.8)
    if near:
        raise AutograderError(f"{where}: {comment!r} in line {line} is no mark; did you mean {near[0]!r}?")
