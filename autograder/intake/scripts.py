"""Cutting a script into cells, so that an exception, or a syntax error, loses only what depends on its statement.

Cells begin where the tools that make scripts of notebooks mark it (`# %%`, `# In[3]:`), and within those at each
statement that is not indented. Magics are lines of a notebook; some of them Colab's export hides in comments.
"""

import ast
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

_MARKER: Final = re.compile(r"#\s?%%(?!\w)|# In\s?\[[\d ]*\]|# <codecell>|# COMMAND -{5,}|# \+\s*$")
_GOES_ON: Final = re.compile(r"(?:else|elif|except|finally)\b")
_MAGIC: Final = ("!", "%")
_TOKEN: Final = re.compile(r"""#|(?P<quote>\"{3}|'{3}|"|')|(?P<open>[(\[{])|(?P<close>[)\]}])""")
_ENDS: Final = {quote: re.compile(rf"(?:[^\\]|\\.)*?{quote}", re.DOTALL) for quote in ('"""', "'''", '"', "'")}
_COLAB: Final = "# Commented out IPython magic to ensure Python compatibility.\n"
_CELL_MAGIC: Final = re.compile(
    rf"{re.escape(_COLAB)}((?:#[^\n]*\n){{0,20}}?)((?:# ?%%\w[^\n]*\n)(?:#[^\n]*(?:\n|\Z))*)"
)
_LINE_MAGIC: Final = re.compile(r"^([ \t]*)# (%[A-Za-z])", re.MULTILINE)
_MAGIC_LINE: Final = re.compile(r"^([ \t]*)[!%][^\n]*|(?<==)[ \t]*[!%]\w[^\n]*", re.MULTILINE)
_MOST_PARSED: Final = 2_000_000  # characters, each time they are looked at: some seconds
_MOST_PIECES: Final = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a script that runs as a cell; one that `goes_on` belongs to the same cell as the piece before it.

    `line` is that of the script, from 1, where it begins.
    """

    source: str
    goes_on: bool
    line: int = 1


def cut(text: str) -> list[Piece]:
    """Return a script in pieces, in order; one without any code is one piece."""
    reader = _Reader()
    cells = _cells(_uncommented(text).splitlines(keepends=True))
    pieces = [
        Piece(source.strip("\n") + "\n", place > 0)
        for cell in cells
        for place, source in enumerate(filter(_has_code, reader.statements(cell)))
    ]
    return _numbered(_bounded(pieces), text.splitlines()) or [Piece(text, goes_on=False)]


def _numbered(pieces: Sequence[Piece], lines: Sequence[str]) -> list[Piece]:
    """Return the pieces with the lines of the script at which they begin; in it, magics may stand in comments."""
    numbered, place = [], 0
    for piece in pieces:
        own = piece.source.splitlines()
        before = next(number for number, line in enumerate(own) if _has_code(line))
        code = own[before].strip()
        found = (n for n in range(place, len(lines)) if lines[n].strip().removeprefix("# ") == code.removeprefix("# "))
        place = next(found, place)
        numbered.append(replace(piece, line=max(place - before, 0) + 1))
        place += len(own) - before
    return numbered


def _uncommented(text: str) -> str:
    """Return the text with the magics that Colab has commented out, and with all of a cell that begins with one."""
    if _COLAB not in text:
        return text

    def cell(found: re.Match[str]) -> str:
        return f"# %%\n{found[1]}{re.sub('^# ?', '', found[2], flags=re.MULTILINE).rstrip()}\n\n# %%\n"

    return _LINE_MAGIC.sub(r"\1\2", _CELL_MAGIC.sub(cell, text))


def _cells(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of each cell; without markers all are one."""
    cell: list[str] = []
    for line in lines:
        if _MARKER.match(line) and cell:
            yield cell
            cell = []
        cell.append(line)
    yield cell


def _begins(line: str) -> bool:
    """Tell whether a line is one of code that is not indented."""
    return not line[:1].isspace() and not line.startswith("#")


