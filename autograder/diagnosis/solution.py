"""The solution notebook taken apart: what can be loaded at once, and what has to be computed for a question."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from autograder.assignments.solution import is_definition

_CHANGING: Final = frozenset({"add", "append", "extend", "insert", "setdefault", "update"})


@dataclass(frozen=True, slots=True)
class _Statement:
    source: str
    binds: frozenset[str]
    uses: frozenset[str]
    is_definition: bool


class Solution:
    """The top-level statements of a solution."""

    def __init__(self, source: str) -> None:
        """Take the solution's code apart; a part that is no Python raises SyntaxError."""
        self._statements = tuple(_statements(ast.parse(source)))

    @property
    def definitions(self) -> str:
        """Imports, functions, classes and constants: nothing of it takes any time."""
        return "\n\n".join(part.source for part in self._statements if part.is_definition)

    def computing(self, names: Collection[str]) -> tuple[str, ...]:
        """Return the statements that compute the `names`, and what those need, in order."""
        wanted = set(names)
        chosen: set[int] = set()
        while True:
            more = {
                number for number, part in enumerate(self._statements) if number not in chosen and part.binds & wanted
            }
            if not more:
                break
            chosen |= more
            wanted.update(*(self._statements[number].uses for number in more))
        parts = [self._statements[number] for number in sorted(chosen)]
        return tuple(part.source for part in parts if not part.is_definition)


def names_in(source: str) -> frozenset[str]:
    """Return the names that code may want: those it reads, and every text in it that could be a name."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found.add(node.value)
    return frozenset(found)


def _statements(tree: ast.Module) -> Iterator[_Statement]:
    assigned = {
        name.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for name in ast.walk(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
    }
    for node in tree.body:
        binds = frozenset(_bound(node, assigned))
        if binds:
            source = ast.unparse(node)
            uses = frozenset(_global_names(symtable.symtable(source, "solution", "exec")))
            yield _Statement(source, binds, uses, is_definition(node))


def _global_names(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that code looks up in its module."""
    for symbol in table.get_symbols():
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global_names(inner)


def _bound(node: ast.stmt, assigned: Collection[str]) -> Iterator[str]:
    """Yield the names to which a top-level statement gives a value, or whose value it changes in a loop."""
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in aliases)
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
            yield from _stored(node)
        case ast.For() | ast.While() | ast.If() | ast.With() | ast.Try():
            yield from _stored(node)
            for part in ast.walk(node):
                yield from (name for name in _changed(part) if name in assigned)


def _changed(part: ast.AST) -> Iterator[str]:
    """Yield the names of what an expression changes in place: a[i] = ..., a.append(...)."""
    match part:
        case ast.Subscript(value=base, ctx=ast.Store()):
            pass
        case ast.Call(func=ast.Attribute(value=base, attr=method)) if method in _CHANGING:
            pass
        case _:
            return
    yield from (name.id for name in ast.walk(base) if isinstance(name, ast.Name))


def _stored(node: ast.stmt) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
