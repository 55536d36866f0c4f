"""Work that does not count: in a text cell, under another name, after the check that counts, or without a result."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from autograder.testing.filled import is_stub, why_empty
from autograder.testing.spelling import close_name
from autograder.testing.statements import bound_names, parsed
from autograder.text.places import Places

_FENCE: Final = re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE)
_WORD: Final = re.compile(r"[A-Za-z_]\w*")
_DEFINITIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The cells of a submission with code, and those of text, each with the number of code cells before it.

    `known` gives the names that mean something in the assignment, and so are no misspelling of another.
    """

    cells: Sequence[str] = ()
    texts: Sequence[tuple[int, str]] = ()
    places: Places = field(default_factory=Places)
    known: Callable[[], Collection[str]] = frozenset

    def find(self, name: str, message: str, checked: int | None) -> str:
        """Return where something stands that was not found after the cell `checked`, in a sentence; "" if nowhere.

        Where no `name` is known, it may be that of a function in the `message`.
        """
        names, kinds = ([name], (ast.stmt,)) if name else (dict.fromkeys(_WORD.findall(message)), _DEFINITIONS)
        found = (self._after(each, kinds, checked) or self._in_text(each, kinds) for each in names)
        return next(filter(None, found), "") or (self._misspelt(name, checked) if name else "")

    def without_result(self, what: str, value: str, checked: int | None) -> str:
        """Return what is to be asked where `what` a test looked at is filled in, and gives nothing; "" for a stub."""
        cells = dict(enumerate(self.cells if checked is None else self.cells[: checked + 1]))
        return why_empty(what, value, cells, self.places.cell)

    def _after(self, name: str, kinds: tuple[type, ...], checked: int | None) -> str:
        if checked is None:
            return ""
        later = (cell for cell in range(checked + 1, len(self.cells)) if _makes(self.cells[cell], name, kinds))
        cell = next(later, None)
        if cell is None:
            return ""
        again = any(name in _WORD.findall(source) and _binds(source, name) for source in self.cells[: checked + 1])
        return (
            f"`{name}` is defined {'again ' if again else ''}in {self.places.cell(cell)}, after the check in "
            f"{self.places.cell(checked)} that counts: move it up."
        )

    def _in_text(self, name: str, kinds: tuple[type, ...]) -> str:
        for before, text in self.texts:
            if _makes(_FENCE.sub("", text), name, kinds):
                place = f"after {self.places.cell(before - 1)}" if before else "at the beginning"
                return f"`{name}` stands in a text cell, {place}, and text is not run: make it a code cell."
        return ""

    def _misspelt(self, name: str, checked: int | None) -> str:
        known = self.known()
        cells = self.cells if checked is None else self.cells[: checked + 1]
        made = {each: cell for cell, source in enumerate(cells) for each in _made(source) if each not in known}
        near = close_name(name, made)
        return (
            f"There is no `{name}`, but `{near}` in {self.places.cell(made[near])}: is that its name?" if near else ""
        )


def names_known(tests: Mapping[str, Any], solution: str) -> frozenset[str]:
    """Return the names in the code of the test files, and those that the solution makes."""
    found = set[str]()
    for source in (*(getattr(test, "source", "") for test in tests.values()), solution):
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    found.add(name)
    return frozenset(found)


def _makes(source: str, name: str, kinds: tuple[type, ...]) -> bool:
    """Tell whether a cell has a statement of these kinds that gives a name more than a stub."""
    if name not in source:
        return False
    made = (node for node in parsed(source) or () if isinstance(node, kinds) and not is_stub(node))
    return any(name in bound_names(node) for node in made)


def _binds(source: str, name: str) -> bool:
    return any(name in bound_names(node) for node in parsed(source) or ())


def _made(source: str) -> Iterator[str]:
    for node in parsed(source) or ():
        if isinstance(node, (*_DEFINITIONS, ast.Assign)) and not is_stub(node):
            yield from bound_names(node)
