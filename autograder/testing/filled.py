"""Telling an answer that is filled in, and yet gives nothing, from one that is still the stub."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from .statements import bound_names, parsed

_MENTIONED = re.compile(r"^(?:what )?(\w+)|\b(?:from|after) (\w+)")
_WRITTEN = (ast.FunctionDef, ast.AsyncFunctionDef)


def why_empty(
    what: str, value: str, cells: Mapping[int, str], ended: Mapping[int, str], where: Callable[[int], str]
) -> str:
    """Return what is to be asked where there is nothing, although `what` was to be there is filled in; "" for a stub.

    `what` and `value` say what was looked at and what came. `cells` are the sources by their numbers, in order, `ended`
    the exceptions that stopped some of them, and `where` says how a cell is called.
    """
    if what.isidentifier():
        made = [(cell, node) for cell, node in _holding(what, cells) if what in bound_names(node)]
        if not made or is_stub(made[-1][1]):
            return ""
        if error := ended.get(made[-1][0]):
            return f"There is no value in {what}, because {where(made[-1][0])}, which sets it, stopped: {error}"
        said = f"There is no value in {what} after {where(made[-1][0])}, which sets it"
        is_called = any(isinstance(node, ast.Call) for node in ast.walk(made[-1][1]))
        return f"{said}: does what it is made with return its result?" if is_called else f"{said}."
    for function in (word for words in _MENTIONED.findall(what) for word in words if word):
        bodies = [node for _, statement in _holding(function, cells) for node in ast.walk(statement)]
        bodies = [node for node in bodies if isinstance(node, _WRITTEN) and node.name == function]
        if bodies and not is_stub(bodies[-1]):
            asked = (
                "what does it put there" if re.search(rf"\bafter {function}\b", what) else "does it return its result"
            )
            return f"{what} is {value}, although {function} is filled in: {asked}?"
    return ""


def is_stub(node: ast.AST) -> bool:
    """Tell whether a statement does nothing but what an untouched stub does."""
    match node:
        case ast.FunctionDef(body=body) | ast.AsyncFunctionDef(body=body):
            return all(map(is_stub, body))
        case ast.Assign(value=ast.Constant(value=str(text))):
            return not text.strip()
        case ast.Assign(value=ast.Constant(value=value)):
            return value is None or value is Ellipsis
        case ast.Expr(value=ast.Constant()) | ast.Pass() | ast.Raise():
            return True
        case ast.Return(value=value):
            return value is None or (isinstance(value, ast.Constant) and value.value in (None, Ellipsis))
    return False


def runs_into_stub(cell: int, line: int, cells: Mapping[int, str]) -> bool:
    """Tell whether what a cell has on a line, 0 for any, raises for a stub, be it through functions of other cells."""
    statements = parsed(cells[cell]) or ()
    ran = [each for each in statements if not line or each.lineno <= line <= (each.end_lineno or 0)]
    if not ran or any(isinstance(statement, ast.Raise) for statement in ran):
        return True
    functions = _functions(tuple(cells.values()))
    reached, waiting = set[str](), set[str]().union(*map(_mentioned, ran))
    while waiting := (waiting - reached) & functions.keys():
        if any(functions[name][0] for name in waiting):
            return True
        reached |= waiting
        waiting = set[str]().union(*(functions[name][1] for name in waiting))
    return False


def is_written(function: str, cells: Mapping[int, str]) -> bool:
    """Tell whether the cells define a function, or a method, and the last that they define is more than a stub."""
    functions = _functions(tuple(cells.values()))
    return function in functions and not functions[function][0]


@lru_cache(8)
def _functions(sources: tuple[str, ...]) -> Mapping[str, tuple[bool, frozenset[str]]]:
    """Return for each function whether it raises as a stub does, and the names in it.

    A stub gives no result on any way, and raises at its end.
    """
    found = {}
    statements = [statement for source in sources for statement in parsed(source) or ()]
    for node in (node for statement in statements for node in ast.walk(statement)):
        if isinstance(node, _WRITTEN):
            results = (each for each in ast.walk(node) if isinstance(each, ast.Return) and each.value is not None)
            found[node.name] = (isinstance(node.body[-1], ast.Raise) and not any(results), _mentioned(node))
    return found


def _mentioned(statement: ast.stmt) -> frozenset[str]:
    nodes = list(ast.walk(statement))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return frozenset(names | {node.attr for node in nodes if isinstance(node, ast.Attribute)})


def _holding(name: str, cells: Mapping[int, str]) -> Iterator[tuple[int, ast.stmt]]:
    """Yield the top-level statements of the cells in which a name occurs, with the number of the cell."""
    for cell, source in cells.items():
        if name in source:
            yield from ((cell, statement) for statement in parsed(source) or ())
