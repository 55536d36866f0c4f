"""Work that does not count: in a text cell, under another name, after the check that counts, or without a result."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

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

    `is_known` tells whether a name means something in the assignment, and so is no misspelling of another.
    """

    cells: Sequence[str] = ()
    texts: Sequence[tuple[int, str]] = ()
    places: Places = field(default_factory=Places)
    is_known: Callable[[str], bool] = lambda name: False

    def find(self, name: str, message: str, checked: int | None) -> str:
        """Return where something stands that was not found after the cell `checked`, in a sentence; "" if nowhere.

        Where no `name` is known, it may be that of a function in the `message`.
        """
        names, kinds = ([name], (ast.stmt,)) if name else (self._made_in(message), _DEFINITIONS)
        found = (self._after(each, kinds, checked) or self._in_text(each, kinds) for each in names)
        return next(filter(None, found), "") or (self._misspelt(name, checked) if name else "")

    def without_result(self, what: str, value: str, checked: int | None, ended: Mapping[int, str]) -> str:
        """Return what is to be asked where `what` a test looked at is filled in, and gives nothing; "" for a stub.

        `ended` are the exceptions that stopped some of the cells, "" where a stub did.
        """
        cells = dict(enumerate(self.cells if checked is None else self.cells[: checked + 1]))
        return why_empty(what, value, cells, ended, self.places.cell)

    def _made_in(self, message: str) -> list[str]:
        """Return the words of a message that are names which a cell makes."""
        made, in_texts = _makers(tuple(self.cells)), _makers_in_texts(tuple(self.texts))
        return [word for word in dict.fromkeys(_WORD.findall(message)) if word in made or word in in_texts]

    def _after(self, name: str, kinds: tuple[type, ...], checked: int | None) -> str:
        if checked is None:
            return ""
        made = _makers(tuple(self.cells)).get(name, ())
        cell = next((cell for cell, kind in made if cell > checked and issubclass(kind, kinds)), None)
        if cell is None:
            return ""
        again = any(name in _WORD.findall(source) and _binds(source, name) for source in self.cells[: checked + 1])
        return (
            f"`{name}` is defined {'again ' if again else ''}in {self.places.cell(cell)}, after the check in "
            f"{self.places.cell(checked)} that counts: move it up."
        )

    def _in_text(self, name: str, kinds: tuple[type, ...]) -> str:
        made = _makers_in_texts(tuple(self.texts)).get(name, ())
        for number, kind in made:
            if issubclass(kind, kinds):
                before = self.texts[number][0]
                place = f"after {self.places.cell(before - 1)}" if before else "at the beginning"
                return f"`{name}` stands in a text cell, {place}, and text is not run: make it a code cell."
        return ""

    def _misspelt(self, name: str, checked: int | None) -> str:
        cells = self.cells if checked is None else self.cells[: checked + 1]
        made = {each: cell for cell, source in enumerate(cells) for each in _made(source)}
        while near := close_name(name, made):
            cell = made.pop(near)
            if not self.is_known(near):
                return f"There is no `{name}`, but `{near}` in {self.places.cell(cell)}: is that its name?"
        return ""


def is_known(sources: Sequence[str], name: str) -> bool:
    """Tell whether a name stands in the code of one of the sources, which are test files and the solution."""
    return any(name in source and name in names_in(source) for source in sources)


@functools.lru_cache(256)
def names_in(source: str) -> frozenset[str]:
    """Return the names that mean something in a source of the assignment."""
    found = set[str]()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
    return frozenset(found)


@functools.lru_cache(8)
def _makers(sources: tuple[str, ...]) -> Mapping[str, Sequence[tuple[int, type]]]:
    """Return for each name the places of the sources that give it more than a stub, and by what kind of statement."""
    makers: dict[str, list[tuple[int, type]]] = {}
    for place, source in enumerate(sources):
        for node in parsed(source) or ():
            for name in bound_names(node) if not is_stub(node) else ():
                makers.setdefault(name, []).append((place, type(node)))
    return makers


@functools.lru_cache(8)
def _makers_in_texts(texts: tuple[tuple[int, str], ...]) -> Mapping[str, Sequence[tuple[int, type]]]:
    return _makers(tuple(_FENCE.sub("", text) for _, text in texts))


def _binds(source: str, name: str) -> bool:
    return any(name in bound_names(node) for node in parsed(source) or ())


@functools.lru_cache(256)
def _made(source: str) -> Sequence[str]:
    nodes = [node for node in parsed(source) or () if isinstance(node, (*_DEFINITIONS, ast.Assign))]
    return [name for node in nodes if not is_stub(node) for name in bound_names(node)]
