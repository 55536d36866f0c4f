"""Which statements of a notebook a value depends on, told from the text of its cells."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Any

_LONGEST = 50_000
_MOST_CELLS = 1_000
_MAGIC = re.compile(r"^([ \t]*)[!%](?!%)[^\n]*|^%%(?:time|timeit|capture)\b[^\n]*", re.MULTILINE)


def statements_for(cells: Any, names: Collection[str], given: Collection[str]) -> list[str]:
    """Return the top-level statements of the `cells`, texts in order, on which `names` depend, in their order.

    Those that bind nothing but what is `given` are left out. A name is taken to depend on whatever is changed under
    it, too: `a.append(1)` and `a[0] = 1` change a.
    """
    statements = list(_statements(_texts(cells)))
    imported = {name for statement in statements if _is_import(statement) for name in bound_names(statement)}
    needed, kept = set(names), list[str]()
    for statement in reversed(statements):
        bound = bound_names(statement) | (_changed(statement) - imported)
        if not bound & needed or bound <= set(given) or _is_import(statement):
            continue  # what an import gave is there already, and what it did not give must not come of it now
        if isinstance(statement, ast.Assign) and all(isinstance(target, ast.Name) for target in statement.targets):
            needed -= bound
        needed |= _used(statement) - set(given)
        kept.append(ast.unparse(statement))
    return kept[::-1]


def defined_names(source: str) -> set[str]:
    """Return the names that the top-level statements of a source bind."""
    return {name for statement in ast.parse(source).body for name in bound_names(statement)}


def _texts(cells: Any) -> list[str]:
    return [cell for cell in cells[-_MOST_CELLS:] if isinstance(cell, str)] if isinstance(cells, list) else []


def _statements(cells: Sequence[str]) -> Iterator[ast.stmt]:
    for source in cells:
        yield from parsed(source) or ()


@lru_cache(256)
def parsed(source: str) -> list[ast.stmt] | None:
    """Return the top-level statements of a cell, its magics left out; None where it cannot be read as Python."""
    if len(source) > _LONGEST:  # the text is the submission's, and costs the grader's time
        return None
    try:
        return ast.parse(_MAGIC.sub(lambda found: f"{found[1] or ''}pass", source)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_import(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Import | ast.ImportFrom)


def bound_names(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its module, "*" for whatever a module may hold."""
    found = set[str]()
    waiting: list[Any] = [statement]
    while waiting:  # no recursion: a submission may be nested as deeply as it likes
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
        else:
            found |= {_root(node)} if isinstance(getattr(node, "ctx", None), ast.Store) else set()
            waiting += ast.iter_child_nodes(node)
    return found - {""}


def _changed(statement: ast.stmt) -> set[str]:
    """Return the names whose values a statement may change: by their methods, or under another name in a loop."""
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return set()
    calls = (node.func for node in ast.walk(statement) if isinstance(node, ast.Call))
    looped = (node for loop in ast.walk(statement) if isinstance(loop, ast.For) for node in ast.walk(loop.iter))
    return {
        *(name for function in calls if isinstance(function, ast.Attribute) and (name := _root(function))),
        *(node.id for node in looped if isinstance(node, ast.Name)),
    }


def _used(statement: ast.stmt) -> set[str]:
    """Return the names that a statement reads; not those of a function's own parameters and variables."""
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    used = {node.id for node in names}
    if isinstance(statement, ast.FunctionDef):
        used -= {node.id for node in names if isinstance(node.ctx, ast.Store)}
        used -= {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    return used


def _root(node: ast.AST) -> str:
    """Return the name at the beginning of an expression such as `a[0].b`, "" if there is none."""
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
