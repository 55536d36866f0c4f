"""What the places in a submission are called: cells in a notebook, lines in a script.

A script runs in pieces, as if each were a cell; its author knows nothing of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Places:
    """Names for places; `lines` are those of a script at which its pieces begin, () for a notebook.

    Cells and pieces are counted from 0, lines from 1.
    """

    lines: Sequence[int] = ()

    def cell(self, cell: int, line: int = 0) -> str:
        """Return the name of a cell, or of a line of it where that says more."""
        return f"line {self._in_script(cell, line or 1)} of your script" if self.lines else f"cell {cell + 1}"

    def line(self, cell: int, line: int, function: str, begin: int) -> str:
        """Return the name of a line of a cell, in a `function` that begins at a line of it."""
        named = function and not function.rpartition(".")[2].startswith("<")
        if self.lines:
            within = f", in {function}" if named else ""
            return f"line {self._in_script(cell, line)} of your script{within}"
        return f"line {line - begin + 1} of {function}" if named else f"line {line} of cell {cell + 1}"

    def _in_script(self, cell: int, line: int) -> int:
        return self.lines[min(cell, len(self.lines) - 1)] + line - 1