def _has_code(source: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in source.splitlines())


def _bounded(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, of very many each some together."""
    together = math.ceil(len(pieces) / _MOST_PIECES)
    if together <= 1:
        return pieces
    groups = (pieces[place : place + together] for place in range(0, len(pieces), together))
    return [Piece("".join(piece.source for piece in group), group[0].goes_on) for group in groups]


@dataclass(slots=True)
class _State:
    """What is open at the end of a line: brackets, a string by its quotes, or the line itself, by a backslash."""

    depth: int = 0
    quote: str = ""
    joined: bool = False

    @property
    def is_open(self) -> bool:
        return self.depth > 0 or bool(self.quote) or self.joined

    def read(self, line: str) -> None:
        """Take in the next line."""
        place, self.joined = 0, False
        while place < len(line):
            if self.quote:
                end = _ENDS[self.quote].match(line, place)
                if end is None:
                    if len(self.quote) == 1 and not line.endswith("\\\n"):
                        self.quote = ""  # a string that is not closed ends with its line
                    return
                place, self.quote = end.end(), ""
            token = _TOKEN.search(line, place)
            if token is None or token[0] == "#":
                self.joined = token is None and line.endswith("\\\n")
                return
            self.quote = token["quote"] or ""
            self.depth = max(0, self.depth + bool(token["open"]) - bool(token["close"]))
            place = token.end()


class _Reader:
    """Finds statements; it gives up repairing broken ones after a while."""

    def __init__(self) -> None:
        self._room = _MOST_PARSED

    def statements(self, lines: Sequence[str]) -> Iterator[str]:
        """Yield the statements of a cell, each with the comments before it."""
        begin = 0
        while begin < len(lines):
            end = self._end(lines, begin)
            yield "".join(lines[begin:end])
            begin = end

    def _end(self, lines: Sequence[str], begin: int) -> int:
        """Return the line after the statement that begins at a line, or at a later one after comments.

        A broken one, which may seem to go on for ever, ends at the next line that is not indented.
        """
        state, started, decorated = _State(), False, False
        doubtful = last = 0  # the first such line in the statement, and the line after its last one of code
        for number in range(begin, len(lines)):
            line = lines[number]
            if not state.is_open and _begins(line):
                if started and not decorated and not _GOES_ON.match(line):
                    return self._checked(lines, begin, number, doubtful, last)
                started, decorated = True, line.startswith("@")
                if line.startswith(_MAGIC):
                    return _end_of_magic(lines, number, alone=bool(_MARKER.match(lines[begin])))
            elif _begins(line):
                doubtful = doubtful or number
            state.read(line)
            if line.strip() and not line.startswith("#"):
                started, last = True, number + 1
        if state.is_open and doubtful and self._has_room(sum(map(len, lines[begin:]))):
            return doubtful
        return self._checked(lines, begin, len(lines), doubtful, last)

    def _checked(self, lines: Sequence[str], begin: int, end: int, doubtful: int, last: int) -> int:
        """Return where a statement ends: before the comments of the next one, or before a doubtful line if broken."""
        if doubtful and not self._parses("".join(lines[begin:end])):
            return doubtful
        return end if end == len(lines) else last

    def _has_room(self, characters: int) -> bool:
        self._room -= characters
        return self._room >= 0

    def _parses(self, source: str) -> bool:
        if not self._has_room(len(source)):
            return True
        try:
            ast.parse(_MAGIC_LINE.sub(lambda found: f"{found[1]}pass" if found[1] is not None else "0", source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
        return True


def _end_of_magic(lines: Sequence[str], begin: int, *, alone: bool) -> int:
    """Return the line after a magic: a cell magic goes on to the end of its cell, or else to the next empty line."""
    if lines[begin].startswith("%%"):
        empty = (number for number in range(begin, len(lines)) if not lines[number].strip() and not alone)
        return next(empty, len(lines))
    end = begin
    while end + 1 < len(lines) and lines[end].endswith("\\\n"):
        end += 1
    return end + 1
